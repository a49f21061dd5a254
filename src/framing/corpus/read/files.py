"""Files of any format to rows of raw documents, in order, a thousand at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from framing.corpus.read.encoding import detect_encoding
from framing.corpus.read.rows import Row, read_csv_rows, read_jsonl_rows
from framing.errors import FramingError

CHUNK = 1000
"""Documents read at a time. Fixed, so that what is guessed per chunk does not depend on the size of a partition."""
MAX_CHARACTERS = 2_000_000
"""No article is longer; a longer text is a whole archive that lost its line ends."""
FORMATS = (".csv", ".jsonl", ".parquet", ".txt", ".html", ".htm")
BESIDE = {"outlets.csv", "stories.csv", "targets.csv", "units.csv", "dropped.csv"}
"""Tables that lie beside the articles of a collection and are none."""
BESIDE_STARTS = ("codings", "naming", "quotation", "readme", "license", "datasheet", "study", "manifest")
BESIDE_ENDS = (".md", ".toml", ".json", ".sha256", ".zip", ".part", ".py", ".yml", ".yaml")


def list_files(path: Path) -> list[Path]:
    """List the files of a source that hold documents, sorted by name.

    Parameters
    ----------
    path : Path
        A file, or a folder that is searched through.

    Returns
    -------
    list of Path
        Also those of an unknown format, which the reader reports; not the tables and notes that lie beside articles.

    Raises
    ------
    FramingError
        If there is no such file or folder, it cannot be opened, or holds no documents.
    """
    if path.is_file():
        if path.suffix.lower() not in FORMATS:
            known = ", ".join(FORMATS)
            raise FramingError(f"{path.name} has a format that cannot be read; save it as one of {known}.")
        return [path]
    if not path.is_dir():
        raise FramingError(f"There is no file or folder '{path}'; check the name.")

    def refuse(error: OSError) -> None:
        raise FramingError(f"The folder '{error.filename}' cannot be opened ({error.strerror}); check its permissions.")

    found = [
        Path(folder) / name
        for folder, folders, names in os.walk(path, onerror=refuse)
        for name in names
        if not _stands_beside(name) and not any(part.startswith(".") for part in Path(folder).relative_to(path).parts)
    ]
    if not found:
        raise FramingError(
            f"The folder '{path}' holds no articles; put .csv, .jsonl, .parquet, .txt or .html files there."
        )
    return sorted(found, key=lambda file: file.relative_to(path).as_posix())


def _stands_beside(name: str) -> bool:
    lowered = name.lower()
    return lowered in BESIDE or lowered.startswith((".", *BESIDE_STARTS)) or lowered.endswith(BESIDE_ENDS)


def read_rows(file: Path) -> Iterator[Row]:
    """Read the raw documents of a file.

    Parameters
    ----------
    file : Path

    Yields
    ------
    Row
        Number, values by column as the file names them, and a problem where the document cannot be used. A .txt or
        .html file is one row.

    Raises
    ------
    FramingError
        If the file as a whole cannot be read.
    """
    suffix = file.suffix.lower()
    if suffix == ".csv":
        return read_csv_rows(file)
    if suffix == ".jsonl":
        return read_jsonl_rows(file)
    if suffix == ".parquet":
        return _read_parquet_rows(file)
    if suffix == ".txt":
        return _read_text(file)
    if suffix in (".html", ".htm"):
        return _read_html(file)
    raise FramingError(f"{file.name} has a format that cannot be read; save it as one of {', '.join(FORMATS)}.")


def read_chunks(file: Path) -> Iterator[list[Row]]:
    """Read the raw documents of a file, `CHUNK` at a time."""
    rows = read_rows(file)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _read_parquet_rows(file: Path) -> Iterator[Row]:
    number = 0
    try:
        with pq.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=CHUNK):
                for values in _records(batch):
                    number += 1
                    yield Row(number, values)
    except (pa.ArrowInvalid, OSError) as error:
        raise FramingError(f"{file.name} is not a parquet file that can be read; write it again.") from error


def _records(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    table = batch.to_pandas()
    for name in table.columns:
        if isinstance(table[name].dtype, pd.DatetimeTZDtype) or table[name].dtype.kind == "M":
            table[name] = table[name].dt.strftime("%Y-%m-%dT%H:%M:%S")
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _read_text(file: Path) -> Iterator[Row]:
    yield _one_document(file, lambda text: {"text": text, "whole": "1"})


def _read_html(file: Path) -> Iterator[Row]:
    yield _one_document(file, _extract)


def _one_document(file: Path, parse: Any) -> Row:
    if file.stat().st_size > 4 * MAX_CHARACTERS:
        return Row(1, {}, f"{file.stat().st_size:,} bytes in one document; split it into articles")
    encoding = detect_encoding(file)
    if encoding is None:
        return Row(1, {}, "not text but binary data")
    text = file.read_bytes().decode(encoding, errors="replace")
    return Row(1, parse(text.replace("\r\n", "\n").replace("\r", "\n")))


def _extract(page: str) -> dict[str, Any]:
    """Take the article out of a web page."""
    import trafilatura  # noqa: PLC0415 - takes half a second to import and few collections need it

    if not page.strip():
        return {"text": ""}
    found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    if found is None:
        return {"text": ""}
    values = {"headline": found.title, "text": found.text, "byline": found.author, "published": found.date}
    values |= {"url": found.url, "language": found.language, "outlet_name": found.sitename}
    return {name: value for name, value in values.items() if value}
