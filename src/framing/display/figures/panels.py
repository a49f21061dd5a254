"""Figures of who covers what, who gets to speak, and how labels move over days."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.corpus.corpus import Corpus
from framing.display.figures.estimates import LEVELS, VOICE_TITLES, lower_first, measure_title, spaced
from framing.display.figures.findings import describe_apart, describe_movement, list_names
from framing.display.figures.style import (
    blank_axes,
    blank_figure,
    keep_data,
    new_axes,
    new_panels,
    order_rows,
    outlet_colours,
    outlet_names,
    percent,
    say,
)

FEWEST = 5
"""Evidence that a point in time must rest on to be joined to its neighbours."""
RARE = 0.03
"""Mean share below which a kind of source has no panel."""


def plot_sources(
    estimates: pd.DataFrame,
    *,
    measure: str,
    voice: str = "all",
    outlets: pd.DataFrame | None = None,
    columns: int = 4,
) -> Figure:
    """Draw who gets to speak: a panel for each kind of source, a row for each outlet.

    Parameters
    ----------
    estimates : DataFrame
        From `framing.estimate`, with a measure whose targets are kinds of source.
    measure, voice : str
    outlets : DataFrame, optional
        The outlets table: gives names, and every outlet of the collection its colour.
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        The n of an outlet (sources whose kind is known) stands beside its name. Kinds that are rare with every outlet
        have no panel; the caption names them.

    Notes
    -----
    Shares are of sources whose kind could be told. An outlet that quotes agencies or unnamed officials loses more of
    its sources to the unknown, which the shares do not show.
    """
    rows = estimates[(estimates["measure"] == measure) & (estimates["voice"] == voice) & estimates["value"].notna()]
    if not len(rows):
        return blank_figure(f"There is no estimate of '{measure}' in the voice '{voice}'.")
    mean = rows.groupby("target")["value"].mean().sort_values(ascending=False, kind="stable")
    kinds = [kind for kind in mean.index if mean[kind] >= RARE] or list(mean.index[:1])
    first = rows[rows["target"] == kinds[0]]
    drawn = [o for o in sorted(rows["outlet"].unique()) if o not in set(first["outlet"])] + order_rows(first)
    n = rows.groupby("outlet")["n"].max()
    colours = outlet_colours(outlets if outlets is not None else list(estimates["outlet"]))
    names = outlet_names(outlets)
    columns = min(columns, len(kinds))
    each = 0.75 + 0.24 * len(drawn)
    figure, panels = new_panels(len(kinds), columns, width=2.4 + 2.1 * columns, head=0.8, each=each)
    for axes, kind in zip(panels, kinds, strict=True):
        part = rows[rows["target"] == kind].set_index("outlet").reindex(drawn)
        for place, (outlet, row) in enumerate(part.iterrows()):
            axes.hlines(place, row["ci_low"], row["ci_high"], color=colours[str(outlet)], linewidth=2.2, alpha=0.6)
            faded = 0.4 if pd.isna(row["ci_low"]) else 1
            axes.plot(row["value"], place, "o", color=colours[str(outlet)], markersize=5, alpha=faded)
        axes.set_title(spaced(str(kind)), fontsize=9.5)
        axes.grid(visible=False, axis="y")
        labels = [f"{names.get(outlet, outlet)} ({n[outlet]:,.0f})" for outlet in drawn]
        axes.set_yticks(range(len(drawn)), labels, fontsize=8.5)
        axes.xaxis.set_major_formatter(percent)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.tick_params(axis="x", labelsize=8)
        axes.set_xlim(left=0)
        keep_data(axes, part.reset_index())
    finding = describe_apart(first, f"share of {spaced(kinds[0])} among the sources", names=names)
    rare = [spaced(str(kind)) for kind in mean.index if kind not in kinds and mean[kind] > 0]
    left_out = f" Below {RARE:.0%} on average and not drawn: {', '.join(rare)}." if rare else ""
    caption = f"Share of each kind among the sources whose kind is known; n in brackets.{left_out} {LEVELS}"
    say(figure, finding, caption, outlets=outlets)
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
    every = corpus.coverage()
    if not len(every):
        return blank_axes(axes, "No article belongs to a story, so there is no coverage to draw.")
    ids = corpus.outlets["outlet_id"] if len(corpus.outlets) else pd.Series(sorted(set(corpus.articles["outlet_id"])))
    counts = every.reindex(columns=ids, fill_value=0).rename_axis(columns=every.columns.name).head(stories)
    known = outlet_names(corpus.outlets if len(corpus.outlets) else None)
    labels = corpus.stories.set_index("story_id")["label"].reindex(counts.index)
    names = [shorten(str(label), 48, placeholder=" …") for label in labels.fillna(labels.index.to_series())]
    axes = new_axes(axes, width=4.2 + 0.72 * counts.shape[1], height=1.9 + 0.27 * len(counts))
    shown = counts.where(counts > 0)
    sns.heatmap(
        shown, ax=axes, annot=True, fmt=".0f", cmap="Blues", vmin=0, vmax=max(4, shown.max().max()), cbar=False,
        linewidths=1, linecolor="white", annot_kws={"fontsize": 8},
    )  # fmt: skip
    axes.set_yticks([i + 0.5 for i in range(len(names))], names, rotation=0, fontsize=8.5)
    axes.set_xticks([i + 0.5 for i in range(counts.shape[1])], [known.get(o, o) for o in counts.columns])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelsize=8.5, rotation=35, length=0)
    for label in axes.get_xticklabels():
        label.set_horizontalalignment("left")
    axes.set(xlabel="", ylabel="")
    axes.grid(visible=False)
    shared = int(((every > 0).sum(axis=1) > 1).sum())
    absent = [known.get(o, o) for o in ids if o not in every or not every[o].any()]
    without = f"; none by {list_names(absent)}" if absent else ""
    finding = f"{shared:,} of {len(every):,} stories are told by two outlets or more{without}"
    say(axes, finding, f"Articles by story and outlet; the {len(counts)} most widely told of {len(every):,} stories.")
    return keep_data(axes, counts.reset_index())


def plot_over_time(table: pd.DataFrame, *, outlets: pd.DataFrame | None = None, columns: int = 3) -> Figure:
    """Draw a measure day by day: a panel for each outlet that can be followed.

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
        The size of a point tells its n; points with fewer than five are small and pale and joined to nothing. A line
        runs over neighbouring periods only. Outlets without three points of five or more have no panel; the caption
        names them.

    Notes
    -----
    A day's value rests on the few articles of that day. Read the direction over several days, not one point.
    """
    known = table[table["value"].notna()]
    if not len(known):
        return blank_figure("No article has both a date and evidence of this measure.")
    firm = known[known["n"] >= FEWEST]
    enough = firm["outlet"].value_counts()
    drawn = sorted(enough.index[enough >= 3]) or sorted(known["outlet"].unique())
    names = outlet_names(outlets)
    colours = outlet_colours(outlets if outlets is not None else list(table["outlet"]))
    columns = min(columns, len(drawn))
    figure, panels = new_panels(len(drawn), columns, width=max(5.0, 3.1 * columns + 0.6), head=0.9, each=2.1)
    step = known["period"].drop_duplicates().sort_values().diff().min()
    largest = known["n"].max()
    short = known["period"].max() - known["period"].min() < pd.Timedelta(200, "D")
    dates = FuncFormatter(lambda x, _: f"{num2date(x).day} {num2date(x):%b}" if short else f"{num2date(x):%b %Y}")
    for axes, outlet in zip(panels, drawn, strict=True):
        days, thin = (
            part[part["outlet"] == outlet].sort_values("period") for part in (firm, known[known["n"] < FEWEST])
        )
        colour = colours[outlet]
        for _, run in days.groupby((days["period"].diff() > step).cumsum()):
            axes.plot(run["period"], run["value"], color=colour, linewidth=1.8, zorder=3)
            axes.fill_between(run["period"], run["ci_low"], run["ci_high"], color=colour, alpha=0.15, linewidth=0)
        axes.scatter(days["period"], days["value"], s=10 + 60 * days["n"] / largest, color=colour, zorder=4)
        axes.scatter(thin["period"], thin["value"], s=6, color=colour, alpha=0.35, zorder=2)
        keep_data(axes, known[known["outlet"] == outlet].sort_values("period"))
        total = known.loc[known["outlet"] == outlet, "n"].sum()
        axes.set_title(f"{names.get(outlet, outlet)}, n = {total:,.0f}", fontsize=10)
        axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=4))
        axes.xaxis.set_major_formatter(dates)
        axes.tick_params(labelsize=8)
        if ((known["value"] >= 0) & (known["value"] <= 1)).all():
            axes.yaxis.set_major_formatter(percent)
            axes.set_ylim(-0.04, 1.04)
    first = known.iloc[0]
    what = f"{measure_title(first['measure'], first['target'])}, {VOICE_TITLES[first['voice']]}"
    left_out = [names.get(o, o) for o in sorted(set(known["outlet"]) - set(drawn))]
    told = f" Too few to follow: {', '.join(left_out)}." if left_out else ""
    finding = describe_movement(known, lower_first(what), names=names)
    caption = (
        f"{what}, period by period; a large point rests on more, half of all on {known['n'].median():,.0f} or fewer."
        f"{told} Pale: fewer than {FEWEST}. Shade: 95 % interval, from ten stories on; the title compares "
        "the first and the last that have one."
    )
    say(figure, finding, caption, outlets=outlets)
    return figure
