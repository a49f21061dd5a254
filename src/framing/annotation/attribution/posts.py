"""Posts copied into an article as they were written: sentences before a signature "Name (@handle) February 7"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import LABELS

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

CUE, SOURCE, CONTENT = (LABELS.index(f"B-{name}") for name in ("cue", "source-right", "content-right"))
POST = 150
"""Characters before a signature in which the sentences of a post are looked for."""
LONGEST_NAME = 6


def read_posts(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Label posts, the names that sign them, and the sign of the handle as what attributes the one to the other.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)

    Returns
    -------
    ndarray
        New labels.
    """
    labels = labels.copy()
    bracket = tokens.flag(["("])
    named = tokens.type_flag(lambda word: word[0].isupper() or word == ".")
    signs = np.flatnonzero(tokens.flag(["@"]))
    for sign in signs[(signs > 3) & bracket[signs - 1]].tolist():
        name = sign - 1
        while name > 0 and sign - name < LONGEST_NAME and named[name - 1]:
            name -= 1
        start = _begin(tokens, name)
        if start < name < sign - 1 and not labels[start:name].any():
            labels[start:name], labels[name : sign - 1] = CONTENT + 1, SOURCE + 1
            labels[start], labels[name], labels[sign] = CONTENT, SOURCE, CUE
    return labels


def _begin(tokens: Tokens, name: int) -> int:
    """Give the first token of the sentences before a name that a post may be."""
    segment = tokens.segment[name]
    reach = max(tokens.start[name] - POST, tokens.segment_start[segment])
    start = name
    for sentence in range(int(tokens.sentence[name]), -1, -1):
        begin = int(tokens.sentence_tokens[sentence])
        if tokens.start[begin] < reach or tokens.segment[begin] != segment:
            break
        start = begin
    return start
