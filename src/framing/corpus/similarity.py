"""How alike two articles of about the same day are: TF-IDF of their words, sparse products in blocks of dates."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]|\d{2,}")
OPENING = 1000
"""Characters of the body that tell what an article is about; what follows is background that many articles share."""
COMMON = 0.2
"""Words in more articles than this share are left out; in a small collection, in more than half."""
SMALL = 200
BLOCK = 1000
DECAY = 0.75
"""What a day between two articles leaves of their similarity: the same words a day later are often a new event."""

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


def describe(articles: pd.DataFrame) -> tuple[sparse.csr_array, npt.NDArray[np.object_]]:
    """Weigh the words of headlines (twice) and openings.

    Parameters
    ----------
    articles : DataFrame
        Columns headline, body.

    Returns
    -------
    vectors : (articles, terms) sparse array of float64
        Rows of length 1, or 0 where an article has no telling word.
    terms : (terms,) array of str

    Notes
    -----
    Names are not weighed up: tried on the coded pairs, they drew together all that was written on one affair.
    """
    texts = [
        f"{headline}\n{headline}\n{body[:OPENING]}"
        for headline, body in zip(articles["headline"].fillna(""), articles["body"].fillna(""), strict=True)
    ]
    most = COMMON if len(texts) > SMALL else 0.5
    model = TfidfVectorizer(analyzer=_words, min_df=2, max_df=most, sublinear_tf=True, dtype=np.float64)
    try:
        return sparse.csr_array(model.fit_transform(texts)), model.get_feature_names_out()
    except ValueError:  # no word stands in two articles
        return sparse.csr_array((len(texts), 0)), np.array([], dtype=object)


def _words(text: str) -> list[str]:
    return [word.lower().removesuffix("'s").removesuffix("’s") for word in WORD.findall(text)]


def similar_pairs(
    vectors: sparse.csr_array, days: Integers, *, window: int, floor: float
) -> tuple[Integers, Integers, Numbers]:
    """Find the pairs of articles at most `window` days apart that are alike.

    Parameters
    ----------
    vectors : (articles, terms) sparse array
    days : (articles,) array of int
        Day of publication; negative for an article that is not to be paired.
    window : int
    floor : float
        Least similarity.

    Returns
    -------
    first, second : (pairs,) arrays of int
        Row numbers, `first` < `second`.
    similarity : (pairs,) array of float
        Cosine, times `DECAY` for each day between the two.
    """
    order = np.argsort(days, kind="stable")
    order = order[days[order] >= 0]
    sorted_days = days[order]
    found: list[tuple[Integers, Integers, Numbers]] = []
    for start in range(0, len(order), BLOCK):
        stop = min(start + BLOCK, len(order))
        last = int(np.searchsorted(sorted_days, sorted_days[stop - 1] + window, side="right"))
        product = (vectors[order[start:stop]] @ vectors[order[start:last]].T).tocoo()
        i, j = product.row + start, product.col + start
        apart = sorted_days[j] - sorted_days[i]
        similarity = product.data * DECAY**apart
        keep = (similarity >= floor) & (j > i) & (apart <= window)
        found.append((order[i[keep]], order[j[keep]], similarity[keep]))
    if not found:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([], dtype=np.float64)
    one, other, values = (np.concatenate([part[k] for part in found]) for k in range(3))
    first, second = np.minimum(one, other), np.maximum(one, other)
    place = np.lexsort((second, first))
    return first[place], second[place], values[place]
