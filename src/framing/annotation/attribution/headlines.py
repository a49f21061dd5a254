"""Attribution as headlines have it: "Orlov: Strike goes on", "Strike goes on - union", "Strike goes on, union says"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CONTENT_LEFT, CUE, KIND
from framing.annotation.attribution.marking import attribute, is_source
from framing.corpus.arrays import fold
from framing.lexicon import read_lexicon

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

DASHES = ("-", "–", "—")
QUOTES = ("“", "‘", '"', "'", "«")
LONGEST = 6  # tokens of a source in front of a colon
TAIL = 4  # tokens of a source behind a mark
SHORT = 3  # letters of a word that can tell who speaks, unless in capitals
SHORTEST = 3  # tokens of what is attributed


def read_headlines(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Correct the labels of headlines that end in "says", or in which a colon or a dash stands for it.

    Who stands beside the mark must be a source in the body, an office ("Interior ministry"), or a name of which the
    body says nothing, else "Harbour fire:" would speak. Where a quotation mark follows the colon, the tagger's own
    reading is kept.
    """
    labels = labels.copy()
    _read_tails(tokens, labels)
    text = _Headlines(tokens, labels)
    colon, quote = tokens.flag([":"]), tokens.flag(QUOTES)
    marks = (colon | (tokens.flag(DASHES) & tokens.space_before)) & (tokens.segment_part[tokens.segment] == 0)
    for mark in np.flatnonzero(marks).tolist():
        first, last = tokens.segment_tokens[tokens.segment[mark] :][:2].tolist()
        cue = KIND[labels[first:last]] == CUE
        before, after = mark - first, last - mark - 1
        signed = text.looks_like_speaker(mark + 1, last)
        front = text.speaks(max(mark - 1, 0)) or text.looks_like_speaker(first, mark)
        if (cue[:before].any() and not signed) or (cue[before + 1 :].any() and not (colon[mark] and front)):
            continue  # a verb says who speaks
        if colon[mark] and 1 <= before <= LONGEST and after >= SHORTEST and front:
            attribute(labels, (first, mark), (mark, mark + 1), (mark + 1, last))
        elif 1 <= after <= TAIL and before >= SHORTEST and (signed or text.speaks(last - 1)):
            attribute(labels, (mark + 1, last), (mark, mark + 1), (first, mark))
        elif KIND[labels[mark]] == CUE and not (after and quote[mark + 1]):
            labels[first:last] = 0
    return labels


def _read_tails(tokens: Tokens, labels: np.ndarray) -> None:
    """Attribute what stands before ", union says" where the tagger found who says it, and not what is said."""
    source, comma = is_source(labels), tokens.flag([","])
    firsts, ends = tokens.segment_tokens[:-1:2], tokens.segment_tokens[1::2] - 1
    chosen = (ends - firsts > SHORTEST) & (np.append(KIND[labels], 0)[ends] == CUE)
    for first, end in zip(firsts[chosen].tolist(), ends[chosen].tolist(), strict=True):
        begin = end
        while begin > first and source[begin - 1]:
            begin -= 1
        if first + SHORTEST < begin < end and comma[begin - 1] and not (KIND[labels[first:end]] >= CONTENT_LEFT).any():
            attribute(labels, (begin, end), (end, end + 1), (first, begin - 1))


class _Headlines:
    """Words of headlines, and who speaks in the body below them."""

    def __init__(self, tokens: Tokens, labels: np.ndarray) -> None:
        self._tokens, self._folds = tokens, tokens.fold[tokens.type_id]
        sources = np.flatnonzero(is_source(labels) & (tokens.segment_part[tokens.segment] == 1))
        self._sources = set(zip(tokens.article[sources].tolist(), self._folds[sources].tolist(), strict=True))
        self._article = tokens.article

    def _word(self, token: int) -> str:
        return str(self._tokens.types[self._tokens.type_id[token]])

    def speaks(self, token: int) -> bool:
        """Tell whether a word stands in a source in the body of the same article."""
        word = self._word(token)
        heard = (int(self._article[token]), int(self._folds[token])) in self._sources
        return heard and (len(word) >= SHORT or word.isupper())

    def looks_like_speaker(self, first: int, last: int) -> bool:
        """Tell whether tokens name an office, or somebody of whom the body says nothing."""
        words = [self._word(i) for i in range(first, min(last, first + LONGEST + 1))]
        if not 1 <= len(words) <= LONGEST or not words[0][0].isalpha():
            return False
        offices, given, common = _speaker_words()
        lower = [fold(word) for word in words]
        if lower[-1] in offices:
            return True
        named = len(words) == 1 or (lower[0] in given and len(words) <= TAIL)
        named = named and all(word[0].isupper() or word == "-" for word in words) and not common.intersection(lower)
        body = slice(*self._tokens.segment_tokens[self._tokens.segment[first] + 1 :][:2].tolist())
        return named and self._folds[last - 1] not in self._folds[body]


@cache
def _speaker_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give words for offices, given names, and words that are no person's name."""
    reporting, ordinary = read_lexicon("reporting").terms, read_lexicon("ordinary-words").terms
    common = [*ordinary["term"], *read_lexicon("places").terms["term"], *read_lexicon("organisations").terms["term"]]
    given = frozenset(map(fold, read_lexicon("first-names").terms["term"]))
    offices = frozenset(map(fold, reporting["term"][reporting["kind"] == "office"]))
    return offices, given, frozenset(map(fold, common)) - given
