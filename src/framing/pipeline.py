"""A whole collection, partition by partition: read, annotate, score, and write the tables of the contract.

Memory is bounded by the partition. Each partition is worked on by itself and written to a shard; shards are joined in
the order of the collection into tables with row groups of one size, so that the bytes do not depend on how many
partitions or workers there were.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from joblib import Parallel, delayed, parallel_config

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.attributions import check_model
from framing.coding.reference import CODES
from framing.comparison.study import Study, find_study
from framing.corpus.collections.catalogue import Collection, complete_outlets, data_home, find_collection, on_shelf
from framing.corpus.collections.fetching import file_hash
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_partitions, sort_dropped
from framing.corpus.repeats.duplicates import Sketches, apply_marks
from framing.corpus.stories.grouping import find_stories
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon
from framing.provenance import fingerprint
from framing.results import SHARDED, Results, read_results, write_manifest
from framing.scoring.measure import get_measures
from framing.scoring.score import score_and_show

ROWS_IN_GROUP = 50_000
PARTITION_ARTICLES = 500
STORY_COLUMNS = ("article_id", "outlet_id", "story_id", "published", "headline")
STORY_CHARACTERS = 1500
"""How much of each body is kept in memory to group articles by story: what is new in a news text stands first."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Work:
    """What is done to every partition alike."""

    collection: Collection
    codebook: Lexicon
    measures: tuple[str, ...]
    shards: Path
    marks: pd.DataFrame
    stories: pd.Series
    model: str


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
    book = _codebook(collection, codebook)
    shards = target / ".shards"
    shutil.rmtree(shards, ignore_errors=True)
    shards.mkdir(parents=True)
    try:
        outlets, stories, dropped, (marks, story_of) = _read(collection, shards, clean=clean)
        measures = tuple(item.name for item in get_measures())
        dropped += _run(_Work(collection, book, measures, shards, marks, story_of, model), _workers(workers), progress)
        counts = {name: _join(shards, name, target / f"{name}.parquet") for name in SHARDED}
    finally:
        shutil.rmtree(shards, ignore_errors=True)
    (target / "codebook").mkdir(exist_ok=True)
    book.terms.to_csv(target / "codebook" / "terms.csv", index=False)
    outlets.to_parquet(target / "outlets.parquet", index=False)
    stories.to_parquet(target / "stories.parquet", index=False)
    left_out = sort_dropped(pd.concat(dropped, ignore_index=True), collection)
    left_out.to_csv(target / "dropped.csv", index=False)
    manifest = _versions(collection, book, model=model, clean=clean) | {"rows": counts | {"dropped": len(left_out)}}
    return write_manifest(manifest, target, collection)


