"""Odd files, names and settings: what can be read is read, what cannot is one sentence, and nothing else is lost."""

import os
import sys

import nbformat
import openpyxl
import pandas as pd
import pytest

from framing.cli.main import main
from framing.comparison.contrasts import compare
from framing.comparison.study import read_study
from framing.comparison.weighing import weigh_wire
from framing.corpus.collections.ingesting import write_collection
from framing.corpus.reading import read_corpus
from framing.display.pages.execution import run_notebooks
from framing.errors import FramingError

TEXT = "The protesters stayed in the square."


def in_and_out(source):
    corpus = read_corpus(source)
    return list(corpus.articles["body"]), list(corpus.dropped["reason"]), corpus


def test_a_mark_in_the_last_cell_of_a_sheet_costs_nothing(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "outlet", "text"], [1, "x", TEXT], [], [2, "x", "The rioters fled."]):
        book.active.append(row)
    book.active["XFD1048576"] = " "
    book.save(tmp_path / "a.xlsx")
    bodies, dropped, corpus = in_and_out(tmp_path / "a.xlsx")
    assert bodies == [TEXT, "The rioters fled."] and not dropped
    assert list(corpus.articles["input_row"]) == [1, 3]


def test_numbers_too_great_for_a_computer_are_text(tmp_path):
    (tmp_path / "a.json").write_text(f'[{{"id": {"9" * 40}, "date": 1e400, "text": "{TEXT}", "outlet": "x"}}]')
    bodies, dropped, corpus = in_and_out(tmp_path / "a.json")
    assert bodies == [TEXT] and not dropped
    assert corpus.articles["article_id"][0] == "9" * 40
    assert corpus.articles["published"].isna().all()


def test_lists_in_columns_are_paragraphs_and_names(tmp_path):
    rows = {"id": [1, 2], "text": [[TEXT, "They sang."], []], "authors": [["Ann", "Ben"], []], "outlet": ["x", "y"]}
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    bodies, dropped, corpus = in_and_out(tmp_path / "a.parquet")
    assert [body.split() for body in bodies] == [[*TEXT.split(), "They", "sang."]]
    assert dropped == ["no text"]
    assert "Ann" in corpus.articles["byline"][0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_spelt(tmp_path):
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"ok.txt"):
        (tmp_path / os.fsdecode(name)).write_text(TEXT + name[3:4].hex())
    _, dropped, corpus = in_and_out(tmp_path)
    assert sorted(corpus.articles["input_file"]) == ["caf\\xe8.txt", "caf\\xe9.txt", "ok.txt"] and not dropped
    assert write_collection(tmp_path, "mine", to=tmp_path.parent / "mine").kept == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="a superuser may read everything")
def test_a_file_that_may_not_be_read_is_told_and_the_others_are_read(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name)
    (tmp_path / "a.txt").chmod(0)
    bodies, dropped, corpus = in_and_out(tmp_path)
    assert bodies == [TEXT + "b.txt"] and dropped == ["unreadable file"]
    assert "permission" in corpus.dropped["detail"][0]


def test_a_file_that_may_not_be_read_is_told_whoever_asks(tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name)

    def refuse(path, name):
        if name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, name)

    read = sys.modules["framing.corpus.read.documents"].read_parts
    monkeypatch.setattr("framing.corpus.read.documents.read_parts", refuse)
    bodies, dropped, corpus = in_and_out(tmp_path)
    assert bodies == [TEXT + "b.txt"] and dropped == ["unreadable file"]
    assert corpus.dropped["detail"][0] == "it cannot be opened: permission denied"


def test_an_outlet_called_rest_is_not_the_rest_of_the_outlets(tmp_path):
    rows = "".join(f"{o}{i},{o},{TEXT[:-1]} {o} {i}.\n" for o in ("rest", "x") for i in range(2))
    (tmp_path / "a.csv").write_text(f"id,outlet,text\n{rows}")
    corpus = read_corpus(tmp_path / "a.csv")
    assert set(corpus.articles["outlet_id"]) == {"rest (outlet)", "x"}
    told = corpus.notes[corpus.notes["subject"] == "outlet"]
    assert told["look"].all() and "'rest' is called 'rest (outlet)'" in told["detail"].iloc[0]
    articles = corpus.articles.assign(side=["rest", "rest", "y", "y"])
    scores = pd.DataFrame({"article_id": articles["article_id"], "measure": "m", "target": "t", "voice": "all"})
    with pytest.raises(FramingError, match="'side' is called 'rest'"):
        compare(scores.assign(value=0.5, n=2.0, version="1"), articles, by="side")


def test_texts_too_short_for_agency_copy_carry_none(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,headline\n1,x,Rioters meet mayor\n2,y,Protesters meet mayor\n")
    articles = read_corpus(tmp_path / "a.csv").articles
    assert articles["wire_share"].isna().all()
    scores = pd.DataFrame({"article_id": articles["article_id"], "n": [2.0, 4.0]})
    assert list(weigh_wire(scores, articles, wire="weigh")["n"]) == [2.0, 4.0]
    with pytest.raises(FramingError, match="mark agency copy first"):
        weigh_wire(scores, articles.assign(wire=None), wire="weigh")


@pytest.mark.parametrize("words", ["compare january --seed -1", f"compare january --seed {2**32}",
                                   "code sample january --out s.csv --seed -3", "code sample january --out s.csv -n 0",
                                   "compare january --resamples 0", "score january --workers 0"])  # fmt: skip
def test_settings_out_of_range_are_refused(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["framing", *words.split()])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr().err
    assert end.value.code == 2
    assert "Invalid value" in told and "Traceback" not in told


@pytest.mark.parametrize(("key", "value"), [("seed", -1), ("seed", 2**32), ("resamples", 0), ("resamples", 10**9)])
def test_settings_of_a_study_too(key, value, tmp_path):
    (tmp_path / "study.toml").write_text(f'question = "Who?"\n{key} = {value}\n')
    with pytest.raises(FramingError, match=f"'{key}' must lie between"):
        read_study(tmp_path)


def test_an_ingest_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    target = tmp_path / "raw" / "mine"

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("framing.corpus.collections.ingesting._data_sheet", fail)
        with pytest.raises(OSError, match="space"):
            write_collection(tmp_path / "a.txt", "mine", to=target)
    assert list((tmp_path / "raw").iterdir()) == []
    assert write_collection(tmp_path / "a.txt", "mine", to=target).kept == 1
    assert (target / "articles.jsonl").is_file()


def test_a_notebook_shows_what_it_can_and_says_what_it_cannot(tmp_path):
    cells = [
        "print('before')",
        "import framing as fr\nraise fr.FramingError('Nobody is named <b>here</b>.')",
        "x = {}['y']",
        "x",
        "print('after')",
    ]
    source = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells]), source)
    notebook, missing = next(run_notebooks([source], tmp_path, {}))
    assert missing == [
        "Nobody is named <b>here</b>.",
        "this should not happen (KeyError: 'y').",
        "it needs what could not be made above.",
    ]
    shown = ["".join(output["text"]).strip() for cell in notebook.cells for output in cell["outputs"]]
    assert shown == ["before", *(f"Not shown: {sentence}" for sentence in missing), "after"]
