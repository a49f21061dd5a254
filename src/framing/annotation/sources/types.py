"""What kind of source speaks: eleven types from roles, organisations and context, by a small network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import load_file
from scipy import sparse
from scipy.special import softmax

from framing.annotation.sources.features import Known, feature_matrix, figure_types
from framing.annotation.sources.passages import read_type_chances
from framing.errors import FramingError
from framing.schema import SOURCE_TYPES

MODEL = Path(str(files("framing"))) / "models" / "source-types"
LEAST = 0.25
"""Probability below which the type stays missing."""
HEARD = 0.7
"""Weight of what the encoder says beside the fast model, where it is asked."""


@dataclass(frozen=True)
class Model:
    """Weights of the network: `names` of the features, a row of `weights` (to the types) and of `hidden` for each."""

    names: dict[str, int]
    weights: np.ndarray
    bias: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray

    def log_odds(self, matrix: sparse.csr_matrix) -> np.ndarray:
        """Give the log odds of the types for rows of features, shape (rows, types)."""
        hidden = np.maximum(matrix @ self.hidden + self.hidden_bias, 0)
        return matrix @ self.weights + hidden @ self.out + self.bias


@lru_cache(maxsize=1)
def read_model(folder: Path = MODEL) -> Model:
    """Read the model that comes with `framing`.

    Raises
    ------
    FramingError
        If its files are not there.
    """
    if not (folder / "weights.safetensors").is_file():
        raise FramingError(f"The model of source types is missing in {folder}; install the package again.")
    arrays = load_file(folder / "weights.safetensors")
    names = (folder / "features.txt").read_text(encoding="utf-8").splitlines()
    return Model({name: i for i, name in enumerate(names)}, **{k: v.astype(np.float32) for k, v in arrays.items()})


def find_source_types(known: Known, relations: pd.DataFrame, cue: pd.Series, *, model: str = "fast") -> pd.DataFrame:
    """Judge the type of the source of each relation.

    Parameters
    ----------
    known : Known
    relations : DataFrame
        Relations (relation, article, form).
    cue : Series
        Lower-case first word of the cue of each relation, "" where there is none.
    model : {"fast", "accurate"}
        ``"accurate"`` asks an encoder as well, which reads what the article says of the source.

    Returns
    -------
    DataFrame
        Columns source_type (missing where the model is not convinced) and probability, in the order of `relations`.

    Notes
    -----
    A public figure has the type that the lexicon gives; all others are judged by the models. A private person who holds
    no office and a campaigner are told apart by a few words and often wrongly; heads of companies and of charities
    share their titles. See the model card for agreement by type.
    """
    network = read_model()
    chances = softmax(network.log_odds(feature_matrix(known, relations, cue, network.names)), axis=1)
    probability = _by_entity(chances, known.speakers.entity)
    if model == "accurate":
        read = read_type_chances(known, relations)
        probability = np.where(np.isnan(read), probability, (1 - HEARD) * probability + HEARD * read)
    best = probability.argmax(axis=1)
    top = probability[np.arange(len(best)), best]
    figure = figure_types(known.people, known.speakers)
    best = np.where(figure >= 0, figure, best)
    absent = (known.speakers.how == 0) & (known.speakers.like < 0) & (known.speakers.entity < 0)
    types = np.array([*SOURCE_TYPES, None], object)[np.where(((top < LEAST) & (figure < 0)) | absent, -1, best)]
    return pd.DataFrame({"source_type": pd.Series(types, dtype="str"), "probability": top})


def _by_entity(probability: np.ndarray, entity: np.ndarray) -> np.ndarray:
    """Average over all relations of one person or organisation in an article: one source, one type."""
    known = np.flatnonzero(entity >= 0)
    number = np.unique(entity[known], return_inverse=True)[1]
    count = np.bincount(number)
    mean = np.stack([np.bincount(number, column) for column in probability[known].T], axis=1) / count[:, None]
    result = probability.copy()
    result[known] = mean[number]
    return result
