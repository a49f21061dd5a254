"""Where each outlet stands by itself, over all its articles or day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing.comparison.resampling.cells import SERIES, Cells, make_cells
from framing.comparison.resampling.flips import Flips, flip, level_null, ratios
from framing.comparison.resampling.sides import REST, Sides, level_sides, unpaired_sides
from framing.errors import FramingError
from framing.provenance import record_call

RATIOS = ["ratio", "ratio_low", "ratio_high"]
COLUMNS = ("counts", "outlet", "value", "n", "n_articles", "n_clusters", "ci_low", "ci_high")


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
        ``n_articles``, ``n_clusters``, ``ci_low`` and ``ci_high`` (missing with fewer than ten clusters). Where the
        measure counts, ``ratio`` tells how many times the level of all the others together it is, with ``ratio_low``
        and ``ratio_high``: the figures of `compare` over all articles.

    Notes
    -----
    Two intervals that overlap can still belong to outlets that differ, and the other way about when both cover the same
    stories: look at `compare` for the difference. Outlets that cover different stories may differ in level because of
    the stories.
    """
    cells = make_cells(scores, articles, by=by, pair=pair)
    tables = [
        _level_table(block, resamples=resamples, seed=seed).join(_ratio_table(block, resamples=resamples, seed=seed))
        for block in cells.blocks(resamples)
    ]
    table = _with_evidence(tables, [*COLUMNS, *RATIOS])
    return record_call(table, "estimate", by=by, pair=pair, resamples=resamples, seed=seed)


@threadpool_limits.wrap(limits=1, user_api="blas")
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
        As `estimate`, with ``period`` (its first moment) after ``outlet``, and without ratios.

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
    cells = make_cells(inside, dated.assign(_period=number), by="_period", pair=pair)
    tables = [_level_table(block, resamples=resamples, seed=seed) for block in cells.blocks(resamples)]
    table = _with_evidence(tables, list(COLUMNS))
    place = table["outlet"].astype(int)
    table["outlet"] = groups["outlet"].astype("str").to_numpy()[place]
    table.insert(table.columns.get_loc("outlet") + 1, "period", groups["period"].to_numpy()[place])
    table = table.sort_values([*SERIES, "outlet", "period"], kind="stable", ignore_index=True)
    return record_call(table, "over_time", by=by, every=every, pair=pair, resamples=resamples, seed=seed)


def _level_table(block: list[Cells], *, resamples: int, seed: int) -> pd.DataFrame:
    all_sides, drawn = [], []
    for series in block:
        side = level_sides(series)
        drawn.append(flip(side, resamples=resamples, seed=seed))
        all_sides.append(side.without_parts())
    sides, flips = Sides.stack(all_sides), Flips.stack(drawn)
    low, high = np.full((2, len(sides.enough)), np.nan)
    low[sides.enough], high[sides.enough] = flips.interval(level_null, sides.mean_own[sides.enough])
    outlets = block[0].outlets
    names = pd.concat([series.series for series in block], ignore_index=True)
    table = names.loc[np.repeat(np.arange(len(block)), len(outlets))].reset_index(drop=True)
    return table.assign(
        outlet=pd.Series(np.tile(outlets, len(block)), dtype="str"),
        value=sides.mean_own,
        n=sides.n_own,
        n_articles=sides.articles_own.astype(np.int64),
        n_clusters=sides.clusters_own.astype(np.int64),
        ci_low=low,
        ci_high=high,
    )


def _with_evidence(tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*SERIES, *columns])
    return table[table["n"] > 0].reset_index(drop=True)


def _ratio_table(block: list[Cells], *, resamples: int, seed: int) -> pd.DataFrame:
    """How many times the level of all the others each level is, for the series that count."""
    size = len(block[0].outlets)
    counted = [at for at, series in enumerate(block) if series.hit()[0] > 0]
    against = [unpaired_sides(block[at], REST) for at in counted]
    rows = np.array([at * size + outlet for at in counted for outlet in range(size)], np.int64)
    if not counted:
        return pd.DataFrame(np.nan, index=range(size * len(block)), columns=RATIOS)
    drawn = Flips.stack([flip(sides, resamples=resamples, seed=seed) for sides in against])
    table = pd.DataFrame(dict(zip(RATIOS, ratios(Sides.stack(against), drawn), strict=True)), index=rows)
    return table.reindex(range(size * len(block)))
