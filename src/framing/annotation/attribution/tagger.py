"""The fast attribution tagger: a probability for every label of every token, in NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.tagger_features import FLAGS, token_flags, type_rows
from framing.annotation.attribution.tagger_weights import Dense, Layer, Network, Way
from framing.annotation.inference.recurrent import BLOCK, Packing, marginals, pack, scan_backward, scan_forward

if TYPE_CHECKING:
    from collections.abc import Callable

    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens

GROUP = 131_072  # tokens worked on at a time, so that memory does not grow with the number of articles


@dataclass(frozen=True)
class Reader:
    """Tokens made ready for a network: `table` has a row a type, `flags` a row a token."""

    tokens: Tokens
    table: np.ndarray
    flags: np.ndarray
    network: Network

    def probabilities(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Give the probability of each label of `linking.LABELS` for each token, shape (tokens, labels).

        Ranges [first, last) are read each by itself; tokens outside have the label O.
        """
        return read_ranges(len(self.tokens), first, last, self._scores, self.network.transitions)

    def _scores(self, packing: Packing) -> np.ndarray:
        return _scores(*_windows(self, packing), packing, self.network)


def read_ranges(
    count: int,
    first: np.ndarray,
    last: np.ndarray,
    scores: Callable[[Packing], np.ndarray],
    transitions: np.ndarray,
) -> np.ndarray:
    """Turn the label scores of token ranges into probabilities, shape (count, labels); tokens outside have the label O.

    Notes
    -----
    Ranges are worked on in groups of similar length; which ones share a group changes no result.
    """
    result = np.zeros((count, len(transitions)), np.float32)
    result[:, 0] = 1
    for begin, end in _groups(first, last):
        packing = pack(begin, end)
        result[packing.text] = marginals(scores(packing), transitions, packing.offset)
    return result


def read_tokens(tokens: Tokens, quotations: Quotations, network: Network) -> Reader:
    """Make tokens ready for a network."""
    table = np.pad(
        type_vectors(tokens, network), ((0, 0), (0, len(FLAGS)))
    )  # room for the flags; the last row is empty
    return Reader(tokens, table, token_flags(tokens, quotations), network)


def type_vectors(tokens: Tokens, network: Network) -> np.ndarray:
    """Embedding of each type, and below them a row of zeros, shape (types + 1, values)."""
    return tokens.once(network, lambda tokens: _type_vectors(tokens, network))


def _type_vectors(tokens: Tokens, network: Network) -> np.ndarray:
    word, suffix, shape = type_rows(tokens, network.vocabulary)
    table = np.zeros((len(tokens.types) + 1, network.words.shape[1]), np.float32)
    table[:-1] = network.words[word]
    table[:-1] += network.suffixes[suffix]
    table[:-1] += network.shapes[shape]
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
