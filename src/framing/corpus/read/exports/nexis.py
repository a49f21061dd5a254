"""LexisNexis and Nexis Uni: "1 of 25 DOCUMENTS" of old, "End of Document" of today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from framing.corpus.read.exports.lines import filled, is_date, paragraphs, pieces_between

OLD = re.compile(
    r"^[ \t\f]*(?:FOCUS - )?(?:\d+ (?:of|OF|von|de) (\d+) DO[CK]UMENT\w*|"
    r"DO[CK]UMENT \d+ (?:OF|VON|DE) (\d+))[ \t]*$",
    re.MULTILINE,
)
ENDS = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments?|Fin du document|Fin del documento|Fim do documento|"
    r"Einde van het document)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
TOLD = re.compile(r"^\s*(?:Documents?|Dokumente?|Documentos?)\s*\((\d+)\)\s*$", re.MULTILINE)
HEADER = re.compile(
    r"^(section|length|byline|dateline|highlight|headline|title|source|body|series|distribution|country|page|columna?|"
    r"edition|load-date|rubrik|länge|autor|rubrique|longueur|auteur)\s*:[ \t]*(.*)$",
    re.IGNORECASE,
)
TRAILER = re.compile(
    r"^(?:load-date|language|publication-type|document-type|subject|company|organization|person|geographic|industry|country|"
    r"city|state|ticker|graphic|journal code|jcode|url|acc-no|pub-type|type|series|correction-date|update|update-date|"
    r"erfassungsdatum|sprache|update-code|dateline-country)\s*:|^(?:classification|graphic|notes|load-date|correction)$",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(r"^(?:copyright|©|\(c\))|all rights reserved|alle rechte vorbehalten", re.IGNORECASE)
COVER = re.compile(
    r"^(?:page \d+ of \d+|user name\b|date and time\b|job number\b|documents? \(|client/matter|search terms|"
    r"search type|narrowed by|content type|\d+\. )",
    re.IGNORECASE,
)
EDITION = re.compile(
    r"\bedition\b|^(?:first|final|late|early|city|metro|national|main)\b.{0,25}$|^correction appended$", re.IGNORECASE
)
NAMES = {
    "section": "section",
    "byline": "byline",
    "autor": "byline",
    "auteur": "byline",
    "headline": "headline",
    "title": "headline",
}


def split_documents(text: str) -> list[dict[str, Any]]:
    """Split the text of LexisNexis of old, in which "1 of 25 DOCUMENTS" stands above each document."""
    return [_document(piece.split("\n")) for piece in pieces_between(text, list(OLD.finditer(text)))]


def split_deliveries(text: str) -> list[dict[str, Any]]:
    """Split the text of Nexis Uni, in which "End of Document" stands under each document."""
    if not ENDS.search(text) or not re.search(r"^\s*(?:Body|Length|Load-Date|Länge|Section)\b", text, re.MULTILINE):
        return []
    pieces = ENDS.split(text)[:-1]
    return [_document(piece.split("\n")) for piece in pieces if piece.strip()]


def count_doubt(text: str, found: int) -> str:
    """Say so where an export tells of another number of documents than were found."""
    old = OLD.search(text)
    mark = old or TOLD.search(text)
    told = int(next(filter(None, mark.groups()))) if mark else found
    return f"the export tells of {told} documents, and {found} were found" if told != found else ""


def _document(lines: Sequence[str]) -> dict[str, Any]:
    """Read one document: outlet, date, headline above the labelled lines, the body, labelled lines again."""
    first, fields = _header(lines)
    top = filled(lines[: fields["begins"]])
    found = {name: value for name, value in fields.items() if name != "begins" and value}
    body_lines = list(_until_trailer(lines[first:]))
    trailer = filled(lines[first + len(body_lines) :])
    found |= _top(top, found.get("headline"))
    language = next((line.split(":", 1)[1].strip() for line in trailer if line.lower().startswith("language:")), None)
    if language:
        found["language"] = language.split(";")[0].split()[0]
    return found | {"text": paragraphs(body_lines)}


def _header(lines: Sequence[str]) -> tuple[int, dict[str, Any]]:
    """Give the line at which the body begins, and what the labelled lines above it say."""
    found: dict[str, Any] = {"begins": 0}
    last, label = -1, None
    for number, line in enumerate(lines):
        stripped = line.strip()
        match = HEADER.match(stripped)
        if stripped.lower() in ("body", "body:", "text", "volltext", "corps"):
            found["begins"] = found["begins"] if last >= 0 else number
            return number + 1, found
        if match and match[1].lower() == "load-date":
            break
        if match:
            found["begins"] = found["begins"] if last >= 0 else number
            last, label = number, NAMES.get(match[1].lower())
            if label:
                found.setdefault(label, match[2].strip())
            if match[1].lower() == "body":
                return number + (0 if match[2].strip() else 1), found
        elif stripped and last == number - 1 and label:
            found[label] = f"{found[label]} {stripped}"  # a headline or highlight over more lines than one
            last = number
        elif stripped and last >= 0 and not any(HEADER.match(later.strip()) for later in _near(lines, number)):
            return _body_marker(lines, number), found
    if last < 0:
        return _after_top(lines), found | {"begins": _after_top(lines)}
    return last + 1, found


def _near(lines: Sequence[str], number: int) -> list[str]:
    """Give the two lines that follow in which something stands: a blank between labels does not end the header."""
    return [line for line in lines[number + 1 : number + 6] if line.strip()][:1]


def _body_marker(lines: Sequence[str], number: int) -> int:
    """Begin under the line "Body", where there is one a little further down."""
    for later in range(number, min(number + 40, len(lines))):
        if lines[later].strip().lower() == "body":
            return later + 1
    return number


def _after_top(lines: Sequence[str]) -> int:
    """Where no line has a label, the body begins under the date."""
    dated = next((number for number, line in enumerate(lines) if is_date(line)), -1)
    return dated + 1


def _until_trailer(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        stripped = line.strip()
        if TRAILER.match(stripped) or (COPYRIGHT.match(stripped) and len(stripped) < 120):
            return
        yield line


def _top(lines: Sequence[str], headline: str | None) -> dict[str, Any]:
    """Tell outlet, date and headline apart by where they stand: the outlet above the date, the headline round it."""
    lines = [line for line in lines if not COPYRIGHT.search(line)]
    dated = next((n for n, line in enumerate(lines) if is_date(line) and not COVER.match(line)), None)
    if dated is None:
        rest = [line for line in lines if not COVER.match(line)]
        return {"headline": headline or (rest[0] if rest else None)}
    above = [line for line in lines[:dated] if not COVER.match(line)]
    outlet = above[-1] if above else None
    found: dict[str, Any] = {"outlet": outlet, "published": lines[dated]}
    if headline is None:
        if len(above) > 1:
            headline = above[-2]
        else:
            below = [line for line in lines[dated + 1 :] if not _is_edition(line)]
            headline = " ".join(below[:2]) if below and len(below[0]) > 60 else next(iter(below), None)
    return found | {"headline": headline}


def _is_edition(line: str) -> bool:
    return len(line) < 60 and EDITION.search(line) is not None
