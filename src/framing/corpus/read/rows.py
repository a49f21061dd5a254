"""What every reader of a format gives: parts of a file, and the rows in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, NamedTuple

CHUNK = 1000
"""Documents read at a time. Fixed, so that what is guessed per chunk does not depend on the size of a partition."""
PACKED = (".gz", ".bz2", ".xz", ".zip")


class Row(NamedTuple):
    """One row of a file: its number from 1, its values by column, or what is wrong with it."""

    number: int
    values: dict[str, Any]
    problem: str = ""


@dataclass
class Part:
    """One list of documents: a file, a sheet of a workbook, a file inside an archive.

    Parameters
    ----------
    name : str
        Name of the file, and of the part within it, as the user may find it.
    rows : iterator of Row
    whole : bool
        Whether the part is one document, whose id needs no number.
    problem, reason : str
        What keeps the whole part from being read, if anything: a sentence, and one or two words.
    notes : list of (str, bool)
        What a person should know of how it was read, and whether somebody should look.
    """

    name: str
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    whole: bool = False
    problem: str = ""
    reason: str = "unreadable file"
    notes: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name without the endings that tell formats."""
        path = PurePosixPath(self.name)
        path = path.with_suffix("") if path.suffix.lower() in PACKED else path
        return str(path.with_suffix(""))

    def chunks(self) -> Iterator[list[Row]]:
        """Give the rows, `CHUNK` at a time."""
        while chunk := list(islice(self.rows, CHUNK)):
            yield chunk

    def take_notes(self) -> list[tuple[str, bool]]:
        """Give the notes, once."""
        notes, self.notes = self.notes, []
        return notes
