"""Which database a text comes from, if from any."""

from __future__ import annotations

from typing import Any, NamedTuple

from framing.corpus.read.exports import factiva, newsbank, nexis, proquest

DATABASES = {
    "LexisNexis": nexis.split_documents,
    "Nexis Uni": nexis.split_deliveries,
    "ProQuest": proquest.split_documents,
    "Factiva (with field codes)": factiva.split_fields,
    "Factiva": factiva.split_articles,
    "NewsBank": newsbank.split_documents,
}


class Export(NamedTuple):
    """What was found in a text: the database, the records, and a word on what does not add up."""

    database: str
    records: list[dict[str, Any]]
    doubt: str = ""


def find_export(text: str) -> Export | None:
    """Split a text into the documents of a database's export; None where it is none.

    Parameters
    ----------
    text : str
        As a .txt holds it, or a .docx, .rtf or .pdf after conversion.
    """
    for database, split in DATABASES.items():
        records = split(text)
        if records:
            doubt = nexis.count_doubt(text, len(records)) if "exis" in database else ""
            return Export(database, records, doubt)
    return None
