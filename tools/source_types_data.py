"""Sources that the models of source types learn from: those that were coded, and others that teachers may label.

Codes given by hand stand beside this script (source_types_labels.csv: where a source stands and its type, no text).
Neither the articles that some figure is measured on nor PolNeAR's dev and test splits are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from corpora import HERE, read_texts, silver

from framing.annotation.attributions import find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import find_sources, first_words, span_texts
from framing.annotation.sources.features import Known
from framing.annotation.sources.passages import who_speaks
from framing.annotation.text.tokens import tokenize
from framing.schema import SOURCE_TYPES

CORPORA = {"news-2017": "news", "hongkong-2019": "hongkong", "polnear-train": "polnear"}
CODED = 2.0  # what a coded source weighs beside another
FOLDS = 5


@dataclass(frozen=True)
class Sources:
    """What was found in some articles, and the relations whose sources are learnt from.

    `rows` are their numbers; `types` are those of the coded ones, -1 of the others; `held` marks the coded ones of every
    fifth article, which can be kept out to measure on.
    """

    known: Known
    relations: pd.DataFrame
    cue: pd.Series
    rows: np.ndarray
    types: np.ndarray
    held: np.ndarray

    def wanted(self, chances: np.ndarray, coded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities that a pupil learns, shape (rows, types), and weights: half the code where one is known."""
        aim = chances / chances.sum(axis=1, keepdims=True)
        aim[coded] = (aim[coded] + np.eye(len(SOURCE_TYPES))[self.types[coded]]) / 2
        return aim, np.where(coded, CODED, 1.0)


def read_sources(news: Path, hongkong: Path, polnear: Path, most: int | None = None) -> Sources:
    """Read the articles that hold codes or may be labelled, `most` of each kind, and find their sources."""
    texts = read_texts(news, hongkong, polnear)
    codes = pd.read_csv(HERE / "source_types_labels.csv", dtype={"article_id": str}, keep_default_na=False)
    codes["article_id"] = codes["corpus"].map(CORPORA) + ":" + codes["article_id"]
    names = {*codes["article_id"].unique()[:most], *silver(texts, most)["article_id"]}
    texts = texts[texts["article_id"].isin(names) | ((texts["corpus"] == "polnear") & (most is None))]
    mended = texts["body"].str.replace('"?', '" ', regex=False).where(texts["corpus"] == "news", texts["body"])
    return find(texts.assign(body=mended).reset_index(drop=True), codes)


def find(articles: pd.DataFrame, codes: pd.DataFrame) -> Sources:
    """Find sources; a coded source that the tagger overlooked becomes a relation of its own."""
    tokens = tokenize(articles)
    found = find_attributions(tokens, find_quotations(tokens))
    relations, spans = found.relations, found.spans
    first, last = tokens.locate(codes)
    keep = last > first
    first, last, types = first[keep], last[keep], codes["source_type"].to_numpy()[keep]
    number = int(relations["relation"].max()) + 1 + np.arange(len(first))
    clash = spans[(spans["role"] == "source") & _touches(spans, first, last)]["relation"]
    extra = pd.DataFrame(
        {
            "relation": number,
            "article": tokens.article[first],
            "sentence": tokens.sentence[first],
            "parent": -1,
            "form": "indirect",
            "confidence": 1.0,
        }
    )
    sources = pd.DataFrame({"relation": number, "role": "source", "first": first, "last": last})
    cues = spans[(spans["role"] == "cue") & spans["relation"].isin(clash)]
    cues = cues.assign(relation=_nearest(cues["first"].to_numpy(), first, number))
    relations = pd.concat([relations[~relations["relation"].isin(clash)], extra], ignore_index=True)
    spans = pd.concat([spans[~spans["relation"].isin(clash)], sources, cues], ignore_index=True)
    known = find_sources(tokens, relations, spans)
    cue = first_words(span_texts(tokens, relations, spans)["cue"])
    coded = np.arange(len(relations) - len(number), len(relations))
    others = np.setdiff1d(who_speaks(known, relations)[0], coded)
    code = pd.Series(range(len(SOURCE_TYPES)), index=list(SOURCE_TYPES))
    held = np.append(extra["article"] % FOLDS == 0, np.zeros(len(others), bool))
    all_types = np.append(code[types].to_numpy(), np.full(len(others), -1))
    return Sources(known, relations, cue, np.append(coded, others), all_types, held)


def _touches(spans: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    order = np.argsort(first)
    first, last = first[order], last[order]
    place = np.searchsorted(first, spans["last"].to_numpy()) - 1
    return (place >= 0) & (last[np.maximum(place, 0)] > spans["first"].to_numpy())


def _nearest(position: np.ndarray, first: np.ndarray, number: np.ndarray) -> np.ndarray:
    order = np.argsort(first)
    place = np.clip(np.searchsorted(first[order], position), 1, len(order) - 1)
    left = position - first[order][place - 1] < first[order][place] - position
    return number[order][place - left]
