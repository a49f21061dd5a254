"""Web pages to articles, with what a page says of itself: single pages, books of pages, archives of the web."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.corpus.fields.columns import match_columns
from framing.corpus.fields.markup import block_text
from framing.corpus.read.encoding import decode
from framing.corpus.read.rows import Part, Row
from framing.errors import FramingError

PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
LARGEST = 20_000_000
"""Bytes of a page; what is larger is no article."""


def extract_article(page: str, *, url: str | None = None) -> dict[str, Any]:
    """Take the article out of a web page.

    Parameters
    ----------
    page : str
        HTML.
    url : str, optional
        Where the page was found, if that is known.

    Returns
    -------
    dict
        text, headline, byline, published, url, language and outlet_name, as far as the page tells them.

    Notes
    -----
    A page in which no article is found gives all its text, menus and all: too much can be seen, too little cannot.
    """
    import trafilatura  # noqa: PLC0415 - takes half a second to import and few collections need it

    if not page.strip():
        return {"text": ""}
    found: Any = trafilatura.bare_extraction(
        page, url=url, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None or not (found.text or "").strip():
        title = re.search(r"<title[^>]*>(.*?)</title>", page, re.IGNORECASE | re.DOTALL)
        values = {"text": block_text(page), "headline": block_text(title[1]) if title else None, "url": url}
        return {name: value for name, value in values.items() if value is not None}
    values = {"headline": found.title, "text": found.text, "byline": found.author, "published": found.date}
    values |= {"url": found.url, "language": found.language, "outlet_name": found.sitename}
    return {name: value for name, value in values.items() if value}


def table_of_page(page: str) -> list[dict[str, str]]:
    """Read a page that is nothing but a table, as some programs save for Excel; empty where it is not."""
    import lxml.html  # noqa: PLC0415

    for table in lxml.html.fromstring(page).iter("table"):
        rows = [
            [" ".join(cell.text_content().split()) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        matched = match_columns(rows[0]) if len(rows) > 1 and len(rows[0]) > 1 else {}
        if len(matched) >= 2 and {"body", "headline", "summary"} & set(matched):
            return [{name: cell for name, cell in zip(rows[0], row, strict=False) if name} for row in rows[1:]]
    return []


def read_book(path: Path, name: str) -> Iterator[Part]:
    """Read the pages of an .epub, one document each, in the order of their names."""
    yield Part(name, _book_rows(path, name))


def _book_rows(path: Path, name: str) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            pages = sorted(entry for entry in archive.namelist() if entry.lower().endswith((".xhtml", ".html", ".htm")))
            for number, entry in enumerate(pages, start=1):
                data = archive.read(entry) if archive.getinfo(entry).file_size < LARGEST else b""
                yield Row(number, extract_article(re.sub(r"^\s*<\?xml[^>]*>", "", decode(data))))
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError) as error:
        raise FramingError(f"{name} is a book that cannot be opened; save it again without protection.") from error


def read_web_archive(path: Path, name: str) -> Iterator[Part]:
    """Read the pages of a WARC file, one document each; pictures, scripts and errors are counted in a note."""
    part = Part(name)
    part.rows = _archive_rows(path, part)
    yield part


def _archive_rows(path: Path, part: Part) -> Iterator[Row]:
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    number = others = 0
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "resource"):
                    continue
                headers = record.http_headers
                kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
                status = headers.get_statuscode() if headers else "200"
                if "html" not in kind.lower() or status != "200":
                    others += 1
                    continue
                number += 1
                data = record.content_stream().read(LARGEST)
                yield Row(
                    number, extract_article(decode(data, kind), url=record.rec_headers.get_header("WARC-Target-URI"))
                )
    except (ArchiveLoadFailed, OSError, ValueError, EOFError, AttributeError) as error:
        number += 1
        yield Row(number, {}, f"the archive breaks off after {number - 1} pages ({str(error)[:80]})")
    if others:
        part.notes.append((f"{others:,} records are no pages (pictures, scripts, errors) and were left out", False))
