"""How far coders agree: percent, Krippendorff's alpha with an interval, Gwet's AC1, and what they disagree about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.comparison.resampling import multinomial_weights
from framing.errors import FramingError

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def agreement(
    codings: pd.DataFrame, *, level: str | Mapping[str, str] = "nominal", resamples: int = 1000, seed: int = 0
) -> pd.DataFrame:
    """Tell how far coders agree on each variable.

    Parameters
    ----------
    codings : DataFrame
        The codings table; codes may be missing, and coders may have coded different units.
    level : str or mapping of variable to str
        Level of measurement: nominal, ordinal, interval or ratio; codes must be numbers for all but the first.
    resamples, seed : int
        Draws of units for the interval of alpha, and the seed they start from.

    Returns
    -------
    DataFrame
        One row per variable: ``n_units`` coded at least twice, ``n_coders``, ``n_values``, ``percent`` (share of pairs
        of codes of a unit that are equal), ``alpha`` with ``ci_low`` and ``ci_high``, ``ac1``, and ``level``.

    Raises
    ------
    FramingError
        If a level is unknown, or codes of such a level are no numbers.

    Notes
    -----
    Alpha is missing where all codes are the same: without variation nobody can show that they tell cases apart. It
    falls when one code is rare, even if coders seldom differ; AC1 does not, which makes it kinder, not truer. The
    customary bounds of .800 and .667 are customs. Agreement says nothing of whether coders are right.

    References
    ----------
    Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
    Communication Methods and Measures 1, 77-89. Gwet, K. L. (2008). Computing inter-rater reliability and its variance
    in the presence of high agreement. British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """
    rows = []
    for variable, part in codings.dropna(subset=["value"]).groupby("variable", sort=True):
        kind = level if isinstance(level, str) else level.get(str(variable), "nominal")
        counts, values = count_codes(part, level=kind)
        low, high = alpha_interval(counts, values, level=kind, resamples=resamples, seed=seed)
        rows.append(
            {
                "variable": variable,
                "n_units": int((counts.sum(axis=1) >= 2).sum()),
                "n_coders": part["coder"].nunique(),
                "n_values": len(values),
                "percent": percent_agreement(counts),
                "alpha": krippendorff_alpha(counts, values, level=kind),
                "ci_low": low,
                "ci_high": high,
                "ac1": gwet_ac1(counts),
                "level": kind,
            }
        )
    names = ["variable", "n_units", "n_coders", "n_values", "percent", "alpha", "ci_low", "ci_high", "ac1", "level"]
    return pd.DataFrame(rows, columns=names)


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
    if len(pairs) < 10:
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


def confusion(codings: pd.DataFrame, *, variable: str) -> pd.DataFrame:
    """Show which codes are taken for which others.

    Parameters
    ----------
    codings : DataFrame
        The codings table.
    variable : str

    Returns
    -------
    DataFrame
        Square table of codes; pairs of codes given to the same unit, each unit weighing as many as it has codes. The
        diagonal is agreement.

    Raises
    ------
    FramingError
        If nobody coded the variable.
    """
    counts, values = count_codes(_of(codings, variable))
    together = coincidences(counts).sum(axis=0)
    return pd.DataFrame(together, index=pd.Index(values, name=variable), columns=pd.Index(values, name="other coder"))


def disputed(codings: pd.DataFrame, *, variable: str) -> pd.DataFrame:
    """List the units that coders should talk about, those with most disagreement first.

    Parameters
    ----------
    codings : DataFrame
        The codings table.
    variable : str

    Returns
    -------
    DataFrame
        One row per unit that got different codes: unit_id, one column per coder, and ``agreement`` (share of equal
        pairs of codes).

    Raises
    ------
    FramingError
        If nobody coded the variable.
    """
    part = _of(codings, variable)
    counts, _ = count_codes(part)
    size = counts.sum(axis=1)
    equal = (counts * (counts - 1)).sum(axis=1) / np.maximum(size * (size - 1), 1)
    wide = part.pivot_table(index="unit_id", columns="coder", values="value", aggfunc="first")
    table = wide.sort_index().assign(agreement=equal)[(size >= 2) & (equal < 1)]
    return table.sort_values("agreement", kind="stable").rename_axis(columns=None).reset_index()


def settle(codings: pd.DataFrame, *, variable: str) -> pd.DataFrame:
    """Take the code that more than half of the coders of a unit gave, or the only one.

    Parameters
    ----------
    codings : DataFrame
        The codings table.
    variable : str

    Returns
    -------
    DataFrame
        unit_id, value, n_coders and unanimous; units without a majority are left out.

    Raises
    ------
    FramingError
        If nobody coded the variable.
    """
    part = _of(codings, variable)
    votes = part.groupby(["unit_id", "value"], sort=True).size().rename("votes").reset_index()
    votes["n_coders"] = votes.groupby("unit_id")["votes"].transform("sum")
    won = votes[2 * votes["votes"] > votes["n_coders"]]
    return won.assign(unanimous=won["votes"] == won["n_coders"]).drop(columns="votes").reset_index(drop=True)


def _of(codings: pd.DataFrame, variable: str) -> pd.DataFrame:
    part = codings[(codings["variable"] == variable) & codings["value"].notna()]
    if not len(part):
        known = ", ".join(sorted(set(codings["variable"]))) or "none"
        raise FramingError(f"Nobody coded the variable '{variable}'; the codings have {known}.")
    return part
