"""Pages kept as they came (WARC), and the article that stands in each."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from framing.corpus.collecting.visits import Visit

NOT_KEPT = {"transfer-encoding", "connection", "set-cookie"}
"""Headers of the line and of a visitor, not of the page."""
OPENED = 20_000_000
"""Bytes of a page, once unpacked: a compressed page may say that it is small and be huge."""


class Page(NamedTuple):
    """A page as it is kept: its final address, and its content unpacked."""

    url: str
    content: bytes


class Article(NamedTuple):
    """What stands in a page: missing parts are empty."""

    headline: str
    body: str
    byline: str
    published: str
    language: str


def page_file(folder: Path, url: str) -> Path:
    """Name the file that keeps the page of an address."""
    return folder / f"{hashlib.sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.warc.gz"


def pack(visit: Visit) -> bytes:
    """Put what a visit brought into a WARC file of one record."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    headers = [(name, value) for name, value in visit.headers if name.lower() not in NOT_KEPT]
    record = writer.create_warc_record(
        visit.final,
        "response",
        payload=io.BytesIO(visit.body),
        http_headers=StatusAndHeaders(f"{visit.status} OK", headers, protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    return file.getvalue()


def unpack(file: BinaryIO) -> Page | None:
    """Read a page out of a WARC file, its content unpacked as far as `OPENED`; None where it is damaged."""
    try:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                content = record.content_stream().read(OPENED)
                return Page(record.rec_headers.get_header("WARC-Target-URI") or "", content)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error):
        return None
    return None


def write_page(folder: Path, visit: Visit) -> Path:
    """Keep what a visit brought; the file is there whole or not at all."""
    target = page_file(folder, visit.url)
    part = target.with_suffix(".part")
    part.write_bytes(pack(visit))
    part.replace(target)
    return target


def read_page(path: Path) -> Page | None:
    """Read a kept page back; None where there is none, or it is damaged."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return unpack(file)


def extract_article(page: Page) -> Article | None:
    """Take the article out of a page; None where there is none, or it is no web page."""
    import trafilatura  # noqa: PLC0415 - takes half a second to import and few runs need it

    head = page.content[:2000].lstrip().lower()
    if b"\x00" in head[:200] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    if head.startswith((b"%pdf", b"{", b"[")) or b"<" not in head:
        return None
    found: Any = trafilatura.bare_extraction(
        page.content, url=page.url or None, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None or not (found.text or "").strip():
        return None
    return Article(
        found.title or "", found.text, found.author or "", found.date or "", (found.language or "")[:2].lower()
    )


def digest(text: str | bytes) -> str:
    """Give the SHA-256 of a text or a page."""
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).hexdigest()
