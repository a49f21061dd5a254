"""Texts that repeat each other: exact duplicates, near duplicates, and agency copy that several outlets print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from framing import schema
from framing.corpus.clean.credits import lift_credit
from framing.corpus.clean.datelines import lift_dateline
from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import agency_names, agency_regex
from framing.corpus.queries import open_tables
from framing.corpus.repeats.sketches import shingle

if TYPE_CHECKING:
    import duckdb

NEAR = 0.4
"""Resemblance (shingles in both over shingles in either) from which on one text nearly repeats another. Read by eye on
news-2017: above it stand updates of one report, below it reports that share paragraphs of background."""
WIRE = 0.2
"""Share of an article's shingles that stand in other outlets' articles, from which on it carries agency copy."""
COMMON = 100
"""Shingles of more articles than this are set phrases and say nothing about a pair."""
ROWS_AT_ONCE = 500_000
"""Shingles of later articles whose pairs are counted at once."""
LIFTED = ("dateline", "credit", "byline")
SIGNED = re.compile(r"[(/\[][^()/\[\]\n]{2,60}[)/\]]|[-–—.,\n] ?[^-–—.,:\n]{2,40}(?=[ .:–—-]{0,4}\Z)")
"""Where in a dateline an agency signs: in brackets, or last."""


def sketch(articles: pd.DataFrame, first: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take from articles what has to be remembered of them to find repeated text over a whole collection.

    Parameters
    ----------
    articles : DataFrame
        Columns article_id, outlet_id, published, headline, body, and dateline, credit, byline, extent where they are
        known.
    first : int
        Place of the first of them in the collection; places must grow in the order of reading.

    Returns
    -------
    facts : DataFrame
        A row an article: place, article_id, outlet_id, published, agency, size (shingles), whole (hash of its words).
    shingles : DataFrame
        A row a shingle: place, hash.
    """
    text = articles["body"]
    if "extent" in articles.columns:
        text = text.where(articles["extent"].ne("headline").fillna(value=True), articles["headline"])
    found = shingle(list(text))
    places = first + np.arange(len(articles))
    facts = articles[["article_id", "outlet_id", "published"]].reset_index(drop=True)
    facts = facts.assign(agency=find_agencies(articles).to_numpy(), size=found.sizes, whole=found.whole)
    facts = facts.astype({"article_id": "str", "outlet_id": "str", "agency": "str", "size": "int64"})
    facts.insert(0, "place", places)
    return facts, pd.DataFrame({"place": np.repeat(places, found.sizes), "hash": found.hashes})


def find_marks(
    facts: pd.DataFrame | Sequence[Path], shingles: pd.DataFrame | Sequence[Path], *, spill: Path | None = None
) -> pd.DataFrame:
    """Tell which articles repeat which.

    Parameters
    ----------
    facts, shingles : DataFrame, or sequence of Path
        What `sketch` gave for all parts of the collection: one table, or Parquet files.
    spill : Path, optional
        Folder for what does not fit into memory.

    Returns
    -------
    DataFrame
        One row an article, in order of place: place; article_id; repeats (earlier article of the outlet with the very
        same words); duplicate_of (earliest article of the outlet that it nearly repeats); wire_share (share of its
        eight-word sequences that stand in an article of another outlet; missing below eight words); agency (the
        agencies credited, by short name); wire.

    Notes
    -----
    Shared text is not always agency copy: two outlets that quote the same speech at length share it too. Agency
    copy that only one outlet of the collection prints, without credit, cannot be seen.
    """
    with open_tables(spill, facts=facts, shingles=shingles) as tables:
        tables.execute(SHARED)
        runs = tables.sql(RUNS, params=[ROWS_AT_ONCE]).fetchall()
        links = [tables.sql(SAME).df(), *(tables.sql(LINKS, params=list(run)).df() for run in runs)]
        tables.register("near", _earliest(pd.concat(links, ignore_index=True), tables))
        marks = tables.sql(MARKED).df()
    return marks.astype({"repeats": "str", "duplicate_of": "str", "agency": "str", "article_id": "str"})


