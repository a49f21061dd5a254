"""Repeated text: exact, near, and shared between outlets; expected values by counting."""

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.corpus import queries
from framing.corpus.repeats import duplicates
from framing.corpus.repeats.duplicates import apply_marks, find_agencies, find_marks, sketch
from framing.corpus.repeats.sketches import WIDTH, shingle


def articles_of(rows):
    table = pd.DataFrame(rows, columns=["article_id", "outlet_id", "published", "body"])
    table["published"] = pd.to_datetime(table["published"]).astype("datetime64[us]")
    table = table.assign(headline="", n_words=1, input_file="f.csv", input_row=range(1, len(table) + 1))
    return schema.ARTICLES.cast(table)


def marks_of(*parts):
    starts = np.cumsum([0, *map(len, parts)])
    sketches = [sketch(part, start) for part, start in zip(parts, starts, strict=False)]
    tables = (pd.concat(tables, ignore_index=True) for tables in zip(*sketches, strict=True))
    return find_marks(*tables).set_index("article_id").drop(columns="place")


def text_of(unlike, *numbers):
    return " ".join(unlike(number) for number in numbers)


def test_shingles_are_the_runs_of_eight_words():
    words = [f"w{i}" for i in range(20)]
    found = shingle([" ".join(words), "too short a text", ""])
    assert list(found.sizes) == [20 - WIDTH + 1, 0, 0]
    again = shingle([" ".join(words).upper() + "!"])
    np.testing.assert_array_equal(found.hashes, again.hashes)
    assert found.whole[0] == again.whole[0]


def test_exact_duplicate_of_one_outlet_is_dropped_with_its_reason(unlike):
    body = text_of(unlike, 1, 2, 3)
    articles = articles_of(
        [("a", "x", "2020-01-02", body), ("b", "x", "2020-01-01", body.upper()), ("c", "y", "2020-01-01", body)]
    )
    kept, dropped = apply_marks(articles, marks_of(articles).reset_index())
    assert list(kept["article_id"]) == ["a", "c"]
    assert dropped.iloc[0].to_dict() == {
        "file": "f.csv",
        "row": 2,
        "article_id": "b",
        "reason": "duplicate",
        "detail": "the same words as article 'a'",
    }


def test_near_duplicate_points_to_the_earliest(unlike):
    old = text_of(unlike, *range(10))
    articles = articles_of(
        [
            ("late", "x", "2020-01-03", old + " " + unlike(20)),
            ("early", "x", "2020-01-01", old),
            ("other", "x", "2020-01-02", text_of(unlike, *range(30, 40))),
        ]
    )
    marks = marks_of(articles)
    assert marks["duplicate_of"]["late"] == "early"
    assert marks["duplicate_of"].isna()[["early", "other"]].all()


def test_share_of_text_that_stands_elsewhere(unlike):
    shared = " ".join(f"s{i}" for i in range(40))
    mine = " ".join(f"m{i}" for i in range(67))
    articles = articles_of(
        [("a", "x", "2020-01-01", f"{shared} {mine}"), ("b", "y", "2020-01-01", shared), ("c", "z", "2020-01-01", mine)]
    )
    marks = marks_of(articles)
    assert marks["wire_share"]["b"] == 1.0
    assert marks["wire_share"]["a"] == pytest.approx(((40 - 7) + (67 - 7)) / (107 - 7))
    assert marks["wire"].all()


def test_text_repeated_within_an_outlet_is_no_wire_copy(unlike):
    body = text_of(unlike, *range(10))
    marks = marks_of(articles_of([("a", "x", "2020-01-01", body), ("b", "x", "2020-01-02", body + " " + unlike(50))]))
    assert not marks["wire"].any()
    assert (marks["wire_share"] == 0).all()


@pytest.mark.parametrize("cuts", [[], [3], [1, 2, 3, 4, 5], [5]])
def test_marks_do_not_depend_on_the_partitions(unlike, cuts):
    base = text_of(unlike, *range(10))
    rows = [
        ("a", "x", "2020-01-03", base),
        ("b", "y", "2020-01-01", base),
        ("c", "x", "2020-01-02", base + " " + unlike(70)),
        ("d", "x", None, base.lower()),
        ("e", "z", "2020-01-02", "short"),
        ("f", "z", "2020-01-02", text_of(unlike, 1, 2, 90, 91)),
    ]
    articles = articles_of(rows)
    parts = [articles.iloc[i:j].reset_index(drop=True) for i, j in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    pd.testing.assert_frame_equal(marks_of(*parts), marks_of(articles))


def test_files_on_disk_give_the_same_marks_as_tables_in_memory(tmp_path, monkeypatch, unlike):
    rows = [(f"a{i}", f"o{i % 7}", "2020-01-01", text_of(unlike, *range(i, i + 40))) for i in range(40)]
    articles = articles_of(rows)
    for start in range(0, 40, 5):
        tables = sketch(articles.iloc[start : start + 5].reset_index(drop=True), start)
        for name, table in zip(("facts", "shingles"), tables, strict=True):
            table.to_parquet(tmp_path / f"{name}.{start:02d}.parquet")
    monkeypatch.setattr(queries, "MEMORY", "32MB")
    paths = (sorted(tmp_path.glob(f"{name}.*")) for name in ("facts", "shingles"))
    marks = find_marks(*paths, spill=tmp_path).set_index("article_id").drop(columns="place")
    assert marks["duplicate_of"].notna().any() and marks["wire"].any()
    pd.testing.assert_frame_equal(marks, marks_of(articles))


@pytest.mark.parametrize("rows_at_once", [1, 400])
def test_pairs_counted_a_stretch_at_a_time_are_those_counted_at_once(monkeypatch, unlike, rows_at_once):
    rows = [
        (f"a{i}", f"o{i % 3}", f"2020-01-{1 + i % 9:02d}", text_of(unlike, *range(i // 6, i // 6 + 9)))
        for i in range(48)
    ]
    articles = articles_of(rows)
    expected = marks_of(articles)
    assert expected["duplicate_of"].notna().sum() > 20 and expected["duplicate_of"].isna().sum() > 2
    monkeypatch.setattr(duplicates, "ROWS_AT_ONCE", rows_at_once)
    pd.testing.assert_frame_equal(marks_of(articles), expected)


@pytest.mark.parametrize(
    ("outlet", "body", "agencies"),
    [
        ("dw", "The talks failed. (AFP, dpa)", "afp,dpa"),
        ("dw", "LONDON (Reuters) - The talks failed.", "reuters"),
        ("tass", "MOSCOW, March 3 /TASS/. The talks failed.", None),
        ("rbc", "MOSCOW, March 3 /TASS/. The talks failed.", "tass"),
        ("huff", "The talks failed. (Reporting by Ann Ott; Editing by Ben Velim)", "reuters"),
        ("dw", "Reuters asked whether the PA had failed.", None),
    ],
)
def test_agencies_are_found_in_credits_only(outlet, body, agencies):
    found = find_agencies(articles_of([("a", outlet, "2020-01-01", body)]))[0]
    assert found == agencies or (agencies is None and pd.isna(found))


def test_nothing_gives_nothing():
    nothing = schema.ARTICLES.empty().assign(input_file="", input_row=0)
    marks = find_marks(*sketch(nothing))
    assert not len(marks)
    kept, dropped = apply_marks(nothing, marks)
    assert not len(kept)
    assert not len(dropped)
