"""The lesson as a class meets it: code ten with the keyboard, reload, export, merge, agree, argue with the program."""

import json
import re

import pandas as pd
import pytest
from looking import overflows, serious

from framing.coding.agreement import agreement
from framing.display.pages.lesson import write_lesson
from framing.scoring.score import score

VOICES = ["outlet", "quoted", "reported", "scare", "rejected"]


@pytest.fixture(scope="module")
def lesson(january, tmp_path_factory):
    scores = score(january, ["stance"])
    return write_lesson(january, scores, tmp_path_factory.mktemp("lesson") / "lesson.html", target="protesters")


def go(page, step):
    page.locator(".path button", has_text=step).click()


def units_in(path):
    text = path.read_text("utf-8")
    return json.loads(re.search(r'id="framing-data">(.*?)</script>', text, re.DOTALL).group(1))["units"]["namings"]


def code_by_keys(page, keys):
    for key in keys:
        page.keyboard.press(key)


def test_ten_are_coded_by_keyboard_alone_and_nothing_is_lost_on_reload(open_page, lesson):
    page = open_page(lesson[0])
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Code"):
            break
    page.keyboard.press("Enter")
    code_by_keys(page, "1122335541")
    assert page.locator(".status").inner_text().startswith("All 10 are coded")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("4")
    page.reload()
    assert page.locator(".tick.done").count() == 10
    page.keyboard.press("ArrowLeft")
    pressed = page.locator(".code[aria-pressed=true]")
    assert pressed.count() == 1


def test_a_finger_codes_too(open_page, lesson):
    page = open_page(lesson[0], width=390)
    go(page, "Code")
    for _ in range(10):
        page.locator(".code").nth(1).click()
    assert page.locator(".tick.done").count() == 10


def test_codes_go_out_come_back_and_agreement_is_ours(open_page, lesson, tmp_path):
    page = open_page(lesson[0])
    page.get_by_label("Your name").fill("Ana, =1+1")
    go(page, "Code")
    code_by_keys(page, "1122335541")
    go(page, "Compare")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Export my codes").click()
    mine = tmp_path / "mine.csv"
    caught.value.save_as(mine)
    units = [unit["unit"] for unit in units_in(lesson[0])]
    table = pd.read_csv(mine, dtype=str)
    assert table.columns.tolist() == ["unit_id", "coder", "variable", "value"]
    assert table["value"].tolist() == [VOICES[int(key) - 1] for key in "1122335541"]
    assert not any(word in mine.read_text() for word in ("ken", "merriton", "tramline", "courier", "volmar"))
    sheets = []
    for coder, keys in (("Ben", "1122335544"), ("Çem;", "1122345541")):
        rows = {"unit_id": units, "coder": coder, "variable": "voice", "value": [VOICES[int(k) - 1] for k in keys]}
        sheets.append(tmp_path / f"{coder}.csv")
        pd.DataFrame(rows).to_csv(sheets[-1], index=False, encoding="utf-8-sig")
    page.locator("input[type=file]").set_input_files(sheets)
    page.locator(".alpha").wait_for()
    every = pd.concat(pd.read_csv(path, dtype=str) for path in (mine, *sheets))
    ours = agreement(every, resamples=1).iloc[0]
    assert page.locator(".alpha").inner_text() == f"{ours['alpha']:.2f}"
    assert f"{100 * ours['percent']:.0f} % of pairs agree" in page.locator(".step .verdict").inner_text()
    assert page.locator(".talk").count() == 2
    page.reload()
    assert page.locator(".alpha").inner_text() == f"{ours['alpha']:.2f}"
    page.locator("input[type=file]").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    page.get_by_text("x.csv was not read: it lacks the column unit_id.").wait_for()


def test_alpha_in_the_page_is_that_of_the_program(run_module):
    for seed, (units, coders) in enumerate([(10, 2), (10, 3), (25, 4), (6, 2)]):
        rng = pd.Series(range(units * coders)).sample(frac=0.9, random_state=seed)
        table = pd.DataFrame({"unit": rng % units, "coder": rng // units}).astype(str)
        table["value"] = [
            VOICES[(int(u) * 7 + int(c) * (seed + 1)) % (2 + seed)]
            for u, c in zip(table["unit"], table["coder"], strict=True)
        ]
        got = run_module("agreement", "agreement(given)", table.to_dict("records"))
        ours = agreement(table.rename(columns={"unit": "unit_id"}).assign(variable="voice"), resamples=1).iloc[0]
        assert got["units"] == ours["n_units"]
        assert got["alpha"] == pytest.approx(ours["alpha"])
        assert got["percent"] == pytest.approx(ours["percent"])
    same = [{"unit": str(i), "coder": c, "value": "x"} for i in range(5) for c in "ab"]
    assert run_module("agreement", "agreement(given)", same)["alpha"] is None


def test_the_program_is_met_and_argued_with(open_page, lesson):
    page = open_page(lesson[0])
    page.get_by_label("Your guess for Merriton").fill("20")
    go(page, "Code")
    code_by_keys(page, "1111111111")
    go(page, "Meet the program")
    own = sum(unit["program"] == "outlet" for unit in units_in(lesson[0]))
    assert page.locator(".verdict").inner_text().startswith(f"You and the program agree on {own} of 10.")
    assert page.locator(".step table tr", has_text="Merriton").first.inner_text().split("\t")[1] == "20 %"
    page.get_by_role("button", name="Own voice only").click()
    before = page.locator(".row .name span").all_inner_texts()
    page.get_by_label("Category of militant", exact=True).select_option("neutral")
    assert page.locator(".row .name span").all_inner_texts() != before


def test_drawing_stories_anew_gives_an_interval_and_shuffling_a_share(open_page, lesson):
    page = open_page(lesson[0])
    page.get_by_role("button", name="3. From a difference").click()
    assert page.locator(".step tbody tr").count() == 13
    go(page, "Other stories")
    page.get_by_role("button", name="… 500 times").click()
    words = page.locator(".verdict").inner_text()
    low, high = (int(n) for n in re.findall(r"[+−](\d+) points", words))
    assert "500 draws" in words and 20 < low < high < 95
    go(page, "Shuffled names")
    page.get_by_role("button", name="… 500 times").click()
    far = int(re.search(r"shuffles: (\d+) of them", page.locator(".verdict").inner_text()).group(1))
    assert far < 25


@pytest.mark.parametrize("width", [1200, 390])
def test_every_step_is_clean_for_axe_and_runs_over_nowhere(open_page, lesson, width):
    page = open_page(lesson[0], width=width)
    for number in range(3):
        page.locator(".lessons button").nth(number).click()
        for step in range(page.locator(".path button").count()):
            page.locator(".path button").nth(step).click()
            assert not overflows(page), (number, step)
            if width == 1200 or step == 0:
                assert serious(page) == [], (number, step)


def test_the_page_holds_the_namings_of_its_target_alone(lesson, january):
    text = lesson[0].read_text("utf-8")
    held = json.loads(re.search(r'id="framing-data">(.*?)</script>', text, re.DOTALL).group(1))["explorer"]
    assert {term["target"] for term in held["terms"]} == {"protesters"}
    assert len(held["namings"]["text"]) == (january.mentions["target"] == "protesters").sum()


def test_worksheet_and_answers_are_pages_apart(open_page, lesson):
    pupils, worksheet, teacher = (path.read_text("utf-8") for path in lesson)
    assert '"answer"' not in pupils and "What to watch" not in pupils
    assert "☐" in worksheet and "What to watch" not in worksheet
    assert "45 minutes" in teacher
    for path in lesson[1:]:
        page = open_page(path)
        assert serious(page) == []
