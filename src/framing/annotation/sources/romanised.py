"""Spellings of one name in Latin letters: Tokayev, Toqaev, Tokaev; Kassym-Jomart, Qasym-Zhomart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

RULES = [
    (re.compile(pattern), letters)
    for pattern, letters in [
        (r"[^\w]", ""),
        (r"shch|sch", "sh"),
        (r"dzh|zh|dj", "j"),
        (r"kh", "h"),
        (r"q|ck", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"ou", "u"),
        (r"([oe])ff?$", r"\1v"),
        (r"^ye", "e"),
        (r"(?<=[aeou])[iyj](?=e)", ""),
        (r"(?<=[^aeou])(?:ij|[iy])+$", "i"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    ]
]
"""What is written in several ways when Cyrillic and Arabic letters are put in Latin ones, in the order of use."""


@lru_cache(maxsize=100_000)
def _sound(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    for pattern, letters in RULES:
        bare = pattern.sub(letters, bare)
    return bare or word


def romanised(words: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of a name in one spelling of many, for comparison only.

    Notes
    -----
    A name that is spelt otherwise for another reason (Volodymyr, Vladimir; Aleksandr, Alexander) keeps apart; the table
    `aliases` joins those that are known. Two people whose full names differ only so (Anna and Ana Roth) fall together.
    """
    return tuple(map(_sound, words))
