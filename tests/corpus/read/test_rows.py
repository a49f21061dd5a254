"""A broken row costs that row and no other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.read.rows import _csv_rows, _Feed, read_csv_rows, read_jsonl_rows
from framing.errors import FramingError


def rows_of(tmp_path, text, read=read_csv_rows, name="a.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return list(read(file))


def test_three_broken_rows_cost_three_rows(tmp_path):
    text = (
        "article_id,outlet,body\n"
        "1,a,first text\n"
        "2,a\n"
        '3,a,"opened and never closed\n'
        "4,a,fourth text\n"
        "5,a,fifth text,with a comma too many\n"
        '6,a,"sixth, with a comma and\na second line"\n'
    )
    rows = rows_of(tmp_path, text)
    assert [(row.number, bool(row.problem)) for row in rows] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
        (5, True),
        (6, False),
    ]
    assert rows[5].values["body"] == "sixth, with a comma and\na second line"
    assert rows[1].problem.startswith("line 3:")
    assert rows[4].problem.startswith("line 6:")


def test_unclosed_mark_at_the_end_of_the_file_is_one_broken_row(tmp_path):
    rows = rows_of(tmp_path, 'article_id,body\n1,one\n2,"two\n3,three\n')
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert rows[2].values == {"article_id": "3", "body": "three"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiter_is_told_from_the_header(tmp_path, mark):
    rows = rows_of(tmp_path, f"article_id{mark}body\n1{mark}text\n")
    assert rows[0].values == {"article_id": "1", "body": "text"}


def test_words_that_mean_missing_elsewhere_stay_words(tmp_path):
    values = [row.values["body"] for row in rows_of(tmp_path, "id,body\n1,null\n2,NA\n3,None\n4,nan\n")]
    assert values == ["null", "NA", "None", "nan"]


def test_jsonl_keeps_text_and_names_bad_lines(tmp_path):
    text = '{"body": "one", "n": 3, "tags": ["a"]}\n\nnot json\n[1]\n{"body": null}\n'
    rows = rows_of(tmp_path, text, read_jsonl_rows, "a.jsonl")
    assert rows[0].values == {"body": "one", "n": "3", "tags": '["a"]'}
    assert [row.number for row in rows] == [1, 3, 4, 5]
    assert rows[1].problem.startswith("line 3: not JSON")
    assert rows[2].problem == "line 4: not a JSON object"
    assert rows[3].values == {"body": None}


def test_binary_table_is_refused_in_one_sentence(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(FramingError, match=r"a\.csv is not text"):
        list(read_csv_rows(file))


@given(st.lists(st.text(alphabet='ab,"\n;', max_size=12), max_size=8))
def test_any_text_is_read_to_its_end(lines):
    physical = ["\n".join(lines) + "\n"] if lines else []
    rows = list(_csv_rows(_Feed(iter("".join(physical).splitlines(keepends=True))), ["a", "b"], ","))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(set(row.values) == {"a", "b"} for row in rows if not row.problem)


def test_many_odd_marks_take_no_longer_than_the_file_is_long(tmp_path):
    text = "id,body\n" + "".join(f'{i},"odd {i}\n' for i in range(3000))
    started = time.perf_counter()
    rows = rows_of(tmp_path, text)
    assert time.perf_counter() - started < 3
    assert all(row.problem for row in rows[:-1])
