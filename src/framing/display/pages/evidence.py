"""The evidence of a corpus as columns for a page: texts, namings with voice and speaker, spans of attribution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.display.figures.style import outlet_colours, outlet_names
from framing.schema import ROLES, SOURCE_TYPES, VOICES

WIDE = 2**31
"""More than the characters of any text: the distance between two parts on the line on which places are compared."""


def pack_evidence(corpus: Corpus, texts: pd.DataFrame) -> dict[str, Any]:
    """Pack what a page shows of some texts.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    texts : DataFrame
        Stretches of articles that do not overlap: article_id, part, start, end, text.

    Returns
    -------
    dict
        Ready for JSON: outlets, stories, articles, people, terms; and columns of texts, namings and spans. Numbers
        point into these lists, offsets into the text. A naming or span outside of the texts is left out; a span over
        several of them is in each.
    """
    texts = texts.reset_index(drop=True)
    ids = pd.Index(texts["article_id"].unique())
    articles = corpus.articles.set_index("article_id").loc[ids]
    outlets = corpus.outlets if len(corpus.outlets) else _nameless(corpus.articles["outlet_id"])
    line = _Line(ids, texts)
    namings = line.place(corpus.mentions)
    people, person = _number(namings["speaker"].fillna(namings["source_text"]))
    terms, term = _number_rows(namings[["term", "target", "category"]])
    return {
        "collection": corpus.name,
        "outlets": _outlets(outlets),
        "stories": _stories(corpus, articles),
        "articles": _articles(articles, outlets, corpus),
        "people": people,
        "terms": terms,
        "sourceTypes": list(SOURCE_TYPES),
        "texts": {
            "article": ids.get_indexer(texts["article_id"]).tolist(),
            "part": (texts["part"] == "body").astype(int).tolist(),
            "text": texts["text"].tolist(),
        },
        "namings": {
            **_places(namings),
            "article": ids.get_indexer(namings["article_id"]).tolist(),
            "term": term,
            "voice": pd.Index(VOICES).get_indexer(namings["voice"]).tolist(),
            "form": (namings["form"] == "modifier").astype(int).tolist(),
            "person": person,
            "type": pd.Index(SOURCE_TYPES).get_indexer(namings["source_type"]).tolist(),
            "relation": namings["attribution"].fillna(-1).astype(int).tolist(),
            **_confidence(namings),
        },
        "spans": _spans(line.place(corpus.attribution_spans)),
    }


class _Line:
    """All texts on one line, so that a place is found by a search."""

    def __init__(self, ids: pd.Index, texts: pd.DataFrame) -> None:
        self._ids = ids
        begin = self._position(texts, "start")
        self._order = np.argsort(begin, kind="stable")
        self._begin = begin[self._order]
        self._end = self._position(texts, "end")[self._order]
        self._offset = texts["start"].to_numpy()[self._order]

    def place(self, spans: pd.DataFrame) -> pd.DataFrame:
        """Give each span the number of its text and its offsets there, once for each text that it touches."""
        known = spans[spans["article_id"].isin(self._ids)]
        start, end = self._position(known, "start"), self._position(known, "end")
        first = np.searchsorted(self._end, start, side="right")
        times = np.maximum(np.searchsorted(self._begin, end, side="left") - first, 0)
        row = np.repeat(np.arange(len(known)), times)
        within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
        at = first[row] + within
        base = self._offset[at]
        length = self._end[at] - self._begin[at]
        placed = known.iloc[row].reset_index(drop=True)
        return placed.assign(
            place=self._order[at],
            start=np.clip(placed["start"] - base, 0, length),
            end=np.clip(placed["end"] - base, 0, length),
        )

    def _position(self, table: pd.DataFrame, column: str) -> np.ndarray:
        part = self._ids.get_indexer(table["article_id"]) * 2 + (table["part"] == "body").to_numpy()
        return part.astype(np.int64) * WIDE + table[column].to_numpy(np.int64)


def _nameless(ids: pd.Series) -> pd.DataFrame:
    known = sorted(set(ids))
    return pd.DataFrame({"outlet_id": known, "name": known})


def _outlets(outlets: pd.DataFrame) -> list[dict[str, Any]]:
    colours, names = outlet_colours(outlets), outlet_names(outlets)
    return [{"id": i, "name": names[i], "colour": colours[i]} for i in outlets["outlet_id"]]


def _stories(corpus: Corpus, articles: pd.DataFrame) -> list[dict[str, str]]:
    used = corpus.stories[corpus.stories["story_id"].isin(articles["story_id"])]
    return [{"id": i, "label": label} for i, label in zip(used["story_id"], used["label"], strict=True)]


def _articles(articles: pd.DataFrame, outlets: pd.DataFrame, corpus: Corpus) -> dict[str, list]:
    stories = corpus.stories[corpus.stories["story_id"].isin(articles["story_id"])]["story_id"]
    return {
        "id": articles.index.tolist(),
        "outlet": pd.Index(outlets["outlet_id"]).get_indexer(articles["outlet_id"]).tolist(),
        "story": pd.Index(stories).get_indexer(articles["story_id"]).tolist(),
        "date": articles["published"].dt.strftime("%Y-%m-%d").fillna("").tolist(),
        "headline": articles["headline"].tolist(),
        "byline": articles["byline"].fillna("").tolist(),
        "url": [_web_address(url) for url in articles["url"]],
    }


def _web_address(url: object) -> str:
    """Give an address of the web, and nothing for any other kind."""
    try:
        return url if isinstance(url, str) and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _number(values: pd.Series) -> tuple[list[str], list[int]]:
    codes, names = pd.factorize(values)
    return list(names), codes.tolist()


def _number_rows(rows: pd.DataFrame) -> tuple[list[dict[str, str]], list[int]]:
    codes, keys = pd.factorize(pd.MultiIndex.from_frame(rows))
    return [dict(zip(rows.columns, key, strict=True)) for key in keys], codes.tolist()


def _confidence(namings: pd.DataFrame) -> dict[str, list]:
    if "voice_confidence" not in namings or namings["voice_confidence"].isna().all():
        return {}
    return {"confidence": [None if pd.isna(p) else round(float(p), 2) for p in namings["voice_confidence"]]}


def _places(spans: pd.DataFrame) -> dict[str, list[int]]:
    return {
        "text": spans["place"].tolist(),
        "start": spans["start"].astype(int).tolist(),
        "end": spans["end"].astype(int).tolist(),
    }


def _spans(spans: pd.DataFrame) -> dict[str, Sequence]:
    kept = spans[spans["role"].isin(ROLES)]
    return {**_places(kept), "relation": kept["attribution"].astype(int).tolist(), "role": kept["role"].tolist()}


def whole_parts(corpus: Corpus, article_ids: Sequence[str]) -> pd.DataFrame:
    """Take headlines and bodies of articles as texts for `pack_evidence`, article by article."""
    articles = corpus.articles.set_index("article_id").loc[list(article_ids)].reset_index()
    parts = [articles.assign(part=part, text=articles[part]) for part in ("headline", "body")]
    texts = pd.concat(parts)[["article_id", "part", "text"]]
    texts = texts.assign(start=0, end=texts["text"].str.len())
    return texts.sort_index(kind="stable").reset_index(drop=True)


def named_sentences(corpus: Corpus) -> pd.DataFrame:
    """Take the sentences that hold a naming as texts for `pack_evidence`."""
    sentences = corpus.sentences.sort_values(["article_id", "part", "start"], kind="stable").reset_index(drop=True)
    line = _Line(pd.Index(sentences["article_id"].unique()), sentences)
    named = np.unique(line.place(corpus.mentions)["place"].to_numpy(int))
    return sentences.iloc[named][["article_id", "part", "start", "end", "text"]].reset_index(drop=True)
