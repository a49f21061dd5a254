"""Files to rows of raw documents: what a file is, is told from what is in it, not from its name."""

from __future__ import annotations

import contextlib
import gzip
import json
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

from framing.corpus.fields.markup import block_text
from framing.corpus.read.encoding import decode, detect_encoding
from framing.corpus.read.exports.telling import find_export
from framing.corpus.read.formats.delimited import DELIMITERS, known_columns, read_delimited
from framing.corpus.read.formats.feeds import XML, read_xml
from framing.corpus.read.formats.mail import is_mail, read_mail
from framing.corpus.read.formats.office import docx_text, markdown_text, odt_text, pdf_text, rtf_text
from framing.corpus.read.formats.packed import OPENERS, read_archive, read_compressed
from framing.corpus.read.formats.pages import PAGE, extract_article, read_book, read_web_archive, table_of_page
from framing.corpus.read.formats.references import RIS, read_ris
from framing.corpus.read.formats.tables import read_parquet, read_workbook
from framing.corpus.read.formats.trees import JSON, is_json_lines, read_json, read_json_lines
from framing.corpus.read.listing import is_system
from framing.corpus.read.rows import CHUNK, Part, Row
from framing.errors import FramingError

__all__ = ["CHUNK", "MAX_CHARACTERS", "Part", "Row", "read_parts"]

MAX_CHARACTERS = 2_000_000
"""No article is longer; a longer text is a whole archive that lost its line ends."""
MAX_BYTES = 1 << 29
"""Bytes of one text that has to be seen whole; what is larger does not fit into memory beside everything else."""
HEAD = 1 << 16
TABLES = (".csv", ".tsv", ".tab")
LINES = (".jsonl", ".ndjson")
FACTIVA = ('Article"', "articleParagraph", "Factiva")


