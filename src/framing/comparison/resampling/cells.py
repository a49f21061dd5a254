"""Scores to sums: for every series, outlet and cluster one numerator and one denominator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.scoring.measure import HIT, load_measures
from framing.scoring.series import SERIES

WHOLE = 1e-6
"""How far a count may lie from a whole number for rounding."""
MOST_SUMS = 5_000_000
"""Sums held at once for either method: 40 MB."""
WEIGHTS = ("evidence", "article")


@dataclass(frozen=True)
class Cells:
    """Sums of a scores table; a cell is what one outlet has of one series in one cluster.

    Parameters
    ----------
    series : DataFrame
        One row per series: measure, target, voice, and what its values count.
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
    levels : DataFrame
        One row per series, outlet and value, in this order: how many articles have it.
    hits : ndarray, shape (series,)
        What one hit adds to a numerator, on average (0 where the measure counts nothing).
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
    levels: pd.DataFrame
    hits: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Number of series and of outlets."""
        return len(self.series), len(self.outlets)

    @property
    def row(self) -> np.ndarray:
        """Series and outlet of each cell as one number, shape (cells,)."""
        return self.at * len(self.outlets) + self.outlet

    def each(self) -> Iterator[Cells]:
        """Take the series one by one."""
        numbers = np.arange(len(self.series) + 1)
        cell_bounds, bounds = np.searchsorted(self.at, numbers), np.searchsorted(self.levels["at"], numbers)
        for number in numbers[:-1]:
            cells, rows = (slice(*both[number : number + 2]) for both in (cell_bounds, bounds))
            parts = {name: getattr(self, name)[cells] for name in ("outlet", "cluster", "a", "b", "articles")}
            parts |= {"at": self.at[cells] - number, "hits": self.hits[[number]]}
            series = self.series.iloc[[number]].reset_index(drop=True)
            yield replace(self, series=series, levels=self.levels.iloc[rows].assign(at=0), **parts)

    def blocks(self, resamples: int) -> Iterator[list[Cells]]:
        """Take the series in blocks whose sums under so many draws fit into memory."""
        most = max(1, MOST_SUMS // max(1, 4 * len(self.outlets) * resamples))
        series = self.each()
        while block := list(islice(series, most)):
            yield block

    def dense(self) -> tuple[np.ndarray, np.ndarray]:
        """Lay one series out: numerator, denominator and articles, shape (3, outlets, clusters with evidence of it).

        The second is whether each cluster is a story.
        """
        held, place = np.unique(self.cluster, return_inverse=True)
        sums = np.zeros((3, self.shape[1], len(held)))
        sums[:, self.outlet, place] = self.a, self.b, self.articles
        return sums, self.is_story[held]

    def hit(self) -> tuple[float, bool, bool]:
        """Tell what one hit adds to a numerator of the series, and whether its values are shares, or at least positive.

        A hit is 0 where the measure counts nothing (tone, effective numbers): counting says nothing of the variance.
        """
        value, counts = self.levels["value"].to_numpy(), self.series["counts"].iloc[0]
        positive, below_one = bool((value >= 0).all()), bool((value <= 1 + WHOLE).all())
        return float(self.hits[0]) if positive else 0.0, positive and below_one and counts != "rate", positive

    def total(self, values: np.ndarray) -> np.ndarray:
        """Add up values of the cells, shape (series, outlets)."""
        size = self.shape[0] * self.shape[1]
        return np.bincount(self.row, values, minlength=size).reshape(self.shape)

    def across(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add values over the outlets of a cluster.

        Returns
        -------
        sums, cell : ndarray
            One sum per series and cluster that has cells, and the position of each cell's sum in `sums`.
        """
        _, cell = np.unique(self.at.astype(np.int64) * self.n_clusters + self.cluster, return_inverse=True)
        return np.bincount(cell, values), cell


