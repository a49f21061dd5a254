"""NewsBank (Access World News): headline, a line of outlet, date and page, then the text and the record's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from framing.corpus.fields.dates import parse_date
from framing.corpus.read.exports.lines import filled, is_date, pieces_up_to

ENDS = re.compile(r"^.*\bRecord(?: Number)?:[ \t]*[\w/ .-]{4,60}$", re.MULTILINE | re.IGNORECASE)
SOURCE = re.compile(
    r"^(?P<outlet>[^-–\n]{2,90}?)(?:\s*\([^()]*\))?\s+[-–]\s+(?P<date>[^-–]{8,40}?)(?:\s+[-–]\s+(?P<page>.*))?$"
)
FIELD = re.compile(
    r"^(paper|newspaper|title|headline|date|author(?:/byline)?|byline|section|page|edition|dateline|readability|caption|"
    r"column|source|memo|correction|index terms?|location|city)\s*:[ \t]*(.*)$",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"^(?:copyright\b|©|\(c\)|openurl link|citation\b|to bookmark this|all content ©|record\b)", re.IGNORECASE
)
NAMES = {"paper": "outlet", "newspaper": "outlet", "title": "headline", "date": "published", "author": "byline"}
NAMES |= {
    "author/byline": "byline",
    "section": "section",
    "headline": "headline",
    "byline": "byline",
    "source": "outlet",
}


def split_documents(text: str) -> list[dict[str, Any]]:
    """Split an export as text; empty where it is none."""
    marks = list(ENDS.finditer(text))
    if not marks or not re.search(r"copyright|©|newsbank", text, re.IGNORECASE):
        return []
    records = [_document(filled(piece.split("\n"))) for piece in pieces_up_to(text, marks, with_mark=True)]
    return records if all(record.get("published") for record in records) else []


def _document(lines: Sequence[str]) -> dict[str, Any]:
    while lines and (TAIL.match(lines[0]) or lines[0].lower() == "newsbank"):
        lines = lines[1:]
    found: dict[str, Any] = {}
    body: list[str] = []
    for line in lines:
        field = FIELD.match(line)
        source = SOURCE.match(line) if "outlet" not in found else None
        if TAIL.match(line):
            continue
        if source and parse_date(source["date"]) is not None:
            found |= {"outlet": source["outlet"].strip(" ,"), "published": source["date"]}
            if body and "headline" not in found:
                found["headline"], body = " ".join(body[-2:]), []
        elif field:
            name = NAMES.get(field[1].lower())
            if name:
                found.setdefault(name, field[2].strip())
        elif "published" not in found and is_date(line):
            found["published"] = line
        else:
            body.append(line)
    return {name: value for name, value in found.items() if value} | {"text": "\n\n".join(body)}
