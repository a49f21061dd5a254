import dataclasses

import pandas as pd
import pytest

from framing import schema
from framing.corpus.corpus import Corpus
from framing.errors import FramingError


@pytest.fixture
def corpus():
    rows = [("a1", "x", "s1"), ("a2", "y", "s1"), ("a3", "y", "s2"), ("a4", "x", None)]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet_id", "story_id"]).assign(
        headline="", body="b", n_words=1
    )
    outlets = schema.OUTLETS.cast(pd.DataFrame({"outlet_id": ["x", "y"], "name": ["X", "Y"]}))
    spans = {"article_id": ["a1", "a3"], "sentence": 0, "part": "body", "start": 0, "end": 1, "text": "b", "n_words": 1}
    sentences = schema.SENTENCES.cast(pd.DataFrame(spans))
    return Corpus("c", schema.ARTICLES.cast(articles), outlets=outlets, sentences=sentences)


def test_where_keeps_articles_and_what_belongs_to_them(corpus):
    part = corpus.where(outlet_id="y")
    assert part.articles["article_id"].tolist() == ["a2", "a3"]
    assert part.outlets["outlet_id"].tolist() == ["y"]
    assert part.sentences["article_id"].tolist() == ["a3"]
    assert len(corpus.articles) == 4
    assert corpus.where(outlet_id=["x", "y"], story_id="s1").articles["article_id"].tolist() == ["a1", "a2"]


def test_where_names_an_unknown_column(corpus):
    with pytest.raises(FramingError, match="no column 'outlet'; there are article_id"):
        corpus.where(outlet="x")


def test_a_corpus_does_not_change(corpus):
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.name = "d"


def test_coverage_counts_articles_by_story_and_outlet(corpus):
    table = corpus.coverage()
    assert table.loc["s1"].to_dict() == {"x": 1, "y": 1}
    assert table.index.tolist() == ["s1", "s2"]
