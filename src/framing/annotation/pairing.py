"""Pair quotation marks: the cheapest reading of all marks of a part of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.marks import BRACKET, ELISIONS, SPACE, STOP, WORD, Marks

if TYPE_CHECKING:
    from framing.annotation.tokens import Tokens

LOST_CLOSING = 3.0
LOST_OPENING = 3.0
CONTINUED = 0.2
LONG = 120
"""Tokens from which the length of a quotation begins to count against it."""
TOO_LONG = 600
LONGEST_SINGLE = 300
LONGEST_TO_PARAGRAPH_END = 150
OPEN, CLOSE, NONE = range(3)


@dataclass(eq=False)
class Span:
    """A quotation while marks are being paired; -1 for a mark that is lost."""

    first: int
    last: int
    opening: int
    closing: int
    continues: Span | None = None


@dataclass(frozen=True)
class _Layout:
    """Boundaries that a quotation does not pass, as tokens."""

    paragraph: np.ndarray
    paragraph_start: np.ndarray
    sentence_tokens: np.ndarray
    sentence: np.ndarray
    segment: np.ndarray
    has_paragraphs: np.ndarray


def _layout(tokens: Tokens) -> _Layout:
    start = np.append(np.flatnonzero(tokens.break_before), len(tokens))
    return _Layout(
        paragraph=np.cumsum(tokens.break_before) - 1,
        paragraph_start=start,
        sentence_tokens=tokens.sentence_tokens,
        sentence=tokens.sentence,
        segment=tokens.segment,
        has_paragraphs=np.bincount(tokens.segment[start[:-1]], minlength=len(tokens.segment_article)) > 1,
    )


def pair_doubles(tokens: Tokens, marks: Marks) -> list[Span]:
    """Pair marks that cannot be apostrophes, part by part.

    Parameters
    ----------
    tokens : Tokens
    marks : Marks

    Returns
    -------
    list of Span
        In order; none overlaps another.
    """
    if not len(marks):
        return []
    layout = _layout(tokens)
    spans: list[Span] = []
    segment = layout.segment[marks.first]
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(segment)) + 1, [len(marks)]])
    first, last, cost = marks.first.tolist(), marks.last.tolist(), marks.cost.tolist()
    paragraph = layout.paragraph[marks.first].tolist()
    begins = tokens.break_before[marks.first].tolist()
    speech = (marks.left == STOP).tolist()
    for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        labels = _read(first[a:b], cost[a:b], paragraph[a:b], begins[a:b], speech[a:b])
        chosen = [(first[a + i], last[a + i], label, speech[a + i]) for i, label in enumerate(labels) if label != NONE]
        spans += _spans(chosen, layout)
    return spans


def _read(
    first: list[int], cost: list[list[float]], paragraph: list[int], begins: list[bool], speech: list[bool]
) -> list[int]:
    """Read the marks of one part the cheapest way: a Viterbi path over the states outside and inside."""
    outside, inside = 0.0, 1e9
    opened = 0
    back: list[tuple[tuple[int, int], tuple[int, int]]] = []  # per state: state before, label
    here = paragraph[0]
    for i, (opening, closing, none) in enumerate(cost):
        lost = LOST_CLOSING
        if paragraph[i] != here:
            here = paragraph[i]
            carried = inside + (CONTINUED if begins[i] else LOST_CLOSING)
            ended = inside + LOST_CLOSING
            from_end = 1 if ended < outside else 0
            outside = min(outside, ended)
            from_carried = 1 if carried < outside else from_end
            options_in = [(min(outside, carried) + opening, (from_carried, OPEN))]
            options_out = [
                (outside + closing + LOST_OPENING, (from_end, CLOSE)),
                (outside + none, (from_end, NONE)),
            ]
        else:
            options_in = [
                (outside + opening, (0, OPEN)),
                (inside + opening + lost, (1, OPEN)),
                (inside + none, (1, NONE)),
            ]
            options_out = [
                (outside + none, (0, NONE)),
                (inside + closing + _length_cost(first[i] - opened), (1, CLOSE)),
                (outside + closing + (LOST_OPENING if speech[i] else LOST_OPENING + 1), (0, CLOSE)),
            ]
        inside, step_in = min(options_in)
        outside, step_out = min(options_out)
        if step_in[1] == OPEN:
            opened = first[i]
        back.append((step_out, step_in))
    state = 0 if outside <= inside + LOST_CLOSING else 1
    labels = []
    for steps in reversed(back):
        state, label = steps[state]
        labels.append(label)
    return labels[::-1]


def _length_cost(tokens: int) -> float:
    return 0.0 if tokens <= LONG else (tokens - LONG) / 60 if tokens < TOO_LONG else 1e6


def _spans(marks: list[tuple[int, int, int, bool]], layout: _Layout) -> list[Span]:
    """Turn marks that are read into spans; a lost mark is put at the end or the beginning of its sentence."""
    spans: list[Span] = []
    reached = 0
    for i, (first, last, label, speech) in enumerate(marks):
        if label == OPEN:
            following = marks[i + 1] if i + 1 < len(marks) else None
            if following and following[2] == CLOSE and _joined(last, following[0], layout):
                span = Span(last, following[0], first, following[0])
                reached = following[1]
            else:
                span = Span(last, _end_without_mark(last, following, layout), first, -1)
                reached = span.last
            before = spans[-1] if spans else None
            if before and before.closing < 0 and before.last == first and _begins(first, layout):
                span.continues = before
            if span.last > span.first:
                spans.append(span)
        elif (not i or marks[i - 1][2] == CLOSE or not _joined(marks[i - 1][1], first, layout)) and speech:
            begin = max(reached, int(layout.sentence_tokens[layout.sentence[max(first - 1, 0)]]))
            if begin < first:
                spans.append(Span(begin, first, -1, first))
            reached = last
    return spans


def _joined(opened: int, closed: int, layout: _Layout) -> bool:
    """Tell whether no paragraph ends between two marks."""
    return bool(layout.paragraph[max(opened - 1, 0)] == layout.paragraph[closed])


def _begins(first: int, layout: _Layout) -> bool:
    paragraph = layout.paragraph[first]
    return int(layout.paragraph_start[paragraph]) == first


def _end_without_mark(last: int, following: tuple[int, int, int, bool] | None, layout: _Layout) -> int:
    """Tell where a quotation ends whose closing mark is lost: with its paragraph, or its sentence where that is far."""
    paragraph = layout.paragraph[last - 1]
    end = int(layout.paragraph_start[paragraph + 1])
    next_mark = following[0] if following else end
    short = end - last <= LONGEST_TO_PARAGRAPH_END and layout.has_paragraphs[layout.segment[last - 1]]
    if next_mark >= end and short:
        return end
    if last >= end:
        return last
    sentence_end = int(layout.sentence_tokens[layout.sentence[last] + 1])
    return max(last, min(end, next_mark, sentence_end))


def pair_singles(tokens: Tokens, marks: Marks, outer: list[Span]) -> list[Span]:
    """Pair single marks where both ends speak for a quotation; what finds no partner is an apostrophe.

    Parameters
    ----------
    tokens : Tokens
    marks : Marks
        Single marks only.
    outer : list of Span
        Quotations already found; a single pair lies within one of them, or holds it whole.

    Returns
    -------
    list of Span
        The outer ones and the new ones.
    """
    if not len(marks):
        return outer
    layout = _layout(tokens)
    room = np.full(len(tokens) + 1, -1, np.int64)
    for i, span in enumerate(sorted(outer, key=lambda s: s.last - s.first, reverse=True)):
        room[span.first : span.last] = i
    opens, closes, certain = _single_ends(tokens, marks)
    first = marks.first.tolist()
    paragraph = layout.paragraph[marks.first].tolist()
    rooms = room[marks.first].tolist()
    spans: list[Span] = []
    i = 0
    while i < len(first):
        if opens[i]:
            j = _partner(i, first, paragraph, rooms, opens, closes, certain)
            if j >= 0 and first[j] > first[i] + 1:
                spans.append(Span(first[i] + 1, first[j], first[i], first[j]))
                i = j
        i += 1
    return outer + spans


def _single_ends(tokens: Tokens, marks: Marks) -> tuple[list[bool], list[bool], list[bool]]:
    """Tell which single marks may open, which may close, and which of these are no plural possessive."""
    last = len(tokens) - 1
    elided = tokens.flag(ELISIONS) | tokens.type_flag(lambda w: w[:2].isdigit() and len(w) in {2, 3})
    s_ending = tokens.type_flag(lambda w: w[-1] in "sSzxZX" or w.endswith("in"))
    after, before = np.minimum(marks.last, last), np.maximum(marks.first - 1, 0)
    opens = ((marks.left == SPACE) | (marks.left > STOP)) & ((marks.right == WORD) | (marks.right == BRACKET))
    closes = (marks.left != SPACE) & (marks.right != WORD)
    glyph = tokens.types[tokens.type_id[marks.first]]
    opens = (opens & ~elided[after]) | ((glyph == "‘") & (marks.right != SPACE))
    closes = closes & (glyph != "‘")
    certain = closes & ((marks.left != WORD) | ~s_ending[before])
    return opens.tolist(), closes.tolist(), certain.tolist()


def _partner(
    i: int,
    first: list[int],
    paragraph: list[int],
    rooms: list[int],
    opens: list[bool],
    closes: list[bool],
    certain: list[bool],
) -> int:
    """Find the mark that closes what mark `i` opens: the first certain one before another opens, else the last likely."""
    likely = -1
    for j in range(i + 1, len(first)):
        if paragraph[j] != paragraph[i] or first[j] - first[i] > LONGEST_SINGLE:
            break
        if rooms[j] != rooms[i]:
            continue
        if opens[j] and not closes[j]:
            break
        if certain[j]:
            return j
        if closes[j] and likely < 0:
            likely = j
    return likely
