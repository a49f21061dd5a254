"""What kind of word each token is, told by lists of function words and by endings: one letter a token, no parser."""

from __future__ import annotations

from functools import cache

import numpy as np

from framing.annotation.text.matching import find_terms
from framing.corpus.arrays import Tokens, fold
from framing.lexicon import word_kinds

LETTERS = {
    "determiner": "D",
    "definite": "E",
    "preposition": "P",
    "of": "O",
    "by": "Y",
    "be": "B",
    "have": "H",
    "modal": "M",
    "subject-pronoun": "S",
    "object-pronoun": "J",
    "relative": "R",
    "conjunction": "C",
    "subordinator": "U",
    "adverb": "A",
    "verb": "V",
    "day": "T",
    "adjectival": "N",
}
MARKS = {",": ",", "-": "-", "'s": "-", "'": "-", "(": "(", ")": ")", **dict.fromkeys('"“”‘’«»', "Q")}


def find_classes(tokens: Tokens) -> np.ndarray:
    """Give the class of each token: the code of one letter, shape (tokens,).

    Returns
    -------
    ndarray of uint8
        D number, E article or possessive, N noun or any other word, P preposition, O *of*, Y *by*, B *be*, H *have*,
        M modal or *to*, S and J pronouns, R relative, C conjunction, U subordinator, A adverb, V verb, T day,
        - hyphen or possessive, Q quotation mark, X any other mark.
    """
    return tokens.once(find_classes, _classes)


def _classes(tokens: Tokens) -> np.ndarray:
    codes = tokens.of_types(lambda word: ord(_letter(fold(word))), find_classes, np.uint8)[tokens.type_id]
    # Names are nouns, whatever they end in: Ahmed, Kelly, May.
    named = tokens.type_flag(lambda w: w[0].isupper()) & np.isin(codes, np.frombuffer(b"VAT", np.uint8))
    body = tokens.segment_part[tokens.segment] == 1  # headlines have capitals everywhere
    inner = body.copy()
    inner[tokens.sentence_tokens[:-1]] = False
    acronym = tokens.type_flag(lambda w: len(w) > 1 and w.isupper() and w.isalpha())  # US, IS, WHO
    codes[acronym & body] = ord("N")
    codes = np.where(named & inner & (codes != ord("T")), ord("N"), codes).astype(np.uint8)
    for first, last in zip(*find_terms(tokens, sorted(word_kinds("clause-words")["approximator"]))[:2], strict=True):
        codes[first:last] = ord("D")
    codes.flags.writeable = False
    return codes


@cache
def _letters() -> dict[str, str]:
    kinds = word_kinds("clause-words")
    return {word: letter for kind, letter in LETTERS.items() for word in kinds[kind]}


def _letter(word: str) -> str:
    """Give the class of a word: N for any that is in no list."""
    known = _letters().get(word)
    if known:
        return known
    if not word[0].isalnum():
        return MARKS.get(word, "X")
    if word[0].isdigit():
        return "D"
    if word.endswith("ly") and len(word) > 4:
        return "A"
    return "V" if word.endswith("ed") and len(word) > 3 else "N"
