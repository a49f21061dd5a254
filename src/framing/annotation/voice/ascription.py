"""Who is behind a label that is not the outlet's own: the attribution round it, or the source that the rules saw."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from framing.lexicon import read_lexicon
from framing.schema import SOURCE_TYPES

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens
    from framing.corpus.corpus import Corpus

OUTLET, QUOTED, REPORTED, SCARE, REJECTED = "outlet", "quoted", "reported", "scare", "rejected"
COLUMNS = ("attribution", "source_text", "speaker", "source_type")
PRONOUNS = frozenset(("he", "she", "they", "it", "who", "his", "her", "their", "its"))
LONGEST_TITLE = 4
BESIDE = 14
"""Tokens on either side of a quotation in which the cue that goes with it is looked for."""


class Judgement(NamedTuple):
    """Voice of a label, and the tokens of source and cue that the rules saw (empty ranges where they saw none)."""

    voice: str
    source: tuple[int, int]
    cue: tuple[int, int]


def attach_sources(
    corpus: Corpus, quotations: Quotations, coded: pd.DataFrame, rows: np.ndarray, judged: list[tuple[int, Judgement]]
) -> pd.DataFrame:
    """Add attribution, source_text, speaker and source_type to coded labels.

    Parameters
    ----------
    corpus : Corpus
        With tokens and the tables attributions and attribution_spans.
    quotations : Quotations
    coded : DataFrame
        Labels with their voice.
    rows : ndarray of int
        Which rows of `coded` were judged.
    judged : list of (int, Judgement)
        First token and judgement of each of these rows.

    Returns
    -------
    DataFrame
        The labels with the four columns, missing where the word is the outlet's or nobody is in sight.
    """
    index = _Relations(corpus, quotations)
    found = [index.source(first, judgement) for first, judgement in judged]
    columns: dict[str, list] = {name: [None] * len(coded) for name in COLUMNS}
    for row, source in zip(rows.tolist(), found, strict=True):
        for name, value in zip(COLUMNS, source, strict=True):
            columns[name][row] = value
    return coded.assign(
        attribution=pd.Series(columns["attribution"], coded.index, dtype="Int64"),
        **{name: pd.Series(columns[name], coded.index, dtype="str") for name in COLUMNS[1:]},
    )


class _Relations:
    """The attribution relations of a collection, found by token."""

    def __init__(self, corpus: Corpus, quotations: Quotations) -> None:
        self._tokens: Tokens = corpus.tokens
        self._quotations = quotations
        table, spans = corpus.attributions, corpus.attribution_spans
        self._number = table["attribution"].tolist()
        self._columns = [[value if isinstance(value, str) else None for value in table[name]] for name in COLUMNS[1:]]
        self._content, self._cue, self._source = self._by_token(table, spans)
        position = pd.Series(np.arange(len(self._tokens.article_ids)), index=self._tokens.article_ids)
        self._article = position.reindex(table["article_id"]).to_numpy()
        self._cue_place = np.full(len(table), len(self._tokens))
        at = np.flatnonzero(self._cue >= 0)[::-1]
        self._cue_place[self._cue[at]] = at

    def _by_token(self, table: pd.DataFrame, spans: pd.DataFrame) -> list[np.ndarray]:
        """Row of the relation whose content, cue and source each token is in (-1 for none); short spans cover long."""
        keys = pd.MultiIndex.from_frame(table[["article_id", "attribution"]])
        row = keys.get_indexer(pd.MultiIndex.from_frame(spans[["article_id", "attribution"]]))
        first, last = self._tokens.locate(spans)
        order = np.argsort(first - last, kind="stable")
        found = []
        for role in ("content", "cue", "source"):
            chosen = order[(spans["role"] == role).to_numpy()[order]]
            length = (last - first)[chosen]
            places = np.repeat(first[chosen] - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
            target = np.full(len(self._tokens), -1, np.int64)
            target[places + np.arange(len(places))] = np.repeat(row[chosen], length)
            found.append(target)
        return found

    def source(self, first: int, judgement: Judgement) -> tuple:
        """Give attribution, source_text, speaker and source_type of a label."""
        if judgement.voice == OUTLET:
            return (None, None, None, None)
        relation = self._relation(first, judgement)
        own = self._text(judgement.source)
        if relation < 0:
            return (None, own, *self._known(first, own))
        text, speaker, kind = (column[relation] for column in self._columns)
        if text is None and own is not None:
            text = own
            if speaker is None and kind is None:
                speaker, kind = self._known(first, own)
        return (self._number[relation], text, speaker, kind or type_of(text))

    def _text(self, span: tuple[int, int]) -> str | None:
        if span[1] <= span[0]:
            return None
        return self._tokens.text[self._tokens.start[span[0]] : self._tokens.end[span[1] - 1]]

    def _relation(self, first: int, judgement: Judgement) -> int:
        """Find the relation of the cue that decided, else the one whose content holds the label, else one beside it."""
        for low, high, index in ((*judgement.cue, self._cue), (*judgement.source, self._source)):
            marked = index[low:high]
            if high > low and (marked >= 0).any():
                return int(marked[marked >= 0][0])
        if judgement.voice == SCARE and judgement.source[1] > judgement.source[0]:
            return -1
        if self._content[first] >= 0:
            return int(self._content[first])
        quotation = int(self._quotations.outer[first])
        if quotation >= 0:
            return self._of_quotation(quotation)
        return self._in_sentence(first) if judgement.voice in (SCARE, REJECTED) else -1

    def _of_quotation(self, quotation: int) -> int:
        low, high = int(self._quotations.first[quotation]), int(self._quotations.last[quotation])
        held = self._content[low:high]
        return int(held[held >= 0][0]) if (held >= 0).any() else self._beside(low, high)

    def _beside(self, first: int, last: int) -> int:
        """Find the relation whose cue is nearest to a quotation, in the same paragraph or just before it."""
        low, high = max(0, first - BESIDE), min(len(self._tokens), last + BESIDE)
        places = np.flatnonzero(self._cue[low:high] >= 0) + low
        places = places[self._tokens.segment[places] == self._tokens.segment[first]]
        if not len(places):
            return -1
        distance = np.where(places < first, first - places, places - last)
        return int(self._cue[places[int(np.argmin(distance))]])

    def _in_sentence(self, first: int) -> int:
        sentence = int(self._tokens.sentence[first])
        low, high = (int(self._tokens.sentence_tokens[sentence + i]) for i in (0, 1))
        places = np.flatnonzero(self._cue[low:high] >= 0) + low
        return int(self._cue[places[int(np.argmin(np.abs(places - first)))]]) if len(places) else -1

    def _known(self, first: int, text: str | None) -> tuple[str | None, str | None]:
        """Look a source up among the sources of its article: by name, or for a pronoun the last one before it."""
        if text is None:
            return (None, None)
        article = self._tokens.segment_article[self._tokens.segment[first]]
        low, high = np.searchsorted(self._article, [article, article + 1])
        texts, speakers, kinds = self._columns
        rows = [row for row in range(int(low), int(high)) if speakers[row] or kinds[row]]
        if text.lower() in PRONOUNS:
            before = [row for row in rows if self._cue_place[row] < first]
            return (speakers[before[-1]], kinds[before[-1]]) if before else (None, None)
        word = text.split()[-1].strip("'’\".,")
        for row in rows:
            if texts[row] == text or (word[:1].isupper() and word in (speakers[row] or "").split()):
                return (speakers[row], kinds[row])
        return (None, type_of(text))


@cache
def _types() -> dict[str, str]:
    """Types of well-known sources by name: a country or its capital stands for its government."""
    places = read_lexicon("places").terms
    known = dict.fromkeys(places["term"][places["kind"].isin(["country", "capital"])], "government")
    for name in ("organisations", "public-figures"):
        terms = read_lexicon(name).terms
        known |= dict(zip(terms["term"], terms["source_type"], strict=True))
    return {name: kind for name, kind in known.items() if kind in SOURCE_TYPES}


@cache
def _titles() -> dict[str, str]:
    terms = read_lexicon("titles").terms
    return {row.term.lower(): row.source_type for row in terms.itertuples() if row.source_type in SOURCE_TYPES}


def type_of(text: str | None) -> str | None:
    """Give the type of a source by its name (places, organisations, public figures) or the longest title in it."""
    bare = (text or "").removeprefix("the ").removeprefix("The ").strip(" ,.\"'")
    if bare in _types():
        return _types()[bare]
    words = bare.lower().replace("'s", " 's").split()
    for size in range(min(LONGEST_TITLE, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            kind = _titles().get(" ".join(words[start : start + size]))
            if kind is not None:
                return kind
    return None
