"""Which words of a sentence are a source's in indirect speech: a cue, and how far to either side it reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.forms import word_kinds
from framing.annotation.matching import find_terms
from framing.annotation.verbatim import quotation_states

if TYPE_CHECKING:
    from framing.annotation.quotations import Quotations
    from framing.annotation.tokens import Tokens

NEAR = 12
DETERMINERS = frozenset("the a an its their his her of without".split())
QUANTIFIERS = frozenset("those these such any no some many more most amid with over despite growing".split())
"""Words after which claims, fears or reports are nouns."""
BE = frozenset("is are was were be been".split())
CUE_KINDS = (
    "clause",
    "accusation",
    "intention",
    "source-of",
    "hearsay",
    "suspicion",
    "as-verb",
    "clause-that",
    "address-verb",
)
DASHES = frozenset("-–—")


@dataclass(frozen=True)
class Scope:
    """Tokens [first, last) that a cue attributes, with the tokens of cue and source (empty where there is none)."""

    first: int
    last: int
    cue: tuple[int, int]
    source: tuple[int, int]

    def moved(self, by: int) -> Scope:
        """Give the scope in positions that begin elsewhere."""
        cue, source = ((pair[0] + by, pair[1] + by) for pair in (self.cue, self.source))
        return Scope(self.first + by, self.last + by, cue, source)


@dataclass(frozen=True)
class Cue:
    """A reporting word or phrase at tokens [first, last)."""

    first: int
    last: int
    kind: str


class Reader:
    """Word properties that scopes depend on, as plain lists for quick reading of single sentences.

    Parameters
    ----------
    tokens : Tokens
    quotations : Quotations
    """

    def __init__(self, tokens: Tokens, quotations: Quotations) -> None:
        kinds, form = word_kinds("reporting"), word_kinds("form")
        self.sentence_tokens = tokens.sentence_tokens
        self._words = tokens.folded[tokens.fold[tokens.type_id]] if len(tokens) else np.zeros(0, object)
        self._cues = _find_cues(tokens, kinds)
        ends_ed = tokens.type_flag(lambda word: word.endswith("ed") and word.islower())
        self._finite = tokens.flag(kinds["finite"] | form["predicate"]) | ends_ed
        self._capital = tokens.type_flag(lambda word: word[:1].isupper())
        self._opaque = np.zeros(len(tokens) + 1, bool)
        self._opens = np.zeros(len(tokens) + 1, bool)
        self._closes = np.zeros(len(tokens) + 1, bool)
        is_speech, _ = quotation_states(tokens, quotations)
        speech = np.flatnonzero(is_speech & (quotations.parent < 0))
        self._opens[np.maximum(quotations.first[speech] - (quotations.opening[speech] >= 0), 0)] = True
        self._closes[quotations.last[speech] - (quotations.closing[speech] < 0)] = True
        self._opaque[:-1] = quotations.outer >= 0
        self._kinds = kinds

    def read(self, sentence: int) -> list[Scope]:
        """Give the scopes of a sentence, in token positions of the collection."""
        begin, end = int(self.sentence_tokens[sentence]), int(self.sentence_tokens[sentence + 1])
        low, high = np.searchsorted(self._cues[0], [begin, end])
        if low == high:
            return []
        cues = [
            Cue(a - begin, b - begin, CUE_KINDS[k])
            for a, b, k in zip(*(column[low:high].tolist() for column in self._cues), strict=True)
        ]
        line = self._line(begin, end)
        return [scope.moved(begin) for cue in cues for scope in line.scopes(cue)]

    def is_gloss(self, first: int, last: int, sentence: int) -> bool:
        """Tell whether a label stands in an apposition to a name: "Alpha, the militant group, had …"."""
        begin, end = int(self.sentence_tokens[sentence]), int(self.sentence_tokens[sentence + 1])
        return self._line(begin, end).is_gloss(first - begin, last - begin)

    def _line(self, begin: int, end: int) -> Line:
        columns = (self._words, self._finite, self._capital, self._opaque, self._opens, self._closes)
        return Line(*(column[begin:end].tolist() for column in columns), self._kinds)


def _find_cues(tokens: Tokens, kinds: dict[str, frozenset[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    terms = [(word, code) for code, kind in enumerate(CUE_KINDS) for word in sorted(kinds[kind])]
    first, last, term = find_terms(tokens, [word for word, _ in terms])
    code = np.array([code for _, code in terms], np.int8)
    return first, last, code[term]


class Line:
    """One sentence as lists, and the reach of the cues in it."""

    def __init__(
        self,
        words: list[str],
        finite: list[bool],
        capital: list[bool],
        opaque: list[bool],
        opens: list[bool],
        closes: list[bool],
        kinds: dict[str, frozenset[str]],
    ) -> None:
        self.words, self.finite, self.capital = words, finite, capital
        self.opaque, self.opens, self.closes, self.kinds = opaque, opens, closes, kinds

    def scopes(self, cue: Cue) -> list[Scope]:
        """Give what a cue attributes in this sentence; nothing where it introduces a direct quotation."""
        if self.opaque[cue.first] or self._is_no_cue(cue):
            return []
        if cue.kind == "clause" or (cue.kind == "clause-that" and self._word(cue.last) == "that"):
            return self._clause(cue)
        if cue.kind == "clause-that":
            return []
        if cue.kind == "source-of":
            return self._according_to(cue)
        if cue.kind == "hearsay":
            return self._hearsay(cue)
        reach = self._cut(cue.last)
        if cue.kind == "suspicion":
            comma = next((i for i in range(cue.last, reach) if self.words[i] == ","), reach)
            return self._scope(cue, cue.last, min(comma, reach), (cue.first, cue.first))
        if self._word(cue.last) == "by":
            return []
        if cue.kind == "address-verb":
            to = next(
                (i for i in range(cue.last, min(reach, cue.last + NEAR)) if self.words[i] in {"to", "not"}), reach
            )
            return self._scope(cue, to, reach, self._subject(cue))
        if cue.kind == "as-verb":
            start = next((i + 1 for i in range(cue.last, min(reach, cue.last + NEAR)) if self.words[i] == "as"), reach)
            return self._scope(cue, start, reach, self._subject(cue))
        return self._scope(cue, cue.last, reach, self._subject(cue))

    def is_gloss(self, first: int, last: int) -> bool:
        """Tell whether a label stands between commas as an apposition to a name before them."""
        left = next((i for i in range(first - 1, max(-1, first - 8), -1) if self.words[i] in {",", *DASHES}), -1)
        right = next(
            (i for i in range(last, min(len(self.words), last + 8)) if self.words[i] in {",", ".", *DASHES}), -1
        )
        if left < 1 or right < 0 or any(self._is_finite(i) for i in range(left + 1, right)):
            return False
        group = last - first == 1 and self._word(last) in self.kinds["group"]
        return self.capital[left - 1] and self.words[left + 1] in {"a", "an", "the"} and (group or right == last)

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _scope(self, cue: Cue, first: int, last: int, source: tuple[int, int]) -> list[Scope]:
        return [Scope(first, last, (cue.first, cue.last), source)] if last > first else []

    def _is_no_cue(self, cue: Cue) -> bool:
        """Whether the word is a noun or an adjective here, or the author speaks of himself."""
        before = self._word(cue.first - 1)
        if cue.kind in ("clause", "accusation", "intention"):
            owned = before == "'s" and not self._is_finite(cue.first - 1)
            existing = before in BE and self.words[cue.first].endswith("s")
            plural = self.words[cue.first].endswith("s") and self.words[cue.first] != "says"
            if before in DETERMINERS or (plural and before in QUANTIFIERS) or owned or existing or before == "most":
                return self._word(cue.last) != "that" or existing
            if self._word(cue.last) == "-" or (before == "-" and self._word(cue.last) not in {".", ",", ""}):
                return True
        return before in {"i", "we", "you", "i'd", "i'll"} and cue.kind != "source-of"

    def _subject(self, cue: Cue) -> tuple[int, int]:
        """Find the noun phrase before a cue: back to a mark, a conjunction or a verb."""
        last = cue.first
        while last > 0 and (self.words[last - 1] in self.kinds["finite"] or self.words[last - 1].endswith("ly")):
            if self.words[last - 1] == "'s" and not self._is_finite(last - 1):
                break
            last -= 1
        first = last
        while first > 0 and last - first < 2 * NEAR and not self._is_border(first - 1):
            first -= 1
        joint = next((i for i in range(last - 1, first, -1) if self.words[i] == "and"), 0)
        if joint and first == 0 and any(self._is_finite(i) for i in range(joint)):
            first = joint + 1
        return (first, last)

    def _is_finite(self, i: int) -> bool:
        if self.words[i] == "'s":
            return i > 0 and self.words[i - 1] in self.kinds["pronoun"]
        return self.finite[i] and not self.capital[i]

    def _is_border(self, i: int) -> bool:
        word = self.words[i]
        marks = {",", ";", ":", "(", ")", "—", "–"}
        return word in marks or word in self.kinds["border"] or self.closes[i] or self._is_finite(i)

    def _clause(self, cue: Cue) -> list[Scope]:
        first, last = self._subject(cue)
        border = first - 1
        start = self._complement(cue)
        if start < 0:
            return []
        if border >= 0 and (self.closes[border] or (border > 0 and self.closes[border - 1])):
            return self._scope(cue, start, self._cut(start), (first, last)) if self._word(start - 1) == "that" else []
        if self.words[cue.first].endswith("ing") and self._word(border) in {",", *DASHES} and start:
            return self._scope(cue, start, self._cut(start), self._appositive_subject(border))
        inverted = first == last and self._word(border) in {",", *DASHES}
        if inverted and start and self._runs_on(cue, start):
            inverted, (first, last) = False, self._appositive_subject(border)
        if self._word(border) == "as" and not start:
            return self._as_said(cue, border, (first, last))
        tail = border > 0 and self._word(border) in {",", *DASHES} and self._word(first) not in {"who", "which"}
        if tail and (not start or inverted):
            return self._around(cue, border, self._behind(cue) if inverted else (first, last))
        if not start or (self._word(start - 1) != "that" and not self._runs_on(cue, start)):
            return []
        reach = self._cut(start)
        if self._word(first) in {"who", "which"} and self._word(border) == ",":
            reach = min(reach, next((i for i in range(start, reach) if self.words[i] == ","), reach))
        return self._scope(cue, start, reach, (first, last))

    def _as_said(self, cue: Cue, opening: int, source: tuple[int, int]) -> list[Scope]:
        """Give what "as the army reported," is said of: the words after it, or before it at the end."""
        comma = next((i for i in range(cue.last, len(self.words)) if self.words[i] == ","), len(self.words))
        if any(self._is_finite(i) for i in range(comma + 1, len(self.words))):
            return self._scope(cue, comma + 1, self._cut(comma + 1), source)
        return self._scope(cue, 0, opening, source)

    def _around(self, cue: Cue, border: int, source: tuple[int, int]) -> list[Scope]:
        """Give what stands before ", he said" and, where the sentence goes on behind it, that too."""
        closing = source[1] if source[0] >= cue.last else cue.last
        goes_on = self._word(closing) == "," and self._word(closing + 1) not in {"who", "which", "and", "adding"}
        rest = range(closing + 1, len(self.words)) if goes_on else range(0)
        behind = any(self._is_finite(i) for i in rest) and not self._word(closing + 1).endswith("ing")
        before = any(self._is_finite(i) for i in range(border))
        headline = self.words[cue.first] in {"says", "said"}
        scopes = self._scope(cue, 0, border, source) if before or behind or headline else []
        return scopes + (self._scope(cue, closing + 1, self._cut(closing + 1), source) if behind and not before else [])

    def _runs_on(self, cue: Cue, start: int) -> bool:
        """Whether a clause follows: a verb before the next comma, or anywhere after a plain verb of saying."""
        if self._word(start - 1) == "that":
            return True
        end = len(self.words)
        comma = next((i for i in range(start, end) if self.words[i] == ","), end)
        plain = self._word(cue.last - 1) in self.kinds["speech"] and self._word(cue.first - 1) != ","
        if plain and start == cue.last and self.words[cue.first] in {"say", "says", "said"}:
            return True
        turn = next((i for i in range(start, end) if self.words[i] == "but"), end)
        return any(self._is_finite(i) for i in range(start, min(turn, end if plain else comma)))

    def _appositive_subject(self, comma: int) -> tuple[int, int]:
        """Find the subject before ", chairman of the board,"."""
        last = next((i for i in range(comma - 1, -1, -1) if self.words[i] == ","), 0)
        first = last
        while first > 0 and last - first < NEAR and not self._is_border(first - 1):
            first -= 1
        return (first, last)

    def _behind(self, cue: Cue) -> tuple[int, int]:
        last = cue.last
        while last < len(self.words) and self.words[last] not in {",", ".", '"', "”", ";", "("}:
            last += 1
        return (cue.last, last)

    def _complement(self, cue: Cue) -> int:
        """Find where the reported clause begins: 0 if there is none, -1 if a quotation stands there instead."""
        i, n = cue.last, len(self.words)
        adjunct = False
        addressed = self._word(cue.last - 1) in self.kinds["address"]
        while i < n:
            word = self.words[i]
            if self.opens[i] or (word in {":", ",", "that"} and i + 1 < n and self.opens[i + 1]):
                return -1
            if word == "that":
                return 0 if i > cue.last and i + 1 < n and self._is_finite(i + 1) else i + 1
            if word in {",", ".", ";", "?", "!", ")"}:
                return 0
            if word == ":":
                return i + 1
            if word in self.kinds["time"] or word in self.kinds["reader"] or word in {"to", "with"}:
                adjunct = True
            elif addressed and (self.capital[i] or i == cue.last):
                pass
            elif not adjunct or word in self.kinds["pronoun"]:
                return i
            elif self._is_finite(i):
                return cue.last
            i += 1
        return 0

    def _cut(self, start: int) -> int:
        """Find where reported words end: the end of the sentence, or the narrator taking over."""
        for i in range(start + 2, len(self.words)):
            word = self.words[i]
            if word == ";":
                return i
            if word in self.kinds["cut"] and self._word(i + 1) != "that":
                clause = word == "but" and any(self._is_finite(k) for k in range(i + 2, min(i + 7, len(self.words))))
                if self._word(i - 1) == "," or word in self.kinds["cut-anywhere"] or clause:
                    return i
        return len(self.words)

    def _according_to(self, cue: Cue) -> list[Scope]:
        last = cue.last
        while last < len(self.words) and self.words[last] not in {",", ".", ";", ":", "(", ")"}:
            last += 1
        source = (cue.last, last)
        before = self._scope(cue, 0, cue.first, source)
        after = self._scope(cue, last + 1, self._cut(last + 1), source) if self._word(last) in {",", ":"} else []
        return after if cue.first <= 1 else before + (after if self._word(cue.first - 1) == "," else [])

    def _hearsay(self, cue: Cue) -> list[Scope]:
        first, last = cue.first, cue.last
        stops = {",", ";", ".", "who", "which", "but", ":"}
        while first > 0 and self.words[first - 1] not in stops:
            first -= 1
        while last < len(self.words) and self.words[last] not in {",", ";", "."}:
            last += 1
        return self._scope(cue, first, last, (cue.first, cue.first))
