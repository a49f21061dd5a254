"""Tone towards a target: whether the person or group in this place is shown in a good or a bad light."""

from __future__ import annotations

from bisect import bisect
from functools import cache
from itertools import repeat

import numpy as np
import pandas as pd
from safetensors.numpy import load_file
from scipy import sparse
from scipy.special import softmax
from threadpoolctl import threadpool_limits

from framing.annotation.inference.encoder import HOME, Encoder, read_encoder
from framing.annotation.tone.target_features import SUMS, cut_words, target_features, valence_features
from framing.annotation.tone.vader import read_vader_lexicon
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

PROBABILITIES = ["p_negative", "p_neutral", "p_positive"]
TONE = [*PROBABILITIES, "tone"]
AROUND = 2000
"""Characters read on either side of a mention: any sentence whole, and of a text that never ends as much as bears on
it, so that time grows with the text and not with its square."""
MODELS = ("linear", "transformer")


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def target_tone(table: pd.DataFrame, *, model: str = "linear") -> pd.DataFrame:
    """Give the tone of sentences towards a marked target.

    Parameters
    ----------
    table
        Columns `text` (a sentence), `start` and `end` (the target's characters in it).
    model
        ``"linear"`` is fast and always there; ``"transformer"`` is right more often and needs ``framing[accurate]``.

    Returns
    -------
    DataFrame
        The table with `p_negative`, `p_neutral`, `p_positive` (they sum to 1) and `tone` (`p_positive` less
        `p_negative`, from -1 to 1).

    Raises
    ------
    FramingError
        When a column is missing, a span lies outside its text, or the model is unknown or not installed.

    Notes
    -----
    The models learned from sentences of news on US politics about persons and groups; on other subjects expect more
    errors. About one sentence in three (linear) or one in five (transformer) gets another class than people gave it,
    so single sentences prove nothing; compare means over many, with an interval. A sentence that reports something
    bad that befell the target counts as negative for many coders, and so for the models: tone is not blame.

    References
    ----------
    Hamborg and Donnay 2021, NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in political
    news articles, EACL.
    """
    check_targets(table)
    probabilities = read_tone_model(model).predict(table[["text", "start", "end"]])
    scored = dict(zip(PROBABILITIES, probabilities.astype(np.float64).T, strict=True))
    return table.assign(**scored, tone=scored["p_positive"] - scored["p_negative"])


def mention_tone(corpus: Corpus, *, model: str = "linear") -> pd.DataFrame:
    """Give the tone of its own sentence towards each mention.

    Parameters
    ----------
    corpus
        With sentences and mentions.
    model
        As in `target_tone`.

    Returns
    -------
    DataFrame
        A row per mention, in the order and with the index of `corpus.mentions`: `p_negative`, `p_neutral`,
        `p_positive`, `tone`.

    Notes
    -----
    The words of the mention itself are not read by the linear model: "thugs" is no more negative than "youths" unless
    the rest of the sentence is. How a target is named is what the stance measures count.
    """
    mentions, sentences = corpus.mentions, corpus.sentences
    if mentions.empty:
        return pd.DataFrame({name: np.zeros(0) for name in TONE}, index=mentions.index)
    place = pd.MultiIndex.from_frame(sentences[["article_id", "sentence"]])
    row = place.get_indexer(
        pd.MultiIndex.from_frame(mentions[["article_id", "sentence"]].astype({"sentence": "int64"}))
    )
    begin = sentences["start"].to_numpy()[row]
    length = sentences["end"].to_numpy()[row] - begin
    start = np.clip(mentions["start"].to_numpy() - begin, 0, length - 1)
    end = np.clip(mentions["end"].to_numpy() - begin, 1, length)
    first = np.maximum(start - AROUND, 0)
    texts = sentences["text"].to_numpy(object)  # not copied for each mention: a sentence may never end
    text = [texts[number][a : b + AROUND] for number, a, b in zip(row, first, end, strict=True)]
    targets = pd.DataFrame({"text": text, "start": start - first, "end": end - first}, index=mentions.index)
    return target_tone(targets, model=model)[TONE]


def check_targets(table: pd.DataFrame) -> None:
    """Raise one sentence on what is wrong with a table of targets."""
    missing = [name for name in ("text", "start", "end") if name not in table]
    if missing:
        raise FramingError(f"The table of targets has no column {missing[0]!r}; it needs text, start and end.")
    without = table["text"].isna().to_numpy()
    if without.any():
        raise FramingError(f"Row {int(np.flatnonzero(without)[0])} of the targets has no text: leave such rows out.")
    start, end, length = table["start"], table["end"], table["text"].str.len()
    wrong = np.flatnonzero(~((start >= 0) & (start < end) & (end <= length)).to_numpy())
    if len(wrong):
        row = int(wrong[0])
        raise FramingError(
            f"Row {row} of the targets marks characters {start.iloc[row]} to {end.iloc[row]} of a text of "
            f"{length.iloc[row]}: start must be at least 0 and before end, end at most the text's length."
        )


def read_tone_model(model: str) -> LinearTone | Encoder:
    """Load a model by name, once."""
    if model == "linear":
        return read_linear_model()
    if model == "transformer":
        return read_encoder()
    raise FramingError(f"There is no tone model {model!r}; there are {' and '.join(map(repr, MODELS))}.")


class LinearTone:
    """Logistic regression on the words round a target.

    The arrays are `weights` (whole numbers, shape (features, 2), for negative and positive against neutral), `scale`
    (what a whole number is worth), `dense` (weights of the sums of valences, shape (14, 2)) and `intercept`.
    """

    def __init__(self, vocabulary: list[str], arrays: dict[str, np.ndarray]) -> None:
        self.column = {name: number for number, name in enumerate(vocabulary)}
        self.weights = arrays["weights"].astype(np.float64) * arrays["scale"]
        self.dense = arrays["dense"].astype(np.float64)
        self.intercept = arrays["intercept"].astype(np.float64)
        self.valence = read_vader_lexicon().valence

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        """Probabilities of negative, neutral and positive, shape (rows, 3)."""
        counts, sums = self.features(table)
        odds = counts @ self.weights + sums @ self.dense + self.intercept
        odds = np.column_stack([odds[:, 0], np.zeros(len(odds)), odds[:, 1]])
        return softmax(odds, axis=1)

    def features(self, table: pd.DataFrame) -> tuple[sparse.csr_matrix, np.ndarray]:
        """Known features of each target, and sums of valences round it."""
        found: list[int] = []
        ends, sums, column = [0], [], self.column.get
        for text, start, end in zip(table["text"], table["start"], table["end"], strict=True):
            left, right = cut_words(text[:start]), cut_words(text[end:])
            # sorted, so that the sums do not depend on the order in which a set gives its words
            known = sorted(map(column, target_features(left, right), repeat(-1)))
            found.extend(known[bisect(known, -1) :])
            ends.append(len(found))
            sums.append(valence_features(left, right, self.valence))
        shape = (len(table), len(self.column))
        counts = sparse.csr_matrix((np.ones(len(found)), found, ends), shape=shape)
        return counts, np.tanh(np.array(sums, dtype=np.float64).reshape(len(table), SUMS) / 4)


@cache
def read_linear_model() -> LinearTone:
    """Read the linear model that comes with the package."""
    folder = HOME / "target-tone"
    vocabulary = (folder / "vocabulary.txt").read_text(encoding="utf8").splitlines()
    return LinearTone(vocabulary, load_file(folder / "weights.safetensors"))
