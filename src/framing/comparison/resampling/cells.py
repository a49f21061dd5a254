"""Scores to sums: for every series, outlet and cluster one numerator and one denominator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from framing.errors import FramingError

SERIES = ["measure", "target", "voice"]
"""Columns that tell one series of scores from another."""


MOST_DRAWS = 20_000_000
"""Draws held at once of each side: 160 MB."""
MOST_DENSE = 20_000_000
"""Numbers a dense layout may hold: 160 MB."""


@dataclass(frozen=True)
class Blocks:
    """A matrix of series and outlets by clusters, dense within the clusters of each outlet.

    Most clusters are one outlet's alone, so a dense block per outlet is small, and its products are several times
    faster than those of a sparse matrix.
    """

    shape: tuple[int, int]
    clusters: list[np.ndarray]
    values: list[np.ndarray]

    @classmethod
    def of(cls, cells: Cells, values: Sequence[np.ndarray]) -> Blocks:
        """Lay out some values per cell, one below the other."""
        n_series, n_outlets = cells.shape
        series, clusters, dense = cells.at, [], []
        for outlet in range(n_outlets):
            inside = cells.outlet == outlet
            held, place = np.unique(cells.cluster[inside], return_inverse=True)
            block = np.zeros((len(values), n_series, len(held)))
            for layer, value in zip(block, values, strict=True):
                layer[series[inside], place] = value[inside]
            clusters.append(held)
            dense.append(block.reshape(len(values) * n_series, len(held)))
        return cls((len(values) * n_series * n_outlets, cells.n_clusters), clusters, dense)

    def __matmul__(self, weights: np.ndarray) -> np.ndarray:
        """Multiply with weights of shape (clusters, draws)."""
        products = [block @ weights[held] for held, block in zip(self.clusters, self.values, strict=True)]
        return np.stack(products, axis=1).reshape(self.shape[0], weights.shape[1])


@dataclass(frozen=True)
class Cells:
    """Sums of a scores table; a cell is what one outlet has of one series in one cluster.

    Parameters
    ----------
    series : DataFrame
        One row per series: measure, target, voice.
    outlets : ndarray of str
        Names of the groups that are compared.
    n_clusters : int
        Stories, and articles that belong to none.
    is_story : ndarray of bool, shape (clusters,)
        Whether a cluster is a story.
    at, outlet, cluster : ndarray of int, shape (cells,)
        Series, outlet and cluster of each cell.
    a, b, articles : ndarray, shape (cells,)
        Sum of value times n, sum of n, and number of articles.
    rows : DataFrame
        One row per score that counts: its series, outlet, cluster and value; for statistics over articles.
    """

    series: pd.DataFrame
    outlets: np.ndarray
    n_clusters: int
    is_story: np.ndarray
    at: np.ndarray
    outlet: np.ndarray
    cluster: np.ndarray
    a: np.ndarray
    b: np.ndarray
    articles: np.ndarray
    rows: pd.DataFrame

    @property
    def shape(self) -> tuple[int, int]:
        """Number of series and of outlets."""
        return len(self.series), len(self.outlets)

    @property
    def row(self) -> np.ndarray:
        """Series and outlet of each cell as one number, shape (cells,)."""
        return self.at * len(self.outlets) + self.outlet

    def blocks(self, resamples: int) -> Iterator[Cells]:
        """Split the series so that the draws of one block stay within memory."""
        step = max(1, MOST_DRAWS // max(1, len(self.outlets) * resamples))
        row_at = self.rows["at"].to_numpy()
        for begin in range(0, len(self.series), step):
            inside = (self.at >= begin) & (self.at < begin + step)
            parts = {name: getattr(self, name)[inside] for name in ("outlet", "cluster", "a", "b", "articles")}
            rows = self.rows[(row_at >= begin) & (row_at < begin + step)]
            series = self.series.iloc[begin : begin + step].reset_index(drop=True)
            yield replace(
                self, series=series, at=self.at[inside] - begin, rows=rows.assign(at=rows["at"] - begin), **parts
            )

    def total(self, values: np.ndarray) -> np.ndarray:
        """Add up values of the cells, shape (series, outlets)."""
        size = self.shape[0] * self.shape[1]
        return np.bincount(self.row, values, minlength=size).reshape(self.shape)

    def by_cluster(self, *values: np.ndarray) -> Blocks | sparse.csr_array:
        """Lay values of the cells out as a matrix, shape (values x series x outlets, clusters)."""
        units = len(np.unique(self.outlet.astype(np.int64) * self.n_clusters + self.cluster))
        if units * self.shape[0] <= min(MOST_DENSE, 8 * len(self.at)):
            return Blocks.of(self, values)
        size = self.shape[0] * self.shape[1]
        row = np.concatenate([self.row + i * size for i in range(len(values))])
        place = (row, np.tile(self.cluster, len(values)))
        return sparse.csr_array((np.concatenate(values), place), shape=(len(values) * size, self.n_clusters))

    def across(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add values over the outlets of a cluster.

        Returns
        -------
        sums, cell : ndarray
            One sum per series and cluster that has cells, and the position of each cell's sum in `sums`.
        """
        _, cell = np.unique(self.at.astype(np.int64) * self.n_clusters + self.cluster, return_inverse=True)
        return np.bincount(cell, values), cell


