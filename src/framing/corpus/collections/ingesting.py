"""Files of any format to a collection of one's own under ``data/raw``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from framing import schema
from framing.corpus.collections.catalogue import Collection, complete_outlets, data_home, find_collection
from framing.corpus.collections.fetching import file_hash
from framing.corpus.read.documents import read_documents
from framing.errors import FramingError

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
FIRST = ("article_id", "outlet_id", "published", "headline", "body", "byline", "genre", "url", "language", "story_id")


@dataclass(frozen=True)
class Ingested:
    """What became of the documents.

    Parameters
    ----------
    name : str
    path : Path
        Folder of the new collection.
    kept : int
        Documents kept.
    outlets : DataFrame
        Table `outlets`, to be filled in by hand in ``outlets.csv``.
    dropped : DataFrame
        Table `dropped`: the others, each with its reason. Both add up to the input.
    """

    name: str
    path: Path
    kept: int
    outlets: pd.DataFrame
    dropped: pd.DataFrame


def write_collection(
    sources: str | Path | Sequence[str | Path], name: str, *, to: str | Path | None = None
) -> Ingested:
    """Write files of any format into a new collection, text as given.

    Parameters
    ----------
    sources : str, Path or sequence of them
        Folders and .csv, .jsonl, .parquet, .txt or .html files.
    name : str
        Name of the collection: small letters, digits, hyphens.
    to : str or Path, optional
        Folder to write to; by default ``data/raw/NAME``.

    Returns
    -------
    Ingested

    Raises
    ------
    FramingError
        If a source cannot be read, or the collection is there already: what lies under ``data/raw`` is never edited.

    Notes
    -----
    Nothing is cleaned and no duplicate is dropped here; that is done each time the collection is read, and can be
    switched off. The folder receives ``articles.jsonl``, ``outlets.csv`` (to be filled in), ``DATASHEET.md`` (to be
    written) with the checksums of the input, and ``dropped.csv``.
    """
    if not NAME.fullmatch(name):
        raise FramingError(f"'{name}' cannot be the name of a collection; use small letters, digits and hyphens.")
    folder = Path(to) if to is not None else data_home() / "raw" / name
    if folder.exists() and any(folder.iterdir()):
        raise FramingError(f"The folder '{folder}' is there already; choose another name, or delete it first.")
    given = [sources] if isinstance(sources, (str, Path)) else list(sources)
    collections = [find_collection(source) for source in given]
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "articles.jsonl.part"
    with part.open("w", encoding="utf-8", newline="\n") as file:
        count, outlets, dropped = _write_articles(collections, file)
    part.replace(folder / "articles.jsonl")
    known = pd.concat([schema.OUTLETS.empty(), *(collection.outlets for collection in collections)], ignore_index=True)
    table = complete_outlets(
        known.drop_duplicates("outlet_id"), pd.DataFrame({"outlet_id": sorted(outlets)}, dtype="str")
    )
    left_out = schema.DROPPED.of_rows(dropped)
    table.to_csv(folder / "outlets.csv", index=False, lineterminator="\n")
    left_out.to_csv(folder / "dropped.csv", index=False, lineterminator="\n")
    (folder / "DATASHEET.md").write_text(_data_sheet(name, collections, count, left_out), encoding="utf-8")
    return Ingested(name, folder, count, table, left_out)


def _write_articles(collections: list[Collection], file: TextIO) -> tuple[int, set[str], list[dict[str, Any]]]:
    """Write the articles of all sources; ids are kept apart over all of them."""
    count, outlets, dropped = 0, set(), []
    seen: set[str] = set()
    for collection in collections:
        for batch in read_documents(collection.files, collection.root, seen=seen, how=collection.reading()):
            dropped += batch.dropped
            count += len(batch.articles)
            for values in _lines(batch.articles):
                outlets.add(values["outlet_id"])
                file.write(json.dumps(values, ensure_ascii=False) + "\n")
    return count, outlets, dropped


def _lines(articles: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the articles as objects, contract columns first, without what is missing."""
    if not len(articles):
        return []
    dates = articles["published"].dt.strftime("%Y-%m-%dT%H:%M:%S").str.removesuffix("T00:00:00")
    table = (
        articles.assign(published=dates)
        .drop(columns=["input_file", "input_row"])
        .rename(columns={"whole": "whole_file"})
    )
    order = [*(c for c in FIRST if c in table.columns), *(c for c in table.columns if c not in FIRST)]
    records = table[order].astype(object).where(table[order].notna(), None).to_dict("records")
    return [{key: value for key, value in record.items() if value is not None} for record in records]


def _data_sheet(name: str, collections: list[Collection], count: int, dropped: pd.DataFrame) -> str:
    files = [(path, path.relative_to(c.root).as_posix()) for c in collections for path in c.files]
    sums = "\n".join(f"- `{label}` sha256 {file_hash(path)}" for path, label in files)
    reasons = (
        "\n".join(f"- {reason}: {n}" for reason, n in dropped["reason"].value_counts(sort=False).items()) or "- none"
    )
    return (
        f"# {name}\n\n{count:,} articles; {len(dropped):,} documents left out (`dropped.csv`).\n\n"
        "To be written by whoever collected them: why and how articles were chosen, from which pages and when, what\n"
        "is missing, who holds the rights, and what each outlet is (`outlets.csv`: country, medium, ownership).\n\n"
        f"## Left out\n\n{reasons}\n\n## Input\n\n{sums}\n"
    )
