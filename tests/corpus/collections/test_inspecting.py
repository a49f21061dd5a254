"""What a person should see of a new collection."""

import pandas as pd

from framing import schema
from framing.corpus.collections.inspecting import (
    article_facts,
    count_days,
    describe_articles,
    find_remarks,
    strange_dates,
)


def facts(*rows):
    table = pd.DataFrame(
        [
            {"article_id": f"a{n}", "outlet_id": "x", "headline": "", "url": None, "language": "en"} | row
            for n, row in enumerate(rows)
        ]
    )
    table["published"] = pd.to_datetime(table["published"]) if "published" in table else pd.NaT
    return article_facts(table.assign(extent=None).astype({"url": "str", "extent": "str"}))


def test_outlets_are_summed_up():
    table = describe_articles(
        facts(
            {"body": "one two"},
            {"body": "One  two"},
            {"body": "three " * 60, "outlet_id": "y", "published": "2022-01-03"},
        )
    )
    row = table.set_index("outlet_id").loc["x"]
    assert (row["articles"], row["undated"], row["short"], row["repeated"], row["languages"]) == (2, 2, 2, 1, "en")
    assert table.set_index("outlet_id").loc["y", "first"] == "2022-01-03"


def test_remarks_name_what_is_odd():
    found = facts(
        {"body": "Die Polizei kam.", "language": "de"},
        {"body": "ALL OF THIS IS IN CAPITALS HERE"},
        {"body": "The cafÃ© closed."},
        {"body": "x", "published": "1970-01-01"},
    )
    remarks = {remark.title: (remark.number, remark.look) for remark in find_remarks(found, schema.NOTES.empty())}
    assert remarks["Articles that are not in English"] == (1, True)
    assert remarks["Articles in capitals"] == (1, True)
    assert remarks["Articles with garbled characters"] == (1, False)
    assert remarks["Dates far from all others"] == (1, True)


def test_dates_far_from_the_middle_are_strange():
    dates = pd.Series(
        pd.to_datetime([f"2022-01-{day:02d}" for day in range(1, 21)] + ["2032-01-05", None, "1970-01-01"])
    )
    assert list(strange_dates(dates).to_numpy().nonzero()[0]) == [20, 22]
    assert not strange_dates(pd.Series(pd.to_datetime(["2000-01-01", "2022-01-01"]))).any()


def test_days_are_counted_in_equal_stretches():
    counted = count_days(facts(*[{"body": "x", "published": f"2022-01-{day:02d}"} for day in (1, 1, 2, 10)]), bins=5)
    assert set(counted["days"]) == {2}
    assert list(counted["articles"]) == [3, 1]
