"""Figure of word rates: how many times as often one outlet uses each category of words as the reference does."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from framing.comparison.words.rates import Rates, describe_rates
from framing.display.figures.findings import describe_rates_of
from framing.display.figures.ratios import TIMES, times_axis, times_ends
from framing.display.figures.style import (
    INK,
    blank_axes,
    keep_data,
    name_rows,
    new_axes,
    outlet_colours,
    outlet_names,
    say,
)
from framing.errors import FramingError


def plot_rates(
    found: Rates,
    *,
    outlet: str | None = None,
    voice: str = "outlet",
    method: str = "unpaired",
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw the ratio of an outlet's rates to the reference's, category by category, on a logarithmic axis.

    Parameters
    ----------
    found : Rates
    outlet : str, optional
        The first by name unless told.
    voice, method : str
        As in `describe_rates`.
    outlets : DataFrame, optional
        The outlets table: gives names, and every outlet of the collection its colour.
    axes : Axes, optional

    Returns
    -------
    Axes
        A dot and its 95 % interval for each category; the counts of both sides stand beside it. A category without
        hits on both sides is drawn as a cross, with its interval and no claim about how many times.

    Notes
    -----
    The axis is logarithmic: twice as often lies as far from 1 as half as often. A ratio of two rare words is wide.
    """
    table = describe_rates(found, voice=voice, method=method)
    counted = sorted(table["outlet"].unique())
    if outlet is not None and outlet not in counted:
        raise FramingError(f"There are no rates of {outlet!r}; there are {', '.join(counted) or 'none'}.")
    rows = table[table["outlet"] == (outlet or next(iter(counted), ""))]
    if "ratio" not in rows:
        return blank_axes(axes, "These contrasts hold no ratios: compare them anew.")
    rows = rows[rows["ratio"].notna()].sort_values("ratio", kind="stable")
    if not len(rows):
        return blank_axes(axes, "No category of words was found often enough to tell how many times.")
    axes = new_axes(axes, height=1.4 + 0.42 * len(rows))
    names = outlet_names(outlets)
    shown = rows["outlet"].iloc[0]
    colour = outlet_colours(outlets if outlets is not None else counted)[shown]
    place = np.arange(len(rows))
    low, high = times_ends(rows)
    ends = rows["ratio_low"].clip(low, high), rows["ratio_high"].clip(low, high)
    axes.hlines(place, *ends, color=colour, linewidth=2, zorder=2)
    both = (rows["count_outlet"] > 0) & (rows["count_reference"] > 0)
    axes.plot(rows["ratio"][both], place[both.to_numpy()], "o", color=colour, zorder=3)
    axes.plot(rows["ratio"][~both], place[~both.to_numpy()], "x", color=colour, zorder=3)
    times_axis(axes, low, high)
    name_rows(axes, rows["words"].tolist())
    for at, row in enumerate(rows.itertuples()):
        text = f"{row.count_outlet:,.0f} : {row.count_reference:,.0f}"
        axes.annotate(text, (1.01, at), xycoords=("axes fraction", "data"), va="center", fontsize=8, color=INK)
    name, reference = names.get(shown, shown), rows["reference"].iloc[0]
    against = "the others" if reference == "rest" else names.get(reference, reference)
    axes.set_xlabel("times as often per 1,000 words (counts at the right)")
    caption = (
        f"Words of {name} per 1,000 words: how many times as often as in {against}. {TIMES} "
        "The title counts what differs after adjustment for the number of categories."
    )
    say(axes, describe_rates_of(rows, name, against), caption, outlets=outlets)
    return keep_data(axes, rows)
