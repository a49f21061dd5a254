"""Where each outlet stands by itself, over all its articles or day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing.comparison.resampling.cells import SERIES, Cells, make_cells
from framing.comparison.resampling.intervals import FEWEST_CLUSTERS, leave_the_edge, level
from framing.comparison.resampling.sides import REST, Sides, draw_levels, effective_clusters, moments, ratio
from framing.errors import FramingError
from framing.provenance import record_call


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def estimate(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    pair: str | None = "story_id",
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate the level of each outlet on every measure, target and voice.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table.
    by : str
        Column of the articles whose values are set side by side.
    pair : str or None
        Column whose values are clusters (stories); an article without one is a cluster of its own.
    resamples, seed : int
        Number of draws, and the seed they start from.

    Returns
    -------
    DataFrame
        One row per measure, target, voice and outlet with evidence: ``value`` (a ratio of sums), ``n`` (denominator),
        ``n_articles``, ``n_clusters``, ``ci_low`` and ``ci_high`` (missing with fewer than ten clusters).

    Notes
    -----
    Two intervals that overlap can still belong to outlets that differ, and the other way about when both cover the same
    stories: look at `compare` for the difference. Outlets that cover different stories may differ in level because of
    the stories.
    """
    cells = make_cells(scores, articles, by=by, pair=pair)
    blocks = list(cells.blocks(resamples)) or [cells]
    tables = [_level_table(block, resamples=resamples, seed=seed) for block in blocks]
    table = pd.concat(tables, ignore_index=True)
    return record_call(table, "estimate", by=by, pair=pair, resamples=resamples, seed=seed)


def over_time(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    every: str = "D",
    pair: str | None = "story_id",
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Follow the level of each outlet day by day (or week by week) on every measure, target and voice.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores (or `label_shares` of mentions) and the articles table; articles without a date are left out.
    by : str
        Column of the articles whose values are set side by side.
    every : str
        Length of a period as pandas writes it: ``"D"``, ``"W"``, ``"M"``.
    pair : str or None
        Column whose values are clusters (stories); an article without one is a cluster of its own.
    resamples, seed : int
        Number of draws, and the seed they start from.

    Returns
    -------
    DataFrame
        As `estimate`, with ``period`` (its first moment) after ``outlet``.

    Raises
    ------
    FramingError
        If no article has a date.

    Notes
    -----
    Contested labels move within days, and so does what there is to report: a share that falls may be the story that
    changed. Days with fewer than ten clusters have counts and no interval.
    """
    dated = articles[articles["published"].notna() & articles[by].notna()]
    if not len(dated):
        raise FramingError("No article has a date in 'published', so nothing can be followed over time; add dates.")
    period = dated["published"].dt.to_period(every).dt.start_time
    groups = pd.DataFrame({"outlet": dated[by], "period": period}).drop_duplicates().reset_index(drop=True)
    number = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_arrays([dated[by], period]))
    inside = scores[scores["article_id"].isin(dated["article_id"])]
    table = estimate(inside, dated.assign(_period=number), by="_period", pair=pair, resamples=resamples, seed=seed)
    place = table["outlet"].astype(int)
    table["outlet"] = groups["outlet"].astype("str").to_numpy()[place]
    table.insert(table.columns.get_loc("outlet") + 1, "period", groups["period"].to_numpy()[place])
    table = table.sort_values([*SERIES, "outlet", "period"], kind="stable", ignore_index=True)
    return record_call(table, "over_time", by=by, every=every, pair=pair, resamples=resamples, seed=seed)


def _level_table(cells: Cells, *, resamples: int, seed: int) -> pd.DataFrame:
    own, _ = draw_levels(cells, REST, resamples=resamples, seed=seed)
    a, b, articles = (cells.total(values) for values in (cells.a, cells.b, cells.articles))
    clusters, squares, fourths = moments(cells, cells.a, cells.b)
    effective = effective_clusters(clusters, squares, fourths)
    sides = leave_the_edge(cells, Sides.of_levels(own, ratio(a, b), effective), seed=seed)
    low, high = level(sides.own.reshape(b.size, own.shape[2]), effective.ravel())
    enough = clusters.ravel() >= FEWEST_CLUSTERS
    n_series, n_outlets = cells.shape
    table = cells.series.loc[np.repeat(np.arange(n_series), n_outlets)].reset_index(drop=True)
    table = table.assign(
        outlet=pd.Series(np.tile(cells.outlets, n_series), dtype="str"),
        value=ratio(a, b).ravel(),
        n=b.ravel(),
        n_articles=articles.ravel().astype(np.int64),
        n_clusters=clusters.ravel().astype(np.int64),
        ci_low=np.where(enough, low, np.nan),
        ci_high=np.where(enough, high, np.nan),
    )
    return table[table["n"] > 0].reset_index(drop=True)
