"""How alike two articles of about the same day are: TF-IDF of their words, sparse products day by day."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from scipy import sparse

if TYPE_CHECKING:
    import duckdb

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
ROWS = 100_000
"""Words fetched at a time."""
DECAY = 0.75
"""What a day between two articles leaves of their similarity: the same words a day later are often a new event."""

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Day:
    """The articles of a day: their places, the weights of their words in rows of length 1, and how long they were."""

    number: int
    places: Integers
    vectors: sparse.csr_array
    lengths: Numbers


def weigh_words(articles: pd.DataFrame, first: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weigh the words of headlines and openings by where they stand, and count how they are written.

    Parameters
    ----------
    articles : DataFrame
        Columns headline, body.
    first : int
        Place of the first of them in the collection.

    Returns
    -------
    words : DataFrame
        A row a word of an article: place, term, weight.
    forms : DataFrame
        A row a term: how often it is written in the middle of a sentence, and with a capital.
    """
    bodies = articles["body"].fillna("").str[:OPENING]
    rows = [
        (place, term, weight)
        for place, weights in enumerate(_weigh(articles["headline"].fillna(""), bodies), first)
        for term, weight in weights.items()
    ]
    words = pd.DataFrame(rows, columns=["place", "term", "weight"])
    words = words.astype({"place": "int64", "term": "str", "weight": "float64"})
    return words, _count_forms(bodies)


