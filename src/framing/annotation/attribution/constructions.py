"""Attribution that its form gives away, and sources that are cut short or are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.backward import BE, ENDS, read_as_reported, read_backward
from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, SOURCE_LEFT, SOURCE_RIGHT
from framing.annotation.attribution.marking import (
    B_CUE,
    NAMED,
    SOURCE,
    SOURCE_AFTER,
    STOPS,
    Sentences,
    attribute,
    is_source,
    write,
)
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

RELAYED = 14  # tokens between "quoted" and "as saying"
DATELINE = 15  # tokens
QUOTED = word_kinds("reporting")["quoted"]
VERBS = STOPS | word_kinds("reporting")["verb"]
PARTICLES = word_kinds("reporting")["particle"]
ARTICLES = ("the", "a", "an")


def read_constructions(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Correct labels where the form of a sentence says who speaks."""
    labels = labels.copy()
    if len(tokens):
        text = Sentences(tokens)
        for rule in (_relays, _openings, read_as_reported, read_backward, _inverted, _cut_short, _datelines, _articles):
            rule(text, labels)
    return labels


def _relays(text: Sentences, labels: np.ndarray) -> None:
    """Read "X quoted Y as saying" and "Y was quoted by X as saying": both are Y's."""
    saying = text.tokens.flag(word_kinds("reporting")["saying"])
    for place in np.flatnonzero(saying & np.roll(text.tokens.flag(["as"]), 1)).tolist():
        first, last = text.bounds(place)
        back = range(place - 2, max(first, place - RELAYED) - 1, -1)
        quoted = next((i for i in back if text.word(i) in QUOTED), -1)
        if quoted < 0:
            continue
        source, cue = (quoted + 1, place - 1), place - 1
        if text.word(quoted - 1) in BE:
            begin = cue = quoted - 1
            while begin > first and cue - begin < NAMED and text.word(begin - 1) not in STOPS:
                begin -= 1
            source = begin, cue
        relayer = quoted
        while relayer > first and KIND[labels[relayer - 1]] in {CUE, SOURCE_LEFT, SOURCE_RIGHT}:
            relayer -= 1
        if source[1] > source[0]:
            content = min(place + 1 + (text.word(place + 1) == ","), last), last
            attribute(labels, source, (cue, place + 1), content, instead=(min(source[0], relayer), place + 1))


def _openings(text: Sentences, labels: np.ndarray) -> None:
    """Read "In the words of X, …", "As X put it, …"; "According to X, …" where nothing is attributed yet."""
    starts = text.tokens.sentence_tokens[:-1]
    for first in starts[text.tokens.flag(["in", "as", "according"])[starts]].tolist():
        last = text.bounds(first)[1]
        comma = text.until(first, min(last, first + NAMED + 4), {","})
        words = " ".join(text.word(first + i) for i in range(4))
        if text.word(comma) != "," or comma + 1 >= last:
            continue
        if words == "in the words of":
            cue, source = (first, first + 4), (first + 4, comma)
        elif words.startswith("according to") and not (KIND[labels[comma:last]] >= CONTENT_LEFT).any():
            cue, source = (first, first + 2), (first + 2, comma)
        elif words.startswith("as ") and text.word(comma - 1) == "it" and text.word(comma - 2) in {"put", "puts"}:
            cue, source = (comma - 2, comma), (first + 1, comma - 2)
        else:
            continue
        if source[1] > source[0]:
            attribute(labels, source, cue, (comma + 1, last), instead=(first, last))


def _inverted(text: Sentences, labels: np.ndarray) -> None:
    """Find who speaks after a quotation and a verb where nobody was found: '"Not so," put in little Amy Roth.'."""
    tokens = text.tokens
    after = np.append(False, tokens.flag(["”", '"', "»", "’", "'"])[:-1])
    capital = tokens.type_flag(lambda word: word[0].isupper())
    for cue in np.flatnonzero((labels == B_CUE) & after).tolist():
        first, last = text.bounds(cue)
        begin = cue + 1 + (text.word(cue + 1) in PARTICLES)
        end = text.until(begin, last, ENDS)
        free = not labels[cue + 1 : end].any() and not is_source(labels[first:last]).any()
        if free and text.word(begin) != "by" and end - begin <= NAMED and capital[begin:end].any():
            write(labels, B_CUE, cue, begin)
            write(labels, SOURCE_AFTER, begin, end)


def _cut_short(text: Sentences, labels: np.ndarray) -> None:
    """Let a source that breaks off go on to its end: "a statement by [the ministry]", "an [angry crowd] had said"."""
    inner = (labels == SOURCE + 1) | (labels == SOURCE_AFTER + 1)
    ends = (inner & text.tokens.flag(["by", "of", "from"])) | (is_source(labels) & text.tokens.flag(ARTICLES))
    ends &= ~np.append(inner[1:], False)
    for place in np.flatnonzero(ends).tolist():
        last = min(text.until(place + 1, text.bounds(place)[1], VERBS), place + NAMED)
        end = place + 1
        while end < last and KIND[labels[end]] in {0, SOURCE_LEFT, SOURCE_RIGHT}:
            end += 1
        labels[place + 1 : end] = labels[place] + (labels[place] in {SOURCE, SOURCE_AFTER})


def _datelines(text: Sentences, labels: np.ndarray) -> None:
    """Begin a source after the dateline of an article: "ORLOV, 3 March - The ministry said"."""
    tokens = text.tokens
    capitals = tokens.type_flag(lambda word: len(word) > 2 and word.isupper())
    dash = tokens.flag(["-", "–", "—"]) & tokens.space_before
    begins = tokens.segment_tokens[:-1][np.diff(tokens.segment_tokens) > 1]
    for first in begins[capitals[begins] & is_source(labels)[begins]].tolist():
        mark = next((i for i in range(first + 1, min(first + DATELINE, len(tokens) - 1)) if dash[i]), first)
        if mark > first and labels[mark + 1] == labels[mark]:
            labels[mark + 1] -= 1
            labels[first : mark + 1] = 0


def _articles(text: Sentences, labels: np.ndarray) -> None:
    """Undo a relation whose source is an article alone: "The [alleged] ringleader denied it"."""
    source = is_source(labels)
    alone = source & ~np.roll(source, 1) & ~np.append(source[1:], False) & text.tokens.flag(ARTICLES)
    for place in np.flatnonzero(alone[:-1] & (KIND[labels[1:]] == CUE) & ~text.tokens.flag([":"])[1:]).tolist():
        end = place + 1
        while end < len(labels) and KIND[labels[end]] in {CUE, CONTENT_LEFT}:
            end += 1
        labels[place:end] = 0
