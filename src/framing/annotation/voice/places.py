"""Spans in their sentences: what stands before and after them, and in the sentences beside theirs."""

from __future__ import annotations

import numpy as np

from framing.annotation.text.ranges import running
from framing.corpus.arrays import Tokens


class Place:
    """Spans and the sentences they stand in."""

    inside: np.ndarray
    row: np.ndarray
    left: np.ndarray
    cue: np.ndarray
    cue_end: np.ndarray

    def __init__(self, tokens: Tokens, first: np.ndarray, last: np.ndarray) -> None:
        self._bounds, self._segment = tokens.sentence_tokens, tokens.segment
        self.first, self.last, self.head = first, last, last - 1
        self.sentence = tokens.sentence[first].astype(np.int64)
        self.begin, self.end = self._bounds[self.sentence], self._bounds[self.sentence + 1]

    def before(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the last of some places before the spans, whether it is in the sentence, and how far off."""
        found = np.append(at, -1)[np.searchsorted(at, self.first) - 1]
        return found, (found >= self.begin) & (found < self.first), self.first - found

    def after(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the first of some places after the spans, whether it is in the sentence, and how far off."""
        found = np.append(at, -1)[np.searchsorted(at, self.head, side="right")]
        return found, (found < self.end) & (found > self.head), found - self.head

    def begin_of(self, sentence: np.ndarray) -> np.ndarray:
        """Give the first tokens of sentences."""
        return self._bounds[sentence]

    def count(self, flag: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """Count flagged tokens in sentences."""
        total = running(flag)
        return total[self._bounds[sentence + 1]] - total[self._bounds[sentence]]

    def share(self, flag: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """Give the share of the tokens of sentences that are flagged."""
        return self.count(flag, sentence) / np.maximum(self._bounds[sentence + 1] - self._bounds[sentence], 1)

    def neighbour(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the sentences some steps on, and whether they belong to the same part of the article."""
        other = np.clip(self.sentence + step, 0, len(self._bounds) - 2)
        there = other == self.sentence + step
        return other, there & (self._segment[self._bounds[other]] == self._segment[self.first])
