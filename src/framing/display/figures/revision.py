"""Figure of a revised codebook: every outlet's figure before and after."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from framing.display.figures.style import INK, blank_axes, draw_dot, keep_data, name_rows, new_axes, outlet_colours


def plot_revision(levels: pd.DataFrame, *, target: str, voice: str = "outlet", axes: Axes | None = None) -> Axes:
    """Draw each outlet's share under both codebooks: open before the change, filled after it, an arrow between them.

    Parameters
    ----------
    levels : DataFrame
        From `compare_codebooks`.
    target, voice : str
    axes : Axes, optional

    Returns
    -------
    Axes
    """
    chosen = levels[(levels["target"] == target) & (levels["voice"] == voice)]
    if not len(chosen):
        return blank_axes(axes, f"Nobody names {target} in this voice.")
    outlets = sorted(chosen["outlet"].unique(), reverse=True)
    axes = new_axes(axes, height=1.3 + 0.55 * len(outlets))
    colours = outlet_colours(sorted(outlets))
    for place, outlet in enumerate(outlets):
        pair = chosen[chosen["outlet"] == outlet].set_index("codebook")
        for version, offset in (("before", 0.16), ("after", -0.16)):
            if version in pair.index:
                draw_dot(axes, pair.loc[version], place + offset, colours[outlet], filled=version == "after")
        if len(pair) == 2:
            tip = float(pair.loc["after", "value"]), place - 0.16
            tail = float(pair.loc["before", "value"]), place + 0.16
            axes.annotate("", xy=tip, xytext=tail, arrowprops={"arrowstyle": "->", "color": INK, "alpha": 0.5})
    name_rows(axes, outlets)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_title(f"Delegitimising share of namings of {target}")
    axes.set_xlabel("○ before     ● after the change of the codebook")
    return keep_data(axes, chosen)
