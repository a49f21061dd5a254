"""Figures: every estimate with its interval and its n, one colour per outlet, labels on the marks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from framing.display.figures.findings import describe_apart, describe_differences, list_names, tell_ratio
from framing.display.figures.ratios import PAIR, caption_of, draw_zero, name_contrasts, take_gaps
from framing.display.figures.style import (
    CATEGORY_COLOURS,
    CATEGORY_HATCHES,
    INK,
    blank_axes,
    draw_dot,
    keep_data,
    label_n,
    name_rows,
    new_axes,
    order_rows,
    outlet_colours,
    outlet_names,
    percent,
    say,
)
from framing.errors import FramingError
from framing.scoring.measure import load_measures

VOICE_TITLES = {
    "outlet": "in the outlet's own voice",
    "source": "in the voice of its sources",
    "distanced": "at a distance (scare quotes, denials)",
    "all": "in all voices together",
}
METHOD_MARKERS = {"paired": "s", "unpaired": "o"}
METHOD_TITLES = {"paired": "■ same stories", "unpaired": "● all articles"}
LEVELS = (
    "Bars and lines: 95 % interval over stories, else articles; n counts the evidence; pale: too few of them for an "
    "interval."
)


def plot_scores(
    estimates: pd.DataFrame,
    *,
    measure: str,
    target: str = "all",
    voices: tuple[str, ...] = ("all",),
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw the level of a measure for each outlet: a dot with its interval, one row an outlet.

    Parameters
    ----------
    estimates : DataFrame
        From `framing.estimate`: outlet, measure, target, voice, value, n, ci_low, ci_high.
    measure, target : str
    voices : tuple of str
        One voice, or two: the first is drawn filled, the second open below it.
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    axes : Axes, optional

    Returns
    -------
    Axes

    Notes
    -----
    A dot without a line has too few articles for an interval: look at its n and do not interpret it. Where no article
    gives the measure a value, the figure says so in words.
    """
    chosen = _choose(estimates, measure=measure, target=target, voices=voices)
    if not len(chosen):
        return blank_axes(axes, _nothing(measure, target, voices))
    own = "outlet" if "outlet" in voices else voices[0]
    rows_of = order_rows(chosen.assign(_own=chosen["voice"] != own).sort_values("_own", kind="stable"))
    axes = new_axes(axes, height=1.6 + 0.42 * len(rows_of) * max(1, 0.6 * len(voices)))
    colours = outlet_colours(outlets if outlets is not None else list(estimates["outlet"]))
    offsets = np.linspace(0.18, -0.18, len(voices)) if len(voices) > 1 else [0.0]
    for offset, voice in zip(offsets, voices, strict=True):
        rows = chosen[chosen["voice"] == voice].set_index("outlet")
        for place, outlet in enumerate(rows_of):
            if outlet in rows.index:
                row = rows.loc[outlet]
                times = tell_ratio(row, " × the others")
                draw_dot(axes, row, place + offset, colours[outlet], filled=voice == own, more=times)
    name_rows(axes, rows_of, outlets)
    share = is_share(chosen)
    marks = ["●" if voice == own else "○" for voice in voices] if len(voices) > 1 else [""]
    key = "     ".join(f"{mark} {VOICE_TITLES[v]}".strip() for mark, v in zip(marks, voices, strict=True))
    known = outlet_names(outlets)
    absent = [known.get(outlet, outlet) for outlet in colours if outlet not in rows_of]
    axes.set_xlabel(key + (f"\nNothing to count: {list_names(absent, most=4)}" if absent else ""))
    if share:
        axes.xaxis.set_major_formatter(percent)
    what = f"{lower_first(measure_title(measure, target))}{'' if own == 'all' else ', ' + VOICE_TITLES[own]}"
    finding = describe_apart(chosen[chosen["voice"] == own], what, names=known, share=share)
    title = measure_title(measure, target) + (f". {key}." if len(voices) > 1 else f", {key}.")
    say(axes, finding, f"{title} {LEVELS}", outlets=outlets)
    return keep_data(axes, chosen)


