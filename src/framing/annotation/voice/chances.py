"""How likely the fast tagger finds a cue, a source or a content at and round a span, whatever it settled on."""

from __future__ import annotations

import numpy as np

from framing.annotation.attribution.labels import CERTAIN, role_chances
from framing.annotation.voice.places import Place
from framing.corpus.arrays import Quotations, Tokens

BESIDE = 3
"""Tokens on either side of a span whose chances are averaged with its own."""


class Chances:
    """Chances of the tokens of some texts, added up, so that any range has its mean at once."""

    def __init__(self, tokens: Tokens, quotations: Quotations) -> None:
        total = np.zeros((3, len(tokens) + 1), np.uint32)  # sums may run over: their differences come out right
        np.cumsum(role_chances(tokens, quotations).T, axis=1, out=total[:, 1:])
        self._cues, self._sources, self._contents = total

    def describe(self, place: Place) -> dict[str, np.ndarray]:
        """Describe spans: one column a feature, each of shape (spans,)."""
        first, last, begin, end = place.first, place.last, place.begin, place.end
        cues, sources, contents = self._cues, self._sources, self._contents
        near = np.maximum(first - BESIDE, begin), np.minimum(last + BESIDE, end)
        columns = {
            "chance": _mean(contents, first, first + 1),
            "chance head": _mean(contents, place.head, last),
            "chance beside": _mean(contents, *near),
            "chance in sentence": _mean(contents, begin, end),
            "chance after": _mean(contents, last, end),
            "chance of end before": _mean(contents, np.maximum(begin - 2, 0), begin),
            "chance of cue before": _sum(cues, begin, first),
            "chance of cue after": _sum(cues, last, end),
            "chance of source": _sum(sources, begin, end),
        }
        for step in (-1, 1):
            other, same = place.neighbour(step)
            there = _mean(contents, place.begin_of(other), place.begin_of(other + 1))
            columns[f"chance {step}"] = np.where(same, there, 0)
        return columns


def _sum(total: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (total[np.maximum(high, low)] - total[low]) / CERTAIN


def _mean(total: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return _sum(total, low, high) / np.maximum(high - low, 1)
