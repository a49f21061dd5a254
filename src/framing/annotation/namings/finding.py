"""Find the namings of a codebook's targets: nouns with their qualifiers, and terms that hold only beside others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.namings.grammar import FAR, FILLER, QUALIFIER, RANK, qualify
from framing.annotation.text.inflection import noun_forms
from framing.annotation.text.matching import find_terms
from framing.annotation.text.ranges import range_sums
from framing.annotation.voice.forms import OTHER
from framing.corpus.arrays import Tokens, cover
from framing.lexicon import Lexicon, read_lexicon

SCOPES = ("sentence", "article")
"""Where the target that a conditional term needs must be named by a term without condition."""


def find_namings(tokens: Tokens, book: Lexicon) -> pd.DataFrame:
    """Find the terms of a codebook in the singular and the plural, the longest first, without those that name nobody.

    Parameters
    ----------
    tokens : Tokens
    book : Lexicon
        A codebook that `check_codebook` has passed.

    Returns
    -------
    DataFrame
        One row a naming, in order: ``first``, ``last`` (token range), ``term`` (with the qualifier that decides its
        category before it), ``head`` (the entry without qualifier), ``target``, ``category``, ``wanted`` (the form its
        row asks for). A naming right before another of its target modifies it: Syrian opposition units are one naming.
    """
    terms = book.terms
    form, needs = (_column(terms, name) for name in ("form", "needs"))
    target = terms["target"].to_numpy(object)
    first, last, row = _look_up(tokens, terms["term"], np.flatnonzero(~np.isin(form, [QUALIFIER, FILLER])))
    made = qualify(tokens, book, first, row)
    one = _one_reading(first, needs[row], made.distance)
    first, last, row, wish = first[one], last[one], row[one], made.first[one]
    begin, inside = _settle(first, last, row, wish)
    kept = (begin < first) | (wish == first)
    decides = np.where(kept, made.row[one], -1)
    keep = (row >= 0) & ~inside
    keep[keep] = form[row[keep]] != OTHER
    qualified = kept & (made.distance[one] < FAR)
    beside = (last[:-1] == first[1:]) & (target[row[:-1]] == target[row[1:]]) & keep[:-1]
    qualified[1:] |= beside  # Syrian opposition units
    keep &= _meets(tokens, first, needs[row], target[row], qualified, keep)
    begin, last, row, decides = begin[keep], last[keep], row[keep], decides[keep]
    noun, qualifier = terms.iloc[row].reset_index(drop=True), terms.iloc[decides].reset_index(drop=True)
    plain = pd.Series(decides < 0)
    found = pd.DataFrame(
        {
            "first": begin,
            "last": last,
            "term": noun["term"].where(plain, qualifier["term"] + " " + noun["term"]),
            "head": noun["term"],
            "target": noun["target"],
            "category": noun["category"].where(plain, qualifier["category"]),
            "wanted": pd.Series(form[row], dtype="str"),
        }
    )
    return _compound(found, tokens)


def _column(terms: pd.DataFrame, name: str) -> np.ndarray:
    return terms[name].to_numpy(object) if name in terms else np.full(len(terms), "", object)


def _compound(found: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Join namings of one target that stand side by side: the last one is the head, the strongest category holds."""
    last = found["last"].shift(fill_value=-1).to_numpy()
    first = found["first"].to_numpy()
    joins = (last == first) & (found["target"] == found["target"].shift()).to_numpy()
    joins[joins] &= tokens.sentence[first[joins]] == tokens.sentence[first[joins] - 1]
    if not joins.any():
        return found
    names = found.columns
    by = found.assign(rank=found["category"].map(RANK)).groupby(np.cumsum(~joins))
    joined = by[["last", "head", "target", "wanted"]].last()
    joined["first"], joined["term"] = by["first"].first(), by["term"].agg(" ".join)
    joined["category"] = found["category"].to_numpy()[by["rank"].idxmax().to_numpy()]
    return joined[names].reset_index(drop=True)


def _look_up(tokens: Tokens, terms: pd.Series, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token ranges of the terms in all their forms, once for each row that has the term; row -1 for no label."""
    names = [form for term in read_lexicon("not-people").terms["term"] for form in noun_forms(term)]
    readings: dict[str, list[int]] = {}
    for row in rows.tolist():
        for form in noun_forms(terms.iloc[row]):
            readings.setdefault(form, []).append(row)
    found = [[-1]] * len(names) + list(readings.values())
    first, last, hit = find_terms(tokens, names + list(readings))
    many = np.array([len(found[i]) for i in hit], np.int64)
    row = np.array([row for i in hit for row in found[i]], np.int64)
    return np.repeat(first, many), np.repeat(last, many), row


def _one_reading(first: np.ndarray, needs: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """Of the rows that share a term choose one for each place: the nearest qualified, else one that needs none."""
    order = np.lexsort((needs == QUALIFIER, distance, first))
    return order[np.concatenate([[True], np.diff(first[order]) > 0])] if len(first) else order


def _settle(first: np.ndarray, last: np.ndarray, row: np.ndarray, wish: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Let namings begin at their qualifiers, and tell which other hits they thereby take in.

    A naming stays as it was where its qualifier is part of a name that is no label, or of a longer term before it.
    """
    low = np.searchsorted(first, wish)
    holds_name = range_sums(row < 0, low, np.arange(len(first))) > 0
    before = np.maximum(low - 1, 0)
    cut = (low > 0) & (last[before] > wish) if len(first) else np.zeros(0, bool)
    begin = np.where(holds_name | cut, first, wish)
    grown = np.flatnonzero(begin < first)
    return begin, cover(len(first), low[grown], grown)


def _meets(
    tokens: Tokens, first: np.ndarray, needs: np.ndarray, target: np.ndarray, qualified: np.ndarray, keep: np.ndarray
) -> np.ndarray:
    """Tell which hits meet the condition in the column `needs`: a qualifier, or a target named near by."""
    sure = keep & (needs == "")
    met = (needs == "") | qualified
    places = {"sentence": tokens.sentence[first], "article": tokens.article[first]}
    for need in set(needs[keep & ~met].tolist()) - {QUALIFIER}:
        scope, _, wanted = need.partition(" ")
        place = places[scope]
        near = np.isin(place, place[sure & np.isin(target, wanted.split("|"))])
        met |= (needs == need) & near
    return met
