"""Read the double marks of one part of an article together: the cheapest account of what each of them does."""

from __future__ import annotations

OPEN, REOPEN, NEST, CLOSE, UNNEST, CLOSE_BOTH, CLOSE_EARLIER, ORPHAN, NONE = range(9)
"""What a mark does: opens a quotation; opens one though the last was not closed; opens one inside another; closes a
quotation, the inner one, or both; closes one of an earlier paragraph; closes one whose opening mark is lost; nothing,
since it is no quotation mark."""

LOST = 3.0
"""Cost of a mark that is not there; the costs of `framing.annotation.quotations.marks` are on the same scale."""
CARRIED_ON = 0.2
"""Cost of a quotation left open at the end of a paragraph when the next begins with an opening mark."""
CARRIED_OVER = 2.5
"""Cost of a quotation that runs on into the next paragraphs without a mark there, and is closed by their first mark."""
FARTHEST = 3
"""Paragraphs over which a quotation may run so."""
CARRIED_ON_IN_LINE = 1.0
"""The same where paragraph breaks are lost: an opening mark at the beginning of a sentence inside a quotation."""
NESTED = 1.3
NESTED_DAMAGED = 0.4
"""The same for a mark whose damage says that it was a single one."""
SHARED = 1.9
"""Cost of one closing mark for an inner and an outer quotation."""
NEVER = 1e9
LONG, TOO_LONG, TOKENS_PER_COST = 120, 600, 60
"""Length in tokens from which a quotation costs, from which none is believed, and how fast the cost grows."""


def read_marks(
    cost: list[list[float]],
    position: list[int],
    paragraph: list[int],
    begins_paragraph: list[bool],
    begins_sentence: list[bool],
    after_stop: list[bool],
    damaged: list[bool],
) -> list[int]:
    """Find what each mark does, by a Viterbi path over three states: outside, inside, inside an inner quotation.

    Parameters
    ----------
    cost : list of [opening, closing, none]
        What it costs to read each mark as one that opens, closes, or is none.
    position, paragraph : list of int
        Token and paragraph of each mark.
    begins_paragraph, begins_sentence, after_stop, damaged : list of bool
        Whether the mark is the first token of a paragraph or sentence; whether a stop or comma stands right before it,
        and a character that could not be decoded right after it.
    """
    outside, inside, inner = 0.0, NEVER, NEVER
    opened = 0
    steps: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = []
    here = paragraph[0]
    for i, (opening, closing, none) in enumerate(cost):
        if paragraph[i] != here:
            # No quotation runs through the end of a paragraph: what was open is left, or carried on by a new mark.
            far = paragraph[i] - here > FARTHEST or position[i] - opened > 2 * LONG
            here = paragraph[i]
            start, origin = min(
                (outside, 0), (inside + (CARRIED_ON if begins_paragraph[i] else LOST), 1), (inner + LOST, 2)
            )
            ended, left = min((outside, 0), (inside + LOST, 1), (inner + LOST, 2))
            step_in = (start + opening, origin, OPEN)
            orphan = LOST + (not after_stop[i])
            step_out = min(
                (ended + closing + orphan, left, ORPHAN),
                (ended + none, left, NONE),
                (inside + closing + CARRIED_OVER + far * NEVER, 1, CLOSE_EARLIER),
            )
            step_inner = (NEVER, 0, NONE)
        else:
            again = CARRIED_ON_IN_LINE if begins_sentence[i] else LOST
            nest = NESTED_DAMAGED if damaged[i] else LOST if begins_sentence[i] else NESTED
            length = _length_cost(position[i] - opened)
            step_in = min(
                (outside + opening, 0, OPEN),
                (inside + opening + again, 1, REOPEN),
                (inside + none, 1, NONE),
                (inner + closing, 2, UNNEST),
                (inner + opening + LOST, 2, REOPEN),
            )
            step_out = min(
                (outside + none, 0, NONE),
                (inside + closing + length, 1, CLOSE),
                (inner + closing + length + SHARED, 2, CLOSE_BOTH),
                (outside + closing + LOST + (not after_stop[i]), 0, ORPHAN),
            )
            step_inner = min((inside + opening + nest, 1, NEST), (inner + none, 2, NONE))
        outside, inside, inner = step_out[0], step_in[0], step_inner[0]
        if step_in[2] in (OPEN, REOPEN):
            opened = position[i]
        steps.append((step_out[1:], step_in[1:], step_inner[1:]))
    return _trace(steps, (outside, inside + LOST, inner + 2 * LOST))


def _length_cost(tokens: int) -> float:
    return 0.0 if tokens <= LONG else (tokens - LONG) / TOKENS_PER_COST if tokens < TOO_LONG else NEVER


def _trace(
    steps: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]], final: tuple[float, float, float]
) -> list[int]:
    """Walk back along the cheapest path."""
    state = final.index(min(final))
    actions = []
    for step in reversed(steps):
        state, action = step[state]
        actions.append(action)
    return actions[::-1]
