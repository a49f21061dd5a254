"""Texts that repeat each other: exact duplicates, near duplicates, and agency copy that several outlets print."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from framing import schema
from framing.corpus.clean.credits import lift_credit
from framing.corpus.clean.datelines import lift_dateline
from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import agency_names, agency_regex
from framing.corpus.repeats.sketches import Shingles, shingle, thin

NEAR = 0.4
"""Resemblance (shingles in both over shingles in either) from which on one text nearly repeats another. Read by eye on
news-2017: above it stand updates of one report, below it reports that share paragraphs of background."""
WIRE = 0.2
"""Share of an article's shingles that stand in other outlets' articles, from which on it carries agency copy."""
LIMIT = 1 << 24
"""Shingles kept in memory (128 MB); beyond it every second one is forgotten, then every second one of the rest …"""
COMMON = 100
"""Shingles of more articles than this are set phrases and say nothing about a pair."""
BLOCK = 2000
LIFTED = ("dateline", "credit", "byline")
SIGNED = re.compile(r"[(/\[][^()/\[\]\n]{2,60}[)/\]]|[-–—.,\n] ?[^-–—.,:\n]{2,40}(?=[ .:–—-]{0,4}\Z)")
"""Where in a dateline an agency signs: in brackets, or last."""
MARKS = ("article_id", "repeats", "duplicate_of", "wire", "wire_share", "agency")

Integers = npt.NDArray[np.int64]


class Sketches:
    """What has to be remembered of every article to find repeated text over a whole collection: about 2 kB each.

    Add the articles of one partition after the other, then ask for the marks. The result does not depend on how the
    articles were cut into partitions.
    """

    def __init__(self) -> None:
        self._facts: list[pd.DataFrame] = []
        self._shingles: list[Shingles] = []
        self._level = 0

    def add(self, articles: pd.DataFrame) -> None:
        """Remember the articles of a partition (columns article_id, outlet_id, published, body, dateline?, credit?)."""
        if not len(articles):
            return
        facts = articles[["article_id", "outlet_id", "published"]].assign(agency=find_agencies(articles))
        text = articles["body"]
        if "extent" in articles.columns:
            text = text.where(articles["extent"].ne("headline").fillna(value=True), articles["headline"])
        found = shingle(list(text))
        self._facts.append(facts.assign(size=found.sizes, whole=found.whole))
        self._shingles.append(_thinned(found, self._level))
        while sum(len(part.hashes) for part in self._shingles) > LIMIT:
            self._level += 1
            self._shingles = [_thinned(part, self._level) for part in self._shingles]

    def marks(self) -> pd.DataFrame:
        """Tell which articles repeat which.

        Returns
        -------
        DataFrame
            One row an article, in the order added: article_id; repeats (earlier article of the outlet with the very
            same words); duplicate_of (earliest article of the outlet that it nearly repeats); wire_share (share of its
            eight-word sequences that stand in an article of another outlet; missing below eight words); agency (the
            agencies credited, by short name); wire.

        Notes
        -----
        Shared text is not always agency copy: two outlets that quote the same speech at length share it too. Agency
        copy that only one outlet of the collection prints, without credit, cannot be seen.
        """
        if not self._facts:
            return pd.DataFrame({name: pd.Series(dtype="str") for name in MARKS})
        facts = pd.concat(self._facts, ignore_index=True)
        sizes = np.concatenate([part.sizes for part in self._shingles])
        hashes = np.concatenate([part.hashes for part in self._shingles])
        outlet = pd.factorize(facts["outlet_id"])[0]
        matrix = _incidence(hashes, sizes)
        facts["repeats"] = _first_of_same(facts, outlet)
        facts["duplicate_of"] = _near_duplicates(facts, matrix, sizes, outlet)
        facts["wire_share"] = _shared(matrix, sizes, outlet)
        facts["wire"] = facts["agency"].notna() | (facts["wire_share"] >= WIRE)
        return facts[list(MARKS)]


def _thinned(part: Shingles, level: int) -> Shingles:
    if level == 0:
        return part
    keep = thin(part.hashes, level)
    owner = np.repeat(np.arange(len(part.sizes)), part.sizes)
    return Shingles(part.hashes[keep], np.bincount(owner[keep], minlength=len(part.sizes)), part.whole)


def _incidence(hashes: npt.NDArray[np.uint64], sizes: Integers) -> sparse.csr_array:
    """Articles by shingles; only those that stand in more than one article."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, owner = hashes[order], owner[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.array([], dtype=np.int64)
    counts = np.diff(np.r_[starts, len(hashes)])
    column = np.repeat(np.cumsum(counts > 1) - 1, counts)
    shared = np.repeat(counts > 1, counts)
    shape = (len(sizes), int((counts > 1).sum()))
    ones = np.ones(int(shared.sum()), dtype=np.int32)
    return sparse.csr_array((ones, (owner[shared], column[shared])), shape=shape)


def _first_of_same(facts: pd.DataFrame, outlet: Integers) -> pd.Series:
    first = facts.groupby([pd.Series(outlet), facts["whole"]])["article_id"].transform("first")
    return first.where(first != facts["article_id"]).astype("str")


