"""The words a process has met: numbered once, and whatever depends on the word alone is asked once of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import islice
from threading import RLock
from typing import Any

import numpy as np


def fold(word: str) -> str:
    """Lower case with straight apostrophes: the form in which words are looked up."""
    return word.lower().replace("’", "'")


MOST = 400_000
"""Words from which on a new vocabulary is begun, so that memory does not grow with the collection."""


class Vocabulary:
    """Words with numbers, and the answers to what has been asked about them.

    A partition of a collection brings few words that no partition before it had. An answer is kept for as long as the
    vocabulary lives, and only new words are asked about.
    """

    def __init__(self) -> None:
        self._number: defaultdict[str, int] = defaultdict()
        self._number.default_factory = self._number.__len__
        self._words: list[str] = []
        self._folds: defaultdict[str, int] = defaultdict()
        self._folds.default_factory = self._folds.__len__
        self._fold = np.zeros(0, np.int64)
        self._lowered: list[str] = []
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._answers: dict[Hashable, np.ndarray] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        """Count the words."""
        return len(self._number)

    def number(self, words: Sequence[str]) -> np.ndarray:
        """Give the number of each word; one that is new gets the next."""
        with self._lock:
            return np.fromiter(map(self._number.__getitem__, words), np.int64, len(words))

    def answers(self, key: Hashable, ask: Callable[[str], Any], dtype: Any = bool) -> np.ndarray:
        """Give what is known of each word by its number, asking only about words that are new.

        Parameters
        ----------
        key : hashable
            Names the question: the same key must stand for the same answers.
        ask : callable
            Word to answer.
        dtype : dtype
        """
        with self._lock:
            known = self._answers.get(key)
            seen = 0 if known is None else len(known)
            if known is None or seen < len(self._number):
                self._learn()
                new = np.fromiter(map(ask, self._words[seen:]), dtype, len(self._words) - seen)
                known = self._answers[key] = new if known is None else np.concatenate([known, new])
            return known

    def members(self, words: frozenset[str]) -> np.ndarray:
        """Tell of each word by its number whether it is among some words, in any case."""
        with self._lock:
            known = self._answers.get(words)
            if known is None:
                known = self._answers[words] = self.places(dict.fromkeys(map(fold, words), 1)).astype(bool)
            elif len(known) < len(self._number):  # the words may be many more than those that are new
                self._learn()
                new = self._lowered[len(known) :]
                folded = self._sets.setdefault(words, frozenset(map(fold, words)))
                here = np.fromiter(map(folded.__contains__, new), bool, len(new))
                known = self._answers[words] = np.concatenate([known, here])
            return known

    def places(self, numbers: Mapping[str, int], *, exact: bool = False) -> np.ndarray:
        """Give by the number of each word what its lower-case form, or with `exact` itself, is mapped to; else 0."""
        with self._lock:
            self._learn()
            known = self._number if exact else self._folds
            found = np.zeros(len(known), np.int32)
            for word, number in numbers.items():
                if word in known:
                    found[known[word]] = number
            return found if exact else found[self._fold]

    def _learn(self) -> None:
        """List the words that are new, and number their lower-case forms."""
        new = list(islice(self._number, len(self._words), None))
        self._words.extend(new)
        folded = [fold(word) for word in new]
        self._lowered.extend(folded)
        self._fold = np.concatenate([self._fold, np.array([self._folds[word] for word in folded], np.int64)])


_SHARED = [Vocabulary()]


def shared_vocabulary() -> Vocabulary:
    """Give the vocabulary of this process; a new one when the old has grown too large."""
    if len(_SHARED[0]) > MOST:
        _SHARED[0] = Vocabulary()
    return _SHARED[0]


def question_key(ask: Callable[[str], Any]) -> Hashable | None:
    """Name a question by its code, so that a lambda is the same question each time its line is reached.

    Returns
    -------
    hashable or None
        None for a function that depends on more than the word: one with values of the scope it was made in.
    """
    code = getattr(ask, "__code__", None)
    if code is None:
        return ask
    bound = getattr(ask, "__closure__", None) or getattr(ask, "__defaults__", None) or getattr(ask, "__self__", None)
    return None if bound else (ask.__module__, code)
