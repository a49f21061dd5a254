"""The arithmetic of the attribution tagger: gated recurrences and label marginals for many sequences at once.

Sequences of unlike length stand *packed*, without padding: all first tokens, longest sequence first, then all second
tokens, and so on. At every step the sequences still running are the first few rows, so that a step is one slice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 256  # rows per matrix product, always: a row's result must not depend on what it is computed with
RESCALE = 8  # steps between divisions that keep forward and backward weights within range


@dataclass(frozen=True)
class Packing:
    """Where packed rows come from: row i is token `text[i]`, which is number `step[i]` of sequence `sequence[i]`.

    The rows of step t are offset[t] to offset[t + 1].
    """

    text: np.ndarray
    sequence: np.ndarray
    step: np.ndarray
    offset: np.ndarray

    @property
    def rows(self) -> int:
        """Number of rows rounded up to whole blocks."""
        return -(-len(self.text) // BLOCK) * BLOCK


def pack(first: np.ndarray, last: np.ndarray) -> Packing:
    """Pack sequences, given as token ranges [first, last) with the longest first."""
    lengths = last - first
    steps = int(lengths[0]) if len(lengths) else 0
    running = len(lengths) - np.searchsorted(lengths[::-1], np.arange(steps), side="right")
    offset = np.concatenate([[0], np.cumsum(running)])
    step = np.repeat(np.arange(steps), running)
    sequence = np.arange(offset[-1]) - offset[step]
    return Packing(first[sequence] + step, sequence, step, offset)


def scan_forward(keep: np.ndarray, state: np.ndarray, offset: np.ndarray) -> None:
    """Add to each state what the state before it keeps: `state[t] += keep[t] * state[t - 1]`, in place."""
    edges = offset.tolist()
    for before, now, after in zip(edges, edges[1:], edges[2:], strict=False):
        gate = keep[now:after]
        np.multiply(gate, state[before : before + after - now], out=gate)
        state[now:after] += gate


def scan_backward(keep: np.ndarray, state: np.ndarray, offset: np.ndarray) -> None:
    """Do the same from the end: `state[t] += keep[t] * state[t + 1]`, in place."""
    edges = offset.tolist()[::-1]
    for after, now, before in zip(edges, edges[1:], edges[2:], strict=False):
        gate = keep[before : before + after - now]
        np.multiply(gate, state[now:after], out=gate)
        state[before : before + after - now] += gate


def marginals(scores: np.ndarray, transitions: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Give the probability of each label at each token of a linear-chain field, shape (rows, labels).

    Parameters
    ----------
    scores : ndarray, shape (rows, labels)
        Packed scores of labels.
    transitions : ndarray, shape (labels, labels)
        Score of each label after each label.
    offset : ndarray
        From `pack`.
    """
    weights = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
    follow = np.exp(transitions.astype(np.float64))
    forward, backward = weights.copy(), np.ones_like(weights)
    edges = offset.tolist()
    for t, (before, now, after) in enumerate(zip(edges, edges[1:], edges[2:], strict=False)):
        step = forward[now:after]
        step *= forward[before : before + after - now] @ follow
        if t % RESCALE == 0:
            step /= step.sum(axis=1, keepdims=True)
    precede = np.ascontiguousarray(follow.T)
    for t in range(len(edges) - 3, -1, -1):
        before, now, after = edges[t : t + 3]
        step = (weights[now:after] * backward[now:after]) @ precede
        if t % RESCALE == 0:
            step /= step.sum(axis=1, keepdims=True)
        backward[before : before + after - now] = step
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    return forward
