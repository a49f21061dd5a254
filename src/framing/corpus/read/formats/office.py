"""Documents of word processors and pages made for print, as lines of text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from framing.corpus.fields.markup import block_text
from framing.errors import FramingError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
PAGE_BREAK = re.compile(r"\\page(?![a-z])\s?")
LEAD = re.compile(r"(?<=[a-z,;])-\n(?=[a-z])")
"""A word broken at the end of a line of print."""


def _xml_inside(path: Path, member: str, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            return etree.parse(file, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, OSError) as error:
        raise FramingError(f"{name} is a document that cannot be opened; save it again, without a password.") from error


def docx_text(path: Path, name: str) -> str:
    """Give the paragraphs of a Word document, one a line, an empty line for a page break."""
    tree = _xml_inside(path, "word/document.xml", name)
    lines = []
    for paragraph in tree.iter(f"{WORD}p"):
        pieces = []
        for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}cr", f"{WORD}noBreakHyphen"):
            kind = node.tag.removeprefix(WORD)
            pieces.append({"t": node.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(kind, "\n"))
        lines.append("".join(pieces))
    return "\n".join(lines)


def odt_text(path: Path, name: str) -> str:
    """Give the paragraphs of a LibreOffice document, one a line."""
    tree = _xml_inside(path, "content.xml", name)
    return "\n".join("".join(node.itertext()) for node in tree.iter(f"{ODF}p", f"{ODF}h"))


def rtf_text(text: str, name: str) -> str:
    """Give the text of an RTF document; a page break is an empty line."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415

    try:
        return rtf_to_text(PAGE_BREAK.sub(r"\\par\\par ", text), errors="replace")
    except (ValueError, LookupError, OverflowError) as error:
        raise FramingError(f"{name} is RTF that cannot be read ({error}); save it as .docx or .txt.") from error


def markdown_text(text: str) -> str:
    """Give the text of Markdown without its marks."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return block_text(MarkdownIt().render(text))


def pdf_text(path: Path, name: str) -> tuple[str, int]:
    """Give the text of a PDF and its number of pages; words broken at line ends are joined.

    Raises
    ------
    FramingError
        If it cannot be opened, or holds pictures of pages and no text.
    """
    import logging  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text() for page in PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError, IndexError) as error:
        raise FramingError(f"{name} is a PDF that cannot be opened; save its text as .txt or .docx.") from error
    text = "\n\n".join(pages).strip()
    if not text:
        raise FramingError(f"{name} is a PDF without text (pictures of pages); run text recognition over it first.")
    return LEAD.sub("", text), len(pages)
