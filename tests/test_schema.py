import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.errors import FramingError


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=lambda t: t.name)
def test_an_empty_table_keeps_to_its_contract(table):
    assert table.check(table.empty()).columns.tolist() == table.names


def codings():
    return pd.DataFrame({"unit_id": ["u1"], "coder": ["ann"], "variable": ["voice"], "value": ["outlet"]})


def test_cast_orders_columns_and_adds_the_optional_ones():
    table = schema.CODINGS.cast(codings()[["variable", "coder", "unit_id"]])
    assert table.columns.tolist() == ["unit_id", "coder", "variable", "value"]
    assert table["value"].isna().all()


def test_cast_names_a_column_that_is_lacking():
    with pytest.raises(FramingError, match="'codings' lacks the column 'coder'"):
        schema.CODINGS.cast(codings().drop(columns="coder"))


def test_cast_does_not_change_its_input():
    before = codings()
    schema.CODINGS.cast(before)
    pd.testing.assert_frame_equal(before, codings())


def test_check_names_the_row_of_a_wrong_value():
    spans = schema.ATTRIBUTION_SPANS.cast(
        pd.DataFrame({"article_id": ["a"], "attribution": [0], "role": ["speaker"], "part": ["body"], "start": [0],
                      "end": [1], "text": ["x"]})
    )  # fmt: skip
    with pytest.raises(FramingError, match="'role' of the table 'attribution_spans' is 'speaker' in row 0; use one of"):
        schema.ATTRIBUTION_SPANS.check(spans)


def test_check_finds_a_key_that_stands_twice():
    with pytest.raises(FramingError, match="holds unit_id 'u1', coder 'ann', variable 'voice' twice, again in row 1"):
        schema.CODINGS.check(schema.CODINGS.cast(pd.concat([codings(), codings()])))


def test_check_finds_a_missing_value():
    table = schema.CODINGS.cast(codings().assign(coder=[np.nan]))
    with pytest.raises(FramingError, match="'coder' of the table 'codings' is missing in row 0"):
        schema.CODINGS.check(table)


def test_articles_keep_columns_of_the_users_own():
    row = {"article_id": "a", "outlet_id": "o", "headline": "", "body": "b", "n_words": 1, "desk": "world"}
    assert schema.ARTICLES.cast(pd.DataFrame([row]))["desk"].tolist() == ["world"]
