"""Results on disk: what a scored collection left behind; each table is read when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from framing.coding.reference import UNVALIDATED, coded_articles, describe_codes, has_codes
from framing.corpus.arrays import Quotations, Tokens
from framing.corpus.collections.catalogue import Collection, data_home
from framing.corpus.corpus import ARTICLE_TABLES, Corpus
from framing.corpus.deferred import Deferred, DeferredCorpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.provenance import software
from framing.running.folder import check_whole
from framing.scoring.series import SERIES, list_series, read_series
from framing.stored import (
    Files,
    Stamp,
    read_arrays,
    read_articles,
    read_list,
    read_parts,
    read_table,
    read_texts,
    stamps_of,
)

MANIFEST = "manifest.json"
TABLES = (*ARTICLE_TABLES, "evidence", "scores", "outlets", "stories")
"""Tables of scored articles."""
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

    def series(self) -> pd.DataFrame:
        """List the series of the scores (`list_series`)."""
        return list_series(self.scores)

    def parts(self, series: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """Give the scores of some series that rest on evidence, in parts that memory holds; a series is never cut."""
        known = pd.MultiIndex.from_frame(self.scores[SERIES]).isin(pd.MultiIndex.from_frame(series[SERIES]))
        yield self.scores[known & (self.scores["n"] > 0) & self.scores["value"].notna()]

    def articles_with(self, columns: Iterable[str]) -> pd.DataFrame:
        """Give the articles with some columns at least, those that there are; of results on disk no others are read."""
        del columns
        return self.corpus.articles

    def texts(self) -> Iterator[pd.DataFrame]:
        """Give the articles with their texts, in parts that memory holds."""
        yield self.corpus.articles


class _Opened(Deferred, Results):
    """Results whose tables are read when they are first asked for, and of which parts are read without the rest."""

    @property
    def _files(self) -> Files:
        return vars(self)["_known"]

    def series(self) -> pd.DataFrame:
        """As `Results.series`, without the other columns."""
        return super().series() if "scores" in vars(self) else list_series(self._files.at("scores.parquet"))

    def parts(self, series: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """As `Results.parts`, without the other series."""
        if "scores" in vars(self):
            return super().parts(series)
        return read_series(self._files.at("scores.parquet"), series)

    def articles_with(self, columns: Iterable[str]) -> pd.DataFrame:
        """As `Results.articles_with`, without texts and without the other columns."""
        if "articles" in vars(self.corpus):
            return super().articles_with(columns)
        return read_articles(self._files, columns)

    def texts(self) -> Iterator[pd.DataFrame]:
        """As `Results.texts`, some thousand articles at a time."""
        return super().texts() if "articles" in vars(self.corpus) else read_texts(self._files)


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
    opened = _open_once(path.resolve(), json.dumps(manifest), stamps_of(path))
    corpus = opened.corpus
    tables = {name: partial(_copied, corpus, name) for name in _OF_CORPUS}
    arrays = {name: partial(getattr, corpus, name) for name in ("tokens", "quotations")}
    return _Opened.of(
        {name: partial(_copied, opened, name) for name in ("scores", "evidence")},
        _known=vars(opened)["_known"],
        corpus=DeferredCorpus.of(
            tables | arrays,
            name=corpus.name,
            codebook=corpus.codebook,
            _parts=partial(read_parts, vars(opened)["_known"], corpus.name, corpus.codebook),
        ),
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
    return _open(Files(path, dict(stamps)), content)


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


def _open(files: Files, manifest: dict[str, Any], articles: list[str] | None = None) -> Results:
    """Open the tables, all or those of some articles; without the rest of the articles there are no arrays."""
    tables = {name: partial(read_table, files, name, articles) for name in TABLES}
    tables |= {name: partial(read_list, files, name) for name in ("dropped", "notes")}
    results = {name: tables.pop(name) for name in ("scores", "evidence")}
    book = replace(read_lexicon(files.folder / "codebook"), name=manifest["codebook"]["name"])
    arrays: dict[str, Any] = {"tokens": Tokens.empty, "quotations": Quotations.empty}
    if articles is None:
        both = cache(lambda: read_arrays(files, corpus))
        arrays = {"tokens": lambda: both()[0], "quotations": lambda: both()[1]}
    corpus = DeferredCorpus.of(tables | arrays, name=manifest["collection"], codebook=book)
    return _Opened.of(results, _known=files, corpus=corpus, manifest=manifest, folder=files.folder)


def write_manifest(manifest: dict[str, Any], folder: Path, collection: Collection) -> dict[str, Any]:
    """Write the manifest of scored tables, with a word on how far they agree with the collection's own codes."""
    done = manifest | {"software": software(), "validity": UNVALIDATED}
    if has_codes(collection):
        files = Files(folder, dict(stamps_of(folder)))
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
