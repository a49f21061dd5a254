"""A whole collection, partition by partition: read, annotate, score, and write the tables of the contract.

Memory is bounded by the partition. Each partition is worked on by itself and leaves its tables in a work folder; they
are joined in the order of the collection into tables with row groups of one size, so that the bytes do not depend on
how many workers there were. Partitions have one size: texts that the taggers read together can move each other's last
digits. A run that was cut off goes on at its partition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.annotation.attributions import check_model
from framing.coding.reference import CODES
from framing.comparison.study import Study, find_study
from framing.corpus.clean.recurring import LineCounts
from framing.corpus.collections.catalogue import (
    BESIDE,
    Collection,
    check_out,
    complete_outlets,
    data_home,
    find_collection,
    on_shelf,
)
from framing.corpus.collections.fetching import file_hash
from framing.corpus.queries import open_tables
from framing.corpus.read.listing import name_in
from framing.corpus.reading import read_batches, sort_dropped
from framing.corpus.repeats.duplicates import find_marks
from framing.corpus.stories.grouping import group_articles
from framing.errors import FramingError
from framing.lexicon import Lexicon, list_lexicons, read_lexicon, write_lexicon
from framing.provenance import fingerprint
from framing.results import MANIFEST, Results, read_manifest, read_results, write_json, write_manifest
from framing.running.folder import WorkFolder, check_whole, copy_whole, file_hashes, open_work, put_in_place
from framing.running.partitions import JOINED, PLACES, clean_partition, join_table, score_partition
from framing.running.workers import hire
from framing.scoring.measure import get_measures
from framing.untrusted import write_csv

PARTITION_ARTICLES = 500
Progress = Callable[[int, int], None]


def score_collection(
    source: str | Path | Collection,
    out: str | Path,
    *,
    codebook: str | Path | None = None,
    model: str = "fast",
    clean: bool = True,
    workers: int | str = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Read, annotate and score a collection, and write its tables.

    Parameters
    ----------
    source : str, Path or Collection
        Name of a collection, or path of a folder or file; or what `find_collection` made of it.
    out : str or Path
        Folder for the tables; those of an earlier run are replaced.
    codebook : str or Path, optional
        By default that of the collection's ``study.toml``, else ``"protest"``.
    model : str
        As in `annotate`.
    clean : bool
        Whether the cleaning rules are applied; without them, offsets refer to the text as given.
    workers : int or str
        Processes on this machine, or the address of a Dask scheduler to work on (needs the package ``distributed``).
    progress : callable, optional
        Called with the articles done and the articles in all.

    Returns
    -------
    dict
        The manifest, which is also written as ``manifest.json``.

    Raises
    ------
    FramingError
        If the collection or the codebook cannot be read, or the model is unknown or not installed.
    """
    target = Path(out)
    check_model(model)
    collection = _resolved(source)
    check_out(collection, target)
    book = _codebook(collection, codebook)
    versions = _versions(collection, book, model=model, clean=clean)
    with hire(workers) as run:
        plan = {name: value for name, value in versions.items() if name != "codes_sha256"}
        work = open_work(target, plan | {"partition": PARTITION_ARTICLES})
        write_lexicon(book, work.path)
        numbers = range(_cut(collection, work, clean=clean))
        sizes = list(run(partial(clean_partition, clean=clean), [(work.path.resolve(), n) for n in numbers]))
        stories, outlets = _look_across(collection, work)
        outlets.to_parquet(work.ready / "outlets.parquet", index=False)  # partitions know who the outlet is
        measures = tuple(item.name for item in get_measures())
        work_on = partial(score_partition, name=collection.name, codebook=book.name, model=model, measures=measures)
        done = 0
        for size in run(work_on, [(work.path.resolve(), n) for n in numbers]):
            done += size
            if progress is not None:
                progress(done, sum(sizes))
        rows = dict(zip(JOINED, run(join_table, [(work.path.resolve(), name) for name in JOINED]), strict=True))
    write_lexicon(book, work.ready)
    stories.to_parquet(work.ready / "stories.parquet", index=False)
    shards = [path for name in ("left_out", "repeated") for path in work.all_of(name)]
    dropped = sort_dropped(pd.concat([pd.read_parquet(path) for path in shards], ignore_index=True), collection)
    write_csv(dropped, work.ready / "dropped.csv")
    notes = pd.concat([pd.read_parquet(path) for path in work.all_of("notes")], ignore_index=True)
    write_csv(notes, work.ready / "notes.csv")
    counts = {name: rows[name] for name in JOINED if name in schema.TABLES} | {"dropped": len(dropped)}
    manifest = versions | {"rows": counts, "files": file_hashes(work.ready)}
    made = write_manifest(manifest, work.ready, collection)
    put_in_place(work, target, MANIFEST)
    return made