def make_cells(
    scores: pd.DataFrame, articles: pd.DataFrame, *, by: str, pair: str | None, weight: str = "evidence"
) -> Cells:
    """Sum a scores table by series, outlet and cluster.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table. Scores without a value or with n = 0 say nothing and are left out. Where a
        table of one's own has no column ``counts``, what its values count is told from their numbers.
    by : str
        Column of the articles that tells the groups apart.
    pair : str or None
        Column of the articles whose values are clusters (stories); an article without one is a cluster of its own.
    weight : {"evidence", "article"}
        Whether an article weighs as much as its evidence, or as much as any other article.

    Returns
    -------
    Cells

    Raises
    ------
    FramingError
        If the articles lack a column, a score belongs to no article, or there is no such weight.
    """
    if weight not in WEIGHTS:
        raise FramingError(f"Articles weigh by {' or by '.join(WEIGHTS)}, and not by {weight!r}.")
    absent = [name for name in ("article_id", *SERIES, "value", "n") if name not in getattr(scores, "columns", ())]
    if absent:
        raise FramingError(f"The scores have no column '{absent[0]}'; give the scores first, then the articles.")
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
    weights = n if weight == "evidence" else np.ones_like(n)
    series = series.assign(counts=_what_counts(scores[keep], at, series))
    hit = series["counts"].map(HIT).fillna(0.0).to_numpy()[at] * weights / n
    rows = pd.DataFrame({"at": at, "outlet": group[position], "cluster": cluster[position], "value": value})
    rows = rows.assign(n=weights, a=value * weights)
    sums = _sum_cells(rows, n_outlets=len(outlets), n_clusters=len(is_story))
    cell_at, outlet, cell_cluster, a, b, n_articles = sums
    return Cells(
        series=series,
        outlets=np.asarray(outlets, object),
        n_clusters=len(is_story),
        is_story=is_story,
        at=cell_at,
        outlet=outlet,
        cluster=cell_cluster,
        a=a,
        b=b,
        articles=n_articles,
        levels=rows.groupby(["at", "outlet", "value"]).size().rename("articles").reset_index(),
        hits=_mean_by(at, hit, len(series)),
    )


def _positions(scores: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    index = pd.Index(articles["article_id"])
    if not index.is_unique:
        raise FramingError(f"The articles hold the id {index[index.duplicated()][0]!r} twice; keep one.")
    position = index.get_indexer(pd.Index(scores["article_id"]))
    if (position < 0).any():
        unknown = scores["article_id"].iloc[int((position < 0).argmax())]
        raise FramingError(
            f"The scores name {unknown!r}, which is not among the articles; of some articles take their scores alone: "
            "scores[scores['article_id'].isin(articles['article_id'])]."
        )
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


def _what_counts(scores: pd.DataFrame, at: np.ndarray, series: pd.DataFrame) -> pd.Series:
    """Give what each series counts: as the scores say, and where they say nothing of it as their numbers look."""
    if "counts" in scores:
        return scores["counts"].groupby(at).first().reindex(series.index).astype("str")
    measures = load_measures()
    known = [measures[name].counts if name in measures else None for name in series["measure"]]
    value, n = (scores[name].to_numpy(float) for name in ("value", "n"))
    seen = [_looks(value[at == number], n[at == number], name) for number, name in enumerate(known)]
    return pd.Series(seen, index=series.index, dtype="str")


def _looks(value: np.ndarray, n: np.ndarray, known: str | None) -> str | None:
    """Take whole numbers for shares and whole thousands for rates; the measure's name tells where both fit."""
    hits = value * n
    if (value < 0).any() or not _whole(hits):
        return None
    share = bool((value <= 1 + WHOLE).all())
    rate = _whole(hits / HIT["rate"])
    if share and rate:
        return known or ("rate" if hits.any() else "share")
    return "share" if share else "rate" if rate else None


def _whole(numbers: np.ndarray) -> bool:
    return bool(np.allclose(numbers, np.round(numbers), atol=WHOLE, rtol=WHOLE))


def _mean_by(at: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    order = np.argsort(at, kind="stable")
    pieces = np.split(values[order], np.searchsorted(at[order], np.arange(1, size)))
    return np.array([piece.mean() for piece in pieces if len(piece)])


def _sum_cells(rows: pd.DataFrame, *, n_outlets: int, n_clusters: int) -> tuple[np.ndarray, ...]:
    code = (rows["at"].to_numpy() * n_outlets + rows["outlet"].to_numpy()) * n_clusters + rows["cluster"].to_numpy()
    distinct, cell = np.unique(code, return_inverse=True)
    row, cluster = np.divmod(distinct, max(1, n_clusters))
    at, outlet = np.divmod(row, max(1, n_outlets))
    a, b = (np.bincount(cell, rows[name], minlength=len(distinct)) for name in ("a", "n"))
    return at, outlet, cluster, a, b, np.bincount(cell, minlength=len(distinct))
