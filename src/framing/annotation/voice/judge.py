"""The one judge of whose word a span is: a small network over what surrounds it, with an encoder beside it if asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from safetensors.numpy import load_file
from scipy.special import softmax

from framing.annotation.inference.encoder import HOME
from framing.annotation.voice.held import Held, find_held
from framing.annotation.voice.passages import SpanReader
from framing.annotation.voice.surroundings import Surroundings
from framing.annotation.voice.wording import Wording
from framing.corpus.corpus import Corpus
from framing.schema import VOICES

Features = dict[str, np.ndarray]
OUTLET, QUOTED, REPORTED, SCARE, REJECTED = range(len(VOICES))
FARTHEST = 6.0
"""Standard deviations from the mean beyond which no input counts for more."""
MARKED, DENIED = 0.95, 0.75
"""How often readers agree that a word so marked is at a distance or said in a turn of a transcript, or denied (833
namings, eight of them denied; 54 in transcripts)."""
HEARD = 0.6
"""What the encoder's opinion weighs beside that of the network."""
NO_INPUT = ("naming", "cue row", "narrator", "turn", "own")
"""What is known of a span beside its features: it decides by itself, or tells who answers for the word."""
VOICES_OF_WORDS = "voices of words"
AT_ONCE = 16_384
"""Spans described together, so that memory does not grow with their number."""
BLOCK = 1024
"""Rows of a product of matrices, always: what is found of a span must not depend on what it is asked together with."""


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
        """Score the voices, shape (spans, voices); the inputs are overwritten."""
        inputs -= self.mean
        inputs *= self.scale
        middle = np.clip(inputs, -FARTHEST, FARTHEST, out=inputs) @ self.hidden + self.hidden_bias
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
    features: Features


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
        self._reader = SpanReader(corpus.tokens, corpus.quotations, self.held) if model == "accurate" else None
        self._quoted, self._is_word = corpus.quotations.inside >= 0, corpus.tokens.is_word
        self._of = corpus.tokens, corpus.quotations, relations_of(corpus), model

    def knows(self, corpus: Corpus, model: str) -> bool:
        """Tell whether this is the judge of the texts and attributions of a corpus, by a model."""
        tokens, quotations, relations, mine = self._of
        same = tokens is corpus.tokens and quotations is corpus.quotations and mine == model
        return same and _are_those_of(corpus, relations)

    def voice_of_words(self) -> np.ndarray:
        """Give the voice of each token, as a number: only words that are quoted or lie in a content are asked about."""
        asked = np.flatnonzero(((self.held.content >= 0) | self._quoted) & self._is_word)
        voice = np.full(len(self._is_word), OUTLET)
        voice[asked] = self.voices(asked, asked + 1, marks=False)
        return voice

    def hear(self, first: np.ndarray, last: np.ndarray) -> Opinion:
        """Judge spans, token ranges [first, last)."""
        heard = [self._hear(*part, marks=True) for part in _parts(first, last)]
        features = {name: np.concatenate([part.features[name] for part in heard]) for name in heard[0].features}
        return Opinion(np.concatenate([part.probability for part in heard]), features)

    def voices(self, first: np.ndarray, last: np.ndarray, *, marks: bool = True) -> np.ndarray:
        """Give only the likeliest voice of spans, as a number; without `marks` distance and denial do not count."""
        heard = [self._hear(*part, marks=marks).probability.argmax(axis=1) for part in _parts(first, last)]
        return np.concatenate(heard)

    def inputs(self, first: np.ndarray, last: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Give what the judge learns from: names of the features, inputs, and whether a content holds each span."""
        features = self._surroundings.describe(first, last)
        names = [name for name in features if name not in NO_INPUT]
        inputs = np.empty((len(first), len(names) + self._wording.size), np.float32)
        self._lay_out(features, names, (first, last), inputs)
        return names, inputs, features["held"]

    def _lay_out(
        self, features: Features, names: Sequence[str], spans: tuple[np.ndarray, np.ndarray], out: np.ndarray
    ) -> None:
        """Write the features of some names and the words round spans side by side, a row a span."""
        for column, name in enumerate(names):
            out[:, column] = features[name]
        cue = self.held.cue_range[0][self.held.relation(self.held.content[spans[0]])]
        self._wording.describe(*spans, np.where(features["held"], cue, -1), out=out[:, len(names) :])

    def _hear(self, first: np.ndarray, last: np.ndarray, *, marks: bool) -> Opinion:
        features, weights = self._surroundings.describe(first, last, marks=marks), read_weights()
        odds = np.empty((len(first), len(VOICES)), np.float32)
        inputs = np.empty((BLOCK, len(weights.mean)), np.float32)
        for start in range(0, len(first), BLOCK):
            part = slice(start, min(start + BLOCK, len(first)))
            here, size = {name: column[part] for name, column in features.items()}, part.stop - start
            inputs[size:] = 0
            self._lay_out(here, weights.names, (first[part], last[part]), inputs[:size])
            odds[part] = weights.log_odds(inputs)[:size]
        probability = softmax(odds, axis=1)
        if self._reader:
            probability = (1 - HEARD) * probability + HEARD * self._reader.probability(first, last)
        return Opinion(heed_rules(probability, features), features)


_LATEST: list[Judge] = []


def judge_of(corpus: Corpus, *, model: str = "fast") -> Judge:
    """Give the judge of a corpus: the latest is kept, since one measure after the other asks it."""
    if not _LATEST or not _LATEST[0].knows(corpus, model):
        _LATEST[:] = [Judge(corpus, model=model)]
    return _LATEST[0]


def forget_judge() -> None:
    """Let go of the judge that is kept, and with it of the texts that it judged."""
    _LATEST.clear()


def voices_of_words(corpus: Corpus) -> np.ndarray:
    """Give the voice of each token of an annotated corpus, as a number; it is kept with the tokens."""
    known = corpus.tokens.kept(VOICES_OF_WORDS)
    if known is None or not _are_those_of(corpus, known[0]):
        known = relations_of(corpus), judge_of(corpus).voice_of_words()
        corpus.tokens.keep(VOICES_OF_WORDS, known)
    return known[1]


def relations_of(corpus: Corpus) -> tuple[pd.DataFrame, ...]:
    """Give the tables that a voice hangs on, beside the tokens."""
    return corpus.attributions, corpus.attribution_spans, corpus.outlets


def _are_those_of(corpus: Corpus, relations: tuple[pd.DataFrame, ...]) -> bool:
    return all(mine is its or mine.equals(its) for mine, its in zip(relations, relations_of(corpus), strict=True))


def _parts(first: np.ndarray, last: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut spans into parts that are described together, one part at least."""
    starts = range(0, max(len(first), 1), AT_ONCE)
    return [(first[i : i + AT_ONCE], last[i : i + AT_ONCE]) for i in starts]


def heed_rules(probability: np.ndarray, features: Features) -> np.ndarray:
    """Let decide what defines a voice: the author's I, the outlet itself, speech; marks as far as they tell."""
    probability = probability.copy()
    own = features["own"]
    probability[own, OUTLET] += probability[own, QUOTED : REPORTED + 1].sum(axis=1)
    probability[features["narrator"] | own, QUOTED : REPORTED + 1] = 0
    probability[features["speech"] & ~features["distanced"], SCARE] = 0
    probability /= probability.sum(axis=1, keepdims=True)
    probability[~features["held"], QUOTED : REPORTED + 1] = 0
    for voice, marked, sure in (
        (QUOTED, features["turn"], MARKED),
        (SCARE, features["distanced"] | features["short"], MARKED),
        (REJECTED, features["rejected"], DENIED),
    ):
        voiced = np.eye(len(VOICES))[voice]
        probability = np.where(marked[:, None], sure * voiced + (1 - sure) * probability, probability)
    return probability
