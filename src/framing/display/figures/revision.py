"""Figure of a revised codebook: every outlet's figure before and after."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from framing.display.figures.findings import list_names
from framing.display.figures.style import (
    INK,
    blank_axes,
    draw_dot,
    keep_data,
    name_rows,
    new_axes,
    outlet_colours,
    outlet_names,
    percent,
    say,
)

SMALL = 0.01
"""Below a percentage point an outlet stays where it was."""


def plot_revision(
    levels: pd.DataFrame,
    *,
    target: str,
    voice: str = "outlet",
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw each outlet's share under both codebooks: open before the change, filled after it, an arrow between them.

    Parameters
    ----------
    levels : DataFrame
        From `compare_codebooks`.
    target, voice : str
    outlets : DataFrame, optional
        The outlets table: gives the names and colours.
    axes : Axes, optional

    Returns
    -------
    Axes
    """
    chosen = levels[(levels["target"] == target) & (levels["voice"] == voice)]
    if not len(chosen):
        return blank_axes(axes, f"Nobody names {target} in this voice.")
    rows = sorted(chosen["outlet"].unique(), reverse=True)
    axes = new_axes(axes, height=1.6 + 0.55 * len(rows))
    colours = outlet_colours(outlets if outlets is not None else sorted(rows))
    for place, outlet in enumerate(rows):
        pair = chosen[chosen["outlet"] == outlet].set_index("codebook")
        for version, offset in (("before", 0.16), ("after", -0.16)):
            if version in pair.index:
                draw_dot(axes, pair.loc[version], place + offset, colours[outlet], filled=version == "after")
        if len(pair) == 2:
            tip = float(pair.loc["after", "value"]), place - 0.16
            tail = float(pair.loc["before", "value"]), place + 0.16
            axes.annotate("", xy=tip, xytext=tail, arrowprops={"arrowstyle": "->", "color": INK, "alpha": 0.5})
    name_rows(axes, rows, outlets)
    axes.xaxis.set_major_formatter(percent)
    axes.set_xlabel("○ before     ● after the change of the codebook")
    caption = f"Delegitimising share of namings of {target} under two codebooks; lines are 95 % intervals."
    say(axes, _finding(chosen, target, outlet_names(outlets)), caption, outlets=outlets)
    return keep_data(axes, chosen)


def _finding(chosen: pd.DataFrame, target: str, names: dict[str, str]) -> str:
    """Say who moves most and who stays, of those with enough articles for an interval."""
    told = chosen[chosen["ci_low"].notna()]
    shares = told.pivot_table(index="outlet", columns="codebook", values="value")
    shares = shares.reindex(columns=["before", "after"]).dropna()
    if not len(shares):
        return f"Delegitimising words for {target}: too few articles to tell who moves"
    moves = (shares["after"] - shares["before"]).abs()
    stay = [names.get(outlet, outlet) for outlet in shares.index[moves < SMALL]]
    if len(stay) == len(shares):
        return f"Delegitimising words for {target}: no outlet moves with the codebook"
    most = str(moves.idxmax())
    before, after = shares.loc[most]
    still = f"; {list_names(stay)} {'stays' if len(stay) == 1 else 'stay'}" if stay else ""
    return (
        f"{names.get(most, most)} moves most, from {before:.0%} to {after:.0%} delegitimising words for {target}{still}"
    )
