"""A study declared beforehand, in one file: what is asked, of whom, with which tests."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from framing.comparison.contrasts import FAMILY, adjust, drop_mirrors, set_apart
from framing.comparison.weighing import TREATMENTS, name_treatment, weigh_wire
from framing.corpus.collections.catalogue import Collection
from framing.corpus.queries import with_outlets
from framing.errors import FramingError, meant

FILTERS = {"targets": "target", "measures": "measure", "voices": "voice"}
COLUMNS = ("method", "measure", "target", "voice", "outlet", "reference")
"""Columns of the comparisons that may part a family of tests from another."""
METHODS = ("paired", "unpaired")
KINDS: dict[str, Any] = {
    **dict.fromkeys(("question", "codebook", "by", "wire"), str),
    **dict.fromkeys(("about", "outlets", "stories", *FILTERS, "contrasts", "family", "figure", "table"), list),
    **{"exclude": dict, "seed": int, "resamples": int},
}
SHOWN = ("figure", "table")
"""What a paper shows of a study: no part of the declaration, and read by `framing.paper.plan`."""
_IN_WORDS = {int: "a whole number", dict: "a table", str: "a text in quotation marks", list: "a list"}
OFTEN = 3
"""An article is about a word that stands in its headline, or so many times in its body."""


@dataclass(frozen=True)
class Study:
    """What was declared; an empty list stands for all there are.

    Parameters
    ----------
    question : str
    codebook : str
        The primary codebook: a name, or a path from the folder of the study file.
    by : str
        Column of the articles that is compared.
    about : list of str
        Words one of which an article must have in its headline, or three times in its body; ``*`` ends a stem.
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
    file, fingerprint : str
        Name of the file and the first twelve characters of its SHA-256; empty where nothing was declared.
    """

    question: str = ""
    codebook: str = "protest"
    by: str = "outlet_id"
    about: list[str] = field(default_factory=list)
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
    file: str = ""
    fingerprint: str = ""

    @property
    def asked(self) -> list[dict[str, str]]:
        """The contrasts, each with its reference; one of all outlets with the rest where none is named."""
        return [{"reference": "rest"} | contrast for contrast in self.contrasts or [{}]]

    @property
    def agency(self) -> str:
        """What is done with agency copy, as the column `wire` of the comparisons has it."""
        return name_treatment(self.wire)


def find_study(collection: Collection, given: str | Path | None = None) -> Study | None:
    """Find the study that a collection was collected for, or another one of it.

    Parameters
    ----------
    collection : Collection
        As `find_collection` gives it.
    given : str or Path, optional
        Path of a study file, or ``NAME`` of a ``study-NAME.toml`` in the collection; its ``study.toml`` by default.

    Returns
    -------
    Study or None
        None where nothing is given and the collection has no ``study.toml``.

    Raises
    ------
    FramingError
        If there is no such study, or it is faulty.
    """
    file = find_study_file(collection, given)
    return None if file is None else read_study(file)


def find_study_file(collection: Collection, given: str | Path | None = None) -> Path | None:
    """Find the file of a study; see `find_study`."""
    home = collection.root
    if given is None:
        return home / "study.toml" if (home / "study.toml").is_file() else None
    found = next((p for p in (Path(given), home / f"study-{given}.toml", home / given) if p.is_file()), None)
    if found is None:
        known = {path.stem.removeprefix("study-"): path.name for path in sorted(home.glob("study*.toml"))}
        told = f"There is no study '{given}'{meant(given, known)}; give the path of a file, or one in the collection"
        raise FramingError(f"{told} ({', '.join(known.values()) or 'none'}).")
    return found


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
    checked = _check(given, path)
    beside = path.parent / str(checked.get("codebook", "protest"))
    if beside.exists():
        checked["codebook"] = str(beside)
    for name in SHOWN:
        checked.pop(name, None)
    return Study(**checked, file=path.name, fingerprint=hashlib.sha256(raw).hexdigest()[:12])


def run_study(
    study: Study, scores: pd.DataFrame, articles: pd.DataFrame, *, outlets: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Make the comparisons that a study declares, and no others.

    Parameters
    ----------
    study : Study
    scores, articles : DataFrame
        The scores and the articles table, whole.
    outlets : DataFrame, optional
        The outlets table, whose columns (ownership, country, ...) can be compared or excluded too.

    Returns
    -------
    DataFrame
        The comparisons table, p-values adjusted over the declared family.

    Raises
    ------
    FramingError
        If the declaration names what is not there.
    """
    chosen = select_articles(study, articles, outlets=outlets)
    scores = select_series(study, scores[scores["article_id"].isin(chosen["article_id"])])
    contrasts = study_contrasts(study, scores, chosen)
    return adjust(pd.concat(contrasts, ignore_index=True), family=study.family)


def select_series(study: Study, scores: pd.DataFrame) -> pd.DataFrame:
    """Keep the scores, or the rows of a list of series, that a study declares; what it declares must be there."""
    for name, column in FILTERS.items():
        wanted, known = getattr(study, name), sorted(set(scores[column]))
        absent = [value for value in wanted if value not in known]
        if absent:
            told = f"There is no {column} '{absent[0]}'{meant(absent[0], known)} among the scores; there are "
            raise FramingError(f"{told}{', '.join(known)}.")
        scores = scores[scores[column].isin(wanted)] if wanted else scores
    return scores


