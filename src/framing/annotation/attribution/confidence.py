"""How sure the program is of an attribution: the certainty of its labels, calibrated against people's."""

from __future__ import annotations

import numpy as np
import pandas as pd

CEILING = 1e-4  # certainties are kept this far from 0 and 1


def certainty_features(spans: pd.DataFrame, form: np.ndarray) -> np.ndarray:
    """Describe each relation by how certain its labels are, shape (relations, 5).

    The column `certainty` of its spans is the sum over tokens of the probability of the label that they were given. The
    features: a constant, log odds of the mean certainty of the cue and of the content, log of the content's length, and
    whether the form is direct.
    """
    count = len(form)
    relation, first, last = (spans[name].to_numpy(np.int64) for name in ("relation", "first", "last"))
    certainty = spans["certainty"].to_numpy()
    columns = [np.ones(count)]
    for role in ("cue", "content"):
        mine = (spans["role"] == role).to_numpy()
        size = np.maximum(np.bincount(relation[mine], (last - first)[mine], minlength=count), 1)
        mean = np.bincount(relation[mine], certainty[mine], minlength=count) / size
        mean = np.clip(mean, CEILING, 1 - CEILING)
        columns.append(np.log(mean / (1 - mean)))
    return np.stack([*columns, np.log(size), np.asarray(form) == "direct"], axis=1)


def estimate_confidence(spans: pd.DataFrame, form: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """Give the probability that a second reader would mark each relation, to three decimals.

    Notes
    -----
    Calibrated on PolNeAR's development split, American political news of 2016. Elsewhere the order of relations holds
    better than the figures do.
    """
    return np.round(1 / (1 + np.exp(-certainty_features(spans, form) @ coefficients.astype(np.float64))), 3)
