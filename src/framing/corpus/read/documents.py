"""Rows of raw documents to articles; what can only be told from all of them is decided over all of them."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from framing.corpus.fields.columns import fill_columns
from framing.corpus.fields.dates import DateOrder, choose_order, parse_dates
from framing.corpus.fields.languages import detect_language, read_language
from framing.corpus.fields.markup import has_markup, plain_text
from framing.corpus.fields.outlets import GENERIC, UNKNOWN, Named, host_of, host_outlet, unify_outlets
from framing.corpus.read.files import MAX_CHARACTERS, Part, Row, read_parts
from framing.errors import FramingError

__all__ = ["Batch", "host_outlet", "parse_dates", "read_documents"]

INTERNAL = ("input_file", "input_row")
"""Where an article came from; kept as columns so that each one can be found again in the files."""
NO_TEXT = {"", "na", "n/a", "nan", "null", "none", "nil", "-", "--", "[no text]", "no text", "#n/a"}


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


def read_documents(
    paths: Sequence[Path],
    root: Path,
    *,
    hosts: Mapping[str, str] | None = None,
    seen: set[str] | None = None,
    how: Reading | None = None,
) -> Iterator[Batch]:
    """Read files into articles, a chunk at a time.

    Parameters
    ----------
    paths : sequence of Path
        The files, in the order in which they are read.
    root : Path
        Folder that file names are given relative to; a sub-folder names the outlet of files that do not.
    hosts : mapping, optional
        Host of an address to outlet_id.
    seen : set of str, optional
        Ids that are taken; those of the articles read are added to it.
    how : Reading, optional
        What the files leave open; `hosts` alone is enough for most.

    Yields
    ------
    Batch
        Articles with ids that no earlier batch has, not yet cleaned, and the documents left out.

    Raises
    ------
    FramingError
        If the only file is not one that holds articles.

    Notes
    -----
    Every file is read once. What it holds waits in a temporary folder until all is seen, because the order of day and
    month in a column and the spellings of an outlet's name can only be told from all rows; memory is bounded.
    """
    chosen = how or Reading(hosts or {})
    seen = set() if seen is None else seen
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        heap = _Heap(Path(folder))
        for path in paths:
            name = path.relative_to(root).as_posix()
            try:
                for part in read_parts(path, name):
                    try:
                        _read_part(part, heap, seen, chosen)
                    except FramingError as error:
                        if part.name == name:
                            raise
                        heap.add(
                            Batch(pd.DataFrame(), [_left_out(part.name, None, None, "unreadable file", str(error))])
                        )
            except (FramingError, OSError) as error:
                if len(paths) == 1 and not heap.batches:
                    raise
                heap.add(Batch(pd.DataFrame(), [_left_out(name, None, None, "unreadable file", _plain(error))]))
        yield from heap.take(chosen)


def _read_part(part: Part, heap: _Heap, seen: set[str], how: Reading) -> None:
    """Read the documents of one part; where it breaks off, what came before is kept."""
    if part.problem:
        heap.add(Batch(pd.DataFrame(), [_left_out(part.name, None, None, part.reason, part.problem)]))
    found = False
    for rows in part.chunks():
        found = True
        heap.add(_batch(rows, part, heap.stems, seen, how), whole=part.whole)
    if not found and not part.problem:
        heap.add(Batch(pd.DataFrame(), [_left_out(part.name, None, None, "no text", "it holds no documents")]))


def _plain(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be opened: {error.strerror.lower()}"
    return str(error)


class _Heap:
    """Batches on disk until all are there, and the little that has to be known of each to decide over all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batches: list[Batch] = []
        self.outlets: Counter[Named] = Counter()
        self.dates: dict[str, set[str]] = defaultdict(set)
        self.nameless: Counter[str] = Counter()
        self.stems: dict[str, str] = {}

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
        told = set()
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
            yield Batch(articles, batch.dropped, [*notes, *batch.notes, *more])

    def _notes_of_file(self, file: str, order: DateOrder) -> list[dict[str, Any]]:
        notes = []
        if order.why:
            notes.append(
                _note(file, None, None, "order of dates", f"dates like 3/4/2017 are {order.why}", look=not order.sure)
            )
        if file in self.nameless:
            outlet = self._outlet_of_file(file)
            said = f"{self.nameless[file]:,} of its articles name no outlet; they are counted as '{outlet}'"
            notes.append(_note(file, None, None, "outlet", said, look=True))
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
        articles = table.assign(
            outlet_id=pd.Series([named.get(pair) or fallback for pair in pairs], index=table.index, dtype="str"),
            published=parse_dates(written, order=order),
        ).drop(columns=["_host", *(["whole"] if table["whole"].isna().all() else [])])
        lost = articles[written.notna() & articles["published"].isna()]
        notes = [
            _note(file, row.input_row, row.article_id, "date", f"'{str(written[i])[:60]}' is no whole date", look=True)
            for i, row in zip(lost.index, lost.itertuples(index=False), strict=True)
        ]
        return articles, notes


