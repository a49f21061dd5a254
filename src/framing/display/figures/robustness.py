"""Figures of whether a finding survives: stories and agency copy, and other ways to measure."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from framing.comparison.checks.survival import KEPT, LEFT_OUT
from framing.display.figures.estimates import (
    METHOD_MARKERS,
    VOICE_TITLES,
    is_share,
    lower_first,
    measure_title,
)
from framing.display.figures.findings import describe_differences, list_names
from framing.display.figures.ratios import (
    DIFFERENCES,
    PAIR,
    REST_NAME,
    caption_of,
    draw_zero,
    name_contrasts,
    take_gaps,
    tell_points,
)
from framing.display.figures.style import (
    CATEGORY_COLOURS,
    FAINT,
    INK,
    blank_axes,
    blank_figure,
    draw_dot,
    keep_data,
    name_rows,
    new_axes,
    new_panels,
    order_rows,
    outlet_colours,
    outlet_names,
    say,
)

ROWS = (("unpaired", KEPT), ("unpaired", LEFT_OUT), ("paired", KEPT), ("paired", LEFT_OUT))
MARKERS = {("unpaired", KEPT): "o", ("unpaired", LEFT_OUT): "^", ("paired", KEPT): "s", ("paired", LEFT_OUT): "D"}
KEY = "● all articles   ■ same stories      ▲ ◆ the same without agency copy"


def plot_survival(
    treated: pd.DataFrame,
    *,
    measure: str,
    target: str = "all",
    voice: str = "all",
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw each outlet's difference four times: all articles and shared stories, with and without agency copy.

    Parameters
    ----------
    treated : DataFrame
        From `try_treatments`.
    measure, target, voice : str
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    axes : Axes, optional

    Returns
    -------
    Axes
        Round: all articles, square: shared stories; triangle, diamond: the same without agency copy. n is the outlet's.

    Notes
    -----
    Four intervals are not four findings: one was declared, the others are checks of it.
    """
    rows = treated[(treated["measure"] == measure) & (treated["target"] == target) & (treated["voice"] == voice)]
    if not len(rows):
        return blank_axes(axes, f"There is no comparison of '{measure}' on '{target}' in the voice '{voice}'.")
    rows = rows[rows["wire"].isin((KEPT, LEFT_OUT))]
    drawn, known, reference = name_contrasts(rows, outlet_names(outlets))
    names = order_rows(drawn.sort_values(["wire", "method"], key=lambda c: c != KEPT, kind="stable"), "difference")
    axes = new_axes(axes, height=1.5 + 0.78 * len(names))
    colours = outlet_colours(outlets if outlets is not None else [*rows["outlet"], *rows["reference"]])
    gaps = take_gaps(drawn)
    for number, (method, wire) in enumerate(ROWS):
        part = gaps[(gaps["method"] == method) & (gaps["wire"] == wire)].set_index("outlet")
        for place, outlet in enumerate(names):
            if outlet in part.index:
                where, colour = place + 0.3 - 0.2 * number, colours.get(outlet.split(PAIR)[0], INK)
                draw_dot(axes, part.loc[outlet], where, colour, marker=MARKERS[method, wire])
    draw_zero(axes, rows, share=is_share(rows))
    for place in range(len(names) - 1):
        axes.axhline(place + 0.5, color="#E6E6E6", linewidth=0.8)
    name_rows(axes, [known.get(name, name) for name in names])
    spoken = "" if voice == "all" else f", {VOICE_TITLES.get(voice, voice)}"
    what = f"{lower_first(measure_title(measure, target))}{spoken}"
    axes.set_xlabel(KEY)
    strict = drawn[(drawn["method"] == "paired") & (drawn["wire"] == LEFT_OUT)]
    finding = describe_differences(strict, f"{what}, same stories, no agency copy", names=known, reference=reference)
    say(axes, finding, caption_of(rows, what, reference, KEY), outlets=outlets)
    return keep_data(axes, rows)


