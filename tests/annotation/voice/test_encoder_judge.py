"""The encoder's part in the judgement: what it reads of a span, and that it is heard only where it is asked."""

import numpy as np
import pandas as pd
import pytest

from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.held import find_held
from framing.annotation.voice.judge import Judge
from framing.annotation.voice.passages import CHANCES, HELD, LEFT, LONGEST, OWN, RIGHT, SIGNS, WIDEST, Passages
from framing.annotation.voice.voice import attributed, find_voice
from framing.corpus.corpus import Corpus

TEXT = "The minister said that the rioters had burned the hall. The protesters left at noon."


def corpus_of(body):
    return attributed(Corpus("test", pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]})))


@pytest.fixture
def corpus():
    return corpus_of(TEXT)


def spans_of(corpus, words):
    starts = [TEXT.index(word) for word in words]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return pd.DataFrame({"article_id": "a", "part": "body", "start": starts, "end": ends})


def test_a_passage_marks_its_span_and_nothing_else(corpus):
    first, last = (int(ends[0]) for ends in corpus.tokens.locate(spans_of(corpus, ["rioters"])))
    pieces, signs, read = Passages(corpus.tokens, corpus.quotations, find_held(corpus)).passage(first, last)
    assert signs.shape == (len(pieces), SIGNS)
    assert read[0] == 0 and (np.diff(read[1:]) == 1).all()
    assert set(np.flatnonzero(signs[:, -1])) == set(read[1:])


def test_a_passage_tells_the_relation_that_holds_its_span(corpus):
    passages = Passages(corpus.tokens, corpus.quotations, find_held(corpus))
    inside, outside = zip(*corpus.tokens.locate(spans_of(corpus, ["rioters", "protesters"])), strict=True)
    told, untold = (passages.passage(*span)[1] for span in (inside, outside))
    cue, source, content = told[:, OWN].sum(axis=0)
    assert cue == 1 and source == 2  # said; the minister
    assert content >= len("that the rioters had burned the hall".split())
    assert not untold[:, OWN].any()
    assert told[:, HELD].any() and told[:, CHANCES].max() > 0.5


@pytest.mark.parametrize("count", [1, 60, 4000])
def test_a_passage_stays_short_however_long_the_text_and_the_span(count):
    corpus = corpus_of("rioters " * count)
    passages = Passages(corpus.tokens, corpus.quotations, find_held(corpus))
    for first, last in ((0, 1), (count // 2, count // 2 + 1), (0, count)):
        pieces, _, read = passages.passage(first, last)
        assert len(pieces) <= LONGEST == LEFT + WIDEST + RIGHT + 4
        assert len(read) >= 4  # the first piece, the two marks, and a piece of the span


def test_the_encoder_is_asked_for_the_accurate_model_alone(corpus):
    first, last = corpus.tokens.locate(spans_of(corpus, ["rioters", "protesters"]))
    fast, both = (Judge(corpus, model=model).hear(first, last).probability for model in ("fast", "accurate"))
    assert np.abs(fast - both).max() > 1e-4
    assert fast.argmax(axis=1).tolist() == both.argmax(axis=1).tolist() == [2, 0]


def test_what_the_encoder_says_of_a_span_does_not_depend_on_the_others(corpus):
    together = find_voice(corpus, spans_of(corpus, ["rioters", "protesters"]), model="accurate")
    alone = find_voice(corpus, spans_of(corpus, ["protesters"]), model="accurate")
    assert together["voice_confidence"].iloc[1] == alone["voice_confidence"].iloc[0]


def test_no_tokens_no_passages():
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [""]}))
    assert len(tokens) == 0
    assert len(find_voice(corpus_of(""), pd.DataFrame({"article_id": [], "part": [], "start": [], "end": []}))) == 0