def make_cells(scores: pd.DataFrame, articles: pd.DataFrame, *, by: str, pair: str | None) -> Cells:
    """Sum a scores table by series, outlet and cluster.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table. Scores without a value or with n = 0 say nothing and are left out.
    by : str
        Column of the articles that tells the groups apart.
    pair : str or None
        Column of the articles whose values are clusters (stories); an article without one is a cluster of its own.

    Returns
    -------
    Cells

    Raises
    ------
    FramingError
        If the articles lack a column, or a score belongs to no article.
    """
    for name in [by] if pair is None else [by, pair]:
        if name not in articles.columns:
            raise FramingError(f"The articles have no column '{name}'; there are {', '.join(articles.columns)}.")
    position = _positions(scores, articles)
    group, outlets = pd.factorize(articles[by], sort=True)
    cluster, is_story = _clusters(articles, pair)
    counts = (scores["n"] > 0) & scores["value"].notna()
    keep = counts.to_numpy() & (group[position] >= 0)
    position = position[keep]
    at, series = _series(scores[keep])
    value, n = scores["value"].to_numpy(float)[keep], scores["n"].to_numpy(float)[keep]
    rows = pd.DataFrame(
        {"at": at, "outlet": group[position], "cluster": cluster[position], "value": value, "n": n, "a": value * n}
    )
    sums = _sum_cells(rows, n_outlets=len(outlets), n_clusters=len(is_story))
    at, outlet, cell_cluster, a, b, n_articles = sums
    return Cells(
        series=series,
        outlets=np.asarray(outlets, object),
        n_clusters=len(is_story),
        is_story=is_story,
        at=at,
        outlet=outlet,
        cluster=cell_cluster,
        a=a,
        b=b,
        articles=n_articles,
        rows=rows[["at", "outlet", "cluster", "value"]],
    )


def _positions(scores: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    index = pd.Index(articles["article_id"])
    if not index.is_unique:
        raise FramingError(f"The articles hold the id {index[index.duplicated()][0]!r} twice; keep one.")
    position = index.get_indexer(pd.Index(scores["article_id"]))
    if (position < 0).any():
        unknown = scores["article_id"].iloc[int((position < 0).argmax())]
        raise FramingError(f"The scores name {unknown!r}, which is not among the articles; pass both tables whole.")
    return position


def _clusters(articles: pd.DataFrame, pair: str | None) -> tuple[np.ndarray, np.ndarray]:
    if pair is None:
        return np.arange(len(articles)), np.zeros(len(articles), bool)
    story, names = pd.factorize(articles[pair], sort=True)
    alone = story < 0
    cluster = np.where(alone, len(names) + np.cumsum(alone) - 1, story)
    return cluster, np.arange(len(names) + int(alone.sum())) < len(names)


def _series(scores: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    codes = np.zeros(len(scores), np.int64)
    levels = []
    for name in SERIES:
        code, level = pd.factorize(scores[name], sort=True)
        codes = codes * max(1, len(level)) + code
        levels.append(level)
    distinct, at = np.unique(codes, return_inverse=True)
    columns: dict[str, pd.Series] = {}
    for name, level in zip(reversed(SERIES), reversed(levels), strict=True):
        distinct, code = np.divmod(distinct, max(1, len(level)))
        columns[name] = pd.Series(np.asarray(level, object)[code], dtype="str")
    return at, pd.DataFrame(columns)[SERIES]


def _sum_cells(rows: pd.DataFrame, *, n_outlets: int, n_clusters: int) -> tuple[np.ndarray, ...]:
    code = (rows["at"].to_numpy() * n_outlets + rows["outlet"].to_numpy()) * n_clusters + rows["cluster"].to_numpy()
    distinct, cell = np.unique(code, return_inverse=True)
    row, cluster = np.divmod(distinct, max(1, n_clusters))
    at, outlet = np.divmod(row, max(1, n_outlets))
    a, b = (np.bincount(cell, rows[name], minlength=len(distinct)) for name in ("a", "n"))
    return at, outlet, cluster, a, b, np.bincount(cell, minlength=len(distinct))
