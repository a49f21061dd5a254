"""Whose word it is, decided once: namings, words, rates and attributions say the same of the teaching collection."""

import numpy as np
import pytest

from framing.annotation.annotate import annotate
from framing.annotation.voice.voice import find_voice, voice_of_words
from framing.corpus.reading import read_corpus
from framing.schema import FOLD, VOICE_REASONS
from framing.scoring.score import find_evidence

SPAN = ["article_id", "part", "start", "end"]


@pytest.fixture(scope="module")
def corpus():
    return annotate(read_corpus("january"))


@pytest.fixture(scope="module")
def contents(corpus):
    """Token ranges of contents, by article and relation."""
    spans = corpus.attribution_spans[corpus.attribution_spans["role"] == "content"]
    first, last = corpus.tokens.locate(spans)
    return spans.assign(first=first, last=last)


def test_who_is_quoted_or_reported_stands_in_the_content_of_a_row_of_the_attributions(corpus, contents):
    named = corpus.mentions[corpus.mentions["voice"].isin(["quoted", "reported"])]
    assert len(named) > 100 and named["attribution"].notna().all()
    token = corpus.tokens.locate(named)[0]
    for row, at in zip(named.itertuples(), token, strict=True):
        mine = contents[(contents["article_id"] == row.article_id) & (contents["attribution"] == row.attribution)]
        assert ((mine["first"] <= at) & (at < mine["last"])).any()


def test_what_is_the_outlets_inside_a_content_has_a_reason_and_nothing_else_has(corpus, contents):
    token = corpus.tokens.locate(corpus.mentions)[0]
    steps = np.zeros(len(corpus.tokens) + 1)
    np.add.at(steps, contents["first"], 1)
    np.add.at(steps, contents["last"], -1)
    inside = (np.cumsum(steps)[:-1] > 0)[token]
    own = (corpus.mentions["voice"] == "outlet").to_numpy()
    reason = corpus.mentions["voice_reason"]
    assert (reason.notna().to_numpy() == (inside & own)).all()
    assert set(reason.dropna()) <= set(VOICE_REASONS)


def test_confidence_is_the_probability_of_the_voice_that_was_given(corpus):
    assert corpus.mentions["voice_confidence"].between(0.2, 1).all()


def test_namings_and_words_ask_the_same_judge(corpus):
    again = find_voice(corpus, corpus.mentions[SPAN])
    assert again["voice"].tolist() == corpus.mentions["voice"].tolist()
    words = find_evidence(corpus, ["word_tone"])
    assert find_voice(corpus, words[SPAN])["voice"].tolist() == words["voice"].tolist()


def test_words_counted_by_voice_differ_from_the_judged_only_where_a_mark_stands_beside(corpus):
    words = find_evidence(corpus, ["word_tone"])
    first, last = corpus.tokens.locate(words)
    single = (last - first == 1) & (words["voice"].map(FOLD) != "distanced").to_numpy()
    counted = voice_of_words(corpus)[first][single]
    judged = words["voice"].to_numpy(object)[single]
    assert np.mean([FOLD[a] == FOLD[b] for a, b in zip(counted, judged, strict=True)]) > 0.99
