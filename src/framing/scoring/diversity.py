"""Diversity of sources as a number of sources: Hill numbers, and what would be left of them in a smaller sample."""

from __future__ import annotations

import numpy as np


def hill_numbers(counts: np.ndarray, *, orders: tuple[float, ...] = (0, 1, 2)) -> np.ndarray:
    """Tell how many equally frequent kinds would be as diverse as these.

    Parameters
    ----------
    counts : ndarray
        How often each kind (source, source type) occurs.
    orders : tuple of float
        0 counts every kind alike, 1 weighs it by its share (exponential of Shannon's entropy), 2 counts the frequent
        ones (inverse of Simpson's index).

    Returns
    -------
    ndarray, shape (orders,)
        Missing where there is nothing to count.

    Notes
    -----
    Who quotes more people looks more diverse: compare at equal numbers of quotations (`rarefied_hill`).

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology 54, 427-432.
    Jost, L. (2006). Entropy and diversity. Oikos 113, 363-375.
    """
    held = np.asarray(counts, float)
    held = held[held > 0]
    if not len(held):
        return np.full(len(orders), np.nan)
    share = held / held.sum()
    return np.array([_hill(share, order) for order in orders])


def rarefied_hill(counts: np.ndarray, size: int, *, draws: int = 200, seed: int = 0) -> np.ndarray:
    """Average Hill numbers of order 0, 1 and 2 over samples of a given size.

    Parameters
    ----------
    counts : ndarray
        How often each kind occurs.
    size : int
        Number of units to draw without replacement.
    draws, seed : int
        Number of samples, and the seed they start from.

    Returns
    -------
    ndarray, shape (3,)
        Missing where there are fewer units than `size`.

    References
    ----------
    Chao, A. and Jost, L. (2012). Coverage-based rarefaction and extrapolation. Ecology 93, 2533-2547.
    """
    held = np.asarray(counts, np.int64)
    if size < 1 or size > held.sum():
        return np.full(3, np.nan)
    samples = np.random.default_rng(seed).multivariate_hypergeometric(held, size, size=draws, method="count")
    return np.mean([hill_numbers(sample) for sample in samples], axis=0)


def _hill(share: np.ndarray, order: float) -> float:
    if order == 1:
        return float(np.exp(-(share * np.log(share)).sum()))
    return float((share**order).sum() ** (1 / (1 - order)))
