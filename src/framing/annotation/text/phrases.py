"""Thousands of fixed phrases at once: a trie walked by all tokens together, one array step a word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.annotation.text.tokens import TOKEN, fold
from framing.corpus.arrays import Tokens, positions_in


@dataclass(frozen=True)
class Trie:
    """Phrases as a trie over word numbers.

    Parameters
    ----------
    words : dict of str to int
        Number of each word that occurs in a phrase, from 1.
    keys, targets : ndarray of int
        Transitions: `keys` is state * (words + 1) + word, sorted; `targets` the state reached.
    ends : ndarray of int
        Phrase that ends in a state, or -1.
    depth : int
        Words of the longest phrase.
    """

    words: dict[str, int]
    keys: np.ndarray
    targets: np.ndarray
    ends: np.ndarray
    depth: int


@dataclass(frozen=True)
class Phrases:
    """Phrases ready to be found: those in lower case (any case fits) and those with a capital (exact).

    Parameters
    ----------
    loose, exact : Trie
        Both give places in the sequence of terms that `compile_phrases` was called with.
    """

    loose: Trie
    exact: Trie


def compile_phrases(terms: list[str]) -> Phrases:
    """Make phrases ready to be found; of equal terms the first counts."""
    split = [tuple(TOKEN.findall(term)) for term in terms]
    is_exact = [term != term.lower() for term in terms]
    return Phrases(
        loose=build_trie({tuple(map(fold, w)): i for i, w in _backwards(split) if w and not is_exact[i]}),
        exact=build_trie({w: i for i, w in _backwards(split) if w and is_exact[i]}),
    )


def find_phrases(
    tokens: Tokens, phrases: Phrases, *, within: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find where phrases occur; where two overlap the longer wins, then the earlier, and an exact one before a loose.

    Parameters
    ----------
    tokens : Tokens
    phrases : Phrases
    within : tuple of ndarray, optional
        First and last of token ranges that do not overlap, in order: only phrases that lie wholly in one are found.

    Returns
    -------
    first, last, term : ndarray of int
        Token ranges [first, last) in order of position, and the index of the term.

    Notes
    -----
    The time grows with the text, hardly with the lexicon. `matching.find_terms` makes its phrases anew for each text.
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


def _backwards(split: list[tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    return list(enumerate(split))[::-1]


def build_trie(phrases: dict[tuple[str, ...], int]) -> Trie:
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
