"""Stories: reports of one event by different outlets, found by their words and dates."""

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from framing import schema
from framing.corpus.queries import open_tables
from framing.corpus.stories.grouping import THRESHOLD, find_stories, regroup_articles
from framing.corpus.stories.linking import _link
from framing.corpus.stories.similarity import DECAY, choose_terms, similar_pairs, vectors_by_day, weigh_words

FIRE = "A fire in the depot of Karabor destroyed nine coal wagons and wounded a watchman, the brigade said."
VOTE = (
    "Voters in Luria chose a new parliament; turnout reached sixty percent, the election board in Port Avel announced."
)
FERRY = "A ferry sank off Kessin harbour with forty passengers, divers searched the hull until midnight."


def table(rows):
    made = pd.DataFrame(rows, columns=["article_id", "outlet_id", "published", "headline", "body"])
    made["published"] = pd.to_datetime(made["published"]).astype("datetime64[us]")
    return made


def days_of(articles, days):
    """The days of some articles, and the terms of their vectors."""
    words, forms = weigh_words(articles)
    facts = pd.DataFrame({"place": range(len(articles)), "day": pd.array(days, "Int64")})
    with open_tables(facts=facts, words=words, forms=forms) as tables:
        terms = choose_terms(tables)
        return list(vectors_by_day(tables, terms)), terms["term"].tolist()


@pytest.fixture
def articles():
    return table(
        [
            ("a1", "a", "2020-01-01", "Fire destroys coal depot in Karabor", FIRE),
            ("b1", "b", "2020-01-02", "Karabor depot fire: nine wagons lost", FIRE + " It burned for hours."),
            ("a2", "a", "2020-01-01", "Luria votes for new parliament", VOTE),
            ("b2", "b", "2020-01-01", "High turnout as Luria chooses parliament", VOTE + " Counting went on."),
            ("a3", "a", "2020-01-03", "Ferry sinks off Kessin", FERRY),
            ("a4", "a", "2020-01-03", "Divers search sunken ferry off Kessin", FERRY),
            ("b5", "b", "2020-03-01", "Fire destroys coal depot in Karabor", FIRE),
            ("c6", "c", None, "Ferry sinks off Kessin", FERRY),
        ]
    )


def test_same_event_is_one_story_and_another_event_is_not(articles):
    stories, story_of = find_stories(articles)
    assert story_of["a1"] == story_of["b1"]
    assert story_of["a2"] == story_of["b2"]
    assert story_of["a1"] != story_of["a2"]
    schema.STORIES.check(stories)
    assert len(stories) == 2


def test_one_outlet_makes_no_story_nor_does_another_month_nor_a_text_without_date(articles):
    _, story_of = find_stories(articles)
    assert story_of[["a3", "a4", "b5", "c6"]].isna().all()


def test_stories_at_several_thresholds_are_those_found_at_each(articles):
    thresholds = (0.05, THRESHOLD, 0.999)
    regrouped = regroup_articles(articles, thresholds)
    for threshold, story_of in zip(thresholds, regrouped, strict=True):
        pd.testing.assert_series_equal(story_of, find_stories(articles, threshold=threshold)[1])
    assert regrouped[0].notna().sum() > regrouped[2].notna().sum() == 0
    for whole, in_parts in zip(
        regrouped, regroup_articles((articles[i : i + 2] for i in range(0, len(articles), 2)), thresholds), strict=True
    ):
        pd.testing.assert_series_equal(in_parts, whole)


def test_stories_are_described(articles):
    stories, story_of = find_stories(articles)
    fire = stories.set_index("story_id").loc[story_of["a1"]]
    assert str(fire["begins"].date()) == "2020-01-01"
    assert str(fire["ends"].date()) == "2020-01-02"
    assert "Karabor" in fire["label"] or "depot" in fire["label"]
    assert THRESHOLD <= fire["confidence"] <= 1


