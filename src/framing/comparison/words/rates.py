"""How often does each outlet use some words: counts, words read, rates, and how far and how many times they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate
from framing.corpus.corpus import Corpus
from framing.corpus.queries import with_outlets
from framing.lexicon import Lexicon
from framing.scoring.measures.dictionary import RATE, rate_measure
from framing.scoring.score import score_and_show

COUNTS = ("count_outlet", "words_outlet", "count_reference", "words_reference")


@dataclass(frozen=True)
class Rates:
    """How often outlets use the words of a dictionary.

    Parameters
    ----------
    contrasts : DataFrame
        One row for each category of words (`target`), voice, outlet and method, as `compare` gives them, with
        ``count_outlet``, ``words_outlet``, ``count_reference``, ``words_reference``. Means are rates per 1,000 words.
    levels : DataFrame
        One row for each category, voice and outlet, as `estimate` gives them: ``value`` is the rate, ``n`` the words.
    evidence : DataFrame
        Every place that was counted: the evidence table.
    """

    contrasts: pd.DataFrame
    levels: pd.DataFrame
    evidence: pd.DataFrame

    def __repr__(self) -> str:
        """Tell in one line what was counted."""
        categories = self.levels["target"].nunique()
        return f"<Rates: {categories} categories of words, {len(self.evidence):,} places>"


def rates(
    corpus: Corpus,
    dictionary: str | Path | Lexicon | Mapping[str, Sequence[str]],
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    voice: str | Sequence[str] | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> Rates:
    """Count the words of a dictionary by outlet, and say how far and how many times the outlets differ.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    dictionary : str, Path, Lexicon or mapping
        Terms by category, ``{"riot": ["rioter*", "mob"], "crackdown": ["crackdown*"]}``, or a dictionary as
        `read_lexicon` reads it: its name, or the path of a CSV, a LIWC dictionary (.dic) or a quanteda dictionary
        (.yml). ``*`` ends a stem, spaces make a phrase, a term with a capital matches only itself.
    by : str
        Column of the articles, or of the outlets, whose values are compared.
    reference : str
        ``"rest"`` (all the other outlets together) or one outlet.
    voice : str or sequence of str, optional
        Only these voices: ``"outlet"`` (the outlet's own words), ``"source"``, ``"distanced"``, ``"all"``. All four by
        default.
    resamples, seed : int
        Number of draws, and the seed they start from.

    Returns
    -------
    Rates

    Raises
    ------
    FramingError
        If the dictionary cannot be read or has no categories, or there are no two outlets to compare.

    Notes
    -----
    Each category is counted by itself: a word may count in two. Only a negated category of Lexicoder
    (``neg_positive``) takes its phrases from the plain one. A rate per voice is out of the words of that voice. A word
    is counted wherever it stands and whatever it means there: read a sample of the evidence, and set `missed` beside a
    difference. Ratios of rare words are wide: look at the interval before the ratio.
    """
    measure = rate_measure(dictionary)
    scores, evidence = score_and_show(corpus, [measure])
    if voice is not None:
        wanted = [voice] if isinstance(voice, str) else list(voice)
        scores = scores[scores["voice"].isin(wanted)].reset_index(drop=True)
    articles = with_outlets(corpus.articles, corpus.outlets)
    contrasts = compare(scores, articles, by=by, reference=reference, resamples=resamples, seed=seed)
    levels = estimate(scores, articles, by=by, resamples=resamples, seed=seed)
    return Rates(_with_counts(contrasts), levels, evidence)


def describe_rates(found: Rates, *, voice: str = "outlet", method: str = "unpaired") -> pd.DataFrame:
    """Lay rates out as a table for people: counts, rates per 1,000 words, difference and ratio with their intervals.

    Parameters
    ----------
    found : Rates
    voice : str
        Voice to show; where it was not counted, all of them together.
    method : str
        ``"unpaired"`` (all articles) or ``"paired"`` (shared stories).

    Returns
    -------
    DataFrame
        One row for each category and outlet.
    """
    table = found.contrasts[found.contrasts["method"] == method]
    table = table[table["voice"] == (voice if voice in set(table["voice"]) else "all")]
    ratios = [name for name in ("ratio", "ratio_low", "ratio_high") if name in table]
    columns = ["target", "outlet", "reference", *COUNTS, "mean_outlet", "mean_reference", "difference", "ci_low"]
    shown = table[[*columns, "ci_high", *ratios, "verdict"]]
    return shown.rename(columns={"target": "words", "mean_outlet": "rate_outlet", "mean_reference": "rate_reference"})


def _with_counts(contrasts: pd.DataFrame) -> pd.DataFrame:
    """Add counts and denominators: a mean is the count per 1,000 words of the voice."""
    sides = {}
    for side in ("outlet", "reference"):
        words = contrasts[f"n_{side}"]
        sides[f"count_{side}"] = (contrasts[f"mean_{side}"] * words / RATE).round(6)
        sides[f"words_{side}"] = words
    return contrasts.assign(**sides)
