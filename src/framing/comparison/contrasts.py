"""Whether an outlet differs from the others, and whether by the telling or by the choice of what to tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing.comparison.resampling.cells import SERIES, Cells, make_cells
from framing.comparison.resampling.draws import benjamini_hochberg
from framing.comparison.resampling.intervals import FEWEST_CLUSTERS, between, leave_the_edge
from framing.comparison.resampling.sides import REST, Sides, paired_sides, shared_cells, unpaired_sides
from framing.errors import FramingError
from framing.provenance import record_call

VERDICTS = ("differs", "cannot tell", "too few to tell")
FAMILY = ("method", "measure")
"""Columns that part the tests into families where no other family is declared."""


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def compare(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    pair: str | None = "story_id",
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare each outlet with a reference, on every measure, target and voice.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table. `weigh_wire` leaves agency copy out of the scores beforehand.
    by : str
        Column of the articles whose values are compared: outlet_id, or any other (ownership, country, ...).
    reference : str
        ``"rest"`` (all the other outlets together) or one outlet.
    pair : str or None
        Column of the articles that tells which of them are about the same event; None where nothing does.
    resamples, seed : int
        Number of draws, and the seed they start from.

    Returns
    -------
    DataFrame
        The comparisons table, two rows for each contrast where stories are shared. ``method`` is ``paired`` (stories
        that both sides cover, each weighed by the evidence both have of it: presentation) or ``unpaired`` (all
        articles: presentation and selection). Further columns: articles and clusters on each side, what a cluster is,
        ``wire``, and a ``verdict``: "differs" (adjusted p at most .05 and an interval without 0), "cannot tell", or
        "too few to tell" (fewer than ten clusters on a side: counts stand, interval and p are missing).

    Raises
    ------
    FramingError
        If a column or the reference is not there, or fewer than two outlets have articles.

    Notes
    -----
    Means are ratios of sums, so a long article weighs more than a short one. Clusters (stories, else articles) are
    drawn with multinomial weights and the percentile interval is widened for their number. The unpaired test shuffles
    outlets over the articles of a cluster, the paired test swaps the sides within each story; p is never 0. Paired
    means are those of the shared stories alone, weighed as Mantel and Haenszel weigh tables. Outlets are not a sample:
    a difference holds for these outlets and these stories, not for "state media". An interval tells nothing of the
    errors of the measure itself; see `validate` and `correct`.

    References
    ----------
    Field, C. A. and Welsh, A. H. (2007). Bootstrapping clustered data. Journal of the Royal Statistical Society B 69,
    369-390. Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
    Genetics and Molecular Biology 9, 39.
    """
    cells = make_cells(scores, articles, by=by, pair=pair)
    target = reference_number(cells, reference, by)
    tables = [_contrasts(block, target, pair, resamples, seed) for block in cells.blocks(resamples)]
    table = pd.concat(tables or [_contrasts(cells, target, pair, resamples, seed)], ignore_index=True)
    table = table[(table["outlet"] != reference) & (table["n_outlet"] + table["n_reference"] > 0)]
    table = table[(table["method"] == "unpaired") | (table["n_stories"] > 0)]
    table = table.assign(
        reference=pd.Series(reference, index=table.index, dtype="str"),
        resamples=resamples,
        seed=seed,
        clusters=pd.Series(_cluster_name(cells, pair), index=table.index, dtype="str"),
        wire=pd.Series(_wire_treatment(scores), index=table.index, dtype="str"),
    )
    table = adjust(table.sort_values([*SERIES, "outlet", "method"], kind="stable", ignore_index=True))
    return record_call(table, "compare", by=by, reference=reference, pair=pair, resamples=resamples, seed=seed)


