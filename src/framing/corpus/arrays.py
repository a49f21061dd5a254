"""Text as flat arrays, the form in which articles pass from room to room beside the tables: tokens and quotations."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from framing.corpus.vocabulary import Vocabulary, fold, question_key, shared_vocabulary
from framing.schema import PARTS

__all__ = ["SEPARATOR", "Quotations", "Tokens", "cover", "depths", "fold", "positions_in"]

Made = TypeVar("Made")
SEPARATOR = "\n\n"
"""What stands between two parts in the text of `Tokens`."""


@dataclass(frozen=True)
class Tokens:
    """Tokens of the headlines and bodies of some articles.

    All parts stand one after the other in `text`; a *segment* is one part of one article, and each article has two, its
    headline and its body, even when one is empty. Offsets in `start` and `end` refer to `text`; `table` turns token
    ranges into rows with offsets in the part, as all span tables of the project have them.

    Parameters
    ----------
    text : str
    article_ids : ndarray of str, shape (articles,)
    segment_article, segment_part, segment_start, segment_tokens : ndarray
        Article and part (0 headline, 1 body) of a segment, its first character in `text`, and token boundaries
        (one more than there are segments).
    types : ndarray of str
        Distinct tokens as written; `type_id` of a token points here.
    folded : ndarray of str
        Distinct types in lower case, with straight apostrophes; `fold` of a type points here.
    start, end, type_id, segment, sentence : ndarray, shape (tokens,)
    space_before, break_before : ndarray of bool, shape (tokens,)
        Whether white space, and whether a line break or the beginning of a part, stands before the token.
    sentence_tokens : ndarray
        Token boundaries of sentences (one more than there are sentences).
    """

    text: str
    article_ids: np.ndarray
    segment_article: np.ndarray
    segment_part: np.ndarray
    segment_start: np.ndarray
    segment_tokens: np.ndarray
    types: np.ndarray
    type_id: np.ndarray
    folded: np.ndarray
    fold: np.ndarray
    start: np.ndarray
    end: np.ndarray
    segment: np.ndarray
    space_before: np.ndarray
    break_before: np.ndarray
    sentence: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    sentence_tokens: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.start)

    @classmethod
    def empty(cls) -> Tokens:
        """Give the tokens of no articles."""
        none, names = np.zeros(0, np.int32), np.zeros(0, object)
        bounds = np.zeros(1, np.int64)
        flags = np.zeros(0, bool)
        return cls(
            "", names, none, none, none, bounds, names, none, names, none, none, none, none, flags, flags, none, bounds
        )

    @property
    def article(self) -> np.ndarray:
        """Article index of each token, shape (tokens,)."""
        return self.segment_article[self.segment]

    @property
    def is_word(self) -> np.ndarray:
        """Whether each token holds a letter or a digit, shape (tokens,)."""
        return self.type_flag(lambda word: any(c.isalnum() for c in word) and word not in {"'s", "’s", "'S", "’S"})

    def type_flag(self, predicate: Callable[[str], bool]) -> np.ndarray:
        """Ask a question that the word alone decides; answer per token, shape (tokens,)."""
        return self.of_types(predicate, question_key(predicate))[self.type_id]

    def flag(self, words: Iterable[str]) -> np.ndarray:
        """Tell for each token whether its lower-case form is among some words, shape (tokens,)."""
        vocabulary, numbers = self._numbered()
        return vocabulary.members(frozenset(words))[numbers][self.type_id]

    def of_types(self, ask: Callable[[str], Any], key: Hashable | None, dtype: Any = bool) -> np.ndarray:
        """Ask something of each type, shape (types,); under a key, each word is asked about once in a process.

        Parameters
        ----------
        ask : callable
            Word to answer; it must depend on nothing else.
        key : hashable or None
            Names the question; None asks about every type anew.
        dtype : dtype
        """
        if key is None:
            return np.fromiter(map(ask, self.types), dtype, len(self.types))
        vocabulary, numbers = self._numbered()
        return vocabulary.answers(key, ask, dtype)[numbers]

    def places(self, numbers: Mapping[str, int], *, exact: bool = False) -> np.ndarray:
        """Give the number that each type has in its lower-case form, or with `exact` as written; else 0."""
        vocabulary, mine = self._numbered()
        return vocabulary.places(numbers, exact=exact)[mine]

    def once(self, name: Hashable, make: Callable[[Tokens], Made]) -> Made:
        """Give what is made of these tokens under a name, made once and kept as long as they are; do not change it."""
        kept = vars(self).setdefault("_made", {})
        if name not in kept:
            kept[name] = make(self)
        return kept[name]

    def keep(self, name: Hashable, made: Any) -> None:
        """Keep something under a name, in place of what is kept there."""
        vars(self).setdefault("_made", {})[name] = made

    def kept(self, name: Hashable) -> Any:
        """Give what is kept under a name, None where nothing is."""
        return vars(self).get("_made", {}).get(name)

    def _numbered(self) -> tuple[Vocabulary, np.ndarray]:
        """Give the vocabulary of the process, and the number that each type has there."""
        return self.once(Vocabulary, lambda tokens: (v := shared_vocabulary(), v.number(tokens.types.tolist())))

    def sentence_in_article(self, token: np.ndarray) -> np.ndarray:
        """Count the sentences of some tokens from 0 in each article: the column `sentence` of a table."""
        opening = np.searchsorted(self.sentence_tokens, self.segment_tokens[2 * self.article[token]])
        return self.sentence[token].astype(np.int64) - opening

    def table(self, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
        """Turn token ranges [first, last) into rows of article_id, part, start, end and text."""
        first, last = np.asarray(first, np.int64), np.asarray(last, np.int64)
        start, end, segment = self.start[first], self.end[last - 1], self.segment[first]
        offset = self.segment_start[segment]
        parts = np.array(PARTS, object)
        return pd.DataFrame(
            {
                "article_id": pd.Series(self.article_ids[self.segment_article[segment]], dtype="str"),
                "part": pd.Series(parts[self.segment_part[segment]], dtype="str"),
                "start": start - offset,
                "end": end - offset,
                "text": pd.Series([self.text[a:b] for a, b in zip(start, end, strict=True)], dtype="str"),
            }
        )

    def locate(self, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Find the token ranges [first, last) that spans (article_id, part, start, end) touch.

        An empty range (first == last) comes back for a span that touches no token, or whose article is not here.
        """
        number = pd.Series(np.arange(len(self.article_ids)), index=pd.Index(self.article_ids, dtype="str"))
        article = number.reindex(spans["article_id"]).to_numpy(float)
        known = ~np.isnan(article)
        segment = 2 * np.where(known, article, 0).astype(np.int64) + (spans["part"] == "body").to_numpy()
        offset = self.segment_start[segment] if len(self.segment_start) else np.zeros(len(spans), np.int64)
        first = np.searchsorted(self.end, offset + spans["start"].to_numpy(np.int64), side="right")
        last = np.searchsorted(self.start, offset + spans["end"].to_numpy(np.int64), side="left")
        return first, np.where(known, np.maximum(first, last), first)


