"""Columns by their other names, ids, dates and outlets."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus.read.documents import Reading, read_documents
from framing.errors import FramingError


def read(file):
    batches = list(read_documents([file], file.parent, hosts={"tass.com": "tass", "bbc.co.uk": "bbc"}))
    return pd.concat([b.articles for b in batches], ignore_index=True), [row for b in batches for row in b.dropped]


def test_other_names_of_columns_are_known(write_jsonl):
    file = write_jsonl(
        [{"title": "T", "text": "Body.", "date": "2020-02-03", "publisher": "ab", "authors": "X", "section": "n"}]
    )
    articles, _ = read(file)
    row = articles.iloc[0]
    assert (row["headline"], row["body"], row["outlet_id"], row["byline"]) == ("T", "Body.", "ab", "X")
    assert row["published"] == pd.Timestamp("2020-02-03")
    assert row["section"] == "n"
    assert row["article_id"] == "articles-1"


def test_what_is_missing_in_a_list_is_no_author_and_no_paragraph(write_jsonl):
    articles, _ = read(write_jsonl([{"text": ["One.", None, "Two."], "authors": ["Ann", float("nan")]}]))
    assert articles.loc[0, ["body", "byline"]].tolist() == ["One.\n\nTwo.", "Ann"]


LISTS = {"title": ["One", "Two"], "text": ["First.", "Second."], "url": ["https://x.org/1", "https://x.org/2"]}


@pytest.mark.parametrize(
    ("name", "tree", "bodies"),
    [
        ("a.json", [LISTS], ["First.\n\nSecond."]),
        ("a.json", [LISTS, {"title": "Three", "text": "Third."}], ["First.\n\nSecond.", "Third."]),
        ("a.json", {"hits": [{"_source": LISTS}]}, ["First.\n\nSecond."]),
        ("a.json", {"text": ["First.", "Second."], "authors": ["Ann", "Bob"]}, ["First.\n\nSecond."]),
        ("a.jsonl", LISTS, ["First.\n\nSecond."]),
        ("a.json", LISTS, ["First.", "Second."]),
        ("a.json", {"data": LISTS}, ["First.", "Second."]),
        ("a.json", {key: dict(enumerate(value)) for key, value in LISTS.items()}, ["First.", "Second."]),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_lists_in_a_record_make_one_article_of_it_and_a_table_by_column_is_told(name, tree, bodies, indent, tmp_path):
    file = tmp_path / name
    file.write_text(json.dumps(tree, indent=indent), encoding="utf-8")
    batches = list(read_documents([file], tmp_path))
    assert [body for batch in batches for body in batch.articles["body"]] == bodies
    told = [entry["look"] for batch in batches for entry in batch.notes if "table by column" in entry["detail"]]
    assert told == ([True] if tree in (LISTS, {"data": LISTS}) and len(bodies) == 2 else [])


def test_text_named_twice_takes_the_column_of_the_contract(write_jsonl):
    articles, _ = read(write_jsonl([{"body": "kept", "text": "other"}]))
    assert articles["body"][0] == "kept"
    assert articles["text"][0] == "other"


def test_column_with_the_texts_is_named_where_nobody_knows_it(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(f"id,headline,Volltxt\n1,x,{'words and ' * 40}\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"'Volltxt' holds long texts.*--columns text=Volltxt"):
        read(file)
    file.write_text("nr,TEXXT,what\n1,x,y\n", encoding="utf-8")
    with pytest.raises(
        FramingError, match=r"no column 'body' or 'text' \(found: nr, TEXXT, what\); 'TEXXT' is nearest to 'text'"
    ):
        read(file)
    batch = next(iter(read_documents([file], tmp_path, how=Reading(columns={"body": "TEXXT", "outlet_id": "what"}))))
    assert list(batch.articles.loc[0, ["body", "outlet_id"]]) == ["x", "y"]


def test_headlines_alone_are_a_corpus_and_say_so(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("id,title,media_name\n1,Mayor meets strikers,ab\n2,,ab\n", encoding="utf-8")
    articles, dropped = read(file)
    assert list(articles["extent"]) == ["headline"]
    assert list(articles["body"]) == [""]
    assert [row["reason"] for row in dropped] == ["no text"]


@pytest.mark.parametrize("text", ["", "NA", "n/a", "NULL", " None "])
def test_a_word_for_nothing_is_no_text(tmp_path, text):
    file = tmp_path / "a.csv"
    file.write_text(f"id,title,text\n1,Mayor,{text}\n2,Next,Fine text\n", encoding="utf-8")
    articles, dropped = read(file)
    assert list(articles["article_id"]) == ["2"]
    assert [(row["row"], row["reason"]) for row in dropped] == [(1, "no text")]


def test_second_use_of_an_id_is_left_out_with_a_reason(write_jsonl):
    articles, dropped = read(
        write_jsonl([{"id": "x", "body": "one"}, {"id": "x", "body": "two"}, {"id": "y", "body": " "}])
    )
    assert list(articles["body"]) == ["one"]
    assert [(row["row"], row["reason"]) for row in dropped] == [(2, "duplicate id"), (3, "no text")]


def test_folder_names_the_outlet_of_texts_that_do_not(tmp_path):
    file = tmp_path / "courier" / "a.txt"
    file.parent.mkdir()
    file.write_text("Some text.", encoding="utf-8")
    articles = next(iter(read_documents([file], tmp_path))).articles
    assert articles["outlet_id"][0] == "courier"
    assert articles["article_id"][0] == "courier/a"


def test_files_are_read_in_the_order_given(tmp_path):
    files = []
    for name in ("b.jsonl", "a.jsonl"):
        file = Path(tmp_path) / name
        file.write_text('{"body": "x"}\n', encoding="utf-8")
        files.append(file)
    ids = [b.articles["article_id"][0] for b in read_documents(sorted(files), tmp_path)]
    assert ids == ["a-1", "b-1"]


def test_day_and_month_are_told_once_from_all_rows_of_a_file(tmp_path, write_jsonl):
    rows = [{"text": f"Text {i}.", "date": "03/04/2017"} for i in range(1500)] + [
        {"text": "Last.", "date": "23/04/2017"}
    ]
    articles, _ = read(write_jsonl(rows))
    assert set(articles["published"].dt.month) == {4}


def test_date_that_cannot_be_read_is_missing_and_noted(write_jsonl):
    batch = next(iter(read_documents([file := write_jsonl([{"text": "One.", "date": "yesterday"}])], file.parent)))
    assert batch.articles["published"].isna().all()
    assert [(note["row"], note["subject"], note["detail"]) for note in batch.notes if note["subject"] == "date"] == [
        (1, "date", "'yesterday' is no whole date")
    ]


def test_one_file_for_each_outlet_names_the_outlet_and_says_so(tmp_path):
    for name in ("Courier", "Herald"):
        (tmp_path / f"{name}.csv").write_text(f"id,text\n{name}1,Some text.\n", encoding="utf-8")
    batches = list(read_documents(sorted(tmp_path.iterdir()), tmp_path))
    assert [batch.articles["outlet_id"][0] for batch in batches] == ["Courier", "Herald"]
    assert all(note["look"] for batch in batches for note in batch.notes if note["subject"] == "outlet")


def test_what_is_no_file_costs_nothing_else(tmp_path):
    (tmp_path / "a.txt").write_text("Some text.", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "c.txt")
    batches = list(read_documents(sorted(tmp_path.iterdir()), tmp_path))
    assert sum(len(batch.articles) for batch in batches) == 1
    assert [row["detail"] for batch in batches for row in batch.dropped] == [
        "b.txt is a link that leads nowhere; mend it.",
        "c.txt is not a file but a device or a pipe; save its text.",
    ]


def test_what_is_said_of_a_file_is_said_once(write_jsonl):
    file = write_jsonl([{"title": f"Headline {n}", "media_name": "x"} for n in range(2500)])
    notes = [note["detail"] for batch in read_documents([file], file.parent) for note in batch.notes]
    assert len(notes) == len(set(notes)) == 2
