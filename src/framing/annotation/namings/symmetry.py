"""Does a codebook treat synonyms alike, and both sides with the same care? Asked before a difference is believed."""

from __future__ import annotations

import pandas as pd

from framing.annotation.namings.checking import check_codebook
from framing.annotation.namings.finding import find_namings
from framing.annotation.namings.grammar import FILLER, QUALIFIER
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.voice.forms import OTHER
from framing.corpus.corpus import Corpus
from framing.lexicon import Lexicon
from framing.schema import CATEGORIES


def check_symmetry(book: Lexicon, corpus: Corpus | None = None) -> pd.DataFrame:
    """Count the terms that each side has for each target, and how often they occur.

    Parameters
    ----------
    book : Lexicon
        A codebook.
    corpus : Corpus, optional
        Where to count; without it only the codebook is looked at.

    Returns
    -------
    DataFrame
        One row for each target and category: ``terms``, ``qualifiers``, and with a corpus ``namings``, ``terms_used``
        and ``articles``. ``attrs["gaps"]`` holds what `find_gaps` gives.

    Notes
    -----
    Equal numbers are no proof of fairness and unequal ones none of bias: a language may have more words for one side.
    But a category with three terms, two of which never occur, cannot be found, whoever uses it.
    """
    check_codebook(book)
    terms = book.terms.assign(form=book.terms.get("form", ""))
    counted = terms[~terms["form"].isin([OTHER, FILLER])]
    keys = pd.MultiIndex.from_product([book.targets, CATEGORIES], names=["target", "category"])
    is_qualifier = counted["form"] == QUALIFIER
    table = pd.DataFrame(
        {
            "terms": counted[~is_qualifier].groupby(keys.names).size(),
            "qualifiers": counted[is_qualifier].groupby(keys.names).size(),
        },
        index=keys,
    )
    if corpus is not None:
        tokens = with_arrays(corpus).tokens
        found = find_namings(tokens, book)
        found["article"] = tokens.article[found["first"].to_numpy()]
        by = found.groupby(keys.names)
        table["namings"], table["terms_used"] = by.size(), by["term"].nunique()
        table["articles"] = by["article"].nunique()
    table = table.fillna(0).astype(int).reset_index()
    table.attrs["gaps"] = find_gaps(book)
    return table


def find_gaps(book: Lexicon) -> pd.DataFrame:
    """Find adjectives that a codebook lists before one noun of a target and not before another that means the same.

    Returns
    -------
    DataFrame
        One row for each target and adjective with a gap: ``qualifier``, ``category``, the neutral nouns it ``has`` and
        those it ``lacks``. A row of the form `qualifier` closes the gap for all nouns at once.

    Notes
    -----
    Outlets have house styles. Where "radical protesters" is a label and "radical demonstrators" is not, the outlet that
    writes *demonstrator* seems milder than it is.
    """
    terms = book.terms.assign(form=book.terms.get("form", ""))
    rows = []
    for target, own in terms.groupby("target", sort=False):
        neutral = own[(own["category"] == "neutral") & (own["form"] == "")]["term"]
        nouns = [term for term in neutral if " " not in term and "-" not in term]
        closed = set(own.loc[own["form"] == QUALIFIER, "term"])
        head = own["term"].str.rpartition(" ")
        listed = own[head[2].isin(nouns) & (head[0] != "") & ~head[0].isin(closed) & (own["form"] == "")]
        signed = listed[listed["category"] != "neutral"]
        for (word, category), pairs in signed.groupby([head[0], "category"], sort=True):
            has = sorted(set(pairs["term"].str.rpartition(" ")[2]))
            lacks = [noun for noun in nouns if noun not in has]
            if lacks:
                rows.append((target, word, category, ", ".join(has), ", ".join(lacks)))
    return pd.DataFrame(rows, columns=["target", "qualifier", "category", "has", "lacks"])
