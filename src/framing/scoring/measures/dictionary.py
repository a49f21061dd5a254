"""A researcher's own dictionary as a measure, without code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.annotation.voice.voice import voices_of
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon
from framing.scoring.measure import Measure

SIGNS = {
    **dict.fromkeys(("positive", "pos", "posemo", "neg_negative", "emo_pos", "tone_pos"), 1.0),
    **dict.fromkeys(("negative", "neg", "negemo", "neg_positive", "emo_neg", "tone_neg"), -1.0),
}
"""Names of categories that tone dictionaries use; `neg_positive` is a negated positive word (Lexicoder)."""


NEGATED = "neg_"
"""Before the name of a category whose phrases are no places of the plain category (Lexicoder)."""
BESIDE = ("term", "weight", "note", "form", "needs", "source", "citation", "comment")
"""Columns of a dictionary that name no category."""
RATE = 1000
"""Words that a rate is out of."""


def rate_measure(
    dictionary: str | Path | Lexicon | Mapping[str, Sequence[str]], *, name: str = "dictionary_rate"
) -> Measure:
    """Make a measure that counts the words of each category of a dictionary, in whose voice they stand.

    Parameters
    ----------
    dictionary
        A lexicon, its name or path, or terms by category: ``{"riot": ["rioter*", "mob"]}``.
    name : str
        Name of the measure.

    Returns
    -------
    Measure
        Occurrences per 1,000 words of the voice, a target for each category.

    Raises
    ------
    FramingError
        When the dictionary cannot be read, or a category has no terms.

    Notes
    -----
    Categories are looked up one by one, so that a category means the same whatever else is in the dictionary.
    """
    terms = read_categories(dictionary)
    book = Lexicon(name, {}, terms)
    categories = list(dict.fromkeys(terms["category"]))
    return Measure(
        name=name,
        title="Words of a dictionary",
        unit=f"per {RATE:,} words",
        find=lambda corpus: _find_each(corpus, terms),
        aggregate="rate",
        targets=tuple(categories),
        version=f"1+{book.fingerprint}",
    )


def read_categories(dictionary: str | Path | Lexicon | Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Read a dictionary as terms and their categories.

    Without a column `category` the one other column of text names them, whatever it is called; a list of nothing but
    terms is one category of its own name.
    """
    if isinstance(dictionary, Mapping):
        rows = [(str(term), str(name)) for name, terms in dictionary.items() for term in _listed(name, terms)]
        return pd.DataFrame(rows, columns=["term", "category"], dtype="str")
    book = dictionary if isinstance(dictionary, Lexicon) else read_lexicon(dictionary)
    terms = book.terms
    if "form" in terms:  # a codebook: its qualifiers name nobody by themselves
        terms = terms[~terms["form"].isin(["qualifier", "filler", "other"])]
    if "category" not in terms:
        named = [column for column in terms if column not in BESIDE]
        return terms[["term"]].assign(category=terms[named[0]] if len(named) == 1 else book.name)
    category = terms["target"] + " " + terms["category"] if "target" in terms else terms["category"]
    return terms[["term"]].assign(category=category).drop_duplicates().reset_index(drop=True)


def _listed(name: str, terms: Sequence[str]) -> list[str]:
    listed = [terms] if isinstance(terms, str) else [term for term in terms if str(term).strip()]
    if not listed:
        raise FramingError(f"The category '{name}' of the dictionary has no terms; give it one, or leave it out.")
    return listed


def _find_each(corpus: Corpus, terms: pd.DataFrame) -> pd.DataFrame:
    """Find the terms of every category by itself, a negated category together with the plain one."""
    base = terms["category"].str.replace(rf"(^|/){NEGATED}", r"\1", regex=True)
    tokens, spans = corpus.tokens, []
    for _, group in terms.groupby(base, sort=False):
        first, last, hit = find_terms(tokens, group["term"].tolist())
        category = group["category"].to_numpy(object)[hit]
        spans.append(tokens.table(first, last).assign(target=category, category=category, weight=1.0))
    found = pd.concat(spans, ignore_index=True)
    place = ["article_id", "part", "start", "end"]
    distinct = found[place].drop_duplicates(ignore_index=True)
    heard = distinct.assign(voice=voices_of(corpus, distinct).to_numpy())
    return found.merge(heard, on=place, how="left")


def dictionary_measure(dictionary: str | Path | Lexicon, *, name: str | None = None) -> Measure:
    """Make a measure of a dictionary.

    Parameters
    ----------
    dictionary
        A lexicon, its name, or the path of a CSV (`term`, and `category` or `weight`), a quanteda dictionary (.yml) or
        a LIWC dictionary (.dic).
    name
        Name of the measure; ``dictionary_`` and the lexicon's name by default.

    Returns
    -------
    Measure
        For a dictionary with weights, or whose categories are positive and negative: the sum of weights over the words
        of the article. For any other: the share of words in each category, a target for each.

    Raises
    ------
    FramingError
        When the dictionary cannot be read or has neither categories nor weights.

    Notes
    -----
    A word counts wherever it stands; of two terms that fit the same words the longer counts, so that a dictionary with
    negated phrases ("not good") does not count their parts too. Dictionaries made for one kind of text mislead on
    another, and two of them seldom agree: declare one before looking.

    References
    ----------
    Chan et al. 2021, Four best practices for measuring news sentiment using 'off-the-shelf' dictionaries,
    Computational Communication Research 3(1).
    """
    book = dictionary if isinstance(dictionary, Lexicon) else read_lexicon(dictionary)
    terms = _weigh(book)
    signed = "weight" in book.terms or set(terms["target"]) == {"all"}
    return Measure(
        name=name or f"dictionary_{book.name}",
        title=str(book.card.get("title", book.name)),
        unit="sum of weights over words" if signed else "share of the words",
        find=lambda corpus: _find(corpus, terms),
        aggregate="share_of_words",
        hits=not signed,
        bounded=not signed,
        targets=tuple(dict.fromkeys(terms["target"])),
        version=f"1+{book.name}:{book.fingerprint}",
    )


def _weigh(book: Lexicon) -> pd.DataFrame:
    """Terms with the target they count for and their weight, one row for each term and target."""
    terms = book.terms
    if "weight" not in terms and "category" not in terms:
        raise FramingError(f"The dictionary '{book.name}' has neither a column category nor weight; add one.")
    category = terms["category"] if "category" in terms else pd.Series("all", index=terms.index)
    sign = category.str.rpartition("/")[2].str.lower().map(SIGNS)
    if "weight" in terms:
        made = terms[["term"]].assign(target="all", category=category, weight=terms["weight"].astype(float))
    elif sign.notna().all():
        made = terms[["term"]].assign(target="all", category=category, weight=sign)
    else:
        made = terms[["term"]].assign(target=category, category=category, weight=1.0)
    return made.drop_duplicates(["term", "target"]).reset_index(drop=True)


def _find(corpus: Corpus, terms: pd.DataFrame) -> pd.DataFrame:
    tokens = corpus.tokens
    distinct = terms["term"].unique().tolist()
    first, last, term = find_terms(tokens, distinct)
    spans = tokens.table(first, last)
    spans = spans.assign(voice=voices_of(corpus, spans), term=np.array(distinct, object)[term])
    return spans.merge(terms, on="term", how="left").drop(columns="term")
