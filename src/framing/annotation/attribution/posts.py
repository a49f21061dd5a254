"""Posts and statements copied as they were written: before "Name (@handle)", behind "RT @name:" and "And from X:"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.marking import NAMED, Sentences, attribute

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

POST = 150
"""Characters before a signature in which the sentences of a post are looked for."""
LONGEST_NAME = 6


def read_posts(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Label what is copied, whose it is, and the mark that attributes the one to the other."""
    labels = labels.copy()
    _signed(tokens, labels)
    _handed_over(Sentences(tokens), labels)
    return labels


def _signed(tokens: Tokens, labels: np.ndarray) -> None:
    """Read the sentences before a signature, "Name (@handle) February 7", that nobody said yet."""
    named = tokens.type_flag(lambda word: word[0].isupper() or word == ".")
    signs = np.flatnonzero(tokens.flag(["@"]))
    for sign in signs[(signs > 3) & tokens.flag(["("])[signs - 1]].tolist():
        name = sign - 1
        while name > 0 and sign - name < LONGEST_NAME and named[name - 1]:
            name -= 1
        start = _begin(tokens, name)
        if start < name < sign - 1 and not labels[start:name].any():
            attribute(labels, (name, sign - 1), (sign, sign + 1), (start, name))


def _begin(tokens: Tokens, name: int) -> int:
    """Give the first token of the sentences before a name that a post may be."""
    segment = tokens.segment[name]
    reach = max(tokens.start[name] - POST, tokens.segment_start[segment])
    begins = tokens.sentence_tokens[: tokens.sentence[name] + 1]
    low = np.searchsorted(tokens.start[begins], reach)
    return int(begins[low]) if low < len(begins) else name


def _handed_over(text: Sentences, labels: np.ndarray) -> None:
    """Read "And from X:" before a quotation, and "RT @name:", up to the end of the line."""
    tokens = text.tokens
    marks = np.flatnonzero(tokens.flag([":"])[:-1])
    quote, forwards = tokens.flag(["“", '"', "«", "„"]), tokens.type_flag(_is_forwarding)
    for mark in marks.tolist():
        first, end = text.line(mark)[0], text.line(mark + 1)[1]
        begin = first + (text.word(first) in {"and", "then"})
        if quote[mark + 1] and text.word(begin) == "from" and 1 < mark - begin <= NAMED:
            source = begin + 1, mark
        elif mark > 2 and forwards[mark - 3] and text.word(mark - 2) == "@":
            first, source = mark - 3, (mark - 2, mark)
        else:
            continue
        attribute(labels, source, (mark, mark + 1), (mark + 1, end), instead=(first, end))


def _is_forwarding(word: str) -> bool:
    return word == "RT"
