"""Classical tests within stories: McNemar's for yes or no, the pooled odds ratio of Mantel and Haenszel for counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.contingency_tables import StratifiedTable, mcnemar
from statsmodels.stats.proportion import proportion_confint

from framing.comparison.contrasts import drop_mirrors, reference_number
from framing.comparison.resampling.cells import SERIES, Cells, make_cells
from framing.comparison.resampling.draws import benjamini_hochberg
from framing.comparison.resampling.sides import FEWEST_CLUSTERS, TINY, shared_cells
from framing.errors import FramingError

RESULT = ["odds_ratio", "ci_low", "ci_high", "p_value"]
UNKNOWN = dict.fromkeys(RESULT, np.nan)


def compare_yes_no(
    scores: pd.DataFrame, articles: pd.DataFrame, *, reference: str, by: str = "outlet_id", pair: str = "story_id"
) -> pd.DataFrame:
    """Test in how many stories an outlet does something that another outlet does not: McNemar's test.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table. An outlet says yes in a story if the value of any of its articles is above 0.
    reference : str
        One outlet; several together would say yes more easily than one.
    by, pair : str
        Columns of the articles: what is compared, and which articles are about the same event.

    Returns
    -------
    DataFrame
        One row per measure, target, voice and outlet: ``n_stories`` that both sides cover with evidence, split into
        ``both`` (yes on both sides), ``only_outlet``, ``only_reference`` and ``neither``; ``odds_ratio`` (only_outlet
        to only_reference) with its exact interval, the exact ``p_value``, ``p_adjusted`` over the tests of a measure,
        and ``verdict``. With fewer than ten stories the counts stand alone.

    Raises
    ------
    FramingError
        If a column or the reference is not there, or a value is negative.

    Notes
    -----
    Stories in which both do the same tell nothing and count nothing, so 40 stories may hold two that do. An outlet with
    more articles of a story has more chances to say yes. A story without evidence on one side (nobody named) is left
    out; it is not a no.

    References
    ----------
    McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or percentages.
    Psychometrika 12, 153-157.
    """
    cells = make_cells(scores, articles, by=by, pair=pair)
    if reference == "rest":
        raise FramingError("Yes and no are compared with one outlet at a time; name it as the reference.")
    if (cells.levels["value"] < 0).any():
        raise FramingError("A value is below 0, so it is neither yes nor no; use compare.")
    shared, (a_ref, _, _) = shared_cells(cells, reference_number(cells, reference, by))
    own, other = shared.a > TINY, a_ref > TINY
    kinds = {"both": own & other, "only_outlet": own & ~other, "only_reference": ~own & other, "neither": ~own & ~other}
    counts = pd.DataFrame({name: shared.total(kind.astype(float)).ravel() for name, kind in kinds.items()})
    counts.insert(0, "n_stories", counts.sum(axis=1))
    rows = [_mcnemar(row) if row.n_stories >= FEWEST_CLUSTERS else UNKNOWN for row in counts.itertuples()]
    return _finish(cells, counts.astype("int64"), rows, reference)


def pool_odds(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    pair: str = "story_id",
) -> pd.DataFrame:
    """Pool the odds ratios of counts over stories: Mantel and Haenszel's estimate, one table for each story.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table; values are shares of whole counts (delegitimising among n namings).
    by, reference, pair
        As in `compare`.

    Returns
    -------
    DataFrame
        One row per measure, target, voice and outlet: ``n_stories`` that both sides cover with evidence; ``hits`` and
        ``n`` of both sides in them; the pooled ``odds_ratio`` with the interval of Robins, Breslow and Greenland, the
        ``p_value`` of Mantel and Haenszel's test, ``p_adjusted`` over the tests of a measure, and ``verdict``. With
        fewer than ten stories the counts stand alone; the ratio is missing where a side has no hits to divide by.

    Raises
    ------
    FramingError
        If a column or the reference is not there, or scores are not shares of whole counts.

    Notes
    -----
    The stories are held fixed and the namings within them taken for independent. They are not: an article that says
    "rioters" once says it again, so intervals are too narrow and p-values too small. `compare`, which
    takes stories whole, is the finding; this says what a table of counts would. One ratio for all stories hides stories
    that differ.

    References
    ----------
    Mantel, N. and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies of
    disease. Journal of the National Cancer Institute 22, 719-748. Robins, J., Breslow, N. and Greenland, S. (1986).
    Estimators of the Mantel-Haenszel variance consistent in both sparse data and large-strata limiting models.
    Biometrics 42, 311-323.
    """
    cells = make_cells(scores, articles, by=by, pair=pair)
    fits = np.isclose(cells.a, cells.a.round(), atol=1e-6) & np.isclose(cells.b, cells.b.round(), atol=1e-6)
    fits &= (cells.a > -TINY) & (cells.a < cells.b + 1e-6)
    if not fits.all():
        wrong = cells.series["measure"].iloc[int(cells.row[~fits][0]) // len(cells.outlets)]
        raise FramingError(f"The scores of '{wrong}' are no shares of whole counts; use compare for them.")
    shared, (a_ref, b_ref, _) = shared_cells(cells, reference_number(cells, reference, by))
    hits, other = shared.a.round(), a_ref.round()
    sums = {"hits_outlet": hits, "n_outlet": shared.b, "hits_reference": other, "n_reference": b_ref}
    counts = pd.DataFrame({name: shared.total(values).ravel() for name, values in sums.items()})
    counts.insert(0, "n_stories", shared.total(np.ones(len(hits))).ravel())
    tables = np.array([[hits, shared.b - hits], [other, b_ref - other]])
    enough = counts["n_stories"] >= FEWEST_CLUSTERS
    rows = [pool_tables(tables[:, :, shared.row == i]) if enough[i] else UNKNOWN for i in range(len(counts))]
    return _finish(cells, counts.round().astype("int64"), rows, reference)


def pool_tables(tables: np.ndarray) -> dict[str, float]:
    """Pool tables of two by two, shape (2, 2, strata): odds ratio, interval and p-value, missing where undefined."""
    with np.errstate(divide="ignore", invalid="ignore"):
        strata: Any = StratifiedTable(tables.astype(float))
        low, high = strata.oddsratio_pooled_confint()
        figures = (strata.oddsratio_pooled, low, high, strata.test_null_odds(correction=False).pvalue)
    return {name: float(value) if np.isfinite(value) else np.nan for name, value in zip(RESULT, figures, strict=True)}


def _mcnemar(row: Any) -> dict[str, float]:
    p_value = float(mcnemar([[row.both, row.only_outlet], [row.only_reference, row.neither]], exact=True).pvalue)
    apart = row.only_outlet + row.only_reference
    if not apart:
        return UNKNOWN | {"p_value": p_value}
    share = np.array([row.only_outlet / apart, *proportion_confint(row.only_outlet, apart, method="beta")], float)
    with np.errstate(divide="ignore"):
        odds, low, high = share / (1 - share)
    return dict(zip(RESULT, (odds, low, high, p_value), strict=True))


def _finish(cells: Cells, counts: pd.DataFrame, rows: list[dict[str, float]], reference: str) -> pd.DataFrame:
    """Lay counts and figures out by series and outlet, adjust p-values within each measure, and give the verdict."""
    n_series, n_outlets = cells.shape
    table = cells.series.loc[np.repeat(np.arange(n_series), n_outlets)].reset_index(drop=True)
    table["outlet"] = pd.Series(np.tile(cells.outlets, n_series), dtype="str")
    table["reference"] = pd.Series(reference, index=table.index, dtype="str")
    table = pd.concat([table, counts, pd.DataFrame(rows, columns=RESULT, dtype=float)], axis=1)
    table = table[table["n_stories"] > 0]
    table = drop_mirrors(table) if reference == "rest" else table
    adjusted = table.groupby("measure")["p_value"].transform(lambda p: benjamini_hochberg(p.to_numpy(float)))
    apart = (table["ci_low"] > 1) | (table["ci_high"] < 1)
    silent = np.where(table["n_stories"] < FEWEST_CLUSTERS, "too few to tell", "cannot tell")
    verdict = np.where((adjusted <= 0.05) & apart, "differs", silent)
    table = table.assign(p_adjusted=adjusted, verdict=pd.Series(verdict, index=table.index, dtype="str"))
    return table.sort_values([*SERIES, "outlet"], kind="stable", ignore_index=True)
