"""Words that stand as they were spoken: in quotation marks, or in posts copied into an article; and insertions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.voice.forms import word_kinds

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens

LONG = 4
"""A quotation of more words than this is speech; a shorter one is words at a distance."""
BRACKET = 16
POST = 150
"""Characters before a signature in which the sentences of a copied post are looked for."""
INTERRUPTION = 14
UTTERANCE = 7
"""Tokens after a short quotation that ends in a comma, within which a word of saying makes it an utterance."""


def quotation_states(tokens: Tokens, quotations: Quotations) -> tuple[np.ndarray, np.ndarray]:
    """Tell which quotations are speech and which are words at a distance.

    Parameters
    ----------
    tokens : Tokens
    quotations : Quotations

    Returns
    -------
    speech, short : ndarray of bool, shape (quotations,)
        A quotation of more than four words is speech, and so is the rest of one that a cue interrupted.
    """
    long = quotations.words > LONG
    if not len(quotations):
        return long, ~long
    previous = _previous(quotations)
    near = quotations.first - quotations.last[previous] <= INTERRUPTION
    same = tokens.segment[quotations.first] == tokens.segment[quotations.first[previous]]
    mark = np.where(quotations.opening >= 0, quotations.opening, quotations.first)
    before = np.maximum(mark - 1, 0)
    comma = tokens.flag([","])[before]
    said = np.concatenate([[0], np.cumsum(tokens.flag(word_kinds("reporting")["speech"]))])
    spoken = said[mark] > said[np.minimum(quotations.last[previous], mark)]
    resumed = (previous >= 0) & long[previous] & near & same & comma & spoken
    after = np.minimum(quotations.last + UTTERANCE, len(tokens) - 1)
    ends = tokens.flag([",", "."])[np.maximum(quotations.last - 1, 0)] & (quotations.words > 2)
    uttered = ends & (said[after] > said[np.minimum(quotations.last, after)]) & (quotations.parent < 0)
    speech = long | resumed | uttered
    return speech, ~speech


def _previous(quotations: Quotations) -> np.ndarray:
    """Find the quotation before each one on the same level, -1 for the first."""
    previous = np.full(len(quotations), -1, np.int64)
    top = np.flatnonzero(quotations.parent < 0)
    previous[top[1:]] = top[:-1]
    return previous


def find_brackets(tokens: Tokens) -> np.ndarray:
    """Flag the tokens of short insertions in round or square brackets, shape (tokens,)."""
    inside = np.zeros(len(tokens), bool)
    for opening, closing in (("(", ")"), ("[", "]")):
        begins, ends = np.flatnonzero(tokens.flag([opening])), np.flatnonzero(tokens.flag([closing]))
        if not len(begins) or not len(ends):
            continue
        index = np.searchsorted(ends, begins)
        begins, index = begins[index < len(ends)], index[index < len(ends)]
        length = ends[index] - begins
        fits = (length <= BRACKET) & (tokens.segment[begins] == tokens.segment[ends[index]])
        edges = np.zeros(len(tokens) + 1, np.int32)
        np.add.at(edges, begins[fits], 1)
        np.add.at(edges, ends[index][fits], -1)
        inside |= np.cumsum(edges[:-1]) > 0
    return inside


def find_posts(tokens: Tokens) -> list[tuple[int, int, int, int]]:
    """Find posts copied into an article: sentences before a signature "Name (@handle) February 7".

    Returns
    -------
    list of tuple
        First and last token of the text, and of the signing name, as half-open ranges.
    """
    found = []
    signs = np.flatnonzero(tokens.flag(["@"]))
    words = tokens.types
    for sign in signs[signs > 3].tolist():
        if words[tokens.type_id[sign - 1]] != "(":
            continue
        name = sign - 1
        while name > 0 and sign - name < 6 and _is_name(words[tokens.type_id[name - 1]]):
            name -= 1
        segment = tokens.segment[sign]
        reach = max(tokens.start[name] - POST, tokens.segment_start[segment])
        start = name
        for sentence in range(int(tokens.sentence[name]), -1, -1):
            begin = int(tokens.sentence_tokens[sentence])
            if tokens.start[begin] < reach or tokens.segment[begin] != segment:
                break
            start = begin
        if start < name < sign - 1:
            found.append((start, name, name, sign - 1))
    return found


def _is_name(word: str) -> bool:
    return word[:1].isupper() or word == "."