def read_parts(path: Path, name: str) -> Iterator[Part]:
    """Read the raw documents of a file.

    Parameters
    ----------
    path : Path
    name : str
        What to call the file.

    Yields
    ------
    Part
        One for a plain file; one for each sheet of a workbook and each file inside an archive.

    Raises
    ------
    FramingError
        If the file as a whole cannot be read; while rows are read, too.
    """
    if is_system(path):
        yield Part(name, problem="left by a program, or a note on the files", reason="not an article")
        return
    if not path.is_file():
        raise FramingError(f"{name} {_odd(path)}.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    reader = next((reader for begins, reader in MAGIC.items() if head.startswith(begins)), None)
    if reader is not None:
        yield from reader(path, name)
    elif head.startswith(tuple(OPENERS)):
        yield from _read_compressed(path, name)
    elif head[257:262] == b"ustar":
        yield from read_archive(path, name, read_parts)
    else:
        yield _read_as_text(path, name)


def _odd(path: Path) -> str:
    if path.is_symlink():
        return (
            "is a link to a folder; give the folder itself"
            if path.is_dir()
            else "is a link that leads nowhere; mend it"
        )
    return (
        "is a folder that cannot be opened" if path.is_dir() else "is not a file but a device or a pipe; save its text"
    )


def _read_compressed(path: Path, name: str) -> Iterator[Part]:
    with path.open("rb") as file, contextlib.suppress(OSError, EOFError), gzip.open(file) as packed:
        if packed.read(5) == b"WARC/":
            yield from read_web_archive(path, name)
            return
    yield from read_compressed(path, name, read_parts)


def _read_zipped(path: Path, name: str) -> Iterator[Part]:
    """Tell Word, Excel, LibreOffice and books from plain archives: they are all zip files."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = set(archive.namelist())
            kind = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in inside else ""
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError) as error:
        raise FramingError(f"{name} is an archive that breaks off; download or pack it again.") from error
    if "word/document.xml" in inside:
        yield _document(name, docx_text(path, name))
    elif "epub" in kind:
        yield from read_book(path, name)
    elif "opendocument.text" in kind:
        yield _document(name, odt_text(path, name))
    elif "xl/workbook.xml" in inside or "xl/workbook.bin" in inside or "opendocument.spreadsheet" in kind:
        yield from read_workbook(path, name)
    else:
        yield from read_archive(path, name, read_parts)


def _read_pdf(path: Path, name: str) -> Iterator[Part]:
    text, pages = pdf_text(path, name)
    part = _document(name, text)
    count = f"{pages} pages" if pages != 1 else "1 page"
    told = f"a PDF ({count}): print in columns, heads of pages and captions may be mixed into the text"
    part.notes.append((told, True))
    yield part


def _read_as_text(path: Path, name: str) -> Part:
    """Read what is text: tables, JSON, XML, pages, letters, references, exports, and plain prose."""
    encoding = detect_encoding(path)
    if encoding is None:
        raise FramingError(f"{name} is not text but binary data of a kind that is not known; export it again.")
    with path.open(encoding=encoding, errors="replace") as file:
        head = file.read(HEAD)
    suffix = PurePosixPath(name.removesuffix(".gz")).suffix.lower()
    if suffix in LINES or JSON.match(head):
        part = Part(name)
        part.rows = _json_rows(path, part, encoding, head)
        return part
    if suffix in TABLES or _is_table(head):
        return Part(name, _table_rows(path, encoding))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FramingError(f"{name} is one text of {size:,} bytes; split it into articles.")
    text = path.read_bytes().decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return _marked(path, name, head, text)


def _marked(path: Path, name: str, head: str, text: str) -> Part:
    """Read what is told by the marks with which it begins; what has none is prose, or an export as prose."""
    if RIS.match(head):
        return Part(name, read_ris(text, name))
    if PAGE.match(head):
        return _page(path, name)
    if XML.match(head):
        return Part(name, read_xml(path, name, head))
    if is_mail(head):
        return _letter(path, name)
    if text.lstrip("\ufeff").startswith("{\\rtf"):
        text = rtf_text(text, name)
    return _document(name, markdown_text(text) if name.lower().endswith((".md", ".markdown")) else text)


def _document(name: str, text: str) -> Part:
    """Make a part of a text: the documents of an export, or one document."""
    export = find_export(text)
    if export is None:
        return Part(name, iter([_row_of_text(text)]), whole=True)
    rows = (Row(number, record) for number, record in enumerate(export.records, start=1))
    part = Part(name, rows, whole=len(export.records) == 1)
    part.notes.append((f"an export of {export.database}: {len(export.records):,} documents", False))
    if export.doubt:
        part.notes.append((export.doubt, True))
    return part


def _row_of_text(text: str) -> Row:
    if len(text) > MAX_CHARACTERS:
        return Row(1, {}, f"{len(text):,} characters in one document; split it into articles")
    return Row(1, {"text": text, "whole_file": "1"})


def _page(path: Path, name: str) -> Part:
    page = decode(path.read_bytes())
    if any(mark in page for mark in FACTIVA) and (export := find_export(block_text(page, cells="\t"))):
        rows = (Row(number, record) for number, record in enumerate(export.records, start=1))
        return Part(name, rows, notes=[(f"an export of {export.database}: {len(export.records):,} documents", False)])
    if "<table" in page.lower() and (table := table_of_page(page)):
        return Part(name, (Row(number, record) for number, record in enumerate(table, start=1)))
    if len(page) > 4 * MAX_CHARACTERS:
        return Part(name, iter([_row_of_text(page)]), whole=True)
    return Part(name, iter([Row(1, extract_article(page.replace("\r\n", "\n")))]), whole=True)


def _letter(path: Path, name: str) -> Part:
    values, attachments = read_mail(path)
    export = find_export(str(values.get("text", "")))
    if export is not None:
        return _document(name, str(values["text"]))
    notes = [(f"files that came with the letter were not read: {', '.join(attachments)}", True)] if attachments else []
    return Part(name, iter([Row(1, values)]), whole=True, notes=notes)


def _is_table(head: str) -> bool:
    """Whether a text with no telling name is a table: one of its first lines names known columns, the next fits it."""
    lines = [line for line in head.splitlines()[:8] if line.strip()]
    return any(known_columns(a, mark) >= 2 and mark in b for a, b in pairwise(lines) for mark in DELIMITERS)


def _table_rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from read_delimited(file)


def _json_rows(path: Path, part: Part, encoding: str, head: str) -> Iterator[Row]:
    if is_json_lines(head, whole=len(head) < HEAD):
        with path.open(encoding=encoding, errors="replace") as file:
            yield from read_json_lines(file)
        return
    if path.stat().st_size > MAX_BYTES:
        raise FramingError(
            f"{part.name} is one JSON text of {path.stat().st_size:,} bytes; save it with one object a line."
        )
    listed = any(ending in part.name.lower() for ending in (".jsonl", ".ndjson"))
    try:
        text = path.read_text(encoding=encoding, errors="replace")
        yield from read_json(text, listed=listed, notes=part.notes)
    except (json.JSONDecodeError, ValueError, RecursionError) as error:
        told = getattr(error, "msg", "it is nested too deeply")
        raise FramingError(f"{part.name} is not JSON that can be read ({told}); save it anew.") from error


MAGIC: dict[bytes, Callable[[Path, str], Iterator[Part]]] = {
    b"PAR1": read_parquet,
    b"PK\x03\x04": _read_zipped,
    b"\xd0\xcf\x11\xe0": read_workbook,
    b"%PDF": _read_pdf,
    b"WARC/": read_web_archive,
}
"""First bytes of the formats that are no text."""
