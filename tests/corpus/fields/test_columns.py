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
    assert "summaries" in said[0][0] and said[0][1] is False
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


ROWS = [
    {"Wo": "Left" if n % 2 else "Right", "Wann": f"{n}/2/2017", "Zeile": f"Line {n} of the news", "text": "They met."}
    for n in range(1, 9)
]


def test_unused_columns_that_look_like_what_is_missing_are_named():
    _, said = fill_columns(ROWS, "f")
    assert said == [("unused columns look like what is missing: --columns date=Wann,title=Zeile,outlet=Wo", True)]
    given = {"published": "Wann", "headline": "Zeile", "outlet_id": "Wo"}
    assert not [told for told, look in fill_columns(ROWS, "f", given)[1] if look]


def test_unused_columns_that_hold_something_else_are_not():
    rows = [
        {"text": f"They met {n} times.", "page": f"A{n}", "section": "World", "words": str(400 + n)} for n in range(9)
    ]
    assert fill_columns(rows, "f")[1] == []


@pytest.mark.parametrize(
    ("wanted", "told"), [("Artikel", "did you mean text=Artikl?"), ("Zzz", "there are Artikl, Hed.")]
)
def test_a_column_that_a_person_named_and_is_not_there(wanted, told):
    rows = [{"Artikl": "x" * 300, "Hed": "A"}]
    with pytest.raises(FramingError) as error:
        fill_columns(rows, "f.csv", {"body": wanted})
    assert str(error.value) == f"f.csv has no column '{wanted}'; {told}"
    _, said = fill_columns(rows, "f.csv", {"body": "Artikl", "headline": "Headd"})
    assert ("it has no column 'Headd'; did you mean title=Hed?", True) in said
