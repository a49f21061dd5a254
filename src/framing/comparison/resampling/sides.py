"""The two sides of every contrast of a series in numbers, unpaired and paired: what each cluster has on either side."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from framing.comparison.resampling.cells import Cells
from framing.comparison.resampling.draws import cliffs_delta

TINY = 1e-12
FEWEST_CLUSTERS = 10
"""Stories or articles that a side must have before an interval is printed."""
FEW_HITS = 10
"""Below so many hits, counting alone leaves more uncertain than the clusters tell."""
REST = -1
"""Stands for the reference that is all the other outlets together."""


@dataclass(frozen=True)
class Sides:
    """Both sides of the contrasts of one series and one method, a row for each outlet.

    Parameters
    ----------
    parts : ndarray, shape (outlets, 4, clusters)
        Numerator and denominator of the outlet in each cluster, both divided by its denominator in all; then the same
        of the reference. All are 0 where a side has nothing.
    mean_own, mean_ref, n_own, n_ref, articles_own, articles_ref, clusters_own, clusters_ref : ndarray, shape (outlets,)
        Ratios of sums, and what they rest on.
    rate_own, rate_ref : ndarray, shape (outlets,)
        Means of the clusters' own levels, each once.
    b_own, b_ref : ndarray, shape (outlets,)
        Denominators in all; in the paired method the weights of the stories.
    per_own, per_ref : ndarray, shape (outlets,)
        What variance of a single count weighs in the variance of a mean: 1 / n, and more where stories are weighed.
    hit_own, hit_ref : ndarray, shape (outlets,)
        What one hit adds to a numerator, where a side is a count; 0 where it is none.
    effect : ndarray, shape (outlets,)
    share, positive : ndarray of bool, shape (outlets,)
        Whether no value can lie above 1, or below 0; the same in all rows of a series.
    """

    parts: np.ndarray
    mean_own: np.ndarray
    mean_ref: np.ndarray
    n_own: np.ndarray
    n_ref: np.ndarray
    articles_own: np.ndarray
    articles_ref: np.ndarray
    clusters_own: np.ndarray
    clusters_ref: np.ndarray
    rate_own: np.ndarray
    rate_ref: np.ndarray
    b_own: np.ndarray
    b_ref: np.ndarray
    per_own: np.ndarray
    per_ref: np.ndarray
    hit_own: np.ndarray
    hit_ref: np.ndarray
    effect: np.ndarray
    share: np.ndarray
    positive: np.ndarray

    def noise(self, level: np.ndarray, *, own: bool) -> np.ndarray:
        """Variance of a side's mean that counting alone makes at some level, binomial for a share and else Poisson.

        Only where few hits (or, of a share, few misses) have fallen: many tell of their own variance.
        """
        hit, per = (self.hit_own, self.per_own) if own else (self.hit_ref, self.per_ref)
        at = np.maximum(level, 0)
        return np.where(self.few(own=own), hit * per * at * np.where(self.share, np.maximum(1 - at, 0), 1), 0)

    def few(self, *, own: bool) -> np.ndarray:
        """Tell where a side is a count of few hits or few misses, shape (outlets,)."""
        mean, n, hit = (self.mean_own, self.n_own, self.hit_own) if own else (self.mean_ref, self.n_ref, self.hit_ref)
        size = ratio(n, hit, empty=0)
        return (hit > 0) & ((mean * size < FEW_HITS) | (self.share & ((1 - mean) * size < FEW_HITS)))

    def likeliest(self, difference: np.ndarray) -> np.ndarray:
        """Find the level of the reference that makes counts likeliest, the outlet lying so far above it [1]_.

        References
        ----------
        .. [1] Miettinen, O. and Nurminen, M. (1985). Comparative analysis of two rates. Statistics in Medicine 4,
           213-226.
        """
        top = np.where(self.share, 1.0, self.mean_own + self.mean_ref + 2 * np.abs(difference))
        low, high = np.maximum(0, -difference), np.minimum(top, top - difference)
        for _ in range(50):
            ref = (low + high) / 2
            slope = sum(
                (mean - at) / (hit * per * np.maximum(at * np.where(self.share, 1 - at, 1), TINY))
                for mean, at, hit, per in (
                    (self.mean_own, ref + difference, self.hit_own, self.per_own),
                    (self.mean_ref, ref, self.hit_ref, self.per_ref),
                )
            )
            low, high = np.where(slope > 0, ref, low), np.where(slope > 0, high, ref)
        return (low + high) / 2

    def range(self, *, levels: bool) -> tuple[np.ndarray, np.ndarray]:
        """Give the least and the most that a level, or a difference of levels, can be."""
        most = np.where(self.share, 1.0, np.inf)
        return np.where(self.positive, 0.0, -np.inf) if levels else -most, most

    @property
    def enough(self) -> np.ndarray:
        """Whether there are clusters enough on both sides for a test and an interval, shape (outlets,)."""
        return np.minimum(self.clusters_own, self.clusters_ref) >= FEWEST_CLUSTERS

    def ratio(self) -> np.ndarray:
        """Divide the levels of counts; half a hit is added to both sides where one has none [1]_.

        References
        ----------
        .. [1] Haldane, J. B. S. (1956). The estimation and significance of the logarithm of a ratio of frequencies.
           Annals of Human Genetics 20, 309-311.
        """
        own, ref = self.mean_own, self.mean_ref
        counts = (self.hit_own > 0) & (self.hit_ref > 0) & (np.maximum(own, ref) > TINY)
        none = np.minimum(own, ref) <= TINY
        half_own, half_ref = (np.where(none, hit / 2, 0) for hit in (self.hit_own, self.hit_ref))
        both = [
            mean + ratio(half, n, empty=0)
            for mean, half, n in ((own, half_own, self.n_own), (ref, half_ref, self.n_ref))
        ]
        return np.where(counts, ratio(*both), np.nan)

    def of_rows(self, keep: np.ndarray) -> Sides:
        """Keep some outlets."""
        return replace(self, **{f.name: getattr(self, f.name)[keep] for f in fields(self)})

    def without_parts(self) -> Sides:
        """Leave behind what each cluster has, which needs most of the memory and only `flip` asks for."""
        return replace(self, parts=np.zeros((len(self.mean_own), 4, 0)))

    @classmethod
    def stack(cls, sides: list[Sides]) -> Sides:
        """Put the rows of several series one below the other; their parts stay behind, each has other clusters."""
        names = [f.name for f in fields(cls) if f.name != "parts"]
        rows = {name: np.concatenate([getattr(side, name) for side in sides]) for name in names}
        return cls(parts=np.zeros((len(rows["mean_own"]), 4, 0)), **rows)


def unpaired_sides(cells: Cells, target: int) -> Sides:
    """Set all of an outlet's articles against all of the reference's.

    Parameters
    ----------
    cells : Cells
        Of one series.
    target : int
        Number of the reference outlet, or `REST`.

    Returns
    -------
    Sides
    """
    own, _ = cells.dense()
    return _sides(cells, own, opposite(own, target), _effect(cells, target))


def paired_sides(cells: Cells, target: int) -> Sides:
    """Set an outlet against the reference within the stories that both cover.

    A story weighs as much as the evidence of both sides allows, b1 b2 / (b1 + b2), as in the pooled risk difference of
    Mantel and Haenszel; so the difference of the means is a ratio of sums.

    Parameters
    ----------
    cells : Cells
        Of one series.
    target : int
        Number of the reference outlet, or `REST`.

    Returns
    -------
    Sides
    """
    own, is_story = cells.dense()
    ref = opposite(own, target)
    both = is_story & (own[1] > TINY) & (ref[1] > TINY)
    both &= np.arange(len(both))[:, None] != target
    own, ref = np.where(both, own, 0), np.where(both, ref, 0)
    weight = own[1] * ratio(ref[1], own[1] + ref[1], empty=0)
    gap = ratio(own[0], own[1], empty=0) - ratio(ref[0], ref[1], empty=0)
    signs = np.sign(np.where(np.abs(gap) < TINY, 0, gap)).sum(axis=1)
    return _sides(cells, own, ref, ratio(signs, both.sum(axis=1)), weight)


def level_sides(cells: Cells) -> Sides:
    """Set every outlet against nothing: its level alone."""
    own, _ = cells.dense()
    sides = _sides(cells, own, np.zeros_like(own), np.full(own.shape[1], np.nan))
    return replace(sides, clusters_ref=sides.clusters_own)


def _sides(
    cells: Cells, own: np.ndarray, ref: np.ndarray, effect: np.ndarray, weight: np.ndarray | None = None
) -> Sides:
    """Lay out both sides, shape (3, outlets, clusters) each; stories have a weight in the paired method."""
    parts: list[np.ndarray] = []
    known: dict[str, np.ndarray] = {}
    hit, share, positive = cells.hit()
    for name, side in (("own", own), ("ref", ref)):
        a, b, articles = side
        top, bottom = (a, b) if weight is None else (weight * ratio(a, b, empty=0), weight)
        total = bottom.sum(axis=1)
        parts += [ratio(top, total[:, None], empty=0), ratio(bottom, total[:, None], empty=0)]
        mean = ratio(top.sum(axis=1), total)
        edge = np.isclose(mean, 0, atol=TINY) | (np.isclose(mean, 1, atol=TINY) & share)
        known |= {
            f"mean_{name}": mean,
            f"n_{name}": b.sum(axis=1),
            f"articles_{name}": articles.sum(axis=1),
            f"clusters_{name}": (b > TINY).sum(axis=1),
            f"rate_{name}": ratio(ratio(a, b, empty=0).sum(axis=1), (b > TINY).sum(axis=1)),
            f"b_{name}": total,
            f"per_{name}": ratio(ratio(bottom**2, b, empty=0).sum(axis=1), total**2, empty=0),
            f"hit_{name}": np.where(edge, hit or float(positive and share), hit),
        }
    flags = {"share": np.full(len(effect), share), "positive": np.full(len(effect), positive)}
    return Sides(np.stack(parts, axis=1), **known, effect=effect, **flags)


def shared_cells(cells: Cells, target: int) -> tuple[Cells, list[np.ndarray]]:
    """Keep the cells of stories that the reference covers too.

    Returns
    -------
    Cells
    list of ndarray
        The reference's numerator, denominator and articles in the story of each cell.
    """
    against = [_against(cells, values, target) for values in (cells.a, cells.b, cells.articles)]
    keep = cells.is_story[cells.cluster] & (against[1] > TINY) & (cells.outlet != target)
    stories, cluster = np.unique(cells.cluster[keep], return_inverse=True)
    parts = {name: getattr(cells, name)[keep] for name in ("at", "outlet", "a", "b", "articles")}
    shared = replace(cells, cluster=cluster, n_clusters=len(stories), is_story=np.ones(len(stories), bool), **parts)
    return shared, [values[keep] for values in against]


def ratio(a: np.ndarray, b: np.ndarray, *, empty: float = np.nan) -> np.ndarray:
    """Divide, and give another number (missing) where there is nothing to divide by."""
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    return np.divide(a, b, out=np.full(a.shape, float(empty)), where=b > TINY)


def opposite(sums: np.ndarray, target: int) -> np.ndarray:
    """Tell what stands against each outlet along axis 1: all the others, or the reference."""
    if target != REST:
        return np.broadcast_to(sums[:, [target]], sums.shape)
    rest = sums.sum(axis=1, keepdims=True) - sums
    alone = (sums[1:2] > TINY).sum(axis=1, keepdims=True) - (sums[1:2] > TINY) == 0
    return np.where(alone, 0, rest)


def _against(cells: Cells, values: np.ndarray, target: int) -> np.ndarray:
    """Sum of the reference's values in the cluster of each cell."""
    if target == REST:
        sums, cell = cells.across(values)
        return sums[cell] - values
    sums, cell = cells.across(np.where(cells.outlet == target, values, 0.0))
    return sums[cell]


def _effect(cells: Cells, target: int) -> np.ndarray:
    """Cliff's delta over the articles of one series."""
    outlet, value, articles = (cells.levels[name].to_numpy() for name in ("outlet", "value", "articles"))
    groups = np.arange(cells.shape[1])
    if target == REST:
        return cliffs_delta(value, articles, groups[:, None] == outlet)
    effect = np.full(cells.shape[1], np.nan)
    for group in groups[groups != target]:
        inside = (outlet == group) | (outlet == target)
        effect[group] = cliffs_delta(value[inside], articles[inside], (outlet[inside] == group)[None])[0]
    return effect
