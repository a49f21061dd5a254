"""Results on disk: what a scored collection left behind; each table is read when it is first asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.annotation.voice.kept import HEARD, remember_voices
from framing.coding.reference import UNVALIDATED, coded_articles, describe_codes, has_codes
from framing.corpus.arrays import Quotations, Tokens
from framing.corpus.arrays_kept import KEPT, arrays_of_tables, read_kept
from framing.corpus.collections.catalogue import Collection, data_home
from framing.corpus.corpus import ARTICLE_TABLES, Corpus
from framing.corpus.deferred import Deferred, DeferredCorpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.provenance import software
from framing.running.folder import check_whole

MANIFEST = "manifest.json"
TABLES = (*ARTICLE_TABLES, "evidence", "scores", "outlets", "stories")
"""Tables of scored articles."""
Stamp = tuple[int, int]
"""Size of a file, and when it was written."""
_OF_CORPUS = (*ARTICLE_TABLES, "outlets", "stories", "dropped", "notes")


@dataclass(frozen=True)
class Results:
    """What `score_collection` wrote, read back.

    Parameters
    ----------
    corpus : Corpus
        Annotated, with tokens.
    scores, evidence : DataFrame
        Of results on disk, these and the tables of the corpus are read when they are first asked for.
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


class _Opened(Deferred, Results):
    """Results whose tables are read when they are first asked for."""


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
    corpus = opened.corpus
    tables = {name: partial(_copied, corpus, name) for name in _OF_CORPUS}
    arrays = {name: partial(getattr, corpus, name) for name in ("tokens", "quotations")}
    return _Opened.of(
        {name: partial(_copied, opened, name) for name in ("scores", "evidence")},
        corpus=DeferredCorpus.of(tables | arrays, name=corpus.name, codebook=corpus.codebook),
        manifest=opened.manifest,
        folder=path,
    )


def _copied(owner: Corpus | Results, name: str) -> pd.DataFrame:
    """Give a table as a copy of its own to which columns can be added; what it holds is shared."""
    return getattr(owner, name).copy(deep=False)


@lru_cache(maxsize=1)
def _open_once(path: Path, manifest: str, stamps: tuple[tuple[str, Stamp], ...]) -> Results:
    """Open results, unless they are those opened last: the notebooks of a report share what has been read."""
    content = json.loads(manifest)
    check_whole(path, content.get("files"))
    return _open(_Files(path, dict(stamps)), content)


@dataclass(frozen=True)
class _Files:
    """Files of a folder as they were when it was opened.

    Parameters
    ----------
    folder : Path
    stamps : dict of str to Stamp
        Name of a file to what tells it from a later one.
    """

    folder: Path
    stamps: dict[str, Stamp]

    def at(self, name: str) -> Path:
        """Give the place of a file that is still the one that was there: tables of two runs never mix."""
        path = self.folder / name
        if not path.is_file() or _stamp(path) != self.stamps.get(name):
            raise FramingError(f"The results in {self.folder} have changed since they were opened; open them again.")
        return path


def _stamp(path: Path) -> Stamp:
    known = path.stat()
    return known.st_size, known.st_mtime_ns


def _stamps(folder: Path) -> tuple[tuple[str, Stamp], ...]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), _stamp(path)) for path in files)


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


def _open(files: _Files, manifest: dict[str, Any], articles: list[str] | None = None) -> Results:
    """Open the tables, all or those of some articles; without the rest of the articles there are no arrays."""
    tables = {name: partial(_read_table, files, name, articles) for name in TABLES}
    tables |= {name: partial(_read_list, files, name) for name in ("dropped", "notes")}
    results = {name: tables.pop(name) for name in ("scores", "evidence")}
    book = replace(read_lexicon(files.folder / "codebook"), name=manifest["codebook"]["name"])
    arrays: dict[str, Any] = {"tokens": Tokens.empty, "quotations": Quotations.empty}
    if articles is None:
        both = cache(lambda: _read_arrays(files, corpus))
        arrays = {"tokens": lambda: both()[0], "quotations": lambda: both()[1]}
    corpus = DeferredCorpus.of(tables | arrays, name=manifest["collection"], codebook=book)
    return _Opened.of(results, corpus=corpus, manifest=manifest, folder=files.folder)


def _read_table(files: _Files, name: str, articles: list[str] | None) -> pd.DataFrame:
    some = articles is not None and name not in ("outlets", "stories")
    filters = [("article_id", "in", articles)] if some else None
    return schema.TABLES[name].cast(pd.read_parquet(files.at(f"{name}.parquet"), filters=filters))


def _read_list(files: _Files, name: str) -> pd.DataFrame:
    types: dict[str, Any] = {"article_id": str, "row": "Int64"}
    table = pd.read_csv(files.at(f"{name}.csv"), dtype=types, keep_default_na=False, na_values=[""])
    return schema.TABLES[name].cast(table)


def _read_arrays(files: _Files, corpus: Corpus) -> tuple[Tokens, Quotations]:
    kept = {name: read_kept(files.at(f"{name}.parquet")) for name in KEPT}
    tokens, quotations = arrays_of_tables(corpus.articles, kept)
    if f"{HEARD}.parquet" in files.stamps:  # results of an earlier version have none
        heard = pd.read_parquet(files.at(f"{HEARD}.parquet"))
        relations = {name: getattr(corpus, name) for name in ("attributions", "attribution_spans")}
        remember_voices(corpus.with_(tokens=tokens, quotations=quotations, **relations), heard)
    return tokens, quotations


def write_manifest(manifest: dict[str, Any], folder: Path, collection: Collection) -> dict[str, Any]:
    """Write the manifest of scored tables, with a word on how far they agree with the collection's own codes."""
    done = manifest | {"software": software(), "validity": UNVALIDATED}
    if has_codes(collection):
        files = _Files(folder, dict(_stamps(folder)))
        coded = _open(files, manifest, coded_articles(collection)).corpus
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
