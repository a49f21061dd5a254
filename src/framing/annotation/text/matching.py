"""Find the terms of a lexicon in tokens: phrases, stems, longest first, one array operation per term position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.annotation.text.tokens import TOKEN, Tokens, fold


@dataclass(frozen=True)
class Pattern:
    """One term, split into what each of its tokens must be."""

    index: int
    words: tuple[str, ...]
    exact: bool


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
        same tokens, the exact one wins over the stem, then the earlier in the list.
    """
    patterns = [p for p in (parse_term(term, i) for i, term in enumerate(terms)) if p.words]
    positions = _positions_of(tokens)
    found = [_occurrences(tokens, pattern, positions) for pattern in patterns]
    if not found:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    first = np.concatenate(found)
    sizes = [len(hits) for hits in found]
    length = np.repeat([len(p.words) for p in patterns], sizes)
    term = np.repeat([p.index for p in patterns], sizes)
    loose = np.repeat([p.words[-1].endswith("*") for p in patterns], sizes)
    order = np.lexsort((term, loose, -length, first))
    first, length, term = first[order], length[order], term[order]
    keep = _without_overlaps(first, length)
    return first[keep], first[keep] + length[keep], term[keep]


def _positions_of(tokens: Tokens) -> _Positions:
    """Sort the tokens by type once for each Tokens object: several lexicons are looked up in the same texts."""
    known = vars(tokens).get("_positions")
    if known is None:
        known = vars(tokens)["_positions"] = _Positions(tokens)
    return known


class _Positions:
    """Token positions of word patterns, sorted once by type."""

    def __init__(self, tokens: Tokens) -> None:
        fold_of_token = tokens.fold[tokens.type_id] if len(tokens) else np.zeros(0, np.int32)
        self._order = np.argsort(fold_of_token, kind="stable")
        self._bounds = np.searchsorted(fold_of_token[self._order], np.arange(len(tokens.folded) + 1))
        self._fold = tokens.fold
        self._types = tokens.types
        self._type_id = tokens.type_id
        self._index = {word: i for i, word in enumerate(tokens.folded)}
        self._sorted = sorted(self._index)

    def of(self, word: str, *, exact: bool) -> np.ndarray:
        """Give the positions of the tokens that a word pattern fits, in order."""
        loose = fold(word)
        if loose.endswith("*"):
            folds = [self._index[w] for w in self._with_prefix(loose[:-1])]
        else:
            folds = [self._index[loose]] if loose in self._index else []
        pieces = [self._order[self._bounds[f] : self._bounds[f + 1]] for f in folds] or [np.zeros(0, np.int64)]
        hits = pieces[0] if len(pieces) == 1 else np.sort(np.concatenate(pieces))
        if exact and len(hits):
            stem = word.rstrip("*")
            distinct, inverse = np.unique(self._type_id[hits], return_inverse=True)
            fits = [self._types[t].startswith(stem) if word.endswith("*") else self._types[t] == word for t in distinct]
            hits = hits[np.array(fits, bool)[inverse]]
        return hits

    def _with_prefix(self, stem: str) -> list[str]:
        low = bisect_left(self._sorted, stem)
        high = bisect_left(self._sorted, stem + "\U0010ffff")
        return self._sorted[low:high]


def _occurrences(tokens: Tokens, pattern: Pattern, positions: _Positions) -> np.ndarray:
    """Token positions where all words of a pattern follow each other within one sentence."""
    found = [positions.of(word, exact=pattern.exact) for word in pattern.words]
    sentence = tokens.sentence if len(tokens.sentence) else tokens.segment
    rarest = min(range(len(found)), key=lambda step: len(found[step]))
    hits = found[rarest] - rarest
    hits = hits[(hits >= 0) & (hits <= len(tokens) - len(found))] if len(found) > 1 else hits
    for step in (step for step in range(len(found)) if step != rarest):
        at = np.searchsorted(found[step], hits + step)
        follows = at < len(found[step])
        follows[follows] = found[step][at[follows]] == hits[follows] + step
        hits = hits[follows]
        hits = hits[sentence[hits] == sentence[hits + step]]
    if len(found) > 1:
        hits = hits[sentence[hits] == sentence[hits + rarest]]
    return hits


def _without_overlaps(first: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Keep, of ranges sorted by position with the longest first, those that do not begin inside an earlier kept one."""
    keep = np.zeros(len(first), bool)
    reached = -1
    for i, (begin, size) in enumerate(zip(first.tolist(), length.tolist(), strict=True)):
        if begin >= reached:
            keep[i] = True
            reached = begin + size
    return keep
