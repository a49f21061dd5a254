"""Small corrections of labels: sources cut short, datelines and articles taken for sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, LABELS, SOURCE_LEFT, SOURCE_RIGHT

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

SOURCE, SOURCE_AFTER = LABELS.index("B-source-right"), LABELS.index("B-source-left")
NAMED = 10  # tokens of a source in an opening
DATELINE = 15  # tokens
STOPS = frozenset({",", ";", ":", ".", "“", "”", '"', "«", "»", "(", ")", "but", "while"})
VERBS = frozenset({"had", "has", "have", "was", "were", "is", "are", "who", "that", "which"})
DASHES = ("-", "--", "–", "—")


class Sentences:
    """Words by token, and the bounds of sentences."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._folds = tokens.fold[tokens.type_id]

    def word(self, token: int) -> str:
        """Lower-case form of a token, "" past the end."""
        return str(self.tokens.folded[self._folds[token]]) if 0 <= token < len(self._folds) else ""

    def bounds(self, token: int) -> tuple[int, int]:
        """First token of the sentence of a token, and the token after its last one that is no stop."""
        first, last = (int(self.tokens.sentence_tokens[self.tokens.sentence[token] + i]) for i in (0, 1))
        while last > token + 1 and self.word(last - 1) in {".", "!"}:
            last -= 1
        return first, last

    def find(self, token: int, words: frozenset[str], stop: int) -> int:
        """First token from one on that is among some words, -1 if none stands before `stop`."""
        return next((i for i in range(token, stop) if self.word(i) in words), -1)


def write(labels: np.ndarray, label: int, first: int, last: int) -> None:
    """Label tokens [first, last) as one span."""
    labels[first:last] = label + 1
    labels[first] = label


def lengthen_sources(text: Sentences, labels: np.ndarray) -> None:
    """Let a source that breaks off go on to its end: "a statement by [the ministry]", "an [angry crowd] had said"."""
    source = np.isin(KIND[labels], (SOURCE_LEFT, SOURCE_RIGHT))
    inner = (labels == SOURCE + 1) | (labels == SOURCE_AFTER + 1)
    ends = (inner & text.tokens.flag(["by", "of", "from"])) | (source & text.tokens.flag(["the", "a", "an"]))
    ends &= ~np.append(inner[1:], False)
    for place in np.flatnonzero(ends).tolist():
        last = text.bounds(place)[1]
        end = place + 1
        free = {0, SOURCE_LEFT, SOURCE_RIGHT}
        while end < min(last, place + NAMED) and KIND[labels[end]] in free and text.word(end) not in STOPS | VERBS:
            end += 1
        labels[place + 1 : end] = labels[place] + (labels[place] in {SOURCE, SOURCE_AFTER})


def drop_datelines(text: Sentences, labels: np.ndarray) -> None:
    """Begin a source after the dateline of an article: "ORLOV, 3 March - The ministry said"."""
    tokens = text.tokens
    capitals = tokens.type_flag(lambda word: len(word) > 2 and word.isupper())
    dash = tokens.flag(DASHES) & tokens.space_before
    begins = tokens.segment_tokens[:-1][np.diff(tokens.segment_tokens) > 1]
    for first in begins[capitals[begins]].tolist():
        if KIND[labels[first]] not in {SOURCE_LEFT, SOURCE_RIGHT}:
            continue
        mark = next((i for i in range(first + 1, min(first + DATELINE, len(tokens) - 1)) if dash[i]), first)
        if mark > first and labels[mark + 1] == labels[mark]:
            labels[mark + 1] -= 1
            labels[first : mark + 1] = 0


def drop_articles(text: Sentences, labels: np.ndarray) -> None:
    """Undo a relation whose source is an article alone: "The [alleged] ringleader denied it"."""
    source = np.isin(KIND[labels], (SOURCE_LEFT, SOURCE_RIGHT))
    alone = source & ~np.roll(source, 1) & ~np.append(source[1:], False) & text.tokens.flag(["the", "a", "an"])
    for place in np.flatnonzero(alone).tolist():
        if place + 1 >= len(labels) or KIND[labels[place + 1]] != CUE or text.word(place + 1) == ":":
            continue
        end = place + 1
        while end < len(labels) and KIND[labels[end]] in {CUE, CONTENT_LEFT} and labels[end] != SOURCE:
            end += 1
        labels[place:end] = 0
