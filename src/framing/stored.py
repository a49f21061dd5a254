"""Files of scored tables: whole or in part, and always those that were there when the folder was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from framing import schema
from framing.annotation.voice.kept import HEARD, remember_voices
from framing.corpus.arrays import Quotations, Tokens
from framing.corpus.arrays_kept import KEPT, arrays_of_tables, read_kept
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon

Stamp = tuple[int, int]
"""Size of a file, and when it was written."""
TEXTS = ("article_id", "outlet_id", "published", "headline", "body")
AT_ONCE = 1_000
"""Articles whose texts are read together."""
ROWS = 50_000


@dataclass(frozen=True)
class Files:
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


def stamps_of(folder: Path) -> tuple[tuple[str, Stamp], ...]:
    """Give the names and stamps of all files below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), _stamp(path)) for path in files)


def read_table(files: Files, name: str, articles: list[str] | None = None) -> pd.DataFrame:
    """Read a table, all of it or the rows of some articles."""
    some = articles is not None and name not in ("outlets", "stories")
    filters = [("article_id", "in", articles)] if some else None
    return schema.TABLES[name].cast(pd.read_parquet(files.at(f"{name}.parquet"), filters=filters))


def read_list(files: Files, name: str) -> pd.DataFrame:
    """Read one of the tables that people read as CSV."""
    types: dict[str, Any] = {"article_id": str, "row": "Int64"}
    table = pd.read_csv(files.at(f"{name}.csv"), dtype=types, keep_default_na=False, na_values=[""])
    return schema.TABLES[name].cast(table)


def read_arrays(files: Files, corpus: Corpus) -> tuple[Tokens, Quotations]:
    """Read the arrays behind the annotation of a corpus, and let its tokens know whose they are."""
    kept = {name: read_kept(files.at(f"{name}.parquet")) for name in KEPT}
    tokens, quotations = arrays_of_tables(corpus.articles, kept)
    if f"{HEARD}.parquet" in files.stamps:  # results of an earlier version have none
        heard = pd.read_parquet(files.at(f"{HEARD}.parquet"))
        relations = {name: getattr(corpus, name) for name in ("attributions", "attribution_spans")}
        remember_voices(corpus.with_(tokens=tokens, quotations=quotations, **relations), heard)
    return tokens, quotations


class _InOrder:
    """A table that is read from its first row to its last, some rows at a time."""

    def __init__(self, path: Path) -> None:
        file = pq.ParquetFile(path, read_dictionary=["type"] if path.stem == "tokens" else None)
        self._batches = file.iter_batches(ROWS)
        self._held = file.schema_arrow.empty_table()

    def rows(self, count: int) -> pd.DataFrame:
        """Read the next rows."""
        while len(self._held) < count and self._read():
            pass
        return self._cut(count)

    def of(self, articles: pd.Series) -> pd.DataFrame:
        """Read the rows of the next articles; an article may have none."""
        known = pa.array(articles.to_list(), self._held.schema.field("article_id").type)
        while (mine := pc.sum(pc.is_in(self._held["article_id"], known)).as_py() or 0) == len(self._held):
            if not self._read():
                break
        return self._cut(mine)

    def _read(self) -> bool:
        batch = next(self._batches, None)
        if batch is None:
            return False
        more = pa.Table.from_batches([batch])
        self._held = pa.concat_tables([self._held, more]) if len(self._held) else more
        return True

    def _cut(self, size: int) -> pd.DataFrame:
        part, self._held = self._held.slice(0, size), self._held.slice(size)
        return part.unify_dictionaries().combine_chunks().to_pandas()


def read_parts(files: Files, name: str, codebook: Lexicon | None) -> Iterator[Corpus]:
    """Read the articles with their attributions and arrays, in parts."""
    tables = (*KEPT, "attributions", "attribution_spans", *([HEARD] if f"{HEARD}.parquet" in files.stamps else []))
    ordered = {table: _InOrder(files.at(f"{table}.parquet")) for table in tables}
    outlets = schema.OUTLETS.cast(pd.read_parquet(files.at("outlets.parquet")))
    for batch in pq.ParquetFile(files.at("articles.parquet")).iter_batches(AT_ONCE):
        articles = schema.ARTICLES.cast(batch.to_pandas())
        kept = {"segments": ordered["segments"].rows(2 * len(articles))}
        kept |= {table: ordered[table].rows(int(kept["segments"][table].sum())) for table in ("tokens", "quotations")}
        tokens, quotations = arrays_of_tables(articles, kept)
        relations = {
            table: schema.TABLES[table].cast(ordered[table].of(articles["article_id"]))
            for table in ("attributions", "attribution_spans")
        }
        relations["outlets"] = outlets
        part = Corpus(name, articles, tokens=tokens, quotations=quotations, codebook=codebook, **relations)
        if HEARD in ordered:
            remember_voices(part, ordered[HEARD].rows(len(tokens)))
        yield part


def read_articles(files: Files, columns: Iterable[str]) -> pd.DataFrame:
    """Read some columns of the articles; those that are not there are passed over."""
    path = files.at("articles.parquet")
    known = pq.read_schema(path).names
    table = pd.read_parquet(path, columns=[name for name in dict.fromkeys(columns) if name in known])
    return table.astype({column.name: column.dtype for column in schema.ARTICLES.columns if column.name in table})


def read_texts(files: Files) -> Iterator[pd.DataFrame]:
    """Read the texts of the articles, in parts."""
    with pq.ParquetFile(files.at("articles.parquet")) as file:
        for batch in file.iter_batches(AT_ONCE, columns=list(TEXTS)):
            yield batch.to_pandas()
