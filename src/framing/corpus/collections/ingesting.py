"""Files of any format to a collection of one's own under ``data/raw``."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from framing import schema
from framing.corpus.collections.catalogue import OUTLET_NAMES, Collection, complete_outlets, data_home, find_collection
from framing.corpus.collections.fetching import file_hash
from framing.corpus.collections.inspecting import article_facts
from framing.corpus.collections.replacing import (
    SHEET,
    all_names,
    check_place,
    keep_sections,
    known_outlets,
    take_place,
    undecided,
)
from framing.corpus.fields.likeness import alike_outlets
from framing.corpus.read.documents import Batch, read_documents
from framing.corpus.read.listing import name_in
from framing.errors import FramingError
from framing.untrusted import write_csv

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
FIRST = ("article_id", "outlet_id", "published", "headline", "body", "byline", "genre", "url", "language", "story_id")
HARMLESS = ("no text", "not an article", "duplicate")
"""Reasons for which a document is left out and nobody need look."""


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
    notes : DataFrame
        Table `notes`: what was guessed, or could not be read.
    alike : DataFrame
        Outlets that may be one, to be confirmed in ``outlet_names.csv``.
    facts : DataFrame
        A row for each article, as `framing.corpus.collections.inspecting.article_facts` gives them.
    """

    name: str
    path: Path
    kept: int
    outlets: pd.DataFrame
    dropped: pd.DataFrame
    notes: pd.DataFrame
    alike: pd.DataFrame
    facts: pd.DataFrame

    @property
    def lost(self) -> pd.DataFrame:
        """Documents that were left out though they are neither empty nor notes on the files."""
        return self.dropped[~self.dropped["reason"].isin(HARMLESS)]


def write_collection(
    sources: str | Path | Sequence[str | Path],
    name: str,
    *,
    to: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    replace: bool = False,
) -> Ingested:
    """Write files of any format into a new collection.

    Parameters
    ----------
    sources : str, Path or sequence of them
        Files and folders; ``docs/formats.md`` lists the formats.
    name : str
        Name of the collection: small letters, digits, hyphens.
    to : str or Path, optional
        Folder to write to; by default ``data/raw/NAME``.
    columns : mapping, optional
        Column of the articles table to the name by which the files call it, where it is not known.
    dates : {"dmy", "mdy"}, optional
        How 3/4/2017 is read; by default each file shows it.
    replace : bool
        Put the articles in place of those of an earlier ingest. What a person wrote beside them stays: outlets, names
        of outlets, the data sheet but for its counts and checksums, studies, codes and any other file. To add articles
        give the collection itself as one of the sources.

    Returns
    -------
    Ingested

    Raises
    ------
    FramingError
        If a source cannot be read, or the collection is there already and is not to be replaced, or was not written by
        an ingest. Nothing is changed then.

    Notes
    -----
    Markup is turned into text; beyond that nothing is cleaned and no duplicate is dropped here: that is done each time
    the collection is read, and can be switched off. The folder receives ``articles.jsonl``, ``outlets.csv`` (to be
    filled in), ``outlet_names.csv`` where outlets look alike (to be confirmed), ``DATASHEET.md`` (to be written) with
    the checksums of the input, ``dropped.csv`` and ``notes.csv``.
    """
    if not NAME.fullmatch(name):
        raise FramingError(f"'{name}' cannot be the name of a collection; use small letters, digits and hyphens.")
    folder = Path(to) if to is not None else data_home() / "raw" / name
    earlier = folder if check_place(folder, replace=replace) else None
    given = [sources] if isinstance(sources, (str, Path)) else list(sources)
    collections = [find_collection(source) for source in given]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as making:
        made = Path(making) / folder.name
        made.mkdir()
        with (made / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            batches = _read(collections, columns=columns, dates=dates)
            dropped, notes, facts = _write_articles(batches, file)
        done = _sum_up(name, folder, collections, (dropped, notes), facts, earlier)
        for file_name, table in (("outlets", done.outlets), ("dropped", done.dropped), ("notes", done.notes)):
            write_csv(table, made / f"{file_name}.csv")
        if len(names := all_names(earlier, done.alike)):
            write_csv(names, made / OUTLET_NAMES)
        sheet = keep_sections(earlier, _data_sheet(done, collections))
        (made / SHEET).write_text(sheet, encoding="utf-8")
        take_place(made, folder)
    return done


def _read(collections: list[Collection], *, columns: Mapping[str, str] | None, dates: str | None) -> Iterator[Batch]:
    """Read all sources; ids are kept apart over all of them."""
    seen: set[str] = set()
    for collection in collections:
        how = collection.reading(columns=columns, dates=dates)
        try:
            yield from read_documents(collection.files, collection.root, seen=seen, how=how)
        except FramingError as error:
            if len(collections) == 1:
                raise
            entry = {
                "file": name_in(collection.path, collection.path.parent),
                "reason": "unreadable file",
                "detail": str(error),
            }
            yield Batch(pd.DataFrame(), [dict.fromkeys(schema.DROPPED.names) | entry])


def _write_articles(
    batches: Iterator[Batch], file: TextIO
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], pd.DataFrame]:
    dropped: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    facts: list[pd.DataFrame] = []
    for batch in batches:
        dropped += batch.dropped
        notes += batch.notes
        if len(batch.articles):
            facts.append(article_facts(batch.articles))
            for values in _lines(batch.articles):
                file.write(json.dumps(values, ensure_ascii=False) + "\n")
    if not facts:
        told = "; ".join(dict.fromkeys(str(entry["detail"]) for entry in dropped[:3])) or "the files are empty"
        raise FramingError(f"No article was found in what was given ({told}).")
    return dropped, notes, pd.concat(facts, ignore_index=True)