def test_order_of_the_articles_does_not_matter(articles):
    stories, story_of = find_stories(articles)
    turned, of_turned = find_stories(articles.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(stories, turned)
    pd.testing.assert_series_equal(story_of.sort_index(), of_turned.sort_index())


def test_no_dates_at_all_is_one_day(articles):
    _, story_of = find_stories(articles.assign(published=pd.NaT).astype({"published": "datetime64[us]"}))
    assert story_of["a3"] == story_of["c6"]


def test_chain_of_likeness_does_not_become_one_story():
    words = [f"w{i}" for i in range(60)]
    rows = [(f"a{i}", f"o{i % 3}", "2020-01-01", "", " ".join(words[i * 6 : i * 6 + 12])) for i in range(8)]
    stories, story_of = find_stories(table(rows), threshold=0.3)
    sizes = story_of.value_counts()
    assert sizes.max() <= 3
    assert len(stories) >= 2


def test_similarity_is_the_cosine_times_the_decay(articles):
    number = [0, 1, 0, 0, 2, 2, 60, None]
    days, terms = days_of(articles, number)
    assert [day.number for day in days] == [0, 1, 2, 60]
    dense = np.zeros((len(articles), len(terms)))
    for day in days:
        dense[day.places] = day.vectors.toarray()
    np.testing.assert_allclose(np.linalg.norm(dense[:7], axis=1), 1)
    first, second, similarity = similar_pairs(days, window=2, floor=0.01)
    for i, j, value in zip(first, second, similarity, strict=True):
        assert i < j
        assert value == pytest.approx(dense[i] @ dense[j] * DECAY ** abs(number[i] - number[j]))
    assert (0, 1) in set(zip(first.tolist(), second.tolist(), strict=True))
    assert 6 not in first.tolist() + second.tolist()
    assert 7 not in first.tolist() + second.tolist()


def test_words_fade_from_the_top_and_names_count_less():
    first, second = "they saw harbour lights and Karabor burning", "then Karabor and harbour slept"
    rows = [
        ("a", "x", None, "", first),
        ("b", "y", None, "harbour", second),
        ("c", "x", None, "", "it"),
        ("d", "y", None, "", "of"),
    ]
    (day,), terms = days_of(table(rows), [0] * 4)
    weight = pd.DataFrame(day.vectors.toarray(), columns=terms)
    assert terms == ["and", "harbour", "karabor"]
    far = first.index("Karabor") - first.index("harbour")
    assert weight.loc[0, "karabor"] / weight.loc[0, "harbour"] == pytest.approx(0.8 * np.exp(-far / 500))
    top, deep = np.exp(-second.index("and") / 500), np.exp(-second.index("harbour") / 500)
    assert weight.loc[1, "and"] / weight.loc[1, "harbour"] == pytest.approx(top / (1 + deep))


@pytest.mark.parametrize("rows", [[], [("a", "x", "2020-01-01", "", "one text")], [("a", "x", None, "", "")] * 1])
def test_too_little_to_compare(rows):
    stories, story_of = find_stories(table(rows))
    assert not len(stories)
    assert story_of.isna().all()


@pytest.mark.parametrize("seed", range(5))
def test_linking_is_average_linkage(seed):
    alike = np.random.default_rng(seed).random((14, 14))
    alike = np.triu(alike, 1) + np.triu(alike, 1).T
    first, second = np.triu_indices(14, 1)
    group = _link(14, first, second, alike[first, second], 0.55, lenience=1)
    distance = squareform(1 - alike - np.eye(14), checks=False)
    wanted = fcluster(linkage(distance, "average"), 1 - 0.55, criterion="distance")
    np.testing.assert_array_equal(group[:, None] == group, wanted[:, None] == wanted)


@pytest.mark.filterwarnings("error")
def test_a_collection_over_decades_warns_of_nothing():
    dates = pd.date_range("1980-01-01", "2026-01-01", periods=60)
    rows = {"article_id": [f"a{i}" for i in range(60)], "outlet_id": ["x", "y"] * 30, "headline": "Storm hits the town"}
    table = pd.DataFrame(
        rows | {"body": "The storm broke the pier of Merriton and flooded the market.", "published": dates}
    )
    assert not len(find_stories(table)[0])
