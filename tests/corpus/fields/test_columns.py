"""Columns by their other names."""

import pytest

from framing.corpus.fields.columns import column_aliases, fill_columns, fold, match_columns, read_given_columns
from framing.errors import FramingError


def test_no_alias_serves_two_columns():
    names = [fold(name) for column, aliases in column_aliases().items() for name in (column, *aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["FULL TEXT", "fullText", "full_text", "Full-Text"])
def test_spelling_of_a_column_does_not_matter(name):
    assert match_columns([name]) == {"body": [name]}


def test_what_is_empty_in_one_column_is_taken_from_the_next():
    rows = [
        {"text": "a", "publication title": "", "publisher": "P"},
        {"text": "b", "publication title": "Q", "publisher": "P"},
    ]
    assert list(fill_columns(rows, "f")[0]["outlet_id"]) == ["P", "Q"]


def test_lists_are_paragraphs_of_a_text_and_names_of_authors():
    rows = [
        {
            "text": ["One.", "Two."],
            "author": [{"family": "Orsk", "given": "Lena"}, {"name": "Tom Weil"}],
            "tags": ["a", 2],
        }
    ]
    table, _ = fill_columns(rows, "f")
    assert list(table.loc[0, ["body", "byline", "tags"]]) == ["One.\n\nTwo.", "Lena Orsk, Tom Weil", "a, 2"]


def test_summaries_and_beginnings_are_told():
    table, said = fill_columns([{"title": "A", "description": "What it is about."}], "f")
    assert list(table.loc[0, ["body", "extent"]]) == ["What it is about.", "summary"]
    assert "summaries" in said[0]
    table, _ = fill_columns([{"title": "A", "content": "It began… [+1234 chars]"}], "f")
    assert list(table.loc[0, ["body", "extent"]]) == ["It began…", "summary"]


def test_a_column_that_framing_makes_keeps_another_name():
    table, _ = fill_columns([{"text": "a", "wire": "yes", "n_words": "7", "mood": "sad"}], "f")
    assert list(table.loc[0, ["wire_given", "n_words_given", "mood"]]) == ["yes", "7", "sad"]


def test_given_columns_are_read_by_any_known_name():
    given = read_given_columns(["text=FULLTEXT,outlet=SRC", "date=When"])
    assert given == {"body": "FULLTEXT", "outlet_id": "SRC", "published": "When"}
    with pytest.raises(FramingError, match="no column 'colour'"):
        read_given_columns(["colour=x"])
    with pytest.raises(FramingError, match="text=FULLTEXT"):
        read_given_columns(["FULLTEXT"])
