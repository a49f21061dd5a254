"""Files with the same bytes on every run: figures, workbooks and archives without dates."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from framing.display.figures.style import settle_layout
from framing.untrusted import defuse_table

LONG_AGO = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
SIGNIFICANT = "%.6g"


def save_print(figure: Figure, base: Path) -> None:
    """Save a figure as PDF with its fonts, as SVG, and as PNG with 300 dots to the inch; none has a date in it."""
    base.parent.mkdir(parents=True, exist_ok=True)
    settle_layout(figure)
    figure.savefig(base.with_suffix(".pdf"), metadata={"CreationDate": None, "ModDate": None})
    figure.savefig(base.with_suffix(".svg"), metadata={"Date": None})
    figure.savefig(base.with_suffix(".png"), metadata={"Software": None}, dpi=300)


def csv_text(table: pd.DataFrame) -> str:
    """Write a table as CSV with six significant digits, safe in a spreadsheet."""
    return defuse_table(table).to_csv(index=False, float_format=SIGNIFICANT, lineterminator="\n")


def write_text(path: Path, text: str) -> Path:
    """Write a text in UTF-8, its lines ended alike on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def write_record(path: Path, record: Mapping[str, Any]) -> Path:
    """Write JSON that people can read, keys in order."""
    return write_text(path, json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n")


def write_workbook(sheets: Mapping[str, pd.DataFrame], path: Path) -> Path:
    """Write tables as the sheets of a workbook that has no date and no formula."""
    made = io.BytesIO()
    with pd.ExcelWriter(made, engine="openpyxl") as writer:
        for name, table in sheets.items():
            defuse_table(table).to_excel(writer, sheet_name=name[:31], index=False)
    with zipfile.ZipFile(made) as archive:
        parts = {name: STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", archive.read(name)) for name in archive.namelist()}
    return write_archive(parts, path)


def write_archive(parts: Mapping[str, bytes], path: Path) -> Path:
    """Write a zip archive whose bytes hang on its contents alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return path


def hash_text(text: str) -> str:
    """Give the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_files(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file of a folder, by its path from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in files}
