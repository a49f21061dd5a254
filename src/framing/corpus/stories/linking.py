"""Groups of articles that are alike: average linkage on a sparse graph of pairs."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from framing.corpus.stories.similarity import Integers

LENIENCE = 0.95
"""Power of the number of pairs by which their sum is divided: below 1, large groups may hold more unlike reports."""


def link_parts(
    first: Integers, second: Integers, similarity: npt.NDArray[np.float64], threshold: float
) -> tuple[Integers, Integers]:
    """Link the parts of the graph that cannot come together, one by one; give places and their groups.

    Two groups without a pair above half the threshold are joined only when the product of their sizes is beyond two to
    the power of 1 / (1 - LENIENCE), which is a million.
    """
    places, ends = np.unique(np.concatenate([first, second]), return_inverse=True)
    one, other = ends.reshape(2, -1)
    strong = similarity >= threshold / 2
    links = sparse.coo_array((np.ones(strong.sum(), np.int8), (one[strong], other[strong])), shape=(len(places),) * 2)
    part = connected_components(links, directed=False)[1]
    inside = np.flatnonzero(part[one] == part[other])
    inside = inside[np.argsort(part[one[inside]], kind="stable")]
    group = np.arange(len(places))
    for pairs in np.split(inside, np.flatnonzero(np.diff(part[one[inside]])) + 1):
        members, local = np.unique(np.concatenate([one[pairs], other[pairs]]), return_inverse=True)
        i, j = local.reshape(2, -1)
        group[members] = members[_link(len(members), i, j, similarity[pairs], threshold)]
    return places, group


def _link(
    n: int,
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    similarity: npt.NDArray[np.float64],
    threshold: float,
    *,
    lenience: float = LENIENCE,
) -> npt.NDArray[np.int64]:
    """Join the most alike groups as long as their mean similarity reaches the threshold; give each article's group.

    Average linkage on a sparse graph: pairs that are not in it count as 0, so that a chain of articles, each a little
    like the next, does not grow into one story.
    """

    def mean(i: int, j: int) -> float:
        return ties[i][j] / (size[i] * size[j]) ** lenience

    pairs = list(zip(first.tolist(), second.tolist(), similarity.tolist(), strict=True))
    ties: list[dict[int, float]] = [{} for _ in range(n)]
    for i, j, value in pairs:
        ties[i][j] = ties[j][i] = value
    size = [1] * n
    parent = list(range(n))
    heap = [(-value, i, j) for i, j, value in pairs if value >= threshold]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if j not in ties[i] or -value != mean(i, j):
            continue
        parent[j] = i
        size[i] += size[j]
        _merge(ties, i, j)
        for k in ties[i]:
            if (alike := mean(i, k)) >= threshold:
                heapq.heappush(heap, (-alike, min(i, k), max(i, k)))
    for i in range(n):  # a parent has the smaller number, so its own root is known by now
        parent[i] = parent[parent[i]]
    return np.array(parent, dtype=np.int64)


def _merge(ties: list[dict[int, float]], i: int, j: int) -> None:
    """Add the ties of group j to those of group i; j has none afterwards."""
    del ties[i][j], ties[j][i]
    for k, total in ties[j].items():
        del ties[k][j]
        ties[i][k] = ties[k][i] = ties[i].get(k, 0.0) + total
    ties[j] = {}
