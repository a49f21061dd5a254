"""Results on disk: what a scored collection left behind, read back whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.annotation.voice.kept import HEARD, remember_voices
from framing.coding.reference import UNVALIDATED, coded_articles, describe_codes, has_codes
from framing.corpus.arrays_kept import KEPT, arrays_of_tables, read_kept
from framing.corpus.collections.catalogue import Collection, data_home
from framing.corpus.corpus import ARTICLE_TABLES, Corpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.provenance import software
from framing.running.folder import check_whole

MANIFEST = "manifest.json"
TABLES = (*ARTICLE_TABLES, "evidence", "scores", "outlets", "stories")
"""Tables of scored articles."""


@dataclass(frozen=True)
class Results:
    """What `score_collection` wrote, read back.

    Parameters
    ----------
    corpus : Corpus
        Annotated, with tokens.
    scores, evidence : DataFrame
    manifest : dict
        Versions, fingerprints and sizes: what has to be the same for the numbers to be the same.
    folder : Path
        Where they lie.
    """

    corpus: Corpus
    scores: pd.DataFrame
    evidence: pd.DataFrame
    manifest: dict[str, Any]
    folder: Path


def read_results(folder: str | Path) -> Results:
    """Read back what `score_collection` wrote.

    Parameters
    ----------
    folder : str or Path
        The ``--out`` of ``framing score``, or the name of a collection under ``data/processed``.

    Returns
    -------
    Results

    Raises
    ------
    FramingError
        If there are no results there.
    """
    places = (Path(folder), data_home() / "processed" / str(folder))
    path = next((place for place in places if (place / MANIFEST).is_file()), None)
    if path is None:
        raise FramingError(f"There are no results in '{folder}'; run framing score first.")
    manifest = read_manifest(path)
    opened = _open_once(path.resolve(), json.dumps(manifest), _stamps(path))
    tables = {name: table.copy(deep=False) for name, table in opened.corpus.tables.items()}
    return replace(
        opened,
        corpus=opened.corpus.with_(**tables),
        scores=opened.scores.copy(deep=False),
        evidence=opened.evidence.copy(deep=False),
        folder=path,
    )


@lru_cache(maxsize=1)
def _open_once(path: Path, manifest: str, stamps: tuple[tuple[str, int, int], ...]) -> Results:
    """Read results whole, unless they are those read last: the notebooks of a report share them."""
    del stamps  # with them the same files are the same call
    content = json.loads(manifest)
    check_whole(path, content.get("files"))
    return _read(path, content)


def _stamps(path: Path) -> tuple[tuple[str, int, int], ...]:
    files = ((file, file.stat()) for file in sorted(path.rglob("*")) if file.is_file())
    return tuple((file.relative_to(path).as_posix(), known.st_size, known.st_mtime_ns) for file, known in files)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of results.

    Raises
    ------
    FramingError
        If there is none, or it is damaged.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FramingError(f"The results in {folder} are not whole: {MANIFEST}: {error}; run framing score.") from error
    if not isinstance(manifest, dict):
        raise FramingError(f"The results in {folder} are not whole: {MANIFEST} is no manifest; run framing score.")
    return manifest


def _read(path: Path, manifest: dict[str, Any], articles: list[str] | None = None) -> Results:
    """Read the tables, all or those of some articles; without the rest of the articles there are no arrays."""
    chosen = [("article_id", "in", articles)] if articles is not None else None
    tables = {}
    for name in TABLES:
        filters = None if name in ("outlets", "stories") else chosen
        tables[name] = schema.TABLES[name].cast(pd.read_parquet(path / f"{name}.parquet", filters=filters))
    dropped = pd.read_csv(
        path / "dropped.csv", dtype={"article_id": str, "row": "Int64"}, keep_default_na=False, na_values=[""]
    )
    notes = pd.read_csv(
        path / "notes.csv", dtype={"article_id": str, "row": "Int64"}, keep_default_na=False, na_values=[""]
    )
    scores, evidence = tables.pop("scores"), tables.pop("evidence")
    corpus = Corpus(
        manifest["collection"],
        dropped=schema.DROPPED.cast(dropped),
        notes=schema.NOTES.cast(notes),
        codebook=replace(read_lexicon(path / "codebook"), name=manifest["codebook"]["name"]),
        **tables,
    )
    if articles is None:
        kept = {name: read_kept(path / f"{name}.parquet") for name in KEPT}
        tokens, quotations = arrays_of_tables(corpus.articles, kept)
        corpus = corpus.with_(tokens=tokens, quotations=quotations)
        if (path / f"{HEARD}.parquet").is_file():  # results of an earlier version have none
            remember_voices(corpus, pd.read_parquet(path / f"{HEARD}.parquet"))
    return Results(corpus, scores, evidence, manifest, path)


def write_manifest(manifest: dict[str, Any], folder: Path, collection: Collection) -> dict[str, Any]:
    """Write the manifest of scored tables, with a word on how far they agree with the collection's own codes."""
    done = manifest | {"software": software(), "validity": UNVALIDATED}
    if has_codes(collection):
        coded = _read(folder, manifest, coded_articles(collection)).corpus
        done["validity"] = describe_codes(collection, coded)
    write_json(folder / MANIFEST, done)
    return done


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a dict as JSON that people can read; it is there whole or not at all."""
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    unfinished.replace(path)


def write_tables(results: Corpus | dict[str, pd.DataFrame], folder: str | Path) -> list[Path]:
    """Write tables as parquet, one file each.

    Parameters
    ----------
    results : Corpus or dict of str to DataFrame
    folder : str or Path

    Returns
    -------
    list of Path
    """
    tables = results.tables if isinstance(results, Corpus) else results
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = [target / f"{name}.parquet" for name in tables]
    for path, table in zip(paths, tables.values(), strict=True):
        table.to_parquet(path, index=False)
    return paths
