"""How alike two articles of about the same day are: TF-IDF of their words, sparse products in blocks of dates."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]|\d{2,}")
MIDDLE = re.compile(r"(?<=[a-z,;] )[^\W\d_][\w’'-]*[^\W_]")
"""Words in the middle of a sentence: there a capital means a name."""
FADE = 500
"""Characters over which the weight of a word of the body falls to 1/e: news comes first, background after."""
OPENING = 1500
"""Characters of the body that are looked at."""
NAME = 0.8
"""Weight of a name: names draw together all that is written on one affair, common words tell what happened that day."""
COMMON = 0.2
"""Words in more articles than this share are left out; in a small collection, in more than half."""
SMALL = 200
BLOCK = 1000
DECAY = 0.75
"""What a day between two articles leaves of their similarity: the same words a day later are often a new event."""

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


def describe(articles: pd.DataFrame) -> tuple[sparse.csr_array, npt.NDArray[np.object_]]:
    """Weigh the words of headlines and openings: by place, by rarity, and names less than other words.

    Parameters
    ----------
    articles : DataFrame
        Columns headline, body.

    Returns
    -------
    vectors : (articles, terms) sparse array of float64
        Rows of length 1, or 0 where an article has no telling word.
    terms : (terms,) array of str
    """
    if not len(articles):
        return sparse.csr_array((0, 0)), np.array([], dtype=object)
    bodies = articles["body"].fillna("").str[:OPENING]
    model = DictVectorizer()
    counts = sparse.csr_array(model.fit_transform(_weigh(articles["headline"].fillna(""), bodies)))
    n_articles = np.bincount(counts.indices, minlength=counts.shape[1])
    most = COMMON if len(articles) > SMALL else 0.5
    kept = np.flatnonzero((n_articles >= 2) & (n_articles <= most * len(articles)))
    terms = model.get_feature_names_out()[kept]
    if not len(terms):
        return sparse.csr_array((len(articles), 0)), terms
    vectors = TfidfTransformer(norm=None).fit_transform(counts[:, kept])
    damped = sparse.csr_array(vectors @ sparse.diags_array(1 - (1 - NAME) * _names(bodies, terms)))
    return sparse.csr_array(normalize(damped)), terms


def _fold(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")


def _weigh(headlines: Iterable[str], bodies: Iterable[str]) -> Iterator[dict[str, float]]:
    """Give the words of each article with what they count."""
    fade = [math.exp(-place / FADE) for place in range(OPENING)]
    for headline, body in zip(headlines, bodies, strict=True):
        weights: dict[str, float] = defaultdict(float)
        for word in WORD.findall(headline):
            weights[_fold(word)] += 1.0
        for match in WORD.finditer(body):
            weights[_fold(match.group())] += fade[match.start()]
        yield weights


def _names(bodies: Iterable[str], terms: npt.NDArray[np.object_]) -> Numbers:
    """Tell how often each term is written as a name, 0 to 1; one that never stands in mid-sentence is taken for one."""
    written, capital = Counter[str](), Counter[str]()
    for body in bodies:
        for word in MIDDLE.findall(body):
            term = _fold(word)
            written[term] += 1
            capital[term] += word[0].isupper()
    return np.array([0.0 if t.isdigit() else capital[t] / written[t] if written[t] else 1.0 for t in terms])


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
