"""A codebook's grammar: a qualifier before any noun of its target, so that synonyms are treated alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.corpus.arrays import Tokens
from framing.lexicon import Lexicon, word_kinds

QUALIFIER = "qualifier"
"""The form of a row that qualifies the nouns of its target and names nobody by itself."""
FILLER = "filler"
"""The form of a row that may stand between a qualifier and its noun and says nothing of it: *young*, *other*."""
STEPS = 6
"""How many qualifiers, fillers and conjunctions may stand before a noun."""
RANK = {"neutral": 0, "legitimising": 1, "delegitimising": 2}
"""Of a noun and its qualifiers the highest decides: radical pro-democracy protesters are radical."""
FAR = 1 << 30


class Qualified(NamedTuple):
    """What the qualifiers before some nouns make of them: three arrays of shape (nouns,)."""

    first: np.ndarray  # where each naming begins: at its farthest qualifier that decides, or at the noun
    row: np.ndarray  # row of the qualifier that decides, or -1 where the noun speaks for itself
    distance: np.ndarray  # tokens to the nearest qualifier, or `FAR` where none stands before the noun


def qualify(tokens: Tokens, book: Lexicon, first: np.ndarray, row: np.ndarray) -> Qualified:
    """Look left of nouns for the qualifiers of their target.

    `first` is the first token of each noun, `row` its row in the codebook (-1 for what names nobody).

    Notes
    -----
    No parse: "radical young Hong Kong protesters" and "violent and radical protesters" are read, "protesters who were
    violent" is not. A quotation mark parts them: of "radical" protesters the adjective is somebody's, the noun the
    outlet's. A comma counts only between two qualifiers ("it turned violent, protesters said" has none).
    """
    terms = book.terms
    result = Qualified(first.copy(), np.full(len(first), -1), np.full(len(first), FAR))
    rows = np.flatnonzero(terms["form"].isin([QUALIFIER, FILLER])) if "form" in terms else np.zeros(0, np.int64)
    if not len(rows) or not len(first):
        return result
    begin_at, word_at, words = _where(tokens, terms["term"].iloc[rows])
    row_of = _rows_by_word_and_target(terms, rows, words)
    target = pd.Index(book.targets).get_indexer(terms["target"].iloc[np.maximum(row, 0)])
    rank = terms["category"].map(RANK).fillna(0).to_numpy(int)
    qualifies = (terms["form"] == QUALIFIER).to_numpy()
    best = np.where(row >= 0, rank[row], len(RANK))
    position, joined = first.copy(), np.zeros(len(first), bool)
    going = row >= 0
    sentence = tokens.sentence
    named = tokens.type_flag(lambda word: word[:1].isalpha() and word[:1].isupper())  # Hong Kong protesters
    is_joint = tokens.flag(word_kinds("form")["also"])
    for _ in range(STEPS):
        before = position - 1
        going &= (before >= 0) & (sentence[np.maximum(before, 0)] == sentence[first])
        at = np.maximum(before, 0)
        found = np.where(going & (word_at[at] >= 0), row_of[word_at[at], target], -1)
        hit = found >= 0
        signed = hit & qualifies[found]
        result.distance[signed] = np.minimum(result.distance[signed], (first - at)[signed])
        decides = signed & (rank[found] > best)
        result.row[decides] = found[decides]
        best[decides] = rank[found[decides]]
        extends = signed & (rank[found] > 0) & (result.row >= 0)
        result.first[extends] = begin_at[at[extends]]
        moves = (named[at] | (is_joint[at] & joined)) & ~hit & going
        position = np.where(hit, begin_at[at], np.where(moves, before, position))
        going &= hit | moves
        joined = hit
    return result


def _where(tokens: Tokens, terms: pd.Series) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Where the qualifier that ends at a token begins, which word it is (-1: none ends here), and the words."""
    words = list(dict.fromkeys(terms))
    forms = [(form, i) for i, word in enumerate(words) for form in dict.fromkeys([word, word.replace("-", " ")])]
    first, last, hit = find_terms(tokens, [form for form, _ in forms])
    begin_at = np.zeros(len(tokens), np.int64)
    word_at = np.full(len(tokens), -1)
    begin_at[last - 1] = first
    word_at[last - 1] = np.array([i for _, i in forms])[hit]
    return begin_at, word_at, words


def _rows_by_word_and_target(terms: pd.DataFrame, rows: np.ndarray, words: list[str]) -> np.ndarray:
    """Row of each qualifier for each target, -1 where it does not qualify the target's nouns."""
    targets = list(dict.fromkeys(terms["target"]))
    table = np.full((len(words), len(targets)), -1)
    word = pd.Index(words).get_indexer(terms["term"].iloc[rows])
    table[word, pd.Index(targets).get_indexer(terms["target"].iloc[rows])] = rows
    return table
