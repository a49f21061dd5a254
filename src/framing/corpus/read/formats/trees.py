"""Records in JSON: lines of objects, arrays, and the answers of news services with the articles deep inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from framing.corpus.fields.columns import match_columns
from framing.corpus.read.rows import Row

JSON = re.compile(r'\ufeff?\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\]]|$))')
"""How a text in JSON begins."""
DEPTH = 4
"""Levels of objects within a record whose fields become columns, as in ``source.name``."""


OWN = frozenset({"headline", "article_id", "url", "published"})
"""Columns of which each article has its own."""


def parse_json(text: str) -> Any:
    """Parse JSON; NaN and infinities, which programs write for what is missing, are missing."""
    return json.loads(text.strip("\ufeff"), parse_constant=lambda _: None)


def read_json_lines(lines: Iterable[str]) -> Iterator[Row]:
    """Read one JSON object a line.

    Parameters
    ----------
    lines : iterable of str

    Yields
    ------
    Row
        In order; with `problem` set where the line is not a JSON object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            values = parse_json(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"line {number}: not JSON ({_short(error)})")
            continue
        if isinstance(values, dict):
            yield Row(number, flatten(values))
        else:
            yield Row(number, {}, f"line {number}: not a JSON object")


def is_json_lines(head: str, *, whole: bool) -> bool:
    """Tell one object a line from one text over many lines: in the first, some line is an object by itself.

    Parameters
    ----------
    head : str
        How the file begins.
    whole : bool
        Whether that is all of it.
    """
    first = head.lstrip("\ufeff \t\r\n")
    if first.startswith("["):
        return False
    lines = [line for line in head.split("\n") if line.strip()]  # U+2028 in a text ends no line
    for line in (lines if whole else lines[:-1])[:20]:
        try:
            tree = parse_json(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(tree, dict):
            return len(lines) > 1 or list(records_in(tree)) in ([tree], [])
    return not first.startswith("{") or (len(lines) == 1 and not whole) or (len(lines) > 1 and first.count("\n{") > 0)


def read_json(text: str, *, listed: bool = False, notes: list[tuple[str, bool]] | None = None) -> Iterator[Row]:
    """Read the records of one JSON text, wherever in it they stand.

    Parameters
    ----------
    text : str
    listed : bool
        Whether the text is an item of a list, as the one line of a file of lines is.
    notes : list, optional
        Takes what a person should know of how it was read, and whether to have a look.

    Yields
    ------
    Row
        Arrays of records, answers of NewsAPI, GNews, GDELT, the Guardian and the New York Times, CSL-JSON, JSON feeds,
        tables by column as pandas writes them, and single articles. An item of a list of records that is no record has
        its `problem` set.

    Raises
    ------
    ValueError
        If the text is not JSON.
    """
    tree = parse_json(text)
    for number, record in enumerate(records_in(tree, listed=listed, notes=notes), start=1):
        if isinstance(record, dict):
            yield Row(number, flatten(record))
        else:
            yield Row(number, {}, f"item {number}: not a JSON object")


def records_in(tree: Any, *, listed: bool = False, notes: list[tuple[str, bool]] | None = None) -> Iterator[Any]:
    """Find the records in a tree: the objects that have a text, a summary or a headline among their fields.

    Lists in an item of a list (`listed`) make no table by column, whatever they hold: they are one article's.
    """
    if isinstance(tree, dict):
        if (table := _by_column(tree, listed=listed)) is not None:
            if notes is not None and len(table) > 1 and any(isinstance(value, list) for value in tree.values()):
                notes.append((f"a table by column of {len(table):,} articles; one article must stand in [ ]", True))
            yield from table
            return
        parts = [value for value in tree.values() if isinstance(value, (dict, list))]
        inner = [record for value in parts for record in records_in(value, listed=listed, notes=notes)]
        inner = [record for record in inner if isinstance(record, dict)]
        matched = _matched(tree) if is_record(tree) else set()
        if "body" in matched or {"headline", "published"} <= matched or (matched and not inner):
            yield tree
        else:
            yield from inner
    elif isinstance(tree, list):
        nested = [list(records_in(item, listed=True)) if isinstance(item, (dict, list)) else [item] for item in tree]
        whole = any(isinstance(record, dict) for records in nested for record in records)
        for item, records in zip(tree, nested, strict=True):
            if whole:
                yield from records or [item]


def is_record(tree: dict[str, Any]) -> bool:
    """Whether an object is a record of an article: at least a text, or a headline with a second field that is known."""
    matched = _matched(tree)
    return "body" in matched or (bool({"headline", "summary"} & matched) and len(matched) >= 2)


def _matched(tree: dict[str, Any]) -> set[str]:
    """Tell which known columns an object has; a list of objects is no column."""
    flat = flatten(tree)
    objects = {key for key, value in flat.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    return set(match_columns([key for key in flat if key not in objects]))


def flatten(tree: dict[str, Any], prefix: str = "", depth: int = DEPTH) -> dict[str, Any]:
    """Give an object's fields as columns: ``{"source": {"name": …}}`` becomes ``source.name``.

    Parameters
    ----------
    tree : dict
    prefix : str
        What the names begin with.
    depth : int
        Levels of objects that are taken apart; what lies deeper stays as it is.

    Returns
    -------
    dict
        Text, lists and None; numbers and flags as text.
    """
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and (parts := value.get("date-parts")):
            flat[name] = _date_of_parts(parts)
        elif isinstance(value, dict) and value and depth:
            flat |= flatten(value, f"{name}.", depth - 1)
        elif value is None or isinstance(value, (str, list, dict)):
            flat[name] = value
        else:
            flat[name] = json.dumps(value)
    return flat


def _date_of_parts(parts: Any) -> str | None:
    """Write a CSL date, ``[[2017, 3, 13]]``, as ISO."""
    try:
        return "-".join(f"{int(number):02d}" for number in parts[0])
    except (TypeError, ValueError, IndexError):
        return None


def _by_column(tree: dict[str, Any], *, listed: bool) -> list[dict[str, Any]] | None:
    """Turn a table by column, ``{"title": {"0": …}, "text": {"0": …}}``, into records; None where it is none.

    Lists of texts and authors alone are the paragraphs and authors of one article: a table of lists has a column of
    which each article has its own.
    """
    columns = [value for value in tree.values() if isinstance(value, (dict, list))]
    if len(columns) != len(tree) or len(columns) < 2 or not is_record(dict.fromkeys(tree, "")):
        return None
    named = OWN.intersection(_matched(dict.fromkeys(tree, "")))
    if (listed or not named) and any(isinstance(value, list) for value in columns):
        return None
    keys = [list(value) if isinstance(value, dict) else list(range(len(value))) for value in columns]
    if any(key != keys[0] for key in keys) or any(isinstance(c[k], dict) for c in columns for k in keys[0]):
        return None
    return [{name: tree[name][key] for name in tree} for key in keys[0]]


def _short(error: Exception) -> str:
    return getattr(error, "msg", "nested too deeply" if isinstance(error, RecursionError) else "a number too long")
