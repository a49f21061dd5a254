"""Tokens and quotations that were kept are those that tokenising again would give."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.corpus.arrays_kept import arrays_of_tables, tables_of_arrays
from framing.corpus.reading import read_corpus
from framing.corpus.vocabulary import Vocabulary, question_key


@pytest.mark.parametrize("cut", [0, 7, 62])
def test_arrays_read_back_are_the_arrays_made(cut, tmp_path):
    articles = read_corpus("january").articles
    shards = []
    for part in (articles.iloc[:cut], articles.iloc[cut:]):
        if len(part):
            tokens = tokenize(part.reset_index(drop=True))
            shards.append(tables_of_arrays(tokens, find_quotations(tokens)))
    joined = {name: pd.concat([shard[name] for shard in shards], ignore_index=True) for name in shards[0]}
    joined["tokens"]["type"] = joined["tokens"]["type"].astype("category")
    for name, table in joined.items():
        table.to_parquet(tmp_path / name)
    tokens, quotations = arrays_of_tables(articles, {name: pd.read_parquet(tmp_path / name) for name in joined})
    wanted = tokenize(articles)
    for made, found in ((wanted, tokens), (find_quotations(wanted), quotations)):
        for field in dataclasses.fields(made):
            np.testing.assert_array_equal(getattr(made, field.name), getattr(found, field.name), err_msg=field.name)


def test_no_articles_and_odd_marks():
    rows = [("a", "", "He said “"), ("b", "“", "“No’ «"), ("c", "x", "")]
    articles = pd.DataFrame(rows, columns=["article_id", "headline", "body"]).assign(outlet_id="o", n_words=1)
    for some in (schema.ARTICLES.cast(articles), schema.ARTICLES.empty()):
        tokens = tokenize(some)
        made = find_quotations(tokens)
        found_tokens, found = arrays_of_tables(some, tables_of_arrays(tokens, made))
        np.testing.assert_array_equal(found.inside, made.inside)
        np.testing.assert_array_equal(found.opening, made.opening)
        assert found_tokens.text == tokens.text


def test_a_word_is_asked_about_once():
    asked = []

    def ask(word):
        asked.append(word)
        return word.isupper()

    words = Vocabulary()
    first = words.number(["a", "B", "a"])
    assert words.answers("upper", ask)[first].tolist() == [False, True, False]
    second = words.number(["C", "B"])
    assert words.answers("upper", ask)[second].tolist() == [True, True]
    assert asked == ["a", "B", "C"]


def test_a_question_is_known_by_its_code_unless_it_depends_on_more():
    keys = {question_key(lambda word: word == "a") for _ in range(2)}
    assert len(keys) == 1
    assert question_key(str.islower) == question_key(str.islower)
    for mark in "ab":
        assert question_key(lambda word: word == mark) is None  # noqa: B023
    assert question_key(lambda word, mark="a": word == mark) is None
