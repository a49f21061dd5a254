"""Stories: articles of different outlets on the same event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.corpus.queries import open_tables
from framing.corpus.stories.linking import link_parts
from framing.corpus.stories.similarity import (
    OPENING,
    WORD,
    Day,
    Integers,
    choose_terms,
    similar_pairs,
    vectors_by_day,
    weigh_words,
)

if TYPE_CHECKING:
    import duckdb

THRESHOLD = 0.28
"""Least mean similarity of the articles of two groups that are joined; chosen on pairs coded by hand."""
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
    with _weighed([articles]) as tables:
        tables.register("texts", articles)
        stories, story_of = group_articles(tables, threshold=threshold, window=window)
    return stories, _by_article(articles, story_of)


def regroup_articles(
    articles: pd.DataFrame | Iterable[pd.DataFrame], thresholds: Sequence[float], *, window: int = WINDOW
) -> list[pd.Series]:
    """Give the `story_id` of `find_stories` at several thresholds; articles are likened once, and may come in parts."""
    parts = [articles] if isinstance(articles, pd.DataFrame) else articles
    with _weighed(parts) as tables:
        pairs = _liken(tables, choose_terms(tables), window)
        members = [_find_members(tables, pairs, threshold) for threshold in thresholds]
        known = tables.sql("SELECT article_id FROM facts ORDER BY place").df()
    return [_by_article(known, facts.set_index("place")["story_id"]) for facts in members]


@contextmanager
def _weighed(parts: Iterable[pd.DataFrame]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make the tables of `group_articles`, but for the texts; the words of each part lie in files."""
    place, facts = 0, []
    with TemporaryDirectory(prefix="framing-stories-") as folder:
        for number, articles in enumerate(parts):
            for name, table in zip(("words", "forms"), weigh_words(articles, place), strict=True):
                table.to_parquet(Path(folder) / f"{name}.{number:06d}.parquet", index=False)
            places = np.arange(place, place + len(articles))
            facts.append(articles[["article_id", "outlet_id", "published"]].assign(place=places))
            place += len(articles)
        files = {name: sorted(Path(folder).glob(f"{name}.*.parquet")) for name in ("words", "forms")}
        with open_tables(Path(folder) / "spill", facts=pd.concat(facts, ignore_index=True), **files) as tables:
            yield tables


def _by_article(articles: pd.DataFrame, story_of: pd.Series) -> pd.Series:
    places = pd.Series(np.arange(len(articles)), index=articles["article_id"].to_numpy())
    return places.map(story_of).astype("str")


def group_articles(
    tables: duckdb.DuckDBPyConnection, *, threshold: float = THRESHOLD, window: int = WINDOW
) -> tuple[pd.DataFrame, pd.Series]:
    """Group articles that may be more than memory holds; `find_stories` says how.

    Parameters
    ----------
    tables : DuckDBPyConnection
        With the tables facts (place, article_id, outlet_id, published), words and forms (see `weigh_words`), and texts
        (article_id, headline, body).
    threshold, window
        As for `find_stories`.

    Returns
    -------
    stories : DataFrame
    story_id : Series of str
        Index place; only articles of a story.
    """
    terms = choose_terms(tables)
    pairs = _liken(tables, terms, window)
    facts = _find_members(tables, pairs, threshold).merge(pairs.lengths, on="place", how="left")
    group = facts.set_index("place")["group"]
    ends = group.reindex(pairs.first).to_numpy(), group.reindex(pairs.second).to_numpy()
    stories = _describe_stories(facts, _labels(tables, facts, terms), _confidence(*ends, pairs.similarity))
    return stories, facts.set_index("place")["story_id"]


class _Pairs(NamedTuple):
    """Places of articles that are alike, how much, and how long the vectors of all articles were."""

    first: Integers
    second: Integers
    similarity: npt.NDArray[np.float64]
    lengths: pd.DataFrame


def _liken(tables: duckdb.DuckDBPyConnection, terms: pd.DataFrame, window: int) -> _Pairs:
    """Find the pairs of articles that are alike enough to count."""
    _count_days(tables)
    lengths = [pd.DataFrame({"place": np.array([], np.int64), "length": np.array([], np.float64)})]
    days = _with_lengths(vectors_by_day(tables, terms), lengths)
    pairs = similar_pairs(days, window=window, floor=FLOOR)
    return _Pairs(*pairs, pd.concat(lengths))


