"""The words beside a span and the cue that holds it, as vectors: those that the attribution tagger reads words by."""

from __future__ import annotations

import numpy as np

from framing.annotation.attribution.tagger import type_vectors
from framing.annotation.attribution.tagger_weights import read_network
from framing.corpus.arrays import Tokens

WINDOWS = ((-1, 0), (-4, -1), (-9, -4), (1, 2), (2, 5), (5, 10))
"""Tokens before the first and after the last of a span, as half-open ranges whose vectors are averaged."""


class Wording:
    """Vectors of the words of some texts."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._vectors = type_vectors(tokens, read_network())

    @property
    def size(self) -> int:
        """Number of values of a span."""
        return (len(WINDOWS) + 2) * self._vectors.shape[1]

    def describe(self, first: np.ndarray, last: np.ndarray, cue: np.ndarray, *, out: np.ndarray) -> None:
        """Describe spans, token ranges [first, last), by the words round them within their sentence, and their cue.

        `cue` is the first token of the cue, -1 where there is none; what is found is written into `out`, shape (spans,
        size).
        """
        tokens, head, width = self._tokens, last - 1, self._vectors.shape[1]
        sentence = tokens.sentence[first]
        begin, end = tokens.sentence_tokens[sentence], tokens.sentence_tokens[sentence + 1]
        for number, (low, high) in enumerate(WINDOWS):
            total = out[:, number * width : (number + 1) * width]
            total[:] = 0
            for step in range(low, high):
                at = (first if step < 0 else head) + step
                total += self._at(at, (at >= begin) & (at < end))
            total /= high - low
        out[:, -2 * width : -width] = self._at(cue, cue >= 0)
        out[:, -width:] = self._at(head, head >= 0)

    def _at(self, token: np.ndarray, there: np.ndarray) -> np.ndarray:
        return self._vectors[np.where(there, self._tokens.type_id[np.where(there, token, 0)], len(self._vectors) - 1)]
