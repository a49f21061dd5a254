"""Attribution as headlines have it: "Orlov: Strike goes on", "Strike goes on - union", "Strike goes on, union says"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND, LABELS, SOURCE_LEFT, SOURCE_RIGHT
from framing.corpus.arrays import fold
from framing.lexicon import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from framing.annotation.text.tokens import Tokens

DASHES = ("-", "–", "—")
QUOTES = ("“", "‘", '"', "'", "«")
LONGEST = 6  # tokens of a source in front of a colon
TAIL = 4  # tokens of a source behind a mark
SHORT = 3  # letters of a word that can tell who speaks, unless in capitals
SHORTEST = 3  # tokens of what is attributed
SOURCE_FIRST = LABELS.index("B-source-right"), LABELS.index("B-content-left")  # left and right of the mark
SOURCE_LAST = LABELS.index("B-content-right"), LABELS.index("B-source-left")


def read_headline_marks(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Correct the labels of headlines in which a colon or a dash stands for "says".

    Who stands beside the mark must be a source in the body, an office ("Interior ministry"), or a name of which the
    body says nothing, else "Harbour fire:" would speak. Where a quotation mark follows the colon, the tagger's own
    reading is kept.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)

    Returns
    -------
    ndarray
        New labels.
    """
    labels = labels.copy()
    colon, dash, quote = tokens.flag([":"]), tokens.flag(DASHES), tokens.flag(QUOTES)
    body = tokens.segment_part[tokens.segment] == 1
    marks = np.flatnonzero((colon | (dash & tokens.space_before)) & ~body)
    if not len(marks):
        return labels
    end = tokens.segment_tokens[tokens.segment[marks] + 1]
    begin = tokens.segment_tokens[tokens.segment[marks]]
    front = _speak(tokens, labels, np.maximum(marks - 1, 0)) | _look_like_speakers(tokens, begin, marks)
    signed = _look_like_speakers(tokens, marks + 1, end)
    back = _speak(tokens, labels, end - 1) | signed
    for number, mark in enumerate(marks.tolist()):
        first, last = tokens.segment_tokens[tokens.segment[mark]], end[number]
        cue = KIND[labels[first:last]] == CUE
        before, after = mark - first, last - mark - 1
        if (cue[:before].any() and not signed[number]) or (
            cue[before + 1 :].any() and not (colon[mark] and front[number])
        ):
            continue  # a verb says who speaks
        if colon[mark] and 1 <= before <= LONGEST and after >= SHORTEST and front[number]:
            _write(labels, first, mark, last, source_first=True)
        elif 1 <= after <= TAIL and before >= SHORTEST and back[number]:
            _write(labels, first, mark, last, source_first=False)
        elif KIND[labels[mark]] == CUE and not (after and quote[mark + 1]):
            labels[first:last] = 0
    return labels


def read_headline_tails(tokens: Tokens, labels: np.ndarray, cues: Iterable[str]) -> np.ndarray:
    """Label headlines that end in a comma, a source and a cue where the tagger did not take it for the cue.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)
    cues : iterable of str
        Words that often are cues.

    Returns
    -------
    ndarray
        New labels.
    """
    labels = labels.copy()
    headline = (tokens.segment_part == 0) & (np.diff(tokens.segment_tokens) > SHORTEST)
    firsts, ends = tokens.segment_tokens[:-1][headline], tokens.segment_tokens[1:][headline] - 1
    comma = tokens.flag([","])
    for number in np.flatnonzero(tokens.flag(cues)[ends]).tolist():
        first, end = int(firsts[number]), int(ends[number])
        near = max(end - LONGEST - 1, first + SHORTEST)
        commas = np.flatnonzero(comma[near : end - 1])
        if not len(commas) or (KIND[labels[end]] == CUE and (KIND[labels[first:end]] >= CONTENT_LEFT).any()):
            continue
        mark = near + int(commas[-1])
        content, source = LABELS.index("B-content-right"), LABELS.index("B-source-right")
        labels[first : end + 1] = 0
        labels[first:mark], labels[mark + 1 : end] = content + 1, source + 1
        labels[first], labels[mark + 1], labels[end] = content, source, LABELS.index("B-cue")
    return labels


def _speak(tokens: Tokens, labels: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Tell of tokens in headlines whether their word stands in a source in the body of the same article."""
    kind = KIND[labels]
    sources = np.flatnonzero((kind == SOURCE_LEFT) | (kind == SOURCE_RIGHT))
    sources = sources[tokens.segment_part[tokens.segment[sources]] == 1]

    def key(at: np.ndarray) -> np.ndarray:
        return tokens.article[at] * np.int64(len(tokens.folded)) + tokens.fold[tokens.type_id[at]]

    words = tokens.types[tokens.type_id[places]]
    telling = np.array([len(word) >= SHORT or word.isupper() for word in words], bool)
    return telling & np.isin(key(places), key(sources))


def _look_like_speakers(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Tell of ranges in headlines whether they name an office, or somebody of whom the body says nothing."""
    known = _speaker_words()
    result = np.zeros(len(first), bool)
    for number, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        words = tokens.types[tokens.type_id[begin:end]].tolist()
        if not 1 <= len(words) <= LONGEST or not words[0][0].isalpha():
            continue
        lower = [fold(word) for word in words]
        if lower[-1] in known.offices:
            result[number] = True
        elif all(word[0].isupper() or word == "-" for word in words) and not known.common.intersection(lower):
            named = len(words) == 1 or (lower[0] in known.given and len(words) <= TAIL)
            article = int(tokens.segment_article[tokens.segment[begin]])
            low, high = (int(tokens.segment_tokens[2 * article + i]) for i in (1, 2))
            spoken_of = lower[-1] in set(tokens.folded[tokens.fold[tokens.type_id[low:high]]]) if named else True
            result[number] = not spoken_of
    return result


@dataclass(frozen=True)
class _SpeakerWords:
    """Words for offices, given names, and words that are no person's name."""

    offices: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]


@cache
def _speaker_words() -> _SpeakerWords:
    """Read the words once."""
    reporting, ordinary = read_lexicon("reporting").terms, read_lexicon("ordinary-words").terms
    common = [*ordinary["term"], *read_lexicon("places").terms["term"], *read_lexicon("organisations").terms["term"]]
    given = frozenset(map(fold, read_lexicon("first-names").terms["term"]))
    offices = frozenset(map(fold, reporting["term"][reporting["kind"] == "office"]))
    return _SpeakerWords(offices, given, frozenset(map(fold, common)) - given)


def _write(labels: np.ndarray, first: int, mark: int, last: int, *, source_first: bool) -> None:
    """Label [first, mark) and (mark, last) as source and content, or content and source, with the mark as cue."""
    left, right = SOURCE_FIRST if source_first else SOURCE_LAST
    labels[first:mark] = left + 1
    labels[first] = left
    labels[mark] = LABELS.index("B-cue")
    labels[mark + 1 : last] = right + 1
    labels[mark + 1] = right
