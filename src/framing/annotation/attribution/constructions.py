"""Attribution that its form gives away: relays, and openings such as "In the words of X,"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, LABELS, SOURCE_LEFT, SOURCE_RIGHT

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

B_CUE = LABELS.index("B-cue")
SOURCE, CONTENT_AFTER = LABELS.index("B-source-right"), LABELS.index("B-content-left")
SOURCE_AFTER = LABELS.index("B-source-left")
RELAYED = 14  # tokens between "quoted" and "as saying"
NAMED = 10  # tokens of a source in an opening
STATED = frozenset({"said", "stated", "announced", "reported", "declared", "confirmed", "noted"})
STOPS = frozenset({",", ";", ":", ".", "“", "”", '"', "«", "»", "(", ")", "but", "while"})


def read_constructions(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Correct labels where the form of a sentence or of a text says who speaks.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)

    Returns
    -------
    ndarray
        New labels.

    Notes
    -----
    "X quoted Y as saying" is Y's, "Y was quoted by X as saying" too.
    """
    labels = labels.copy()
    if len(tokens):
        text = _Sentences(tokens)
        _read_relays(text, labels)
        _read_openings(text, labels)
        _read_backward(text, labels)
        _read_handovers(text, labels)
        _read_forwarded(text, labels)
        _lengthen_sources(text, labels)
    return labels


class _Sentences:
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


def _write(labels: np.ndarray, label: int, first: int, last: int) -> None:
    labels[first:last] = label + 1
    labels[first] = label


def _read_relays(text: _Sentences, labels: np.ndarray) -> None:
    saying = text.tokens.flag(["saying", "telling", "stating", "writing"])
    after_as = np.flatnonzero(saying & np.roll(text.tokens.flag(["as"]), 1)).tolist()
    for place in after_as:
        first, last = text.bounds(place)
        back = range(place - 2, max(first, place - RELAYED) - 1, -1)
        quoted = next(
            (i for i in back if text.word(i) in {"quoted", "quotes", "quoting", "cited", "cites", "citing"}), -1
        )
        if quoted < 0:
            continue
        if text.word(quoted - 1) in {"was", "were", "is", "are", "been"}:
            source, cue = (_noun_before(text, quoted - 1, first), quoted - 1), quoted - 1
        else:
            source, cue = (quoted + 1, place - 1), place - 1
        if source[1] <= source[0]:
            continue
        labels[min(source[0], _relayer(labels, quoted, first)) : place + 1] = 0
        _write(labels, SOURCE, *source)
        _write(labels, B_CUE, cue, place + 1)
        content = place + 1 + (text.word(place + 1) == ",")
        if content < last:
            _write(labels, CONTENT_AFTER, content, last)


def _noun_before(text: _Sentences, token: int, first: int) -> int:
    """Where the words right before a verb begin, back to a mark or the sentence's beginning."""
    begin = token
    while begin > first and token - begin < NAMED and text.word(begin - 1) not in STOPS:
        begin -= 1
    return begin


def _relayer(labels: np.ndarray, quoted: int, first: int) -> int:
    """Where who relays begins, if the labels hold it for the source."""
    begin = quoted
    while begin > first and KIND[labels[begin - 1]] in {CUE, SOURCE_LEFT, SOURCE_RIGHT}:
        begin -= 1
    return begin


def _read_openings(text: _Sentences, labels: np.ndarray) -> None:
    """Read "In the words of X, …", "As X put it, …"; "According to X, …" where nothing is attributed yet."""
    for first in text.tokens.sentence_tokens[:-1][
        text.tokens.flag(["in", "as", "according"])[text.tokens.sentence_tokens[:-1]]
    ].tolist():
        last = text.bounds(first)[1]
        comma = text.find(first, frozenset({","}), min(last, first + NAMED + 4))
        words = tuple(text.word(first + i) for i in range(4))
        if comma < 0 or comma + 1 >= last:
            continue
        if words == ("in", "the", "words", "of"):
            cue, source = (first, first + 4), (first + 4, comma)
        elif words[:2] == ("according", "to") and not (KIND[labels[comma:last]] >= CONTENT_LEFT).any():
            cue, source = (first, first + 2), (first + 2, comma)
        elif words[0] == "as" and text.word(comma - 1) == "it" and text.word(comma - 2) in {"put", "puts"}:
            cue, source = (comma - 2, comma), (first + 1, comma - 2)
        else:
            continue
        if source[1] > source[0]:
            labels[first:last] = 0
            _write(labels, SOURCE if source[0] < cue[0] else SOURCE_AFTER, *source)
            _write(labels, B_CUE, *cue)
            _write(labels, CONTENT_AFTER, comma + 1, last)


