"""What strangers wrote stays text: in pages, terminals, spreadsheets, papers."""

import csv
import sys

import pandas as pd
import pytest
import typer

from framing.cli import main as command
from framing.cli.main import describe_fault
from framing.cli.shared import PlainConsole, say
from framing.display.pages.tables import save_latex, show_table
from framing.errors import FramingError
from framing.untrusted import defuse, escape_latex, plain, undo_defuse, write_csv

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(A1)",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "x\r=1+1",
    "x;=1+1",
    "x\t@SUM(1)",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "\uff20SUM",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_every_table(text, tmp_path):
    assert "'" in defuse(text).replace(text, "")
    assert undo_defuse(defuse(text)) == text
    write_csv(pd.DataFrame({"outlet": [text], "n": [-1.5]}), tmp_path / "t.csv")
    row = next(csv.DictReader((tmp_path / "t.csv").open(encoding="utf-8", newline="")))
    assert row["outlet"] == defuse(text.replace("\r", "\n"))
    assert row["n"] == "-1.5"


@pytest.mark.parametrize(
    "text", ["", "-0.5", "+3", "-1,200.5", "12 %", "a-b", "Orlov - riots", "a=b", "it's", "50 + 2"]
)
def test_plain_text_and_numbers_stay_as_they_are(text):
    assert defuse(text) == text


@pytest.mark.parametrize("name", ["=x", "<b>", "@a"])
def test_names_of_columns_too(name, tmp_path):
    write_csv(pd.DataFrame({name: ["x"]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().splitlines()[0] == defuse(name)


def test_a_lone_surrogate_does_not_stop_a_table(tmp_path):
    write_csv(pd.DataFrame({"a": ["x\ud800y"]}, dtype=object), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "a\nx?y\n"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a&b<i>"])
@pytest.mark.parametrize("place", ["cell", "header", "caption", "note", "index"])
def test_nothing_in_a_shown_table_is_markup(text, place):
    table = pd.DataFrame({text if place == "header" else "a": [text if place == "cell" else "x"]})
    if place == "index":
        table.index = pd.Index([text], name=text)
    page = show_table(table, caption=text * (place == "caption"), note=text * (place == "note")).to_html()
    assert text not in page
    assert text.split("<")[1].join(["&lt;", ""]) in page.replace("&gt;", ">")


ESCAPES = ["\x1b[31mred", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "a\rb", "a\x08b", "\u202egnp.exe", "\x00"]


@pytest.mark.parametrize("text", ESCAPES)
def test_no_escape_sequence_reaches_the_terminal(text, capsys):
    console = PlainConsole(stderr=True, force_terminal=False, highlight=False)
    console.print(f"framing: {text}", markup=False)
    say(text)
    told = capsys.readouterr()
    for mark in "\x1b\x07\x9b\x08\u202e\x00\r":
        assert mark not in told.err + told.out
    assert "\ufffd" in plain(text)


def test_ordinary_text_reaches_it_whole(capsys):
    say("Orlov’s “rioters” – Köln\tx")
    assert capsys.readouterr().out == "Orlov’s “rioters” – Köln\tx\n"


@pytest.mark.parametrize(
    "text", [r"\input{/etc/passwd}", r"\write18{rm}", "50% of A&B_C #1 $x$", "a^b~c", "{x}", "\\"]
)  # fmt: skip
def test_latex_of_a_stranger_is_not_carried_out(text, tmp_path):
    path = save_latex(pd.DataFrame({text: [text]}), tmp_path / "t.tex", caption=text, note=text)
    assert r"\input{" not in path.read_text(encoding="utf-8")
    assert r"\write18" not in path.read_text(encoding="utf-8")
    escaped = escape_latex(text)
    assert escaped in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FramingError("plain."), "plain."),
        (MemoryError(), "memory"),
        (OSError(28, "No space left on device", "x.parquet"), "x.parquet: No space left on device."),
        (ValueError("a\nb"), "ValueError: a b"),
        (RecursionError("deep"), "RecursionError"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), "UnicodeEncodeError"),
        (type("TerminatedWorkerError", (RuntimeError,), {})("x"), "worker process was killed"),
    ],
)
def test_every_fault_is_one_sentence(error, told):
    sentence = describe_fault(error)
    assert told in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (KeyboardInterrupt(), 130),
        (typer.Abort(), 130),
        (FramingError("x."), 2),
        (ValueError("x"), 2),
        (MemoryError(), 2),
        (typer.Exit(1), 1),
        (typer.BadParameter("x"), 2),
        (typer.Exit(0), 0),
    ],
)
def test_how_a_command_ends(raised, status, monkeypatch, capsys):
    def fail():
        raise raised

    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(fail)
    monkeypatch.setattr(command, "app", app)
    monkeypatch.setattr(sys, "argv", ["framing"])
    monkeypatch.delenv("FRAMING_DEBUG", raising=False)
    with pytest.raises(SystemExit) as end:
        command.main()
    assert end.value.code == status
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert status != 130 or told == "interrupted\n"
