"""Which quotations are speech, and which only a word or two at a distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.text.ranges import running
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.corpus.arrays import Quotations, Tokens

LONG = 4
"""A quotation of more words than this is speech; a shorter one is words at a distance."""
INTERRUPTION = 14
UTTERANCE = 7
"""Tokens after a short quotation that ends in a comma, within which a word of saying makes it an utterance."""


def find_speech(tokens: Tokens, quotations: Quotations) -> np.ndarray:
    """Tell which quotations are speech, shape (quotations,): those of more than four words, and pieces of such.

    Notes
    -----
    The rest of a quotation that a cue interrupted is speech however short it is, and so are three words or more before
    a comma and a verb of saying ('"They came back," he said').
    """
    long = quotations.words > LONG
    if not len(quotations):
        return long
    previous = _previous(quotations)
    near = quotations.first - quotations.last[previous] <= INTERRUPTION
    same = tokens.segment[quotations.first] == tokens.segment[quotations.first[previous]]
    mark = np.where(quotations.opening >= 0, quotations.opening, quotations.first)
    comma = tokens.flag([","])[np.maximum(mark - 1, 0)]
    said = running(tokens.flag(word_kinds("abbreviations")["saying"]))
    spoken = said[mark] > said[np.minimum(quotations.last[previous], mark)]
    resumed = (previous >= 0) & long[previous] & near & same & comma & spoken
    after = np.minimum(quotations.last + UTTERANCE, len(tokens) - 1)
    ends = tokens.flag([",", "."])[np.maximum(quotations.last - 1, 0)] & (quotations.words > 2)
    uttered = ends & (said[after] > said[np.minimum(quotations.last, after)]) & (quotations.parent < 0)
    return long | resumed | uttered


def _previous(quotations: Quotations) -> np.ndarray:
    """Find the quotation before each one on the same level, -1 for the first."""
    previous = np.full(len(quotations), -1, np.int64)
    top = np.flatnonzero(quotations.parent < 0)
    previous[top[1:]] = top[:-1]
    return previous
