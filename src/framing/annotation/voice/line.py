"""One sentence as lists of words and flags: where its noun phrases, clauses and borders are, without a parser."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

NEAR = 12
"""Words that a source, or what stands between a cue and its content, may have."""
DASHES = frozenset(("-", "–", "—"))
PAUSES = frozenset((",", *DASHES))
ENDS = frozenset((",", ".", ";", "?", "!", ")"))
BORDERS = frozenset((",", ";", ":", "(", ")", "—", "–"))
RELATIVE = frozenset(("who", "which"))
Span = tuple[int, int]


class Cue(NamedTuple):
    """A reporting word or phrase at words [first, last) of a sentence."""

    first: int
    last: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence.

    Parameters
    ----------
    words : list of str
        In lower case.
    finite, capital : list of bool
        Whether a word could be a finite verb, and whether it is written with a capital.
    quoted, opens, closes : list of bool
        Whether a word stands in quotation marks; whether speech in quotation marks begins or ends at it.
    kinds : dict of str to frozenset of str
        Words of the lexicon `reporting` by kind.
    """

    words: list[str]
    finite: list[bool]
    capital: list[bool]
    quoted: list[bool]
    opens: list[bool]
    closes: list[bool]
    kinds: dict[str, frozenset[str]]

    def __len__(self) -> int:
        """Count the words."""
        return len(self.words)

    def word(self, i: int) -> str:
        """Give a word, "" outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def find(self, wanted: Collection[str], low: int, high: int) -> int:
        """Give the place of the first of some words in [low, high), `high` if there is none."""
        return next((i for i in range(low, min(high, len(self.words))) if self.words[i] in wanted), high)

    def is_finite(self, i: int) -> bool:
        """Tell whether a word is likely a finite verb; 's is one after a pronoun."""
        if self.words[i] == "'s":
            return i > 0 and self.words[i - 1] in self.kinds["pronoun"]
        compound = i > 0 and self.words[i - 1] == "-"  # Orlian-backed
        return self.finite[i] and not self.capital[i] and not compound

    def has_verb(self, low: int, high: int) -> bool:
        """Tell whether a finite verb stands in [low, high)."""
        return any(self.is_finite(i) for i in range(max(low, 0), min(high, len(self.words))))

    def is_border(self, i: int) -> bool:
        """Tell whether a noun phrase cannot reach over a word."""
        word = self.words[i]
        return word in BORDERS or word in self.kinds["border"] or self.closes[i] or self.is_finite(i)

    def phrase_before(self, last: int, longest: int) -> Span:
        """Find the noun phrase that ends before a word."""
        first = last
        while first > 0 and last - first < longest and not self.is_border(first - 1):
            first -= 1
        return (first, last)

    def subject(self, cue: Cue) -> Span:
        """Find the noun phrase before a cue: back to a mark, a conjunction or a verb."""
        last = cue.first - (self.word(cue.first - 1) in DASHES)
        while last > 0 and (self.words[last - 1] in self.kinds["finite"] or self.words[last - 1].endswith("ly")):
            if self.words[last - 1] == "'s" and not self.is_finite(last - 1):
                break
            last -= 1
        first, last = self.phrase_before(last, 2 * NEAR)
        joint = next((i for i in range(last - 1, first, -1) if self.words[i] == "and"), 0)
        return (joint + 1, last) if joint and first == 0 and self.has_verb(0, joint) else (first, last)

    def subject_before(self, comma: int) -> Span:
        """Find the subject before an apposition that ends at a comma: "Orel, head of the union, said"."""
        last = next((i for i in range(comma - 1, -1, -1) if self.words[i] == ","), 0)
        return self.phrase_before(last, NEAR)

    def subject_behind(self, cue: Cue) -> Span:
        """Find the source behind a cue: "…, said Colonel Brandt"."""
        return (cue.last, self.find((",", ".", '"', "”", ";", "("), cue.last, len(self.words)))

    def complement(self, cue: Cue) -> int:
        """Find where the reported clause begins: 0 if there is none, -1 if a quotation stands there instead."""
        addressed = self.word(cue.last - 1) in self.kinds["address"]
        adjunct = False
        for i in range(cue.last, len(self.words)):
            word = self.words[i]
            if self.opens[i] or (word in {":", ",", "that"} and i + 1 < len(self.words) and self.opens[i + 1]):
                return -1
            if word in {"that", ":"}:
                plain = i == cue.last and self.words[cue.first] in self.kinds["speech"]
                relative = word == "that" and not plain and i + 1 < len(self.words) and self.is_finite(i + 1)
                return 0 if relative else i + 1
            if word in ENDS:
                break
            if word in self.kinds["time"] or word in self.kinds["reader"] or word in {"to", "with"}:
                adjunct = True
            elif addressed and (self.capital[i] or i == cue.last):
                continue
            elif not adjunct or word in self.kinds["pronoun"]:
                return i
            elif self.is_finite(i):
                return cue.last
        return 0

    def runs_on(self, cue: Cue, start: int) -> bool:
        """Tell whether a clause follows: a verb before the next comma, or anywhere after a plain word of saying."""
        plain = self.word(cue.last - 1) in self.kinds["speech"] and self.word(cue.first - 1) != ","
        if self.word(start - 1) == "that" or (plain and start == cue.last and self.is_said(cue)):
            return True
        end = len(self.words) if plain else self.find((",",), start, len(self.words))
        return self.has_verb(start, min(end, self.find(("but",), start, len(self.words))))

    def is_name(self, i: int) -> bool:
        """Tell whether a source could begin with a word: a capital, an article or an office."""
        if i >= len(self.words):
            return False
        return self.capital[i] or self.words[i] in self.kinds["determiner"] | self.kinds["office"]

    def is_said(self, cue: Cue) -> bool:
        """Tell whether a cue is the plainest of all."""
        return self.words[cue.first] in {"say", "says", "said"}

    def cut(self, start: int) -> int:
        """Find where reported words end: the end of the sentence, or where the narrator takes over."""
        for i in range(start + 2, len(self.words)):
            word = self.words[i]
            if word == ";":
                return i
            if word in self.kinds["cut"] and self.word(i + 1) != "that":
                clause = word == "but" and self.has_verb(i + 2, i + 7)
                if self.words[i - 1] == "," or word in self.kinds["cut-anywhere"] or clause:
                    return i
        return len(self.words)

    def is_no_cue(self, cue: Cue) -> bool:
        """Tell whether the word is a noun or an adjective here, or the author speaks of himself."""
        before, word, after = self.word(cue.first - 1), self.words[cue.first], self.word(cue.last)
        if before in self.kinds["author"]:
            return cue.kind != "source-of"
        if cue.kind not in {"clause", "accusation", "intention"}:
            return False
        existing = before in self.kinds["be"] and word.endswith("s")
        owned = before == "'s" and not self.is_finite(cue.first - 1)
        plural = word.endswith("s") and word != "says"
        if before in self.kinds["determiner"] or (plural and before in self.kinds["quantifier"]) or owned or existing:
            return after != "that" or existing
        hyphened = after == "-" or (before == "-" and after not in {".", ",", ""})
        return hyphened and word not in self.kinds["speech"]

    def is_gloss(self, first: int, last: int) -> bool:
        """Tell whether a label stands between commas as an apposition to a name before them."""
        pauses = PAUSES - {"-"}
        left = next((i for i in range(first - 1, max(-1, first - 8), -1) if self.words[i] in pauses), -1)
        right = self.find((*pauses, "."), last, min(len(self.words), last + 8))
        if left < 1 or self.word(right) not in {*pauses, "."} or self.has_verb(left + 1, right):
            return False
        group = last - first == 1 and self.word(last) in self.kinds["group"]
        return self.capital[left - 1] and self.words[left + 1] in {"a", "an", "the"} and (group or right == last)
