r"""Numbers for the running text: ``\framing{tass-own}`` prints .58 [.44, .70], and never anything that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from framing.paper.material import Material
from framing.paper.tables import describe_corpus
from framing.paper.wording import count, estimate_text, interval, is_bounded, is_rate, latex, number, p_text, with_utf

VOICES = {"outlet": "own", "source": "sources", "distanced": "distanced", "all": "all"}
METHODS = {"paired": "same", "unpaired": "diff"}
HEAD = r"""% Numbers of the running text. \input{macros} in the preamble, then \framing{KEY}; macros.csv lists the keys.
\makeatletter
\providecommand{\framing}{}
\DeclareRobustCommand{\framing}[1]{\ifcsname framing@#1\endcsname\csname framing@#1\endcsname\else
  \PackageError{framing}{There is no number '#1'}{See macros.csv.}\textbf{??}\fi}
"""


def make_numbers(material: Material) -> pd.DataFrame:
    """Give every number of the running text.

    Parameters
    ----------
    material : Material

    Returns
    -------
    DataFrame
        ``key``, ``text`` (as printed) and ``means`` (what it is). A key is OUTLET-VOICE for the first measure of the
        study, MEASURE-TARGET-OUTLET-VOICE for every one; with ``-n`` for what it rests on, ``-same`` and ``-diff`` for
        the difference from the reference on the same stories and over all articles, ``-p`` behind these for the
        adjusted p-value and ``-verdict`` for what it tells.
    """
    rows = [*_corpus(material), *_levels(material), *_contrasts(material)]
    table = pd.DataFrame(rows, columns=["key", "text", "means"])
    return table.drop_duplicates("key").reset_index(drop=True)


def macros_latex(numbers: pd.DataFrame) -> str:
    r"""Write the numbers as LaTeX macros: ``\framing{KEY}``."""
    lines = [rf"\@namedef{{framing@{row.key}}}{{{latex(row.text).replace(' ', '~')}}}" for row in numbers.itertuples()]
    return with_utf("\n".join([HEAD.rstrip(), *lines, r"\makeatother", ""]))


def key_of(*parts: str) -> str:
    """Make a key of parts: lower case, letters and digits, hyphens between."""
    return "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)))


def _corpus(material: Material) -> Iterator[tuple[str, str, str]]:
    articles = material.articles
    table = describe_corpus(articles, material.plan.by)
    yield "articles", count(len(articles)), "articles in all"
    yield "outlets", count(len(table)), "outlets"
    yield "stories", count(articles["story_id"].nunique()), "stories"
    yield "words", count(articles["n_words"].sum()), "words"
    days = articles["published"].dropna()
    if len(days):
        yield "first-day", f"{days.min():%Y-%m-%d}", "day of the first article"
        yield "last-day", f"{days.max():%Y-%m-%d}", "day of the last article"
    keys = outlet_keys(material)
    for row in table.itertuples():
        outlet = str(row.outlet)
        yield f"{keys[outlet]}-articles", count(float(str(row.articles))), f"articles of {outlet}"


def outlet_keys(material: Material) -> dict[str, str]:
    """Give each outlet a key of its own; one whose name has none of our letters is told by its number."""
    keys: dict[str, str] = {}
    for number_of, outlet in enumerate(sorted(set(material.articles[material.plan.by].dropna().astype(str))), 1):
        key = key_of(outlet) or f"outlet{number_of}"
        keys[outlet] = f"{key}-{number_of}" if key in keys.values() else key
    return keys


def _keys(material: Material, measure: str, target: str, outlet: str, voice: str) -> list[str]:
    """Give the long key, and the short one where the measure is the first of the study."""
    said = VOICES.get(voice, voice)
    known = outlet_keys(material)[outlet]
    long = key_of(measure, "" if target == "all" else target, known, said)
    return [key_of(known, said), long] if (measure, target) == _main(material) else [long]


def main_series(material: Material) -> str:
    """Give what the long keys begin with that have a short one."""
    measure, target = _main(material)
    return key_of(measure, "" if target == "all" else target)


def _main(material: Material) -> tuple[str, str]:
    """Give the measure and target that are asked of first; stance where nothing was declared."""
    plan, table = material.plan, material.comparisons
    order = list(plan.measures) if material.analysis.declared else ["stance", *plan.measures]
    there = list(dict.fromkeys(table["measure"]))
    measure = next((name for name in order if name in there), there[0] if there else "")
    targets = list(dict.fromkeys(table.loc[table["measure"] == measure, "target"]))
    return measure, next((name for name in plan.targets if name in targets), targets[0] if targets else "")


def _levels(material: Material) -> Iterator[tuple[str, str, str]]:
    series = material.comparisons[["measure", "target", "voice"]].drop_duplicates()
    for measure, target, voice in series.itertuples(index=False):
        bounded = is_bounded(measure)
        for row in material.levels(measure, target, (voice,)).itertuples():
            what = f"{measure} of {target}, {row.outlet}, voice: {voice}"
            for key in _keys(material, measure, target, str(row.outlet), voice):
                yield key, estimate_text(row.value, row.ci_low, row.ci_high, bounded=bounded), what
                yield f"{key}-value", number(row.value, bounded=bounded), what
                yield f"{key}-ci", interval(row.ci_low, row.ci_high, bounded=bounded), f"{what}: 95 % interval"
                yield f"{key}-n", count(row.n), f"{what}: what it rests on"


def _contrasts(material: Material) -> Iterator[tuple[str, str, str]]:
    for row in material.comparisons.to_dict("records"):
        bounded = is_bounded(row["measure"])
        rate = is_rate(row["measure"]) and pd.notna(row["ratio"])
        names = ("ratio", "ratio_low", "ratio_high") if rate else ("difference", "ci_low", "ci_high")
        text = estimate_text(*(row[n] for n in names), bounded=bounded and not rate, signed=not rate)
        known = outlet_keys(material)
        against = "" if row["reference"] == "rest" else f"v-{known.get(row['reference'], row['reference'])}"
        what = f"{row['measure']} of {row['target']}, {row['outlet']} against {row['reference']}, {row['method']}"
        for key in _keys(material, row["measure"], row["target"], row["outlet"], row["voice"]):
            whole = "-".join(filter(None, (key, key_of(against), METHODS[row["method"]])))
            yield whole, text, f"{what}: {names[0]}"
            yield f"{whole}-p", p_text(row["p_adjusted"]), f"{what}: adjusted p"
            yield f"{whole}-verdict", row["verdict"], f"{what}: verdict"
