"""Find the terms of any lexicon in tokens: phrases and stems, longest first, from left to right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from framing.annotation.text.phrases import Phrases, build_trie, find_phrases
from framing.annotation.text.tokens import TOKEN, fold

if TYPE_CHECKING:
    import numpy as np

    from framing.corpus.arrays import Tokens


@dataclass(frozen=True)
class Pattern:
    """One term, split into what each of its tokens must be."""

    index: int
    words: tuple[str, ...]
    exact: bool

    @property
    def is_stem(self) -> bool:
        """Whether a word of it may have any ending."""
        return any(word.endswith("*") for word in self.words)


def parse_term(term: str, index: int = 0) -> Pattern:
    """Split a term into token patterns; `*` at the end of a word stands for any ending.

    A term in lower case matches any case; one with a capital letter matches exactly.
    """
    words: list[str] = []
    for piece in term.split():
        stem = piece.endswith("*")
        parts = TOKEN.findall(piece.rstrip("*"))
        if parts and stem:
            parts[-1] += "*"
        words += parts
    exact = term != term.lower()
    return Pattern(index, tuple(word if exact else fold(word) for word in words), exact)


def find_terms(tokens: Tokens, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find where terms occur, from left to right, the longest first; a term inside one found before is not counted.

    Parameters
    ----------
    tokens : Tokens
    terms : sequence of str
        Words or phrases; `*` ends a stem, spaces make a phrase, lower case matches any case.

    Returns
    -------
    first, last, term : ndarray of int
        Token ranges [first, last) in order of position, and the index of the term in `terms`. Of two terms that fit the
        same tokens, one with a capital wins over one without, a whole word over a stem, then the earlier in the list.
    """
    if any("*" in term for term in terms):
        return find_phrases(tokens, _compile(terms, {False: sorted(tokens.folded), True: sorted(tokens.types)}))
    return find_phrases(tokens, _compile_once(tuple(terms)))


@lru_cache(maxsize=64)
def _compile_once(terms: tuple[str, ...]) -> Phrases:
    """Make terms without stems ready to be found, once for all texts: a codebook has thousands of forms."""
    return _compile(terms, {})


def _compile(terms: Sequence[str], known: dict[bool, list[str]]) -> Phrases:
    """Make terms ready to be found; the words that a stem stands for are those that are known in the text."""
    patterns = [p for p in (parse_term(term, i) for i, term in enumerate(terms)) if p.words]
    found: dict[bool, dict[tuple[str, ...], int]] = {False: {}, True: {}}
    for pattern in sorted(patterns, key=lambda p: (not p.is_stem, -p.index)):  # what comes later is kept
        choices = [_with_ending(word, known[pattern.exact]) if word[-1] == "*" else [word] for word in pattern.words]
        found[pattern.exact].update(dict.fromkeys(product(*choices), pattern.index))
    return Phrases(loose=build_trie(found[False]), exact=build_trie(found[True]))


def _with_ending(stem: str, known: list[str]) -> list[str]:
    """Give the known words that begin with a stem, which ends in `*`."""
    low = bisect_left(known, stem[:-1])
    return known[low : bisect_left(known, stem[:-1] + "\U0010ffff")]
