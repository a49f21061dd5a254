"""Columns by their other names, ids, dates and outlets."""

from pathlib import Path

import pandas as pd
import pytest

from framing.corpus.read.documents import column_aliases, host_outlet, parse_dates, read_documents
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


def test_no_alias_serves_two_columns():
    names = [name for column, aliases in column_aliases().items() for name in (column, *aliases)]
    assert len(names) == len(set(names))


def test_text_named_twice_takes_the_column_of_the_contract(write_jsonl):
    articles, _ = read(write_jsonl([{"body": "kept", "text": "other"}]))
    assert articles["body"][0] == "kept"
    assert articles["text"][0] == "other"


def test_missing_column_is_named_with_those_found(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("id,headline\n1,x\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"a\.csv has no column 'body' or 'text' \(found: id, headline"):
        read(file)


def test_second_use_of_an_id_is_left_out_with_a_reason(write_jsonl):
    articles, dropped = read(
        write_jsonl([{"id": "x", "body": "one"}, {"id": "x", "body": "two"}, {"id": "y", "body": " "}])
    )
    assert list(articles["body"]) == ["one"]
    assert [(row["row"], row["reason"]) for row in dropped] == [(2, "duplicate id"), (3, "no text")]


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://tass.com/world/1", "tass"),
        ("http://www.bbc.co.uk/news", "bbc"),
        ("m.bbc.co.uk/x", "bbc"),
        ("https://www.other.org/a", "other.org"),
        ("nottass.com/a", "nottass.com"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_outlet_of_an_address(url, outlet):
    assert host_outlet(url, {"tass.com": "tass", "bbc.co.uk": "bbc"}) == outlet


def test_folder_names_the_outlet_of_texts_that_do_not(tmp_path):
    file = tmp_path / "courier" / "a.txt"
    file.parent.mkdir()
    file.write_text("Some text.", encoding="utf-8")
    articles = next(iter(read_documents([file], tmp_path))).articles
    assert articles["outlet_id"][0] == "courier"
    assert articles["article_id"][0] == "courier/a"


def test_dates_in_many_forms():
    given = pd.Series(
        ["2017/2/7", "          2016/12/30 7:11", "7 January 2022", "2022-01-07T10:00:00+03:00", "today", "", None]
    )
    dates = parse_dates(given)
    assert str(dates.dtype) == "datetime64[us]"
    wanted = ["2017-02-07", "2016-12-30 07:11", "2022-01-07", "2022-01-07 07:00", None, None, None]
    assert [None if pd.isna(d) else d for d in dates] == [pd.Timestamp(w) if w else None for w in wanted]


def test_day_comes_first_where_one_date_shows_it():
    assert list(parse_dates(pd.Series(["03/04/2017", "23/04/2017"])).dt.month) == [4, 4]
    assert list(parse_dates(pd.Series(["03/04/2017", "04/23/2017"])).dt.month) == [3, 4]


def test_files_are_read_in_the_order_given(tmp_path):
    files = []
    for name in ("b.jsonl", "a.jsonl"):
        file = Path(tmp_path) / name
        file.write_text('{"body": "x"}\n', encoding="utf-8")
        files.append(file)
    ids = [b.articles["article_id"][0] for b in read_documents(sorted(files), tmp_path)]
    assert ids == ["a-1", "b-1"]
