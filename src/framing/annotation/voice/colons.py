"""Attribution in headlines, where a colon or a dash stands for said: "Police: rioters burned depot"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.voice.forms import word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

SHORT = 5
"""Words that a speaker beside a colon may have."""


class Colons:
    """Speakers beside the colons and dashes of headlines.

    Parameters
    ----------
    tokens : Tokens
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._office = word_kinds("reporting")["office"]
        self._mark = tokens.flag([":", "-", "–", "—", "|"])
        self._said = tokens.flag(word_kinds("reporting")["speech"])
        self._known: dict[int, frozenset[str]] = {}

    def source(self, token: int) -> tuple[int, int] | None:
        """Find who says the words of a headline in which a token stands: a token range, None if nobody is named."""
        segment = int(self._tokens.segment[token])
        low, high = (int(self._tokens.segment_tokens[segment + i]) for i in (0, 1))
        marks = [place for place in (np.flatnonzero(self._mark[low:high]) + low).tolist() if self._is_break(place)]
        if not marks:
            return None
        front, back = (low, marks[0]), (marks[-1] + 1, high)
        if token > marks[0] and self._is_colon(marks[0]) and self._is_speaker(front, segment):
            return front
        if token < marks[-1] and self._is_speaker(back, segment):
            return back
        return None

    def _is_colon(self, place: int) -> bool:
        return bool(self._tokens.types[self._tokens.type_id[place]] == ":")

    def _is_break(self, place: int) -> bool:
        """Whether a mark stands between two phrases, and not in rebel-held."""
        return self._is_colon(place) or bool(self._tokens.space_before[place])

    def _is_speaker(self, span: tuple[int, int], segment: int) -> bool:
        """Whether a phrase names an office or institution, or somebody who speaks in the body of the article."""
        words = [self._tokens.types[t] for t in self._tokens.type_id[span[0] : span[1]].tolist()]
        if not 0 < len([word for word in words if word[:1].isalnum()]) <= SHORT:
            return False
        official = any(word.lower() in self._office for word in words)
        return official or words[-1] in self._speakers(segment)

    def _speakers(self, segment: int) -> frozenset[str]:
        """Capitalised words beside a word of saying in the body under a headline."""
        if segment not in self._known:
            low, high = (int(self._tokens.segment_tokens[segment + 1 + i]) for i in (0, 1))
            said = np.flatnonzero(self._said[low:high]) + low
            beside = np.concatenate([said - 1, said + 1, said + 2])
            beside = beside[(beside >= low) & (beside < high)]
            words = {self._tokens.types[t] for t in self._tokens.type_id[beside].tolist()}
            self._known[segment] = frozenset(word for word in words if word[:1].isupper())
        return self._known[segment]
