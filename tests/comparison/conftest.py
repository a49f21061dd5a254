"""Invented scores and articles for the tests of this room."""

import numpy as np
import pandas as pd
import pytest

from framing.corpus.corpus import Corpus
from framing.schema import ARTICLES


def build_articles(outlets, stories=None):
    n = len(outlets)
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i:04d}" for i in range(n)], dtype="str"),
            "outlet_id": pd.Series(outlets, dtype="str"),
            "story_id": pd.Series(stories if stories is not None else [None] * n, dtype="str"),
        }
    )


def build_scores(articles, value, n=1.0, *, measure="stance", voice="outlet"):
    return pd.DataFrame(
        {
            "article_id": articles["article_id"],
            "measure": pd.Series(measure, index=articles.index, dtype="str"),
            "target": pd.Series("protesters", index=articles.index, dtype="str"),
            "voice": pd.Series(voice, index=articles.index, dtype="str"),
            "value": np.asarray(value, float),
            "n": np.broadcast_to(np.asarray(n, float), len(articles)),
            "version": pd.Series("1", index=articles.index, dtype="str"),
        }
    )


@pytest.fixture(scope="session")
def make_articles():
    return build_articles


@pytest.fixture(scope="session")
def make_scores():
    return build_scores


def build_corpus(*texts, headline=""):
    """A corpus of (outlet, body) or (outlet, story, body), not annotated."""
    rows = [(t[0], t[1] if len(t) == 3 else None, t[-1]) for t in texts]
    table = pd.DataFrame(rows, columns=["outlet_id", "story_id", "body"])
    table = table.assign(
        article_id=[f"a{i:03d}" for i in range(len(rows))],
        headline=headline,
        n_words=table["body"].str.split().str.len(),
    )
    return Corpus("invented", ARTICLES.cast(table))


@pytest.fixture(scope="session")
def make_corpus():
    return build_corpus
