"""Counts behind the attribution figures, article by article, so that intervals can be drawn over articles."""

from __future__ import annotations

import re
from bisect import bisect_left

import numpy as np

Span = tuple[int, int]
Relation = dict[str, list[Span]]

WORD = re.compile(r"\w+")
ROLES = ("source", "cue", "content")
ENOUGH = 0.5  # token F1 of contents at which two relations count as the same


def words(text: str) -> list[Span]:
    """Give the character range of each word."""
    return [m.span() for m in WORD.finditer(text)]


def covered(spans: list[Span], at: list[Span]) -> set[int]:
    """Give the numbers of the words that spans touch."""
    starts = [start for start, _ in at]
    found: set[int] = set()
    for start, end in spans:
        i = bisect_left(starts, start)
        i -= i > 0 and at[i - 1][1] > start
        while i < len(at) and at[i][0] < end:
            found.add(i)
            i += 1
    return found


def match(gold: list[set[int]], found: list[set[int]]) -> list[tuple[int, int]]:
    """Pair relations one to one by their contents, best overlap first."""
    scored = []
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            overlap = 2 * len(a & b) / (len(a) + len(b)) if a and b else 0
            if overlap >= ENOUGH:
                scored.append((overlap, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scored, reverse=True):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def count_article(text: str, gold: list[Relation], found: list[Relation]) -> dict[str, np.ndarray]:
    """Count hits, false alarms and misses of words for each role and of relations; sources right of sources matched.

    Returns
    -------
    dict
        `source`, `cue`, `content`, `relation`: hits, false alarms, misses. `source_right`, and recall of relations
        `quoted` and `indirect`: right, of how many. `matched`: for each relation found whether it was matched.
    """
    at = words(text)
    counts: dict[str, np.ndarray] = {}
    for role in ROLES:
        true = set().union(*(covered(r[role], at) for r in gold))
        said = set().union(*(covered(r[role], at) for r in found))
        counts[role] = np.array([len(true & said), len(said - true), len(true - said)])
    pairs = match([covered(r["content"], at) for r in gold], [covered(r["content"], at) for r in found])
    counts["relation"] = np.array([len(pairs), len(found) - len(pairs), len(gold) - len(pairs)])
    sourced = [(covered(gold[i]["source"], at), covered(found[j]["source"], at)) for i, j in pairs]
    counts["source_right"] = np.array([sum(bool(a & b) for a, b in sourced), sum(bool(a) for a, _ in sourced)])
    quoted = [any(re.search('["“”]', text[max(0, a - 1) : b + 1]) for a, b in r["content"]) for r in gold]
    hit = {i for i, _ in pairs}
    for name, form in (("quoted", True), ("indirect", False)):
        mine = [i for i, q in enumerate(quoted) if q == form]
        counts[name] = np.array([sum(i in hit for i in mine), len(mine)])
    matched = np.zeros(len(found), bool)
    matched[[j for _, j in pairs]] = True
    counts["matched"] = matched
    return counts


def f1(counts: np.ndarray) -> np.ndarray:
    """F1 of hits, false alarms and misses along the last axis."""
    hit, alarm, miss = np.moveaxis(np.asarray(counts, float), -1, 0)
    return 2 * hit / np.maximum(2 * hit + alarm + miss, 1)


def share(counts: np.ndarray) -> np.ndarray:
    """Share of right ones in (right, of how many) along the last axis."""
    right, total = np.moveaxis(np.asarray(counts, float), -1, 0)
    return right / np.maximum(total, 1)


def with_interval(counts: np.ndarray, statistic, *, resamples: int = 2000, seed: int = 0) -> tuple[float, float, float]:
    """Give a statistic of summed counts with the bounds of its 95 % bootstrap interval over articles (rows)."""
    weights = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), resamples)
    low, high = np.quantile(statistic(weights @ counts), [0.025, 0.975])
    return float(statistic(counts.sum(0))), float(low), float(high)
