"""Faults that once passed unseen: repeats, stories, documents and names on the way from files to results."""

import json

import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.corpus.overview import corpus_of_text
from framing.corpus.reading import read_corpus
from framing.corpus.stories.grouping import find_stories
from framing.pipeline import score_collection
from framing.results import read_results

EVENT = (
    "Dockers in the harbour of Ostrava stopped the cranes on {day} after talks over night shifts broke down. The union "
    "leader Petra Valtin asked for mediation, and the harbour master Jonas Reck offered a meeting in the customs hall."
)


@pytest.fixture
def source(tmp_path):
    rows = [
        ("a1", "courier", "Cranes stop in Ostrava", EVENT.format(day="Monday"), "2031-05-05"),
        ("a2", "herald", "Ostrava dockers stop the cranes", EVENT.format(day="dawn") + " Ships wait.", "2031-05-05"),
        ("a3", "courier", "Cranes stop again", EVENT.format(day="Monday") + " Nothing moved.", "2031-05-06"),
        ("a4", "herald", "Cranes stop in Ostrava", EVENT.format(day="Monday"), "2031-09-05"),
        (
            "a5",
            "herald",
            "A calm week",
            "The choir of the upper town sang, and the protesters went home.",
            "2031-05-05",
        ),
        ("a6", "herald", "Nothing", "Show More\nBack to top", "2031-05-05"),
    ]
    others = "orchard tunnel glacier library bakery stadium museum lantern violin compass".split()
    rows += [
        (f"b{i}", "courier", f"The {w}", f"A {w} number {i} was opened.", "2031-05-05") for i, w in enumerate(others)
    ]
    path = tmp_path / "small.jsonl"
    names = ("article_id", "outlet_id", "headline", "body", "published")
    path.write_text("\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in rows), encoding="utf-8")
    return path


def test_an_article_that_cleaning_empties_is_told_of(source):
    corpus = read_corpus(source)
    assert "a6" not in set(corpus.articles["article_id"])
    told = corpus.dropped.set_index("article_id").loc["a6"]
    assert told["reason"] == "no text" and "after cleaning" in told["detail"]
    assert len(corpus.articles) + len(corpus.dropped) == 16


def test_repeats_within_an_outlet_are_marked_and_those_across_outlets_are_agency_copy(source):
    articles = read_corpus(source).articles.set_index("article_id")
    assert articles.loc["a3", "duplicate_of"] == "a1"
    assert pd.isna(articles.loc["a2", "duplicate_of"])
    assert articles.loc["a2", "wire"] and articles.loc["a2", "wire_share"] > 0.5
    assert not articles.loc["a5", "wire"]


@pytest.mark.parametrize(("later", "same"), [("2031-05-05", True), ("2031-05-08", False)])
def test_the_same_words_beyond_the_window_are_another_story(source, later, same):
    articles = read_corpus(source).articles
    articles = articles[articles["article_id"].isin(["a1", "a2"]) | articles["article_id"].str.startswith("b")]
    moved = articles.assign(published=articles["published"].where(articles["article_id"] != "a2", pd.Timestamp(later)))
    story = find_stories(moved)[1]
    assert (story.get("a1") == story.get("a2")) is same
    wide = find_stories(moved, window=5)[1]
    assert wide["a1"] == wide["a2"]


def test_results_have_their_stories_and_the_name_of_their_codebook(source, tmp_path):
    score_collection(source, tmp_path / "out", codebook="migration")
    results = read_results(tmp_path / "out")
    story = results.corpus.articles.set_index("article_id")["story_id"]
    assert story["a1"] == story["a2"] and story.notna().sum() >= 2
    assert story["a1"] in set(results.corpus.stories["story_id"])
    assert results.corpus.codebook.name == "migration"


def test_a_plain_quotation_is_surer_than_a_vague_rumour():
    text = (
        "“We shall rebuild the bridge before the winter,” said Petra Valtin, the mayor of Ostrava.\n\n"
        "It was thought among some in the hall that more might follow."
    )
    attributions = annotate(corpus_of_text(text)).attributions
    plain = attributions[attributions["form"] == "direct"]
    assert plain["confidence"].min() > 0.7
