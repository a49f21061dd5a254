"""What the attribution tagger looks at: three numbers for each word type, eight flags for each token."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from framing.corpus.arrays import fold

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens

SUFFIXES = 2048  # suffixes of three letters are hashed; the row after the last is for types that are no words
SHAPES = 9
FLAGS = ("break", "sentence", "space", "double", "single", "opening", "closing", "long")
LONG = 4  # words; shorter quotations are mostly titles and scare quotes


def type_rows(tokens: Tokens, vocabulary: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Look up word, suffix and shape of each type: rows of three embedding tables, each of shape (types,).

    Parameters
    ----------
    tokens : Tokens
    vocabulary : dict
        Row of each word in lower case; words that are not there share row 0.
    """
    return tokens.places(vocabulary), tokens.of_types(_suffix, _suffix, np.int32), type_shapes(tokens)


def type_shapes(tokens: Tokens) -> np.ndarray:
    """Tell how each type is written (capitals, digits, marks): a number below `SHAPES`, shape (types,)."""
    return tokens.of_types(_shape, _shape, np.int32)


def _suffix(word: str) -> int:
    word = fold(word)
    return zlib.crc32(word[-3:].encode("utf-8", "replace")) % SUFFIXES if word[0].isalpha() else SUFFIXES


def _shape(word: str) -> int:
    first = word[0]
    if first.isdigit():
        return 1
    if not first.isalnum():
        return 2 if len(word) == 1 else 3
    if word.islower():
        return 4
    if word.isupper():
        return 5 if len(word) > 1 else 6
    return 7 if first.isupper() else 8


def token_flags(tokens: Tokens, quotations: Quotations) -> np.ndarray:
    """Give the flags of each token, shape (tokens, flags), in the order of `FLAGS`."""
    flags = np.zeros((len(tokens), len(FLAGS)), np.float32)
    flags[:, 0] = tokens.break_before
    flags[tokens.sentence_tokens[:-1], 1] = 1
    flags[:, 2] = tokens.space_before
    if not len(quotations):
        return flags
    inner, outer = quotations.inside, quotations.outer
    held = inner >= 0
    single = (quotations.kind == 1)[inner]
    flags[:, 3] = (outer >= 0) & (quotations.kind != 1)[outer]
    flags[:, 4] = held & single
    for column, marks in ((5, quotations.opening), (6, quotations.closing)):
        flags[marks[marks >= 0], column] = 1
    flags[:, 7] = (outer >= 0) & (quotations.words >= LONG)[outer]
    return flags
