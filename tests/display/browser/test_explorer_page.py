"""The explorer as its reader meets it: switch, filter, click to the sentences, change a word."""

import re

import pandas as pd
import pytest
from looking import namings_of, overflows, serious

from framing.comparison.levels import estimate
from framing.display.pages.explorer import write_explorer
from framing.scoring.score import score


@pytest.fixture(scope="module")
def explorer(january, tmp_path_factory):
    (path,) = write_explorer(january, tmp_path_factory.mktemp("explorer") / "explorer.html", target="protesters")
    return path


def told(page):
    """Counted and n of each outlet row: {"Merriton": (4, 23)}."""
    rows = page.locator(".row:not(.owner) .name")
    texts = [(row.locator("b").inner_text(), row.locator("span").inner_text()) for row in rows.all()]
    return {name: tuple(int(n) for n in re.findall(r"\d+", words)[:2]) for name, words in texts}


def counted(rows, names):
    hostile = rows["category"] == "delegitimising"
    table = hostile.groupby(rows["outlet_id"].map(names)).agg(["sum", "size"])
    return {name: (int(row["sum"]), int(row["size"])) for name, row in table.iterrows()}


def test_the_switch_books_each_word_on_who_used_it(open_page, explorer, january):
    page = open_page(explorer)
    names = dict(zip(january.outlets["outlet_id"], january.outlets["name"], strict=True))
    rows = namings_of(january, "protesters")
    assert explorer.stat().st_size < 3_000_000
    assert told(page) == counted(rows, names)
    assert page.locator(".row.owner").count() == 0
    page.get_by_role("button", name="Own voice only").click()
    assert told(page) == counted(rows[rows["voice"] == "outlet"], names)
    assert page.locator(".row.owner .square").count() == (rows["voice"] != "outlet").sum()
    assert page.locator(".row .square").count() == len(rows)


def test_a_row_a_square_and_a_number_open_their_sentences(open_page, explorer, january):
    page = open_page(explorer)
    page.get_by_role("button", name=re.compile("^Merriton:")).press("Enter")
    shown = page.locator(".sentences li")
    n = (namings_of(january, "protesters")["outlet_id"] == "merriton").sum()
    assert f"{n} namings" in page.locator(".sentences h2").inner_text()
    assert all("Merriton" in words for words in shown.locator(".soft").all_inner_texts())
    page.locator(".row .square").first.click()
    assert shown.count() == 1 and shown.locator(".naming").count() >= 1
    page.get_by_role("button", name=re.compile("^KEN State News Agency, words of the outlet itself")).click()
    assert shown.count() > 5
    assert page.locator(".sentences .naming.delegitimising.voice-outlet").count() >= shown.count()
    page.keyboard.press("n")
    note = page.locator(".sentences .note")
    assert note.is_visible() and "delegitimising for protesters" in note.inner_text()


def test_filters_leave_what_fits(open_page, explorer, january):
    page = open_page(explorer)
    rows = namings_of(january, "protesters")
    names = dict(zip(january.outlets["outlet_id"], january.outlets["name"], strict=True))
    page.get_by_text("Filter by story").click()
    page.get_by_role("combobox", name="Story", exact=True).select_option(label="Order to fire without warning")
    assert told(page) == counted(rows[rows["story_id"] == "s06"], names)
    assert page.locator(".row.thin").count() == page.locator(".row").count()
    page.get_by_label("Merriton", exact=True).uncheck()
    assert "Merriton" not in told(page)


def test_a_changed_word_changes_the_shares_at_once(open_page, explorer, january):
    page = open_page(explorer)
    names = dict(zip(january.outlets["outlet_id"], january.outlets["name"], strict=True))
    rows = namings_of(january, "protesters")
    page.get_by_label("Category of terrorist", exact=True).focus()
    page.get_by_label("Category of terrorist", exact=True).select_option("neutral")
    changed = rows.assign(category=rows["category"].where(rows["term"] != "terrorist", "neutral"))
    assert told(page) == counted(changed, names)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Category of terrorist"
    page.get_by_label("Category of militant", exact=True).select_option("left out")
    assert told(page) == counted(changed[changed["term"] != "militant"], names)
    page.get_by_role("button", name="Back to the list").click()
    assert told(page) == counted(rows, names)


def test_intervals_are_those_of_the_program(run_module, january):
    rows = namings_of(january, "protesters")
    levels = estimate(score(january, ["stance"]), january.articles)
    levels = levels[(levels["target"] == "protesters")].set_index(["voice", "outlet"])
    stories = {story: i for i, story in enumerate(sorted(rows["story_id"].unique()))}
    for voice in ("all", "outlet"):
        for outlet in january.outlets["outlet_id"]:
            kept = rows[(rows["outlet_id"] == outlet) & ((rows["voice"] == voice) | (voice == "all"))]
            namings = [
                {"story": stories[s], "article": 0, "hit": c == "delegitimising"}
                for s, c in zip(kept["story_id"], kept["category"], strict=True)
            ]
            got = run_module("shares", "estimate(given, (it) => it.hit, {draws: 4000})", namings)
            row = levels.loc[(voice, outlet)]
            assert got["value"] == pytest.approx(row["value"])
            assert (got["clusters"], got["n"]) == (row["n_clusters"], row["n"])
            if got["low"] is None:
                assert row["ci_low"] != row["ci_low"]
            else:
                assert got["low"] == pytest.approx(row["ci_low"], abs=0.05)
                assert got["high"] == pytest.approx(row["ci_high"], abs=0.05)


def test_a_share_of_nothing_or_all_has_the_interval_of_the_program_too(run_module):
    ids = [f"a{i}" for i in range(14)]
    articles = pd.DataFrame({"article_id": ids, "outlet_id": "o", "story_id": ids})
    sizes = [1.0 + i % 3 for i in range(14)]
    for hit in (False, True):
        scores = pd.DataFrame({"article_id": ids, "measure": "stance", "target": "t", "voice": "all",
                               "value": float(hit), "n": sizes, "version": "1"})  # fmt: skip
        row = estimate(scores, articles).iloc[0]
        namings = [{"story": i, "article": 0, "hit": hit} for i, n in enumerate(sizes) for _ in range(int(n))]
        got = run_module("shares", "estimate(given, (it) => it.hit, {draws: 4000})", namings)
        assert (got["low"], got["high"]) == pytest.approx((row["ci_low"], row["ci_high"]), abs=0.02)


def test_large_collections_keep_their_sentences_beside_the_page(open_page, january, tmp_path, monkeypatch):
    monkeypatch.setattr("framing.display.pages.explorer.MOST_INLINE", 50)
    monkeypatch.setattr("framing.display.pages.explorer.CHUNK", 40)
    path, *beside = write_explorer(january, tmp_path / "explorer.html", target="protesters")
    assert len(beside) > 5
    page = open_page(path)
    page.get_by_role("button", name=re.compile("^Tramline:")).click()
    page.locator(".sentences li").first.wait_for()
    assert page.locator(".sentences li .naming").count() > 20


@pytest.mark.parametrize("width", [1200, 390])
def test_nothing_serious_for_axe_and_nothing_runs_over(open_page, explorer, width):
    page = open_page(explorer, width=width)
    page.get_by_role("button", name="Own voice only").click()
    page.get_by_role("button", name=re.compile("^Merriton:")).click()
    assert serious(page) == []
    assert not overflows(page)
