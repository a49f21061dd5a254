"""The bundle of tables that passes from room to room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from html import escape
from typing import Any

import pandas as pd

from framing import schema
from framing.corpus.arrays import Quotations, Tokens
from framing.errors import FramingError
from framing.lexicon import Lexicon

ARTICLE_TABLES = (
    "articles",
    "cleaning",
    "sentences",
    "attributions",
    "attribution_spans",
    "mentions",
    "events",
)
"""Tables with a row or more for each article: a subset of articles is a subset of these."""


def check_corpus(given: object) -> None:
    """Refuse what is no corpus, before something in it is missed.

    Raises
    ------
    FramingError
    """
    if not isinstance(given, Corpus):
        raise FramingError(
            f"A corpus is wanted, and not a {type(given).__name__}; framing.read_corpus makes one, "
            "framing.open_results gives one in .corpus."
        )


@dataclass(frozen=True)
class Corpus:
    """A collection of articles and all that is known of them; it never changes.

    `read_corpus` makes one, `annotate` gives a new one with the tables of the annotation filled. Every table is a
    DataFrame that keeps to `framing.schema`.

    Parameters
    ----------
    name : str
        Name of the collection.
    articles, outlets, stories, dropped, notes, cleaning : DataFrame
        What was read; `dropped` and `articles` add up to the input documents, `notes` say what was guessed.
    sentences, attributions, attribution_spans, mentions, events : DataFrame
        What was annotated; empty before.
    tokens, quotations : Tokens, Quotations
        Arrays behind the annotation; empty before it and in a subset.
    codebook : Lexicon, optional
        The codebook that named the mentions; None before annotation.
    """

    name: str
    articles: pd.DataFrame
    outlets: pd.DataFrame = field(default_factory=schema.OUTLETS.empty)
    stories: pd.DataFrame = field(default_factory=schema.STORIES.empty)
    dropped: pd.DataFrame = field(default_factory=schema.DROPPED.empty)
    notes: pd.DataFrame = field(default_factory=schema.NOTES.empty)
    cleaning: pd.DataFrame = field(default_factory=schema.CLEANING.empty)
    sentences: pd.DataFrame = field(default_factory=schema.SENTENCES.empty)
    attributions: pd.DataFrame = field(default_factory=schema.ATTRIBUTIONS.empty)
    attribution_spans: pd.DataFrame = field(default_factory=schema.ATTRIBUTION_SPANS.empty)
    mentions: pd.DataFrame = field(default_factory=schema.MENTIONS.empty)
    events: pd.DataFrame = field(default_factory=schema.EVENTS.empty)
    tokens: Tokens = field(default_factory=Tokens.empty)
    quotations: Quotations = field(default_factory=Quotations.empty)
    codebook: Lexicon | None = None

    def __repr__(self) -> str:
        """Tell the size in one line."""
        return f"<Corpus {self.name!r}: {self._size}>"

    def _repr_html_(self) -> str:
        """Say it on a page as a sentence: who reads a report has never seen Python."""
        return f"<p>{escape(self.name)}: {self._size}.</p>"

    @property
    def _size(self) -> str:
        outlets = self.articles["outlet_id"].nunique()
        words = int(self.articles["n_words"].sum())
        state = f", {len(self.mentions):,} mentions" if self.is_annotated else ", not annotated"
        return f"{len(self.articles):,} articles of {outlets} outlets, {words:,} words{state}"

    @property
    def is_annotated(self) -> bool:
        """Whether `annotate` has been here."""
        return self.codebook is not None

    @property
    def has_arrays(self) -> bool:
        """Whether the arrays behind the annotation are those of the articles: not in a subset, nor before it."""
        whole = len(self.tokens.article_ids) == len(self.articles)
        return whole and len(self.quotations.inside) == len(self.tokens)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name in schema.TABLES}

    def with_(self, **changes: Any) -> Corpus:
        """Give a new corpus with some fields replaced."""
        return replace(self, **changes)

    def parts(self) -> Iterator[Corpus]:
        """Give the articles and what belongs to them in parts that memory holds: all at once where they are in memory.

        Yields
        ------
        Corpus
            With the articles, attributions and arrays of the part.
        """
        yield self

    def where(self, **columns: Any) -> Corpus:
        """Keep the articles whose columns have the given values.

        Parameters
        ----------
        **columns
            Column of the articles table to one value or a list of values, as in ``where(outlet_id=["tass", "bbc"])``.

        Returns
        -------
        Corpus
            A new one. The arrays behind the annotation (`tokens`, `quotations`) do not come along; functions that need
            them make them anew (`annotation.quotations.spans.with_arrays`).

        Raises
        ------
        FramingError
            If there is no such column.
        """
        keep = pd.Series(data=True, index=self.articles.index)
        for name, wanted in columns.items():
            if name not in self.articles.columns:
                known = ", ".join(self.articles.columns)
                raise FramingError(f"The articles have no column '{name}'; there are {known}.")
            values = wanted if isinstance(wanted, (list, tuple, set, pd.Series, pd.Index)) else [wanted]
            keep &= self.articles[name].isin(list(values))
        articles = self.articles[keep].reset_index(drop=True)
        kept = {name: _only(getattr(self, name), articles["article_id"]) for name in ARTICLE_TABLES[1:]}
        outlets = self.outlets[self.outlets["outlet_id"].isin(articles["outlet_id"])].reset_index(drop=True)
        stories = self.stories[self.stories["story_id"].isin(articles["story_id"])].reset_index(drop=True)
        arrays = {"tokens": Tokens.empty(), "quotations": Quotations.empty()}
        return self.with_(articles=articles, outlets=outlets, stories=stories, **arrays, **kept)

    def coverage(self) -> pd.DataFrame:
        """Count the articles of each story (rows) by outlet (columns), widest coverage first."""
        counts = pd.crosstab(self.articles["story_id"], self.articles["outlet_id"])
        order = pd.DataFrame({"outlets": (counts > 0).sum(axis=1), "articles": counts.sum(axis=1)})
        return counts.loc[order.sort_values(["outlets", "articles"], ascending=False, kind="stable").index]


def _only(table: pd.DataFrame, article_ids: pd.Series) -> pd.DataFrame:
    return table[table["article_id"].isin(article_ids)].reset_index(drop=True)
