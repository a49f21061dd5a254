"""Stories: articles of different outlets on the same event."""

from __future__ import annotations

import heapq
from collections import Counter

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from framing import schema
from framing.corpus.stories.similarity import OPENING, WORD, describe, similar_pairs

THRESHOLD = 0.28
"""Least mean similarity of the articles of two groups that are joined; chosen on pairs coded by hand."""
LENIENCE = 0.95
"""Power of the number of pairs by which their sum is divided: below 1, large groups may hold more unlike reports."""
FLOOR = 0.05
"""Pairs less alike than this count as not alike at all."""
WINDOW = 2
"""Days that may lie between two reports of one event."""
LABEL_TERMS = 4
METHOD = "tfidf-3"


def find_stories(
    articles: pd.DataFrame, *, threshold: float = THRESHOLD, window: int = WINDOW
) -> tuple[pd.DataFrame, pd.Series]:
    """Group the articles of different outlets that report the same event.

    Parameters
    ----------
    articles : DataFrame
        Columns article_id, outlet_id, published, headline, body (the first 1,500 characters are enough).
    threshold : float
        Least mean similarity, 0 to 1, of the articles of two groups that are joined.
    window : int
        Days that may lie between two articles that are compared.

    Returns
    -------
    stories : DataFrame
        Table `stories`: label (its most telling terms), dates, and as confidence the mean similarity of its articles.
    story_id : Series of str
        Index article_id; missing for an article that stands alone, or whose story only one outlet covers.

    Notes
    -----
    Words decide, not facts: two reports of one event in quite different words are missed, and two events of one kind in
    one place on one day may be taken for one. An article without a date is left alone, unless none has one. The
    threshold was set on pairs coded by hand (``benchmarks/stories.md``); on other languages and genres it has to be
    checked before a paired comparison is believed.
    """
    vectors, terms = describe(articles)
    days = _days(articles["published"])
    first, second, similarity = similar_pairs(vectors, days, window=window, floor=FLOOR)
    group = _link(len(articles), first, second, similarity, threshold)
    facts = pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy(),
            "outlet_id": articles["outlet_id"].to_numpy(),
            "published": articles["published"].to_numpy(),
            "group": group,
        }
    )
    shared = facts.groupby("group")["outlet_id"].transform("nunique") > 1
    order = facts[shared].groupby("group").agg(begins=("published", "min"), id=("article_id", "min"))
    order = order.sort_values(["begins", "id"], kind="stable")
    names = pd.Series([f"s{number:04d}" for number in range(1, len(order) + 1)], index=order.index, dtype="str")
    facts["story_id"] = facts["group"].map(names).astype("str")
    texts = articles["headline"].fillna("") + "\n" + articles["body"].fillna("").str[:OPENING]
    facts["text"] = texts.to_numpy()
    stories = _describe_stories(facts, vectors, terms, _confidence(group, first, second, similarity))
    story_id = facts.drop_duplicates("article_id").set_index("article_id")["story_id"]
    return stories, story_id


def _days(published: pd.Series) -> npt.NDArray[np.int64]:
    if published.isna().all():
        return np.zeros(len(published), dtype=np.int64)
    first = published.min().normalize()
    return (published.dt.normalize() - first).dt.days.fillna(-1).to_numpy(dtype=np.int64)


def _link(
    n: int,
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    similarity: npt.NDArray[np.float64],
    threshold: float,
    *,
    lenience: float = LENIENCE,
) -> npt.NDArray[np.int64]:
    """Join the most alike groups as long as their mean similarity reaches the threshold; give each article's group.

    Average linkage on a sparse graph: pairs that are not in it count as 0, so that a chain of articles, each a little
    like the next, does not grow into one story.
    """

    def mean(i: int, j: int) -> float:
        return ties[i][j] / (size[i] * size[j]) ** lenience

    pairs = list(zip(first.tolist(), second.tolist(), similarity.tolist(), strict=True))
    ties: list[dict[int, float]] = [{} for _ in range(n)]
    for i, j, value in pairs:
        ties[i][j] = ties[j][i] = value
    size = [1] * n
    parent = list(range(n))
    heap = [(-value, i, j) for i, j, value in pairs if value >= threshold]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if j not in ties[i] or -value != mean(i, j):
            continue
        parent[j] = i
        size[i] += size[j]
        _merge(ties, i, j)
        for k in ties[i]:
            if (alike := mean(i, k)) >= threshold:
                heapq.heappush(heap, (-alike, min(i, k), max(i, k)))
    for i in range(n):  # a parent has the smaller number, so its own root is known by now
        parent[i] = parent[parent[i]]
    return np.array(parent, dtype=np.int64)


def _merge(ties: list[dict[int, float]], i: int, j: int) -> None:
    """Add the ties of group j to those of group i; j has none afterwards."""
    del ties[i][j], ties[j][i]
    for k, total in ties[j].items():
        del ties[k][j]
        ties[i][k] = ties[k][i] = ties[i].get(k, 0.0) + total
    ties[j] = {}


def _confidence(
    group: npt.NDArray[np.int64],
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    similarity: npt.NDArray[np.float64],
) -> pd.Series:
    """Mean similarity of all pairs of a group."""
    inside = group[first] == group[second]
    total = pd.Series(similarity[inside]).groupby(group[first][inside]).sum()
    size = pd.Series(group).value_counts()
    return total / (size * (size - 1) / 2).reindex(total.index)


def _describe_stories(
    facts: pd.DataFrame, vectors: sparse.csr_array, terms: npt.NDArray[np.object_], confidence: pd.Series
) -> pd.DataFrame:
    """Make the table `stories`."""
    chosen = facts[facts["story_id"].notna()]
    rows = []
    for story_id, members in chosen.groupby("story_id", sort=True):
        weights = np.asarray(vectors[members.index.to_numpy()].sum(axis=0)).ravel()
        rows.append(
            {
                "story_id": story_id,
                "label": _label(weights, terms, members["text"]),
                "begins": members["published"].min(),
                "ends": members["published"].max(),
                "matched_by": METHOD,
                "confidence": round(float(confidence[members["group"].iloc[0]]), 4),
            }
        )
    return schema.STORIES.cast(pd.DataFrame(rows)) if rows else schema.STORIES.empty()


def _label(weights: npt.NDArray[np.float64], terms: npt.NDArray[np.object_], texts: pd.Series) -> str:
    """Give the most telling terms, each as it is mostly written."""
    chosen = [str(terms[place]) for place in np.argsort(-weights, kind="stable")[:LABEL_TERMS]]
    forms = Counter(word for text in texts for word in WORD.findall(text))
    written: dict[str, str] = {}
    for form, _ in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        written.setdefault(form.lower(), form)
    return ", ".join(written.get(term, term) for term in chosen)
