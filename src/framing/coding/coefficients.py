"""Coefficients of agreement from counts of codes by unit: Krippendorff's alpha, Gwet's AC1, percent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.comparison.resampling.draws import multinomial_weights
from framing.errors import FramingError

LEVELS = ("nominal", "ordinal", "interval", "ratio")
FEWEST_UNITS = 10
"""Units coded twice that alpha needs before an interval is printed."""


def count_codes(codings: pd.DataFrame, *, level: str = "nominal") -> tuple[np.ndarray, np.ndarray]:
    """Count how many coders gave each value to each unit.

    Parameters
    ----------
    codings : DataFrame
        Codings of one variable, with none missing.
    level : str

    Returns
    -------
    counts : ndarray, shape (units, values)
    values : ndarray
        Distinct values in order; numbers unless nominal.
    """
    if level not in LEVELS:
        raise FramingError(f"A level of measurement is one of {', '.join(LEVELS)}, and not {level!r}.")
    unit, _ = pd.factorize(codings["unit_id"], sort=True)
    codes = codings["value"]
    if level != "nominal":
        numbers = pd.to_numeric(codes, errors="coerce")
        if numbers.isna().any():
            wrong = codes[numbers.isna()].iloc[0]
            raise FramingError(f"The code {wrong!r} is no number; codes of the level '{level}' must be numbers.")
        codes = numbers
    value, values = pd.factorize(codes, sort=True)
    shape = (int(unit.max(initial=-1)) + 1, len(values))
    return np.bincount(unit * shape[1] + value, minlength=shape[0] * shape[1]).reshape(shape), np.asarray(values)


def krippendorff_alpha(counts: np.ndarray, values: np.ndarray, *, level: str = "nominal") -> float:
    """Compute Krippendorff's alpha.

    Parameters
    ----------
    counts : ndarray, shape (units, values)
        How many coders gave each value to each unit.
    values : ndarray
        The values; numbers unless nominal.
    level : str

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance; missing where codes do not vary.
    """
    together = coincidences(counts).sum(axis=0)
    return float(_alpha(together[None], values, level)[0])


def alpha_interval(
    counts: np.ndarray, values: np.ndarray, *, level: str = "nominal", resamples: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Take a 95 % percentile interval of alpha over units drawn anew; missing with fewer than ten units."""
    pairs = coincidences(counts)
    if len(pairs) < FEWEST_UNITS:
        return np.nan, np.nan
    weights = multinomial_weights(len(pairs), resamples, np.random.default_rng(seed))
    together = np.tensordot(weights.T, pairs, axes=1)
    drawn = _alpha(together, values, level)
    drawn = drawn[np.isfinite(drawn)]
    return (float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))) if len(drawn) else (np.nan, np.nan)


def coincidences(counts: np.ndarray) -> np.ndarray:
    """Count pairs of values within each unit that has two codes or more, shape (such units, values, values)."""
    shared = counts[counts.sum(axis=1) >= 2].astype(float)
    pairs = shared[:, :, None] * shared[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= shared
    return pairs / (shared.sum(axis=1) - 1)[:, None, None]


def _alpha(together: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Alpha of coincidence matrices, shape (matrices, values, values)."""
    n_value = together.sum(axis=2)
    n = n_value.sum(axis=1)
    distance = _distances(n_value, values, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (together * distance).sum(axis=(1, 2)) / n
        expected = (n_value[:, :, None] * n_value[:, None, :] * distance).sum(axis=(1, 2)) / (n * (n - 1))
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _distances(n_value: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Squared distances of values, shape (matrices or 1, values, values)."""
    size = len(values)
    if level == "nominal":
        return (1 - np.eye(size))[None]
    if level == "ordinal":
        middle = np.cumsum(n_value, axis=1) - n_value / 2
        return (middle[:, :, None] - middle[:, None, :]) ** 2
    numbers = np.asarray(values, float)
    gap = numbers[:, None] - numbers[None, :]
    if level == "ratio":
        total = numbers[:, None] + numbers[None, :]
        gap = np.divide(gap, total, out=np.zeros_like(gap), where=total != 0)
    return (gap**2)[None]


def percent_agreement(counts: np.ndarray) -> float:
    """Compute the mean share of equal pairs of codes over units coded at least twice."""
    size = counts.sum(axis=1)
    shared = counts[size >= 2]
    m = shared.sum(axis=1)
    return float(((shared * (shared - 1)).sum(axis=1) / (m * (m - 1))).mean()) if len(shared) else np.nan


def gwet_ac1(counts: np.ndarray) -> float:
    """Compute Gwet's AC1; missing where fewer than two values were used."""
    size = counts.sum(axis=1)
    share = (counts[size > 0] / size[size > 0, None]).mean(axis=0) if (size > 0).any() else np.zeros(0)
    if len(share) < 2:
        return np.nan
    chance = (share * (1 - share)).sum() / (len(share) - 1)
    return float((percent_agreement(counts) - chance) / (1 - chance))
