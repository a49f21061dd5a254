"""Marks of distance and denial beside spans, found by the rules of two modules and laid out for the judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.voice.denial import is_rejected
from framing.annotation.voice.distance import is_distanced, is_quoted_distance
from framing.annotation.voice.mark_words import AFTER, BEFORE, Around, trigger_words

if TYPE_CHECKING:
    from framing.corpus.arrays import Quotations, Tokens


@dataclass(frozen=True)
class Marks:
    """What the words beside some spans do to them, each of shape (spans,).

    Parameters
    ----------
    rejected : ndarray of bool
        The sentence denies that the label applies.
    distanced : ndarray of bool
        The text marks it as somebody's term.
    by_speaker : ndarray of bool
        A word such as so-called stands before it, which counts inside quotations as well.
    naming : ndarray of int
        How many tokens before the span the nearest verb of naming stands, 0 if there is none.
    """

    rejected: np.ndarray
    distanced: np.ndarray
    by_speaker: np.ndarray
    naming: np.ndarray

    @classmethod
    def none(cls, count: int) -> Marks:
        """Give the marks of spans that have none."""
        return cls(np.zeros(count, bool), np.zeros(count, bool), np.zeros(count, bool), np.zeros(count, np.int64))

    def columns(self) -> dict[str, np.ndarray]:
        """Give the marks as features."""
        near = np.where(self.naming > 0, 1 / np.maximum(self.naming, 1), 0)
        return {
            "rejected": self.rejected,
            "distanced": self.distanced,
            "so-called": self.by_speaker,
            "near naming": near,
            "naming": self.naming,
        }


def find_marks(
    tokens: Tokens, quotations: Quotations, speech: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Marks:
    """Look for marks of distance and denial beside spans, token ranges [first, last), within sentence and quotation.

    `speech` tells which of the quotations are speech: what stands outside them says nothing of the words inside.
    """
    words = tokens.folded[tokens.fold[tokens.type_id]] if len(tokens) else np.zeros(0, object)
    quotation = quotations.inside[first]
    spoken = (quotation >= 0) & np.append(speech, False)[quotation]
    bounds = tokens.sentence_tokens
    sentence = tokens.sentence[first]
    low, high = np.maximum(bounds[sentence], first - BEFORE), np.minimum(bounds[sentence + 1], last + AFTER)
    low = np.where(spoken, np.maximum(low, np.append(quotations.first, 0)[quotation]), low)
    high = np.maximum(np.where(spoken, np.minimum(high, np.append(quotations.last, 0)[quotation]), high), last)
    triggers = np.concatenate([[0], np.cumsum(tokens.flag(trigger_words()))])
    found = Marks.none(len(first))
    for i in np.flatnonzero(triggers[high] > triggers[low]).tolist():
        around = Around(words[low[i] : first[i]].tolist(), words[last[i] : high[i]].tolist())
        found.rejected[i] = is_rejected(around)
        found.by_speaker[i] = is_quoted_distance(around)
        found.distanced[i] = found.by_speaker[i] if spoken[i] else is_distanced(around)
        found.naming[i] = around.naming_verb()
    return found
