"""Which words carry the difference in tone between two outlets, each with an interval over articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from framing.annotation.tone.vader import read_vader_lexicon
from framing.comparison.resampling.draws import chunks, interval, multinomial_weights
from framing.comparison.resampling.sides import FEWEST_CLUSTERS
from framing.comparison.words.vocabulary import Within, count_articles, groups_of
from framing.corpus.corpus import Corpus
from framing.errors import FramingError, meant
from framing.lexicon import Lexicon

PER = 1000


def word_shift(
    corpus: Corpus,
    outlet: str,
    *,
    reference: str = "rest",
    lexicon: Lexicon | None = None,
    within: Within | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Split the difference in tone between an outlet and a reference into the words that make it.

    Parameters
    ----------
    corpus : Corpus
    outlet : str
        The outlet.
    reference : str
        ``"rest"`` (all the other outlets together) or one outlet.
    lexicon : Lexicon, optional
        Words with a column `weight`; VADER's valences by default. Single words only.
    within : Within, optional
        Count only in some stories, in the outlet's or the sources' words, or near a target.
    resamples, seed : int
        Draws of articles for the intervals, and the seed they start from.

    Returns
    -------
    DataFrame
        A row per word with a valence, the heaviest first: `outlet`, `reference`, `term`, `valence`, `count_outlet`,
        `count_reference`, `rate_outlet`, `rate_reference` (per 1,000 words), `contribution` (valence times the
        difference of the rates: they sum to `difference`), `ci_low`, `ci_high`, `kind` (more or fewer positive or
        negative words), and, the same in each row, `difference`, `difference_low`, `difference_high`.

    Raises
    ------
    FramingError
        If there is no such outlet, or a side has no words.

    Notes
    -----
    The tone is the sum of valences over 1,000 words, without VADER's rules: "not good" is good here. A bar whose
    interval holds 0 may hang on one article; intervals are missing where a side has fewer than ten articles. Words are
    mostly topics: hold the stories the same (`within`) before speaking of tone. Many words are looked at at once, and
    some intervals leave 0 by chance.

    References
    ----------
    Gallagher, R. J. et al. (2021). Generalized word shift graphs. EPJ Data Science 10, 4,
    doi:10.1140/epjds/s13688-021-00260-3. The intervals are an addition.
    """
    counted = count_articles(corpus, within or Within())
    counts, names = counted.table, counted.names
    side = _sides(*groups_of(counted.articles, "outlet_id"), outlet, reference)
    valences = _valences(lexicon)
    size = np.asarray(counts.sum(axis=1)).ravel()
    totals = [size[side == i].sum() for i in (0, 1)]
    if not all(totals):
        empty = outlet if not totals[0] else reference
        raise FramingError(f"No word of {empty!r} is left to count; widen what the words are counted within.")
    valence = np.array([valences.get(word, 0.0) for word in names], dtype=float)
    present = np.asarray(counts[side >= 0].sum(axis=0)).ravel() > 0
    column = np.flatnonzero((valence != 0) & present)
    sums = [np.asarray(counts[side == i][:, column].sum(axis=0)).ravel() for i in (0, 1)]
    table = _contributions(names[column], valence[column], sums, totals)
    bounds = _intervals(counts[:, column], side, size, valence[column], resamples, seed)
    whole = dict(zip(("difference_low", "difference_high"), bounds[:, -1], strict=True))
    table = table.assign(ci_low=bounds[0, :-1], ci_high=bounds[1, :-1], difference=table["contribution"].sum(), **whole)
    table.insert(0, "outlet", pd.Series(outlet, table.index, dtype="str"))
    table.insert(1, "reference", pd.Series(reference, table.index, dtype="str"))
    order = np.lexsort((table["term"].to_numpy(object).astype(str), -table["contribution"].abs().round(12)))
    return table.iloc[order].reset_index(drop=True)


def _valences(lexicon: Lexicon | None) -> dict[str, float]:
    if lexicon is None:
        return read_vader_lexicon().valence
    if "weight" not in lexicon.terms:
        raise FramingError(
            f"The lexicon '{lexicon.name}' has no column 'weight'; a word shift needs a valence per word."
        )
    return dict(zip(lexicon.terms["term"].str.casefold(), lexicon.terms["weight"].astype(float), strict=True))


def _sides(group: np.ndarray, names: np.ndarray, outlet: str, reference: str) -> np.ndarray:
    """Tell for each article whether it is the outlet's (0), the reference's (1) or neither's (-1)."""
    known = [outlet] if reference == "rest" else [outlet, reference]
    missing = [name for name in known if name not in names]
    if missing:
        near = meant(missing[0], names)
        raise FramingError(f"There is no outlet {missing[0]!r}{near}; choose from {', '.join(map(str, names))}.")
    if outlet == reference:
        raise FramingError(f"The outlet {outlet!r} cannot be compared with itself; name another as reference.")
    other = names[group] != outlet if reference == "rest" else names[group] == reference
    return np.where(group < 0, -1, np.where(names[group] == outlet, 0, np.where(other, 1, -1)))


def _contributions(terms: np.ndarray, valence: np.ndarray, sums: list, totals: list) -> pd.DataFrame:
    rates = [PER * part / total for part, total in zip(sums, totals, strict=True)]
    more = np.where(rates[0] >= rates[1], "more", "fewer")
    kind = np.char.add(np.char.add(more, " "), np.where(valence > 0, "positive", "negative"))
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "valence": valence,
            "count_outlet": sums[0].astype(np.int64),
            "count_reference": sums[1].astype(np.int64),
            "rate_outlet": rates[0],
            "rate_reference": rates[1],
            "contribution": valence * (rates[0] - rates[1]),
            "kind": pd.Series(kind, dtype="str"),
        }
    )


def _intervals(
    counts: sparse.csr_array, side: np.ndarray, size: np.ndarray, valence: np.ndarray, resamples: int, seed: int
) -> np.ndarray:
    """Bounds of each word's contribution and, last, of their sum: shape (2, words + 1)."""
    bounds = np.full((2, len(valence) + 1), np.nan)
    members = [np.flatnonzero((side == i) & (size > 0)) for i in (0, 1)]
    fewest = min(map(len, members))
    if fewest < FEWEST_CLUSTERS:
        return bounds
    rng = np.random.default_rng(seed)
    drawn = [multinomial_weights(len(rows), resamples, rng) for rows in members]
    words = [size[rows] @ weights for rows, weights in zip(members, drawn, strict=True)]
    by_word = [counts[rows].T.tocsr() for rows in members]
    total = np.zeros(resamples)
    for block in np.split(np.arange(len(valence)), np.cumsum(list(chunks(len(valence), resamples)))[:-1]):
        rates = [PER * (part[block] @ w) / n for part, w, n in zip(by_word, drawn, words, strict=True)]
        draws = valence[block, None] * (rates[0] - rates[1])
        total += draws.sum(axis=0)
        bounds[:, block] = interval(draws, clusters=fewest)
    bounds[:, -1:] = interval(total[None, :], clusters=fewest)
    return bounds
