"""Parts of the figures for a page: width, rows with names and n, marks, keys, axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from textwrap import fill
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from framing.display.figures.ratios import REST_NAME
from framing.display.figures.style import INK, order_rows, outlet_colours, use_style
from framing.errors import FramingError
from framing.paper.material import Material
from framing.paper.plan import Shown
from framing.scoring.measure import load_measures

WIDTHS = {1: 3.4, 2: 7.0}
"""Inches of one and of two columns."""
SMALL = (
    "font.size", "axes.labelsize", "axes.titlesize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize",
)  # fmt: skip
PADS = {"figure.constrained_layout.w_pad": 0.02, "figure.constrained_layout.h_pad": 0.02, "axes.linewidth": 0.6}
LETTERS = 16
"""Letters of a key that an inch holds."""
VOICES = {"outlet": "Own voice", "source": "Sources' voice", "distanced": "At a distance", "all": "All voices"}


@contextmanager
def print_style() -> Iterator[None]:
    """Set sizes of letters and lines for a figure that is printed as wide as it is."""
    use_style()
    with mpl.rc_context():
        mpl.rcParams.update(dict.fromkeys(SMALL, 7.5) | PADS)  # type: ignore[arg-type]
        yield


def new_axes(shown: Shown, rows: int, *, each: float = 0.2, head: float = 0.5) -> Axes:
    """Give axes of the width of the columns, each row so high."""
    return plt.figure(figsize=(WIDTHS[shown.columns], head + each * rows)).add_subplot()


def voices_of(material: Material, shown: Shown) -> tuple[str, ...]:
    """Give the voices that are asked for, else those that the study has of the measure, its own voice first."""
    if shown.voice:
        return shown.voice
    rows = material.scores[material.scores["measure"] == shown.measure]
    there = set(rows.loc[rows["target"] == shown.target, "voice"])
    planned = [voice for voice in material.plan.voices if voice in there] or sorted(there)
    return tuple(sorted(planned, key=("outlet", "all", "source", "distanced").index))[:2]


def choose_outlets(rows: pd.DataFrame, shown: Shown, column: str = "value") -> tuple[pd.DataFrame, list[str]]:
    """Keep the outlets that are asked for; give them in the order of the figure, from below."""
    absent = [outlet for outlet in shown.outlets if outlet not in set(rows["outlet"])]
    if absent:
        known = ", ".join(sorted(set(rows["outlet"])))
        raise FramingError(f"'{shown.name}' asks for '{absent[0]}', of which there is nothing to show; {known} have.")
    if shown.outlets:
        return rows[rows["outlet"].isin(shown.outlets)], list(shown.outlets[::-1])
    return rows, order_rows(rows, column)


def name_of(material: Material, shown: Shown, outlet: str) -> str:
    """Give the name of an outlet in print: the study's, the collection's, else its id."""
    return str(shown.names.get(outlet, REST_NAME if outlet == "rest" else material.known.get(outlet, outlet)))


def colours_of(material: Material, shown: Shown) -> dict[str, str]:
    """Give each outlet the colour that it has in every figure of the collection, or ink for all."""
    ids = sorted(set(material.articles[material.plan.by].dropna().astype(str)))
    every = material.results.corpus.outlets if material.plan.by == "outlet_id" else ids
    return dict.fromkeys(ids, INK) if shown.palette == "grey" else outlet_colours(every)


def label_rows(material: Material, shown: Shown, axes: Axes, order: list[str], n: pd.Series) -> None:
    """Name the rows, with n in brackets."""
    wide = 22 if shown.columns == 1 else 40
    labels = [f"{fill(name_of(material, shown, o), wide)} ({n.get(o, 0):,.0f})" for o in order]
    axes.set_yticks(range(len(order)), labels)
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.grid(visible=False, axis="y")
    axes.tick_params(length=0, pad=2)


def draw_mark(axes: Axes, row: pd.Series, place: float, colour: str, *, marker: str = "o", filled: bool = True) -> None:
    """Draw a value with its interval; an open bound runs to the edge as an arrow would."""
    if pd.isna(row["value"]):
        return
    thin = pd.isna(row["ci_low"])
    if not thin:
        axes.hlines(place, row["ci_low"], row["ci_high"], color=colour, linewidth=1.1, alpha=0.75)
    face = colour if filled else "white"
    axes.plot(row["value"], place, marker, color=colour, markerfacecolor=face, markersize=3 if thin else 4,
              markeredgewidth=0.9, alpha=0.45 if thin else 1, zorder=3)  # fmt: skip


def write_key(figure: Figure, keys: Mapping[str, tuple[Any, ...]]) -> None:
    """Write a key above the axes: label to marker, colour and whether it is filled; or to a patch."""
    handles = [
        key[0] if isinstance(key[0], Patch) else
        Line2D([], [], marker=key[0], color=key[1], markerfacecolor=key[1] if key[2] else "white", linestyle="",
               markersize=4)
        for key in keys.values()
    ]  # fmt: skip
    room = figure.get_figwidth() * LETTERS
    columns = next((n for n in range(len(keys), 1, -1) if _width(list(keys), n) <= room), 1)
    figure.legend(handles, list(keys), loc="outside upper left", ncols=columns, frameon=False, borderpad=0.1,
                  handlelength=1, handletextpad=0.3, columnspacing=1)  # fmt: skip


def _width(labels: list[str], columns: int) -> int:
    """Give the letters that the widest labels of so many columns take; a key is filled column by column."""
    lines = -(-len(labels) // columns)
    return sum(5 + max(map(len, labels[i : i + lines])) for i in range(0, len(labels), lines))


def scale_values(axes: Axes, measure: str) -> None:
    """Write values as percent where they are shares, else with their unit."""
    axes.xaxis.set_major_locator(MaxNLocator(5))
    known = load_measures().get(measure)
    if is_share(measure):
        low, high = _wide_enough(*axes.get_xlim())
        axes.set_xlim(max(low, -0.03), min(high, 1.03))
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    elif known is not None:
        axes.set_xlabel(fill(known.unit, 44), loc="right")


def _wide_enough(low: float, high: float, *, least: float = 0.2) -> tuple[float, float]:
    """Give an axis a span on which ticks differ, where all values are alike."""
    lacking = max(0.0, least - (high - low)) / 2
    return low - lacking, high + lacking


def scale_differences(axes: Axes) -> None:
    """Give differences that are all alike a span."""
    axes.set_xlim(*_wide_enough(*axes.get_xlim()))
    axes.xaxis.set_major_locator(MaxNLocator(5))


def is_share(measure: str) -> bool:
    """Tell whether values are shares, told in percent."""
    known = load_measures().get(measure)
    return known is not None and known.counts == "share"


def unit_of(measure: str) -> str:
    """Say what n counts."""
    known = load_measures().get(measure)
    return "pieces of evidence" if known is None else known.counted


def clusters(material: Material) -> str:
    """Say what was drawn: stories, or articles where no event is shared."""
    drawn = sorted(set(material.comparisons["clusters"])) if len(material.comparisons) else ["articles"]
    return drawn[0].replace(", else articles", " and single articles")
