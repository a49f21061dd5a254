"""A model codes a sheet: against a small server of our own, which answers well, badly, or not at all."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest

from framing.cli.main import main
from framing.coding.machine import Machine, code_by_machine, correct_machine
from framing.coding.sheets import write_coding_sheet
from framing.errors import FramingError

CODES = {"voice": {"outlet": "the narrator's own word", "quoted": "inside a quotation"}}


class Model(BaseHTTPRequestHandler):
    """Answers from a script; keeps what it was asked."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        status, said = self.server.script(asked)
        body = {"id": "x", "object": "chat.completion", "created": 0, "model": "tiny-1"}
        message = {"role": "assistant", "content": said}
        body["choices"] = [{"index": 0, "finish_reason": "stop", "message": message}]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    made.asked, made.script = [], lambda asked: (200, "outlet")
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def sheet(tmp_path):
    units = pd.DataFrame({"unit_id": [f"u{i}" for i in range(6)], "context": [f"The »mob{i}« left." for i in range(6)]})
    return write_coding_sheet(units, tmp_path / "sheet.csv", variables=CODES)


def code(server, sheet, **settings):
    address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    machine = Machine(address, "tiny", **({"retries": 0} | settings))
    return code_by_machine(sheet, machine, variables=CODES, trail=sheet.with_name("trail.jsonl"), key="secret")


def unit_of(asked):
    return int(asked["messages"][1]["content"].split("mob")[1][0])


def test_every_unit_is_coded_in_the_codebooks_words_and_in_another_order(server, sheet):
    server.script = lambda asked: (200, " Quoted. " if unit_of(asked) == 3 else "outlet")
    codings = code(server, sheet)
    assert codings["value"].tolist() == ["outlet"] * 3 + ["quoted"] + ["outlet"] * 2
    assert set(codings["coder"]) == {"machine:tiny"}
    assert codings.attrs["invalid"] == {}
    assert "outlet: the narrator's own word" in server.asked[0]["messages"][0]["content"]
    assert sorted(map(unit_of, server.asked)) == list(range(6)) != [unit_of(asked) for asked in server.asked]
    assert server.asked[0]["seed"] == 0 and server.asked[0]["temperature"] == 0


def test_an_answer_that_is_no_code_is_asked_for_once_more_then_missing_and_counted(server, sheet):
    server.script = lambda asked: (200, "I would say outlet" if unit_of(asked) == 2 else "outlet")
    codings = code(server, sheet)
    assert codings["unit_id"].nunique() == len(codings) == 5
    assert codings.attrs["invalid"] == {"voice": 1}
    assert len(server.asked) == 7


def test_what_was_answered_is_kept_and_not_asked_again_even_after_a_cut(server, sheet):
    server.script = lambda asked: (500, "") if len(server.asked) > 3 else (200, "outlet")
    with pytest.raises(FramingError, match=r"did not answer .* what was answered is kept"):
        code(server, sheet)
    trail = sheet.with_name("trail.jsonl")
    trail.write_text(trail.read_text(encoding="utf-8") + '{"print": "cut', encoding="utf-8")
    before = len(server.asked)
    server.script = lambda asked: (200, "quoted")
    codings = code(server, sheet)
    assert len(server.asked) == before + 3
    assert codings["value"].value_counts().to_dict() == {"outlet": 3, "quoted": 3}
    lines = [json.loads(line) for line in trail.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 6 and {line["served"] for line in lines} == {"tiny-1"}
    assert "secret" not in trail.read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0c"])
def test_marks_that_break_lines_elsewhere_lose_no_answer(server, sheet, mark):
    table = pd.read_csv(sheet, dtype=str)
    table.assign(context=f"One{mark}two " + table["context"]).to_csv(sheet, index=False)
    code(server, sheet)
    assert len(code(server, sheet)) == len(server.asked) == 6


def test_other_settings_are_asked_anew(server, sheet):
    code(server, sheet)
    code(server, sheet, seed=1)
    assert len(server.asked) == 12


def test_a_request_without_an_answer_is_repeated_a_bounded_number_of_times(server, sheet):
    server.script = lambda asked: (500, "")
    with pytest.raises(FramingError):
        code(server, sheet, retries=1)
    assert len(server.asked) == 2


def test_figures_of_a_machine_are_corrected_by_people_or_not_given():
    units = pd.DataFrame({"unit_id": [f"u{i}" for i in range(200)], "outlet_id": ["a", "b"] * 100})
    truth = ["yes" if i % 4 == 0 else "no" for i in range(200)]  # the machine says yes to all of a's, wrong on half
    said = ["yes" if i % 2 == 0 else "no" for i in range(200)]
    rows = [(f"u{i}", "machine:tiny", "hostile", said[i]) for i in range(200)]
    machine = pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])
    with pytest.raises(FramingError, match="let people code a random sample"):
        correct_machine(machine, units, coder="machine:tiny", variable="hostile", category="yes")
    people = [(f"u{i}", "ann", "hostile", truth[i]) for i in range(0, 120)]
    both = pd.concat([machine, pd.DataFrame(people, columns=machine.columns)])
    table = correct_machine(both, units, coder="machine:tiny", variable="hostile", category="yes")
    own = table[table["reference"].isna()].set_index("outlet")
    assert own.loc["a", "plain"] == 1 and own.loc["a", "estimate"] == pytest.approx(0.5, abs=0.1)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FRAMING_MODEL_KEY", "secret")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["framing", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return ended.value.code or 0, out, err

    return call


