"""A study declared beforehand, in one file: what is asked, of whom, with which tests; and what was done otherwise."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pandas as pd

from framing.comparison.contrasts import FAMILY, adjust, compare
from framing.comparison.weighing import TREATMENTS, weigh_wire
from framing.errors import FramingError

FILTERS = {"targets": "target", "measures": "measure", "voices": "voice"}
METHODS = ("paired", "unpaired")


@dataclass(frozen=True)
class Study:
    """What was declared; an empty list stands for all there are.

    Parameters
    ----------
    question : str
    codebook : str
        The primary codebook.
    by : str
        Column of the articles that is compared.
    outlets, stories, targets, measures, voices : list of str
    contrasts : list of dict
        ``outlet`` (all if missing), ``reference`` (``rest`` if missing), ``method`` (both if missing).
    family : list of str
        Columns that part the tests into families (see `adjust`).
    exclude : dict of str to list
        Column of the articles to the values that are left out.
    wire : {"keep", "drop", "weigh"}
        What is done with agency copy.
    seed, resamples : int
    fingerprint : str
        First twelve characters of the SHA-256 of the file.
    """

    question: str
    codebook: str = "protest"
    by: str = "outlet_id"
    outlets: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    voices: list[str] = field(default_factory=list)
    contrasts: list[dict[str, str]] = field(default_factory=list)
    family: list[str] = field(default_factory=lambda: list(FAMILY))
    exclude: dict[str, list[Any]] = field(default_factory=dict)
    wire: str = "keep"
    seed: int = 0
    resamples: int = 2000
    fingerprint: str = ""


def read_study(path: str | Path) -> Study:
    """Read a study file.

    Parameters
    ----------
    path : str or Path
        A ``study.toml``, or the folder of a collection that holds one.

    Returns
    -------
    Study

    Raises
    ------
    FramingError
        If there is no such file, it is no TOML, or a key is unknown or of the wrong kind.
    """
    path = Path(path)
    path = path / "study.toml" if path.is_dir() else path
    if not path.exists():
        raise FramingError(f"There is no study file {path}; write one with at least a question.")
    raw = path.read_bytes()
    try:
        given = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FramingError(f"{path} is no valid TOML: {error}.") from error
    return Study(**_check(given, path), fingerprint=hashlib.sha256(raw).hexdigest()[:12])


def run_study(study: Study, scores: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Make the comparisons that a study declares, and no others.

    Parameters
    ----------
    study : Study
    scores, articles : DataFrame
        The scores and the articles table, whole.

    Returns
    -------
    DataFrame
        The comparisons table, p-values adjusted over the declared family.

    Raises
    ------
    FramingError
        If the declaration names what is not there.
    """
    articles = _declared_articles(study, articles)
    scores = scores[scores["article_id"].isin(articles["article_id"])]
    for name, column in FILTERS.items():
        wanted = getattr(study, name)
        absent = [value for value in wanted if value not in set(scores[column])]
        if absent:
            raise FramingError(f"The study declares the {column} {absent[0]!r}, of which there are no scores.")
        scores = scores[scores[column].isin(wanted)] if wanted else scores
    scores = weigh_wire(scores, articles, wire=study.wire)
    contrasts = study.contrasts or [{}]
    tables = []
    for reference in dict.fromkeys(contrast.get("reference", "rest") for contrast in contrasts):
        asked = [contrast for contrast in contrasts if contrast.get("reference", "rest") == reference]
        table = compare(scores, articles, by=study.by, reference=reference, resamples=study.resamples, seed=study.seed)
        wanted = pd.Series(data=False, index=table.index)
        for contrast in asked:
            fits = pd.Series(data=True, index=table.index)
            for key in ("outlet", "method"):
                fits &= (table[key] == contrast[key]) if key in contrast else True
            wanted |= fits
        tables.append(table[wanted])
    return adjust(pd.concat(tables, ignore_index=True), family=study.family)