def open_results(
    source: str | Path | Collection,
    *,
    codebook: str | Path | None = None,
    model: str = "fast",
    clean: bool = True,
    progress: Progress | None = None,
) -> Results:
    """Give the results of a collection under ``data/processed``; score it first unless that has been done.

    Parameters
    ----------
    source : str, Path or Collection
        Name of a collection, path of a folder or file, or a folder that `score_collection` has written; or what
        `find_collection` made of it.
    codebook : str or Path, optional
        By default that of the collection's ``study.toml``, else ``"protest"``.
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
    folder = data_home() / "processed" / collection.name
    wanted = _versions(collection, _codebook(collection, codebook), model=model, clean=clean)
    if (folder / "manifest.json").is_file():
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if {name: manifest.get(name) for name in wanted} == wanted:
            return read_results(folder)
    score_collection(collection, folder, codebook=codebook, model=model, clean=clean, progress=progress)
    return read_results(folder)


def _resolved(source: str | Path | Collection) -> Collection:
    return source if isinstance(source, Collection) else find_collection(source)


def _codebook(collection: Collection, given: str | Path | None) -> Lexicon:
    return read_lexicon(given if given is not None else (find_study(collection) or Study()).codebook)


def _workers(workers: int | str) -> tuple[int, AbstractContextManager[Any]]:
    if isinstance(workers, int):
        return workers, nullcontext()
    try:
        from distributed import Client  # noqa: PLC0415 (only a cluster needs it)
    except ImportError as error:
        raise FramingError("A scheduler needs the package 'distributed'; pip install distributed.") from error
    client = Client(workers)
    return sum(client.nthreads().values()) or 1, parallel_config("dask", client=client)


def _read(
    collection: Collection, shards: Path, *, clean: bool
) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame], tuple[pd.DataFrame, pd.Series]]:
    """Read and clean every partition once, leave it on disk, and look for repeated text and stories over the whole."""
    sketches, dropped, articles = Sketches(), [schema.DROPPED.empty()], [schema.ARTICLES.empty()]
    for number, part in enumerate(read_partitions(collection, clean=clean, size=PARTITION_ARTICLES)):
        sketches.add(part.articles)
        part.articles.to_parquet(shards / f"read.{number:06d}.parquet", index=False)
        part.cleaning.to_parquet(shards / f"removed.{number:06d}.parquet", index=False)
        dropped.append(part.dropped)
        opening = part.articles["body"].str[:STORY_CHARACTERS]
        articles.append(part.articles[list(STORY_COLUMNS)].assign(body=opening))
    seen = pd.concat(articles, ignore_index=True)
    stories, story_of = collection.stories, seen.set_index("article_id")["story_id"]
    if story_of.isna().all():
        stories, story_of = find_stories(seen)
    return complete_outlets(collection.outlets, seen), stories, dropped, (sketches.marks(), story_of)


def _run(work: _Work, power: tuple[int, AbstractContextManager[Any]], progress: Progress | None) -> list[pd.DataFrame]:
    """Annotate and score all partitions; give the documents that were dropped as duplicates."""
    paths = sorted(work.shards.glob("read.*.parquet"))
    total = sum(pq.read_metadata(path).num_rows for path in paths)
    n_jobs, where = power
    done, dropped = 0, []
    with where:
        run = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch=2 * n_jobs)
        for size, left_out in run(delayed(_work_on)(path, work) for path in paths):
            dropped.append(left_out)
            done += size
            if progress is not None:
                progress(done, total)
    return dropped


def _work_on(path: Path, work: _Work) -> tuple[int, pd.DataFrame]:
    """Annotate and score one partition and write its tables as shards."""
    number = path.name.split(".")[1]
    read = pd.read_parquet(path)
    articles, dropped = apply_marks(read, work.marks)
    articles = articles.assign(story_id=articles["article_id"].map(work.stories).astype("str"))
    cleaning = pd.read_parquet(work.shards / f"removed.{number}.parquet")
    cleaning = cleaning[cleaning["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    part = Corpus(work.collection.name, schema.ARTICLES.cast(articles), cleaning=cleaning)
    annotated = annotate(part, codebook=work.codebook, model=work.model)
    scores, evidence = score_and_show(annotated, work.measures)
    tables = {**annotated.tables, "scores": scores, "evidence": evidence}
    for name in SHARDED:
        schema.TABLES[name].check(tables[name]).to_parquet(work.shards / f"{name}.{number}.parquet", index=False)
    return len(read), dropped


def _join(shards: Path, name: str, path: Path) -> int:
    """Join the shards of a table into one file with row groups of one size; give the number of rows."""
    paths = sorted(shards.glob(f"{name}.*.parquet"))
    form = pa.unify_schemas([pq.read_schema(p) for p in paths], promote_options="permissive").remove_metadata()
    batches = ds.dataset(paths, schema=form).to_batches(batch_readahead=1, fragment_readahead=1)
    rows, waiting = 0, pa.Table.from_batches([], form)
    with pq.ParquetWriter(path, form) as writer:
        for batch in batches:
            waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch], form)])
            while len(waiting) >= ROWS_IN_GROUP:
                writer.write_table(waiting.slice(0, ROWS_IN_GROUP).combine_chunks())
                waiting = waiting.slice(ROWS_IN_GROUP)
            rows += len(batch)
        if len(waiting) or not rows:
            writer.write_table(waiting.combine_chunks())
    return rows


def _versions(collection: Collection, codebook: Lexicon, *, model: str, clean: bool) -> dict[str, Any]:
    """Give what has to be the same for the numbers to be the same."""
    content = hashlib.sha256()
    for path in collection.files:
        content.update(f"{path.relative_to(collection.root).as_posix()} {file_hash(path)}\n".encode())
    codes = collection.root / CODES
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
