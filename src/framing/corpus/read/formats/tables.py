"""Rows of tables that are no text: parquet, and workbooks of Excel and LibreOffice."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Sequence
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


Sheet = list[tuple[int, Sequence[Any]]]
"""Rows of a sheet that are not empty, with their numbers."""


def read_workbook(path: Path, name: str) -> Iterator[Part]:
    """Read every sheet of a workbook (.xlsx, .xls, .xlsb, .ods) that holds articles; the others are named in a note."""
    try:
        sheets = dict(_sheets_of_excel(path) if _is_excel(path) else _sheets_of_others(path))
    except Exception as error:  # the parsers raise whatever a broken part of the file makes them stumble on
        problem = f"{name} is a workbook that cannot be read ({error}); save it again, without a password, as .xlsx"
        raise FramingError(f"{problem} or .csv.") from error
    filled = {sheet: rows for sheet, rows in sheets.items() if rows}
    headers = {sheet: header for sheet, rows in filled.items() if (header := _header(rows)) is not None}
    headers = headers or dict.fromkeys(filled, 0)
    left = ", ".join(sheet for sheet in filled if sheet not in headers)
    for sheet, header in headers.items():
        part = Part(f"{name}/{sheet}" if len(headers) > 1 else name, _sheet_rows(filled[sheet], header))
        if left:
            part.notes.append((f"sheets without a text or headline were left out: {left}", False))
            left = ""
        yield part


def _is_excel(path: Path) -> bool:
    """Whether it is an .xlsx, in which a mark in the last cell would make other parsers ask for the memory of all."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _sheets_of_excel(path: Path) -> Iterator[tuple[str, Sheet]]:
    import openpyxl  # noqa: PLC0415

    with path.open("rb") as file:  # opened here, because the parser looks at endings of names
        for sheet in openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _filled_rows(sheet.iter_rows(values_only=True))


def _sheets_of_others(path: Path) -> Iterator[tuple[str, Sheet]]:
    import python_calamine  # noqa: PLC0415

    book = python_calamine.CalamineWorkbook.from_path(path)
    for sheet in book.sheet_names:
        yield sheet, _filled_rows(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))


def _filled_rows(rows: Iterable[Sequence[Any]]) -> Sheet:
    return [(number, row) for number, row in enumerate(rows) if any(_filled(cell) for cell in row)]


def _header(rows: Sheet) -> int | None:
    """Tell which of the rows is the header."""
    counts = [
        (known_columns("\t".join(_text(cell).replace("\t", " ") for cell in row), "\t"), -place)
        for place, (_, row) in enumerate(rows[:HEAD])
    ]
    best = max(counts, default=(0, 0))
    return -best[1] if best[0] >= 2 else None


def _sheet_rows(rows: Sheet, header: int) -> Iterator[Row]:
    top, cells = rows[header]
    names = [_text(cell).strip() for cell in cells]
    for number, row in rows[header + 1 :]:
        yield Row(number - top, {name: _value(cell) for name, cell in zip(names, row, strict=False) if name})


def _filled(cell: Any) -> bool:
    return _text(cell).strip() != ""


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


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