def _find_members(tables: duckdb.DuckDBPyConnection, pairs: _Pairs, threshold: float) -> pd.DataFrame:
    """Give the articles that are in a story, with the number of their group and the name of the story."""
    places, group = link_parts(pairs.first, pairs.second, pairs.similarity, threshold)
    known = pd.DataFrame({"place": places, "group": group})
    known = known[known["group"].duplicated(keep=False)]
    tables.register("known", known.astype("int64"))
    facts = tables.sql(
        "SELECT place, known.group, article_id, outlet_id, published FROM known JOIN facts USING (place) ORDER BY place"
    ).df()
    facts = facts[facts.groupby("group")["outlet_id"].transform("nunique") > 1]
    order = facts.groupby("group").agg(begins=("published", "min"), id=("article_id", "min"))
    order = order.sort_values(["begins", "id"], kind="stable")
    names = pd.Series([f"s{number:04d}" for number in range(1, len(order) + 1)], index=order.index, dtype="str")
    return facts.assign(story_id=facts["group"].map(names).astype("str"))


def _count_days(tables: duckdb.DuckDBPyConnection) -> None:
    """Add the column day to the facts: 0 for all where none has a date, missing where others have one."""
    tables.execute("""
        CREATE TABLE dated AS SELECT *, CASE WHEN (SELECT count(published) FROM facts) = 0 THEN 0
            ELSE date_diff('day', (SELECT min(published)::DATE FROM facts), published::DATE) END AS day FROM facts;
        DROP VIEW facts;
        ALTER TABLE dated RENAME TO facts;
    """)


def _with_lengths(days: Iterable[Day], lengths: list[pd.DataFrame]) -> Iterator[Day]:
    """Pass days on, and keep how long the vectors of their articles were."""
    for day in days:
        lengths.append(pd.DataFrame({"place": day.places, "length": day.lengths}))
        yield day


def _confidence(first: Integers, second: Integers, similarity: npt.NDArray[np.float64]) -> pd.Series:
    """Sum of the similarities of all pairs of a group, by the group of their ends."""
    inside = first == second
    return pd.Series(similarity[inside]).groupby(first[inside]).sum()


def _describe_stories(facts: pd.DataFrame, labels: pd.Series, alike: pd.Series) -> pd.DataFrame:
    """Make the table `stories`."""
    if not len(facts):
        return schema.STORIES.empty()
    grouped = facts.groupby("story_id", sort=True)
    size, total = grouped.size(), alike.reindex(grouped["group"].first()).to_numpy()
    stories = grouped.agg(begins=("published", "min"), ends=("published", "max"))
    confidence = [round(float(value), 4) for value in total / (size * (size - 1) / 2)]
    stories = stories.assign(label=labels, matched_by=METHOD, confidence=confidence)
    return schema.STORIES.cast(stories.reset_index())


def _labels(tables: duckdb.DuckDBPyConnection, facts: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """Give the most telling terms of each story, each as it is mostly written."""
    tables.register("members", facts[["place", "article_id", "story_id", "length"]])
    tables.register("weights", terms)
    telling = tables.sql(f"""
        SELECT story_id, term, sum(weight * rarity * name / length) AS total
        FROM words JOIN members USING (place) JOIN weights USING (term) GROUP BY story_id, term
        QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY round(total, 9) DESC, term) <= {LABEL_TERMS}
        ORDER BY story_id, round(total, 9) DESC, term
    """).df()
    wanted = telling.groupby("story_id", sort=False)["term"].agg(list)
    forms: dict[str, Counter[str]] = {str(story): Counter() for story in wanted.index}
    reader = tables.sql("""
        SELECT members.story_id, headline, body FROM members JOIN texts USING (article_id)
    """).to_arrow_reader(1000)
    for batch in reader:
        for row in batch.to_pylist():
            text = f"{row['headline'] or ''}\n{(row['body'] or '')[:OPENING]}"
            known = set(wanted[row["story_id"]])
            forms[row["story_id"]].update(word for word in WORD.findall(text) if word.lower() in known)
    return pd.Series({story: _label(wanted[story], forms[str(story)]) for story in wanted.index}, dtype="str")


def _label(terms: list[str], forms: Counter[str]) -> str:
    written: dict[str, str] = {}
    for form, _ in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        written.setdefault(form.lower(), form)
    return ", ".join(written.get(term, term) for term in terms)
