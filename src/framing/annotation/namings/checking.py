"""Check that a lexicon is a codebook, and that every row of it says what a row can say."""

from __future__ import annotations

import pandas as pd

from framing import schema
from framing.annotation.namings.finding import SCOPES
from framing.annotation.namings.grammar import FILLER, QUALIFIER
from framing.annotation.voice.forms import MODIFIER, NOUN, OTHER
from framing.errors import FramingError
from framing.lexicon import Lexicon

ROW_FORMS = ("", NOUN, MODIFIER, OTHER, QUALIFIER, FILLER)


def check_codebook(book: Lexicon | None) -> Lexicon:
    """Give the codebook back if every row can be used, else tell in a sentence which row cannot, and why.

    Raises
    ------
    FramingError
        If a column is missing, or a row has an unknown category or form, or a condition that can never be met.
    """
    if book is None:
        raise FramingError("There is no codebook to name anybody; annotate the corpus, or pass codebook=.")
    for column in ("target", "category"):
        if column not in book.terms:
            raise FramingError(
                f"The lexicon '{book.name}' is no codebook: it has no column '{column}'; add it, or choose another one."
            )
    terms = book.terms.assign(form=book.terms.get("form", ""))
    _refuse(book, "form", ~terms["form"].isin(ROW_FORMS), f"one of {', '.join(ROW_FORMS[1:])}, or nothing")
    unknown = (terms["form"] != OTHER) & ~terms["category"].isin(list(schema.CATEGORIES))
    _refuse(book, "category", unknown, f"one of {', '.join(schema.CATEGORIES)}")
    if "needs" in terms:
        possible, targets = {"", QUALIFIER}, set(book.targets)
        scoped = terms["needs"].str.partition(" ")
        known = scoped[0].isin(SCOPES) & scoped[2].map(lambda names: set(names.split("|")) <= targets)
        unmet = ~(terms["needs"].isin(possible) | known)
        _refuse(book, "needs", unmet, "'qualifier', 'sentence TARGET' or 'article TARGET'")
    return book


def _refuse(book: Lexicon, column: str, wrong: pd.Series, remedy: str) -> None:
    if wrong.any():
        row = book.terms.iloc[int(wrong.to_numpy().argmax())]
        raise FramingError(
            f"The {column} {row[column]!r} of the term {row['term']!r} in the codebook '{book.name}' is unknown; "
            f"write {remedy}."
        )
