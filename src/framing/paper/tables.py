"""Tables of a paper: rows once, written as LaTeX that fits its column, as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from framing.comparison.design import describe_design
from framing.display.figures.estimates import VOICE_TITLES, measure_title
from framing.errors import FramingError
from framing.paper.drawing import name_of, unit_of, voices_of
from framing.paper.material import Material
from framing.paper.plan import Shown
from framing.paper.wording import TOO_FEW, count, estimate_text, is_bounded, is_rate, latex, number, p_text, with_utf

METHODS = {"unpaired": "All articles", "paired": "Same stories"}
ROW = r" \\"


@dataclass(frozen=True)
class Printed:
    """A table as it is printed.

    Parameters
    ----------
    shown : Shown
    heads : list of str
        Over the columns; the first column holds names.
    groups : list of (str, list of rows)
        A heading, empty for none, and rows of texts.
    numbers : DataFrame
        What the texts were made of, unrounded.
    caption, note : str
    spans : list of (str, int)
        Headings over several columns, from the second column on.
    """

    shown: Shown
    heads: list[str]
    groups: list[tuple[str, list[list[str]]]]
    numbers: pd.DataFrame
    caption: str
    note: str
    spans: list[tuple[str, int]] = field(default_factory=list)


def make_table(material: Material, shown: Shown) -> Printed:
    """Make one table of a paper.

    Raises
    ------
    FramingError
        If the study has nothing of what it asks for.
    """
    return MADE[shown.kind](material, shown)


def table_latex(table: Printed) -> str:
    """Write a table as LaTeX: ``booktabs`` and ``tabularx``, a label ``tab:NAME``, a note below; it fits its column.

    Notes
    -----
    Names wrap and are hyphenated; all other columns are as wide as their numbers.
    """
    star = "*" if table.shown.columns == 2 else ""
    width = len(table.heads) - 1
    columns = r"@{\hspace{10pt}}".join("r" * n for _, n in table.spans) if table.spans else "r" * width
    spec = rf"@{{}}>{{\raggedright\arraybackslash\hspace{{0pt}}}}X{columns}@{{}}"
    lines = [
        "% needs \\usepackage{booktabs,tabularx}",
        rf"\begin{{table{star}}}[tbp]",
        rf"\footnotesize\setlength{{\tabcolsep}}{{{'4pt' if star else '2.5pt'}}}",
        rf"\caption{{{latex(table.caption)}}}\label{{tab:{table.shown.name}}}\smallskip",
        rf"\begin{{tabularx}}{{\linewidth}}{{{spec}}}",
        r"\toprule",
    ]
    if table.spans:
        lines.append("".join(rf" & \multicolumn{{{n}}}{{c}}{{{latex(text)}}}" for text, n in table.spans) + ROW)
        ends = np.cumsum([1, *(n for _, n in table.spans)])
        lines.append("".join(rf"\cmidrule(lr){{{a + 1}-{b}}}" for a, b in pairwise(ends)))
    lines += [" & ".join(latex(head) for head in table.heads) + ROW, r"\midrule"]
    for number_of, (heading, rows) in enumerate(table.groups):
        if heading:
            lines.append(r"\addlinespace" if number_of else "%")
            lines.append(
                rf"\multicolumn{{{width + 1}}}{{@{{}}p{{\linewidth}}@{{}}}}{{\itshape {latex(heading)}}}" + ROW
            )
        for first, *others in rows:
            lines.append(" & ".join([latex(first, breakable=True), *(latex(cell) for cell in others)]) + ROW)
    note = rf"\par\smallskip\begin{{minipage}}{{\linewidth}}\scriptsize\raggedright {latex(table.note)}\end{{minipage}}"
    lines += [r"\bottomrule", r"\end{tabularx}", note, rf"\end{{table{star}}}", ""]
    return with_utf("\n".join(lines))


def texts_of(table: Printed) -> pd.DataFrame:
    """Give a table as it is printed, one row a row, with the heading of its group as a column."""
    rows = [[heading, *row] for heading, rows in table.groups for row in rows]
    spans = [text for text, n in table.spans for _ in range(n)] or [""] * (len(table.heads) - 1)
    heads = [table.heads[0], *(f"{span}: {head}".removeprefix(": ") for span, head in zip(spans, table.heads[1:]))]  # noqa: B905
    made = pd.DataFrame(rows, columns=["group", *heads])
    return made if (made["group"] != "").any() else made.drop(columns="group")


def _series(material: Material, shown: Shown) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Give the comparisons that a table shows, measure by measure."""
    rows = material.comparisons
    for column, wanted in (("measure", [shown.measure] if shown.measure else []), ("voice", list(shown.voice))):
        rows = rows[rows[column].isin(wanted)] if wanted else rows
    if shown.measure:
        rows = rows[rows["target"] == shown.target]
    if not len(rows):
        raise FramingError(f"The table '{shown.name}' shows what the study does not compare; see its measures.")
    yield from rows.groupby(["measure", "target", "voice"], sort=False)


def _heading(measure: str, target: str, voice: str) -> str:
    return measure_title(measure, target) + ("" if voice == "all" and target == "all" else f", {VOICE_TITLES[voice]}")


def _order(shown: Shown, there: pd.Series) -> list[str]:
    known = list(dict.fromkeys(there))
    return [outlet for outlet in shown.outlets if outlet in known] if shown.outlets else known


