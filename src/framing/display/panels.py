"""Figures of who covers what, who gets to speak, and how labels move over days."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from framing.corpus.corpus import Corpus
from framing.display.style import keep_data, new_axes, outlet_colours, use_style
from framing.errors import FramingError


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
        raise FramingError(f"There is no estimate of '{measure}' in the voice '{voice}' to draw.")
    use_style()
    outlets = sorted(rows["outlet"].unique(), reverse=True)
    kinds = rows.groupby("target")["value"].mean().sort_values(ascending=False, kind="stable")
    kinds = kinds[kinds > 0].index
    n = rows.groupby("outlet")["n"].max()
    colours = outlet_colours(list(outlets))
    lines = -(-len(kinds) // columns)
    size = (2.0 + 2.1 * columns, 0.7 + lines * (0.75 + 0.24 * len(outlets)))
    figure, grid = plt.subplots(lines, columns, figsize=size, sharey=True, sharex=True, squeeze=False)
    for axes, kind in zip(grid.ravel(), kinds, strict=False):
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
    for axes in grid.ravel()[len(kinds) :]:
        axes.set_visible(False)
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
        raise FramingError("No article belongs to a story, so there is no coverage to draw.")
    labels = corpus.stories.set_index("story_id")["label"].reindex(counts.index)
    names = [str(label)[:46] for label in labels.fillna(pd.Series(counts.index, index=counts.index))]
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


def plot_over_time(table: pd.DataFrame, *, outlets: list[str] | None = None, axes: Axes | None = None) -> Axes:
    """Draw the delegitimising share by day, a line for each outlet with its interval as a band.

    Parameters
    ----------
    table : DataFrame
        From `framing.over_time`: outlet, period, value, n, ci_low, ci_high.
    outlets : list of str, optional
        Which outlets; all by default.
    axes : Axes, optional

    Returns
    -------
    Axes
        The size of a point tells its n. Days without a naming have no point; the line does not bridge them.

    Notes
    -----
    A day's share rests on the few articles of that day. Read the direction over several days, not one point.
    """
    rows = table if outlets is None else table[table["outlet"].isin(outlets)]
    if not len(rows):
        raise FramingError("There is nothing to draw over time: no article has both a date and a naming.")
    axes = new_axes(axes, width=8.5, height=4.2)
    colours = outlet_colours(list(table["outlet"].unique()))
    largest = rows["n"].max()
    for outlet, part in rows.groupby("outlet"):
        days = part.set_index("period").sort_index()
        if days["ci_low"].notna().any():
            axes.fill_between(
                days.index, days["ci_low"], days["ci_high"], color=colours[str(outlet)], alpha=0.12, linewidth=0
            )
        axes.plot(days.index, days["value"], color=colours[str(outlet)], linewidth=1.6)
        axes.scatter(days.index, days["value"], s=14 + 80 * days["n"] / largest, color=colours[str(outlet)], zorder=3)
        known = days[days["value"].notna()]
        if len(known):
            axes.annotate(
                f" {outlet}",
                (known.index[-1], known["value"].iloc[-1]),
                color=colours[str(outlet)],
                va="center",
                fontsize=9,
            )
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylim(-0.03, 1.03)
    axes.margins(x=0.08)
    axes.figure.autofmt_xdate(rotation=0, ha="center")
    return keep_data(axes, rows)
