"""Quotation marks and what their neighbours say: does a mark open, close, or is it no quotation mark at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

STRAIGHT, CURLY, GUILLEMET, SINGLE, CURLED_SINGLE = range(5)
FAMILIES = {
    **dict.fromkeys('"＂', STRAIGHT),
    **dict.fromkeys("“”„‟", CURLY),
    **dict.fromkeys("«»‹›", GUILLEMET),
    "'": SINGLE,
    **dict.fromkeys("‘’‚‛", CURLED_SINGLE),
}
KIND = np.array([0, 0, 2, 1, 1], np.int8)
"""Kind of a quotation (0 double, 1 single, 2 guillemets) by the family of its marks."""

SPACE, WORD, STOP, BRACKET, QUOTE, COLON, DAMAGE, UNKNOWN = range(8)
"""What stands right beside a mark, no space between."""

SIDES = {
    **dict.fromkeys([*FAMILIES, "`"], QUOTE),
    **dict.fromkeys(".,;!…)]}%", STOP),
    **dict.fromkeys("([{-–—/<>|*=+", BRACKET),
    ":": COLON,
    "?": DAMAGE,
    "\ufffd": UNKNOWN,
}

_COSTS = """
         SPACE    WORD         STOP     BRACKET  QUOTE      COLON    DAMAGE       UNKNOWN
