import sys

import numpy as np
import pandas as pd
import pytest

from framing.annotation.inference.encoder import Encoder, read_encoder
from framing.annotation.inference.wordpiece import WordPieces
from framing.annotation.tone.target_tone import HOME
from framing.errors import FramingError

PIECES = ["[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "a", "b", "c"]


class CountingSession:
    """Stands in for onnxruntime: the log odds say how many pieces were read before, and after, the target."""

    def __init__(self):
        self.calls = 0

    def run(self, outputs, given):
        self.calls += 1
        assert outputs == ["log_odds"]
        read = given["read"]
        assert read[0] == 0
        assert given["segments"][0, read[1:]].all()
        return [np.array([[read[1], 0.0, given["pieces"].size - read[-1]]], np.float32)]


def test_each_distinct_target_is_read_once_and_its_places_are_given():
    session = CountingSession()
    table = pd.DataFrame({"text": ["a b c", "a b c", "a b c"], "start": [0, 4, 0], "end": [1, 5, 1]})
    found = Encoder(session, WordPieces(PIECES)).predict(table)
    assert session.calls == 2
    assert np.allclose(found.sum(axis=1), 1)
    assert found[0].tolist() == found[2].tolist()
    assert found[0, 2] > found[0, 0]
    assert found[1, 0] > found[1, 2]


def test_without_its_runtime_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    read_encoder.cache_clear()
    with pytest.raises(FramingError, match=r"install framing\[accurate\]"):
        read_encoder()


def test_the_shipped_model_fits_in_a_wheel():
    files = {file.name: file.stat().st_size for file in (HOME / "encoder").iterdir()}
    assert {"encoder.onnx", "vocabulary.txt", "card.toml"} <= set(files)
    assert sum(files.values()) < 24_000_000
