import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.passages import (
    AROUND,
    CORE,
    HEARD,
    LONGEST,
    MOST,
    passages,
    read_field,
    read_passages,
)
from framing.annotation.attribution.tagger import read_tokens
from framing.annotation.attribution.tagger_weights import read_network
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.errors import FramingError

STORY = (
    "Shops in the port stayed shut for a third day on Monday. “We will not leave until the price of bread falls,” said "
    "Dana Orlova, a teacher. The ministry denied that anyone had been hurt. According to two officials, talks will "
    "begin on Friday.\n\nHe called them “bandits”. The harbour was quiet."
)


def articles(*bodies):
    ids = [f"a{i}" for i in range(len(bodies))]
    return tokenize(pd.DataFrame({"article_id": ids, "headline": "", "body": list(bodies)}))


@given(st.lists(st.integers(1, MOST), min_size=1, max_size=900), st.data())
def test_the_cores_of_passages_add_up_and_no_passage_is_too_long(lengths, data):
    at = np.concatenate([[0], np.cumsum(lengths)])
    first = data.draw(st.integers(0, len(lengths) - 1))
    last = data.draw(st.integers(first + 1, len(lengths)))
    cut = passages(at, first, last)
    assert [core for core, *_ in cut] == [first, *(stop for _, stop, _, _ in cut[:-1])]
    assert cut[-1][1] == last
    for core, stop, left, right in cut:
        assert first <= left <= core < stop <= right <= last
        assert at[right] - at[left] <= LONGEST - 2


def test_a_long_article_is_read_with_words_around_each_core():
    at = np.arange(1001)
    cut = passages(at, 0, 1000)
    assert cut[1] == (CORE, 2 * CORE, CORE - AROUND, 2 * CORE + AROUND)


class Recorder:
    """Stands in for onnxruntime: remembers what it was given and scores the label O highest."""

    def __init__(self):
        self.given = []

    def run(self, outputs, given):
        assert outputs == ["scores"]
        self.given.append(given)
        scores = np.zeros((1, len(given["heads"]), len(LABELS)), np.float32)
        scores[..., 0] = 5
        return [scores]


def test_probabilities_are_the_weighted_mean_of_both_taggers():
    tokens = articles(STORY)
    quotations = find_quotations(tokens)
    reader = read_passages(tokens, quotations)
    session = Recorder()
    quiet = replace(reader.field, session=session, transitions=np.zeros((len(LABELS), len(LABELS)), np.float32))
    bounds = tokens.segment_tokens
    found = replace(reader, field=quiet).probabilities(bounds[:-1], bounds[1:])
    nothing = np.exp([5.0] + [0.0] * (len(LABELS) - 1))
    fast = read_tokens(tokens, quotations, read_network()).probabilities(bounds[:-1], bounds[1:])
    expected = (1 - HEARD) * fast + HEARD * nothing / nothing.sum()
    assert np.allclose(found, expected, atol=1e-5)
    given = session.given[0]
    assert given["pieces"].shape[1] == given["signs"].shape[1] == len(reader.pieces) + 2
    assert len(given["heads"]) == len(tokens)
    opening = int(np.flatnonzero(tokens.types[tokens.type_id] == "“")[0])
    assert given["signs"][0, given["heads"][opening], 5] == 1  # the flag of an opening mark


def test_who_said_what():
    tokens = articles(STORY)
    found = find_attributions(tokens, find_quotations(tokens), model="accurate")
    table, spans = attribution_tables(tokens, found)
    sources = spans[spans["role"] == "source"].groupby("attribution")["text"].first()
    assert sources.tolist()[:3] == ["Dana Orlova, a teacher", "The ministry", "two officials"]
    assert table["cue_text"].tolist()[:3] == ["said", "denied", "According to"]
    assert table["form"].tolist()[:3] == ["direct", "indirect", "indirect"]
    assert table["confidence"].between(0, 1).all()


def test_an_article_reads_the_same_alone_and_in_company():
    def relations(*bodies):
        tokens = articles(*bodies)
        table, _ = attribution_tables(tokens, find_attributions(tokens, find_quotations(tokens), model="accurate"))
        return table[table["article_id"] == f"a{len(bodies) - 1}"].drop(columns="article_id").reset_index(drop=True)

    pd.testing.assert_frame_equal(relations(STORY), relations("Rain fell. " * 200, STORY))


def test_texts_of_nothing_and_of_odd_signs_do_not_raise():
    tokens = articles("", " \n ", "\ufffd\ufffd", "x" * 5000 + " said so", "“" * 40)
    find_attributions(tokens, find_quotations(tokens), model="accurate")


def test_without_its_runtime_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    read_field.cache_clear()
    tokens = articles("He said so.")
    with pytest.raises(FramingError, match=r"install framing\[accurate\], or use model='fast'"):
        find_attributions(tokens, find_quotations(tokens), model="accurate")
    read_field.cache_clear()


def test_an_unknown_model_is_named_with_those_there_are():
    tokens = articles("He said so.")
    with pytest.raises(FramingError, match="no model 'best'; choose one of fast, accurate"):
        find_attributions(tokens, find_quotations(tokens), model="best")
