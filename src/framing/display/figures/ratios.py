"""How many times as often: what is drawn and said of rates, whose differences cannot be read where words are rare."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from framing.display.figures.style import FAINT, INK

REST_NAME = "the other outlets"
PAIR = "\0"
BEYOND = 10
"""How many times beyond the outermost dots an interval is drawn: farther it is cut off."""
DIFFERENCES = (
    "Of shares in percentage points (pts). Lines: 95 % interval of the difference over stories; a line across zero "
    "cannot tell."
)
TIMES = (
    "Lines: 95 % interval of the ratio over stories; a line that crosses 1 × cannot tell. Where one side has no hit, "
    "half a hit is added to both."
)


def name_contrasts(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Give the contrasts with a row for each outlet; with a row for each pair where there are several references.

    Parameters
    ----------
    rows : DataFrame
        Columns outlet and reference.
    names : mapping
        Outlet to its name.

    Returns
    -------
    rows : DataFrame
        Where there are several references, `outlet` is the outlet and its reference, joined by `PAIR`.
    names : dict
        Names of the rows.
    reference : str
        What they differ from, in words.
    """
    known = dict(names) | {"rest": REST_NAME}
    references = rows["reference"].unique()
    if len(references) == 1:
        return rows, dict(names), known.get(references[0], references[0])
    pair = rows["outlet"] + PAIR + rows["reference"]
    told = {one: " – ".join(known.get(name, name) for name in one.split(PAIR)) for one in pair.unique()}
    return rows.assign(outlet=pair), told, "the outlet named second"


def are_rates(rows: pd.DataFrame) -> bool:
    """Tell whether all contrasts are of rates, and some have a ratio."""
    return "counts" in rows and bool((rows["counts"] == "rate").all()) and bool(rows["ratio"].notna().any())


def take_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """Give what is drawn of contrasts as value, ci_low, ci_high and n: the difference, or of rates the ratio."""
    if not are_rates(rows):
        return rows.rename(columns={"difference": "value", "n_outlet": "n"})
    low, high = times_ends(rows)
    bounds = {f"ci_{end}": rows[f"ratio_{end}"].clip(low, high) for end in ("low", "high")}
    return rows.assign(value=rows["ratio"], n=rows["n_outlet"], **bounds)


def times_ends(rows: pd.DataFrame) -> tuple[float, float]:
    """Give where intervals are cut off: an axis of logarithms has no 0 and no end."""
    return float(rows["ratio"].min()) / BEYOND, float(rows["ratio"].max()) * BEYOND


def draw_zero(axes: Axes, rows: pd.DataFrame, *, share: bool = False) -> None:
    """Draw the line of no difference; of rates on a logarithmic axis, where twice lies as far from 1 as half.

    Differences of shares are told in percentage points.
    """
    if are_rates(rows):
        times_axis(axes, *times_ends(rows))
    else:
        axes.axvline(0, color=INK, linewidth=1)
        if share:
            tell_points(axes)


def tell_points(axes: Axes, most: int = 5) -> None:
    """Tell differences of shares in percentage points."""
    axes.xaxis.set_major_locator(MaxNLocator(most))
    axes.xaxis.set_major_formatter(FuncFormatter(_points))


def _points(value: float, _: int) -> str:
    return f"{100 * value:+.0f} pts".replace("-", "−") if value else "0"


def times_axis(axes: Axes, low: float, high: float) -> None:
    """Count times along the x-axis."""
    axes.axvline(1, color=FAINT, linewidth=1, zorder=1)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 1000 else (1,)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} ×"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def caption_of(rows: pd.DataFrame, what: str, reference: str, key: str) -> str:
    """Say what is drawn of some contrasts."""
    if are_rates(rows):
        return f"{what}: how many times as often as in {reference}. {key}. {TIMES}"
    return f"Difference of {what} from {reference}. {key}. {DIFFERENCES}"