def positions_in(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """List the positions in ranges [first, last), one range after the other."""
    length = last - first
    return np.repeat(first - np.cumsum(length) + length, length) + np.arange(length.sum())


def depths(size: int, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Count the ranges [first, last) that hold each position, shape (size,)."""
    steps = np.bincount(first, minlength=size + 1) - np.bincount(last, minlength=size + 1)
    return np.cumsum(steps)[:size]


def cover(size: int, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Mark the positions that lie in some range [first, last), shape (size,)."""
    return depths(size, first, last) > 0


@dataclass(frozen=True)
class Quotations:
    """Quotations of some articles, in order of their beginning, an outer one before the inner.

    Parameters
    ----------
    first, last : ndarray of int
        Token range strictly inside the marks.
    opening, closing : ndarray of int
        Token of the mark (the first of two for `''`), -1 where it is lost.
    kind : ndarray of int
        0 double, 1 single, 2 guillemets.
    parent : ndarray of int
        The quotation round it, or -1.
    continues : ndarray of int
        The quotation before that this one carries on, with or without a new opening mark, or -1: where a source is
        quoted over several paragraphs, each has a row.
    words : ndarray of int
        Number of words inside.
    inside, outer : ndarray of int, shape (tokens,)
        Innermost and outermost quotation that holds a token, or -1. A mark is not inside its own quotation.
    """

    first: np.ndarray
    last: np.ndarray
    opening: np.ndarray
    closing: np.ndarray
    kind: np.ndarray
    parent: np.ndarray
    continues: np.ndarray
    words: np.ndarray
    inside: np.ndarray
    outer: np.ndarray

    @classmethod
    def empty(cls) -> Quotations:
        """Give the quotations of no articles."""
        return cls(*[np.zeros(0, np.int64)] * 10)

    def __len__(self) -> int:
        """Count the quotations."""
        return len(self.first)
