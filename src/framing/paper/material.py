"""The numbers that a paper is made of: one analysis, the articles it is of, and the levels that figures ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from framing.analysis import Analysis, open_analysis
from framing.comparison.levels import estimate, over_time
from framing.comparison.study import Study, select_articles
from framing.comparison.weighing import weigh_wire
from framing.corpus.collections.catalogue import Collection
from framing.display.figures.style import outlet_names
from framing.errors import FramingError, meant
from framing.lexicon import Lexicon, read_lexicon
from framing.results import Results


@dataclass(frozen=True)
class Material:
    """What was found, and of what.

    Parameters
    ----------
    results : Results
        Scored articles.
    analysis : Analysis
    articles, scores : DataFrame
        Of the articles that the study is of; agency copy is weighed as planned.
    file : Path or None
        The study file.
    shared : bool
        Whether the results come without their texts.
    known : dict
        Outlet to name.
    book : Lexicon or None
        The codebook, with its card.
    collection : Collection or None
        Where the articles come from; None where they are not there.
    agreement : DataFrame or None
        The program against the codes of the collection, where those are not there.
    """

    results: Results
    analysis: Analysis
    articles: pd.DataFrame
    scores: pd.DataFrame
    file: Path | None = None
    shared: bool = False
    known: dict[str, str] = field(default_factory=dict)
    book: Lexicon | None = None
    collection: Collection | None = None
    agreement: pd.DataFrame | None = None

    @property
    def plan(self) -> Study:
        """What was done."""
        return self.analysis.plan

    @property
    def settings(self) -> dict[str, Any]:
        """What was done, as a record has it: codebooks by name, and what the articles had to be about."""
        declared = self.analysis.declared or self.plan
        return asdict(self.plan) | {"codebook": Path(self.plan.codebook).name, "about": declared.about}

    @property
    def comparisons(self) -> pd.DataFrame:
        """The comparisons as planned."""
        return self.analysis.comparisons

    def series(self, measure: str, target: str | None, voices: Sequence[str]) -> pd.DataFrame:
        """Give the scores of a measure; without a target, of all its targets.

        Raises
        ------
        FramingError
            If there are none; the sentence says what there is.
        """
        rows = self.scores[self.scores["measure"] == measure]
        if not len(rows):
            there = sorted(set(self.scores["measure"]))
            told = f"There is no measure '{measure}'{meant(measure, there)} to show"
            raise FramingError(f"{told}; there are {', '.join(there)}.")
        if target is not None:
            targets = ", ".join(sorted(set(rows["target"])))
            rows = rows[rows["target"] == target]
            if not len(rows):
                raise FramingError(f"There is no target '{target}' of the measure '{measure}'; there are {targets}.")
        known = ", ".join(sorted(set(rows["voice"])))
        rows = rows[rows["voice"].isin(voices)] if voices else rows
        if not len(rows):
            raise FramingError(f"'{measure}' has no voice {' or '.join(voices)}; there are {known}.")
        return rows

    def levels(self, measure: str, target: str | None, voices: Sequence[str]) -> pd.DataFrame:
        """Estimate the level of each outlet (`framing.estimate`), drawn as the study declares."""
        plan = self.plan
        rows = self.series(measure, target, voices)
        return estimate(rows, self.articles, by=plan.by, resamples=plan.resamples, seed=plan.seed)

    def days(self, measure: str, target: str, voice: str, every: str) -> pd.DataFrame:
        """Follow the level of each outlet (`framing.over_time`)."""
        plan = self.plan
        rows = self.series(measure, target, (voice,))
        return over_time(rows, self.articles, by=plan.by, every=every, resamples=plan.resamples, seed=plan.seed)


def open_material(
    results: Results,
    declared: Study | None,
    *,
    file: Path | None = None,
    shared: bool = False,
    collection: Collection | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Material:
    """Carry a study out on scored results, and keep what a paper asks of it.

    Parameters
    ----------
    results : Results
    declared : Study or None
    file : Path, optional
        Of the study.
    shared : bool
        Whether the results come without their texts (see `framing.paper.share`).
    collection : Collection, optional
        Where the articles come from.
    changes : mapping, optional
        In what the analysis departs from the study (`change_study`).

    Returns
    -------
    Material
    """
    analysis = open_analysis(results, declared, changes=changes)
    corpus = results.corpus
    articles = select_articles(analysis.plan, corpus.articles, outlets=corpus.outlets)
    scores = results.scores[results.scores["article_id"].isin(articles["article_id"])]
    scores = weigh_wire(scores, articles, wire=analysis.plan.wire)
    known = outlet_names(corpus.outlets) if analysis.plan.by == "outlet_id" else {}
    book = _with_card(results, analysis.plan)
    return Material(results, analysis, articles, scores, file, shared, known, book, collection)


def _with_card(results: Results, plan: Study) -> Lexicon | None:
    """Give the codebook that was used, with the card that results do not keep."""
    used = results.corpus.codebook
    try:
        known = read_lexicon(plan.codebook)
    except FramingError:
        return used
    return known if used is None or known.fingerprint == used.fingerprint else used