def _read_backward(text: _Sentences, labels: np.ndarray) -> None:
    """Read "This was stated by X." and "X announced this." of the sentence before, if nobody else says that."""
    starts, tokens = text.tokens.sentence_tokens, text.tokens
    this = tokens.flag(["this"])
    stated = tokens.flag(STATED)
    by = np.roll(stated, 1) & tokens.flag(["by"])
    for place in np.flatnonzero((this & np.roll(stated, 1)) | by).tolist():
        number = int(tokens.sentence[place])
        first, last = text.bounds(place)
        if first == place or number == 0 or tokens.segment[starts[number - 1]] != tokens.segment[first]:
            continue
        passive = bool(by[place])
        if passive and (text.word(first) != "this" or place - first > 4):
            continue
        end = place if not passive else next((i for i in range(place + 1, last) if text.word(i) in STOPS), last)
        source = (place + 1, end) if passive else (first, place - 1)
        before = slice(int(starts[number - 1]), first)
        if not 0 < source[1] - source[0] <= NAMED or KIND[labels[before]].any():
            continue
        labels[first:last] = 0
        _write(labels, LABELS.index("B-content-right"), before.start, before.stop)
        _write(labels, SOURCE_AFTER if passive else SOURCE, *source)
        _write(labels, B_CUE, place - 1, place)


def _read_handovers(text: _Sentences, labels: np.ndarray) -> None:
    """Read "And from X:" before a quotation."""
    tokens = text.tokens
    lines = np.append(np.flatnonzero(tokens.break_before), len(tokens))
    quote = np.append(tokens.flag(["“", '"', "«", "„"]), False)
    for mark in np.flatnonzero(tokens.flag([":"]) & quote[1:]).tolist():
        first = int(lines[np.searchsorted(lines, mark, side="right") - 1])
        begin = first + (text.word(first) in {"and", "then"})
        if text.word(begin) != "from" or not 1 < mark - begin <= NAMED:
            continue
        end = int(lines[np.searchsorted(lines, mark + 1, side="right")])
        labels[first:end] = 0
        _write(labels, SOURCE, begin + 1, mark)
        _write(labels, B_CUE, mark, mark + 1)
        _write(labels, CONTENT_AFTER, mark + 1, end)


def _read_forwarded(text: _Sentences, labels: np.ndarray) -> None:
    """Read "RT @name: …" up to the end of the line."""
    tokens = text.tokens
    lines = np.append(np.flatnonzero(tokens.break_before), len(tokens))
    for sign in np.flatnonzero(tokens.flag(["@"]) & np.roll(tokens.type_flag(_is_forwarding), 1)).tolist():
        mark, end = sign + 2, int(lines[np.searchsorted(lines, sign, side="right")])
        if sign and text.word(mark) == ":" and mark + 1 < end:
            labels[sign - 1 : end] = 0
            _write(labels, SOURCE, sign, mark)
            _write(labels, B_CUE, mark, mark + 1)
            _write(labels, CONTENT_AFTER, mark + 1, end)


def _is_forwarding(word: str) -> bool:
    return word == "RT"


def _lengthen_sources(text: _Sentences, labels: np.ndarray) -> None:
    """Let a source that breaks off after a preposition go on to its end: "a statement by the ministry"."""
    inner = (labels == SOURCE + 1) | (labels == SOURCE_AFTER + 1)
    ends = inner & text.tokens.flag(["by", "of", "from"]) & ~np.append(inner[1:], False)
    for place in np.flatnonzero(ends).tolist():
        last = text.bounds(place)[1]
        end = place + 1
        free = {0, SOURCE_LEFT, SOURCE_RIGHT}
        while end < min(last, place + NAMED) and KIND[labels[end]] in free and text.word(end) not in STOPS:
            end += 1
        labels[place + 1 : end] = labels[place]