SPACE    1/1/1.5  0/5/4        2/1.5/2  0/3/3    0.4/3/1.5  3/1.5/2  2.5/3.5/0.2  0.7/3.5/0.8
WORD     4/0/3    3/1.5/1      5/0/4    3/0.3/2  3/0.3/1.5  5/0/4    5/0.6/0.7    4/1/0.4
STOP     4/0/4    1.5/0.5/4    5/0/4    2/0.3/4  3/0.2/3    5/0/4    5/0/4        3/0.3/3
BRACKET  2/0.7/2  0/4/3        3/0.5/2  1/1/1    1/1/1      1/1/1    3/0.5/2      1/1/1
QUOTE    3/0.2/2  0.5/2.5/1.5  4/0.2/2  1/1/1    1/1/1      4/0.2/2  4/0.2/2      1/1/1
COLON    2/1/3    0.1/3.5/4    1/1/1    0.2/3/4  1/1/1      1/1/1    1/1/1        1/1/1
"""
"""Cost of reading a straight mark as opening, closing, or no quotation mark, by what stands left (rows) and right.
Zero is certain; 3 is as bad as a mark lost elsewhere in the text."""
_TABLE = np.ones((8, 8, 3))
_TABLE[:6] = [[cell.split("/") for cell in line.split()[1:]] for line in _COSTS.splitlines()[2:]]


@dataclass(frozen=True)
class Marks:
    """Quotation marks of some tokens, in order: where they stand and what reading each way costs."""

    first: np.ndarray  # token range of the mark; two tokens where `''` or a pair of backticks stands for a double mark
    last: np.ndarray
    family: np.ndarray  # STRAIGHT, CURLY, GUILLEMET, SINGLE or CURLED_SINGLE
    left: np.ndarray  # what stands beside it (SPACE, WORD, STOP, …)
    right: np.ndarray
    cost: np.ndarray  # of opening, closing, no mark, shape (marks, 3)

    def __len__(self) -> int:
        """Count the marks."""
        return len(self.first)

    @property
    def is_single(self) -> np.ndarray:
        """Whether each mark is a single one, which may be an apostrophe."""
        return self.family >= SINGLE

    def only(self, keep: np.ndarray) -> Marks:
        """Give the marks that a mask or an index keeps."""
        return Marks(*(getattr(self, name)[keep] for name in ("first", "last", "family", "left", "right", "cost")))


def find_marks(tokens: Tokens) -> Marks:
    """Find all quotation marks, and apostrophes that stand as tokens of their own.

    Notes
    -----
    Costs rest on spacing and neighbours alone; whether a mark opens or closes is decided over a whole article by
    `framing.annotation.quotations.spans.find_quotations`.
    """
    first, last, family = _locate(tokens)
    left = _neighbour(tokens, first - 1, before=True)
    right = _neighbour(tokens, last, before=False)
    cost = _TABLE[left, right].copy()
    marks = Marks(first, last, family, left, right, cost)
    _weigh_glyphs(tokens, marks)
    _weigh_damage(tokens, marks)
    _weigh_singles(tokens, marks)
    return marks


def _locate(tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    families = np.fromiter(
        (FAMILIES.get(word, 5 if word == "`" else -1) for word in tokens.types), np.int8, len(tokens.types)
    )
    of_token = families[tokens.type_id] if len(tokens) else np.zeros(0, np.int8)
    first = np.flatnonzero(of_token >= 0)
    family = of_token[first]
    if not len(first):
        return first, first, family
    apart = np.append(tokens.space_before | tokens.break_before, True)
    twin = np.append((np.diff(first) == 1) & (family[1:] == family[:-1]) & ~apart[first[1:]], False)
    # '' and `` are double marks; so is "" unless it stands between two words, where one mark closes and one opens.
    outward = apart[first] | apart[np.minimum(first + 2, len(tokens))]
    same = twin & ((family == SINGLE) | (family == 5) | ((family == STRAIGHT) & outward))
    same[1:] &= ~same[:-1]
    second = np.concatenate([[False], same[:-1]])
    width = 1 + same
    family = np.where(same, STRAIGHT, family)
    keep = ~second & (family != 5)
    return first[keep], (first + width)[keep], family[keep]


def _neighbour(tokens: Tokens, beside: np.ndarray, *, before: bool) -> np.ndarray:
    """Tell what kind of token stands beside each mark."""
    if not len(beside):
        return np.zeros(0, np.int8)
    size = len(tokens)
    at = np.clip(beside, 0, size - 1)
    kinds = np.fromiter((_kind_of(w, before=before) for w in tokens.types), np.int8, len(tokens.types))
    found = kinds[tokens.type_id[at]]
    gap = np.minimum(beside + 1, size - 1) if before else at
    apart = tokens.space_before[gap] | tokens.break_before[gap] | (beside < 0) | (beside >= size)
    return np.where(apart, SPACE, found).astype(np.int8)


def _kind_of(word: str, *, before: bool) -> int:
    sign = word[0]
    if len(word) == 1 and sign in SIDES:
        kind = SIDES[sign]
        return STOP if kind == DAMAGE and before else kind
    return BRACKET if not before and sign in "$#@£€&" else WORD


def _weigh_glyphs(tokens: Tokens, marks: Marks) -> None:
    """Let the shape of curly marks and guillemets speak before their spacing does."""
    glyph = tokens.types[tokens.type_id[marks.first]]
    opening = np.isin(glyph, list("“„‟«‹‘‚‛"))
    closing = np.isin(glyph, list("”»›’"))
    like_closing = (marks.left != SPACE) & (marks.left != BRACKET) & (marks.right != WORD)
    like_opening = (marks.right == WORD) & ((marks.left == SPACE) | (marks.left == BRACKET))
    marks.cost[opening] = (0.0, 4.0, 4.0)
    marks.cost[opening & like_closing] = (1.5, 1.2, 4.0)
    marks.cost[closing] = (4.0, 0.0, 4.0)
    marks.cost[closing & like_opening] = (1.2, 1.5, 4.0)
    bullet = np.isin(glyph, list("»›")) & tokens.break_before[marks.first] & (marks.right == SPACE)
    marks.cost[bullet] = (5.0, 5.0, 0.0)


def _weigh_damage(tokens: Tokens, marks: Marks) -> None:
    """Weigh marks that stand for something else: apostrophes, dashes, inches, and genuine question marks."""
    size = len(tokens)
    double = marks.family == STRAIGHT
    after = np.minimum(marks.last, size - 1)
    beyond = np.minimum(marks.last + 1, size - 1)
    before = np.maximum(marks.first - 1, 0)
    clitic = tokens.flag(word_kinds("abbreviations")["clitic"])[after] if size else np.zeros(0, bool)
    lettered = tokens.type_flag(lambda w: w[0].isalpha())
    digit = tokens.type_flag(lambda w: w[0].isdigit())
    marks.cost[double & (marks.left == WORD) & (marks.right == WORD) & clitic & lettered[before]] = (5.0, 4.0, 0.0)
    apart = tokens.space_before[beyond] | tokens.break_before[beyond] | (marks.last + 1 >= size)
    real = double & (marks.left != SPACE) & (marks.right == DAMAGE) & apart
    marks.cost[real] = (5.0, 0.0, 4.0)
    number_lost = double & (marks.left == SPACE) & (marks.right == DAMAGE) & ~apart & digit[beyond]
    marks.cost[number_lost] = (0.6, 4.0, 1.0)
    dash = double & (marks.left == SPACE) & (marks.right == UNKNOWN) & (apart | ~lettered[beyond])
    marks.cost[dash] = (2.0, 3.5, 0.3)
    lost_space = double & tokens.flag([","])[before] & (marks.left == STOP) & (marks.right == WORD)
    marks.cost[lost_space] = (2.5, 0.2, 4.0)
    damage = double & _after_damage(tokens, marks)
    marks.cost[damage & (marks.right == DAMAGE)] = (3.0, 2.0, 0.3)
    marks.cost[damage & (marks.right == SPACE)] = (1.0, 2.5, 0.7)
    marks.cost[damage & np.isin(marks.right, (WORD, BRACKET, UNKNOWN))] = (0.0, 4.0, 3.0)
    feet = np.isin(tokens.types[tokens.type_id[np.maximum(marks.first - 2, 0)]], ["'", "’", "′"])
    inches = double & (marks.left == WORD) & digit[before]
    marks.cost[inches, 2] = np.where(feet[inches], 0.0, 1.5)


def _after_damage(tokens: Tokens, marks: Marks) -> np.ndarray:
    """Tell for each mark whether a question mark that is itself damage stands before it, right after another mark."""
    before = np.maximum(marks.first - 1, 0)
    question = tokens.flag(["?"])[before] & ~tokens.space_before[before]
    closed = np.isin(marks.first - 2, marks.first[marks.family == STRAIGHT])
    return question & closed


def _weigh_singles(tokens: Tokens, marks: Marks) -> None:
    """Weigh single marks: apostrophes unless a space stands on one side of them only."""
    last = len(tokens) - 1
    single = marks.is_single
    elided = tokens.flag(word_kinds("abbreviations")["elision"])
    elided |= tokens.type_flag(lambda w: w[:2].isdigit() and len(w) in {2, 3})
    s_ending = tokens.type_flag(lambda w: w[-1] in "sSzxZX" or w.endswith("in"))
    after, before = np.clip(marks.last, 0, last), np.maximum(marks.first - 1, 0)
    glyph = tokens.types[tokens.type_id[marks.first]]
    free_left = (marks.left == SPACE) | (marks.left >= BRACKET)
    opens = single & free_left & ((marks.right == WORD) | (marks.right == BRACKET)) & ~elided[after]
    opens |= (glyph == "‘") & (marks.right != SPACE)
    closes = single & (marks.left != SPACE) & (marks.right != WORD) & (glyph != "‘")
    certain = closes & ((marks.left != WORD) | ~s_ending[before])
    marks.cost[single] = (4.0, 4.0, 0.0)
    marks.cost[opens, 0] = 0.0
    marks.cost[closes, 1] = 0.5
    marks.cost[certain, 1] = 0.0