def find_departures(study: Study, comparisons: pd.DataFrame, *, codebook: str | None = None) -> list[str]:
    """Say in what a comparisons table departs from what was declared.

    Parameters
    ----------
    study : Study
    comparisons : DataFrame
        The table that is reported.
    codebook : str, optional
        Name of the codebook that was used.

    Returns
    -------
    list of str
        One sentence for each departure; empty when there is none. A report prints them all.
    """
    found = []
    if codebook is not None and codebook != study.codebook:
        found.append(f"The codebook is '{codebook}'; '{study.codebook}' was declared.")
    for name in ("seed", "resamples"):
        other = sorted(set(comparisons[name]) - {getattr(study, name)})
        if other:
            found.append(f"The {name} is {other[0]}; {getattr(study, name)} was declared.")
    wire = sorted(set(comparisons["wire"]) - {TREATMENTS[study.wire]})
    if wire:
        found.append(f"Agency copy is {wire[0]}; it was to be {TREATMENTS[study.wire]}.")
    for name, column in {**FILTERS, "outlets": "outlet"}.items():
        declared, used = set(getattr(study, name)), set(comparisons[column])
        extra, lost = sorted(used - declared), sorted(declared - used)
        if declared and extra:
            found.append(f"Not declared, yet compared: the {column} {', '.join(extra)}.")
        # an outlet may serve as part of the rest, or as the reference, where contrasts are named one by one
        if declared and lost and not (column == "outlet" and study.contrasts):
            found.append(f"Declared, yet not compared: the {column} {', '.join(lost)}.")
    return found + _undeclared_contrasts(study, comparisons)


def _undeclared_contrasts(study: Study, comparisons: pd.DataFrame) -> list[str]:
    found = []
    pairs = comparisons[["outlet", "reference", "method"]].drop_duplicates()
    for row in pairs.to_dict("records") if study.contrasts else []:
        asked = [{"reference": "rest"} | contrast for contrast in study.contrasts]
        if not any(all(row[key] == value for key, value in contrast.items()) for contrast in asked):
            found.append(f"Not declared: {row['outlet']} against {row['reference']}, {row['method']}.")
    for contrast in study.contrasts:
        asked_for = {"reference": "rest"} | contrast
        if not any(all(row[key] == value for key, value in asked_for.items()) for row in pairs.to_dict("records")):
            what = ", ".join(f"{key} {value}" for key, value in asked_for.items())
            found.append(f"Declared, yet not compared: {what}.")
    tests = adjust(comparisons, family=study.family)["n_tests"] if len(comparisons) else pd.Series(dtype="int64")
    if len(tests) and (tests.to_numpy() != comparisons["n_tests"].to_numpy()).any():
        found.append(
            f"The p-values are not adjusted over the declared family ({', '.join(study.family) or 'all tests'})."
        )
    return found


def _declared_articles(study: Study, articles: pd.DataFrame) -> pd.DataFrame:
    for column in [study.by, *study.exclude]:
        if column not in articles.columns:
            known = ", ".join(articles.columns)
            raise FramingError(f"The study uses the column '{column}' and the articles have none; there are {known}.")
    for name, column in (("outlets", study.by), ("stories", "story_id")):
        wanted = getattr(study, name)
        absent = [value for value in wanted if value not in set(articles[column].dropna())]
        if absent:
            raise FramingError(f"The study declares {absent[0]!r} among its {name}, and no article has it.")
        articles = articles[articles[column].isin(wanted)] if wanted else articles
    for column, values in study.exclude.items():
        articles = articles[~articles[column].isin(values)]
    return articles


def _check(given: Mapping[str, Any], path: Path) -> dict[str, Any]:
    kinds: dict[str, Any] = {"seed": int, "resamples": int, "exclude": dict, "question": str, "codebook": str}
    kinds |= {"by": str, "wire": str} | dict.fromkeys(["contrasts", "family", *FILTERS, "outlets", "stories"], list)
    known = {f.name for f in fields(Study)} - {"fingerprint"}
    for name, value in given.items():
        if name not in known:
            raise FramingError(f"{path} has the unknown key '{name}'; the keys are {', '.join(sorted(known))}.")
        if not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise FramingError(f"In {path} the key '{name}' must hold {_KINDS[kinds[name]]}.")
    if not str(given.get("question", "")).strip():
        raise FramingError(f'{path} asks no question; add one: question = "...".')
    if given.get("wire", "keep") not in TREATMENTS:
        raise FramingError(f"In {path} the key 'wire' must be one of {', '.join(TREATMENTS)}.")
    for contrast in given.get("contrasts", []):
        fits = isinstance(contrast, dict) and set(contrast) <= {"outlet", "reference", "method"}
        if not fits or contrast.get("method", "paired") not in METHODS:
            raise FramingError(
                f"In {path} a contrast has an outlet, a reference and a method ({' or '.join(METHODS)})."
            )
    if any(not isinstance(values, list) for values in given.get("exclude", {}).values()):
        raise FramingError(f"In {path} 'exclude' gives a list of values for each column.")
    return dict(given)


_KINDS = {int: "a whole number", dict: "a table", str: "a text in quotation marks", list: "a list"}
