"""A broken row costs that row and no other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.read.files import read_parts
from framing.corpus.read.formats.delimited import Dialect, Feed, read_table
from framing.corpus.read.formats.trees import is_json_lines
from framing.errors import FramingError


def rows_of(tmp_path, text, name="a.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return [row for part in read_parts(file, name) for row in part.rows]


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
    rows = rows_of(tmp_path, text, "a.jsonl")
    assert rows[0].values == {"body": "one", "n": "3", "tags": ["a"]}
    assert [row.number for row in rows] == [1, 3, 4, 5]
    assert rows[1].problem.startswith("line 3: not JSON")
    assert rows[2].problem == "line 4: not a JSON object"
    assert rows[3].values == {"body": None}


def test_a_bare_nan_in_json_is_missing_and_the_word_is_not(tmp_path):
    line = '{"title": NaN, "body": "nan", "by": ["A", NaN], "n": -Infinity, "source": {"name": Infinity}}'
    wanted = {"title": None, "body": "nan", "by": ["A", None], "n": None, "source.name": None}
    assert rows_of(tmp_path, line + "\n", "a.jsonl")[0].values == wanted
    assert rows_of(tmp_path, f"[{line}, {line}]", "a.json")[1].values == wanted


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_marks_in_a_text_end_no_line_of_json(tmp_path, mark):
    assert is_json_lines('{"body": "a' + mark + "b" * 50, whole=False)
    rows = rows_of(tmp_path, f'{{"body": "a{mark}b"}}\n{{"body": "c"}}\n', "a.jsonl")
    assert [row.values["body"] for row in rows] == [f"a{mark}b", "c"]


def test_binary_table_is_refused_in_one_sentence(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(FramingError, match=r"a\.csv is not text"):
        list(read_parts(file, file.name))


@given(st.lists(st.text(alphabet='ab,"\n;', max_size=12), max_size=8))
def test_any_text_is_read_to_its_end(lines):
    physical = ["\n".join(lines) + "\n"] if lines else []
    rows = list(read_table(Feed("".join(physical).splitlines(keepends=True)), ["a", "b"], Dialect()))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(set(row.values) == {"a", "b"} for row in rows if not row.problem)


def test_many_odd_marks_take_no_longer_than_the_file_is_long(tmp_path):
    text = "id,body\n" + "".join(f'{i},"odd {i}\n' for i in range(3000))
    started = time.process_time()
    rows = rows_of(tmp_path, text)
    assert time.process_time() - started < 3
    assert all(row.problem for row in rows[:-1])


def test_marks_escaped_by_a_backslash_or_not_at_all_are_read(tmp_path):
    escaped = rows_of(tmp_path, 'id,body\n1,"The \\"mayor\\" met them, and left."\n2,"Two\nlines \\"x\\" here"\n')
    assert [row.values["body"] for row in escaped] == ['The "mayor" met them, and left.', 'Two\nlines "x" here']
    bare = rows_of(tmp_path, 'id,title,body\n1,A,He called it "a farce" and left\n2,B,"It was "odd" indeed, he said"\n')
    assert [row.values["body"] for row in bare] == ['He called it "a farce" and left', 'It was "odd" indeed, he said']


def test_line_break_in_a_field_without_marks_is_mended_and_no_row_is_swallowed(tmp_path):
    rows = rows_of(
        tmp_path, "id,title,date\n1,\n   One\n   ,2014-06-23\n2,Two,2014-06-24\n3,Three\n4,Four,2014-06-25\n"
    )
    assert [(row.number, row.values.get("title", "").strip()) for row in rows] == [
        (1, "One"),
        (2, "Two"),
        (3, ""),
        (4, "Four"),
    ]
    assert [bool(row.problem) for row in rows] == [False, False, True, False]


def test_what_stands_above_the_header_is_left_out(tmp_path):
    rows = rows_of(tmp_path, "Export of 2017\nQuery: strike; mayor\n\nid;title;text;;\n1;A;One.;;\n")
    assert [row.values for row in rows] == [{"id": "1", "title": "A", "text": "One."}]
    assert rows_of(tmp_path, "sep=|\nid|text\n1|a, b; c\n")[0].values == {"id": "1", "text": "a, b; c"}


def test_one_column_of_texts_may_hold_commas(tmp_path):
    rows = rows_of(tmp_path, 'text\nOne, two, three.\n"Four, five."\n')
    assert [row.values["text"] for row in rows] == ["One, two, three.", "Four, five."]
