"""Records of reference managers and library databases in RIS: EBSCO, ProQuest, Zotero and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.corpus.read.rows import Row
from framing.errors import FramingError

RIS = re.compile(r"\ufeff?\s*(?:\d+\.\s*)?TY  ?- ?\w+", re.ASCII)
NAMES = {
    "headline": ("title", "primary_title", "translated_title", "short_title"),
    "outlet": (
        "secondary_title",
        "journal_name",
        "alternate_title3",
        "alternate_title1",
        "alternate_title2",
        "publisher",
    ),
    "published": ("date", "publication_year", "year"),
    "url": ("urls", "url", "link", "file_attachments1"),
    "byline": ("authors", "first_authors"),
    "language": ("language",),
    "article_id": ("accession_number", "id"),
}
TEXTS = ("notes", "research_notes", "abstract", "notes_abstract", "custom1", "custom2")
FULL = 1500
"""Characters from which on a note is the text of the article and no abstract."""


def read_ris(text: str, name: str) -> Iterator[Row]:
    """Read the references of a RIS file; an abstract is a summary, a note that is long enough the text."""
    import rispy  # noqa: PLC0415

    try:
        entries = rispy.loads(text.strip("\ufeff"), skip_unknown_tags=False)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise FramingError(f"{name} is a RIS file that breaks the form ({error}); export it again.") from error
    for number, entry in enumerate(entries, start=1):
        yield Row(number, _record(entry))


def _record(entry: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column, names in NAMES.items():
        record[column] = next((_one(entry[name], column) for name in names if entry.get(name)), None)
    texts = [
        "\n\n".join(value) if isinstance(value := entry[key], list) else str(value) for key in TEXTS if entry.get(key)
    ]
    longest = max(texts, key=len, default="")
    summary = next((str(entry[key]) for key in ("abstract", "notes_abstract") if entry.get(key)), "")
    if len(longest) >= FULL:
        record["text"] = re.sub(r"^\s*full text:?\s*", "", longest, flags=re.IGNORECASE)
    elif summary or longest:
        record["abstract"] = summary or longest
    known = {name for names in NAMES.values() for name in names} | set(TEXTS)
    return record | {key: value for key, value in entry.items() if key not in known and isinstance(value, (str, list))}


def _one(value: Any, column: str) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value)) if column == "byline" else str(value[0])
    return re.sub(r"/+$", "", str(value).strip()) if column == "published" else str(value)