def _near_duplicates(facts: pd.DataFrame, matrix: sparse.csr_array, sizes: Integers, outlet: Integers) -> pd.Series:
    """Point each article to the earliest one of its outlet that it is joined to by a resemblance of at least `NEAR`."""
    rows, columns = _overlapping(matrix, sizes, outlet)
    same = facts.groupby([pd.Series(outlet), facts["whole"]]).ngroup().to_numpy()
    first = pd.Series(np.arange(len(facts))).groupby(same).transform("first").to_numpy()
    rows = np.r_[rows, np.arange(len(facts))]
    columns = np.r_[columns, first]
    links = sparse.coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(len(facts),) * 2)
    group = connected_components(links, directed=False)[1]
    order = facts.assign(group=group, place=np.arange(len(facts))).sort_values(["published", "place"], kind="stable")
    earliest = order.groupby("group")["article_id"].first()
    target = pd.Series(group).map(earliest)
    return target.where(target != facts["article_id"]).astype("str")


def _overlapping(matrix: sparse.csr_array, sizes: Integers, outlet: Integers) -> tuple[Integers, Integers]:
    """Pairs of articles of one outlet whose resemblance is at least `NEAR`."""
    common = np.asarray(matrix.sum(axis=0)).ravel()
    telling = matrix[:, common <= COMMON].tocsr()
    rows, columns = [np.array([], dtype=np.int64)], [np.array([], dtype=np.int64)]
    transposed = telling.T.tocsr()
    for start in range(0, telling.shape[0], BLOCK):
        overlap = (telling[start : start + BLOCK] @ transposed).tocoo()
        i, j = overlap.row + start, overlap.col
        either = sizes[i] + sizes[j] - overlap.data
        enough = (j < i) & (outlet[i] == outlet[j]) & (overlap.data >= NEAR * either)
        rows.append(i[enough])
        columns.append(j[enough])
    return np.concatenate(rows), np.concatenate(columns)


def _shared(matrix: sparse.csr_array, sizes: Integers, outlet: Integers) -> npt.NDArray[np.float64]:
    """Share of each article's shingles that stand in an article of another outlet."""
    coordinates = matrix.tocoo()
    low = np.full(matrix.shape[1], len(outlet) + 1)
    high = np.full(matrix.shape[1], -1)
    np.minimum.at(low, coordinates.col, outlet[coordinates.row])
    np.maximum.at(high, coordinates.col, outlet[coordinates.row])
    counts = matrix @ (low < high).astype(np.int64)
    return np.where(sizes > 0, counts / np.maximum(sizes, 1), np.nan)


def find_agencies(articles: pd.DataFrame) -> pd.Series:
    """Find the agencies that each article credits, other than the outlet itself.

    Parameters
    ----------
    articles : DataFrame
        Columns outlet_id, body; dateline, credit and byline where cleaning has lifted them, else they are looked for.

    Returns
    -------
    Series of str
        Short names of the agencies, sorted, joined by a comma; missing when there is none.
    """
    if "credit" in articles.columns:
        columns = [articles[name].fillna("") if name in articles.columns else "" for name in LIFTED]
        table = pd.DataFrame(dict(zip(LIFTED, columns, strict=True)), index=articles.index)
    else:
        table = pd.DataFrame([_credit_of(body) for body in articles["body"]], columns=LIFTED, index=articles.index)
    rows = zip(table["dateline"], table["credit"] + "\n" + table["byline"], articles["outlet_id"], strict=True)
    return pd.Series([_agencies(*row) for row in rows], index=articles.index, dtype="str")


def _credit_of(body: str) -> tuple[str, str, str]:
    draft = Draft("", body)
    lift_credit(draft)
    lift_dateline(draft)
    return draft.dateline, draft.credit, ""


@cache
def _agency_pattern(*, everywhere: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{agency_regex(everywhere=everywhere)})(?!\w)")


def _agencies(dateline: str, credit: str, outlet: str) -> str | None:
    """Name the agencies of a dateline and of credit lines; plain words are names only where a dateline is signed."""
    found = {
        agency_names(everywhere=False)[name]
        for signature in SIGNED.findall(dateline)
        for name in _agency_pattern(everywhere=False).findall(signature)
    }
    found |= {agency_names()[name] for name in _agency_pattern(everywhere=True).findall(f"{dateline}\n{credit}")}
    return ",".join(sorted(agency for agency in found if not _is_own(agency, outlet))) or None


@cache
def _is_own(agency: str, outlet: str) -> bool:
    """Tell whether an outlet is this very agency, by whatever of its names it is called."""
    names = {agency, *(name for name, short in agency_names().items() if short == agency)}
    return any(re.search(rf"\b{re.escape(name)}\b", outlet, re.IGNORECASE) for name in names)


def apply_marks(articles: pd.DataFrame, marks: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mark the articles of a partition, and set those apart that repeat an earlier one word for word.

    Parameters
    ----------
    articles : DataFrame
        Table `articles`, with input_file and input_row.
    marks : DataFrame
        From `Sketches.marks`.

    Returns
    -------
    articles : DataFrame
        Those that stay, with duplicate_of, wire, wire_share and agency.
    dropped : DataFrame
        Table `dropped`.
    """
    found = marks.set_index("article_id").reindex(articles["article_id"]).reset_index(drop=True)
    done = articles.assign(**{name: found[name].to_numpy() for name in ("wire", "wire_share", "agency")})
    given = articles["duplicate_of"] if "duplicate_of" in articles.columns else None
    computed = pd.Series(found["duplicate_of"].to_numpy(), index=articles.index, dtype="str")
    done["duplicate_of"] = computed if given is None else given.fillna(computed)
    repeats = found["repeats"].notna().to_numpy()
    gone = articles[repeats]
    dropped = pd.DataFrame(
        {
            "file": gone["input_file"],
            "row": gone["input_row"],
            "article_id": gone["article_id"],
            "reason": "duplicate",
            "detail": [f"the same words as article '{other}'" for other in found["repeats"][repeats]],
        }
    )
    return schema.ARTICLES.cast(done[~repeats]), schema.DROPPED.cast(dropped)
