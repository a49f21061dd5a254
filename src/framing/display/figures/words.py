"""The figure of words that set an outlet apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from framing.display.figures.findings import list_names
from framing.display.figures.style import FAINT, INK, keep_data, new_axes, outlet_colours, outlet_names, say
from framing.errors import FramingError

KEYNESS = "Log-odds with 95 % interval over articles; words of grammar and the outlet's own name are left out."


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    outlet: str,
    terms: int = 12,
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw the terms that set an outlet apart: log-odds with their interval over articles.

    Parameters
    ----------
    keyness : DataFrame
        The keyness table.
    outlet : str
    terms : int
        How many: those with the highest lower bound, which are both strong and sure.
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    axes : Axes, optional

    Returns
    -------
    Axes
        Beside each term its counts in the outlet and in the reference.
    """
    rows = keyness[keyness["outlet"] == outlet]
    if not len(rows):
        raise FramingError(f"There is no keyness of the outlet '{outlet}' to draw.")
    name = outlet_names(outlets).get(outlet, outlet)
    own = set(f"{outlet} {name}".lower().replace("-", " ").split())
    rows = rows[~rows["term"].str.lower().isin(own | ENGLISH_STOP_WORDS)]
    rows = rows.sort_values(["ci_low", "z"], ascending=False, kind="stable").head(terms).iloc[::-1]
    axes = new_axes(axes, height=1.2 + 0.3 * len(rows))
    place = np.arange(len(rows))
    middle = rows["log_odds"] if "log_odds" in rows else (rows["ci_low"] + rows["ci_high"]) / 2
    colour = outlet_colours(outlets if outlets is not None else list(keyness["outlet"]))[outlet]
    axes.hlines(place, rows["ci_low"], rows["ci_high"], color=colour, linewidth=2.2, alpha=0.55)
    axes.plot(middle, place, "o", color=colour, markersize=5.5)
    axes.set_yticks(place, rows["term"])
    for y, (here, there) in enumerate(zip(rows["count_outlet"], rows["count_reference"], strict=True)):
        axes.text(
            1.01, y, f"{here:,} : {there:,}", transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=FAINT
        )
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_xlabel("log-odds shrunk by the prior, 95 % interval; counts here : elsewhere")
    sure = rows[rows["ci_low"] > 0]["term"].tolist()[::-1]
    quoted = list_names([f"“{term}”" for term in sure[:3]])
    finding = f"{name} is set apart by {quoted}" if sure else f"No word sets {name} apart for sure"
    say(axes, finding, f"Words that {name} uses more than the others. {KEYNESS}", outlets=outlets)
    return keep_data(axes, rows.iloc[::-1])
