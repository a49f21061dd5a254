"""The README keeps its word: its code runs and prints what stands there, and its commands have the options it gives."""

import re
import shlex
from pathlib import Path

import pytest
import typer

import framing as fr
from framing.cli.main import app

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_code_runs_and_prints_what_stands_below_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {}
    for language, text in BLOCKS:
        if language == "python":
            exec(compile(text, "README.md", "exec"), names)
        elif language == "text":
            assert capsys.readouterr().out == text
    assert {path.name for path in (tmp_path / "figures").iterdir()} >= {"stance.pdf", "stance.png", "stance.csv"}


def test_the_table_of_the_first_sentence_is_what_it_gives():
    sentence = re.search(r'fr\.score_text\("(.+)", "stance"\)', README).group(1)
    found = fr.score_text(sentence, "stance")[["text", "target", "category", "voice"]]
    for row in found.itertuples(index=False):
        assert f"| {' | '.join(row)} |\n" in README


@pytest.mark.parametrize("line", [line for language, text in BLOCKS if not language for line in text.splitlines()])
def test_commands_have_the_options_that_are_given(line):
    words = shlex.split(line, comments=True)
    if words[:1] != ["framing"]:
        return
    command, rest = typer.main.get_command(app), words[1:]
    while hasattr(command, "commands"):
        command, rest = command.commands[rest[0]], rest[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= options
