"""Titles that say what a figure shows, and never what its intervals do not, and the figure in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

MANY = 3
"""More names than these are counted instead of listed."""


def describe_apart(rows: pd.DataFrame, what: str, *, names: Mapping[str, str], share: bool = True) -> str:
    """Say which outlets stand above which others, by intervals that do not touch.

    Parameters
    ----------
    rows : DataFrame
        outlet, value, ci_low, ci_high.
    what : str
        What is measured, in lower case.
    names : mapping
        Outlet to its name.
    share : bool
        Whether values are shares, told in percent.

    Returns
    -------
    str

    Notes
    -----
    Intervals that do not touch are a stricter rule than an interval of the difference that leaves out zero: outlets
    that this sentence does not set apart may differ all the same. Where no line divides all outlets, only those are
    named that stand apart from the highest or from the lowest; of many outlets these two lie apart by chance more often
    than two that were named before.
    """
    known = rows.dropna(subset=["value", "ci_low", "ci_high"]).sort_values("value", ascending=False, kind="stable")
    if len(known) < 2:
        return f"Too few stories or articles to tell outlets apart: {what}"
    found = find_apart(known)
    if found is None:
        return f"No outlet stands clearly apart: {what}"
    above, below = found
    who, others = (list_names([names.get(o, o) for o in part["outlet"]]) for part in (above, below))
    verb = "stands" if len(above) == 1 else "stand"
    return f"{who} {verb} above {others}: {what}, {_span(above, share)} against {_span(below, share)}"


def find_apart(known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Find outlets that stand above others: every interval of the first lies above every one of the second.

    Parameters
    ----------
    known : DataFrame
        value, ci_low, ci_high, by falling value.

    Returns
    -------
    (DataFrame, DataFrame) or None
        All rows, parted at the widest gap that no interval reaches across. Where there is none, the highest and those
        below its interval, or those above the interval of the lowest and the lowest: whichever are more. None where
        highest and lowest touch.
    """
    values = known["value"].to_numpy()
    cuts = [k for k in range(1, len(known)) if known["ci_low"].iloc[:k].min() > known["ci_high"].iloc[k:].max()]
    cut = max(cuts, key=lambda k: values[k - 1] - values[k], default=None)
    if cut is not None:
        return known.iloc[:cut], known.iloc[cut:]
    below = known[known["ci_high"] < known["ci_low"].iloc[0]]
    above = known[known["ci_low"] > known["ci_high"].iloc[-1]]
    if not len(below) + len(above):
        return None
    return (known.iloc[:1], below) if len(below) >= len(above) else (above, known.iloc[-1:])


def describe_differences(rows: pd.DataFrame, what: str, *, names: Mapping[str, str], reference: str) -> str:
    """Say whose difference from the reference has an interval that leaves out zero.

    Parameters
    ----------
    rows : DataFrame
        outlet, difference, ci_low, ci_high; with a column verdict only rows that it calls different count.
    what : str
        What is measured, in lower case.
    names : mapping
        Outlet to its name.
    reference : str
        Name of the reference.

    Returns
    -------
    str
    """
    sure = rows.dropna(subset=["ci_low", "ci_high"])
    if "verdict" in sure:
        sure = sure[sure["verdict"] == "differs"]
    told = []
    for word, part in (("above", sure[sure["ci_low"] > 0]), ("below", sure[sure["ci_high"] < 0])):
        if len(part):
            who = list_names([names.get(o, o) for o in dict.fromkeys(part["outlet"])])
            told.append(f"{who} {'lies' if len(set(part['outlet'])) == 1 else 'lie'} {word} {reference}")
    if not told:
        return f"No difference from {reference} can be shown: {what}"
    return f"{'; '.join(told)}: {what}"


def describe_rates_of(rows: pd.DataFrame, name: str, against: str) -> str:
    """Say which categories of words an outlet uses more or less often than the reference, by intervals without 1.

    Parameters
    ----------
    rows : DataFrame
        words, ratio, ratio_low, ratio_high, verdict: only rows whose verdict is "differs" count.
    name, against : str
        Names of the outlet and of the reference.

    Returns
    -------
    str
        One category is told with its ratio and interval.
    """
    sure = rows[rows["verdict"] == "differs"]
    more, less = sure[sure["ratio_low"] > 1], sure[sure["ratio_high"] < 1]
    if not len(more) + len(less):
        return f"No category of words can be shown to differ between {name} and {against}"
    if len(more) + len(less) == 1:
        row = pd.concat([more, less]).iloc[0]
        high = "any number" if np.isinf(row["ratio_high"]) else f"{row['ratio_high']:.2g}"
        times = f"{row['ratio']:.2g} times as often as {against} ({row['ratio_low']:.2g} to {high})"
        return f"{name} uses words of “{row['words']}” {times}"
    told = [
        f"{list_names([f'“{words}”' for words in part['words']], kind='categories')} {often}"
        for part, often in ((more, "more often"), (less, "less often"))
        if len(part)
    ]
    return f"{name} uses words of {' and of '.join(told)} than {against}"


