"""Who is named, and how: the mentions table, one row for each naming of a codebook's targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.text.inflection import noun_forms
from framing.annotation.text.matching import find_terms
from framing.annotation.voice.forms import MODIFIER, NOUN, OTHER
from framing.annotation.voice.voice import find_voice
from framing.errors import FramingError
from framing.lexicon import read_lexicon

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens
    from framing.corpus.corpus import Corpus
    from framing.lexicon import Lexicon

LEDE = 3
"""Sentences of the body that count as its lede."""


def find_mentions(corpus: Corpus, *, codebook: Lexicon | None = None) -> pd.DataFrame:
    """Find every naming of a codebook's targets, with its form and its voice.

    Parameters
    ----------
    corpus : Corpus
        With tokens, quotations and attributions, as `annotate` prepares it.
    codebook : Lexicon, optional
        The corpus's own unless another is given.

    Returns
    -------
    DataFrame
        The mentions table. `term` is the entry of the codebook, `text` what stands in the article.

    Raises
    ------
    FramingError
        If the lexicon is no codebook: a column or a category is missing or unknown.

    Notes
    -----
    A word list finds words, not references: "he", "the group" and "those who marched" name targets too and are not
    here. An article with no row has named no target by a term of this codebook; that is missing, and never neutral.
    """
    book = check_codebook(codebook or corpus.codebook)
    corpus = with_arrays(corpus)
    tokens = corpus.tokens
    first, last, row = find_namings(tokens, book)
    terms = book.terms.iloc[row].reset_index(drop=True)
    named = tokens.table(first, last).assign(
        term=terms["term"], target=terms["target"], category=terms["category"], **_places(tokens, first)
    )
    coded = find_voice(corpus, named)
    wanted = terms["form"] if "form" in terms else pd.Series("", terms.index)
    coded["form"] = coded["form"].where(wanted != MODIFIER, MODIFIER)
    kept = coded[(coded["form"] != OTHER) & ((wanted != NOUN) | (coded["form"] == NOUN))]
    kept = kept.assign(mention=kept.groupby("article_id", sort=False).cumcount()).reset_index(drop=True)
    return schema.MENTIONS.cast(kept)


def find_namings(tokens: Tokens, book: Lexicon) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the terms of a codebook in the singular and the plural, the longest first, without those that name nobody.

    Returns
    -------
    first, last, row : ndarray of int
        Token ranges [first, last) and the row of the term in the codebook.
    """
    names = [form for term in read_lexicon("not-people").terms["term"] for form in noun_forms(term)]
    forms = [(form, i) for i, term in enumerate(book.terms["term"]) for form in noun_forms(term)]
    first, last, hit = find_terms(tokens, names + [form for form, _ in forms])
    row = np.array([-1] * len(names) + [i for _, i in forms], np.int64)[hit]
    left_out = (book.terms["form"] == OTHER).to_numpy() if "form" in book.terms else np.zeros(len(book.terms), bool)
    keep = (row >= 0) & ~left_out[row]
    return first[keep], last[keep], row[keep]


def check_codebook(book: Lexicon | None) -> Lexicon:
    """Give the codebook back if it has targets and known categories, else tell what is wrong with it."""
    if book is None:
        raise FramingError("There is no codebook to name anybody; annotate the corpus, or pass codebook=.")
    for column in ("target", "category"):
        if column not in book.terms:
            raise FramingError(
                f"The lexicon '{book.name}' is no codebook: it has no column '{column}'; add it, or choose another one."
            )
    counted = book.terms["form"] != OTHER if "form" in book.terms else pd.Series(data=True, index=book.terms.index)
    unknown = counted & ~book.terms["category"].isin(list(schema.CATEGORIES))
    if unknown.any():
        i = int(unknown.to_numpy().argmax())
        raise FramingError(
            f"The category {book.terms['category'].iloc[i]!r} of the term {book.terms['term'].iloc[i]!r} in the "
            f"codebook '{book.name}' is unknown; write one of {', '.join(schema.CATEGORIES)}."
        )
    return book


def _places(tokens: Tokens, first: np.ndarray) -> dict[str, np.ndarray]:
    """Sentence number in the article and prominence of mentions that begin at some tokens."""
    if not len(first):
        return {"sentence": np.zeros(0, np.int64), "prominence": np.zeros(0, object)}
    sentence = tokens.sentence[first]
    segment = tokens.segment[first]
    begins = tokens.segment_tokens[:-1]
    opening = np.append(tokens.sentence, tokens.sentence[-1] + 1)[begins]
    headline_segment = 2 * tokens.segment_article[segment]
    in_lede = sentence - opening[segment] < LEDE
    prominence = np.where(tokens.segment_part[segment] == 0, "headline", np.where(in_lede, "lede", "rest"))
    return {"sentence": sentence - opening[headline_segment], "prominence": prominence}