def study_contrasts(study: Study, scores: pd.DataFrame, articles: pd.DataFrame) -> list[pd.DataFrame]:
    """Make the contrasts of a study on scores and articles that are selected already, a table for each reference.

    Every series stands by itself, so scores may come in parts; p-values are adjusted when all parts are there.
    """
    scores = weigh_wire(scores[scores["article_id"].isin(articles["article_id"])], articles, wire=study.wire)
    tables = []
    for reference in dict.fromkeys(contrast["reference"] for contrast in study.asked):
        how = {"by": study.by, "reference": reference, "resamples": study.resamples, "seed": study.seed}
        table = set_apart(scores, articles, **how)
        wanted = pd.Series(data=False, index=table.index)
        for contrast in study.asked:
            wanted |= (table[list(contrast)] == pd.Series(contrast)).all(axis=1)
        tables.append(drop_mirrors(table, wanted))
    return tables


def select_articles(
    study: Study, articles: pd.DataFrame, *, outlets: pd.DataFrame | None = None, about: pd.Series | None = None
) -> pd.DataFrame:
    """Keep the articles that a study is of; columns of the outlets are joined to them where that table is given.

    Whether an article is about the study's words (`is_about`) is told from its text, unless `about` says so by its row.
    """
    articles = with_outlets(articles, outlets)
    for column in [study.by, *study.exclude]:
        if column not in articles.columns:
            raise FramingError(f"The articles have no column '{column}'; there are {', '.join(articles.columns)}.")
    named = [contrast["outlet"] for contrast in study.asked if "outlet" in contrast]
    _check_there(named, articles[study.by].astype("str"), "names", "contrasts")
    for column, values in study.exclude.items():
        _check_there(values, articles[column], "excludes", f"values of '{column}'")
    for name, column in (("outlets", study.by), ("stories", "story_id")):
        _check_there(wanted := getattr(study, name), articles[column], "declares", name)
        articles = articles[articles[column].isin(wanted)] if wanted else articles
    for column, values in study.exclude.items():
        articles = articles[~articles[column].isin(values)]
    if study.about:
        articles = articles[is_about(articles, study.about) if about is None else about.reindex(articles.index)]
        if not len(articles):
            raise FramingError(f"No article is about {', '.join(study.about)}; change 'about' in the study.")
    return articles


def _check_there(values: list[Any], column: pd.Series, verb: str, among: str) -> None:
    """Refuse a value that no article has: it is misspelt, and would be left out without a word."""
    known = ", ".join(sorted(set(column.dropna().astype("str")))[:9])
    for value in values:
        if not column.isin([value]).any():
            told = f"The study {verb} {value!r} among its {among}, and no article has it"
            raise FramingError(f"{told}; some have {known}.")


def is_about(articles: pd.DataFrame, words: list[str]) -> pd.Series:
    """Tell which articles have one of the words in their headline, or three times in their body."""
    stems = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    pattern = re.compile(rf"(?<!\w)(?:{stems})(?!\w)", re.IGNORECASE)  # no \b: #MeToo and U.S. end in no letter
    return articles["headline"].str.contains(pattern, na=False) | (articles["body"].str.count(pattern) >= OFTEN)


def _check(given: Mapping[str, Any], path: Path) -> dict[str, Any]:
    for name, value in given.items():
        if name not in KINDS:
            raise FramingError(f"{path} has the unknown key '{name}'; the keys are {', '.join(sorted(KINDS))}.")
        kind = KINDS[name]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise FramingError(f"In {path} the key '{name}' must hold {_IN_WORDS[kind]}.")
        if name not in ("contrasts", *SHOWN) and kind is list and not all(isinstance(item, str) for item in value):
            raise FramingError(f"In {path} the key '{name}' must hold a list of texts in quotation marks.")
    if not str(given.get("question", "")).strip():
        raise FramingError(f'{path} asks no question; add one: question = "...".')
    if given.get("wire", "keep") not in TREATMENTS:
        raise FramingError(f"In {path} the key 'wire' must be one of {', '.join(TREATMENTS)}.")
    for name, least, most in (("resamples", 1, 1_000_000), ("seed", 0, 2**32 - 1)):
        if not least <= given.get(name, least) <= most:
            raise FramingError(f"In {path} the key '{name}' must lie between {least} and {most}.")
    if not set(given.get("family", [])) <= set(COLUMNS):
        raise FramingError(f"In {path} the key 'family' lists columns among {', '.join(COLUMNS)}.")
    for contrast in given.get("contrasts", []):
        fits = isinstance(contrast, dict) and set(contrast) <= {"outlet", "reference", "method"}
        if not fits or contrast.get("method", "paired") not in METHODS:
            methods = " or ".join(METHODS)
            raise FramingError(f"In {path} a contrast has an outlet, a reference and a method ({methods}).")
    if any(not isinstance(values, list) for values in given.get("exclude", {}).values()):
        raise FramingError(f"In {path} 'exclude' gives a list of values for each column.")
    return dict(given)
