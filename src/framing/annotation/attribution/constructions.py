"""Attribution that its form gives away: relays, and openings such as "In the words of X,"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.corrections import (
    NAMED,
    SOURCE,
    SOURCE_AFTER,
    STOPS,
    Sentences,
    drop_articles,
    drop_datelines,
    lengthen_sources,
    write,
)
from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, LABELS, SOURCE_LEFT, SOURCE_RIGHT

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

B_CUE = LABELS.index("B-cue")
CONTENT_AFTER = LABELS.index("B-content-left")
RELAYED = 14  # tokens between "quoted" and "as saying"
SINCE = frozenset({"before", "after", "when", "as", "who", "with", "in", "on", "at"})
PARTICLES = frozenset({"in", "out", "up", "back", "on"})
STATED = frozenset({"said", "stated", "announced", "reported", "declared", "confirmed", "noted"})
WORDS_OF = frozenset(
    "words word verdict view message conclusion warning assessment claim answer response reply opinion finding "
    "explanation advice".split()
)


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
        text = Sentences(tokens)
        _read_relays(text, labels)
        _read_openings(text, labels)
        _read_backward(text, labels)
        _read_inverted(text, labels)
        _read_handovers(text, labels)
        _read_forwarded(text, labels)
        lengthen_sources(text, labels)
        drop_datelines(text, labels)
        drop_articles(text, labels)
    return labels


def _read_relays(text: Sentences, labels: np.ndarray) -> None:
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
        write(labels, SOURCE, *source)
        write(labels, B_CUE, cue, place + 1)
        content = place + 1 + (text.word(place + 1) == ",")
        if content < last:
            write(labels, CONTENT_AFTER, content, last)


def _noun_before(text: Sentences, token: int, first: int) -> int:
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


def _read_openings(text: Sentences, labels: np.ndarray) -> None:
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
            write(labels, SOURCE if source[0] < cue[0] else SOURCE_AFTER, *source)
            write(labels, B_CUE, *cue)
            write(labels, CONTENT_AFTER, comma + 1, last)


def _read_backward(text: Sentences, labels: np.ndarray) -> None:
    """Read "This was stated by X.", "Those were the words of X", "X announced this" of the sentence before.

    Only if nobody else says that.
    """
    starts, tokens = text.tokens.sentence_tokens, text.tokens
    apposed = tokens.flag([","]) & np.append(tokens.type_flag(lambda word: word[0].isupper())[1:], False)
    words_of = tokens.flag(WORDS_OF) & np.append(tokens.flag(["of", "from"])[1:], False)
    for place in np.flatnonzero(words_of).tolist():
        first, last = text.bounds(place)
        said = text.word(first) in {"this", "that", "these", "those"} and text.word(first + 1) in {"was", "were", "is"}
        end = next((i for i in range(place + 2, last) if text.word(i) in STOPS | SINCE and not apposed[i]), last)
        if said and place - first <= 5:
            _write_before(text, labels, first, (place + 2, end), (place, place + 2), SOURCE_AFTER)
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
        _write_before(text, labels, first, source, (place - 1, place), SOURCE_AFTER if passive else SOURCE)


def _write_before(
    text: Sentences, labels: np.ndarray, first: int, source: tuple[int, int], cue: tuple[int, int], side: int
) -> None:
    """Attribute the sentence before one that begins at a token to a source in it, unless somebody said it already."""
    tokens, number = text.tokens, int(text.tokens.sentence[first])
    if not number or not 0 < source[1] - source[0] <= NAMED:
        return
    begin = int(tokens.sentence_tokens[number - 1])
    if tokens.segment[begin] != tokens.segment[first] or (KIND[labels[begin:first]] == CUE).any():
        return
    labels[first : int(tokens.sentence_tokens[number + 1])] = 0
    write(labels, LABELS.index("B-content-right"), begin, first)
    write(labels, side, *source)
    write(labels, B_CUE, *cue)


def _read_inverted(text: Sentences, labels: np.ndarray) -> None:
    """Find who speaks after a quotation and a verb where nobody was found: '"Not so," put in little Amy Roth.'."""
    tokens = text.tokens
    after = np.append(False, tokens.flag(["”", '"', "»", "’", "'"])[:-1])
    capital = tokens.type_flag(lambda word: word[0].isupper())
    for cue in np.flatnonzero((labels == B_CUE) & after).tolist():
        first, last = text.bounds(cue)
        sourced = np.isin(KIND[labels[first:last]], (SOURCE_LEFT, SOURCE_RIGHT)).any()
        begin = cue + 1
        while begin < last and KIND[labels[begin]] == CUE:
            begin += 1
        begin += text.word(begin) in PARTICLES
        end = next((i for i in range(begin, last) if text.word(i) in STOPS | SINCE), last)
        if not sourced and 0 < end - begin <= NAMED and capital[begin:end].any() and not labels[begin:end].any():
            labels[cue + 1 : begin] = B_CUE + 1
            write(labels, SOURCE_AFTER, begin, end)


def _read_handovers(text: Sentences, labels: np.ndarray) -> None:
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
        write(labels, SOURCE, begin + 1, mark)
        write(labels, B_CUE, mark, mark + 1)
        write(labels, CONTENT_AFTER, mark + 1, end)


def _read_forwarded(text: Sentences, labels: np.ndarray) -> None:
    """Read "RT @name: …" up to the end of the line."""
    tokens = text.tokens
    lines = np.append(np.flatnonzero(tokens.break_before), len(tokens))
    for sign in np.flatnonzero(tokens.flag(["@"]) & np.roll(tokens.type_flag(_is_forwarding), 1)).tolist():
        mark, end = sign + 2, int(lines[np.searchsorted(lines, sign, side="right")])
        if sign and text.word(mark) == ":" and mark + 1 < end:
            labels[sign - 1 : end] = 0
            write(labels, SOURCE, sign, mark)
            write(labels, B_CUE, mark, mark + 1)
            write(labels, CONTENT_AFTER, mark + 1, end)


def _is_forwarding(word: str) -> bool:
    return word == "RT"
