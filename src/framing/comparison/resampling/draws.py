"""Draws of clusters, intervals from draws, p-values of many tests, and a measure of effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import stats

MATRIX = 4_000_000
"""Numbers held at once in a matrix of draws: 32 MB. Products of slimmer matrices are much slower."""


def chunks(resamples: int, width: int, *, most: int = MATRIX) -> Iterator[int]:
    """Split a number of resamples so that a matrix of that width stays within memory."""
    step = max(1, min(resamples, most // max(1, width)))
    for begin in range(0, resamples, step):
        yield min(step, resamples - begin)


def multinomial_weights(n_clusters: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw n clusters with replacement, again and again: how often each was drawn, shape (clusters, draws)."""
    return multinomial_counts(n_clusters, draws, rng).astype(float)


def multinomial_counts(n_clusters: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw as `multinomial_weights`, in a byte for each cluster and draw; nothing is drawn 256 times."""
    counts, begin = np.empty((n_clusters, draws), np.uint8), 0
    for size in chunks(draws, n_clusters):
        drawn = rng.integers(0, n_clusters, (size, n_clusters), dtype=np.int32)
        drawn += (np.arange(size, dtype=np.int32) * n_clusters)[:, None]
        held = np.bincount(drawn.ravel(), minlength=size * n_clusters).reshape(size, n_clusters)
        counts[:, begin : begin + size] = held.T
        begin += size
    return counts


def drawn_sums(values: Any, weights: np.ndarray) -> np.ndarray:
    """Sum values of clusters, a row or rows of a sparse matrix, under each draw of `multinomial_counts`.

    Returns
    -------
    ndarray, shape (..., draws)
    """
    pieces, begin = [], 0
    for size in chunks(weights.shape[1], len(weights)):
        pieces.append(values @ weights[:, begin : begin + size].astype(float))
        begin += size
    return np.concatenate(pieces, axis=-1)


def interval(draws: np.ndarray, *, clusters: int, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Take an expanded percentile interval of each row of draws.

    Parameters
    ----------
    draws : ndarray, shape (rows, resamples)
        Missing draws are passed over.
    clusters : int
        How many were drawn from on the side that has fewer, at least 2: percentile intervals of m clusters are too
        narrow by sqrt(m / (m - 1)), and by how much wider t with m - 1 degrees of freedom is than the normal [1]_.
    level : float

    Returns
    -------
    low, high : ndarray, shape (rows,)

    References
    ----------
    .. [1] Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American Statistician 69,
       371-386.
    """
    widen = np.sqrt(clusters / (clusters - 1))
    tail = float(stats.norm.cdf(stats.t.ppf((1 - level) / 2, clusters - 1) * widen))
    ordered = np.sort(draws, axis=1)
    valid = np.isfinite(ordered).sum(axis=1)
    return _quantile(ordered, valid, tail), _quantile(ordered, valid, 1 - tail)


def _quantile(ordered: np.ndarray, valid: np.ndarray, q: float) -> np.ndarray:
    position = q * np.maximum(valid - 1, 0)
    below = np.floor(position).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(valid - 1, 0))
    rows = np.arange(len(ordered))
    low, high = ordered[rows, below], ordered[rows, above]
    return np.where(valid > 0, low + (position - below) * (high - low), np.nan)


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """Adjust p-values for the number of tests; missing ones are no tests and stay missing.

    Parameters
    ----------
    p_values : ndarray

    Returns
    -------
    ndarray

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical
    Society B 57, 289-300.
    """
    adjusted = np.full(len(p_values), np.nan)
    known = ~np.isnan(p_values)
    if known.any():
        adjusted[known] = stats.false_discovery_control(p_values[known], method="bh")
    return adjusted


def cliffs_delta(value: np.ndarray, articles: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Tell how far the values of some groups lie above those of the others.

    Parameters
    ----------
    value, articles : ndarray, shape (rows,)
        Values, and how many articles have each.
    member : ndarray of bool, shape (groups, rows)
        Which rows belong to a group.

    Returns
    -------
    ndarray, shape (groups,)
        Share of pairs in which the group's value is higher minus the share in which it is lower, -1 to 1; missing where
        a side is empty.

    Notes
    -----
    It counts articles, each once however many namings it holds, so it can differ in sign from a ratio of sums.

    References
    ----------
    Cliff, N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychological Bulletin 114,
    494-509.
    """
    _, place = np.unique(value, return_inverse=True)
    held = np.bincount(place, articles)
    rank = (np.cumsum(held) - (held - 1) / 2)[place]  # the mean of the ranks of all that have the value
    delta = np.full(len(member), np.nan)
    for group, inside in enumerate(member):
        m = articles[inside].sum()
        others = articles.sum() - m
        if m and others:
            above = (articles[inside] * rank[inside]).sum() - m * (m + 1) / 2
            delta[group] = 2 * above / (m * others) - 1
    return delta
