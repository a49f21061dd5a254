"""Figures of who covers what, who gets to speak, and how labels move over days."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from framing.corpus.corpus import Corpus
from framing.display.figures.estimates import VOICE_TITLES, measure_title
from framing.display.figures.style import blank_axes, blank_figure, keep_data, new_axes, new_panels, outlet_colours


def plot_sources(estimates: pd.DataFrame, *, measure: str, voice: str = "all", columns: int = 4) -> Figure:
    """Draw who gets to speak: a panel for each kind of source, a row for each outlet.

    Parameters
    ----------
    estimates : DataFrame
        From `framing.estimate`, with a measure whose targets are kinds of source.
    measure, voice : str
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        The n of an outlet (sources whose kind is known) stands beside its name.

    Notes
    -----
    Shares are of sources whose kind could be told. An outlet that quotes agencies or unnamed officials loses more of
    its sources to the unknown, which the shares do not show.
    """
    rows = estimates[(estimates["measure"] == measure) & (estimates["voice"] == voice) & estimates["value"].notna()]
    if not len(rows):
        return blank_figure(f"There is no estimate of '{measure}' in the voice '{voice}'.")
    outlets = sorted(rows["outlet"].unique(), reverse=True)
    kinds = rows.groupby("target")["value"].mean().sort_values(ascending=False, kind="stable")
    kinds = kinds[kinds > 0].index
    n = rows.groupby("outlet")["n"].max()
    colours = outlet_colours(list(estimates["outlet"]))
    each = 0.75 + 0.24 * len(outlets)
    figure, panels = new_panels(len(kinds), columns, width=2.0 + 2.1 * columns, head=0.7, each=each)
    for axes, kind in zip(panels, kinds, strict=True):
        part = rows[rows["target"] == kind].set_index("outlet").reindex(outlets)
        for place, (outlet, row) in enumerate(part.iterrows()):
            axes.hlines(place, row["ci_low"], row["ci_high"], color=colours[str(outlet)], linewidth=2.2, alpha=0.6)
            axes.plot(row["value"], place, "o", color=colours[str(outlet)], markersize=5)
        axes.set_title(str(kind).replace("_", " "), fontsize=9.5)
        axes.grid(visible=False, axis="y")
        axes.set_yticks(range(len(outlets)), [f"{outlet} ({n[outlet]:,.0f})" for outlet in outlets], fontsize=8.5)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.tick_params(axis="x", labelsize=8)
        axes.set_xlim(left=0)
        keep_data(axes, part.reset_index())
    return figure


def plot_coverage(corpus: Corpus, *, stories: int = 25, axes: Axes | None = None) -> Axes:
    """Draw which outlets cover which stories: the number of articles, widest coverage first.

    Parameters
    ----------
    corpus : Corpus
    stories : int
        How many stories to show.
    axes : Axes, optional

    Returns
    -------
    Axes
    """
    counts = corpus.coverage().head(stories)
    if not len(counts):
        return blank_axes(axes, "No article belongs to a story, so there is no coverage to draw.")
    labels = corpus.stories.set_index("story_id")["label"].reindex(counts.index)
    names = [shorten(str(label), 48, placeholder=" …") for label in labels.fillna(labels.index.to_series())]
    axes = new_axes(axes, width=4.2 + 0.62 * counts.shape[1], height=1.2 + 0.27 * len(counts))
    shown = counts.where(counts > 0)
    sns.heatmap(
        shown, ax=axes, annot=True, fmt=".0f", cmap="Blues", vmin=0, vmax=max(4, shown.max().max()), cbar=False,
        linewidths=1, linecolor="white", annot_kws={"fontsize": 8},
    )  # fmt: skip
    axes.set_yticks([i + 0.5 for i in range(len(names))], names, rotation=0, fontsize=8.5)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelsize=8.5, rotation=35, length=0)
    for label in axes.get_xticklabels():
        label.set_horizontalalignment("left")
    axes.set(xlabel="", ylabel="")
    axes.grid(visible=False)
    return keep_data(axes, counts.reset_index())


def plot_over_time(table: pd.DataFrame, *, outlets: pd.DataFrame | None = None, columns: int = 3) -> Figure:
    """Draw a measure day by day: a panel for each outlet, with the other outlets faint behind it.

    Parameters
    ----------
    table : DataFrame
        From `framing.over_time`, of one measure, target and voice.
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        The size of a point tells its n; a band is the interval where there are clusters enough for one.

    Notes
    -----
    A day's value rests on the few articles of that day. Read the direction over several days, not one point.
    """
    known = table[table["value"].notna()]
    if not len(known):
        return blank_figure("No article has both a date and evidence of this measure.")
    drawn = sorted(known["outlet"].unique())
    colours = outlet_colours(outlets if outlets is not None else list(table["outlet"]))
    figure, panels = new_panels(len(drawn), columns, width=3.1 * columns + 0.6, head=0.6, each=2.1)
    largest = known["n"].max()
    for axes, outlet in zip(panels, drawn, strict=True):
        for name, part in known.groupby("outlet"):
            days = part.sort_values("period")
            front = name == outlet
            colour = colours[str(name)] if front else "#D5D5D5"
            axes.plot(days["period"], days["value"], color=colour, linewidth=1.8 if front else 0.9, zorder=2 + front)
            if front:
                axes.fill_between(
                    days["period"], days["ci_low"], days["ci_high"], color=colour, alpha=0.15, linewidth=0
                )
                axes.scatter(days["period"], days["value"], s=10 + 60 * days["n"] / largest, color=colour, zorder=4)
                keep_data(axes, days)
        axes.set_title(outlet, color=colours[outlet], fontsize=10)
        axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=5))
        axes.xaxis.set_major_formatter(ConciseDateFormatter(axes.xaxis.get_major_locator()))
        axes.tick_params(labelsize=8)
        if ((known["value"] >= 0) & (known["value"] <= 1)).all():
            axes.yaxis.set_major_formatter(PercentFormatter(1))
            axes.set_ylim(-0.04, 1.04)
    first = known.iloc[0]
    figure.suptitle(f"{measure_title(first['measure'], first['target'])}, {VOICE_TITLES[first['voice']]}", fontsize=11)
    return figure