def plot_variants(variants: pd.DataFrame, *, outlets: pd.DataFrame | None = None, columns: int = 3) -> Figure:
    """Draw how a difference moves when it is measured another way: a panel for each outlet, a row for each way.

    Parameters
    ----------
    variants : DataFrame
        From `sensitivity`, of one target and voice; the declared way comes first.
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        Square: same stories. Round: all articles. Beside each row the n of the outlet, all articles.

    Notes
    -----
    The first row is the finding. A row that differs more is not a better one.
    """
    drawn = sorted(variants["outlet"].unique())
    if not drawn:
        return blank_figure("There is nothing that could be measured another way.")
    ways = list(dict.fromkeys(variants["variant"]))[::-1]
    colours = outlet_colours(outlets if outlets is not None else drawn)
    known = outlet_names(outlets)
    each = 0.6 + 0.3 * len(ways)
    figure, panels = new_panels(len(drawn), columns, width=2.2 + 2.6 * columns, head=0.9, each=each)
    for axes, outlet in zip(panels, drawn, strict=True):
        _panel(axes, variants[variants["outlet"] == outlet], ways, colours.get(outlet, INK))
        axes.set_title(known.get(outlet, outlet), fontsize=10)
    first = variants.iloc[0]
    if is_share(variants):
        tell_points(panels[0], 4)  # the panels share their axes
    what = f"{first['measure']} share" if first["measure"] in CATEGORY_COLOURS else str(first["measure"])
    told = f"{lower_first(measure_title(what, first['target']))}, {VOICE_TITLES.get(first['voice'], first['voice'])}"
    reference = REST_NAME if first["reference"] == "rest" else known.get(first["reference"], first["reference"])
    held = _held(variants, drawn)
    names = list_names([known.get(o, o) for o in held])
    finding = (
        f"Whichever way it is measured, {names} {'keeps' if len(held) == 1 else 'keep'} the sign"
        if held
        else ("No outlet's difference is clear of zero in every way of measuring")
    )
    legend = "■ same stories     ● all articles     at the right: n of the outlet, all articles"
    say(figure, f"{finding}: {told}", f"Difference from {reference}. {legend}. {DIFFERENCES}", outlets=outlets)
    figure.suptitle(f"{figure.get_suptitle()}\n{legend}", fontsize=10, fontweight="normal", x=0.01, ha="left")
    return figure


def _held(variants: pd.DataFrame, outlets: list[str]) -> list[str]:
    """Outlets whose interval lies on one side of zero in every variant, over all articles."""
    rows = variants[variants["method"] == "unpaired"]
    side = (rows["ci_low"] > 0).astype(int) - (rows["ci_high"] < 0).astype(int)
    sides = side.groupby(rows["outlet"]).agg(["min", "max"])
    same = sides[(sides["min"] == sides["max"]) & (sides["min"] != 0)]
    return [outlet for outlet in outlets if outlet in same.index]


def _panel(axes: Axes, rows: pd.DataFrame, ways: list[str], colour: str) -> None:
    for method, shift in (("paired", 0.16), ("unpaired", -0.16)):
        for row in rows[rows["method"] == method].to_dict("records"):
            place = ways.index(row["variant"]) + shift
            axes.hlines(place, row["ci_low"], row["ci_high"], color=colour, linewidth=2, alpha=0.6)
            faded = 0.4 if pd.isna(row["ci_low"]) else 1
            axes.plot(row["difference"], place, METHOD_MARKERS[method], color=colour, markersize=4.5, alpha=faded)
            if method == "unpaired":
                axes.text(
                    1.01, place, f"{row['n_outlet']:,.0f}", transform=axes.get_yaxis_transform(),
                    va="center", fontsize=7, color=FAINT,
                )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(range(len(ways)), ways, fontsize=8)
    axes.set_ylim(-0.6, len(ways) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.tick_params(axis="x", labelsize=8)
    axes.grid(visible=False, axis="y")
    keep_data(axes, rows)
