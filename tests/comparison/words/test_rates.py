"""Rates of a dictionary's words, on texts in which they can be counted by eye."""

import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.comparison.words.rates import describe_rates, rates
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.scoring.measures.dictionary import read_categories

WORDS = {"riot": ["rioter*", "angry mob"], "order": ["order"], "The Party": ["Party"]}


@pytest.fixture(scope="module")
def corpus():
    own = "Rioters left. An angry mob kept order. The Party met at a party."
    told = "Police said rioters had left the square. Order came back. Nobody was hurt in it."
    rows = [(f"a{i}", "ours", own) for i in range(12)] + [(f"b{i}", "theirs", told) for i in range(12)]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet_id", "body"]).assign(headline="", story_id=None)
    return annotate(Corpus("small", articles.assign(n_words=articles["body"].str.split().str.len())))


def contrast(found, words, voice):
    table = found.contrasts.query("method == 'unpaired' and outlet == 'ours' and target == @words and voice == @voice")
    return table.iloc[0]


def test_counts_words_and_rates_by_voice(corpus):
    found = rates(corpus, WORDS, resamples=50)
    every = contrast(found, "riot", "all")
    assert (every["count_outlet"], every["words_outlet"]) == (24, 12 * 13)
    assert (every["count_reference"], every["words_reference"]) == (12, 12 * 15)
    assert every["mean_outlet"] == pytest.approx(1000 * 24 / 156)
    own = contrast(found, "riot", "outlet")
    assert (own["count_outlet"], own["count_reference"]) == (24, 0)
    assert contrast(found, "riot", "source")["count_reference"] == 12


def test_a_capital_matches_only_itself_and_a_phrase_is_one_place(corpus):
    found = rates(corpus, WORDS, voice="all", resamples=50)
    assert contrast(found, "The Party", "all")["count_outlet"] == 12
    texts = found.evidence.query("target == 'riot'")["text"]
    assert set(texts) == {"Rioters", "angry mob", "rioters"}
    assert set(found.contrasts["voice"]) == {"all"}


def test_a_table_for_people_and_dictionaries_from_files(corpus, tmp_path):
    (tmp_path / "mine.dic").write_text("%\n1\triot\n2\torder\n%\nrioter*\t1\norder\t2\n", encoding="utf-8")
    (tmp_path / "mine.yml").write_text("riot: [rioter*]\norder: [order]\n", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("term,category\nrioter*,riot\norder,order\n", encoding="utf-8")
    tables = [describe_rates(rates(corpus, tmp_path / f"mine.{kind}", resamples=50)) for kind in ("dic", "yml", "csv")]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], table)
    assert tables[0].query("words == 'order'")["count_outlet"].tolist() == [12]


def test_a_negated_category_takes_its_phrases_from_the_plain_one(corpus):
    found = rates(corpus, {"positive": ["order"], "neg_positive": ["kept order"]}, voice="all", resamples=50)
    assert contrast(found, "neg_positive", "all")["count_outlet"] == 12
    assert contrast(found, "positive", "all")["count_outlet"] == 0


def test_a_category_without_terms_is_named(corpus):
    with pytest.raises(FramingError, match="The category 'empty' of the dictionary has no terms"):
        rates(corpus, {"empty": []})


def test_groups_of_outlets_are_compared_by_a_column_of_theirs(corpus):
    outlets = pd.DataFrame({"outlet_id": ["ours", "theirs"], "name": "", "press": ["state", "private"]})
    found = rates(corpus.with_(outlets=outlets), WORDS, by="press", reference="private", voice="all", resamples=50)
    row = describe_rates(found, voice="all").set_index(["words", "outlet"]).loc[("riot", "state")]
    assert (row["count_outlet"], row["count_reference"]) == (24, 12)


def test_a_second_column_names_the_categories_whatever_it_is_called(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text('row,term\nriot,rioter*\n"order, kept",order\nriot,mob\n', encoding="utf-8")
    assert read_categories(path)["category"].tolist() == ["riot", "order, kept", "riot"]
    path.write_text("term,note\nrioter*,a\norder,b\n", encoding="utf-8")
    assert read_categories(path)["category"].tolist() == ["words", "words"]
