"""The one judge of whose word a span is: a small network over what surrounds it, with an encoder beside it if asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load_file
from scipy.special import softmax

from framing.annotation.inference.encoder import HOME
from framing.annotation.voice.held import Held, find_held
from framing.annotation.voice.passages import SpanReader
from framing.annotation.voice.surroundings import Surroundings
from framing.annotation.voice.wording import Wording
from framing.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framing.corpus.corpus import Corpus

OUTLET, QUOTED, REPORTED, SCARE, REJECTED = range(len(VOICES))
FARTHEST = 6.0
"""Standard deviations from the mean beyond which no input counts for more."""
MARKED, DENIED = 0.95, 0.75
"""How often readers agree that a word so marked is at a distance, or denied (833 namings, eight of them denied)."""
HEARD = 0.2
"""What the encoder's opinion weighs beside that of the network."""
NO_INPUT = ("naming", "cue row", "narrator")
"""What is known of a span beside its features: it decides by itself, or tells who answers for the word."""
AT_ONCE = 65_536
"""Spans described together, so that memory does not grow with their number."""


@dataclass(frozen=True)
class Weights:
    """Weights of the judge (see its card): `names` of the features, mean and spread of all inputs, two layers."""

    names: tuple[str, ...]
    mean: np.ndarray
    scale: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def log_odds(self, inputs: np.ndarray) -> np.ndarray:
        """Score the voices, shape (spans, voices)."""
        middle = np.clip((inputs - self.mean) * self.scale, -FARTHEST, FARTHEST) @ self.hidden + self.hidden_bias
        return np.maximum(middle, 0) @ self.out + self.out_bias


@cache
def read_weights() -> Weights:
    """Read the judge that comes with the package."""
    folder = HOME / "voice"
    names = tuple((folder / "features.txt").read_text(encoding="utf-8").splitlines())
    arrays = {name: array.astype(np.float32) for name, array in load_file(folder / "weights.safetensors").items()}
    return Weights(names, **arrays)


@dataclass(frozen=True)
class Opinion:
    """What the judge finds of some spans.

    Parameters
    ----------
    probability : ndarray, shape (spans, voices)
        In the order of `schema.VOICES`. Rows add up to less than 1 where a word may be that of a source whom no
        relation names.
    features : dict of str to ndarray
        What it was found from.
    """

    probability: np.ndarray
    features: dict[str, np.ndarray]


class Judge:
    """Says of any span of a corpus whose word it is.

    Parameters
    ----------
    corpus : Corpus
        With tokens, quotations and attributions.
    model : {"fast", "accurate"}
        ``"accurate"`` hears an encoder as well, on each span by itself.

    Raises
    ------
    FramingError
        When onnxruntime is not installed and the model is accurate.

    Notes
    -----
    Only what stands in the content of a relation can be a source's: who is quoted or reported has a row in the
    attributions. What stands in it can be the outlet's all the same: a gloss, the object of the cue, its own clause.
    """

    def __init__(self, corpus: Corpus, *, model: str = "fast") -> None:
        self.held: Held = find_held(corpus)
        self._surroundings = Surroundings(corpus.tokens, corpus.quotations, self.held)
        self._wording = Wording(corpus.tokens)
        self._reader = SpanReader(corpus.tokens, corpus.quotations) if model == "accurate" else None

    def hear(self, first: np.ndarray, last: np.ndarray, *, marks: bool = True) -> Opinion:
        """Judge spans, token ranges [first, last); without `marks` distance and denial beside them do not count."""
        starts = range(0, max(len(first), 1), AT_ONCE)
        heard = [self._hear(first[i : i + AT_ONCE], last[i : i + AT_ONCE], marks=marks) for i in starts]
        features = {name: np.concatenate([part.features[name] for part in heard]) for name in heard[0].features}
        return Opinion(np.concatenate([part.probability for part in heard]), features)

    def inputs(self, first: np.ndarray, last: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Give what the judge learns from: names of the features, inputs, and whether a content holds each span."""
        features = self._surroundings.describe(first, last)
        names = [name for name in features if name not in NO_INPUT]
        return names, self._inputs(features, names, first, last), features["held"]

    def _inputs(
        self, features: dict[str, np.ndarray], names: Sequence[str], first: np.ndarray, last: np.ndarray
    ) -> np.ndarray:
        cue = self.held.cue_range[0][self.held.relation(self.held.content[first])]
        numbers = np.stack([features[name] for name in names], axis=1).astype(np.float32)
        return np.hstack([numbers, self._wording.describe(first, last, np.where(features["held"], cue, -1))])

    def _hear(self, first: np.ndarray, last: np.ndarray, *, marks: bool) -> Opinion:
        features = self._surroundings.describe(first, last, marks=marks)
        weights = read_weights()
        odds = weights.log_odds(self._inputs(features, weights.names, first, last))
        probability = softmax(odds, axis=1)
        if self._reader:
            probability = (1 - HEARD) * probability + HEARD * self._reader.probability(first, last)
        return Opinion(heed_rules(probability, features), features)


def heed_rules(probability: np.ndarray, features: dict[str, np.ndarray]) -> np.ndarray:
    """Let decide what defines a voice: the author's own I, speech, contents; marks as far as they can be relied on."""
    probability = probability.copy()
    probability[features["narrator"], QUOTED : REPORTED + 1] = 0
    probability[features["speech"] & ~features["distanced"], SCARE] = 0
    probability /= probability.sum(axis=1, keepdims=True)
    probability[~features["held"], QUOTED : REPORTED + 1] = 0
    for voice, marked, sure in (
        (SCARE, features["distanced"] | features["short"], MARKED),
        (REJECTED, features["rejected"], DENIED),
    ):
        voiced = np.eye(len(VOICES))[voice]
        probability = np.where(marked[:, None], sure * voiced + (1 - sure) * probability, probability)
    return probability
