"""What was read waits on disk until all is seen: then dates and outlets are decided over all of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from framing.corpus.fields.dates import DAY_OR_MONTH, YEAR_FIRST, DateOrder, choose_order, parse_dates
from framing.corpus.fields.outlets import GENERIC, RESERVED, UNKNOWN, Named, unify_outlets


@dataclass(frozen=True)
class Batch:
    """Articles read so far, documents that could not be used, and what a person should know of either."""

    articles: pd.DataFrame
    dropped: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """How documents are to be read where the files leave it open.

    Parameters
    ----------
    hosts, known : mapping
        Host of an address, and name of an outlet as it may stand in a file, to outlet_id.
    columns : mapping
        Column of the articles table to the name by which the files call it.
    dates : {"dmy", "mdy"}, optional
        How 3/4/2017 is read.
    as_is : bool
        Whether texts stay as they stand in the file, markup and all, so that offsets refer to it.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    as_is: bool = False


class Heap:
    """Batches on disk until all are there, and the little that has to be known of each to decide over all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches: list[Batch] = []
        self.outlets: Counter[Named] = Counter()
        self.dates: dict[str, set[str]] = defaultdict(set)
        self.nameless: Counter[str] = Counter()
        self.stems: dict[str, str] = {}
        self.ids: dict[str, set[str]] = defaultdict(set)

    def add(self, batch: Batch, *, whole: bool = False) -> None:
        """Put a batch away."""
        table = batch.articles
        if len(table):
            file = str(table["input_file"].iloc[0])
            self.outlets.update(zip(table["outlet_id"].fillna(""), table["_host"], strict=True))
            self.dates[file].update(value for value in table["published"].dropna().unique() if len(value) < 40)
            nameless = table["outlet_id"].isna() & (table["_host"] == "")
            if nameless.any() and not whole:
                self.nameless[file] += int(nameless.sum())
            table.to_feather(self.folder / f"{len(self.batches)}", compression="uncompressed")
        self.batches.append(Batch(pd.DataFrame(), batch.dropped, batch.notes))

    def take(self, how: Reading) -> Iterator[Batch]:
        """Give the batches back, in order, with what all together have decided."""
        named = unify_outlets(self.outlets, known=how.known, hosts=how.hosts)
        orders = {file: choose_order(sorted(values), given=how.dates) for file, values in self.dates.items()}
        told: set[str] = set()
        said: set[tuple[str, str, str]] = set()
        for number, batch in enumerate(self.batches):
            path = self.folder / str(number)
            if not path.is_file():
                yield batch
                continue
            table = pd.read_feather(path)
            file = str(table["input_file"].iloc[0])
            notes = [] if file in told else self._notes_of_file(file, orders[file])
            told.add(file)
            articles, more = self._decided(table, named, orders[file])
            path.unlink()
            new = [n for n in batch.notes if (n["file"], n["subject"], n["detail"]) not in said]
            said.update((n["file"], n["subject"], n["detail"]) for n in new)
            yield Batch(articles, batch.dropped, [*notes, *new, *more])

    def _notes_of_file(self, file: str, order: DateOrder) -> list[dict[str, Any]]:
        notes = []
        if order.why:
            notes.append(
                note(file, None, None, "order of dates", f"dates like 3/4/2017 are {order.why}", look=not order.sure)
            )
        if file in self.nameless:
            outlet = self._outlet_of_file(file)
            said = f"{self.nameless[file]:,} of its articles name no outlet; they are counted as '{outlet}'"
            notes.append(note(file, None, None, "outlet", said, look=True))
        return notes

    def _outlet_of_file(self, file: str) -> str:
        """Name the outlet of a file whose articles do not: after its folder, or after itself if there are several."""
        path = PurePosixPath(file)
        folders = [p for p in path.parts[:-1] if not PurePosixPath(p).suffix]
        if folders:
            return folders[0]
        stem = path.name.split(".")[0].strip()
        return stem if len(self.nameless) > 1 and file in self.nameless and not GENERIC.fullmatch(stem) else UNKNOWN

    def _decided(
        self, table: pd.DataFrame, named: Mapping[Named, str], order: DateOrder
    ) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
        file = str(table["input_file"].iloc[0])
        fallback = self._outlet_of_file(file)
        pairs = zip(table["outlet_id"].fillna(""), table["_host"], strict=True)
        written = table["published"]
        called = [named.get(pair) or fallback for pair in pairs]
        articles = table.assign(
            outlet_id=pd.Series([RESERVED.get(name, name) for name in called], index=table.index, dtype="str"),
            published=parse_dates(written, order=order),
        ).drop(columns=["_host", *(["whole"] if table["whole"].isna().all() else [])])
        lost = articles[written.notna() & articles["published"].isna()]
        notes = [
            note(
                file,
                row.input_row,
                row.article_id,
                "date",
                f"'{str(written[i])[:60]}' {_unread(written[i])}",
                look=True,
            )
            for i, row in zip(lost.index, lost.itertuples(index=False), strict=True)
        ]
        taken = sorted({name for name in called if name in RESERVED})
        notes += [note(file, None, None, "outlet", _renamed(name), look=True) for name in taken]
        return articles, notes


def _unread(written: str) -> str:
    """Say of a date that could not be read whether its parts are all there."""
    figures = DAY_OR_MONTH.search(written)
    there = YEAR_FIRST.match(written) or (figures and max(int(figures[1]), int(figures[3])) > 12)
    return "is no day of the calendar" if there else "is no whole date"


def _renamed(name: str) -> str:
    return f"the outlet '{name}' is called '{RESERVED[name]}', since '{name}' means all the others in a comparison"


def left_out(file: str, row: int | None, article_id: str | None, reason: str, detail: str) -> dict[str, Any]:
    """Make a row of the table `dropped`."""
    return {"file": file, "row": row, "article_id": article_id, "reason": reason, "detail": detail}


def note(
    file: str, row: int | None, article_id: str | None, subject: str, detail: str, *, look: bool
) -> dict[str, Any]:
    """Make a row of the table `notes`."""
    return {"file": file, "row": row, "article_id": article_id, "subject": subject, "detail": detail, "look": look}
