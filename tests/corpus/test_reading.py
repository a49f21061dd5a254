"""A collection is read whole or in parts, and every document is accounted for."""

import json
import os
import time

import pandas as pd
import pytest

from framing import schema
from framing.corpus.collections.catalogue import find_collection
from framing.corpus.reading import read_corpus, read_partitions
from framing.errors import FramingError


def accounted(corpus):
    return len(corpus.articles) + len(corpus.dropped)


@pytest.fixture
def mixed(tmp_path, unlike):
    folder = tmp_path / "mixed"
    (folder / "courier").mkdir(parents=True)
    (folder / "a.csv").write_text(
        "article_id,outlet,title,body,date\n"
        f"1,x,One,{unlike(1)},2020-01-01\n"
        "2,x\n"
        f"3,x,Three,{unlike(3)},not a date\n"
        f"1,x,Again,{unlike(4)},2020-01-02\n",
        encoding="utf-8",
    )
    (folder / "b.jsonl").write_text(json.dumps({"text": unlike(5), "outlet": "y"}) + "\n{broken\n", encoding="utf-8")
    pd.DataFrame({"body": [unlike(6), ""], "published": pd.to_datetime(["2020-01-05", None])}).to_parquet(
        folder / "c.parquet"
    )
    (folder / "courier" / "d.txt").write_text(f"A headline\n\n{unlike(7)}\n{unlike(8)}\n", encoding="utf-8")
    (folder / "courier" / "e.txt").write_bytes(bytes(range(256)) * 30)
    paragraphs = "".join(f"<p>{unlike(i, 40)}</p>" for i in range(9, 14))
    (folder / "f.html").write_text(
        "<html><head><title>A page</title></head><body><nav>Home</nav>"
        f"<article><h1>A page</h1>{paragraphs}</article></body></html>",
        encoding="utf-8",
    )
    (folder / "g.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "outlets.csv").write_text("outlet_id,name\nx,The X\n", encoding="utf-8")
    (folder / "DATASHEET.md").write_text("# mixed\n", encoding="utf-8")
    return folder


def test_every_format_is_read_and_every_document_accounted_for(mixed):
    corpus = read_corpus(mixed)
    assert accounted(corpus) == 4 + 2 + 2 + 1 + 1 + 1 + 1
    assert list(corpus.articles["input_file"]) == ["a.csv", "a.csv", "b.jsonl", "c.parquet", "courier/d.txt", "f.html"]
    assert list(
        zip(corpus.dropped["file"], corpus.dropped["row"].fillna(0), corpus.dropped["reason"], strict=True)
    ) == [
        ("a.csv", 2, "broken row"),
        ("a.csv", 4, "duplicate id"),
        ("b.jsonl", 2, "broken row"),
        ("c.parquet", 2, "no text"),
        ("courier/e.txt", 0, "unreadable file"),
        ("g.pdf", 0, "unreadable file"),
    ]
    for name, table in corpus.tables.items():
        schema.TABLES[name].check(table)


def test_html_gives_headline_and_text_without_the_menu(mixed):
    page = read_corpus(mixed).articles.set_index("input_file").loc["f.html"]
    assert page["headline"] == "A page"
    assert "Home" not in page["body"]
    assert page["body"].count("\n") >= 4


def test_outlets_and_dates(mixed):
    corpus = read_corpus(mixed)
    assert list(corpus.articles["outlet_id"]) == ["x", "x", "y", "unknown", "courier", "unknown"]
    assert corpus.outlets["name"][0] == "The X"
    assert corpus.articles["published"].isna().sum() == 4


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_partitions_put_together_are_the_same(mixed, size):
    whole = next(iter(read_partitions(find_collection(mixed), size=1000)))
    parts = list(read_partitions(find_collection(mixed), size=size))
    assert max(len(part.articles) for part in parts) <= size
    for name in ("articles", "dropped", "notes", "cleaning"):
        together = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(together, getattr(whole, name))


def test_second_reading_is_the_same(mixed):
    first, second = read_corpus(mixed), read_corpus(mixed)
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name])


def test_empty_folder(tmp_path):
    with pytest.raises(FramingError, match="holds no articles"):
        read_corpus(tmp_path)


def test_empty_file(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("", encoding="utf-8")
    with pytest.raises(FramingError, match="holds no articles"):
        read_corpus(file)


def test_missing_column_in_the_only_file(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("name,url\nx,y\n", encoding="utf-8")
    with pytest.raises(FramingError, match="no column 'body' or 'text'"):
        read_corpus(file)


def test_missing_column_in_one_of_many_files(mixed):
    (mixed / "aa.csv").write_text("name,url\nx,y\n", encoding="utf-8")
    dropped = read_corpus(mixed).dropped
    assert dropped.loc[dropped["file"] == "aa.csv", "reason"].tolist() == ["unreadable file"]


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a"])
def test_binary_file_alone_is_refused_in_a_sentence(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(FramingError, match="is not text but binary data"):
        read_corpus(file)


def test_no_file_vanishes_whatever_its_name(tmp_path, unlike):
    names = ["study of x.txt", "readme_riots.txt", "license fees.txt", "quotation.txt", "naming.txt", "codings_mob.txt"]
    names += ["manifesto.md", "a.json", "b.csv", "c.txt", ".hidden.txt", "d", "codings_old.csv", "deep/outlets.csv"]
    for number, name in enumerate(names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = {"a.json": json.dumps({"text": unlike(99)}), "b.csv": "", "c.txt": " "}.get(name, unlike(number))
        (tmp_path / name).write_text(text, encoding="utf-8")
    own = {
        "outlets.csv": "outlet_id,name\nx,X\n",
        "codings_namings.csv": "unit_id,article_id\n",
        "study.toml": "",
        "README.md": "",
    }
    for name, text in own.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    told = {*corpus.articles["input_file"], *corpus.dropped["file"]}
    assert told == {*names, "README.md"}
    assert set(corpus.dropped["file"]) == {"b.csv", "c.txt", "README.md", "deep/outlets.csv", "codings_old.csv"}


def test_folder_that_cannot_be_opened(tmp_path, monkeypatch):
    def refuse(path, onerror, **_):
        onerror(PermissionError(13, "Permission denied", str(path)))
        return iter(())

    monkeypatch.setattr(os, "walk", lambda path, onerror=None: refuse(path, onerror))
    with pytest.raises(FramingError, match="cannot be opened \\(Permission denied\\)"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html"])
def test_fifty_megabytes_on_one_line(tmp_path, name):
    file = tmp_path / name
    text = "The crowd left. " * (50_000_000 // 16)
    head, tail = {"a.jsonl": ('{"body": "', '"}'), "a.csv": ('body\n"', '"\n')}.get(name, ("", ""))
    file.write_text(head + text + tail, encoding="utf-8")
    started = time.process_time()
    corpus = read_corpus(file)
    assert time.process_time() - started < 20
    assert (len(corpus.articles), len(corpus.dropped)) == (0, 1)
    assert "split it into articles" in corpus.dropped["detail"][0]


def test_legacy_encoding_is_read(tmp_path):
    file = tmp_path / "a.csv"
    text = "body,outlet\n" + "".join(f"Die Bürger zogen {i} mal über die große Brücke.,zeit\n" for i in range(50))
    file.write_bytes(text.encode("cp1252"))
    assert "über die große Brücke" in read_corpus(file).articles["body"][7]


def test_names_and_rules_are_passed_on(page):
    corpus = read_corpus(page, name="other", rules={"bio": False})
    assert corpus.name == "other"
    assert "What follows is" in corpus.articles["body"][0]
