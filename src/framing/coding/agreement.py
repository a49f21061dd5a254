"""How far coders agree: percent, Krippendorff's alpha with an interval, Gwet's AC1, and what they disagree about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.coding.coefficients import (
    alpha_interval,
    coincidences,
    count_codes,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from framing.errors import FramingError


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
