"""How figures look, and how they are saved: one colour per outlet everywhere, and the numbers beside the picture."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from framing.display.figures.findings import describe_rows
from framing.provenance import calls_of, fingerprint, software
from framing.untrusted import defuse_table

PALETTE = (
    "#0077BB",
    "#CC3311",
    "#009988",
    "#EE7733",
    "#882255",
    "#33BBEE",
    "#999933",
    "#332288",
    "#EE3377",
    "#777777",
    "#117733",
    "#AA8800",
)
"""Paul Tol's colour-blind safe hues, ordered so that neighbours differ in lightness as well."""

CATEGORY_COLOURS = {"legitimising": "#7FB8A4", "neutral": "#DDDDDD", "delegitimising": "#B2492F"}
CATEGORY_HATCHES = {"legitimising": "", "neutral": "", "delegitimising": "///"}
INK = "#222222"
FAINT = "#6B6B6B"
FOOT, FOOT_INCHES, FOOT_LETTERS = "foot", 0.2, 16
PER_INCH = 9.3
"""Letters of a bold title that an inch holds."""


def use_style() -> None:
    """Set seaborn's theme and matplotlib's defaults for all figures of the session."""
    sns.set_theme(style="whitegrid", context="notebook")
    mpl.rcParams.update(
        {
            "figure.dpi": 110,
            "text.parse_math": False,  # an outlet may be called "$"
            "savefig.dpi": 200,
            "figure.constrained_layout.use": True,
            "figure.constrained_layout.w_pad": 0.09,
            "figure.constrained_layout.h_pad": 0.07,
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": 9.5,
            "axes.edgecolor": "#BBBBBB",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "grid.color": "#E6E6E6",
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "hatch.linewidth": 0.6,
            "hatch.color": "#FFFFFF",
            "svg.hashsalt": "framing",
            "pdf.fonttype": 42,
        }
    )


def outlet_colours(outlets: pd.DataFrame | list[str]) -> dict[str, str]:
    """Give each outlet its colour, by the order of its id: the same in every figure of a collection.

    Parameters
    ----------
    outlets : DataFrame or list of str
        The outlets table, or ids. Give all outlets of the collection, or of the table that is drawn from, and not only
        those that happen to be drawn.
    """
    ids = set(outlets["outlet_id"] if isinstance(outlets, pd.DataFrame) else outlets) - {"rest"}
    return {outlet: PALETTE[i % len(PALETTE)] for i, outlet in enumerate(sorted(ids))}


def outlet_names(outlets: pd.DataFrame | None) -> dict[str, str]:
    """Give each outlet its full name; without a table there are none, and ids stand for themselves."""
    return {} if outlets is None else dict(zip(outlets["outlet_id"], outlets["name"], strict=True))


def keep_data(axes: Axes, table: pd.DataFrame) -> Axes:
    """Hang the table that was plotted on the Axes, so that `save_figure` can write it beside the picture."""
    axes.framing_data = table.reset_index(drop=True)  # type: ignore[attr-defined]
    return axes


def say(drawn: Axes | Figure, finding: str, caption: str, *, outlets: pd.DataFrame | None = None) -> None:
    """Write a finding over a figure, and hang it with its caption on it for `save_figure`."""
    figure: Any = drawn.figure if isinstance(drawn, Axes) else drawn
    if isinstance(drawn, Axes) and len(figure.axes) > 1:
        drawn.set_title(fill(finding, int(drawn.get_position().width * figure.get_figwidth() * PER_INCH)))
    else:
        told = fill(finding, int(figure.get_figwidth() * PER_INCH))
        figure.suptitle(told, fontsize=11, fontweight="bold", x=0.01, ha="left")
    figure.framing_text = {"title": finding, "caption": caption, "names": outlet_names(outlets)}


def plotted_data(figure: Figure) -> pd.DataFrame:
    """Give the numbers behind a figure, with a column `panel` when there are several Axes."""
    kept = [table.assign(panel=i) for i, table in enumerate(plotted_tables(figure))]
    if not kept:
        return pd.DataFrame()
    joined = pd.concat(kept, ignore_index=True)
    return joined.drop(columns="panel") if len(kept) == 1 else joined


def plotted_tables(figure: Figure) -> list[pd.DataFrame]:
    """Give the tables that hang on the Axes of a figure."""
    tables = (getattr(axes, "framing_data", None) for axes in figure.axes)
    return [table for table in tables if table is not None]


