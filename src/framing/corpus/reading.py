"""Reading a collection: files to clean articles, whole or in partitions, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from framing import schema
from framing.corpus.clean.cleaning import clean_articles
from framing.corpus.clean.recurring import LineCounts, Recurring
from framing.corpus.collections.catalogue import Collection, complete_outlets, find_collection
from framing.corpus.corpus import Corpus
from framing.corpus.read.documents import Batch, read_documents
from framing.corpus.read.listing import name_in
from framing.corpus.repeats.duplicates import apply_marks, find_marks, sketch
from framing.errors import FramingError

LETTERS = r"[^\W\d_]{2}"
"""What a text must hold to be one."""
Rules = Sequence[str] | Mapping[str, bool] | None


@dataclass(frozen=True)
class Partition:
    """Some articles of a collection, read and cleaned, before duplicates are looked for over the whole of it.

    Parameters
    ----------
    articles, dropped, notes, cleaning : DataFrame
        Tables of the same names.
    """

    articles: pd.DataFrame
    dropped: pd.DataFrame
    notes: pd.DataFrame
    cleaning: pd.DataFrame


def read_corpus(
    source: str | Path | Collection, *, name: str | None = None, clean: bool = True, rules: Rules = None
) -> Corpus:
    """Read a collection of news articles into tables.

    Parameters
    ----------
    source : str, Path or Collection
        Name of a collection (`list_collections`), or path to a folder or a single file of any format that is read; or
        what `find_collection` made of it.
    name : str, optional
        What to call it; by default the name of the folder or file.
    clean : bool
        False keeps every text as given, so that offsets refer to it; exact duplicates are dropped all the same.
    rules : sequence of str or mapping of str to bool, optional
        The cleaning rules to apply, or which to switch off, as in ``{"read_more": False}``; see `list_cleaning_rules`.

    Returns
    -------
    Corpus
        With the tables articles, outlets, stories, dropped, notes and cleaning. Articles and dropped documents add up
        to the input; notes say what had to be guessed.

    Raises
    ------
    FramingError
        If there is no such collection, or it holds nothing that could be an article.

    Notes
    -----
    `duplicate_of` marks an article that nearly repeats an earlier one of the same outlet, `wire` one with agency copy;
    both stay in the table, and it is for the comparison to leave them out or count them once.
    """
    collection = source if isinstance(source, Collection) else find_collection(source, name=name)
    partitions = list(read_partitions(collection, clean=clean, rules=rules))
    starts = np.cumsum([0, *(len(partition.articles) for partition in partitions)])
    sketches = [sketch(part.articles, start) for part, start in zip(partitions, starts[:-1].tolist(), strict=True)]
    marks = find_marks(*(pd.concat(tables, ignore_index=True) for tables in zip(*sketches, strict=True)))
    marked = [apply_marks(partition.articles, marks) for partition in partitions]
    articles = pd.concat([table for table, _ in marked], ignore_index=True)
    dropped = pd.concat([*(p.dropped for p in partitions), *(table for _, table in marked)], ignore_index=True)
    notes = pd.concat([partition.notes for partition in partitions], ignore_index=True)
    cleaning = pd.concat([partition.cleaning for partition in partitions], ignore_index=True)
    return Corpus(
        collection.name,
        schema.ARTICLES.cast(articles),
        outlets=complete_outlets(collection.outlets, articles),
        stories=collection.stories,
        dropped=sort_dropped(dropped, collection),
        notes=notes,
        cleaning=cleaning[cleaning["article_id"].isin(articles["article_id"])].reset_index(drop=True),
    )


def read_partitions(
    collection: Collection, *, clean: bool = True, rules: Rules = None, size: int = 2000
) -> Iterator[Partition]:
    """Read a collection a part at a time, so that memory is bounded by the part.

    Parameters
    ----------
    collection : Collection
    clean, rules
        As for `read_corpus`.
    size : int
        Articles in a partition; the last one may have fewer.

    Yields
    ------
    Partition
        In the order of the files. Put together they are the same tables whatever the size. `duplicate_of`, `wire` and
        `wire_share` are still missing and exact duplicates still there: take a `sketch` of each partition, `find_marks`
        over all of them, and `apply_marks` to each.

    Raises
    ------
    FramingError
        As `read_corpus`.
    """
    batches, counted = [], LineCounts()
    for batch in read_batches(collection, clean=clean, size=size):
        counted.add(batch.articles)
        batches.append(batch)
    recurring = counted.recurring()
    for batch in batches:
        yield clean_batch(batch, clean=clean, rules=rules, recurring=recurring)


def read_batches(collection: Collection, *, clean: bool = True, size: int = 2000) -> Iterator[Batch]:
    """Read a collection before it is cleaned, a part at a time; the first half of `read_partitions`."""
    batches = read_documents(collection.files, collection.root, how=collection.reading(as_is=not clean))
    documents = 0
    for batch in _regroup(batches, size):
        documents += len(batch.articles) + sum(entry["row"] is not None for entry in batch.dropped)
        documents += sum(entry["reason"] == "unreadable file" for entry in batch.dropped)
        yield batch
    if not documents:
        raise FramingError(f"'{collection.path}' holds no articles: its files are empty; check what was exported.")


def _regroup(batches: Iterator[Batch], size: int) -> Iterator[Batch]:
    """Cut and join batches to partitions of a given size."""
    waiting: list[pd.DataFrame] = []
    dropped: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []
    count = 0
    for batch in batches:
        dropped += batch.dropped
        notes += batch.notes
        waiting.append(batch.articles)
        count += len(batch.articles)
        while count >= size:
            table = pd.concat(waiting, ignore_index=True)
            yield Batch(table.iloc[:size].reset_index(drop=True), dropped, notes)
            waiting, dropped, notes, count = [table.iloc[size:]], [], [], count - size
    if count or dropped or notes:
        yield Batch(pd.concat(waiting, ignore_index=True), dropped, notes)


def clean_batch(
    batch: Batch, *, clean: bool = True, rules: Rules = None, recurring: Recurring = frozenset()
) -> Partition:
    """Clean a part that was read, and leave out what holds no text; the second half of `read_partitions`."""
    left_out, notes = schema.DROPPED.of_rows(batch.dropped), schema.NOTES.of_rows(batch.notes)
    if not len(batch.articles):
        nothing = {"input_file": pd.Series(dtype="str"), "input_row": pd.Series(dtype="int64")}
        return Partition(schema.ARTICLES.empty().assign(**nothing), left_out, notes, schema.CLEANING.empty())
    articles, cleaning = batch.articles, schema.CLEANING.empty()
    if clean:
        articles, cleaning = clean_articles(articles, rules=rules, recurring=recurring)
        text = articles["body"].where(articles["extent"].ne("headline").fillna(value=True), articles["headline"])
        empty = ~text.str.contains(LETTERS)
        if empty.any():
            left_out = pd.concat([left_out, emptied(articles[empty])], ignore_index=True)
            articles = articles[~empty].reset_index(drop=True)
    words = articles["headline"].str.split().str.len() + articles["body"].str.split().str.len()
    articles = articles.drop(columns="whole", errors="ignore").assign(n_words=words)
    return Partition(schema.ARTICLES.cast(articles), left_out, notes, cleaning)


def emptied(articles: pd.DataFrame) -> pd.DataFrame:
    """Tell of the articles that cleaning left without text: rows of the table `dropped`."""
    return schema.DROPPED.cast(
        pd.DataFrame(
            {
                "file": articles["input_file"],
                "row": articles["input_row"],
                "article_id": articles["article_id"],
                "reason": "no text",
                "detail": "nothing is left after cleaning",
            }
        )
    )


def sort_dropped(dropped: pd.DataFrame, collection: Collection) -> pd.DataFrame:
    """Put dropped documents into the order of the files and their rows."""
    order = {name_in(file, collection.root): i for i, file in enumerate(collection.files)}
    places = {name: _place(name, order) for name in dropped["file"].unique()}
    keyed = dropped.assign(_file=dropped["file"].map(places), _row=dropped["row"].fillna(0))
    return schema.DROPPED.cast(keyed.sort_values(["_file", "_row"], kind="stable")[schema.DROPPED.names])


def _place(name: str, order: Mapping[str, int]) -> int:
    """Tell where a file stands among those of a collection; one inside an archive stands where the archive does."""
    path = PurePosixPath(name)
    return next((order[str(p)] for p in (path, *path.parents) if str(p) in order), len(order))