def open_results(
    source: str | Path | Collection,
    *,
    out: str | Path | None = None,
    codebook: str | Path | None = None,
    model: str = "fast",
    clean: bool = True,
    progress: Progress | None = None,
) -> Results:
    """Give the results of a collection; score it first unless that has been done.

    Parameters
    ----------
    source : str, Path or Collection
        Name of a collection, path of a folder or file, or a folder that `score_collection` has written; or what
        `find_collection` made of it.
    out : str or Path, optional
        Folder that holds the results or will; ``data/processed/NAME`` by default.
    codebook : str or Path, optional
        By default that of the collection's ``study.toml``, else that of the results that are there, else ``"protest"``.
    model : str
    clean : bool
    progress : callable, optional

    Returns
    -------
    Results

    Notes
    -----
    Results are made anew when the input, its codes, the codebook, the model, the measures, or the package's own code,
    models and lexicons (see `framing.provenance.fingerprint`) are others than the manifest says.
    """
    if not isinstance(source, Collection) and not on_shelf(source) and (Path(source) / "manifest.json").is_file():
        return read_results(source)
    collection = _resolved(source)
    folder = Path(out) if out is not None else data_home() / "processed" / collection.name
    try:
        manifest = read_manifest(folder)
        book, known = _codebook(collection, codebook), manifest.get("codebook", {}).get("name")
        if known and codebook is None and find_study(collection) is None:
            theirs = known if known in set(list_lexicons()["lexicon"]) else folder / "codebook"
            book, codebook = replace(read_lexicon(theirs), name=known), theirs
        wanted = _versions(collection, book, model=model, clean=clean)
        if {name: manifest.get(name) for name in wanted} == wanted:
            return read_results(folder)
    except FramingError:
        pass  # none yet, or torn ones: made anew
    score_collection(collection, folder, codebook=codebook, model=model, clean=clean, progress=progress)
    return read_results(folder)


def take_results(
    collection: Collection, out: Path, *, codebook: str | Path | None = None, model: str = "fast", clean: bool = True
) -> Path | None:
    """Put results that would be the same into a folder, in place of scoring anew.

    Parameters
    ----------
    collection : Collection
    out : Path
        Folder that holds the results, or is to hold a copy of those in ``data/processed/NAME``.
    codebook, model, clean
        As in `score_collection`.

    Returns
    -------
    Path or None
        Where they were found; None where there are none, only others, or torn ones.
    """
    wanted = _versions(collection, _codebook(collection, codebook), model=model, clean=clean)
    for folder in (out, data_home() / "processed" / collection.name):
        try:
            manifest = read_manifest(folder)
            if {name: manifest.get(name) for name in wanted} != wanted:
                continue
            check_whole(folder, manifest.get("files"))
        except FramingError:
            continue
        if folder.resolve() != out.resolve():
            copy_whole(folder, out, manifest["files"], MANIFEST)
        manifest.pop("study", None)  # what an earlier report declared
        write_json(out / MANIFEST, manifest)
        return folder
    return None


def _resolved(source: str | Path | Collection) -> Collection:
    return source if isinstance(source, Collection) else find_collection(source)


def _codebook(collection: Collection, given: str | Path | None) -> Lexicon:
    return read_lexicon(given if given is not None else (find_study(collection) or Study()).codebook)


def _cut(collection: Collection, work: WorkFolder, *, clean: bool) -> int:
    """Read the documents as they stand into partitions; give how many there are."""
    done = work.noted("cut")
    if done is not None:
        return done["partitions"]
    count, counted = 0, LineCounts()
    try:
        for batch in read_batches(collection, clean=clean, size=PARTITION_ARTICLES):
            work.write("given", count, batch.articles)
            counted.add(batch.articles)
            work.write("given_dropped", count, schema.DROPPED.of_rows(batch.dropped))
            work.write("notes", count, schema.NOTES.of_rows(batch.notes))
            count += 1
    except FramingError:
        work.discard()  # there is nothing to go on from
        raise
    work.note("cut", {"partitions": count, "recurring": sorted(counted.recurring())})
    return count


def _look_across(collection: Collection, work: WorkFolder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find repeated texts and stories over all partitions, and leave with each article what was found of it.

    Returns
    -------
    stories, outlets : DataFrame
    """
    tables = {name: work.all_of(name) for name in ("facts", "shingles", "words", "forms")}
    spill = work.path / "spill"
    with open_tables(facts=tables["facts"]) as known:
        outlets = known.sql("SELECT DISTINCT outlet_id FROM facts").df()
        given = known.sql("SELECT place, story_id FROM facts WHERE story_id IS NOT NULL").df()
    stories, story_of = collection.stories, given.set_index("place")["story_id"]
    if not len(given):
        names = ("facts", "words", "forms")
        with open_tables(spill, **{name: tables[name] for name in names}, texts=work.all_of("read")) as known:
            stories, story_of = group_articles(known)
    if not (work.path / "marks.parquet").is_file():
        marks = find_marks(tables["facts"], tables["shingles"], spill=spill)
        marks = marks.assign(partition=marks["place"] // PLACES, story_id=marks["place"].map(story_of).astype("str"))
        unfinished = work.path / "marks.tmp"
        marks.to_parquet(unfinished, index=False, row_group_size=20 * PARTITION_ARTICLES)
        unfinished.replace(work.path / "marks.parquet")
    return stories, complete_outlets(collection.outlets, outlets)


def _versions(collection: Collection, codebook: Lexicon, *, model: str, clean: bool) -> dict[str, Any]:
    """Give what has to be the same for the numbers to be the same."""
    content = hashlib.sha256()
    for path in collection.files:
        content.update(f"{name_in(path, collection.root)} {file_hash(path)}\n".encode())
    codes = collection.root / CODES
    for path in (collection.root / name for name in BESIDE):
        if path.is_file():
            content.update(f"{path.name} {file_hash(path)}\n".encode())
    return {
        "collection": collection.name,
        "input_sha256": content.hexdigest(),
        "codes_sha256": file_hash(codes) if codes.is_file() else None,
        "made_by": fingerprint(),
        "model": model,
        "cleaned": clean,
        "codebook": {"name": codebook.name, "fingerprint": codebook.fingerprint},
        "measures": {item.name: item.version for item in get_measures()},
    }
