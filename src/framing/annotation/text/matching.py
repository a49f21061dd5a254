"""Find the terms of any lexicon in tokens: thousands of phrases and stems at once, by a trie that all tokens walk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from framing.annotation.text.tokens import TOKEN, fold
from framing.corpus.arrays import Tokens, positions_in


@dataclass(frozen=True)
class Trie:
    """Phrases as a trie over word numbers."""

    words: dict[str, int]  # number of each word that occurs in a phrase, from 1
    keys: np.ndarray  # transitions: state * (words + 1) + word, sorted
    targets: np.ndarray  # the state that each of them reaches
    ends: np.ndarray  # phrase that ends in a state, or -1
    depth: int  # words of the longest phrase


@dataclass(frozen=True)
class Phrases:
    """Phrases ready to be found: those in lower case (any case fits) and those with a capital (exact)."""

    loose: Trie
    exact: Trie


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
    return find_phrases(tokens, compile_phrases(tuple(terms)))


@lru_cache(maxsize=64)
def compile_phrases(terms: tuple[str, ...]) -> Phrases:
    """Make terms without stems ready to be found, once for all texts: a codebook has thousands of forms."""
    return _compile(terms, {})


def _compile(terms: Sequence[str], known: Mapping[bool, list[str]]) -> Phrases:
    """Make terms ready to be found; a stem stands for the words that are known in the text, as written or folded."""
    found: dict[bool, dict[tuple[str, ...], int]] = {False: {}, True: {}}
    for i in sorted(range(len(terms)), key=lambda i: ("*" not in terms[i], -i)):  # what comes later is kept
        exact = terms[i] != terms[i].lower()
        words = _cut(terms[i] if exact else fold(terms[i]))
        if words:
            choices = [_with_ending(word, known[exact]) if word[-1] == "*" else [word] for word in words]
            found[exact].update(dict.fromkeys(product(*choices), i))
    return Phrases(loose=_build_trie(found[False]), exact=_build_trie(found[True]))


def _cut(term: str) -> list[str]:
    """Cut a term into tokens; the last one of a stem ends in `*`."""
    words: list[str] = []
    for piece in term.split():
        parts = TOKEN.findall(piece.rstrip("*"))
        if parts and piece.endswith("*"):
            parts[-1] += "*"
        words += parts
    return words


def _with_ending(stem: str, known: list[str]) -> list[str]:
    """Give the known words that begin with a stem, which ends in `*`."""
    low = bisect_left(known, stem[:-1])
    return known[low : bisect_left(known, stem[:-1] + "\U0010ffff")]


def find_phrases(
    tokens: Tokens, phrases: Phrases, *, within: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find where phrases occur, as `find_terms` does, in a time that hardly grows with their number.

    Parameters
    ----------
    tokens : Tokens
    phrases : Phrases
    within : tuple of ndarray, optional
        First and last of token ranges that do not overlap, in order: only phrases that lie wholly in one are found.
    """
    types, unit = tokens.type_id, tokens.sentence
    place = None
    if within is not None:
        length = within[1] - within[0]
        place = positions_in(*within)
        types, unit = types[place], np.repeat(np.arange(len(length)), length)
    folded = tokens.places(phrases.loose.words)[types]
    written = tokens.places(phrases.exact.words, exact=True)[types]
    found = [_walk(written, unit, phrases.exact), _walk(folded, unit, phrases.loose)]
    first, last, term = (np.concatenate(pieces) for pieces in zip(*found, strict=True))
    loose = np.repeat([0, 1], [len(found[0][0]), len(found[1][0])])
    order = np.lexsort((loose, first - last, first))
    first, last, term = first[order], last[order], term[order]
    keep = _without_overlaps(first, last)
    first, last, term = first[keep], last[keep], term[keep]
    return (first, last, term) if place is None else (place[first], place[last - 1] + 1, term)


def _build_trie(phrases: dict[tuple[str, ...], int]) -> Trie:
    """Make a trie of phrases, each with the number that stands for it."""
    words: dict[str, int] = {}
    step: dict[tuple[int, int], int] = {}
    ends = [-1]
    for phrase, index in phrases.items():
        state = 0
        for word in phrase:
            number = words.setdefault(word, len(words) + 1)
            following = step.setdefault((state, number), len(ends))
            if following == len(ends):
                ends.append(-1)
            state = following
        ends[state] = index
    width = len(words) + 1
    keys = np.array([state * width + number for state, number in step], np.int64)
    order = np.argsort(keys)
    targets = np.array(list(step.values()), np.int64)
    return Trie(words, keys[order], targets[order], np.array(ends), max(map(len, phrases), default=0))


def _walk(numbers: np.ndarray, sentence: np.ndarray, trie: Trie) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    width = len(trie.words) + 1
    opens = np.zeros(width, bool)
    opens[trie.keys[trie.keys < width]] = True
    start = np.flatnonzero(opens[numbers])
    state = np.zeros(len(start), np.int64)
    best = np.full(len(start), -1)
    length = np.zeros(len(start), np.int64)
    alive = np.arange(len(start)) if len(trie.keys) else np.zeros(0, np.int64)
    for step in range(trie.depth):
        position = start[alive] + step
        inside = position < len(numbers)
        alive, position = alive[inside], position[inside]
        key = state[alive] * width + numbers[position]
        place = np.minimum(np.searchsorted(trie.keys, key), len(trie.keys) - 1)
        goes_on = (trie.keys[place] == key) & (sentence[position] == sentence[start[alive]])
        alive = alive[goes_on]
        state[alive] = trie.targets[place[goes_on]]
        ended = trie.ends[state[alive]]
        done = alive[ended >= 0]
        best[done], length[done] = ended[ended >= 0], step + 1
        if not len(alive):
            break
    hit = best >= 0
    return start[hit], start[hit] + length[hit], best[hit]


def _without_overlaps(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Keep, of ranges sorted by position with the longest first, those that do not begin inside an earlier kept one."""
    reached = np.maximum.accumulate(np.concatenate([[0], last]))[:-1] if len(last) else last
    keep = first >= reached
    clash = np.flatnonzero(~keep)
    if not len(clash):
        return keep
    end = -1
    for i, (begin, stop) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        keep[i] = begin >= end
        end = stop if keep[i] else end
    return keep