def _comparison(material: Material, shown: Shown) -> Printed:
    """Set both methods side by side over two columns; in one column the one that tells the telling."""
    every = material.comparisons
    there = [m for m in METHODS if m in set(every["method"])]
    methods = there if shown.columns == 2 else there[-1:]
    groups, kept = [], []
    for (measure, target, voice), every_method in _series(material, shown):
        rows = []
        part = every_method[every_method["method"].isin(methods)]
        pairs = part[["outlet", "reference"]].drop_duplicates()
        many = len(set(pairs["reference"])) > 1
        for outlet in _order(shown, pairs["outlet"]):
            for reference in pairs.loc[pairs["outlet"] == outlet, "reference"]:
                both = part[(part["outlet"] == outlet) & (part["reference"] == reference)].set_index("method")
                name = name_of(material, shown, outlet) + (f" – {name_of(material, shown, reference)}" if many else "")
                cells = [_cells(both.loc[m], measure) if m in both.index else ["–"] * 5 for m in methods]
                rows.append([name, *(cell for side in cells for cell in side)])
        groups.append((_heading(measure, target, voice), rows))
        kept.append(part)
    numbers = pd.concat(kept, ignore_index=True)
    references = sorted({name_of(material, shown, r) for r in numbers["reference"]})
    against = references[0] if len(references) == 1 else "the outlet named second"
    rate = any(is_rate(measure) for measure in set(numbers["measure"]))
    ratio = " For rates the ratio of both stands in place of the difference." if rate else ""
    few = f" –: {TOO_FEW}." if numbers["p_value"].isna().any() else ""
    note = (
        f"n: evidence. Ref.: {against}. Diff.: difference with 95 % interval.{ratio} p: adjusted.{few} "
        f"{describe_design(numbers)}"
    )
    title = shown.title or f"Outlets compared with {against}"
    heads = ["", *(["n", "Own", "Ref.", "Diff. [95 % CI]", "p"] * len(methods))]
    spans = [(METHODS[m], 5) for m in methods]
    return Printed(shown, heads, groups, numbers, f"{title.rstrip('.')}.", note, spans)


def _cells(row: pd.Series, measure: str) -> list[str]:
    bounded = is_bounded(measure)
    if is_rate(measure) and pd.notna(row["ratio"]):
        told = f"× {estimate_text(row['ratio'], row['ratio_low'], row['ratio_high'], bounded=False)}"
    else:
        told = estimate_text(row["difference"], row["ci_low"], row["ci_high"], bounded=bounded, signed=True)
    means = [number(row[name], bounded=bounded) for name in ("mean_outlet", "mean_reference")]
    return [count(row["n_outlet"]), *means, told, p_text(row["p_adjusted"])]


def _levels(material: Material, shown: Shown) -> Printed:
    groups, kept = [], []
    asked = dict.fromkeys(key for key, _ in _series(material, shown)) if not shown.voice else {
        (shown.measure, shown.target, voice): None for voice in voices_of(material, shown)
    }  # fmt: skip
    for measure, target, voice in asked:
        levels = material.levels(measure, target, (voice,))
        bounded = is_bounded(measure)
        rows = [
            [name_of(material, shown, row.outlet), count(row.n), count(row.n_articles), count(row.n_clusters),
             estimate_text(row.value, row.ci_low, row.ci_high, bounded=bounded)]
            for row in levels.set_index("outlet", drop=False).loc[_order(shown, levels["outlet"])].itertuples()
        ]  # fmt: skip
        groups.append((f"{_heading(measure, target, voice)} (n: {unit_of(measure)})", rows))
        kept.append(levels)
    drawn = sorted(set(material.comparisons["clusters"])) or ["articles"]
    note = (
        f"n: what the value rests on, under each heading. Art.: articles with evidence. Cl.: clusters "
        f"({drawn[0]}); no interval with fewer than ten. {material.plan.resamples:,} draws, seed {material.plan.seed}."
    )
    title = shown.title or "Where each outlet stands"
    heads = ["", "n", "Art.", "Cl.", "Value [95 % CI]"]
    return Printed(shown, heads, groups, pd.concat(kept, ignore_index=True), f"{title.rstrip('.')}.", note)


def _corpus(material: Material, shown: Shown) -> Printed:
    numbers = describe_corpus(material.articles, material.plan.by)
    rows = []
    for outlet in _order(shown, numbers["outlet"]):
        row = numbers.set_index("outlet").loc[outlet]
        cells = [count(row[name]) for name in ("articles", "words", "stories")]
        days = ["–" if pd.isna(row[name]) else f"{row[name]:%Y-%m-%d}" for name in ("first", "last")]
        rows.append([name_of(material, shown, outlet), *cells, *(days if shown.columns == 2 else [])])
    total = [
        count(len(material.articles)),
        count(numbers["words"].sum()),
        count(material.articles["story_id"].nunique()),
    ]
    rows.append(["All", *total, *(["", ""] if shown.columns == 2 else [])])
    dates = material.articles["published"].dropna()
    between = f" Published from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}." if len(dates) else ""
    undated = int(material.articles["published"].isna().sum())
    note = f"Stories: events that two outlets or more can share.{between}" + (
        f" {undated:,} undated." if undated else ""
    )
    heads = ["", "Articles", "Words", "Stories", *(["First", "Last"] if shown.columns == 2 else [])]
    return Printed(shown, heads, [("", rows)], numbers, f"{(shown.title or 'The articles').rstrip('.')}.", note)


def describe_corpus(articles: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sum the articles up by outlet: articles, words, stories, first and last day, agency copy."""
    return articles.groupby(by, sort=True).agg(
        articles=("article_id", "size"), words=("n_words", "sum"), stories=("story_id", "nunique"),
        first=("published", "min"), last=("published", "max"),
    ).rename_axis("outlet").reset_index()  # fmt: skip


MADE: dict[str, Callable[[Material, Shown], Printed]] = {
    "comparison": _comparison,
    "levels": _levels,
    "corpus": _corpus,
}
