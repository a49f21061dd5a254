"""The machine against the coders: precision, recall and alpha, outlet by outlet, and the cases it gets most wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from framing.coding.agreement import settle
from framing.coding.coefficients import alpha_interval, count_codes, krippendorff_alpha
from framing.errors import FramingError

ALL = "all"
"""Stands for all outlets together, and for the mean of all categories."""


def validate(
    table: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    variable: str,
    by: str | None = None,
    level: str = "nominal",
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Set the codes of a machine against those of coders.

    Parameters
    ----------
    table : DataFrame
        The machine's codes: ``unit_id`` and ``value``; ``measure`` where there are several machines.
    codings : DataFrame
        The codings table; where several people coded a unit the majority counts, units without one are left out.
    variable : str
        The variable of the codings that `value` stands for.
    by : str, optional
        Column of the table (outlet_id) to show the errors by.
    level : str
        Level of measurement for alpha: nominal, ordinal, interval or ratio.
    resamples, seed : int
        Draws of units for the interval of alpha, and the seed they start from.

    Returns
    -------
    DataFrame
        The validity table: one row per measure, ``outlet`` and ``category``. Rows with category ``all`` hold ``n``,
        ``accuracy``, ``alpha`` with its interval and the means of precision, recall and F1 over the categories that
        coders or machine used; other rows hold precision, recall, F1 and ``n_coded``, ``n_found`` of one category.
        ``p_outlets`` (rows ``all``, ``all``) tests whether accuracy is the same in all outlets.

    Raises
    ------
    FramingError
        If a column is missing, nobody coded the variable, or no unit has both codes.

    Notes
    -----
    The figures hold for units like those that were coded: a sample by outlet and category needs its weights before it
    speaks of the collection. Precision is 0 where the machine never gave the code. Accuracy alike in two outlets can
    hide errors of opposite direction, and those make a false difference: compare precision and recall too, and
    `correct` the estimates. Few units per outlet cannot show that errors do not differ. Units that coders could
    not agree on are the hard ones, and without them the machine looks better: let coders settle them first.

    References
    ----------
    Song, H. et al. (2020). In validations we trust? Political Communication 37, 550-572.
    """
    joined = _join(table, codings, variable=variable, by=by)
    blocks = []
    for measure, part in joined.groupby("measure", sort=True):
        p_outlets = _homogeneity(part["coded"] == part["found"], part["outlet"])
        groups = [(ALL, part)] if by is None else [(ALL, part), *part.groupby("outlet", sort=True)]
        for outlet, inside in groups:
            rows = _judge(inside, level=level, resamples=resamples, seed=seed)
            rows.insert(0, "outlet", pd.Series(outlet, index=rows.index, dtype="str"))
            rows["p_outlets"] = np.where((rows["outlet"] == ALL) & (rows["category"] == ALL), p_outlets, np.nan)
            blocks.append(rows.assign(measure=measure))
    done = pd.concat(blocks, ignore_index=True).assign(variable=variable)
    first = [
        "measure",
        "variable",
        "outlet",
        "category",
        "n",
        "alpha",
        "ci_low",
        "ci_high",
        "f1",
        "precision",
        "recall",
    ]
    done = done.astype({"measure": "str", "variable": "str", "category": "str"})
    return done[[*first, "accuracy", "n_coded", "n_found", "p_outlets"]]


def describe_validity(validity: pd.DataFrame) -> str:
    """Say in a few words whether a measure was validated, for the caption of a figure.

    Parameters
    ----------
    validity : DataFrame
        What `validate` gave; empty where nothing was coded.

    Returns
    -------
    str
        "not validated", or such as "validated on n = 240 (F1 .81, alpha .74)".
    """
    overall = validity[(validity["outlet"] == ALL) & (validity["category"] == ALL)] if len(validity) else validity
    if not len(overall):
        return "not validated"
    row = overall.iloc[0]
    figures = [f"{name} {_plain(row[key])}" for name, key in (("F1", "f1"), ("alpha", "alpha")) if row[key] == row[key]]
    return f"validated on n = {int(row['n'])}" + (f" ({', '.join(figures)})" if figures else "")


