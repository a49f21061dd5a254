"""The accurate model of tone: a small encoder with whole-number weights, run by onnxruntime on one core."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import softmax

from framing.annotation.inference.wordpiece import WordPieces
from framing.errors import FramingError

HOME = Path(str(files("framing"))) / "models"
"""Where the models lie that come with the package."""
LONGEST = 128


class Encoder:
    """A network that reads a sentence with a marked target.

    `session` is of onnxruntime, with inputs `pieces` and `segments` and output `log_odds`.

    Notes
    -----
    Sentences go through one at a time: whole-number arithmetic takes its scale from all that is in a batch, so that in
    company a sentence would get another score than alone. On one core nothing is lost by it, and nothing is padded.
    """

    def __init__(self, session: Any, cutter: WordPieces) -> None:
        self.session = session
        self.cutter = cutter

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        """Probabilities of negative, neutral and positive, shape (rows, 3), for `text`, `start`, `end`."""
        code, distinct = pd.factorize(pd.MultiIndex.from_frame(table[["text", "start", "end"]]))
        odds = np.array([self._log_odds(*target) for target in distinct], dtype=np.float64).reshape(-1, 3)
        return softmax(odds, axis=1)[code]

    def _log_odds(self, text: str, start: int, end: int) -> np.ndarray:
        pieces, segments = self.cutter.encode_target(text, start, end, longest=LONGEST)
        read = [0, *(place for place, inside in enumerate(segments) if inside)]
        given = {
            "pieces": np.array([pieces], np.int64),
            "segments": np.array([segments], np.int64),
            "read": np.array(read, np.int64),
        }
        return self.session.run(["log_odds"], given)[0][0]


@cache
def read_encoder() -> Encoder:
    """Read the encoder that comes with the package.

    Raises
    ------
    FramingError
        When onnxruntime is not installed.
    """
    return Encoder(open_session(HOME / "encoder" / "encoder.onnx", instead="linear"), read_pieces())


@cache
def read_pieces() -> WordPieces:
    """Read the vocabulary of word pieces, which all encoders share."""
    return WordPieces((HOME / "encoder" / "vocabulary.txt").read_text(encoding="utf8").splitlines())


def open_session(path: Path, *, instead: str) -> Any:
    """Open a network for one core; `instead` is the model that works without onnxruntime.

    Raises
    ------
    FramingError
        When onnxruntime is not installed.
    """
    try:
        import onnxruntime  # noqa: PLC0415 - an extra: the rest of the package works without it
    except ImportError as error:
        raise FramingError(
            f"This model needs onnxruntime: install framing[accurate], or use model='{instead}'."
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # The networks are written with fused operations where they help; more fusing makes them slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
