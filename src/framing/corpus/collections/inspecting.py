"""What a person should see of a new collection before believing a figure: small facts of each article, and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.corpus.fields.outlets import host_of

SHORT = 50
"""Words below which an article is suspiciously short."""
SHOUTING = 0.5
"""Share of capital letters from which on a text shouts: a ticker, a list, a lost shift key."""
FAR = pd.Timedelta(days=365)
"""Dates that lie further than this, and than three times the middle half of all dates, from that half are strange."""
EXAMPLES = 5
GARBLED = re.compile(r"Ã[\u0080-\u00bf©¨¶¼¤]|â€|Ð[\u0080-\u00bf]|\ufffd")


class Remark(NamedTuple):
    """Something to know or to look at: what, how many, a few examples, and what can be done."""

    title: str
    number: int
    examples: list[str]
    remedy: str
    look: bool


def article_facts(articles: pd.DataFrame) -> pd.DataFrame:
    """Give the little that has to be remembered of each article, some hundred bytes."""
    text = articles["headline"] + "\n" + articles["body"]
    letters = text.str.count(r"[^\W\d_]").clip(lower=1)
    return pd.DataFrame(
        {
            "article_id": articles["article_id"],
            "outlet_id": articles["outlet_id"].astype("category"),
            "published": articles["published"],
            "language": articles["language"].astype("category"),
            "extent": articles["extent"],
            "host": articles["url"].fillna("").map(host_of).astype("category"),
            "headless": articles["headline"].str.strip() == "",
            "words": text.str.split().str.len(),
            "capitals": (text.str.count(r"[A-ZÀ-ÖØ-ÞА-Я]") / letters).astype("float32"),
            "garbled": text.str.contains(GARBLED),
            "same": pd.util.hash_pandas_object(text.str.casefold().str.split().str.join(" "), index=False).to_numpy(),
        }
    )


def describe_articles(facts: pd.DataFrame) -> pd.DataFrame:
    """Sum up the facts by outlet: articles, words, first and last day, undated, short, repeated, languages."""
    facts = facts.assign(
        repeated=facts.duplicated(["outlet_id", "same"]), short=_short(facts), undated=facts["published"].isna()
    )
    grouped = facts.groupby("outlet_id", observed=True, sort=True)
    table = pd.DataFrame(
        {
            "articles": grouped.size(),
            "words": grouped["words"].median().round().astype("int64"),
            "first": grouped["published"].min().dt.strftime("%Y-%m-%d"),
            "last": grouped["published"].max().dt.strftime("%Y-%m-%d"),
            "undated": grouped["undated"].sum(),
            "short": grouped["short"].sum(),
            "repeated": grouped["repeated"].sum(),
            "languages": grouped["language"].agg(
                lambda codes: ", ".join(codes.value_counts(sort=True).loc[lambda n: n > 0].index)
            ),
        }
    )
    return table.reset_index().sort_values("articles", ascending=False, kind="stable", ignore_index=True)


def count_days(facts: pd.DataFrame, *, bins: int = 60) -> pd.DataFrame:
    """Count the articles of each outlet in equal stretches of time: outlet_id, begins, days, articles."""
    dated = facts.dropna(subset=["published"])
    dated = dated[~strange_dates(dated["published"])]
    if not len(dated):
        return pd.DataFrame({"outlet_id": [], "begins": [], "days": [], "articles": []})
    day = dated["published"].dt.floor("D")
    days = max(1, int(np.ceil(((day.max() - day.min()).days + 1) / bins)))
    begins = day.min() + pd.to_timedelta((day - day.min()).dt.days // days * days, unit="D")
    counts = dated.groupby([dated["outlet_id"], begins], observed=True).size()
    table = counts.rename_axis(["outlet_id", "begins"]).rename("articles").reset_index()
    return table.assign(days=days)


def strange_dates(published: pd.Series) -> pd.Series:
    """Tell dates far from the middle half of all, and those of 1970 and before, which programs make of nothing."""
    low, high = published.quantile(0.25), published.quantile(0.75)
    margin = max(3 * (high - low), FAR) if len(published.dropna()) else FAR
    return published.notna() & ((published < low - margin) | (published > high + margin) | (published.dt.year <= 1970))


def find_remarks(facts: pd.DataFrame, notes: pd.DataFrame) -> list[Remark]:
    """Say what a person should know of a new collection, what wants a look first."""
    found = [*_of_notes(notes), *_of_facts(facts)]
    return sorted((remark for remark in found if remark.number), key=lambda remark: not remark.look)


def _of_notes(notes: pd.DataFrame) -> Iterator[Remark]:
    titles = {
        "date": ("Dates that could not be read and are missing", "Correct them in the export, or leave them missing"),
        "order of dates": ("Files with dates like 3/4/2017", "Say --dates dmy or --dates mdy if the reading is wrong"),
        "outlet": (
            "Files whose articles name no outlet",
            "Say --columns outlet=COLUMN, or put the files of each outlet in a folder of its own",
        ),
        "columns": ("Remarks on columns", "Say --columns text=COLUMN,outlet=COLUMN if one was taken wrongly"),
        "ids": ("Files whose ids stand in another file", "They got the name of the file before them"),
        "format": ("Remarks on formats", "Open the file and compare it with what was kept"),
    }
    for (look, subject), rows in notes.groupby(["look", "subject"], sort=False):
        title, remedy = titles.get(str(subject), (f"Remarks on {subject}", ""))
        yield Remark(title, len(rows), [_told(row) for row in rows.head(EXAMPLES).itertuples()], remedy, bool(look))


def _told(row: Any) -> str:
    where = str(row.file) if pd.isna(row.row) else f"{row.file}, row {row.row}"
    return f"{where}: {row.detail}"


def _of_facts(facts: pd.DataFrame) -> Iterator[Remark]:
    foreign = facts[facts["language"].notna() & (facts["language"] != "en")]
    codes = foreign["language"].astype(str).value_counts()
    told = ", ".join(f"{code} {n:,}" for code, n in codes.items())
    yield Remark(
        "Articles that are not in English", len(foreign), [told], "Measures made for English leave them missing", True
    )
    strange = facts[strange_dates(facts["published"])]
    yield Remark(
        "Dates far from all others",
        len(strange),
        _ids(strange, "published"),
        "Look whether they are dates of publication",
        True,
    )
    undated = facts[facts["published"].isna()]
    yield Remark("Articles without a date", len(undated), _ids(undated), "Comparisons by time leave them out", False)
    headless = facts[facts["headless"]]
    yield Remark("Articles without a headline", len(headless), _ids(headless), "Nothing is counted in headlines", False)
    short = facts[_short(facts)]
    yield Remark(
        f"Articles under {SHORT} words",
        len(short),
        _ids(short, "words"),
        "Captions, tickers, paywalls? look at some",
        False,
    )
    shouting = facts[(facts["capitals"] >= SHOUTING) & (facts["words"] > 5)]
    yield Remark("Articles in capitals", len(shouting), _ids(shouting), "Names cannot be told from words in them", True)
    garbled = facts[facts["garbled"]]
    yield Remark(
        "Articles with garbled characters",
        len(garbled),
        _ids(garbled),
        "Cleaning mends what it can; better export them as UTF-8",
        False,
    )
    repeated = facts[facts.duplicated(["outlet_id", "same"])]
    yield Remark(
        "Articles that repeat another of their outlet word for word",
        len(repeated),
        _ids(repeated),
        "They count once when the collection is read",
        False,
    )


def _short(facts: pd.DataFrame) -> pd.Series:
    return (facts["words"] < SHORT) & facts["extent"].isna()


def _ids(facts: pd.DataFrame, column: str | None = None) -> list[str]:
    rows = facts.head(EXAMPLES)
    if column is None:
        return list(rows["article_id"])
    values = rows[column].dt.strftime("%Y-%m-%d") if column == "published" else rows[column].astype(str)
    return [f"{article_id} ({value})" for article_id, value in zip(rows["article_id"], values, strict=True)]
