"""The two sides of every contrast in numbers: levels, draws of levels, test and effect, unpaired and paired."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from framing.comparison.resampling.cells import Cells
from framing.comparison.resampling.draws import cliffs_delta, draw_sums, flip_signs, shuffle_labels

TINY = 1e-12
REST = -1
"""Stands for the reference that is all the other outlets together."""


@dataclass(frozen=True)
class Sides:
    """Both sides of the contrasts of one method.

    Every array has the shape (series, outlets); draws `own` and `ref` of the two levels have resamples as a third axis;
    `effective` is the number of clusters by which intervals are widened (see `effective_clusters`).
    """

    mean_own: np.ndarray
    mean_ref: np.ndarray
    n_own: np.ndarray
    n_ref: np.ndarray
    articles_own: np.ndarray
    articles_ref: np.ndarray
    clusters_own: np.ndarray
    clusters_ref: np.ndarray
    effective_own: np.ndarray
    effective_ref: np.ndarray
    own: np.ndarray
    ref: np.ndarray
    p_value: np.ndarray
    effect: np.ndarray

    @classmethod
    def of_levels(cls, draws: np.ndarray, mean: np.ndarray, effective: np.ndarray) -> Sides:
        """Hold levels that are set against nothing: the outlet stands on both sides."""
        none = np.full(mean.shape, np.nan)
        unknown = dict.fromkeys((f.name for f in fields(cls)), none)
        known = {"mean_own": mean, "mean_ref": mean, "effective_own": effective, "effective_ref": effective}
        return cls(**unknown | known | {"own": draws, "ref": draws})


def unpaired_sides(cells: Cells, target: int, *, resamples: int, seed: int) -> Sides:
    """Set all of an outlet's articles against all of the reference's.

    Parameters
    ----------
    cells : Cells
    target : int
        Number of the reference outlet, or `REST`.
    resamples, seed : int

    Returns
    -------
    Sides
    """
    a, b, articles = (cells.total(values) for values in (cells.a, cells.b, cells.articles))
    clusters, squares, fourths = moments(cells, cells.a, cells.b)
    clusters_ref = opposite(clusters, target) if target != REST else _rest_clusters(cells)
    own, ref = draw_levels(cells, target, resamples=resamples, seed=seed)
    return Sides(
        mean_own=ratio(a, b),
        mean_ref=ratio(opposite(a, target), opposite(b, target)),
        n_own=b,
        n_ref=opposite(b, target),
        articles_own=articles,
        articles_ref=opposite(articles, target),
        clusters_own=clusters,
        clusters_ref=clusters_ref,
        effective_own=effective_clusters(clusters, squares, fourths),
        effective_ref=effective_clusters(clusters_ref, opposite(squares, target), opposite(fourths, target)),
        own=own,
        ref=ref,
        p_value=_test_unpaired(cells, target, resamples=resamples, seed=seed),
        effect=_effect(cells, target),
    )


def paired_sides(cells: Cells, target: int, *, resamples: int, seed: int) -> Sides:
    """Set an outlet against the reference within the stories that both cover.

    A story weighs as much as the evidence of both sides allows, b1 b2 / (b1 + b2), as in the pooled risk difference of
    Mantel and Haenszel; so the difference of the means is a ratio of sums.

    Parameters
    ----------
    cells : Cells
    target : int
        Number of the reference outlet, or `REST`.
    resamples, seed : int

    Returns
    -------
    Sides
    """
    shared, (a_ref, b_ref, articles_ref) = shared_cells(cells, target)
    weight = shared.b * b_ref / (shared.b + b_ref)
    own, ref = weight * shared.a / shared.b, weight * a_ref / b_ref
    total, stories = shared.total(weight), shared.total(np.ones(len(weight)))
    rng = np.random.default_rng(seed)
    draws = np.concatenate(list(draw_sums(shared.by_cluster(own, ref, weight), resamples=resamples, rng=rng)), axis=1)
    draws = draws.reshape(3, *cells.shape, resamples)
    gap = shared.a / shared.b - a_ref / b_ref
    effective = effective_clusters(*moments(shared, own - ref, weight))
    flips = flip_signs(shared.by_cluster(own - ref), resamples=resamples, rng=np.random.default_rng(seed + 1))
    return Sides(
        mean_own=ratio(shared.total(own), total),
        mean_ref=ratio(shared.total(ref), total),
        n_own=shared.total(shared.b),
        n_ref=shared.total(b_ref),
        articles_own=shared.total(shared.articles),
        articles_ref=shared.total(articles_ref),
        clusters_own=stories,
        clusters_ref=stories,
        effective_own=effective,
        effective_ref=effective,
        own=ratio(draws[0], draws[2]),
        ref=ratio(draws[1], draws[2]),
        p_value=flips.reshape(cells.shape),
        effect=ratio(shared.total(np.sign(np.where(np.abs(gap) < TINY, 0, gap))), stories),
    )


def draw_levels(cells: Cells, target: int, *, resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the levels of all outlets and of what stands against them, shape (series, outlets, resamples)."""
    rng = np.random.default_rng(seed)
    own, ref = [], []
    for sums in draw_sums(cells.by_cluster(cells.a, cells.b), resamples=resamples, rng=rng):
        a, b = sums.reshape(2, *cells.shape, sums.shape[1])
        own.append(ratio(a, b))
        ref.append(ratio(opposite(a, target), opposite(b, target)))
    return np.concatenate(own, axis=2), np.concatenate(ref, axis=2)


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


def ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Divide, missing where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(b > TINY, a / b, np.nan)


def moments(cells: Cells, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count the clusters of each outlet, and sum the second and fourth powers of a - ratio b over them."""
    residual = a - ratio(cells.total(a), cells.total(b)).ravel()[cells.row] * b
    return cells.total(np.ones(len(a))), cells.total(residual**2), cells.total(residual**4)


def effective_clusters(clusters: np.ndarray, squares: np.ndarray, fourths: np.ndarray) -> np.ndarray:
    """Tell how many clusters of a normal world would know their spread as well as these do.

    The spread of few clusters is poorly known, and more so where a few of them make it (rare labels, one long article):
    degrees of freedom after Satterthwaite, with the kurtosis of the residuals.
    """
    m = np.maximum(clusters, 2)
    excess = np.maximum(np.nan_to_num(m * ratio(fourths, squares**2)) - 3, 0)
    return 1 + 2 / (2 / (m - 1) + excess / m)


def opposite(sums: np.ndarray, target: int) -> np.ndarray:
    """Tell what stands against each outlet along axis 1: all the others, or the reference."""
    if target == REST:
        return sums.sum(axis=1, keepdims=True) - sums
    return np.broadcast_to(sums[:, [target]], sums.shape)


def _against(cells: Cells, values: np.ndarray, target: int) -> np.ndarray:
    """Sum of the reference's values in the cluster of each cell."""
    if target == REST:
        sums, cell = cells.across(values)
        return sums[cell] - values
    sums, cell = cells.across(np.where(cells.outlet == target, values, 0.0))
    return sums[cell]


def _rest_clusters(cells: Cells) -> np.ndarray:
    """Count the clusters of all the other outlets, each once however many share it."""
    outlets, cell = cells.across(np.ones(len(cells.b)))
    first = np.unique(cell, return_index=True)[1]
    clusters = np.bincount(cells.at[first], minlength=cells.shape[0])
    return clusters[:, None] - cells.total((outlets[cell] == 1).astype(float))


def _test_unpaired(cells: Cells, target: int, *, resamples: int, seed: int) -> np.ndarray:
    groups = np.arange(cells.shape[1])
    if target == REST:
        return _shuffle(cells, groups, np.ones(len(cells.at), bool), resamples=resamples, seed=seed)
    p_value = np.full(cells.shape, np.nan)
    for group in groups[groups != target]:
        inside = (cells.outlet == group) | (cells.outlet == target)
        p_value[:, [group]] = _shuffle(cells, groups[[group]], inside, resamples=resamples, seed=seed)
    return p_value


def _shuffle(cells: Cells, groups: np.ndarray, inside: np.ndarray, *, resamples: int, seed: int) -> np.ndarray:
    """Shuffle outlets over units (what an outlet has of a cluster), a block of series at a time."""
    n_series, n_outlets = cells.shape
    at, a, b = cells.at[inside], cells.a[inside], cells.b[inside]
    units, unit = np.unique(
        cells.cluster[inside].astype(np.int64) * n_outlets + cells.outlet[inside], return_inverse=True
    )
    pooled = ratio(np.bincount(at, a, minlength=n_series), np.bincount(at, b, minlength=n_series))
    residual = a - pooled[at] * b
    step = max(1, 10_000_000 // max(1, len(units)))
    p_value = np.full((n_series, len(groups)), np.nan)
    for begin in range(0, n_series, step):
        size = min(step, n_series - begin)
        block = (at >= begin) & (at < begin + size)
        columns = np.zeros((2, len(units), size))
        columns[:, unit[block], at[block] - begin] = residual[block], b[block]
        labels = units % n_outlets
        p_value[begin : begin + size] = shuffle_labels(labels, groups, *columns, resamples=resamples, seed=seed + 1)
    return p_value


def _effect(cells: Cells, target: int) -> np.ndarray:
    n_series, n_outlets = cells.shape
    at, outlet, value = (cells.rows[name].to_numpy() for name in ("at", "outlet", "value"))
    groups = np.arange(n_outlets)
    if target == REST:
        return cliffs_delta(value, at, groups[:, None] == outlet, n_series=n_series)
    effect = np.full(cells.shape, np.nan)
    for group in groups[groups != target]:
        inside = (outlet == group) | (outlet == target)
        effect[:, group] = cliffs_delta(value[inside], at[inside], outlet[inside] == group, n_series=n_series)
    return effect