def worst_cases(table: pd.DataFrame, codings: pd.DataFrame, *, variable: str, n: int = 20) -> pd.DataFrame:
    """List units where the machine is wrong and the coders were of one mind, in their sentences.

    Parameters
    ----------
    table : DataFrame
        The machine's codes: unit_id, value, and whatever helps to judge (text, outlet_id, probability).
    codings : DataFrame
        The codings table.
    variable : str
    n : int
        Most rows to list.

    Returns
    -------
    DataFrame
        ``coded`` and ``found`` first, then the table's other columns; codes given by most coders come first, and among
        those the widest misses where codes are numbers.
    """
    joined = _join(table, codings, variable=variable, by=None)
    wrong = joined[joined["coded"] != joined["found"]]
    miss = (pd.to_numeric(wrong["coded"], errors="coerce") - pd.to_numeric(wrong["found"], errors="coerce")).abs()
    order = wrong.assign(_miss=miss.fillna(0), _sure=wrong["unanimous"] * wrong["n_coders"])
    order = order.sort_values(["_sure", "_miss", "unit_id"], ascending=[False, False, True], kind="stable").head(n)
    first = ["unit_id", "coded", "found", "n_coders"]
    rest = [name for name in table.columns if name not in {*first, "value"}]
    return order[[*first, *rest]].reset_index(drop=True)


def _join(table: pd.DataFrame, codings: pd.DataFrame, *, variable: str, by: str | None) -> pd.DataFrame:
    for name in ["unit_id", "value"] if by is None else ["unit_id", "value", by]:
        if name not in table.columns:
            raise FramingError(f"The machine's codes have no column '{name}'; they have {', '.join(table.columns)}.")
    given = table[table["value"].notna()]
    if given["value"].dtype.kind in "iuf":  # coders' 1.0 and 1 are one number then, and of a code 01 nothing is known
        codings = codings.assign(value=codings["value"].map(_as_number, na_action="ignore"))
    coded = settle(codings, variable=variable).rename(columns={"value": "coded"})
    joined = given.assign(found=_as_codes(given["value"])).merge(coded, on="unit_id", how="inner")
    if not len(joined):
        raise FramingError(f"No unit has a code of the machine and one of the coders for '{variable}'; compare ids.")
    measure = joined["measure"] if "measure" in joined.columns else variable
    return joined.assign(measure=measure, outlet=joined[by].astype("str") if by else ALL)


def _as_codes(values: pd.Series) -> pd.Series:
    """Write values as coders do: each whole number without a decimal point."""
    if values.dtype.kind not in "iuf":
        return values.astype("str")
    return pd.Series([_as_number(value) for value in values.to_numpy()], index=values.index, dtype="str")


def _as_number(value: Any) -> Any:
    """Write a number, or a text that is one, in the one shortest way; another text stays as it is."""
    try:
        return np.format_float_positional(value if isinstance(value, np.floating) else float(value), trim="-")
    except ValueError:
        return value


def _judge(part: pd.DataFrame, *, level: str, resamples: int, seed: int) -> pd.DataFrame:
    coded, found = part["coded"].to_numpy(object), part["found"].to_numpy(object)
    both = pd.DataFrame({"unit_id": np.tile(np.arange(len(part)), 2), "value": np.concatenate([coded, found])})
    counts, values = count_codes(both, level=level)
    low, high = alpha_interval(counts, values, level=level, resamples=resamples, seed=seed)
    categories = sorted(set(coded) | set(found))
    rows = []
    for category in categories:
        hits = int(((coded == category) & (found == category)).sum())
        n_coded, n_found = int((coded == category).sum()), int((found == category).sum())
        precision, recall = hits / max(n_found, 1), hits / n_coded if n_coded else np.nan
        f1 = 2 * hits / (n_coded + n_found)
        rows.append((category, len(part), precision, recall, f1, n_coded, n_found))
    table = pd.DataFrame(rows, columns=["category", "n", "precision", "recall", "f1", "n_coded", "n_found"])
    mean = table[["precision", "recall", "f1"]].mean().to_dict()
    overall = {"category": ALL, "n": len(part), "n_coded": len(part), "n_found": len(part)} | mean
    overall |= {"alpha": krippendorff_alpha(counts, values, level=level), "ci_low": low, "ci_high": high}
    overall |= {"accuracy": float((coded == found).mean())}
    return pd.concat([pd.DataFrame([overall]), table], ignore_index=True)


def _homogeneity(correct: pd.Series, outlet: pd.Series) -> float:
    """p-value of the hypothesis that the share of correct codes is the same in all outlets."""
    counts = pd.crosstab(outlet, correct)
    return float(stats.chi2_contingency(counts, correction=False).pvalue) if min(counts.shape) > 1 else np.nan


def _plain(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1)
