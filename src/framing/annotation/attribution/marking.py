"""Labels written by rule: the words and bounds of sentences and lines, and a whole relation marked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import BEGINS, KIND, LABELS, SOURCE_LEFT, SOURCE_RIGHT

if TYPE_CHECKING:
    from collections.abc import Container

    from framing.corpus.arrays import Tokens

Range = tuple[int, int]
SOURCE, SOURCE_AFTER, B_CUE, CONTENT, CONTENT_AFTER = (
    LABELS.index(f"B-{name}") for name in ("source-right", "source-left", "cue", "content-right", "content-left")
)
NAMED = 10
"""Tokens of a source that a rule finds, at most."""
STOPS = frozenset({",", ";", ":", ".", "“", "”", '"', "«", "»", "(", ")", "but", "while"})
"""What a source does not go on behind."""


class Sentences:
    """Words by token, and the bounds of sentences and lines."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._folds = tokens.fold[tokens.type_id]
        self._lines = np.append(np.flatnonzero(tokens.break_before), len(tokens))

    def word(self, token: int) -> str:
        """Lower-case form of a token, "" past the end."""
        return str(self.tokens.folded[self._folds[token]]) if 0 <= token < len(self._folds) else ""

    def bounds(self, token: int) -> Range:
        """First token of the sentence of a token, and the token after its last one that is no stop."""
        first, last = (int(self.tokens.sentence_tokens[self.tokens.sentence[token] + i]) for i in (0, 1))
        while last > token + 1 and self.word(last - 1) in {".", "!"}:
            last -= 1
        return first, last

    def line(self, token: int) -> Range:
        """First token of the line of a token, and the token after its last one."""
        number = int(np.searchsorted(self._lines, token, side="right"))
        return int(self._lines[number - 1]), int(self._lines[number])

    def until(self, token: int, last: int, words: Container[str] = STOPS) -> int:
        """First token from one on that is among some words, else `last`."""
        return next((i for i in range(token, last) if self.word(i) in words), last)


def is_source(labels: np.ndarray) -> np.ndarray:
    """Tell which labels are those of a source."""
    return np.isin(KIND[labels], (SOURCE_LEFT, SOURCE_RIGHT))


def write(labels: np.ndarray, label: int, first: int, last: int) -> None:
    """Label tokens [first, last) as one span."""
    labels[first:last] = label + 1
    labels[first : first + (last > first)] = label


def attribute(labels: np.ndarray, source: Range, cue: Range, content: Range, *, instead: Range = (0, 0)) -> None:
    """Label a relation, in place of all labels of a range and of what goes on from it; empty ranges are left out."""
    end = max(instead[1], content[1])
    kind = KIND[labels[end - 1]]
    while kind and end < len(labels) and KIND[labels[end]] == kind and not BEGINS[labels[end]]:
        labels[end] = 0
        end += 1
    labels[slice(*instead)] = 0
    write(labels, SOURCE if source[0] < cue[0] else SOURCE_AFTER, *source)
    write(labels, CONTENT if content[0] < cue[0] else CONTENT_AFTER, *content)
    write(labels, B_CUE, *cue)
