"""Where sentences begin: stops that end a sentence, told by the words on both sides, for all tokens at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from framing.corpus.arrays import Tokens
from framing.lexicon import word_kinds

STOPS = frozenset(".!?…。！？")
CLOSERS = frozenset("\"'”’»›)]}")
OPENERS = frozenset("\"'“‘„‟«‹([{`•-–—*")
LONGEST_RUN = 8
"""Stops, closing marks and damage that may stand between the end of one sentence and the next."""

WRAPPED, FEW_LINES = 0.4, 4
"""Share of single line breaks before small letters, and their number, from which a part is taken to be wrapped."""


def sentence_starts(tokens: Tokens) -> np.ndarray:
    """Tell for each token whether a sentence begins with it.

    Parameters
    ----------
    tokens : Tokens
        Tokens of articles; the sentence arrays need not be there.

    Returns
    -------
    ndarray of bool, shape (tokens,)
        True for the first token of each sentence; every paragraph and every part of an article begins one.

    Notes
    -----
    A stop ends a sentence unless the word before it is a title, an initial or another abbreviation of the lexicon
    `abbreviations`, or what follows cannot begin one. Closing quotation marks and brackets belong to the sentence they
    close. A sentence with no stop runs on to the end of the line: in text whose paragraph breaks are lost, a
    sub-heading becomes the beginning of the sentence after it.
    """
    starts = paragraph_starts(tokens)
    if not len(tokens):
        return starts
    words = _Words(tokens)
    stop = np.flatnonzero(words.stop)
    following, spaced = _following(tokens, words, stop)
    inner = following < len(tokens)
    stop, following, spaced = stop[inner], following[inner], spaced[inner]
    ends = _ends(tokens, words, stop, following, spaced)
    starts[following[ends]] = True
    return starts


def paragraph_starts(tokens: Tokens) -> np.ndarray:
    """Tell for each token whether a line begins with it that is no mere wrapping of the line before.

    Notes
    -----
    A single line break before a small letter, after a word or a comma, is taken for wrapping; where wrapping is the
    rule in a part, so is every single line break that no stop stands before.
    """
    starts = tokens.break_before.copy()
    at = np.flatnonzero(starts)
    at = at[~np.isin(at, tokens.segment_tokens)]
    gaps = zip(tokens.end[at - 1].tolist(), tokens.start[at].tolist(), strict=True)
    at = at[np.fromiter((tokens.text.count("\n", a, b) == 1 for a, b in gaps), bool, len(at))]
    if not len(at):
        return starts
    runs_on = tokens.type_flag(lambda w: w[0].isalnum() or w in {",", ";", "-", "–"})[at - 1]
    wrapped = runs_on & tokens.type_flag(lambda w: w[0].islower())[at]
    segment = tokens.segment[at]
    lines = np.bincount(segment)
    usual = (np.bincount(segment, wrapped) > WRAPPED * lines) & (lines >= FEW_LINES)
    starts[at[wrapped | (runs_on & usual[segment])]] = False
    return starts


class _Words:
    """What each token is, asked once per type."""

    def __init__(self, tokens: Tokens) -> None:
        flag, kinds = tokens.type_flag, word_kinds("abbreviations")
        self.mark = flag(lambda w: w in STOPS)
        self.initials = flag(lambda w: len(w) > 2 and w[-1] == ".")
        self.stop = self.mark | self.initials
        self.closer = flag(lambda w: w in CLOSERS)
        self.opening, self.closing = flag(lambda w: w in "(["), flag(lambda w: w in ")]")
        self.opener_mark = flag(lambda w: w in OPENERS)
        self.question = flag(lambda w: w == "?")
        self.full_stop = flag(lambda w: w == ".")
        self.slash = flag(lambda w: w == "/")
        self.dash = flag(lambda w: w == "-")
        self.word = flag(lambda w: w[0].isalnum())
        self.digit = flag(lambda w: w[0].isdigit())
        self.capital = flag(lambda w: any(c.isupper() for c in w) or w[0].isdigit() or not _cased(w))
        self.lower = flag(lambda w: w[0].islower())
        self.letter = flag(lambda w: len(w) == 1 and w.isalpha())
        self.title = flag(lambda w: len(w) > 1 and w[0].isupper())
        self.before_name = flag(lambda w: _fits(w, kinds["before-name"]))
        self.may_end = flag(lambda w: _fits(w, kinds["may-end"]))
        self.before_number = flag(lambda w: _fits(w, kinds["before-number"]))
        self.number = flag(lambda w: w in {"no", "nos"})
        self.curly = flag(lambda w: w in {"“", "„", "«"})
        self.opener = flag(lambda w: w in kinds["opener"])
        self.saying = flag(lambda w: w in kinds["saying"])


def _fits(word: str, terms: Iterable[str]) -> bool:
    return word in terms or word.lower() in terms or (word.isupper() and word.title() in terms)


def _cased(word: str) -> bool:
    return word.lower() != word.upper()


def _following(tokens: Tokens, words: _Words, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the token after each stop and the marks that close with it, and whether a space stands before it."""
    size = len(tokens)
    following = stop + 1
    spaced = np.zeros(len(stop), bool)
    closed = np.zeros(len(stop), bool)
    active = np.ones(len(stop), bool)
    for _ in range(LONGEST_RUN):
        at = np.minimum(following, size - 1)
        active &= (following < size) & ~tokens.break_before[at]
        attached = ~tokens.space_before[at]
        # A question mark right after a closing quotation mark, or a dash after the stop, is a damaged space.
        damage = attached & (words.question[at] & closed | words.dash[at])
        step = active & attached & (damage | ~spaced & (words.mark[at] | words.closer[at]))
        closed = (closed | step & words.closer[at]) & ~damage
        spaced |= step & damage
        following = following + step
        active &= step
    at = np.minimum(following, size - 1)
    return following, spaced | tokens.space_before[at]


