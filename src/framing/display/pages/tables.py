"""Tables for people: percentages with intervals, the design line underneath, LaTeX for papers, findings in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from framing.comparison.design import describe_design, describe_series
from framing.display.figures.findings import tell_ratio
from framing.display.figures.style import outlet_names
from framing.untrusted import escape_latex

UNBROKEN = 30
"""Letters up to which a cell stays on one line: names of outlets are not broken over four."""
NAMED = frozenset({"outlet", "outlet_id", "reference"})


def show_table(
    table: pd.DataFrame, *, caption: str = "", note: str = "", digits: Mapping[str, int] | None = None
) -> Styler:
    """Show a table with a caption above and a note underneath; every cell is escaped.

    Parameters
    ----------
    table : DataFrame
    caption, note : str
        The note is where the design line goes; a table without rows is said to be one.
    digits : mapping of str to int, optional
        Decimals by column; two by default, none where a column holds whole numbers only, three in columns called
        ``p_…``.

    Returns
    -------
    Styler
        Shows itself in a notebook; `save_latex` writes it for a paper.
    """
    shown = table.reset_index() if table.index.name is not None else table.reset_index(drop=True)
    given = digits or {}
    styler = shown.style.format(_formats(shown, given, less="&lt;", infinite="∞"), na_rep="–", escape="html").hide(
        axis="index"
    )
    styler = styler.format_index(escape="html", axis="columns")
    if not len(table):
        styler, note = styler.hide(axis="columns"), f"Nothing to show. {note}".strip()
    text = escape(caption) + (f'<br><span style="font-weight:normal;color:#666">{escape(note)}</span>' if note else "")
    texts = shown.select_dtypes(exclude="number")
    styler = styler.set_td_classes(texts.map(lambda text: "short" if len(str(text)) <= UNBROKEN else ""))
    styler = styler.set_table_attributes("" if len(table) else 'style="width: 100%"')
    return styler.set_caption(text).set_table_styles(
        [
            {"selector": "td.short", "props": "white-space: nowrap;"},
            {"selector": "caption", "props": "caption-side: top; text-align: left; font-weight: bold; padding: 4px 0;"},
            {"selector": "th", "props": "text-align: left; padding: 3px 12px 3px 4px; border-bottom: 1px solid #bbb;"},
            {"selector": "td", "props": "text-align: left; padding: 3px 12px 3px 4px;"},
        ]
    ).set_uuid("framing")  # fmt: skip


def save_latex(table: pd.DataFrame, path: str | Path, *, caption: str = "", note: str = "") -> Path:
    """Write a table as LaTeX with booktabs rules, special characters escaped.

    Parameters
    ----------
    table : DataFrame
        Columns of whole numbers have no decimals, columns called ``p_…`` three.
    path : str or Path
    caption, note : str

    Returns
    -------
    Path

    Notes
    -----
    As wide as its columns: tables that fit a column of print come from ``framing paper``.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    formats = _formats(table, {}, less="$<$", infinite=r"$\infty$")
    styler = table.style.format(formats, na_rep="--", escape="latex").hide(axis="index")
    styler = styler.format_index(escape="latex", axis="columns")
    text = escape_latex(f"{caption} {note}".strip())
    target.write_text(styler.to_latex(caption=text or None, hrules=True, position="tbp"), encoding="utf-8")
    return target


def _formats(
    table: pd.DataFrame, digits: Mapping[str, int], *, less: str, infinite: str
) -> dict[str, Callable[[float], str]]:
    """Tell how the numbers of each column are written; a p-value is never 0."""

    def small(value: float) -> str:
        return f"{less}.001" if value < 0.001 else f"{value:.3f}"

    def number(decimals: int) -> Callable[[float], str]:
        return lambda value: infinite if np.isinf(value) else f"{value:,.{decimals}f}"

    columns = table.select_dtypes("number", exclude="bool")
    return {
        name: small if str(name).startswith("p_") else number(digits.get(name, _decimals(columns[name])))
        for name in columns
    }


def _decimals(column: pd.Series) -> int:
    return 0 if (column.dropna() % 1 == 0).all() else 2


