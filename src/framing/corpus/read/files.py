"""Files to rows of raw documents: what a file is, is told from what is in it, not from its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from framing.corpus.read.encoding import detect_encoding
from framing.corpus.read.formats.delimited import DELIMITERS, known_columns, read_delimited
from framing.corpus.read.formats.office import pdf_text
from framing.corpus.read.formats.pages import extract_article
from framing.corpus.read.formats.tables import read_parquet, read_workbook
from framing.corpus.read.formats.trees import read_json, read_json_lines
from framing.corpus.read.listing import is_system
from framing.corpus.read.rows import CHUNK, Part, Row
from framing.errors import FramingError

__all__ = ["CHUNK", "MAX_CHARACTERS", "Part", "Row", "read_parts"]

MAX_CHARACTERS = 2_000_000
"""No article is longer; a longer text is a whole archive that lost its line ends."""
MAX_JSON = 1 << 29
"""Bytes of one JSON text; what is larger does not fit into memory beside everything else."""
HEAD = 1 << 16
TABLES = (".csv", ".tsv", ".tab")
LINES = (".jsonl", ".ndjson")
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
JSON = re.compile(r'\ufeff?\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\]]|$))')

Reader = Callable[[Path, str], Iterator[Part]]


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
    yield from _reader(path, name)(path, name)


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


def _reader(path: Path, name: str) -> Reader:
    """Tell which reader a file is for."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for begins, reader in MAGIC.items():
        if head.startswith(begins):
            return reader
    return _read_as_text


def _read_as_text(path: Path, name: str) -> Iterator[Part]:
    encoding = detect_encoding(path)
    if encoding is None:
        raise FramingError(f"{name} is not text but binary data of a kind that is not known; export it again.")
    with path.open(encoding=encoding, errors="replace") as file:
        head = file.read(HEAD)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in LINES or JSON.match(head):
        yield Part(name, _json_rows(path, name, encoding, head))
    elif PAGE.match(head):
        yield _one_document(path, name, encoding, extract_article)
    elif suffix in TABLES or _is_table(head):
        yield Part(name, _table_rows(path, encoding))
    else:
        yield _one_document(path, name, encoding, lambda text: {"text": text, "whole_file": "1"})


def _is_table(head: str) -> bool:
    lines = [line for line in head.splitlines()[:5] if line.strip()]
    return any(known_columns(line, mark) >= 2 for line in lines for mark in DELIMITERS)


def _table_rows(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from read_delimited(file)


def _json_rows(path: Path, name: str, encoding: str, head: str) -> Iterator[Row]:
    if _is_json_lines(head):
        with path.open(encoding=encoding, errors="replace") as file:
            yield from read_json_lines(file)
        return
    if path.stat().st_size > MAX_JSON:
        raise FramingError(f"{name} is one JSON text of {path.stat().st_size:,} bytes; save it with one object a line.")
    try:
        yield from read_json(path.read_text(encoding=encoding, errors="replace"))
    except (ValueError, RecursionError) as error:
        raise FramingError(
            f"{name} is not JSON that can be read ({getattr(error, 'msg', error)}); save it anew."
        ) from error


def _is_json_lines(head: str) -> bool:
    """Tell one object a line from one text over many lines: in the first, some line is an object by itself."""
    import json  # noqa: PLC0415

    first = head.lstrip("\ufeff \t\r\n")
    if first.startswith("["):
        return False
    lines = [line for line in head.splitlines() if line.strip()]
    if len(head) == HEAD:
        lines = lines[:-1] or lines
    for line in lines[:20]:
        try:
            if isinstance(json.loads(line.strip("\ufeff")), dict):
                return len(lines) > 1 or not _is_tree(line)
        except (ValueError, RecursionError):
            continue
    return not first.startswith("{") or (len(lines) == 1 and len(head) == HEAD)


def _is_tree(line: str) -> bool:
    """Whether the only line of a file is an object with records inside rather than a record."""
    import json  # noqa: PLC0415

    from framing.corpus.read.formats.trees import records_in  # noqa: PLC0415

    tree = json.loads(line.strip("\ufeff"))
    return list(records_in(tree)) != [tree]


def _one_document(path: Path, name: str, encoding: str, parse: Callable[[str], dict[str, Any]]) -> Part:
    size = path.stat().st_size
    if size > 4 * MAX_CHARACTERS:
        return Part(name, iter([Row(1, {}, f"{size:,} bytes in one document; split it into articles")]), whole=True)
    text = path.read_bytes().decode(encoding, errors="replace")
    return Part(name, iter([Row(1, parse(text.replace("\r\n", "\n").replace("\r", "\n")))]), whole=True)


def _read_pdf(path: Path, name: str) -> Iterator[Part]:
    text, pages = pdf_text(path, name)
    part = Part(name, iter([Row(1, {"text": text, "whole_file": "1"})]), whole=True)
    part.notes.append(
        (f"a PDF of {pages} pages: print in columns, page heads and captions may be mixed into the text", True)
    )
    yield part


MAGIC: dict[bytes, Reader] = {
    b"PAR1": read_parquet,
    b"PK\x03\x04": read_workbook,
    b"\xd0\xcf\x11\xe0": read_workbook,
    b"%PDF": _read_pdf,
}
"""First bytes of the formats that are no text."""
