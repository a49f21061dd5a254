"""Attribution that points back: "This was stated by X", "X has confirmed this information", "as reported by X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, REACH
from framing.annotation.attribution.marking import NAMED, STOPS, Range, Sentences, attribute
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = STOPS | word_kinds("reporting")["ends"]
BE = word_kinds("reporting")["be"]
HAVE = frozenset({"has", "have", "had"})
POINTING = word_kinds("reporting")["points"]
BETWEEN = word_kinds("reporting")["between"] | HAVE
"""What may stand between a source and what it did."""
OPEN = word_kinds("reporting")["open"]
"""What makes a sentence one that nobody states: "X has not confirmed this"."""
SUBJECT = 5
"""Tokens from the beginning of "This information has later been confirmed" to the verb, at most."""
HEARER = 5
"""Tokens between "told" and "about this", at most."""


def read_backward(text: Sentences, labels: np.ndarray) -> None:
    """Attribute a sentence that nobody says to who is said to have said it in the next one."""
    for first, source, cue in _pointers(text):
        bounds, number = text.tokens.sentence_tokens, int(text.tokens.sentence[first])
        begin = int(bounds[max(number - 1, 0)])
        same = begin < first and text.tokens.segment[begin] == text.tokens.segment[first]
        if same and 0 < source[1] - source[0] <= NAMED and not _is_said(text, labels, begin, first):
            attribute(labels, source, cue, (begin, first), instead=(begin, int(bounds[number + 1])))


def _is_said(text: Sentences, labels: np.ndarray, begin: int, end: int) -> bool:
    """Whether somebody says the tokens [begin, end): in them, or shortly before where they go on with it."""
    tokens, kind = text.tokens, KIND[labels]
    back = tokens.sentence_tokens[max(int(tokens.sentence[begin]) - REACH, 0)]
    back = max(int(back), int(tokens.segment_tokens[tokens.segment[begin]]))
    goes_on = (kind[begin:end] == CONTENT_LEFT).any() and (kind[back:begin] == CUE).any()
    return bool(goes_on or (kind[begin:end] == CUE).any())


def _pointers(text: Sentences) -> Iterator[tuple[int, Range, Range]]:
    """Find sentences that point back: first token, source and cue."""
    kinds = word_kinds("reporting")
    follow = {"stated": {"by"}, "wording": {"of", "from"}, "accord": {"to"}}
    for place in np.flatnonzero(text.tokens.flag(set().union(*(kinds[kind] for kind in follow)))).tolist():
        first, last = text.bounds(place)
        kind = next(kind for kind in follow if text.word(place) in kinds[kind])
        verb = first + 1 + (text.word(first + 1) in kinds["information"])
        points = text.word(first) in POINTING or (text.word(first) == "the" and verb > first + 1)
        if (
            points
            and text.word(verb) in BE | HAVE
            and place - first <= SUBJECT
            and text.word(place + 1) in follow[kind]
        ):
            yield first, (place + 2, _name_end(text, place + 2, last)), (place, place + 2)
        elif kind == "stated" and first < place and _means_what_was_said(text, place, last):
            end = place
            while end > first and text.word(end - 1) in BETWEEN:
                end -= 1
            if not any(text.word(token) in OPEN | BE for token in range(first, place)):
                yield first, (first, end), (end, place + 1)


def _means_what_was_said(text: Sentences, place: int, last: int) -> bool:
    """Whether what a verb is about is the sentence before, and no more: "told reporters about this on Friday"."""
    at = place + 1
    about = text.until(at, min(at + HEARER, last), {"about", "of", *STOPS, "this"})
    if text.word(about) in {"about", "of"}:
        at = about + 1
        points = text.word(at) in {"this", "it", "that"}
    else:
        points = text.word(at) in {"this", "so"}
    noun = text.word(at + 1) in word_kinds("reporting")["information"]
    end = at + 1 + noun
    return (points or (noun and text.word(at) == "the")) and text.until(end, last, ENDS) == min(end, last)


def _name_end(text: Sentences, begin: int, last: int) -> int:
    """Where a source that begins at a token ends; a comma before a capital belongs to it: "the engineer, Ada Lind"."""
    end = text.until(begin, last, ENDS)
    named = text.word(end) == "," and text.tokens.types[text.tokens.type_id[min(end + 1, last - 1)]][0].isupper()
    return text.until(end + 1, last, ENDS) if named else end


def read_as_reported(text: Sentences, labels: np.ndarray) -> None:
    """Read "As reported by X, …" and "…, as reported by X" where nobody else says it."""
    stated, by = word_kinds("reporting")["stated"], text.tokens.flag(["by"])
    for place in np.flatnonzero(text.tokens.flag(["as"])[:-2] & by[2:]).tolist():
        first, last = text.bounds(place)
        end = text.until(place + 3, last, ENDS)
        content = (end + 1, last) if place == first else (first, place - 1)
        free = text.word(place + 1) in stated and text.word(end if place == first else place - 1) == ","
        if (
            free
            and content[0] < content[1]
            and end - place <= NAMED
            and not (KIND[labels[slice(*content)]] == CUE).any()
        ):
            attribute(
                labels, (place + 3, end), (place, place + 3), content, instead=(min(first, place), max(end, last))
            )