def plot_naming(
    estimates: pd.DataFrame,
    *,
    target: str,
    voice: str = "outlet",
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw how each outlet names a target: stacked shares of delegitimising, neutral and legitimising namings.

    Parameters
    ----------
    estimates : DataFrame
        From `framing.estimate`, with the measures stance and stance_legitimising.
    target, voice : str
    outlets : DataFrame, optional
        The outlets table: gives the names.
    axes : Axes, optional

    Returns
    -------
    Axes
        The black line is the interval of the delegitimising share; n is the number of namings.

    Notes
    -----
    Bars are of equal length whatever n is: one without an interval rests on few stories and is drawn slim and pale.
    """
    hostile = _choose(estimates, measure="stance", target=target, voices=(voice,)).set_index("outlet")
    if not len(hostile):
        return blank_axes(axes, _nothing("stance", target, (voice,)))
    friendly = _choose(estimates, measure="stance_legitimising", target=target, voices=(voice,)).set_index("outlet")
    order = order_rows(hostile.reset_index())
    hostile, friendly = hostile.loc[order], friendly.reindex(order)
    height = 1.8 + 0.42 * len(order)
    axes = new_axes(axes, height=height)
    place = np.arange(len(order))
    thin = hostile["ci_low"].isna().to_numpy()
    shares = {"delegitimising": hostile["value"], "legitimising": friendly["value"]}
    shares["neutral"] = 1 - shares["delegitimising"] - shares["legitimising"]
    left = np.zeros(len(order))
    for category in ("delegitimising", "neutral", "legitimising"):
        width = shares[category].fillna(0).to_numpy()
        bars = axes.barh(
            place, width, left=left, height=np.where(thin, 0.28, 0.62), color=CATEGORY_COLOURS[category],
            hatch=CATEGORY_HATCHES[category], label=category, edgecolor="white", linewidth=0.5,
        )  # fmt: skip
        for bar, faded in zip(bars, thin, strict=True):
            bar.set_alpha(0.45 if faded else 1)
        left = left + width
    _interval_lines(axes, hostile, place)
    for y, (_, row) in enumerate(hostile.iterrows()):
        label_n(axes, row, y)
    name_rows(axes, order, outlets)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(percent)
    legend = axes.legend(loc="upper left", bbox_to_anchor=(0, -0.42 / height), ncols=3, frameon=False, fontsize=8.5)
    for patch in legend.get_patches():
        patch.set_alpha(1)  # the first bar may be a pale one
    what = f"delegitimising words for {spaced(target)} {VOICE_TITLES[voice]}"
    finding = describe_apart(hostile.reset_index(), what, names=outlet_names(outlets))
    caption = f"How {spaced(target)} are named {VOICE_TITLES[voice]}: shares of namings. {LEVELS}"
    say(axes, finding, caption, outlets=outlets)
    table = hostile.assign(legitimising=friendly["value"]).rename(columns={"value": "delegitimising"}).reset_index()
    return keep_data(axes, table)


def plot_comparison(
    comparisons: pd.DataFrame,
    *,
    measure: str,
    target: str | None = None,
    voice: str = "outlet",
    outlets: pd.DataFrame | None = None,
    axes: Axes | None = None,
) -> Axes:
    """Draw how far each outlet lies from its reference, with the interval of the difference, of rates of the ratio.

    Parameters
    ----------
    comparisons : DataFrame
        The comparisons table.
    measure : str
    target : str, optional
        By default the one with most evidence.
    voice : str
    outlets : DataFrame, optional
        The outlets table: gives every outlet of the collection its colour, drawn or not.
    axes : Axes, optional

    Returns
    -------
    Axes
        Square: paired within stories. Round: all articles. Rates are drawn
        as ratios on a logarithmic axis.

    Notes
    -----
    An interval that spans zero does not show that outlets agree; it shows that these articles cannot tell.
    """
    rows = comparisons[comparisons["measure"] == measure]
    if target is None and len(rows):
        target = str(rows.groupby("target")["n_outlet"].sum().idxmax())
    rows = rows[(rows["target"] == target) & rows["voice"].isin([voice, "all"])]
    rows = rows[rows["voice"] == (voice if (rows["voice"] == voice).any() else "all")]
    if not len(rows):
        return blank_axes(axes, f"There is no comparison of '{measure}' on '{target}' in the voice '{voice}'.")
    drawn, names, reference = name_contrasts(rows, outlet_names(outlets))
    rows_of = order_rows(drawn.sort_values("method", kind="stable"), "difference")
    axes = new_axes(axes, height=1.6 + 0.48 * len(rows_of))
    colours = outlet_colours(outlets if outlets is not None else [*comparisons["outlet"], *comparisons["reference"]])
    gaps = take_gaps(drawn)
    for method, offset in (("paired", 0.14), ("unpaired", -0.14)):
        part = gaps[gaps["method"] == method].set_index("outlet")
        for place, outlet in enumerate(rows_of):
            if outlet in part.index:
                colour = colours[outlet.split(PAIR)[0]]
                draw_dot(axes, part.loc[outlet], place + offset, colour, marker=METHOD_MARKERS[method])
    draw_zero(axes, rows, share=is_share(rows))
    name_rows(axes, [names.get(name, name) for name in rows_of])
    methods = [m for m in METHOD_MARKERS if m in set(rows["method"])]
    key = "     ".join(METHOD_TITLES[m] for m in methods)
    axes.set_xlabel(key)
    where = "on the same stories" if "paired" in methods else "over all articles"
    what = f"{lower_first(measure_title(measure, str(target)))}, {where}"
    finding = describe_differences(drawn[drawn["method"] == methods[0]], what, names=names, reference=reference)
    say(axes, finding, caption_of(rows, what, reference, key), outlets=outlets)
    return keep_data(axes, rows)


def measure_title(measure: str, target: str = "all") -> str:
    """Name a measure for people, with its target."""
    known = load_measures().get(measure)
    title = known.title if known is not None else measure.replace("_", " ")
    if "the target" in title:
        return title.replace("the target", "whoever is named" if target == "all" else spaced(target))
    return title if target == "all" else f"{title}, {spaced(target)}"


def is_share(rows: pd.DataFrame) -> bool:
    """Tell whether all rows are shares, as their scores say; of a table that says nothing, as their measures do."""
    if "counts" in rows:
        return bool((rows["counts"] == "share").all())
    known = load_measures()
    return all(name in known and known[name].counts == "share" for name in set(rows["measure"]))


def spaced(name: str) -> str:
    """Write an id as words."""
    return name.replace("-", " ").replace("_", " ")


def lower_first(text: str) -> str:
    """Put a title into a sentence."""
    return text[:1].lower() + text[1:]


def _choose(estimates: pd.DataFrame, *, measure: str, target: str, voices: tuple[str, ...]) -> pd.DataFrame:
    rows = estimates[
        (estimates["measure"] == measure) & (estimates["target"] == target) & estimates["voice"].isin(voices)
    ]
    if not len(rows) and measure not in set(estimates["measure"]):
        raise FramingError(_nothing(measure, target, voices))
    return rows.reset_index(drop=True)


def _nothing(measure: str, target: str, voices: tuple[str, ...]) -> str:
    return f"There is no estimate of '{measure}' on '{target}' in the voice {' or '.join(voices)}."


def _interval_lines(axes: Axes, rows: pd.DataFrame, place: np.ndarray) -> None:
    known = rows["ci_low"].notna().to_numpy()
    axes.hlines(place[known], rows["ci_low"][known], rows["ci_high"][known], color=INK, linewidth=1.4, zorder=3)
    for edge in ("ci_low", "ci_high"):
        axes.plot(rows[edge][known], place[known], "|", color=INK, markersize=7, zorder=3)
