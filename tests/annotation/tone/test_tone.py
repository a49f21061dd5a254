import importlib.util

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import schema
from framing.annotation.tone.target_tone import HOME, PROBABILITIES, TONE, mention_tone, read_tone_model, target_tone
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

ACCURATE = importlib.util.find_spec("onnxruntime") is not None and (HOME / "encoder" / "encoder.onnx").exists()
MODELS = ["linear", "transformer"] if ACCURATE else ["linear"]


def marked(text, target):
    start = text.index(target)
    return {"text": text, "start": start, "end": start + len(target)}


CLEAR = pd.DataFrame(
    [
        marked("Critics accused Marlow of lying to voters and of a disgraceful failure.", "Marlow"),
        marked("Voters praised Marlow for her courage and her wonderful leadership.", "Marlow"),
        marked("Marlow arrived in the capital on Tuesday.", "Marlow"),
    ]
)


@pytest.mark.parametrize("model", MODELS)
def test_plain_sentences_have_the_expected_order(model):
    tone = target_tone(CLEAR, model=model)["tone"]
    assert tone[0] < -0.3 < tone[2] < 0.5
    assert tone[1] > max(0.2, tone[2])


@pytest.mark.parametrize("model", MODELS)
def test_probabilities_add_to_one_and_the_table_is_kept(model):
    table = CLEAR.assign(outlet_id="o").set_index(pd.Index([5, 3, 9]))
    before = table.copy()
    scored = target_tone(table, model=model)
    pd.testing.assert_frame_equal(table, before)
    assert list(scored.columns) == [*before.columns, *TONE]
    assert list(scored.index) == [5, 3, 9]
    assert np.allclose(scored[PROBABILITIES].sum(axis=1), 1)
    assert np.allclose(scored["tone"], scored["p_positive"] - scored["p_negative"])


@pytest.mark.parametrize("model", MODELS)
def test_company_and_order_change_nothing(model):
    together = target_tone(CLEAR, model=model)
    backwards = target_tone(CLEAR[::-1], model=model)[::-1]
    alone = pd.concat([target_tone(CLEAR[i : i + 1], model=model) for i in range(3)])
    pd.testing.assert_frame_equal(together, backwards)
    pd.testing.assert_frame_equal(together, alone)
    assert len(target_tone(CLEAR[:0], model=model)) == 0


def test_the_linear_model_does_not_read_the_name():
    names = ["Marlow", "The thugs", "The wonderful heroes"]
    rows = [marked(f"{name} were met by a large crowd at the harbour.", name) for name in names]
    assert len(set(target_tone(pd.DataFrame(rows))["tone"])) == 1


def test_targets_of_one_sentence_differ():
    text = "The brave nurses saved lives while the corrupt minister lied about the disaster."
    scored = target_tone(pd.DataFrame([marked(text, "nurses"), marked(text, "minister")]))
    assert scored["tone"][0] > scored["tone"][1]


@given(st.text(min_size=1), st.data())
@settings(max_examples=80, deadline=None)
def test_any_text_with_a_target_gets_probabilities(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for model in MODELS:
        scored = target_tone(pd.DataFrame({"text": [text], "start": [start], "end": [end]}), model=model)
        assert scored[PROBABILITIES].to_numpy().min() >= 0
        assert abs(scored[PROBABILITIES].to_numpy().sum() - 1) < 1e-6


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": 5, "end": 5}, "before end"),
        ({"end": 999}, "999"),
        ({"start": -1}, "Row 0"),
        ({"text": None}, "has no text"),
    ],
)
def test_a_wrong_target_is_named(change, words):
    with pytest.raises(FramingError, match=words):
        target_tone(CLEAR[:1].assign(**change))


def test_a_missing_column_and_an_unknown_model_are_named():
    with pytest.raises(FramingError, match="no column 'start'"):
        target_tone(CLEAR[["text"]])
    with pytest.raises(FramingError, match="no tone model 'best'"):
        target_tone(CLEAR, model="best")


def test_the_linear_model_is_small():
    files = [*(HOME / "target-tone").glob("*")]
    assert {"vocabulary.txt", "weights.safetensors", "card.toml"} <= {file.name for file in files}
    assert sum(file.stat().st_size for file in files) < 300_000
    model = read_tone_model("linear")
    assert len(model.column) == len(model.weights)


def test_mentions_get_the_tone_of_their_own_sentence():
    first, second = "Critics accused the rioters of a vile crime.", "The rioters left on Tuesday."
    body = f"{first} {second}"
    sentences = pd.DataFrame(
        {
            "article_id": "a", "sentence": [0, 1], "part": "body", "start": [0, len(first) + 1],
            "end": [len(first), len(body)], "text": [first, second], "n_words": [8, 5],
        }
    )  # fmt: skip
    start = [body.index("rioters"), body.rindex("rioters")]
    mentions = pd.DataFrame(
        {
            "article_id": "a", "mention": [0, 1], "sentence": [0, 1], "part": "body", "start": start,
            "end": [at + len("rioters") for at in start], "text": "rioters",
        }
    )  # fmt: skip
    corpus = Corpus("one", schema.ARTICLES.empty(), sentences=sentences, mentions=mentions)
    direct = target_tone(pd.DataFrame([marked(first, "rioters"), marked(second, "rioters")]))
    pd.testing.assert_frame_equal(mention_tone(corpus), direct[TONE])
    assert mention_tone(corpus.with_(mentions=mentions[:0])).empty
