"""Marks of distance and denial beside spans, found by the rules of two modules and laid out for the judge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from framing.annotation.text.ranges import running
from framing.annotation.voice.denial import is_rejected
from framing.annotation.voice.distance import is_distanced, is_quoted_distance
from framing.annotation.voice.mark_words import AFTER, BEFORE, Around, trigger_words
from framing.corpus.arrays import Quotations, Tokens


def find_marks(
    tokens: Tokens, quotations: Quotations, speech: np.ndarray, first: np.ndarray, last: np.ndarray, *, look: bool
) -> dict[str, np.ndarray]:
    """Look for marks of distance and denial beside spans, token ranges [first, last), within sentence and quotation.

    `speech` tells which quotations are speech: what stands outside them says nothing of the words inside. Without
    `look` no span has a mark.

    Returns
    -------
    dict
        Features, each of shape (spans,): `rejected` (the sentence denies that the label applies), `distanced` (the text
        marks it as somebody's term), `so-called` (such a word stands before it, which counts inside quotations too),
        `naming` (tokens from the nearest verb of naming before it, 0 if there is none) and its inverse `near naming`.
    """
    rejected, distanced, so_called = np.zeros((3, len(first)), bool)
    naming = np.zeros(len(first), np.int64)
    for i, around, spoken in _around(tokens, quotations, speech, first, last) if look else ():
        rejected[i], so_called[i], naming[i] = is_rejected(around), is_quoted_distance(around), around.naming_verb()
        distanced[i] = so_called[i] if spoken else is_distanced(around)
    near = np.where(naming > 0, 1 / np.maximum(naming, 1), 0)
    return {
        "rejected": rejected, "distanced": distanced, "so-called": so_called, "near naming": near, "naming": naming,
    }  # fmt: skip


def _around(
    tokens: Tokens, quotations: Quotations, speech: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Iterator[tuple[int, Around, bool]]:
    """Give the words round each span that has a word near which can be a mark, and whether it stands in speech."""
    words = tokens.folded[tokens.fold[tokens.type_id]] if len(tokens) else np.zeros(0, object)
    quotation = quotations.inside[first]
    spoken = (quotation >= 0) & np.append(speech, False)[quotation]
    bounds = tokens.sentence_tokens
    sentence = tokens.sentence[first]
    low, high = np.maximum(bounds[sentence], first - BEFORE), np.minimum(bounds[sentence + 1], last + AFTER)
    low = np.where(spoken, np.maximum(low, np.append(quotations.first, 0)[quotation]), low)
    high = np.maximum(np.where(spoken, np.minimum(high, np.append(quotations.last, 0)[quotation]), high), last)
    triggers = running(tokens.flag(trigger_words()))
    for i in np.flatnonzero(triggers[high] > triggers[low]).tolist():
        yield i, Around(words[low[i] : first[i]].tolist(), words[last[i] : high[i]].tolist()), spoken[i]