SHARED = f"""
CREATE TABLE same AS
    SELECT outlet_id, whole, min(place) AS first FROM facts GROUP BY ALL HAVING count(*) > 1;
CREATE TABLE held AS
    SELECT hash, count(*) AS articles, min(outlet_id) < max(outlet_id) AS foreign
    FROM shingles JOIN facts USING (place) GROUP BY hash HAVING count(*) > 1;
CREATE TABLE elsewhere AS
    SELECT place, count(*) AS n FROM shingles JOIN held USING (hash) WHERE held.foreign GROUP BY place;
CREATE TABLE telling AS
    SELECT hash, place, outlet_id, size
    FROM shingles JOIN held USING (hash) JOIN facts USING (place) WHERE articles <= {COMMON}
    ORDER BY outlet_id, place;
"""
"""Texts that are the same, shingles of more than one article and whether two outlets have them."""
RUNS = """
SELECT outlet_id, min(place), max(place) FROM (
    SELECT outlet_id, place, sum(count(*)) OVER (PARTITION BY outlet_id ORDER BY place) // $1 AS run
    FROM telling GROUP BY outlet_id, place
) GROUP BY outlet_id, run ORDER BY ALL
"""
"""Stretches of the articles of an outlet: what pairs are counted of at once, so that they fit into memory."""
LINKS = f"""
SELECT a.place AS later, b.place AS earlier
FROM (SELECT * FROM telling WHERE outlet_id = $1 AND place BETWEEN $2 AND $3) a
JOIN (SELECT * FROM telling WHERE outlet_id = $1 AND place <= $3) b USING (hash)
WHERE b.place < a.place GROUP BY a.place, b.place, a.size, b.size
HAVING count(*) >= {NEAR} * (a.size + b.size - count(*))
"""
"""Pairs of articles of one outlet, the later one in a stretch, whose resemblance is at least `NEAR`."""
SAME = "SELECT place AS later, first AS earlier FROM facts JOIN same USING (outlet_id, whole) WHERE place > first"
"""Pairs of articles of one outlet that are the same."""
MARKED = f"""
SELECT facts.place, facts.article_id, first.article_id AS repeats, earliest.article_id AS duplicate_of,
    agency IS NOT NULL OR coalesce(coalesce(n, 0) / nullif(facts.size, 0) >= {WIRE}, FALSE) AS wire,
    coalesce(n, 0) / nullif(facts.size, 0) AS wire_share, agency
FROM facts
LEFT JOIN elsewhere USING (place)
LEFT JOIN same ON same.outlet_id = facts.outlet_id AND same.whole = facts.whole AND facts.place > same.first
LEFT JOIN (SELECT place, article_id FROM facts) first ON first.place = same.first
LEFT JOIN near ON near.place = facts.place
LEFT JOIN (SELECT place, article_id FROM facts) earliest ON earliest.place = near.earliest
ORDER BY facts.place
"""


def _earliest(links: pd.DataFrame, tables: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Point each article that is linked to others, however far round, to the earliest of them; places of both."""
    places, ends = np.unique(links[["later", "earlier"]].to_numpy(), return_inverse=True)
    later, earlier = ends.reshape(-1, 2).T
    graph = sparse.coo_array((np.ones(len(links), np.int8), (later, earlier)), shape=(len(places),) * 2)
    linked = pd.DataFrame({"place": places, "group": connected_components(graph, directed=False)[1]})
    tables.register("linked", linked)
    facts = tables.sql("SELECT place, published, linked.group FROM linked JOIN facts USING (place)").df()
    order = facts.sort_values(["published", "place"], kind="stable")
    earliest = order.groupby("group")["place"].first()
    pointed = linked.assign(earliest=linked["group"].map(earliest).to_numpy())
    return pointed[pointed["place"] != pointed["earliest"]][["place", "earliest"]].astype("int64")


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
        From `find_marks`.

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
