"""Outlet means and differences with the machine's errors taken out, by what people coded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from framing.coding.agreement import settle
from framing.errors import FramingError

FEWEST_CODED = 10
"""Coded units that an outlet must have before an interval is printed."""
METHODS = ("dsl", "ppi")


@dataclass(frozen=True)
class Level:
    """Corrected mean of the units of one outlet.

    `influence` is what each unit adds to the error, shape (units,); where the method tells the error only as a whole it
    is None. `error` is the standard error if units were independent.
    """

    n: int
    n_coded: int
    plain: float
    estimate: float = np.nan
    error: float = np.nan
    df: float = np.nan
    tuning: float = np.nan
    influence: np.ndarray | None = None


def correct(
    table: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    variable: str,
    category: str | None = None,
    by: str = "outlet_id",
    cluster: str | None = None,
    method: str = "dsl",
) -> pd.DataFrame:
    """Estimate the outlets' means, and their differences, as if people had coded every unit.

    Parameters
    ----------
    table : DataFrame
        Every unit with the machine's code: ``unit_id``, ``value``, the column `by`; ``inclusion``, where the coded
        units were drawn with unequal probability (`sample_for_coding` gives it; only coded units need one).
    codings : DataFrame
        The codings table; where several people coded a unit the majority counts.
    variable : str
        The variable of the codings that `value` stands for.
    category : str, optional
        Estimate the share of this code; without it the mean of codes that are numbers.
    by : str
        Column of the table whose values are compared.
    cluster : str, optional
        Column of the table (article_id, story_id) whose units resemble each other; the interval allows for it.
    method : {"dsl", "ppi"}
        Design-based supervised learning (weights and clusters), or prediction-powered inference by the package
        ppi-python (weights, no clusters). Both tune how far the machine is trusted by what it is worth.

    Returns
    -------
    DataFrame
        One row per outlet (``reference`` missing) and one per outlet against the rest (``rest``): variable, category,
        outlet, reference, ``n`` units, ``n_coded``, ``plain`` (the machine's figure), ``estimate`` with ``ci_low`` and
        ``ci_high`` (missing with fewer than ten coded units), ``tuning`` (0: the machine is of no use, 1: fully used),
        method.

    Raises
    ------
    FramingError
        If a column is missing, codes are no numbers, or nobody coded the variable.

    Notes
    -----
    It corrects what coders would correct: where they err together, so does the estimate. The coded units must have been
    drawn by lot. An interval wider than the plain one is the price of the machine's errors, not a fault.

    References
    ----------
    Egami, N., Hinck, M., Stewart, B. M. and Wei, H. (2023). Using imperfect surrogates for downstream inference:
    design-based supervised learning for social science applications of large language models. Advances in Neural
    Information Processing Systems 36. Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. and Zrnic, T.
    (2023). Prediction-powered inference. Science 382, 669-674. Angelopoulos, A. N., Duchi, J. C. and Zrnic, T. (2023).
    PPI++: efficient prediction-powered inference. arXiv:2311.01453.
    """
    if method not in METHODS:
        raise FramingError(f"Estimates can be corrected by {' or '.join(METHODS)}, and not by {method!r}.")
    units = _units(table, codings, variable=variable, category=category, by=by, cluster=cluster)
    parts = {str(name): part for name, part in units.groupby("group", sort=True)}
    levels = {name: (_dsl if method == "dsl" else _ppi)(part) for name, part in parts.items()}
    clusters = {name: part["cluster"].to_numpy() for name, part in parts.items()}
    rows = [_row(levels, clusters, {name: 1.0}) | {"outlet": name, "reference": None} for name in parts]
    for name in parts if len(parts) > 1 else []:
        others = {other: -level.n for other, level in levels.items() if other != name}
        against = {name: 1.0} | {other: n / -sum(others.values()) for other, n in others.items()}
        rows.append(_row(levels, clusters, against) | {"outlet": name, "reference": "rest"})
    done = pd.DataFrame(rows).assign(variable=variable, category=category, method=method)
    first = ["variable", "category", "outlet", "reference", "n", "n_coded", "plain", "estimate", "ci_low", "ci_high"]
    texts = dict.fromkeys(["variable", "category", "outlet", "reference", "method"], "str")
    return done.astype(texts)[[*first, "tuning", "method"]]


def _row(levels: dict[str, Level], clusters: dict[str, np.ndarray], against: dict[str, float]) -> dict[str, float]:
    """Add levels up with the given coefficients, and take the interval of the sum."""
    own = next(iter(against))
    involved = [levels[name] for name in against]
    coefficient = np.array(list(against.values()))
    variances = coefficient**2 * np.array([level.error for level in involved]) ** 2
    variance = variances.sum()
    if all(level.influence is not None for level in involved):
        pieces = [
            c * level.influence for c, level in zip(coefficient, involved, strict=True) if level.influence is not None
        ]
        names = np.concatenate([clusters[name] for name in against])
        variance = (np.bincount(pd.factorize(names)[0], np.concatenate(pieces)) ** 2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        df = variances.sum() ** 2 / (variances**2 / np.array([max(level.df, 1) for level in involved])).sum()
    reach = stats.t.ppf(0.975, df if np.isfinite(df) else 1e6) * np.sqrt(variance)
    estimate = float(coefficient @ [level.estimate for level in involved])
    enough = min(level.n_coded for level in involved) >= FEWEST_CODED
    return {
        "n": levels[own].n,
        "n_coded": levels[own].n_coded,
        "plain": float(coefficient @ [level.plain for level in involved]),
        "estimate": estimate,
        "ci_low": estimate - reach if enough else np.nan,
        "ci_high": estimate + reach if enough else np.nan,
        "tuning": levels[own].tuning if len(against) == 1 else np.nan,
    }


def _units(
    table: pd.DataFrame, codings: pd.DataFrame, *, variable: str, category: str | None, by: str, cluster: str | None
) -> pd.DataFrame:
    """Bring machine and coders together: group, cluster, machine (number), coded (number or missing), weight."""
    for name in ["unit_id", "value", by, *([cluster] if cluster else [])]:
        if name not in table.columns:
            raise FramingError(f"The machine's codes have no column '{name}'; they have {', '.join(table.columns)}.")
    if table["unit_id"].duplicated().any():
        twice = table.loc[table["unit_id"].duplicated(), "unit_id"].iloc[0]
        raise FramingError(f"The machine's codes hold the unit {twice!r} twice; pass one measure at a time.")
    known = table[table["value"].notna() & table[by].notna()].reset_index(drop=True)
    coded = settle(codings, variable=variable).set_index("unit_id")["value"].reindex(known["unit_id"])
    units = pd.DataFrame({"group": known[by].astype("str"), "cluster": known[cluster or "unit_id"]})
    units["machine"] = _numbers(known["value"], category)
    units["coded"] = np.where(coded.isna(), np.nan, _numbers(coded.set_axis(known.index), category))
    inclusion = known["inclusion"].astype(float) if "inclusion" in known.columns else pd.Series(1.0, index=known.index)
    units["weight"] = np.where(units["coded"].notna(), 1 / inclusion.fillna(1.0), 0.0)
    if not units["coded"].notna().any():
        raise FramingError(f"None of the units was coded for '{variable}'; compare the ids.")
    return units


def _numbers(values: pd.Series, category: str | None) -> np.ndarray:
    if category is not None:
        return (values.astype("str") == category).to_numpy(float)
    numbers = pd.to_numeric(values, errors="coerce")
    if (numbers.isna() & values.notna()).any():
        wrong = values[numbers.isna() & values.notna()].iloc[0]
        raise FramingError(f"The code {wrong!r} is no number; name the category whose share is wanted.")
    return numbers.to_numpy(float)


def _dsl(units: pd.DataFrame) -> Level:
    """Weigh the coded units and lean on the machine as far as it follows them (a regression estimator)."""
    machine, coded = units["machine"].to_numpy(), units["coded"].to_numpy()
    is_coded = ~np.isnan(coded)
    level = Level(n=len(units), n_coded=int(is_coded.sum()), plain=float(machine.mean()))
    if level.n_coded < 2:
        return level
    weight = units["weight"].to_numpy() * len(units) / units["weight"].sum()
    y = np.where(is_coded, coded, 0.0)
    y_mean, machine_mean = (weight * y).mean(), (weight * machine).mean()
    a = weight * (y - y_mean)
    b = weight * (machine - machine_mean) - (machine - level.plain)
    spread = (b**2).sum()
    tuning = float(np.clip((a * b).sum() / spread, 0, 1)) if spread > 0 else 0.0
    influence = (a - tuning * b) / len(units) * np.sqrt(level.n_coded / (level.n_coded - 1))
    return replace(
        level,
        estimate=float(y_mean + tuning * (level.plain - machine_mean)),
        error=float(np.sqrt((influence**2).sum())),
        df=float(max(1, units.loc[is_coded, "cluster"].nunique() - 1)),
        tuning=tuning,
        influence=influence,
    )


def _ppi(units: pd.DataFrame) -> Level:
    """Ask ppi-python for estimate and error."""
    from ppi_py import ppi_mean_ci, ppi_mean_pointestimate  # noqa: PLC0415 (slow to import, seldom used)

    machine, coded = units["machine"].to_numpy(), units["coded"].to_numpy()
    is_coded = ~np.isnan(coded)
    level = Level(n=len(units), n_coded=int(is_coded.sum()), plain=float(machine.mean()))
    if level.n_coded < 2:
        return level
    weight = units["weight"].to_numpy()[is_coded]
    # coded units drawn unequally leave the others unlike the whole; then every unit stands in for the uncoded ones
    others = machine[~is_coded] if np.ptp(weight) == 0 and not is_coded.all() else machine
    given = (coded[is_coded], machine[is_coded], others)
    estimate = float(np.ravel(ppi_mean_pointestimate(*given, w=weight))[0])
    low, high = (float(np.ravel(bound)[0]) for bound in ppi_mean_ci(*given, alpha=0.05, w=weight))
    error = (high - low) / (2 * stats.norm.ppf(0.975))
    return replace(level, estimate=estimate, error=error, df=float(level.n_coded - 1))
