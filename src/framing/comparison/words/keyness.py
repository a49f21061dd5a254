"""Which words does an outlet prefer: log-odds with a prior, log ratio, dispersion, and an interval over articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from framing.comparison.resampling.draws import chunks, drawn_sums, interval, multinomial_counts
from framing.comparison.resampling.sides import FEWEST_CLUSTERS
from framing.comparison.words.vocabulary import (
    Within,
    count_articles,
    groups_of,
    sum_groups,
)
from framing.corpus.corpus import Corpus
from framing.errors import FramingError, meant
from framing.provenance import record_call
from framing.schema import KEYNESS


def keyness(
    corpus: Corpus,
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    within: Within | None = None,
    fewest_articles: int = 5,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Find the words that an outlet uses more, or less, than a reference does.

    Parameters
    ----------
    corpus : Corpus
    by : str
        Column of the articles whose values are compared.
    reference : str
        ``"rest"`` (all the other outlets together) or one outlet.
    within : Within, optional
        Count only in some stories, in the outlet's or the sources' words, or near a target.
    fewest_articles : int
        Terms in fewer articles (both sides together) are left out: a word of one article is that article's.
    resamples, seed : int
        Draws of articles for the interval, and the seed they start from.

    Returns
    -------
    DataFrame
        The keyness table, each outlet's terms by falling z, with three more columns: ``log_odds`` (what z and the
        interval are about) and ``dispersion_outlet``, ``dispersion_reference`` (normalised DP: 0 spread evenly over
        articles, 1 all in one).

    Raises
    ------
    FramingError
        If a column or the reference is not there, or no word is left to count.

    Notes
    -----
    z is for ranking: it holds words to be independent, and words come in bursts. The interval draws whole articles and
    is missing where a side has fewer than ten of them, or the term stands in fewer than ten. The prior is the term's
    count on both sides, so rare words are drawn to 0. Thousands of words are compared at once: some intervals leave 0
    by chance. Keyness is of topics before it is of framing; count within shared stories to tell them apart.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words. Political Analysis 16, 372-403,
    doi:10.1093/pan/mpn018. Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora. Digital
    Scholarship in the Humanities 31, 374-397, doi:10.1093/llc/fqu064. Gries, S. T. (2008). Dispersions and adjusted
    frequencies in corpora. International Journal of Corpus Linguistics 13, 403-437.
    """
    counted = count_articles(corpus, within or Within())
    counts = counted.table
    group, outlets = groups_of(counted.articles, by)
    if reference != "rest" and reference not in outlets:
        near = meant(reference, outlets)
        raise FramingError(f"There is no {by} {reference!r}{near}; use 'rest' or one of {', '.join(outlets)}.")
    if not counts.nnz:
        raise FramingError("No word is left to count; widen what the words are counted within.")
    tables = []
    for number, outlet in enumerate(outlets):
        if outlet != reference:
            against = np.ones(len(group), bool) if reference == "rest" else outlets[group] == reference
            side = np.where(group == number, 0, np.where(against & (group >= 0), 1, -1))
            if any(not counts[side == i].nnz for i in (0, 1)):
                continue  # nobody to compare: no word of one side is within what is counted
            table = _contrast(counts, side, counted.names, fewest_articles=fewest_articles)
            low, high = _interval(counts, side, table, resamples=resamples, seed=seed + number)
            tables.append(table.assign(outlet=outlet, reference=reference, ci_low=low, ci_high=high))
    if not tables:
        raise FramingError("Only one side has words to count; widen what the words are counted within.")
    table = KEYNESS.cast(pd.concat(tables, ignore_index=True).drop(columns="column"))
    table = table.sort_values(["outlet", "z", "term"], ascending=[True, False, True], kind="stable", ignore_index=True)
    return record_call(table, "keyness", by=by, reference=reference, resamples=resamples, seed=seed)


