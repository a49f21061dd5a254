"""Factiva: articles that end in "Document …", or fields under codes of two letters (HD, BY, PD, SN, LP, TD)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from framing.corpus.read.exports.lines import TIME, filled, is_date, pieces_up_to

ENDS = re.compile(
    r"^[ \t|]*(?:Document|Dokument|Documento|Документ|文件)[ \t]+((?=\w*\d)[A-Z][A-Za-z0-9]{3,39})[ \t|]*$",
    re.MULTILINE,
)
WORDS = re.compile(
    r"^[\d.,\u00a0 ]+\s?(?:words|mots|W[öo]rter|palabras|parole|palavras|woorden|слов|語|字)$", re.IGNORECASE
)
BYLINE = re.compile(r"^(?:by|par|von|por|di|door)\s+(?=\S)", re.IGNORECASE)
COPYRIGHT = re.compile(r"^(?:copyright|©|\(c\)|\(copyright\))", re.IGNORECASE)
LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "russian": "ru",
    "chinese": "zh",
}
LANGUAGES |= {
    "portuguese": "pt",
    "dutch": "nl",
    "arabic": "ar",
    "japanese": "ja",
    "deutsch": "de",
    "français": "fr",
    "español": "es",
}
CODES = "SE HD BY CR WC PD ET SN SC ED PG VOL LA CY CX LP TD ART NS RE IN CO IPD IPC PUB AN RF RST CLM"
FIELD = re.compile(rf"^[ \t|]*({'|'.join(CODES.split())})(?:[ \t]*[\t|][ \t|]*| {{2,}}|[ \t]*$)(.*)$")
NAMES = {"HD": "headline", "BY": "byline", "PD": "published", "SN": "outlet", "LA": "language", "SE": "section"}


def split_fields(text: str) -> list[dict[str, Any]]:
    """Split an export with indexing: each line begins with a code or goes on from the one above."""
    if not (re.search(r"^[ \t|]*HD\b", text, re.MULTILINE) and re.search(r"^[ \t|]*(?:LP|TD)\b", text, re.MULTILINE)):
        return []
    records: list[dict[str, list[str]]] = []
    code = None
    for line in text.split("\n"):
        match = FIELD.match(line)
        if match:
            begins = match[1] == "HD" and not (records and set(records[-1]) == {"SE"})
            if begins or not records or (match[1] == "SE" and "HD" in records[-1]):
                records.append({})
            code = match[1]
            records[-1].setdefault(code, []).append(match[2].strip(" |\t"))
        elif code and line.strip(" |\t"):
            records[-1].setdefault(code, []).append(line.strip(" |\t"))
    return [_of_fields(record) for record in records if "HD" in record]


def _of_fields(record: dict[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {name: " ".join(filled(record[code])) for code, name in NAMES.items() if code in record}
    found["text"] = "\n\n".join(filled([*record.get("LP", ()), *record.get("TD", ()), *record.get("ART", ())]))
    number = " ".join(record.get("AN", ())).removeprefix("Document ").strip()
    return {name: value for name, value in found.items() if value or name == "text"} | (
        {"article_id": number} if number else {}
    )


def split_articles(text: str) -> list[dict[str, Any]]:
    """Split an export in article format: headline, byline, words, date, outlet, language, copyright, text, document."""
    marks = list(ENDS.finditer(text))
    if not marks or not any(WORDS.match(line.strip(" \t|")) for line in text.split("\n")):
        return []
    pieces = pieces_up_to(text, marks)
    records = [_article(filled(p.split("\n"))) | {"document": m[1]} for p, m in zip(pieces, marks, strict=True)]
    numbers = [record["document"] for record in records]
    for record in records:
        if numbers.count(record["document"]) == 1:
            record["article_id"] = record["document"]
    return records


def _article(lines: Sequence[str]) -> dict[str, Any]:
    counted = next((number for number, line in enumerate(lines) if WORDS.match(line)), None)
    if counted is None:
        return {"headline": lines[0] if lines else None, "text": "\n\n".join(lines[1:])}
    above, below = lines[:counted], list(lines[counted + 1 :])
    byline = next((line for line in above[1:] if BYLINE.match(line)), None)
    titles = [line for line in above if line != byline]
    found: dict[str, Any] = {
        "headline": titles[-1] if titles else None,
        "byline": BYLINE.sub("", byline) if byline else None,
    }
    if below and is_date(below[0]):
        found["published"] = below.pop(0)
    if below and TIME.match(below[0]):
        below.pop(0)
    if below:
        found["outlet"] = below.pop(0)
    body = 0
    for number, line in enumerate(below[:10]):
        language = LANGUAGES.get(line.lower())
        if language:
            found["language"], body = language, number + 1
        if COPYRIGHT.match(line):
            body = number + 1
            break
    return {name: value for name, value in found.items() if value} | {"text": "\n\n".join(below[body:])}
