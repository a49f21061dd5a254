"""Which unused column of a file may hold what no known column holds: said to a person, never taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from framing.corpus.fields.dates import parse_dates
from framing.errors import nearest

CALLED = {"published": "date", "headline": "title", "outlet_id": "outlet", "body": "text", "byline": "author"}
ROWS = 200
"""Rows that are looked at."""
MOST = 0.8
"""Share of values that have to fit."""


def suggest_columns(rows: Sequence[Mapping[str, Any]], unused: Iterable[str], missing: Iterable[str]) -> str:
    """Say which unused columns may be the date, the headline and the outlet; empty where none may be.

    Parameters
    ----------
    rows : sequence of mapping
        Records of the file.
    unused : iterable of str
        Columns of the file that nothing was taken from.
    missing : iterable of str
        Columns of the articles table that nothing was taken for.
    """
    values = {name: _texts(rows, name) for name in unused}
    found: dict[str, str] = {}
    for column, fits in (("published", _are_dates), ("headline", _are_headlines), ("outlet_id", _are_names)):
        free = (name for name, texts in values.items() if name not in found.values() and len(texts) > 1 and fits(texts))
        likely = next(free, None) if column in missing else None
        if likely is not None:
            found[column] = likely
    if not found:
        return ""
    pairs = ",".join(f"{CALLED[column]}={name}" for column, name in found.items())
    return f"unused columns look like what is missing: --columns {pairs}"


def name_nearest(column: str, wanted: str, found: Sequence[str]) -> str:
    """Say that a column a person named is not there, and which may be meant."""
    meant = nearest(wanted, found)
    there = ", ".join(name[:40] for name in found[:12])
    told = f"did you mean {CALLED.get(column, column)}={meant}?" if meant else f"there are {there or 'none'}."
    return f"has no column '{wanted}'; {told}"


def _texts(rows: Sequence[Mapping[str, Any]], name: str) -> pd.Series:
    values = [row.get(name) for row in rows[:ROWS]]
    return pd.Series([value.strip() for value in values if isinstance(value, str) and value.strip()], dtype="str")


def _are_dates(texts: pd.Series) -> bool:
    likely = texts.str.contains(r"\d", regex=True) & (texts.str.len() < 40)
    return bool(likely.mean() >= MOST and parse_dates(texts).notna().mean() >= MOST)


def _are_headlines(texts: pd.Series) -> bool:
    words = texts.str.split().str.len()
    return bool(words.between(3, 30).mean() >= MOST and texts.nunique() >= MOST * len(texts))


def _are_names(texts: pd.Series) -> bool:
    words = texts.str.contains(r"[^\W\d_]", regex=True) & (texts.str.split().str.len() <= 5)
    return bool(words.mean() >= MOST and 1 < texts.nunique() <= len(texts) / 2)
