"""How sure the program is of an attribution: the certainty of its labels, calibrated against people's."""

from __future__ import annotations

import numpy as np
import pandas as pd

CEILING = 1e-4  # certainties are kept this far from 0 and 1


def certainty_features(spans: pd.DataFrame, sure: np.ndarray, form: np.ndarray) -> np.ndarray:
    """Describe each relation by how certain its labels are, shape (relations, 5).

    Parameters
    ----------
    spans : DataFrame
        Spans of relations: relation, role, first, last.
    sure : ndarray, shape (tokens,)
        Probability of the label that each token was given.
    form : ndarray of str, shape (relations,)

    Returns
    -------
    ndarray
        A constant, log odds of the mean certainty of the cue and of the content, log of the content's length, and
        whether the form is direct.
    """
    count = len(form)
    total = np.concatenate([[0], np.cumsum(sure, dtype=np.float64)])
    relation = spans["relation"].to_numpy(np.int64)
    first, last = spans["first"].to_numpy(np.int64), spans["last"].to_numpy(np.int64)
    columns = [np.ones(count)]
    for role in ("cue", "content"):
        mine = (spans["role"] == role).to_numpy()
        size = np.bincount(relation[mine], (last - first)[mine], minlength=count)
        certainty = np.bincount(relation[mine], (total[last] - total[first])[mine], minlength=count)
        mean = np.clip(certainty / np.maximum(size, 1), CEILING, 1 - CEILING)
        columns.append(np.log(mean / (1 - mean)))
    columns += [np.log(np.maximum(size, 1)), (np.asarray(form) == "direct").astype(float)]
    return np.stack(columns, axis=1)


def estimate_confidence(
    spans: pd.DataFrame, sure: np.ndarray, form: np.ndarray, coefficients: np.ndarray
) -> np.ndarray:
    """Give the probability that a second reader would mark each relation, to three decimals.

    Parameters
    ----------
    spans, sure, form
        As for `certainty_features`.
    coefficients : ndarray, shape (5,)
        Logistic regression on the features.

    Notes
    -----
    Calibrated on PolNeAR's development split, American political news of 2016. Elsewhere the order of relations holds
    better than the figures do.
    """
    return np.round(1 / (1 + np.exp(-certainty_features(spans, sure, form) @ coefficients.astype(np.float64))), 3)