def name_outlets(table: pd.DataFrame, outlets: pd.DataFrame) -> pd.DataFrame:
    """Put the names of outlets in the place of their ids: in a table for people, never in one that is saved as data.

    Parameters
    ----------
    table : DataFrame
        Of any shape: a comparisons table, checks, a pivot with outlets in its rows or columns.
    outlets : DataFrame
        The outlets table; an outlet that it does not name keeps its id.

    Returns
    -------
    DataFrame
        With names in the columns outlet, outlet_id, reference and check, and in rows and heads called outlet or
        outlet_id.
    """
    names = outlet_names(outlets)
    named = table.assign(**{column: table[column].replace(names) for column in NAMED if column in table})
    if "check" in table:
        named["check"] = table["check"].replace({f"without {outlet}": f"without {names[outlet]}" for outlet in names})
    for axis, labels in enumerate((table.index, table.columns)):
        for level in NAMED.intersection(labels.names):
            named = named.rename(names, axis=axis, level=level)
    return named


def describe_contrasts(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Lay a comparisons table out for people: the verdict, the difference, of rates the ratio, means and counts.

    Parameters
    ----------
    comparisons : DataFrame
        From `framing.compare`, or rows of it.

    Returns
    -------
    DataFrame
        One row for each contrast; `show_table` and `save_latex` take it. ``ratio``, ``ratio_low`` and ``ratio_high``
        are there where a measure is a rate, and hold nothing in the rows of others.

    Notes
    -----
    A difference of rates of rare words says little; the ratio with its interval says how many times as often. Where one
    side has no hit the ratio is of half a hit added to both, and one of its bounds is open.
    """
    first = ["outlet", "measure", "target", "voice", "method", "verdict", "difference", "ci_low", "ci_high"]
    rates = comparisons["counts"] == "rate"
    ratios = ["ratio", "ratio_low", "ratio_high"] if rates.any() else []
    last = ["p_adjusted", "mean_outlet", "mean_reference", "n_outlet", "n_reference", "n_stories"]
    shown = comparisons[[*first, *ratios, *last]]
    return shown.assign(**{name: shown[name].where(rates) for name in ratios})


def describe_findings(comparisons: pd.DataFrame, *, most: int = 8) -> list[str]:
    """Say in words what a comparisons table shows: the contrasts that hold, and how many cannot tell.

    Parameters
    ----------
    comparisons : DataFrame
        From `framing.compare`.
    most : int
        Longest list of contrasts.

    Returns
    -------
    list of str
        Plain sentences, measure by measure and the widest difference first; then how many more differ, how many do not
        show a difference, and the design line, which says how many are too few to tell. Outlets are named as in the
        table: `name_outlets` gives them their names.

    Notes
    -----
    "Differs" means that the interval leaves out zero and the adjusted p is at most .05. It says nothing of how well the
    measure agrees with people.
    """
    held = comparisons[comparisons["verdict"] == "differs"]
    first = pd.factorize(held["measure"])[0]
    order = (
        held.assign(_width=-held["difference"].abs(), _first=first)
        .sort_values(["_first", "_width"], kind="stable")
        .index
    )
    sentences = [_sentence(held.loc[i]) for i in order[:most]]
    more, silent = len(order) - most, int((comparisons["verdict"] == "cannot tell").sum())
    if more > 0:
        sentences.append(f"{more:,} more {'differs; the table has it' if more == 1 else 'differ; the table has them'}.")
    if silent:
        do = "does" if silent == 1 else "do"
        sentences.append(f"{silent:,} of {len(comparisons):,} contrasts {do} not show a difference.")
    return [*sentences, describe_design(comparisons)]


def _sentence(row: pd.Series) -> str:
    against = "the others" if row["reference"] == "rest" else row["reference"]
    where = f"in {row['n_stories']:,} shared stories" if row["method"] == "paired" else "over all articles"
    per, times = (" per 1,000", tell_ratio(row)) if row.get("counts") == "rate" else ("", "")
    means = f"{row['mean_outlet']:.2f} against {row['mean_reference']:.2f}{per} of {against}"
    return (
        f"{row['outlet']}: {describe_series(row)} {means} {where} "
        f"(difference {row['difference']:+.2f}, 95 % interval {row['ci_low']:+.2f} to {row['ci_high']:+.2f}; "
        f"{times}{'; ' if times else ''}n = {row['n_outlet']:,.0f} and {row['n_reference']:,.0f})."
    )