def adjust(comparisons: pd.DataFrame, *, family: Sequence[str] = FAMILY, level: float = 0.05) -> pd.DataFrame:
    """Adjust p-values over the declared family, and say in words what each contrast tells.

    Parameters
    ----------
    comparisons : DataFrame
        The comparisons table, or the rows of it that are the declared analysis: tests that are not in the table are
        not adjusted for.
    family : sequence of str
        Columns that part the tests into families: all targets, voices and outlets of a measure, paired and unpaired
        apart. ``("method",)`` holds all measures to be one family, ``()`` all tests.
    level : float
        False discovery rate at which a contrast "differs".

    Returns
    -------
    DataFrame
        The comparisons table with p_adjusted, n_tests, family and verdict set.

    Notes
    -----
    Dropping rows after having looked at them, and adjusting the rest, is what this is meant to prevent. The smallest
    p-value is 1 / (1 + resamples): a family of hundreds of tests needs more resamples before one test can stand out.
    """
    table = comparisons.copy()
    groups = table.groupby(list(family), sort=False).ngroup().to_numpy() if len(family) else np.zeros(len(table), int)
    p_value = table["p_value"].to_numpy(float)
    adjusted, n_tests = np.full(len(table), np.nan), np.zeros(len(table), np.int64)
    for group in np.unique(groups):
        inside = groups == group
        adjusted[inside] = benjamini_hochberg(p_value[inside])
        n_tests[inside] = int((~np.isnan(p_value[inside])).sum())
    apart = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    silent = np.where(np.isnan(p_value), "too few to tell", "cannot tell")
    verdict = pd.Series(np.where((adjusted <= level) & apart, "differs", silent), index=table.index, dtype="str")
    declared = pd.Series(", ".join(family), index=table.index, dtype="str")
    return table.assign(p_adjusted=adjusted, n_tests=n_tests, family=declared, verdict=verdict)


def reference_number(cells: Cells, reference: str, by: str) -> int:
    """Give the number of the reference outlet, or `REST`; an error names the outlets there are."""
    if len(cells.outlets) < 2:
        raise FramingError(
            f"A comparison needs two values of '{by}' and the articles have {len(cells.outlets)}; add an outlet."
        )
    if reference == "rest":
        return REST
    if reference not in cells.outlets:
        raise FramingError(
            f"There is no {by} {reference!r} to compare with; use 'rest' or one of {', '.join(cells.outlets)}."
        )
    return int(np.flatnonzero(cells.outlets == reference)[0])


def _wire_treatment(scores: pd.DataFrame) -> str:
    return str(scores["wire"].iloc[0]) if "wire" in scores.columns and len(scores) else "kept"


def _cluster_name(cells: Cells, pair: str | None) -> str:
    name = "stories" if pair == "story_id" else f"values of {pair}"
    if not cells.is_story.any():
        return "articles"
    return name if cells.is_story.all() else f"{name}, else articles"


def _contrasts(cells: Cells, target: int, pair: str | None, resamples: int, seed: int) -> pd.DataFrame:
    """Give the rows of both methods for some series."""
    sides = {"unpaired": unpaired_sides(cells, target, resamples=resamples, seed=seed)}
    if pair is not None:
        sides["paired"] = paired_sides(cells, target, resamples=resamples, seed=seed)
    shared, _ = shared_cells(cells, target)
    stories = shared.total(np.ones(len(shared.a)))
    return pd.concat([_rows(cells, side, stories, method, seed) for method, side in sides.items()], ignore_index=True)


def _rows(cells: Cells, sides: Sides, stories: np.ndarray, method: str, seed: int) -> pd.DataFrame:
    """Lay the sides of one method out as rows, and take intervals where there are clusters enough."""
    n_series, n_outlets = cells.shape
    sides = leave_the_edge(cells, sides, seed=seed)
    low, high = between(sides, paired=method == "paired")
    enough = np.minimum(sides.clusters_own, sides.clusters_ref) >= FEWEST_CLUSTERS
    columns = {
        "n_outlet": sides.n_own,
        "n_reference": sides.n_ref,
        "n_stories": stories.astype(np.int64),
        "mean_outlet": sides.mean_own,
        "mean_reference": sides.mean_ref,
        "difference": sides.mean_own - sides.mean_ref,
        "ci_low": np.where(enough, low, np.nan),
        "ci_high": np.where(enough, high, np.nan),
        "effect": sides.effect,
        "p_value": np.where(enough, sides.p_value, np.nan),
        "p_adjusted": np.full(enough.shape, np.nan),
        "articles_outlet": sides.articles_own.astype(np.int64),
        "articles_reference": sides.articles_ref.astype(np.int64),
        "clusters_outlet": sides.clusters_own.astype(np.int64),
        "clusters_reference": sides.clusters_ref.astype(np.int64),
    }
    table = cells.series.loc[np.repeat(np.arange(n_series), n_outlets)].reset_index(drop=True)
    table = table.assign(outlet=pd.Series(np.tile(cells.outlets, n_series), dtype="str"), reference="")
    table = table.assign(**{name: values.ravel() for name, values in columns.items()})
    order = [*SERIES, "outlet", "reference", *list(columns)[:11], "method"]
    table["method"] = pd.Series(method, index=table.index, dtype="str")
    return table[[*order, *(name for name in table.columns if name not in order)]]
