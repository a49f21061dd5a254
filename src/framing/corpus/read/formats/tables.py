"""Rows of tables that are no text: parquet, and workbooks of Excel and LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from framing.corpus.read.formats.delimited import HEAD, known_columns
from framing.corpus.read.rows import CHUNK, Part, Row
from framing.errors import FramingError


def read_parquet(path: Path, name: str) -> Iterator[Part]:
    """Read a parquet file; lists of paragraphs stay lists, dates become ISO."""
    yield Part(name, _parquet_rows(path, name))


def _parquet_rows(path: Path, name: str) -> Iterator[Row]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    try:
        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(batch_size=CHUNK):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(
                        number, {key: _value(value) for key, value in values.items() if "__index_level_" not in key}
                    )
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        raise FramingError(f"{name} is not a parquet file that can be read; write it again.") from error


def read_workbook(path: Path, name: str) -> Iterator[Part]:
    """Read every sheet of a workbook (.xlsx, .xls, .xlsb, .ods) that holds articles; the others are named in a note."""
    import python_calamine  # noqa: PLC0415

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        problem = f"{name} is a workbook that cannot be read ({error}); save it again, without a password, as .xlsx"
        raise FramingError(f"{problem} or .csv.") from error
    filled = [(sheet, rows) for sheet, rows in sheets if any(any(_filled(cell) for cell in row) for row in rows)]
    found = [(sheet, rows, header) for sheet, rows in filled if (header := _header(rows)) is not None]
    if not found and filled:
        found = [(sheet, rows, 0) for sheet, rows in filled]
    for sheet, rows, header in found:
        part = Part(f"{name}/{sheet}" if len(found) > 1 else name, _sheet_rows(rows, header))
        left = [other for other, _ in filled if other not in {s for s, _, _ in found}]
        if left and sheet == found[0][0]:
            part.notes.append((f"sheets without a text or headline were left out: {', '.join(left)}", False))
        yield part


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Tell which row of a sheet is its header."""
    counts = [
        (known_columns("\t".join(str(cell).replace("\t", " ") for cell in row), "\t"), -n)
        for n, row in enumerate(rows[:HEAD])
    ]
    best = max(counts, default=(0, 0))
    return -best[1] if best[0] >= 2 else None


def _sheet_rows(rows: Sequence[Sequence[Any]], header: int) -> Iterator[Row]:
    names = [str(cell).strip() for cell in rows[header]]
    for number, row in enumerate(rows[header + 1 :], start=1):
        if any(_filled(cell) for cell in row):
            yield Row(number, {name: _value(cell) for name, cell in zip(names, row, strict=False) if name})


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _value(value: Any) -> Any:
    """Give text, lists of text and None as they are, dates as ISO, whole numbers without a point."""
    if value is None or isinstance(value, (str, list, dict)):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, float) and value != value:  # noqa: PLR0124
        return None
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