def _ends(tokens: Tokens, words: _Words, stop: np.ndarray, following: np.ndarray, spaced: np.ndarray) -> np.ndarray:
    """Tell for each stop whether it ends a sentence."""
    before = np.maximum(stop - 1, 0)
    last = len(tokens) - 1
    bare = following.copy()  # the first word, past opening marks
    for _ in range(3):
        step = words.opener_mark[bare] & (bare < last)
        bare += step & ~tokens.break_before[np.minimum(bare + 1, last)]
    attached_left = ~tokens.space_before[stop] & ~tokens.break_before[stop] & (stop > 0)
    capital = words.capital[bare]
    marked = (bare > following) & words.full_stop[stop]
    # "end.The": a stop whose space is lost, between a plain word and a capitalised one
    glued = (following == stop + 1) & words.lower[before] & ~words.letter[before] & words.title[following]
    glued &= ~words.letter[following] & tokens.space_before[np.minimum(following + 1, last)]
    closed = (
        (following > stop + 1)
        & ~(words.question[stop] & words.closer[before])
        & words.closer[np.maximum(following - 1, 0)]
    )
    glued |= closed & words.title[following] & ~words.letter[following]  # 'end."The'
    opened = words.curly[following] & (bare == following + 1) & words.title[bare]  # "end.“The"
    glued |= opened & words.lower[before] & ~words.letter[before]
    ends = (spaced | glued) & (capital | marked) & ~words.slash[following]
    ends &= ~(words.question[stop] & ~attached_left)  # " ? " is a lost dash
    ends &= ~(words.word[following] & (following == stop + 1) & words.question[stop] & ~spaced)
    opens = words.opener[bare]
    abbreviated = attached_left & words.full_stop[stop]
    ends &= ~(abbreviated & words.before_name[before])
    in_bracket = words.opening[np.maximum(stop - 2, 0)] & words.closing[np.minimum(stop + 1, last)]  # "Col. (rtd.) Kim"
    ends &= ~(abbreviated & in_bracket & words.lower[before])
    weak = (abbreviated & (words.may_end[before] | (words.letter[before]))) | words.initials[stop]
    headline = tokens.segment_part[tokens.segment[stop]] == 0
    ends &= ~weak | (opens & ~headline)
    alone = (
        words.digit[bare] & ~words.word[np.minimum(bare + 1, last)]
    )  # "item no. 4." but "He said no. 4 people came."
    ends &= ~(abbreviated & (words.before_number[before] & words.digit[bare] | words.number[before] & alone))
    return ends & ~_numbered(tokens, words, stop, before) & ~_goes_on(tokens, words, stop, following)


def _numbered(tokens: Tokens, words: _Words, stop: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Tell for each stop whether it belongs to the number of a list item ("2. Second")."""
    earlier = np.maximum(stop - 2, 0)
    shortened = (words.before_number | words.before_name | words.may_end)[np.maximum(stop - 3, 0)]
    begins = tokens.break_before[before] | (words.mark[earlier] & ~shortened)
    return words.digit[before] & begins & words.full_stop[stop] & ~tokens.space_before[stop]


def _goes_on(tokens: Tokens, words: _Words, stop: np.ndarray, following: np.ndarray) -> np.ndarray:
    """Tell for each stop whether a name and a verb of saying carry on after a question ('"Why?" Kim asked')."""
    last = len(tokens) - 1
    closed = (following > stop + 1) & ~words.full_stop[stop]
    named = closed & words.title[following] & ~words.opener[following]
    says = np.zeros(len(stop), bool)
    for ahead in range(1, 5):
        says |= words.saying[np.minimum(following + ahead, last)]
    return named & says