def log_odds(
    count: np.ndarray,
    others: np.ndarray,
    *,
    words: np.ndarray | float,
    words_others: np.ndarray | float,
    prior: np.ndarray | float,
    prior_total: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the log-odds ratio of words under a Dirichlet prior, and its z.

    Parameters
    ----------
    count, others : ndarray
        Occurrences on the two sides.
    words, words_others : ndarray or float
        Words in all on the two sides.
    prior, prior_total : ndarray or float
        Pseudo-count of each word (the same on both sides), and the sum of all words' pseudo-counts.

    Returns
    -------
    log_odds, z : ndarray

    References
    ----------
    Monroe, Colaresi and Quinn (2008), equations 15, 16, 19 and 22.
    """
    own, other = count + prior, others + prior
    delta = np.log(own / (words + prior_total - own)) - np.log(other / (words_others + prior_total - other))
    return delta, delta / np.sqrt(1 / own + 1 / other)


def dispersion(counts: sparse.csc_array, sizes: np.ndarray) -> np.ndarray:
    """Tell how unevenly words are spread over articles: the normalised deviation of proportions.

    Parameters
    ----------
    counts : sparse array, shape (articles, words)
    sizes : ndarray, shape (articles,)
        Words of each article.

    Returns
    -------
    ndarray, shape (words,)
        0 when every article holds the word in proportion to its size, 1 when one (the smallest) holds it all; missing
        for a word that does not occur.

    References
    ----------
    Gries, S. T. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics
    13, 403-437.
    """
    used = sizes > 0
    share = sizes / sizes.sum() if used.any() else sizes
    total = np.asarray(counts.sum(axis=0)).ravel()
    held = counts.tocoo()
    with np.errstate(divide="ignore", invalid="ignore"):
        part = held.data / total[held.col]
        common = np.bincount(held.col, np.minimum(part, share[held.row]), minlength=counts.shape[1])
        spread = (1 - common) / (1 - share[used].min()) if used.sum() > 1 else np.zeros(len(total))
    return np.where(total > 0, np.maximum(spread, 0), np.nan)


def _contrast(counts: sparse.csr_array, side: np.ndarray, words: np.ndarray, *, fewest_articles: int) -> pd.DataFrame:
    """Set the words of two sides (0 the outlet, 1 the reference) against each other."""
    holders = sum_groups(counts.sign(), side, 2)
    column = np.flatnonzero(holders.sum(axis=0) >= fewest_articles)
    sums, holders = sum_groups(counts[:, column], side, 2), holders[:, column]
    size = np.asarray(counts.sum(axis=1)).ravel()
    n_own, n_ref = (size[side == i].sum() for i in (0, 1))
    delta, z = log_odds(
        sums[0], sums[1], words=n_own, words_others=n_ref, prior=sums.sum(axis=0), prior_total=n_own + n_ref
    )
    smooth = np.where(sums == 0, 0.5, sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        table = {
            "term": pd.Series(words[column], dtype="str"),
            "count_outlet": sums[0],
            "count_reference": sums[1],
            "rate_outlet": 1000 * sums[0] / n_own,
            "rate_reference": 1000 * sums[1] / n_ref,
            "articles_outlet": holders[0],
            "articles_reference": holders[1],
            "log_ratio": np.log2(smooth[0] / n_own) - np.log2(smooth[1] / n_ref),
            "z": z,
            "log_odds": delta,
        }
    for i, name in enumerate(("outlet", "reference")):
        table[f"dispersion_{name}"] = dispersion(counts[side == i][:, column].tocsc(), size[side == i])
    return pd.DataFrame(table | {"column": column})


def _interval(
    counts: sparse.csr_array, side: np.ndarray, table: pd.DataFrame, *, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw articles on each side anew and take the interval of the log-odds, the prior kept."""
    column = table["column"].to_numpy()
    low, high = np.full((2, len(column)), np.nan)
    size = np.asarray(counts.sum(axis=1)).ravel()
    sides = [np.flatnonzero((side == i) & (size > 0)) for i in (0, 1)]
    if min(map(len, sides)) < FEWEST_CLUSTERS:
        return low, high
    rng = np.random.default_rng(seed)
    weights = [multinomial_counts(len(members), resamples, rng) for members in sides]
    totals = [drawn_sums(size[members], drawn) for members, drawn in zip(sides, weights, strict=True)]
    enough = np.flatnonzero(table["articles_outlet"] + table["articles_reference"] >= FEWEST_CLUSTERS)
    prior = (table["count_outlet"] + table["count_reference"]).to_numpy(float)
    by_word = [counts[members][:, column].T.tocsr() for members in sides]
    for block in np.split(enough, np.cumsum(list(chunks(len(enough), resamples)))[:-1]):
        drawn = [drawn_sums(part[block], weight) for part, weight in zip(by_word, weights, strict=True)]
        draws, _ = log_odds(
            drawn[0],
            drawn[1],
            words=totals[0],
            words_others=totals[1],
            prior=prior[block, None],
            prior_total=size[side >= 0].sum(),
        )
        low[block], high[block] = interval(draws, clusters=min(map(len, sides)))
    return low, high
