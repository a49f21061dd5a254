"""Single quotation marks to spans: most are apostrophes, so both ends must speak for a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.quotations.pairing import Layout, Span

if TYPE_CHECKING:
    from framing.annotation.quotations.marks import Marks

LONGEST_SINGLE = 300


def pair_singles(marks: Marks, layout: Layout, outer: list[Span], *, size: int) -> list[Span]:
    """Pair single marks where both ends speak for a quotation; what finds no partner is an apostrophe.

    `outer` are the quotations already found: a single pair lies within one of them, or holds it whole.
    """
    if not len(marks):
        return []
    room = np.full(size + 1, -1, np.int64)
    for i, span in enumerate(sorted(outer, key=lambda s: s.first - s.last)):
        room[span.first : span.last] = i
    taken = {span.opening for span in outer} | {span.closing for span in outer}
    free = np.array([first not in taken for first in marks.first.tolist()])
    marks = marks.only(free)
    opens = (marks.cost[:, 0] < 1).tolist()
    closes = (marks.cost[:, 1] < 1).tolist()
    certain = (marks.cost[:, 1] == 0).tolist()
    first = marks.first.tolist()
    place = list(zip(layout.paragraph[marks.first].tolist(), room[marks.first].tolist(), strict=True))
    spans: list[Span] = []
    i = 0
    while i < len(first):
        partner = _partner(i, first, place, (opens, closes, certain)) if opens[i] else -1
        if partner >= 0 and first[partner] > first[i] + 1:
            spans.append(Span(first[i] + 1, first[partner], first[i], first[partner]))
            i = partner
        i += 1
    return spans


def _partner(
    i: int, first: list[int], place: list[tuple[int, int]], roles: tuple[list[bool], list[bool], list[bool]]
) -> int:
    """Find what closes the single mark `i`: the first certain mark before another opens, else the first likely one."""
    opens, closes, certain = roles
    likely = -1
    for j in range(i + 1, len(first)):
        if place[j][0] != place[i][0] or first[j] - first[i] > LONGEST_SINGLE:
            break
        if place[j] != place[i]:
            continue
        if opens[j] and not closes[j]:
            break
        if certain[j]:
            return j
        if closes[j] and likely < 0:
            likely = j
    return likely
