"""Rows of a .csv or .jsonl file, one by one; a broken row costs that row and no other."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from framing.corpus.read.encoding import detect_encoding
from framing.errors import FramingError

csv.field_size_limit(1 << 30)
DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """One row of a file: its number from 1, its values by column, or what is wrong with it."""

    number: int
    values: dict[str, Any]
    problem: str = ""


class _Feed:
    """Lines for `csv.reader` that can be given back, since an unclosed quotation mark swallows the rows that follow."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.waiting: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else next(self.lines)
        self.taken.append(line)
        self.number += 1
        return line

    def begin(self) -> None:
        """Forget the lines of the row before."""
        self.taken = []

    def give_back(self) -> None:
        """Return all lines of this row but the first."""
        self.waiting.extend(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1


def read_csv_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a .csv file.

    Parameters
    ----------
    path : Path

    Yields
    ------
    Row
        In the order of the file; with `problem` set where the row cannot be used.

    Raises
    ------
    FramingError
        If the file is not text.
    """
    with path.open(encoding=_text_encoding(path), errors="replace", newline="") as file:
        first = file.readline()
        if not first:
            return
        file.seek(0)
        feed = _Feed(file)
        delimiter = _delimiter(first)
        header = next(csv.reader(feed, delimiter=delimiter), [])
        names = [name.strip().strip("\ufeff") for name in header]
        yield from _csv_rows(feed, names, delimiter)


def _csv_rows(feed: _Feed, names: list[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    number = 0
    while True:
        feed.begin()
        problem = ""
        values: list[str] = []
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"line {feed.number - len(feed.taken) + 1}: {error}"
        if not problem and not values:
            continue
        if not problem and len(values) != len(names):
            line = feed.number - len(feed.taken) + 1
            problem = f"line {line}: {len(values)} values where the header has {len(names)} columns"
        number += 1
        if problem and len(feed.taken) > 1:
            feed.give_back()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
        yield Row(number, {} if problem else dict(zip(names, values, strict=True)), problem)


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count) if any(mark in header for mark in DELIMITERS) else ","


def read_jsonl_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a .jsonl file: one JSON object a line.

    Parameters
    ----------
    path : Path

    Yields
    ------
    Row
        In the order of the file; with `problem` set where the line is not a JSON object.

    Raises
    ------
    FramingError
        If the file is not text.
    """
    with path.open(encoding=_text_encoding(path), errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield Row(number, {}, f"line {number}: not JSON ({_short(error)})")
                continue
            if isinstance(values, dict):
                yield Row(number, {key: _plain(value) for key, value in values.items()})
            else:
                yield Row(number, {}, f"line {number}: not a JSON object")


def _short(error: Exception) -> str:
    return getattr(error, "msg", "nested too deeply")


def _plain(value: Any) -> Any:
    """Keep text, give numbers and flags as text, and lists and objects as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _text_encoding(path: Path) -> str:
    encoding = detect_encoding(path)
    if encoding is None:
        raise FramingError(f"{path.name} is not text but binary data; export it again as UTF-8 text.")
    return encoding
