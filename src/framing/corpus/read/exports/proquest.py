"""ProQuest: labelled lines, with a line of underscores between the documents."""

from __future__ import annotations

import re
from typing import Any

from framing.corpus.read.exports.lines import filled, paragraphs

RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$|^[ \t]*\*{30,}[ \t]*$", re.MULTILINE)
LABELS = "|".join(
    (
        "Title|Authors?|Abstract|Full text|Subject|Location|People|Company / organization|Business indexing term",
        "Identifier / keyword|Classification|Publication (?:title|info|year|date|subject|history)|First page|Pages",
        "Section|Column|Dateline|Place of publication|Country of publication|Publisher|e?-?ISSN|Source type|Edition",
        "Language of publication|Document (?:type|feature|URL)|Subfile|ProQuest document ID|Copyright|Last updated",
        "Links|Credit|Illustration|Source attribution|Online publication date|Accession number|Number of references",
        "Volume|Issue|Page count|Series|Database",
    )
)
FIELD = re.compile(rf"^({LABELS})\s?:[ \t]*(.*)$", re.IGNORECASE)
TOLD = re.compile(r"^\s*(?:Document \d+ of \d+|ProQuest document link|Links?|Find a copy)\s*$", re.IGNORECASE)
NAMES = {
    "title": "headline",
    "publication title": "outlet",
    "publication date": "published",
    "author": "byline",
    "authors": "byline",
    "document url": "url",
    "language of publication": "language",
    "proquest document id": "article_id",
    "section": "section",
    "document type": "genre",
    "abstract": "abstract",
    "full text": "text",
}


def split_documents(text: str) -> list[dict[str, Any]]:
    """Split an export as text; empty where it is none."""
    if not re.search(r"^\s*(?:Publication title|ProQuest document ID)\s?:", text, re.MULTILINE | re.IGNORECASE):
        return []
    return [record for block in RULE.split(text) if (record := _document(block))]


def _document(block: str) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    top: list[str] = []
    label = None
    for line in block.split("\n"):
        match = FIELD.match(line.strip("\ufeff \t"))
        if match:
            label = match[1].lower()
            fields.setdefault(label, []).append(match[2])
        elif label in ("full text", "abstract"):
            fields[label].append(line)
        elif label is None or not line.strip():
            top.append(line)
            label = None if label is None else ""
        elif label:
            fields[label].append(line)
    if not {"publication title", "proquest document id", "full text"} & set(fields):
        return {}
    found: dict[str, Any] = {}
    for name, column in NAMES.items():
        if name in fields:
            lines = fields[name]
            found[column] = paragraphs(lines) if column in ("text", "abstract") else " ".join(filled(lines))
    if not found.get("headline"):
        found["headline"] = next((line for line in filled(top) if not TOLD.match(line)), None)
    if found.get("outlet"):
        found["outlet"] = re.split(r"\s*;", found["outlet"])[0]
    if re.match(r"(?:not available|none available)\.?$", str(found.get("abstract", "")), re.IGNORECASE):
        del found["abstract"]
    return {name: value for name, value in found.items() if value or name == "text"}