def _lines(articles: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the articles as objects, contract columns first, without what is missing."""
    dates = articles["published"].dt.strftime("%Y-%m-%dT%H:%M:%S").str.removesuffix("T00:00:00")
    table = articles.assign(published=dates).drop(columns=["input_file", "input_row"])
    table = table.rename(columns={"whole": "whole_file"})
    order = [*(c for c in FIRST if c in table.columns), *(c for c in table.columns if c not in FIRST)]
    records = table[order].astype(object).where(table[order].notna(), None).to_dict("records")
    lines = [{key: value for key, value in record.items() if value is not None} for record in records]
    for line in lines:
        if line.get("extent") == "headline":
            del line["body"]
    return lines


def _sum_up(
    name: str,
    folder: Path,
    collections: list[Collection],
    told: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    facts: pd.DataFrame,
    earlier: Path | None,
) -> Ingested:
    ids = set(facts["outlet_id"].astype(str))
    written = [known_outlets(earlier, ids), *(collection.outlets for collection in collections)]
    known = pd.concat([schema.OUTLETS.empty(), *written], ignore_index=True)
    found = pd.DataFrame({"outlet_id": sorted(ids)}, dtype="str")
    outlets = complete_outlets(known.drop_duplicates("outlet_id"), found)
    hosts = facts[facts["host"] != ""].groupby("outlet_id", observed=True)["host"].agg(set).to_dict()
    alike = alike_outlets(facts["outlet_id"].astype(str).value_counts().to_dict(), hosts)
    left_out, notes = schema.DROPPED.of_rows(told[0]), schema.NOTES.of_rows(told[1])
    return Ingested(name, folder, len(facts), outlets, left_out, notes, undecided(earlier, alike), facts)


def _data_sheet(done: Ingested, collections: list[Collection]) -> str:
    files = [(path, name_in(path, c.root)) for c in collections for path in c.files]
    sums = "\n".join(f"- `{label}` sha256 {file_hash(path)}" for path, label in files)
    reasons = (
        "\n".join(f"- {reason}: {n}" for reason, n in done.dropped["reason"].value_counts(sort=False).items())
        or "- none"
    )
    return (
        f"# {done.name}\n\n{done.kept:,} articles; {len(done.dropped):,} documents left out (`dropped.csv`).\n\n"
        "To be written by whoever collected them: why and how articles were chosen, from which pages and when, what\n"
        "is missing, who holds the rights, and what each outlet is (`outlets.csv`: country, medium, ownership).\n\n"
        f"## Left out\n\n{reasons}\n\n## Input\n\n{sums}\n"
    )
