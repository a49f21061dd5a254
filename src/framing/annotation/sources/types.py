"""What kind of source speaks: eleven types from roles, organisations and context, by a small linear model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import load_file

from framing.annotation.sources.features import Known, feature_matrix, figure_types
from framing.errors import FramingError
from framing.schema import SOURCE_TYPES

MODEL = Path(str(files("framing"))) / "models" / "source-types"
LEAST = 0.25
"""Probability below which the type stays missing."""


@dataclass(frozen=True)
class Model:
    """Weights of the linear model: `names` of the features, one row of `weights` each, `bias` per type."""

    names: dict[str, int]
    weights: np.ndarray
    bias: np.ndarray


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
    return Model({name: i for i, name in enumerate(names)}, arrays["weights"].astype(np.float32), arrays["bias"])


def find_source_types(known: Known, relations: pd.DataFrame, cue: pd.Series) -> pd.DataFrame:
    """Judge the type of the source of each relation.

    Parameters
    ----------
    known : Known
    relations : DataFrame
        Relations (relation, article, form).
    cue : Series
        Lower-case first word of the cue of each relation, "" where there is none.

    Returns
    -------
    DataFrame
        Columns source_type (missing where the model is not convinced) and probability, in the order of `relations`.

    Notes
    -----
    A public figure has the type that the lexicon gives; all others are judged by the model. A private person who holds
    no office and a campaigner are told apart by a few words and often wrongly; heads of companies and of charities
    share their titles. See the model card for agreement by type.
    """
    model = read_model()
    matrix = feature_matrix(known, relations, cue, model.names)
    scores = matrix @ model.weights + model.bias
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    probability = _by_entity(scores / scores.sum(axis=1, keepdims=True), known.speakers.entity)
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
