"""From draws to intervals: degrees of freedom by the number of clusters, and shares that no draw can move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from framing.comparison.resampling.cells import Cells
from framing.comparison.resampling.draws import interval
from framing.comparison.resampling.sides import Sides

FEWEST_CLUSTERS = 10
"""Stories or articles that a side must have before an interval is printed."""


def between(sides: Sides, *, paired: bool) -> tuple[np.ndarray, np.ndarray]:
    """Take the interval of the difference between two sides, degrees of freedom after Welch.

    Returns
    -------
    low, high : ndarray, shape (series, outlets)
    """
    shape = sides.mean_own.shape
    own, ref = (draws.reshape(shape[0] * shape[1], draws.shape[2]) for draws in (sides.own, sides.ref))
    m_own, m_ref = (np.maximum(np.nan_to_num(m.ravel()), 2) for m in (sides.effective_own, sides.effective_ref))
    if paired:
        df, widen = m_own - 1, np.sqrt(m_own / (m_own - 1))
    else:
        v_own, v_ref = spread(own) + 1e-15, spread(ref) + 1e-15
        df = (v_own + v_ref) ** 2 / (v_own**2 / (m_own - 1) + v_ref**2 / (m_ref - 1))
        widen = np.sqrt((v_own * m_own / (m_own - 1) + v_ref * m_ref / (m_ref - 1)) / (v_own + v_ref))
    low, high = interval(own - ref, df=df, widen=widen)
    return low.reshape(shape), high.reshape(shape)


def level(draws: np.ndarray, effective: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take the interval of levels themselves.

    Parameters
    ----------
    draws : ndarray, shape (rows, resamples)
    effective : ndarray, shape (rows,)
        Effective number of clusters.

    Returns
    -------
    low, high : ndarray, shape (rows,)
    """
    m = np.maximum(np.nan_to_num(effective), 2)
    return interval(draws, df=m - 1, widen=np.sqrt(m / (m - 1)))


def spread(draws: np.ndarray) -> np.ndarray:
    """Variance of each row of draws, missing draws passed over."""
    known = np.isfinite(draws)
    count = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, draws, 0).sum(axis=1) / count
    return np.where(known, (draws - mean[:, None]) ** 2, 0).sum(axis=1) / count


def leave_the_edge(cells: Cells, sides: Sides, *, seed: int) -> Sides:
    """Give shares of exactly 0 or 1 an uncertainty.

    Where none (or all) of an outlet's evidence counts, every draw is 0 (or 1) and a percentile interval would have no
    width: "3 against 0" would be certain. Such draws are taken from the posterior Beta(1/2, m + 1/2) of Jeffreys
    instead, m being the effective number of clusters.

    Parameters
    ----------
    cells : Cells
    sides : Sides
    seed : int

    Returns
    -------
    Sides
    """
    is_share = np.ones(cells.shape[0], bool)
    value = cells.rows["value"].to_numpy()
    is_share[cells.rows["at"].to_numpy()[(value < 0) | (value > 1)]] = False
    rng = np.random.default_rng(seed + 2)
    return replace(
        sides,
        own=_soften(sides.own, sides.mean_own, sides.effective_own, is_share, rng),
        ref=_soften(sides.ref, sides.mean_ref, sides.effective_ref, is_share, rng),
    )


def _soften(
    draws: np.ndarray, mean: np.ndarray, effective: np.ndarray, is_share: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    edge = is_share[:, None] & (np.isclose(mean, 0, atol=1e-9) | np.isclose(mean, 1, atol=1e-9))
    if not edge.any():
        return draws
    softened = draws.copy()
    for at, outlet in zip(*np.nonzero(edge), strict=True):
        low = rng.beta(0.5, effective[at, outlet] + 0.5, draws.shape[2])
        softened[at, outlet] = low if mean[at, outlet] < 0.5 else 1 - low
    return softened
