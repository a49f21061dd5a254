"""Double quotation marks to spans, with a place for the marks that are lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.quotations.marks import STOP, UNKNOWN, Marks
from framing.annotation.quotations.reading import (
    CLOSE,
    CLOSE_BOTH,
    CLOSE_EARLIER,
    NEST,
    NONE,
    OPEN,
    ORPHAN,
    REOPEN,
    UNNEST,
    read_marks,
)
from framing.annotation.text.sentences import paragraph_starts
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

LONGEST_UNCLOSED = 150
"""Tokens that a quotation with a lost closing mark may run to the end of its paragraph or to the next opening mark."""
CUE_REACH = 4
LONGEST_CUE = 4
PRONOUNS = word_kinds("abbreviations")["subject"]
"""Subjects of a cue."""


@dataclass(eq=False)
class Span:
    """A quotation while marks are being paired; -1 for a mark that is lost."""

    first: int
    last: int
    opening: int
    closing: int
    continues: Span | None = None


class Layout:
    """Boundaries and words that bear on where a quotation with a lost mark ends, per token."""

    def __init__(self, tokens: Tokens) -> None:
        size = len(tokens)
        begins = paragraph_starts(tokens)
        starts = np.flatnonzero(begins)
        self.paragraph = np.cumsum(begins) - 1
        self.paragraph_start = np.append(starts, size)
        self.paragraph_begins = begins
        self.sentence = tokens.sentence
        self.sentence_tokens = tokens.sentence_tokens
        self.segment = tokens.segment
        self.has_paragraphs = np.bincount(tokens.segment[starts], minlength=len(tokens.segment_article)) > 1
        sentence_begins = np.zeros(size + 1, bool)
        sentence_begins[tokens.sentence_tokens] = True
        self.sentence_begins = sentence_begins
        self.comma = tokens.flag([","])
        saying = tokens.flag(word_kinds("abbreviations")["saying"])
        names = tokens.type_flag(lambda w: w[0].isupper()) | tokens.flag(PRONOUNS)
        self.cue = saying & np.concatenate([[False], (names | self.comma)[:-1]]) if size else saying


def pair_doubles(marks: Marks, layout: Layout) -> list[Span]:
    """Pair marks that cannot be apostrophes, part by part.

    Returns
    -------
    list of Span
        In order of their beginning; one may hold another, none cross.
    """
    if not len(marks):
        return []
    spans: list[Span] = []
    bounds = [0, *(np.flatnonzero(np.diff(layout.segment[marks.first])) + 1).tolist(), len(marks)]
    first, last, cost = marks.first.tolist(), marks.last.tolist(), marks.cost.tolist()
    paragraph = layout.paragraph[marks.first].tolist()
    begins = layout.paragraph_begins[marks.first].tolist()
    begins_sentence = layout.sentence_begins[marks.first].tolist()
    speech, damaged = (marks.left == STOP).tolist(), (marks.right == UNKNOWN).tolist()
    for a, b in pairwise(bounds):
        part = slice(a, b)
        actions = read_marks(
            cost[part], first[part], paragraph[part], begins[part], begins_sentence[part], speech[part], damaged[part]
        )
        chosen = [
            (first[a + i], last[a + i], action, speech[a + i]) for i, action in enumerate(actions) if action != NONE
        ]
        spans += _Pairing(layout).run(chosen)
    return spans


class _Pairing:
    """Turn what the marks of one part do into spans."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.spans: list[Span] = []
        self.open: list[Span] = []
        self.reached = 0

    def run(self, marks: list[tuple[int, int, int, bool]]) -> list[Span]:
        """Walk over the marks in order."""
        for first, last, action, speech in marks:
            if action == CLOSE_EARLIER:
                self._end_earlier(first)
                self.reached = last
            if self.open and self.layout.paragraph[first] != self.layout.paragraph[self.open[0].first - 1]:
                self._leave(None)
            if action in (OPEN, REOPEN, NEST):
                if action != NEST:
                    self._leave(first)
                self._begin(first, last)
            elif action in (CLOSE, UNNEST, CLOSE_BOTH):
                while self.open:
                    self._end(first)
                    if action == UNNEST:
                        break
                self.reached = last
            elif action == ORPHAN:
                self._orphan(first, speech=speech)
                self.reached = last
        self._leave(None)
        return [span for span in self.spans if span.last > span.first]

    def _begin(self, first: int, last: int) -> None:
        span = Span(last, last, first, -1)
        before = self.spans[-1] if self.spans else None
        if not self.open and before and before.closing < 0 and before.last == first:
            span.continues = before
        self.spans.append(span)
        self.open.append(span)

    def _end(self, first: int) -> None:
        span = self.open.pop()
        span.last = span.closing = first

    def _end_earlier(self, first: int) -> None:
        """End a quotation of an earlier paragraph; each paragraph has its piece of it."""
        start, paragraph = self.layout.paragraph_start, self.layout.paragraph
        span = self.open[0]
        span.last = int(start[paragraph[span.opening] + 1])
        self.open = []
        for number in range(int(paragraph[span.opening]) + 1, int(paragraph[first]) + 1):
            end = min(first, int(start[number + 1]))
            span = Span(int(start[number]), end, -1, first if end == first else -1, continues=span)
            self.spans.append(span)

    def _leave(self, following: int | None) -> None:
        """Close what is open though no mark closes it."""
        for depth, span in enumerate(self.open):
            within = self.open[depth - 1].last if depth else None
            span.last = _end_without_mark(span, following, self.layout)
            span.last = span.last if within is None else min(span.last, within)
            self.reached = max(self.reached, span.last)
        self.open = []

    def _orphan(self, first: int, *, speech: bool) -> None:
        """Begin a quotation whose opening mark is lost with its sentence."""
        if not first or self.layout.segment[first - 1] != self.layout.segment[first]:
            return  # nothing stands before it
        begin = int(self.layout.sentence_tokens[self.layout.sentence[first - 1]])
        if self.reached > begin:  # the sentence has a quotation already: what follows it is a cue, unless it is long
            begin = self.reached
            speech &= first - begin > LONGEST_CUE
        if begin < first and speech:
            self.spans.append(Span(begin, first, -1, first))


def _end_without_mark(span: Span, following: int | None, layout: Layout) -> int:
    """Tell where a quotation ends whose closing mark is lost.

    With the words before a cue (", he said"), with its paragraph, before the next opening mark if that begins a
    sentence (a quotation of several paragraphs whose breaks are lost), else with its sentence.
    """
    first = span.first
    paragraph = layout.paragraph[span.opening]
    end = int(layout.paragraph_start[paragraph + 1])
    if first >= end:
        return first
    sentence_end = min(end, int(layout.sentence_tokens[layout.sentence[first] + 1]))
    limit = end if following is None else min(end, following)
    cue = _cue(first, min(limit, first + LONGEST_UNCLOSED), layout)
    if cue > first:
        return cue
    if limit - first <= LONGEST_UNCLOSED:
        whole_paragraph = limit == end and layout.has_paragraphs[layout.segment[first]]
        carried_on = limit < end and layout.sentence_begins[limit]
        if whole_paragraph or carried_on:
            return limit
    return max(first, min(limit, sentence_end))


def _cue(first: int, limit: int, layout: Layout) -> int:
    """Give the token after the first comma that a verb of saying follows closely, or -1."""
    for comma in (np.flatnonzero(layout.comma[first:limit]) + first).tolist():
        if layout.cue[comma + 1 : comma + 1 + CUE_REACH].any():
            return comma + 1
    return -1
