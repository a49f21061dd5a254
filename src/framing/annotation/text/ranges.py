"""Sums over ranges of tokens, all ranges at once."""

from __future__ import annotations

import numpy as np


def running(values: np.ndarray) -> np.ndarray:
    """Count up: the sum of all values before each place, shape (values + 1,)."""
    total = np.zeros(len(values) + 1, np.float64 if values.dtype.kind == "f" else np.int64)
    np.cumsum(values, out=total[1:])
    return total


def range_sums(values: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Add up the values in each range [first, last)."""
    total = running(values)
    return total[last] - total[first]
