"""The weights of the attribution tagger: what there is, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
from safetensors.numpy import load_file

from framing.annotation.attribution.tagger_features import FLAGS
from framing.annotation.inference.recurrent import BLOCK

Dense = tuple[np.ndarray, np.ndarray]  # weights and bias of a layer, the bias once for each row of a block
MOSTLY = 60  # per cent of the tokens of a sure cue that belong to a cue
CONFIDENCE = 5  # coefficients of the calibration


@dataclass(frozen=True)
class Way:
    """One direction of a recurrent layer: what is kept, what is new, and what the states become in the next layer.

    The weights are halved, and those of `keep` negated, since 1 - logistic(x) is (1 + tanh(-x / 2)) / 2.
    """

    keep: Dense
    new: Dense
    mix: np.ndarray


@dataclass(frozen=True)
class Layer:
    """A recurrent layer."""

    forward: Way
    backward: Way
    bias: np.ndarray


@dataclass(frozen=True, eq=False)
class Network:
    """Weights of the tagger (see the model card for what is in them)."""

    vocabulary: dict[str, int]  # row in `words` of each word in lower case
    words: np.ndarray  # embeddings, which are summed with the next two for each type
    suffixes: np.ndarray
    shapes: np.ndarray
    window: Dense  # the first layer, over a window of tokens (embedding and flags of each)
    layers: tuple[Layer, ...]
    label: Dense
    transitions: np.ndarray  # shape (labels, labels)
    confidence: np.ndarray  # what makes a probability of the certainty of labels, see `attribution.confidence`
    sure_cues: frozenset[str]  # words that mostly are cues in the training text

    @property
    def reach(self) -> int:
        """Tokens on either side that the first layer sees."""
        return (len(self.window[0]) // (self.words.shape[1] + len(FLAGS)) - 1) // 2


@lru_cache(maxsize=1)
def read_network() -> Network:
    """Read the weights and the vocabulary that come with the package."""
    folder = files("framing") / "models" / "attribution"
    words = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    with as_file(folder / "weights.safetensors") as path:
        return build_network(load_file(path), words)


def build_network(arrays: dict[str, np.ndarray], words: list[str]) -> Network:
    """Put together a network from its arrays, as they are named in the weights file, and the words of its rows."""
    arrays = {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}
    cues = arrays.get("cues", np.zeros(len(words)))
    layers = sum(name.endswith(".gate.weights") for name in arrays)

    def dense(name: str) -> Dense:
        return arrays[f"{name}.weights"], _rows(arrays[f"{name}.bias"])

    return Network(
        vocabulary={word: row for row, word in enumerate(words, start=1)},
        words=arrays["words"],
        suffixes=arrays["suffixes"],
        shapes=arrays["shapes"],
        window=dense("window"),
        layers=tuple(_build_layer(dense(f"layer{i}.gate"), dense(f"layer{i}.mix")) for i in range(layers)),
        label=dense("label"),
        transitions=arrays["transitions"],
        confidence=arrays.get("confidence", np.zeros(CONFIDENCE, np.float32)),
        sure_cues=frozenset(words[row] for row in np.flatnonzero(cues >= MOSTLY)),
    )


def _build_layer(gate: Dense, mix: Dense) -> Layer:
    """Take the weights of a recurrent layer apart by direction, so that all that is computed lies in one piece."""
    renew, new = zip(np.split(gate[0], 2, axis=1), np.split(gate[1][0], 2), strict=True)
    forward, backward = slice(None, len(mix[0]) // 2), slice(len(mix[0]) // 2, None)
    ways = [
        Way(
            keep=(np.ascontiguousarray(-renew[0][:, way]), _rows(-renew[1][way])),
            new=(np.ascontiguousarray(new[0][:, way] / 2), _rows(new[1][way] / 2)),
            mix=np.ascontiguousarray(mix[0][way]),
        )
        for way in (forward, backward)
    ]
    return Layer(ways[0], ways[1], mix[1])


def _rows(bias: np.ndarray) -> np.ndarray:
    """Repeat a bias for all rows of a block: adding two matrices is twice as fast as adding a row to a matrix."""
    return np.tile(bias, (BLOCK, 1))