def _batch(rows: list[Row], part: Part, stems: dict[str, str], seen: set[str], how: Reading) -> Batch:
    dropped = [_left_out(part.name, row.number, None, "broken row", row.problem) for row in rows if row.problem]
    good = [row for row in rows if not row.problem]
    if not good:
        return Batch(pd.DataFrame(), dropped)
    filled, said = fill_columns([row.values for row in good], part.name, how.columns)
    articles = filled.assign(input_file=part.name, input_row=[row.number for row in good])
    stem = part.stem if stems.setdefault(part.stem, part.name) == part.name else part.name
    made = [stem if part.whole else f"{stem}-{row}" for row in articles["input_row"]]
    articles["article_id"] = articles["article_id"].fillna(pd.Series(made, index=articles.index, dtype="str"))
    articles["_host"] = articles["url"].fillna("").map(host_of).astype("str")
    if not how.as_is:
        articles = _without_markup(articles)
    articles["language"] = _languages(articles)
    reasons = _reasons(articles, seen)
    kept = pd.Series([not reason for reason, _ in reasons], index=articles.index)
    for row, (reason, detail) in zip(articles.itertuples(index=False), reasons, strict=True):
        if reason:
            dropped.append(_left_out(part.name, row.input_row, row.article_id, reason, detail))
    notes = [_note(part.name, None, None, "columns", text, look=False) for text in said]
    notes += [_note(part.name, None, None, "format", text, look=look) for text, look in part.take_notes()]
    return Batch(articles[kept].reset_index(drop=True), sorted(dropped, key=lambda entry: entry["row"]), notes)


def _without_markup(articles: pd.DataFrame) -> pd.DataFrame:
    """Turn HTML in the columns that are read into what a reader would have seen."""
    marked = {name: articles[name].dropna().map(has_markup) for name in ("headline", "body", "byline", "outlet_id")}
    changed = {}
    for name, found in marked.items():
        if found.any():
            texts = articles.loc[found.index[found], name]
            changed[name] = articles[name].where(~articles.index.isin(texts.index), articles[name].map(plain_text))
    return articles.assign(**changed)


def _languages(articles: pd.DataFrame) -> pd.Series:
    """Give the language of each article: as the file says, else as its text shows."""
    given = articles["language"]
    told = given.map({name: read_language(name) for name in given.dropna().unique()})
    text = articles["headline"] + "\n" + articles["body"]
    found = [t if isinstance(t, str) else detect_language(x) for t, x in zip(told, text, strict=True)]
    return pd.Series(found, index=articles.index, dtype="str")


def _left_out(file: str, row: int | None, article_id: str | None, reason: str, detail: str) -> dict[str, Any]:
    return {"file": file, "row": row, "article_id": article_id, "reason": reason, "detail": detail}


def _note(
    file: str, row: int | None, article_id: str | None, subject: str, detail: str, *, look: bool
) -> dict[str, Any]:
    return {"file": file, "row": row, "article_id": article_id, "subject": subject, "detail": detail, "look": look}


def _reasons(articles: pd.DataFrame, seen: set[str]) -> list[tuple[str, str]]:
    """Why each article is left out; an empty reason where it is kept."""
    reasons = []
    columns = articles["article_id"], articles["headline"], articles["body"], articles["extent"]
    for article_id, headline, body, extent in zip(*columns, strict=True):
        text = headline if extent == "headline" else body
        if text.strip().casefold() in NO_TEXT:
            reasons.append(("no text", "the document has no text"))
        elif len(body) > MAX_CHARACTERS:
            reasons.append(("too long", f"{len(body):,} characters in one document; split it into articles"))
        elif article_id in seen:
            reasons.append(("duplicate id", f"the id '{article_id}' stands earlier; give each article its own"))
        else:
            reasons.append(("", ""))
            seen.add(article_id)
    return reasons
