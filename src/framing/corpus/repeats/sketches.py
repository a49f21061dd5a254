"""Fingerprints of texts: each run of eight words as one integer, so that copied text is found by sorting numbers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WORD = re.compile(r"\w+")
WIDTH = 8
"""Words in a shingle: long enough that two writers do not hit on it by themselves, short enough to survive editing."""
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Shingles:
    """Distinct shingles of some texts, text after text.

    Parameters
    ----------
    hashes : (shingles,) array of uint64
    sizes : (texts,) array of int64
        Distinct shingles of each text.
    whole : (texts,) array of uint64
        Hash of the whole text: equal when two texts have the same words in the same order.
    """

    hashes: Hashes
    sizes: npt.NDArray[np.int64]
    whole: Hashes


def shingle(texts: list[str]) -> Shingles:
    """Hash the eight-word sequences of each text.

    Parameters
    ----------
    texts : list of str

    Returns
    -------
    Shingles

    Notes
    -----
    Words are compared in lower case and without punctuation. Hashes have 64 bits and are the same on every machine and
    in every run. Two different shingles share one with a chance of about 1 in 10^19.
    """
    known: dict[str, int] = {}
    lists = [WORD.findall(text.lower()) for text in texts]
    for words in lists:
        for word in words:
            if word not in known:
                known[word] = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
    runs = [_runs(np.array([known[word] for word in words], dtype=np.uint64)) for words in lists]
    whole = [_digest(" ".join(words)) for words in lists]
    sizes = np.array([len(run) for run in runs], dtype=np.int64)
    hashes = np.concatenate(runs) if runs else np.array([], dtype=np.uint64)
    return Shingles(hashes, sizes, np.array(whole, dtype=np.uint64))


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _runs(words: Hashes) -> Hashes:
    """Hash every run of `WIDTH` words, once each, in order of the hashes."""
    count = len(words) - WIDTH + 1
    if count < 1:
        return np.array([], dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(WIDTH):
        total = total * MULTIPLIER + words[offset : offset + count]
    total ^= total >> np.uint64(31)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(29)
    return np.unique(total)
