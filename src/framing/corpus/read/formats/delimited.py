"""Rows of a table in text: commas, semicolons, tabs, bars; a broken row costs that row and no other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from framing.corpus.fields.columns import match_columns
from framing.corpus.read.rows import Row

csv.field_size_limit(1 << 30)
DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""
HEAD = 30
"""Lines in which the header is looked for, under whatever a database prints above it."""
LONGEST_HEADER = 20_000
SAMPLE = 200
"""Lines from which it is told how quotation marks are escaped."""
BELOW = 20
"""Lines that are tried as the rest of a row which broke off."""


class Dialect(NamedTuple):
    """How the rows of a file are written."""

    delimiter: str = ","
    escape: str | None = None

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Split lines into rows; what does not fit raises `csv.Error`."""
        doubled = self.escape is None
        return csv.reader(lines, delimiter=self.delimiter, strict=True, doublequote=doubled, escapechar=self.escape)


class Feed:
    """Lines for `csv.reader` that can be given back, since an unclosed quotation mark swallows the rows that follow."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.waiting: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Feed:
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else next(self.lines)
        self.taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """Forget the lines of the row before."""
        self.taken = []

    def give_back(self, keep: int = 1) -> None:
        """Return all lines of this row but the first ones."""
        self.waiting.extend(reversed(self.taken[keep:]))
        self.number -= len(self.taken) - keep
        self.taken = self.taken[:keep]

    def peek(self, count: int) -> list[str]:
        """Show lines to come without taking them."""
        missing = list(islice(self.lines, max(0, count - len(self.waiting))))
        self.waiting = missing[::-1] + self.waiting
        return self.waiting[::-1][:count]


def read_delimited(lines: Iterable[str]) -> Iterator[Row]:
    """Read the rows of a table in text.

    Parameters
    ----------
    lines : iterable of str
        With their ends.

    Yields
    ------
    Row
        In order; with `problem` set where the row cannot be used.

    Notes
    -----
    The header is the first row that holds names of columns which are known; what stands above it is left out. A row in
    which strict reading fails is read leniently (marks inside a field, a backslash before a mark, a line break in a
    field without marks) and taken if it then has as many values as the header.
    """
    feed = Feed(lines)
    header = find_header(feed.peek(HEAD))
    if header is None:
        return
    skipped, delimiter = header
    for _ in range(skipped):
        next(feed)
    dialect = Dialect(delimiter, _escape(feed.peek(SAMPLE)))
    feed.begin()
    names = _unique(next(dialect.reader(feed), []))
    yield from read_table(feed, names, dialect)


def find_header(lines: Sequence[str]) -> tuple[int, str] | None:
    """Tell which line of a table in text is its header, and the delimiter; None where there is no line."""
    first = next((number for number, line in enumerate(lines) if line.strip("\ufeff\r\n ")), None)
    if first is None:
        return None
    told = SEPARATOR_LINE.match(lines[first].strip("\ufeff"))
    if told and len(lines) > first + 1:
        return first + 1, told[1]
    best = max(
        (
            (known_columns(line, mark), -number, -place)
            for number, line in enumerate(lines)
            for place, mark in enumerate(DELIMITERS)
        ),
    )
    if best[0] >= 2:
        return -best[1], DELIMITERS[-best[2]]
    line = lines[first]
    return first, max(DELIMITERS, key=line.count) if any(mark in line for mark in DELIMITERS) else ","


def known_columns(line: str, delimiter: str) -> int:
    """Count the known columns that a line names as a header; 0 where none of them could hold a text."""
    if len(line) > LONGEST_HEADER:
        return 0
    try:
        cells = next(csv.reader([line.strip("\ufeff")], delimiter=delimiter), [])
    except csv.Error:
        return 0
    if len(cells) < 2 or max(map(len, cells)) > 60:
        return 0
    matched = match_columns([cell.strip() for cell in cells])
    return len(matched) if {"body", "headline", "summary"} & set(matched) else 0


def read_table(feed: Feed, names: Sequence[str], dialect: Dialect) -> Iterator[Row]:
    """Read the rows under a header."""
    number = 0
    reader = dialect.reader(feed)
    while True:
        feed.begin()
        problem = ""
        values: list[str] | None = []
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"line {feed.number - len(feed.taken) + 1}: {error}"
        if not problem and not values:
            continue
        values = _trimmed(values or [], len(names))
        if not problem and len(values) != len(names):
            line = feed.number - len(feed.taken) + 1
            problem = f"line {line}: {len(values)} values where the header has {len(names)} columns"
        number += 1
        if problem:
            feed.give_back()
            values = _mended(feed, len(names), dialect)
            reader = dialect.reader(feed)
            problem = "" if values is not None else problem
        yield Row(number, {} if problem else _record(names, values or []), problem)


def _record(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in zip(names, values, strict=True) if name}


def _trimmed(values: list[str], wanted: int) -> list[str]:
    """Take off the empty cells that spreadsheets leave at the end of a row."""
    while len(values) > wanted and not values[-1].strip():
        values = values[:-1]
    return values


def _mended(feed: Feed, wanted: int, dialect: Dialect) -> list[str] | None:
    """Read a row leniently: as one line, else with the lines below it, as long as none of them is a row by itself."""
    line = feed.taken[0]
    if wanted == 1 and not line.startswith('"'):
        return [line.rstrip("\r\n")]
    found = _lenient(line, wanted, dialect)
    if found is not None:
        return found
    joined = line
    for below, more in enumerate(feed.peek(BELOW), start=1):
        if _lenient(more, wanted, dialect) is not None:
            return None
        joined += more
        found = _lenient(joined, wanted, dialect)
        if found is not None:
            for _ in range(below):
                next(feed)
            return found
    return None


def _lenient(text: str, wanted: int, dialect: Dialect) -> list[str] | None:
    """Split one row at delimiters outside marks; a mark closes a field only before a delimiter or the end."""
    text = text.rstrip("\r\n")
    values, at, mark = [], 0, dialect.delimiter
    while at <= len(text):
        if text.startswith('"', at):
            end = _closing(text, at + 1, mark)
            if end < 0:
                return None
            values.append(text[at + 1 : end].replace('\\"', '"').replace('""', '"'))
            at = end + 2
        else:
            end = text.find(mark, at)
            end = len(text) if end < 0 else end
            values.append(text[at:end])
            at = end + 1
        if len(values) > wanted:
            return None
    return values if len(values) == wanted else None


def _closing(text: str, start: int, delimiter: str) -> int:
    """Find the mark that closes a field: the first one before a delimiter or the end; -1 where there is none."""
    at = text.find('"', start)
    while at >= 0 and at + 1 < len(text) and text[at + 1] != delimiter:
        at = text.find('"', at + (2 if text[at + 1] == '"' else 1))
    return at


def _escape(lines: Sequence[str]) -> str | None:
    """Tell whether a file writes a backslash before quotation marks, where others double them."""
    text = "".join(lines)[:1_000_000]
    return "\\" if len(re.findall(r'(?<!\\)\\"(?!\s*[,;\t|\r\n])', text)) > text.count('""') else None


def _unique(header: Sequence[str]) -> list[str]:
    """Give the names of the columns; a name that comes again gets a number, an empty one stays empty."""
    names: list[str] = []
    for name in (cell.strip().strip("\ufeff").strip() for cell in header):
        again = sum(name == other or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({again + 1})" if name and again else name)
    return names
