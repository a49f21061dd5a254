"""The fast attribution tagger: a probability for every label of every token, in NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load_file

from framing.annotation.recurrent import BLOCK, Packing, marginals, pack, scan_backward, scan_forward
from framing.annotation.tagger_features import FLAGS, token_flags, type_rows

if TYPE_CHECKING:
    from framing.annotation.quotations import Quotations
    from framing.annotation.tokens import Tokens

GROUP = 32_768  # tokens worked on at a time, so that memory does not grow with the number of articles


@dataclass(frozen=True)
class Network:
    """Weights of the tagger (see the model card for what is in them).

    Parameters
    ----------
    vocabulary : dict
        Row in `words` of each word in lower case.
    words, suffixes, shapes : ndarray
        Embeddings that are summed for each type.
    window_in, window_out : ndarray
        Weights and bias of the first layer, over a window of tokens (embedding and flags of each).
    gates, mixes : tuple of (weights, bias)
        For each recurrent layer, what makes its gates and what mixes its states into the next layer.
    label : tuple of (weights, bias)
    transitions : ndarray, shape (labels, labels)
    """

    vocabulary: dict[str, int]
    words: np.ndarray
    suffixes: np.ndarray
    shapes: np.ndarray
    window: tuple[np.ndarray, np.ndarray]
    gates: tuple[tuple[np.ndarray, np.ndarray], ...]
    mixes: tuple[tuple[np.ndarray, np.ndarray], ...]
    label: tuple[np.ndarray, np.ndarray]
    transitions: np.ndarray

    @property
    def reach(self) -> int:
        """Tokens on either side that the first layer sees."""
        return (len(self.window[0]) // (self.words.shape[1] + len(FLAGS)) - 1) // 2


@lru_cache(maxsize=1)
def read_network() -> Network:
    """Read the weights and the vocabulary that come with the package."""
    folder = files("framing") / "models" / "attribution"
    vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    with as_file(folder / "weights.safetensors") as path:
        arrays = {name: np.ascontiguousarray(array, np.float32) for name, array in load_file(path).items()}
    layers = sum(name.endswith(".gate.weights") for name in arrays)

    def pair(name: str) -> tuple[np.ndarray, np.ndarray]:
        return arrays[f"{name}.weights"], arrays[f"{name}.bias"]

    return Network(
        vocabulary={word: row for row, word in enumerate(vocabulary, start=1)},
        words=arrays["words"],
        suffixes=arrays["suffixes"],
        shapes=arrays["shapes"],
        window=pair("window"),
        gates=tuple(pair(f"layer{i}.gate") for i in range(layers)),
        mixes=tuple(pair(f"layer{i}.mix") for i in range(layers)),
        label=pair("label"),
        transitions=arrays["transitions"],
    )


def label_probabilities(tokens: Tokens, quotations: Quotations, *, network: Network | None = None) -> np.ndarray:
    """Give the probability of each label for each token, shape (tokens, labels), in the order of `linking.LABELS`.

    Parameters
    ----------
    tokens : Tokens
    quotations : Quotations
    network : Network, optional
        By default the one that comes with the package.

    Notes
    -----
    A headline and a body are a sequence each, so that no article sees another. Sequences are worked on in groups of
    similar length; which ones share a group changes no result.
    """
    network = network or read_network()
    inputs, place = _inputs(tokens, quotations, network)
    result = np.zeros((len(tokens), len(network.transitions)), np.float32)
    for first, last in _groups(tokens.segment_tokens):
        packing = pack(first, last)
        scores = _scores(inputs, place[packing.text], packing, network)
        result[packing.text] = marginals(scores, network.transitions, packing.offset)
    return result


def _inputs(tokens: Tokens, quotations: Quotations, network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Rows of embedding and flags, with empty rows between segments, and the row of each token."""
    word, suffix, shape = type_rows(tokens, network.vocabulary)
    width, reach = network.words.shape[1], network.reach
    place = np.arange(len(tokens)) + reach * (tokens.segment + np.int64(1))
    inputs = np.zeros((len(tokens) + reach * (len(tokens.segment_article) + 2), width + len(FLAGS)), np.float32)
    embedding = network.words[word]
    embedding += network.suffixes[suffix]
    embedding += network.shapes[shape]
    inputs[place, :width] = embedding[tokens.type_id]
    inputs[place, width:] = token_flags(tokens, quotations)
    return inputs, place


def _groups(bounds: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sort segments by length, longest first, and cut them into groups of about `GROUP` tokens."""
    lengths = np.diff(bounds)
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    group = np.cumsum(lengths[order]) // GROUP
    cuts = np.flatnonzero(np.diff(group)) + 1
    return [(bounds[part], bounds[part + 1]) for part in np.split(order, cuts) if len(part)]


def _scores(inputs: np.ndarray, place: np.ndarray, packing: Packing, network: Network) -> np.ndarray:
    count, rows = len(place), packing.rows
    window = np.arange(-network.reach, network.reach + 1)
    where = np.zeros((rows, len(window)), np.int64)  # rows past the end repeat row 0 and are never read
    where[:count] = place[:, None] + window
    weights, bias = network.window
    hidden = np.empty((rows, weights.shape[1]), np.float32)
    for block in _blocks(rows):
        seen = inputs[where[block]].reshape(BLOCK, -1)
        _dense(seen, weights, bias, out=hidden[block])
    np.maximum(hidden, 0, out=hidden)
    for gate, mix in zip(network.gates, network.mixes, strict=True):
        _recur(hidden, gate, mix, packing)
    scores = np.empty((rows, len(network.transitions)), np.float32)
    for block in _blocks(rows):
        _dense(hidden[block], *network.label, out=scores[block])
    return scores[:count]


def _recur(hidden: np.ndarray, gate: tuple, mix: tuple, packing: Packing) -> None:
    """One recurrent layer in both directions; `hidden` is replaced by what the layer makes of it."""
    rows, half = len(hidden), gate[0].shape[1] // 4
    keep = np.empty((2, rows, half), np.float32)
    state = np.empty((2, rows, half), np.float32)
    raw = np.empty((BLOCK, 4 * half), np.float32)
    for block in _blocks(rows):
        _dense(hidden[block], *gate, out=raw)
        renew = raw[:, : 2 * half]
        np.tanh(renew, out=renew)  # the weights are halved, so that (1 + tanh) / 2 is the logistic function
        renew *= 0.5
        renew += 0.5
        raw[:, 2 * half :] *= renew
        for way in (0, 1):
            np.subtract(1, renew[:, way * half : (way + 1) * half], out=keep[way, block])
            state[way, block] = raw[:, (2 + way) * half : (3 + way) * half]
    scan_forward(keep[0], state[0], packing.offset)
    scan_backward(keep[1], state[1], packing.offset)
    mixed = np.empty((BLOCK, hidden.shape[1]), np.float32)
    for block in _blocks(rows):
        _dense(np.hstack([state[0, block], state[1, block]]), *mix, out=mixed)
        hidden[block] += mixed
    np.maximum(hidden, 0, out=hidden)


def _blocks(rows: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, rows, BLOCK)]


def _dense(rows: np.ndarray, weights: np.ndarray, bias: np.ndarray, *, out: np.ndarray) -> None:
    np.matmul(rows, weights, out=out)
    out += bias