def choose_terms(tables: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Choose the words that tell articles apart and weigh them by rarity, names less than other words.

    Parameters
    ----------
    tables : DuckDBPyConnection
        With the tables `facts` (a row an article), `words` and `forms` of `weigh_words`.

    Returns
    -------
    DataFrame
        A row a term, sorted: number, term, rarity, and name (what a name's weight is multiplied with).
    """
    size = tables.sql("SELECT count(*) FROM facts").fetchall()[0][0]
    most = COMMON if size > SMALL else 0.5
    tables.execute(f"""
        CREATE OR REPLACE TABLE counted AS
        SELECT term, count(*) AS articles FROM words GROUP BY term HAVING articles >= 2 AND articles <= {most * size}
    """)
    terms = tables.sql("""
        SELECT term, any_value(articles) AS articles, sum(written) AS written, sum(capital) AS capital
        FROM counted LEFT JOIN forms USING (term) GROUP BY term ORDER BY term
    """).df()
    share = (terms["capital"] / terms["written"]).fillna(1.0)
    share[[term.isdigit() for term in terms["term"]]] = 0.0
    rarity = np.log((size + 1.0) / (terms["articles"] + 1.0)) + 1.0
    damped = 1 - (1 - NAME) * share.to_numpy(float)
    return pd.DataFrame({"number": np.arange(len(terms)), "term": terms["term"], "rarity": rarity, "name": damped})


def vectors_by_day(tables: duckdb.DuckDBPyConnection, terms: pd.DataFrame) -> Iterator[Day]:
    """Give the articles of one day after the other, so that no more than some days are in memory.

    Parameters
    ----------
    tables : DuckDBPyConnection
        As for `choose_terms`; `facts` has a column day, missing for an article that is not to be paired.
    terms : DataFrame
        From `choose_terms`.
    """
    tables.register("terms", terms[["number", "term"]].astype({"number": "int32", "term": "str"}))
    rarity, name = terms["rarity"].to_numpy(), terms["name"].to_numpy()
    rows = tables.sql("""
        SELECT day, place, number, weight FROM words JOIN terms USING (term) JOIN facts USING (place)
        WHERE day IS NOT NULL ORDER BY day, place, number
    """).to_arrow_reader(ROWS)
    waiting: list[pa.Table] = []
    for batch in rows:
        table = pa.Table.from_batches([batch])
        day = table["day"].to_numpy()
        cuts = np.concatenate([[0], np.flatnonzero(np.diff(day)) + 1, [len(day)]])
        for begin, end in pairwise(cuts.tolist()):
            if waiting and waiting[0]["day"][0].as_py() != int(day[begin]):
                yield _day(pa.concat_tables(waiting), rarity, name)
                waiting = []
            waiting.append(table.slice(begin, end - begin))
    if waiting:
        yield _day(pa.concat_tables(waiting), rarity, name)


def _day(rows: pa.Table, rarity: Numbers, name: Numbers) -> Day:
    number, weight = rows["number"].to_numpy(), rows["weight"].to_numpy()
    places, counts = np.unique(rows["place"].to_numpy(), return_counts=True)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    values = weight * rarity[number] * name[number]
    vectors = sparse.csr_array((values, number, bounds), shape=(len(places), len(rarity)))
    length = np.sqrt(np.asarray((vectors * vectors).sum(axis=1)).ravel())
    vectors.data /= np.repeat(length, counts)
    return Day(rows["day"][0].as_py(), places, vectors, length)


class _Folds(dict[str, str]):
    """Words to their terms, each found once."""

    def __missing__(self, word: str) -> str:
        self[word] = term = word.lower().removesuffix("'s").removesuffix("’s")
        return term


def _weigh(headlines: Iterable[str], bodies: Iterable[str]) -> Iterator[dict[str, float]]:
    """Give the words of each article with what they count."""
    fade = [math.exp(-place / FADE) for place in range(OPENING)]
    fold = _Folds()
    for headline, body in zip(headlines, bodies, strict=True):
        weights: dict[str, float] = defaultdict(float)
        for word in WORD.findall(headline):
            weights[fold[word]] += 1.0
        for match in WORD.finditer(body):
            weights[fold[match.group()]] += fade[match.start()]
        yield weights


def _count_forms(bodies: Iterable[str]) -> pd.DataFrame:
    """Count how often each term stands in the middle of a sentence, and how often with a capital, as names do."""
    words, written, capital = Counter[str](), Counter[str](), Counter[str]()
    fold = _Folds()
    for body in bodies:
        words.update(MIDDLE.findall(body))
    for word, count in words.items():
        written[fold[word]] += count
        capital[fold[word]] += count * word[0].isupper()
    forms = pd.DataFrame({"term": list(written), "written": written.values(), "capital": [capital[t] for t in written]})
    return forms.astype({"term": "str", "written": "int64", "capital": "int64"})


def similar_pairs(days: Iterable[Day], *, window: int, floor: float) -> tuple[Integers, Integers, Numbers]:
    """Find the pairs of articles at most `window` days apart that are alike.

    Parameters
    ----------
    days : iterable of Day
        In order.
    window : int
    floor : float
        Least similarity.

    Returns
    -------
    first, second : (pairs,) arrays of int
        Places, `first` < `second`, in order.
    similarity : (pairs,) array of float
        Cosine, times `DECAY` for each day between the two.
    """
    found = [(np.array([], np.int64), np.array([], np.int64), np.array([], np.float64))]
    near: deque[Day] = deque()
    for day in days:
        while near and near[0].number < day.number - window:
            near.popleft()
        near.append(day)
        for earlier in near:
            found += _pairs_of(earlier, day, floor)
    one, other, values = (np.concatenate([part[k] for part in found]) for k in range(3))
    first, second = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((second, first))
    return first[order], second[order], values[order]


def _pairs_of(earlier: Day, later: Day, floor: float) -> Iterator[tuple[Integers, Integers, Numbers]]:
    """Give the alike pairs of two days, or of one with itself, block by block."""
    decay = DECAY ** (later.number - earlier.number)
    other = sparse.csr_array(later.vectors.T)
    for start in range(0, len(earlier.places), BLOCK):
        product = (earlier.vectors[start : start + BLOCK] @ other).tocoo()
        i, j, similarity = product.row + start, product.col, product.data * decay
        keep = (similarity >= floor) & ((i < j) | (earlier is not later))
        yield earlier.places[i[keep]], later.places[j[keep]], similarity[keep]
