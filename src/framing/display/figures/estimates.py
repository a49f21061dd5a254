"""Figures: every estimate with its interval and its n, one colour per outlet, labels on the marks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from framing.display.figures.style import (
    CATEGORY_COLOURS,
    CATEGORY_HATCHES,
    FAINT,
    INK,
    blank_axes,
    draw_dot,
    keep_data,
    label_n,
    name_rows,
    new_axes,
    outlet_colours,
)
from framing.errors import FramingError
from framing.scoring.measure import load_measures

VOICE_TITLES = {
    "outlet": "in the outlet's own voice",
    "source": "in the voice of its sources",
    "distanced": "at a distance (scare quotes, denials)",
    "all": "in all voices together",
}
SHARES = ("stance", "stance_legitimising", "stance_modifiers", "adoption")


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
    rows_of = sorted(chosen["outlet"].unique(), reverse=True)
    axes = new_axes(axes, height=1.2 + 0.42 * len(rows_of) * max(1, 0.6 * len(voices)))
    colours = outlet_colours(outlets if outlets is not None else list(estimates["outlet"]))
    offsets = np.linspace(0.18, -0.18, len(voices)) if len(voices) > 1 else [0.0]
    for offset, voice in zip(offsets, voices, strict=True):
        rows = chosen[chosen["voice"] == voice].set_index("outlet")
        for place, outlet in enumerate(rows_of):
            if outlet in rows.index:
                draw_dot(axes, rows.loc[outlet], place + offset, colours[outlet], filled=voice == voices[0])
    name_rows(axes, rows_of)
    axes.set_title(measure_title(measure, target))
    marks = ("●", "○") if len(voices) > 1 else ("",)
    axes.set_xlabel("     ".join(f"{mark} {VOICE_TITLES[v]}".strip() for mark, v in zip(marks, voices, strict=True)))
    if _is_share(chosen):
        axes.xaxis.set_major_formatter(PercentFormatter(1))
    return keep_data(axes, chosen)


def plot_naming(estimates: pd.DataFrame, *, target: str, voice: str = "outlet", axes: Axes | None = None) -> Axes:
    """Draw how each outlet names a target: stacked shares of delegitimising, neutral and legitimising namings.

    Parameters
    ----------
    estimates : DataFrame
        From `framing.estimate`, with the measures stance and stance_legitimising.
    target, voice : str
    axes : Axes, optional

    Returns
    -------
    Axes
        The black line is the interval of the delegitimising share; n is the number of namings.

    Notes
    -----
    Bars are of equal length whatever n is: a bar that rests on three namings looks as firm as one on three hundred.
    """
    hostile = _choose(estimates, measure="stance", target=target, voices=(voice,)).set_index("outlet")
    if not len(hostile):
        return blank_axes(axes, _nothing("stance", target, (voice,)))
    friendly = _choose(estimates, measure="stance_legitimising", target=target, voices=(voice,)).set_index("outlet")
    outlets = hostile.index.sort_values(ascending=False)
    hostile, friendly = hostile.loc[outlets], friendly.loc[outlets]
    height = 1.4 + 0.42 * len(outlets)
    axes = new_axes(axes, height=height)
    place = np.arange(len(outlets))
    shares = {"delegitimising": hostile["value"], "legitimising": friendly["value"]}
    shares["neutral"] = 1 - shares["delegitimising"] - shares["legitimising"]
    left = np.zeros(len(outlets))
    for category in ("delegitimising", "neutral", "legitimising"):
        width = shares[category].fillna(0).to_numpy()
        axes.barh(
            place, width, left=left, height=0.62, color=CATEGORY_COLOURS[category], hatch=CATEGORY_HATCHES[category],
            label=category, edgecolor="white", linewidth=0.5,
        )  # fmt: skip
        left = left + width
    _interval_lines(axes, hostile, place)
    for y, (_, row) in enumerate(hostile.iterrows()):
        label_n(axes, row, y)
    axes.set_yticks(place, outlets)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(visible=False, axis="y")
    axes.set_title(f"How {target} are named {VOICE_TITLES[voice]}")
    axes.legend(loc="upper left", bbox_to_anchor=(0, -0.42 / height), ncols=3, frameon=False, fontsize=8.5)
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
    """Draw how far each outlet lies from its reference, with the interval of the difference.

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
        Filled: paired within stories (presentation). Open: all articles (presentation and selection).

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
    rows_of = sorted(rows["outlet"].unique(), reverse=True)
    axes = new_axes(axes, height=1.4 + 0.48 * len(rows_of))
    colours = outlet_colours(outlets if outlets is not None else [*comparisons["outlet"], *comparisons["reference"]])
    for method, offset in (("paired", 0.14), ("unpaired", -0.14)):
        part = rows[rows["method"] == method].set_index("outlet")
        for place, outlet in enumerate(rows_of):
            if outlet in part.index:
                row = part.loc[outlet].rename({"difference": "value", "n_outlet": "n"})
                draw_dot(axes, row, place + offset, colours[outlet], filled=method == "paired")
    axes.axvline(0, color=INK, linewidth=1)
    name_rows(axes, rows_of)
    reference = ", ".join(sorted(rows["reference"].unique()))
    axes.set_title(f"{measure_title(measure, str(target))}: difference from {reference}")
    axes.set_xlabel("● same stories     ○ all articles" if "paired" in set(rows["method"]) else "all articles")
    return keep_data(axes, rows)


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
    axes.set_xlabel("log-odds with 95 % interval; counts here : elsewhere")
    axes.set_title(f"Words of {outlet}")
    return keep_data(axes, rows.iloc[::-1])


def measure_title(measure: str, target: str = "all") -> str:
    """Name a measure for people, with its target."""
    known = load_measures().get(measure)
    title = known.title if known is not None else measure.replace("_", " ")
    return title if target == "all" else f"{title}, {target}"


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


def _is_share(rows: pd.DataFrame) -> bool:
    return rows["measure"].isin(SHARES).all()