def save_figure(figure: Figure | Axes, path: str | Path, *, provenance: dict[str, Any] | None = None) -> list[Path]:
    """Save a figure as PDF and PNG, the numbers behind it as CSV, and where they come from as JSON.

    Parameters
    ----------
    figure : Figure or Axes
    path : str or Path
        Without ending: ``figures/naming`` makes ``naming.pdf``, ``.png``, ``.csv`` and ``.json``.
    provenance : dict, optional
        What to record beside what is always there (the fingerprint of the package, versions of libraries, and the calls
        with seeds and arguments that made the numbers): collection, lexicons …. Its ``validity``, such as that of a
        manifest, is written at the foot of the figure.

    Returns
    -------
    list of Path

    Notes
    -----
    The same figure gives the same bytes: no dates, no random ids.
    """
    drawn: Any = figure.figure if isinstance(figure, Axes) else figure
    if provenance and provenance.get("validity"):
        write_foot(drawn, provenance["validity"])
    settle_layout(drawn)
    base = Path(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    table = plotted_data(drawn)
    csv = defuse_table(table).to_csv(index=False, float_format="%.6g")
    written = [base.with_name(base.name + ending) for ending in (".pdf", ".png", ".csv", ".json")]
    drawn.savefig(written[0], metadata={"CreationDate": None, "ModDate": None})
    drawn.savefig(written[1], metadata={"Software": None})
    written[2].write_text(csv, encoding="utf-8")
    record = {
        "figure": base.name,
        **_texts(drawn, table),
        "data_sha256": hashlib.sha256(csv.encode()).hexdigest(),
        **(provenance or {}),
        "made_by": fingerprint(),
        "software": software(),
        "calls": calls_of(plotted_tables(drawn)),
    }
    unfinished = base.with_name(base.name + ".tmp")  # the front page may be written while a figure is
    unfinished.write_text(json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.replace(written[3])
    return written


def settle_layout(figure: Figure) -> None:
    """Lay a figure out once and for all, to a millionth: the last digits of the solver hang on places in memory."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = (round(float(x), 6) for x in axes.get_position(original=True).bounds)
        axes.set_position((left, bottom, width, height))


def _texts(figure: Any, table: pd.DataFrame) -> dict[str, str]:
    """Give what the figure says, how it was made, and both with the numbers for who cannot see it."""
    told = getattr(figure, "framing_text", None)
    if told is None:
        return {}
    numbers = describe_rows(table, names=told["names"])
    return {"title": told["title"], "caption": told["caption"], "alt": f"{told['title']}. {numbers}".strip()}


def write_foot(figure: Figure, text: str) -> None:
    """Write lines below all that is drawn, once, as wide as the figure."""
    if any(line.get_gid() == FOOT for line in figure.texts):
        return
    text = fill(text, int(FOOT_LETTERS * figure.get_figwidth()))
    strip = FOOT_INCHES * (1 + 0.7 * text.count("\n")) / figure.get_figheight()
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(rect=(0, strip, 1, 1 - strip))
    figure.text(0.01, 0.05 / figure.get_figheight(), text, fontsize=8, va="bottom", color=INK, gid=FOOT)


def new_axes(axes: Axes | None, *, width: float = 7.5, height: float = 4.0) -> Axes:
    """Give the Axes to draw on: the caller's, or those of a new figure."""
    use_style()
    return axes if axes is not None else plt.figure(figsize=(width, height)).add_subplot()


def new_panels(count: int, columns: int, *, width: float, head: float, each: float) -> tuple[Figure, list[Axes]]:
    """Give a figure of panels that share their axes, each so high; the lowest of a column has its labels."""
    use_style()
    lines = -(-count // columns)
    figure, grid = plt.subplots(
        lines, columns, figsize=(width, head + lines * each), sharex=True, sharey=True, squeeze=False
    )
    panels = list(grid.ravel())
    for axes in panels[count:]:
        axes.set_visible(False)
    for axes in panels[max(0, count - columns) : count]:
        axes.tick_params(labelbottom=True)
    return figure, panels[:count]


def blank_axes(axes: Axes | None, reason: str) -> Axes:
    """Draw no data but the reason, so that a report of a small collection goes on: what is undefined is missing."""
    axes = new_axes(axes, height=1.2)
    axes.text(0.5, 0.5, fill(reason, 90), transform=axes.transAxes, ha="center", va="center", fontsize=9, color=FAINT)
    axes.set_axis_off()
    return keep_data(axes, pd.DataFrame())


def blank_figure(reason: str) -> Figure:
    """Give a figure that draws no data but the reason."""
    use_style()
    figure = plt.figure(figsize=(7.5, 1.2))
    blank_axes(figure.add_subplot(), reason)
    return figure


def draw_dot(
    axes: Axes, row: pd.Series, place: float, colour: str, *, filled: bool = True, marker: str = "o", more: str = ""
) -> None:
    """Draw a value with its interval, its n and what more is to be said: row has value, ci_low, ci_high and n.

    Notes
    -----
    Thin evidence is faded. Open is kept for voices that are not the outlet's own, in every figure; stories and agency
    copy are told by shape.
    """
    if pd.isna(row["value"]):
        axes.text(0.01, place, "not named", transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=FAINT)
        return
    thin = pd.isna(row["ci_low"])
    if not thin:
        axes.hlines(place, row["ci_low"], row["ci_high"], color=colour, linewidth=2.4, alpha=0.6)
    face = colour if filled else "white"
    axes.plot(
        row["value"], place, marker, color=colour, markerfacecolor=face, markersize=5 if thin else 7,
        markeredgewidth=1.6, alpha=0.4 if thin else 1,
    )  # fmt: skip
    label_n(axes, row, place, more)


def label_n(axes: Axes, row: pd.Series, place: float, more: str = "") -> None:
    """Write n at the right edge, and that it is too few to tell where there is no interval."""
    few = pd.notna(row["value"]) and pd.isna(row["ci_low"])
    text = f"n = {row['n']:,.0f}" + (", too few to tell" if few else "") + (f", {more}" if more else "")
    axes.text(1.012, place, text, transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=FAINT)


def order_rows(rows: pd.DataFrame, column: str = "value") -> list[str]:
    """Give outlets from below: those with an interval by their value, highest on top; thin evidence at the foot."""
    first = rows.drop_duplicates("outlet")
    known = first.assign(sure=first["ci_low"].notna()).sort_values(["sure", column, "outlet"], na_position="first")
    return known["outlet"].tolist()


def percent(value: float, place: float) -> str:
    """Write a share at a tick of an axis, with no more decimals than it needs."""
    del place
    return f"{round(100 * value, 6):g}%"


def name_rows(axes: Axes, names: list[str], outlets: pd.DataFrame | None = None) -> None:
    """Name the rows of a figure, from below."""
    known = outlet_names(outlets)
    axes.set_yticks(range(len(names)), [fill(known.get(name, name), 22) for name in names])
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.grid(visible=False, axis="y")
