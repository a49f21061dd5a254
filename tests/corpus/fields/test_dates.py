"""Dates are right or missing, and never a date of today."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus.fields.dates import choose_order, parse_dates


def day(text, **options):
    found = parse_dates(pd.Series([text]), **options)[0]
    return None if pd.isna(found) else str(found)[:16]


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


def test_iso_is_never_turned_round():
    dates = parse_dates(pd.Series(["25/12/2016", "2016-12-05 10:00", "2016-12-06", "2020-03-04T10:00:00Z"]))
    assert [str(date)[:10] for date in dates] == ["2016-12-25", "2016-12-05", "2016-12-06", "2020-03-04"]


@settings(deadline=None)
@given(st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["dmy", "mdy"]))
def test_dates_that_begin_with_a_year_are_read_alike_whatever_stands_beside_them(date, order):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%SZ"):
        assert parse_dates(pd.Series([date.strftime(form)]), order=order)[0] == pd.Timestamp(date)


@settings(deadline=None)
@given(st.lists(st.dates(dt.date(1971, 1, 1), dt.date(2060, 1, 1)), min_size=1, max_size=8), st.sampled_from("./-"))
def test_a_day_above_twelve_decides_for_its_column(dates, mark):
    beside = [*dates, dt.date(2017, 3, 13)]
    for form in (f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"):
        column = pd.Series([date.strftime(form) for date in beside])
        assert list(parse_dates(column)) == [pd.Timestamp(date) for date in beside]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fri, 15 Jul 2016 12:24 EDT", "2016-07-15 16:24"),
        ("May 1, 2017 20:43 Eastern Daylight Time", "2017-05-02 00:43"),
        ("2018-09-30 09:09:09 PM EST", "2018-10-01 02:09"),
        ("March 13, 2017 at 6:00 a.m. ET", "2017-03-13 10:00"),
        ("January 13, 2017 at 6:00 a.m. ET", "2017-01-13 11:00"),
        ("2019-07-10 13:18:00+09:00", "2019-07-10 04:18"),
        ("November 9, 2015 Monday", "2015-11-09 00:00"),
        ("Updated 13 March 2017 18:05 GMT", "2017-03-13 18:05"),
        ("Published: March 13, 2017, updated March 14, 2017", "2017-03-13 00:00"),
        ("13. März 2017", "2017-03-13 00:00"),
        ("13 марта 2017 г.", "2017-03-13 00:00"),
        ("2017年3月13日", "2017-03-13 00:00"),
        ("1489384800", "2017-03-13 06:00"),
        ("1489384800000", "2017-03-13 06:00"),
        ("20170313060000", "2017-03-13 06:00"),
        ("20170313T060000Z", "2017-03-13 06:00"),
        ("13.03.17", "2017-03-13 00:00"),
    ],
)
def test_forms_of_databases_and_pages(text, wanted):
    assert day(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "March 13",
            "10:45",
            "yesterday",
            "2 days ago",
            "today 10:45",
            "2024-02-30",
            "31/02/2017",
            "2017",
            "March 2017",
        ),
        *("Monday March 2017", "42807", "0001-01-01", "0000-00-00", "Spring 2017", "1/2017", "9" * 14, "vor 2 Tagen"),
    ],
)
def test_what_is_no_whole_date_is_missing(text):
    assert day(text) is None


@pytest.mark.parametrize("nonsense", ["00/00/0000", "45/45/2017", "0/5/2017", "13/31/2017", "00.00.00", "12/12/0000"])
def test_nonsense_among_dates_is_missing_and_decides_nothing(nonsense):
    found = parse_dates(pd.Series(["03/04/2017", nonsense, "05/04/2017", "23/04/2017"]))
    assert [None if pd.isna(date) else str(date)[:10] for date in found] == [
        "2017-04-03", None, "2017-04-05", "2017-04-23",
    ]  # fmt: skip
    assert choose_order(["03/04/2017", "05/04/2017", nonsense]) == choose_order(["03/04/2017", "05/04/2017"])


@settings(deadline=None)
@given(st.lists(st.text(alphabet="0123456789/.-: ", max_size=14), max_size=6))
def test_no_column_of_figures_stops_the_reading(values):
    assert len(parse_dates(pd.Series(values, dtype="str"))) == len(values)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_at_all_gives_a_date_of_today_or_an_error(text):
    found = parse_dates(pd.Series([text]))[0]
    assert pd.isna(found) or str(found.year) in text or f"{found.year % 100:02d}" in text or text.strip().isdigit()


@pytest.mark.parametrize(
    ("values", "order", "sure"),
    [
        (["13/03/2017", "01/02/2017"], "dmy", True),
        (["03/13/2017", "01/02/2017"], "mdy", True),
        (["1.3.2017", "02.03.2017"], "dmy", True),
        (["13/03/2017", "03/14/2017", "01/02/2017"], None, False),
        (["01/02/2017", "03/04/2017"], "mdy", False),
        ([f"{n:02d}/03/2017" for n in range(1, 13)], "dmy", False),
        (["2017-03-01", "March 3, 2017"], "mdy", True),
    ],
)
def test_order_of_day_and_month_is_chosen_over_a_column(values, order, sure):
    chosen = choose_order(values)
    assert (chosen.order, chosen.sure) == (order, sure)


def test_order_can_be_told_and_undecided_dates_of_a_mixed_column_are_missing():
    assert day("03/04/2017", order="dmy") == "2017-04-03 00:00"
    assert day("03/04/2017", order="mdy") == "2017-03-04 00:00"
    mixed = parse_dates(pd.Series(["13/03/2017", "03/14/2017", "01/02/2017"]))
    assert [None if pd.isna(date) else str(date)[:10] for date in mixed] == ["2017-03-13", "2017-03-14", None]
