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
    for row in table.itertuples():
        yield key_of(str(row.outlet), "articles"), count(float(str(row.articles))), f"articles of {row.outlet}"


def _keys(material: Material, measure: str, target: str, outlet: str, voice: str) -> list[str]:
    """Give the long key, and the short one where the measure is the first of the study."""
    said = VOICES.get(voice, voice)
    long = key_of(measure, "" if target == "all" else target, outlet, said)
    first = material.comparisons.iloc[0] if len(material.comparisons) else None
    wanted = (material.plan.measures, material.plan.targets)
    main = [wanted[0][0] if wanted[0] else None, wanted[1][0] if wanted[1] else None]
    mine = (measure, target) == (main[0] or getattr(first, "measure", ""), main[1] or getattr(first, "target", ""))
    return [key_of(outlet, said), long] if mine else [long]


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
        against = "" if row["reference"] == "rest" else f"v-{row['reference']}"
        what = f"{row['measure']} of {row['target']}, {row['outlet']} against {row['reference']}, {row['method']}"
        for key in _keys(material, row["measure"], row["target"], row["outlet"], row["voice"]):
            whole = "-".join(filter(None, (key, key_of(against), METHODS[row["method"]])))
            yield whole, text, f"{what}: {names[0]}"
            yield f"{whole}-p", p_text(row["p_adjusted"]), f"{what}: adjusted p"
            yield f"{whole}-verdict", row["verdict"], f"{what}: verdict"
