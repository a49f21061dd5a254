"""The fast attribution tagger: a probability for every label of every token, in NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load_file

from framing.annotation.recurrent import BLOCK, Packing, marginals, pack, scan_backward, scan_forward
from framing.annotation.tagger_features import FLAGS, token_flags, type_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from framing.annotation.quotations import Quotations
    from framing.annotation.tokens import Tokens

Dense = tuple[np.ndarray, np.ndarray]  # weights and bias of a layer, the bias once for each row of a block
CONFIDENCE = 5  # coefficients of the calibration
GROUP = 65_536  # tokens worked on at a time, so that memory does not grow with the number of articles


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


@dataclass(frozen=True)
class Network:
    """Weights of the tagger (see the model card for what is in them).

    Parameters
    ----------
    vocabulary : dict
        Row in `words` of each word in lower case.
    words, suffixes, shapes : ndarray
        Embeddings that are summed for each type.
    window : tuple of (weights, bias)
        The first layer, over a window of tokens (embedding and flags of each).
    layers : tuple of Layer
    label : tuple of (weights, bias)
    transitions : ndarray, shape (labels, labels)
    confidence : ndarray
        What makes a probability of being right out of the certainty of labels, see `framing.annotation.confidence`.
    cues : frozenset of str
        Words that are cues more often than not.
    """

    vocabulary: dict[str, int]
    words: np.ndarray
    suffixes: np.ndarray
    shapes: np.ndarray
    window: Dense
    layers: tuple[Layer, ...]
    label: Dense
    transitions: np.ndarray
    confidence: np.ndarray
    cues: frozenset[str]

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
        cues=frozenset(words[row] for row in np.flatnonzero(arrays.get("cues", ()))),
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


@dataclass(frozen=True)
class Reader:
    """Tokens made ready for a network: `table` has a row a type, `flags` a row a token."""

    tokens: Tokens
    table: np.ndarray
    flags: np.ndarray
    network: Network

    def probabilities(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Give the probability of each label for each token, shape (tokens, labels), in the order of `linking.LABELS`.

        Parameters
        ----------
        first, last : ndarray
            Token ranges [first, last) to read, each by itself. Tokens outside have the label O.

        Notes
        -----
        Ranges are worked on in groups of similar length; which ones share a group changes no result.
        """
        result = np.zeros((len(self.tokens), len(self.network.transitions)), np.float32)
        result[:, 0] = 1
        for begin, end in _groups(first, last):
            packing = pack(begin, end)
            inputs, around = _windows(self, packing)
            scores = _scores(inputs, around, packing, self.network)
            result[packing.text] = marginals(scores, self.network.transitions, packing.offset)
        return result

    def with_flags(self, flags: np.ndarray) -> Reader:
        """Give a reader that sees other flags."""
        return replace(self, flags=flags)


def read_tokens(tokens: Tokens, quotations: Quotations, network: Network) -> Reader:
    """Make tokens ready for a network."""
    return Reader(tokens, _type_table(tokens, network), token_flags(tokens, quotations), network)


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
    A headline and a body are read each by itself, so that no article sees another.
    """
    bounds = tokens.segment_tokens
    return read_tokens(tokens, quotations, network or read_network()).probabilities(bounds[:-1], bounds[1:])


def _type_table(tokens: Tokens, network: Network) -> np.ndarray:
    """Embedding of each type, with room for the flags; the last row is empty."""
    word, suffix, shape = type_rows(tokens, network.vocabulary)
    width = network.words.shape[1]
    table = np.zeros((len(tokens.types) + 1, width + len(FLAGS)), np.float32)
    table[:-1, :width] = network.words[word]
    table[:-1, :width] += network.suffixes[suffix]
    table[:-1, :width] += network.shapes[shape]
    return table


def _groups(first: np.ndarray, last: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sort ranges by length, longest first, and cut them into groups of about `GROUP` tokens."""
    lengths = last - first
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    group = np.cumsum(lengths[order]) // GROUP
    cuts = np.flatnonzero(np.diff(group)) + 1
    return [(first[part], last[part]) for part in np.split(order, cuts) if len(part)]


def _windows(reader: Reader, packing: Packing) -> tuple[np.ndarray, np.ndarray]:
    """Rows of embedding and flags of a group, and for each packed row the rows of the tokens round it."""
    reach = reader.network.reach
    lengths = np.bincount(packing.sequence)
    begin = reach + np.concatenate([[0], np.cumsum(lengths + reach)])  # empty rows stand between sequences
    place = begin[packing.sequence] + packing.step
    types = np.full(begin[-1], len(reader.table) - 1)
    types[place] = reader.tokens.type_id[packing.text]
    inputs = reader.table[types]
    inputs[place, -len(FLAGS) :] = reader.flags[packing.text]
    around = np.zeros((packing.rows, 2 * reach + 1), np.int64)  # rows past the end repeat row 0 and are never read
    around[: len(place)] = place[:, None] + np.arange(-reach, reach + 1)
    return inputs, around


def _scores(inputs: np.ndarray, around: np.ndarray, packing: Packing, network: Network) -> np.ndarray:
    """Label scores of packed rows."""
    hidden = np.empty((len(around), network.window[0].shape[1]), np.float32)
    seen = np.empty((BLOCK, around.shape[1], inputs.shape[1]), np.float32)
    for block in _blocks(len(around)):
        np.take(inputs, around[block], axis=0, out=seen, mode="clip")
        _dense(seen.reshape(BLOCK, -1), network.window, out=hidden[block])
        np.maximum(hidden[block], 0, out=hidden[block])
    for layer in network.layers:
        _recur(hidden, layer, packing)
    scores = np.empty((len(around), len(network.transitions)), np.float32)
    for block in _blocks(len(around)):
        _dense(hidden[block], network.label, out=scores[block])
    return scores[: len(packing.text)]


def _recur(hidden: np.ndarray, layer: Layer, packing: Packing) -> None:
    """One recurrent layer in both directions; `hidden` is replaced by what the layer makes of it."""
    onward = _states(hidden, layer.forward, packing, scan_forward)
    back = _states(hidden, layer.backward, packing, scan_backward)
    mixed = np.empty((BLOCK, hidden.shape[1]), np.float32)
    for block in _blocks(len(hidden)):
        below = hidden[block]
        below += layer.bias
        below += np.matmul(onward[block], layer.forward.mix, out=mixed)
        below += np.matmul(back[block], layer.backward.mix, out=mixed)
        np.maximum(below, 0, out=below)


def _states(hidden: np.ndarray, way: Way, packing: Packing, scan: Callable[..., None]) -> np.ndarray:
    """States of a recurrence in one direction, shape (rows, states)."""
    keep, state = np.empty((2, len(hidden), len(way.mix)), np.float32)
    spare = np.empty((BLOCK, len(way.mix)), np.float32)
    for block in _blocks(len(hidden)):
        kept, new = keep[block], state[block]
        _dense(hidden[block], way.keep, out=kept)
        np.tanh(kept, out=kept)
        _dense(hidden[block], way.new, out=new)
        new -= np.multiply(new, kept, out=spare)
        kept *= 0.5
        kept += 0.5
    scan(keep, state, packing.offset)
    return state


def _blocks(rows: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, rows, BLOCK)]


def _dense(rows: np.ndarray, layer: Dense, *, out: np.ndarray) -> None:
    np.matmul(rows, layer[0], out=out)
    out += layer[1]