def answer(asked):
    """Give outlet or noun, whichever the prompt offers, else its first code."""
    codes = [line.split(":")[0].strip("- ") for line in asked["messages"][0]["content"].splitlines() if ": " in line]
    return 200, next(code for code in ("outlet", "noun", *codes) if code in codes)


def test_the_command_fills_a_sheet_that_agree_and_validate_read(run, server, tmp_path):
    server.script = answer
    people, address = tmp_path / "ann.csv", f"http://127.0.0.1:{server.server_address[1]}/v1"
    assert run("code", "sample", "january", "--out", people, "-n", "8", "--coder", "ann")[0] == 0
    status, out, err = run("code", "machine", people, "--endpoint", address, "--model", "lab/tiny 1")
    assert status == 0 and "voice: 8 units coded, 0 answers were no code" in out and "correct_machine" in out
    filled = tmp_path / "ann-lab-tiny-1.csv"
    assert str(filled) in err and filled.with_suffix(".jsonl").exists()
    table = pd.read_csv(filled, dtype=str)
    assert set(table["coder"]) == {"machine:lab/tiny 1"} and set(table["voice"]) == {"outlet"}
    assert pd.read_csv(people, dtype=str)["voice"].isna().all(), "the people's sheet is left as it was"
    assert "secret" not in filled.with_suffix(".jsonl").read_text(encoding="utf-8")
    status, _, err = run("code", "machine", people, "--endpoint", address, "--model", "tiny", "--out", people)
    assert status == 2 and "is the sheet itself" in err
    asked = len(server.asked)
    assert run("code", "machine", people, "--endpoint", address, "--model", "lab/tiny 1")[0] == 0
    assert len(server.asked) == asked, "what was answered is not asked again"
    own = pd.read_csv(people, dtype=str).assign(voice="outlet", form="noun")
    own.to_csv(people, index=False)
    status, out, _ = run("code", "agree", people, filled)
    assert status == 0 and "1.000" in out
    status, out, _ = run("code", "validate", "january", filled)
    assert status == 0 and "validated on n = 8" in out


def test_the_command_says_in_a_sentence_that_the_server_is_away(run, server, tmp_path):
    people, address = tmp_path / "ann.csv", f"http://127.0.0.1:{server.server_address[1]}/v1"
    run("code", "sample", "january", "--out", people, "-n", "3", "--coder", "ann")
    server.script = lambda asked: (500, "")
    words = ("code", "machine", people, "--endpoint", address, "--model", "tiny", "--retries", "0")
    status, _, err = run(*words)
    assert status == 2 and "did not answer" in err and "what was answered is kept" in err
    assert not (tmp_path / "ann-tiny.csv").exists()
    server.script = lambda asked: (200, "perhaps")
    status, out, _ = run(*words)
    assert status == 0 and "voice: 0 units coded, 3 answers were no code and are missing." in out