def describe_movement(rows: pd.DataFrame, what: str, *, names: Mapping[str, str]) -> str:
    """Say which outlets' last period lies above or below their first, by intervals that do not touch.

    Parameters
    ----------
    rows : DataFrame
        outlet, period, value, ci_low, ci_high; periods without an interval are passed over.
    what : str
        What is measured, in lower case.
    names : mapping
        Outlet to its name.

    Returns
    -------
    str

    Notes
    -----
    First and last are fixed before one looks. The highest and the lowest of many periods lie apart by chance alone.
    """
    known = rows.dropna(subset=["value", "ci_low", "ci_high"]).sort_values("period", kind="stable")
    ends = [(part.iloc[0], part.iloc[-1]) for _, part in known.groupby("outlet") if len(part) > 1]
    if not ends:
        return f"Too few stories in a period to tell whether anything moves: {what}"
    up = [names.get(first["outlet"], first["outlet"]) for first, last in ends if last["ci_low"] > first["ci_high"]]
    down = [names.get(first["outlet"], first["outlet"]) for first, last in ends if last["ci_high"] < first["ci_low"]]
    if not up and not down:
        return f"No outlet can be shown to end higher or lower than it began: {what}"
    told = [
        f"{list_names(who)} {f'ends {word} than it' if len(who) == 1 else f'end {word} than they'} began"
        for who, word in ((up, "higher"), (down, "lower"))
        if who
    ]
    return f"{'; '.join(told)}: {what}"


def list_names(names: Sequence[str], *, most: int = MANY, kind: str = "outlets") -> str:
    """List names as a sentence does; more than a few are counted."""
    if len(names) > most:
        return f"{len(names)} {kind}"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def describe_rows(table: pd.DataFrame, *, names: Mapping[str, str]) -> str:
    """Tell a table of estimates in words, row by row, for who cannot see the figure."""
    column = next((c for c in ("value", "delegitimising", "difference", "log_odds") if c in table), None)
    key = next((c for c in ("words", "outlet", "term") if c in table), None)
    if column is None or key is None:
        return ""
    rows = table.dropna(subset=[column]).head(40)
    told = []
    for row in rows.to_dict("records"):
        label = "term" if "term" in row and column == "log_odds" else key
        detail = [str(row[c]) for c in ("voice", "method", "target", "period") if c in row and len(set(rows[c])) > 1]
        name = names.get(str(row[label]), str(row[label]))
        told.append(f"{name}{' ' + ', '.join(detail) if detail else ''} {_number(row, column)}")
    return "; ".join(told)


def tell_ratio(row: Any, times: str = " times as often") -> str:
    """Say how many times as often; nothing where the measure is no rate or too little was read."""
    if row.get("counts") != "rate" or pd.isna(row.get("ratio_low")):
        return ""
    high = "any number" if np.isinf(row["ratio_high"]) else f"{row['ratio_high']:.2g}"
    return f"{row['ratio']:.2g}{times}, {row['ratio_low']:.2g} to {high}"


def _number(row: dict[str, Any], column: str) -> str:
    """Give the number with its interval; of a rate how many times as often as in the reference, too."""
    interval = f" ({row['ci_low']:.2f} to {row['ci_high']:.2f})" if pd.notna(row.get("ci_low")) else ""
    times = tell_ratio(row)
    return f"{row[column]:.2f}{interval}{', ' + times if times else ''}"


def _span(rows: pd.DataFrame, share: bool) -> str:
    low, high = rows["value"].min(), rows["value"].max()
    if share:
        a, b = round(100 * low), round(100 * high)
        return f"{a} %" if a == b else f"{a} to {b} %"
    return f"{low:.2g}" if f"{low:.2g}" == f"{high:.2g}" else f"{low:.2g} to {high:.2g}"
