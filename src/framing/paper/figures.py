"""Figures for the column of a page: names instead of ids, n beside the name, the words in the caption alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from framing.display.figures.estimates import VOICE_TITLES, measure_title, spaced
from framing.display.figures.ratios import are_rates, draw_zero, take_gaps
from framing.display.figures.style import CATEGORY_COLOURS, CATEGORY_HATCHES, INK, keep_data
from framing.errors import FramingError
from framing.paper.drawing import (
    VOICES,
    WIDTHS,
    choose_outlets,
    clusters,
    colours_of,
    draw_mark,
    is_share,
    label_rows,
    name_of,
    new_axes,
    print_style,
    scale_differences,
    scale_values,
    unit_of,
    voices_of,
    write_key,
)
from framing.paper.material import Material
from framing.paper.plan import Shown

GREYS = {"legitimising": "#D9D9D9", "neutral": "#F2F2F2", "delegitimising": "#6E6E6E"}
MARKS = ("o", "s", "D", "^", "v", "P", "X")
LEVELS = "Lines: 95 % intervals over {clusters}; pale: too few for an interval."
PAIR = "\0"
RARE, FEWEST, DAYS = 0.02, 5, 45


def draw_figure(material: Material, shown: Shown) -> tuple[Figure, str]:
    """Draw one figure of a paper.

    Parameters
    ----------
    material : Material
    shown : Shown

    Returns
    -------
    figure : Figure
        Of the width of its columns, without a title; `plotted_data` gives its numbers.
    caption : str
        What is drawn and how.

    Raises
    ------
    FramingError
        If the study has no such measure, target, voice or outlet.
    """
    with print_style():
        figure, caption = DRAWN[shown.kind](material, shown)
    title = shown.title or f"{measure_title(shown.measure, shown.target)}."
    return figure, f"{title.rstrip('.')}. {caption}"


def _levels(material: Material, shown: Shown) -> tuple[Figure, str]:
    voices = voices_of(material, shown)
    rows = material.levels(shown.measure, shown.target, voices)
    first = rows["voice"] != voices[0]
    rows, order = choose_outlets(
        rows.assign(_first=first).sort_values("_first", kind="stable").drop(columns="_first"), shown
    )
    axes = new_axes(shown, len(order), each=0.17 if len(voices) == 1 else 0.25)
    colours = colours_of(material, shown)
    offsets = np.linspace(0.17, -0.17, len(voices)) if len(voices) > 1 else [0.0]
    for i, (voice, offset) in enumerate(zip(voices, offsets, strict=True)):
        part = rows[rows["voice"] == voice].set_index("outlet")
        for place, outlet in enumerate(order):
            if outlet in part.index:
                draw_mark(axes, part.loc[outlet], place + offset, colours[outlet], filled=i == 0)
    counted = rows[rows["voice"] == voices[0]].set_index("outlet")["n"]
    label_rows(material, shown, axes, order, counted)
    if len(voices) > 1:
        write_key(axes.figure, {VOICES[v]: ("o", INK, i == 0) for i, v in enumerate(voices)})  # type: ignore[arg-type]
    scale_values(axes, shown.measure)
    keep_data(axes, rows)
    voice = f" {VOICE_TITLES[voices[0]]}" if len(voices) > 1 or voices[0] != "all" else ""
    both = f"Filled: {VOICES[voices[0]].lower()}; open: {VOICES[voices[1]].lower()}. " if len(voices) > 1 else ""
    return (
        axes.figure,
        f"{both}In brackets: {unit_of(shown.measure)}{voice}. {LEVELS.format(clusters=clusters(material))}",
    )  # type: ignore[return-value]


def _difference(material: Material, shown: Shown) -> tuple[Figure, str]:
    table = material.comparisons
    rows = table[(table["measure"] == shown.measure) & (table["target"] == shown.target)]
    voice = next((v for v in (*shown.voice, "outlet", "all") if v in set(rows["voice"])), "")
    rows = rows[rows["voice"] == voice]
    if not len(rows):
        raise FramingError(f"'{shown.name}' shows a difference that the study does not compare; see its measures.")
    rate = are_rates(rows)
    rows = rows.sort_values(["method", "outlet", "reference"], kind="stable", ignore_index=True)
    references = sorted(set(rows["reference"]))
    drawn, named = _pairs(material, shown, rows) if len(references) > 1 else (rows, shown)
    drawn, order = choose_outlets(drawn, named, "ratio" if rate else "difference")
    axes = new_axes(shown, len(order), each=0.25 if len(references) == 1 else 0.34)
    colours = colours_of(material, shown)
    methods = [m for m in ("paired", "unpaired") if m in set(rows["method"])]
    offsets = {"paired": 0.17, "unpaired": -0.17} if len(methods) > 1 else dict.fromkeys(methods, 0.0)
    markers = {"paired": "s", "unpaired": "o"}
    places = {outlet: place for place, outlet in enumerate(order)}
    for _, row in take_gaps(drawn).iterrows():
        place = places[row["outlet"]] + offsets[row["method"]]
        colour = colours[str(row["outlet"]).split(PAIR)[0]]
        draw_mark(axes, row, place, colour, marker=markers[row["method"]])
    draw_zero(axes, drawn)
    if not rate:
        scale_differences(axes)
    counted = drawn.drop_duplicates("outlet", keep="last").set_index("outlet")["n_outlet"]
    label_rows(material, named, axes, order, counted)
    titles = {"paired": "Same stories", "unpaired": "All articles"}
    if len(methods) > 1:
        write_key(axes.figure, {titles[m]: (markers[m], INK, True) for m in methods})  # type: ignore[arg-type]
    against = name_of(material, shown, references[0]) if len(references) == 1 else "the outlet named second"
    axes.set_xlabel(f"{'Ratio to' if rate else 'Difference from'} {against}", loc="right")
    keep_data(axes, rows[rows["outlet"].isin(shown.outlets)] if shown.outlets else rows)
    how = "" if voice == "all" else f" {VOICE_TITLES[voice]}"
    what = f"{'Ratio to' if rate else 'Difference from'} {against}{how}; in brackets: {unit_of(shown.measure)}."
    never = f"A line that crosses {'one' if rate else 'zero'} cannot tell."
    return axes.figure, f"{what} {LEVELS.format(clusters=clusters(material))} {never}"  # type: ignore[return-value]


def _pairs(material: Material, shown: Shown, rows: pd.DataFrame) -> tuple[pd.DataFrame, Shown]:
    """Make each pair of outlet and reference a row of its own, named by both."""
    pair = rows["outlet"] + PAIR + rows["reference"]
    both = dict.fromkeys(pair)
    names = {one: " – ".join(name_of(material, shown, outlet) for outlet in one.split(PAIR)) for one in both}
    order = [one for outlet in shown.outlets for one in both if one.split(PAIR)[0] == outlet]
    return rows.assign(outlet=pair), replace(shown, names=names, outlets=tuple(order))


def _naming(material: Material, shown: Shown) -> tuple[Figure, str]:
    voice = (shown.voice or ("outlet",))[0]
    hostile = material.levels("stance", shown.target, (voice,)).set_index("outlet")
    friendly = material.levels("stance_legitimising", shown.target, (voice,)).set_index("outlet")["value"]
    kept, order = choose_outlets(hostile.reset_index(), shown)
    rows = kept.set_index("outlet").loc[order].assign(legitimising=friendly.reindex(order))
    rows = rows.rename(columns={"value": "delegitimising"})
    rows["neutral"] = 1 - rows["delegitimising"] - rows["legitimising"]
    axes = new_axes(shown, len(order), each=0.22, head=0.55)
    left, places = np.zeros(len(order)), np.arange(len(order))
    paint = GREYS if shown.palette == "grey" else CATEGORY_COLOURS
    for category in ("delegitimising", "neutral", "legitimising"):
        width = rows[category].fillna(0).to_numpy()
        axes.barh(places, width, left=left, height=0.62, color=paint[category], hatch=CATEGORY_HATCHES[category],
                  edgecolor="white", linewidth=0.4)  # fmt: skip
        left = left + width
    sure = rows["ci_low"].notna().to_numpy()
    axes.hlines(places[sure], rows["ci_low"][sure], rows["ci_high"][sure], color=INK, linewidth=1, zorder=3)
    for edge in ("ci_low", "ci_high"):
        axes.plot(rows[edge][sure], places[sure], "|", color=INK, markersize=4, zorder=3)
    label_rows(material, shown, axes, order, rows["n"])
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    boxes = {c: Patch(facecolor=paint[c], hatch=CATEGORY_HATCHES[c], edgecolor="#BBBBBB", lw=0.4) for c in paint}
    write_key(axes.figure, {c.capitalize(): (boxes[c],) for c in ("delegitimising", "neutral", "legitimising")})  # type: ignore[arg-type]
    keep_data(axes, rows.reset_index())
    what = f"Shares of namings of {spaced(shown.target)} {VOICE_TITLES[voice]}; in brackets: namings."
    line = f"Black: 95 % interval of the delegitimising share over {clusters(material)}, where there are enough."
    return axes.figure, f"{what} {line}"  # type: ignore[return-value]


def _sources(material: Material, shown: Shown) -> tuple[Figure, str]:
    voice = (shown.voice or ("all",))[0]
    rows = material.levels(shown.measure, None, (voice,))
    rows, order = choose_outlets(rows, shown)
    outlets = order[::-1] if shown.outlets else sorted(order)
    mean = rows.groupby("target")["value"].mean().sort_values(kind="stable")
    kinds = [kind for kind in mean.index if mean[kind] >= RARE]
    axes = new_axes(shown, len(kinds), each=0.12 + 0.06 * len(outlets), head=0.7)
    colours = colours_of(material, shown)
    spread = np.linspace(0.3, -0.3, len(outlets)) if len(outlets) > 1 else [0.0]
    for number, (outlet, offset) in enumerate(zip(outlets, spread, strict=True)):
        part = rows[rows["outlet"] == outlet].set_index("target")
        for place, kind in enumerate(kinds):
            if kind in part.index:
                draw_mark(axes, part.loc[kind], place + offset, colours[outlet], marker=MARKS[number % len(MARKS)])
    axes.set_yticks(range(len(kinds)), [spaced(kind).capitalize() for kind in kinds])
    axes.set_ylim(-0.6, len(kinds) - 0.4)
    axes.grid(visible=False, axis="y")
    n = rows.groupby("outlet")["n"].max()
    keys = {f"{name_of(material, shown, o)} ({n[o]:,.0f})": (MARKS[i % len(MARKS)], colours[o], True)
            for i, o in enumerate(outlets)}  # fmt: skip
    write_key(axes.figure, keys)  # type: ignore[arg-type]
    scale_values(axes, shown.measure)
    keep_data(axes, rows)
    rare = [spaced(str(kind)) for kind in mean.index if kind not in kinds and mean[kind] > 0]
    left_out = f" Below {RARE:.0%} on average and not drawn: {', '.join(rare)}." if rare else ""
    return axes.figure, (  # type: ignore[return-value]
        f"Shares of the sources whose kind is known, whose number stands in brackets."
        f"{left_out} {LEVELS.format(clusters=clusters(material))}"
    )


def _time(material: Material, shown: Shown) -> tuple[Figure, str]:
    voice = voices_of(material, shown)[0]
    published = material.articles["published"].dropna()
    every = "D" if len(published) and (published.max() - published.min()).days <= DAYS else "W"
    table = material.days(shown.measure, shown.target, voice, every)
    firm = table[table["value"].notna() & (table["n"] >= FEWEST)]
    counts = firm["outlet"].value_counts()
    follow = shown.outlets or tuple(sorted(counts.index[counts >= 2]))
    if not follow:
        raise FramingError(f"'{shown.name}': no outlet has two periods with {FEWEST} or more {unit_of(shown.measure)}.")
    across = 2 if shown.columns == 1 else 4
    lines = -(-len(follow) // across)
    figure, grid = plt.subplots(lines, across, figsize=(WIDTHS[shown.columns], 0.35 + 0.95 * lines), sharex=True,
                                sharey=True, squeeze=False)  # fmt: skip
    colours = colours_of(material, shown)
    for axes in grid.ravel()[len(follow) :]:
        axes.set_visible(False)
    for axes, outlet in zip(grid.ravel(), follow, strict=False):
        part = firm[firm["outlet"] == outlet].sort_values("period")
        axes.plot(part["period"], part["value"], "o-", color=colours[outlet], markersize=2.5, linewidth=0.9)
        axes.fill_between(
            part["period"], part["ci_low"], part["ci_high"], color=colours[outlet], alpha=0.2, linewidth=0
        )
        axes.set_title(fill(name_of(material, shown, outlet), 26), fontweight="normal", color=INK, pad=2)
        locator = AutoDateLocator(minticks=2, maxticks=4)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
        axes.tick_params(labelsize=6.5, pad=1)
        if is_share(shown.measure):
            axes.yaxis.set_major_formatter(PercentFormatter(1))
        keep_data(axes, table[table["outlet"] == outlet])
    period = "day" if every == "D" else "week"
    return figure, (
        f"{VOICE_TITLES[voice].capitalize()}, {period} by {period}; {period}s with fewer than {FEWEST} "
        f"{unit_of(shown.measure)} are left out. Bands: 95 % intervals over {clusters(material)}."
    )


DRAWN: dict[str, Callable[[Material, Shown], tuple[Figure, str]]] = {
    "levels": _levels,
    "difference": _difference,
    "naming": _naming,
    "sources": _sources,
    "time": _time,
}
