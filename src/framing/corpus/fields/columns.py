"""Columns by their other names: which of a file's columns is the text, the headline, the date, the outlet …."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from statistics import median
from typing import Any

import pandas as pd

from framing.corpus.fields.guesses import name_nearest, suggest_columns
from framing.errors import FramingError
from framing.schema import EXTENTS

TEXT_COLUMNS = ("article_id", "outlet_id", "headline", "body", "byline", "url", "language", "story_id", "genre")
COLUMNS = (*TEXT_COLUMNS, "published")
MARKS = {"whole_file": "whole", "extent": "extent"}
"""Columns that `framing` itself writes into the articles of a collection."""
RESERVED = {"wire", "wire_share", "duplicate_of", "n_words", "input_file", "input_row", "whole", "_host"}
MISSING = {"", "na", "n/a", "nan", "nat", "null", "none", "nil", "undefined", "#n/a", "-", "--"}
LONG = 200
"""Characters from which on the values of a column look like texts of articles."""
CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+?\d+ chars\]\s*$")
"""How NewsAPI ends a text that it has cut."""


@cache
def column_aliases() -> dict[str, list[str]]:
    """List the other names by which files call the columns of the articles table; `summary` stands in for `body`."""
    found: dict[str, list[str]] = {}
    text = files("framing.corpus").joinpath("registry/columns.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["column"], []).append(row["alias"])
    return found


def fold(name: str) -> str:
    """Give what ``FULL TEXT``, ``full_text`` and ``fullText`` share."""
    return "".join(character for character in name.casefold() if character.isalnum())


def match_columns(found: Sequence[str], given: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Tell which columns of a file hold what.

    Parameters
    ----------
    found : sequence of str
        Names as the file has them.
    given : mapping, optional
        Column of the articles table to the file's name for it; goes before what is known.

    Returns
    -------
    dict of str to list of str
        Column of the articles table (and ``summary``) to the file's columns, the best first: where one is empty in a
        row, the next is taken.
    """
    folded: dict[str, str] = {}
    for name in found:
        folded.setdefault(fold(name), name)
    matched: dict[str, list[str]] = {}
    taken: set[str] = set()
    for column, name in (given or {}).items():
        if fold(name) in folded:
            matched[column] = [folded[fold(name)]]
            taken.add(folded[fold(name)])
    for column, aliases in column_aliases().items():
        names = [folded[key] for key in dict.fromkeys(map(fold, (column, *aliases))) if key in folded]
        matched.setdefault(column, []).extend(name for name in names if name not in taken)
        taken |= set(names)
    return {column: names for column, names in matched.items() if names}


def fill_columns(
    rows: list[dict[str, Any]], name: str, given: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[tuple[str, bool]]]:
    """Bring the records of a file into the columns of the articles table.

    Parameters
    ----------
    rows : list of dict
        Records; values are text, None, or lists of texts.
    name : str
        The file, for what is said.
    given : mapping, optional
        As in `match_columns`.

    Returns
    -------
    articles : DataFrame
        Columns of text: those of the articles table (`published` as it is written), ``whole``, ``extent``, and the
        others of the file.
    said : list of (str, bool)
        What a person should know of how the columns were taken, and whether somebody should look.

    Raises
    ------
    FramingError
        If no column holds texts or headlines.

    Notes
    -----
    A file with no column for texts is a corpus of summaries, or of headlines, and `extent` says so in each row. In one
    that has such a column a row without text is a row without text.
    """
    keys = list(dict.fromkeys(key for row in rows for key in row))
    matched = match_columns(keys, given)
    used = {matched[column][0] for column in matched if column != "summary"}
    others = [key for key in keys if key not in used and key not in MARKS]
    absent = {} if "whole_file" in keys else _absent(keys, matched, given)
    if "body" not in matched and "body" in absent:
        raise FramingError(f"{name} {absent['body'][0]}")
    if "body" not in matched:
        _check_for_text(rows, [key for key in others if key not in matched.get("summary", ())], matched, name)
    filled = [_fill(row, matched, others) for row in rows]
    table = pd.DataFrame(filled, dtype=object)
    for column in (*COLUMNS, *MARKS.values()):
        if column not in table.columns:
            table[column] = None
    table["headline"], table["body"] = table["headline"].fillna(""), table["body"].fillna("")
    table = pd.DataFrame({key: table[key].astype("str") for key in table.columns})
    missing = [column for column in ("published", "headline", "outlet_id") if column not in matched]
    hint = suggest_columns(rows, [key for key in others if key not in matched.get("summary", ())], missing)
    looks = [*((f"it {told}", look) for told, look in absent.values()), *([(hint, True)] if hint else [])]
    return table, [*looks, *((told, False) for told in _say(table, matched))]


def _absent(
    keys: list[str], matched: dict[str, list[str]], given: Mapping[str, str] | None
) -> dict[str, tuple[str, bool]]:
    """Give the columns that a person named and a file has not, and whether nothing stands in for them."""
    there = set(map(fold, keys))
    missing = {column: wanted for column, wanted in (given or {}).items() if fold(wanted) not in there}
    return {column: (name_nearest(column, name, keys), column not in matched) for column, name in missing.items()}


def _fill(row: dict[str, Any], matched: dict[str, list[str]], others: list[str]) -> dict[str, str | None]:
    done: dict[str, str | None] = {}
    for column in COLUMNS:
        read = _trimmed if column == "headline" else _one_line
        values = (read(row.get(key)) for key in matched.get(column, ()))
        done[column] = next((value for value in values if value is not None), None) if column != "body" else None
    done["extent"] = done["whole"] = None
    there = [key for key in matched.get("body", ()) if key in row]
    short = (text for key in matched.get("summary", ()) if (text := _paragraphs(row.get(key))).strip())
    if {"lp", "td"} <= {fold(key) for key in there}:  # Factiva: the lead paragraph, and the rest
        parts = {fold(key): _paragraphs(row[key]).strip() for key in there}
        done["body"] = "\n\n".join(filter(None, (parts["lp"], parts["td"])))
    elif there:
        done["body"] = next((text for key in there if (text := _paragraphs(row[key])).strip()), "")
    elif (found := next(short, None)) is not None:
        done["body"], done["extent"] = found, "summary"
    elif done["headline"]:
        done["body"], done["extent"] = "", "headline"
    if done["body"] and CUT.search(done["body"][-60:]):
        done["body"], done["extent"] = done["body"][:-60] + CUT.sub("…", done["body"][-60:]), "summary"
    for key, column in MARKS.items():
        if row.get(key) in EXTENTS or (key == "whole_file" and row.get(key)):
            done[column] = str(row[key])
    for key in others:
        done[_free(key)] = _plain(row.get(key))
    return done


def _free(name: str) -> str:
    """Give a column that the file brings along a name that no column of the articles table has."""
    return f"{name}_given" if name in {*COLUMNS, *RESERVED, *MARKS.values()} else name


def _plain(value: Any) -> str | None:
    """Give a value as text: lists joined, objects as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        value = _items(value)
        if all(isinstance(item, (str, int, float)) for item in value):
            return ", ".join(map(str, value))
        if all(isinstance(item, dict) and _name(item) for item in value):
            return ", ".join(map(_name, value))
    return json.dumps(value, ensure_ascii=False, default=str)


def _items(value: Iterable[Any]) -> list[Any]:
    """Give the items of a list that are there: null is no author and no paragraph."""
    return [item for item in value if item is not None]


def _name(item: dict[str, Any]) -> str:
    """Name an object of a list: an author, a tag."""
    whole = next((item[key] for key in ("name", "literal", "text", "value", "title") if item.get(key)), "")
    parts = [str(item[key]) for key in ("given", "firstname", "family", "lastname") if item.get(key)]
    return str(whole) or " ".join(parts)


def _trimmed(value: Any) -> str | None:
    text = (_plain(value) or "").strip()
    return None if text.casefold() in MISSING else text


def _one_line(value: Any) -> str | None:
    text = " ".join((_plain(value) or "").split())
    return None if text.casefold() in MISSING else text


def _paragraphs(value: Any) -> str:
    """Give a text; where a file has it as a list, the items are its paragraphs."""
    if isinstance(value, (list, tuple)):
        return "\n\n".join(_name(item) if isinstance(item, dict) else str(item) for item in _items(value))
    return _plain(value) or ""


def _check_for_text(rows: list[dict[str, Any]], others: list[str], matched: dict[str, list[str]], name: str) -> None:
    """Refuse a file whose texts stand in a column that nobody knows, before its headlines are taken for all of it."""
    for key in others:
        lengths = [len(_paragraphs(row.get(key))) for row in rows if row.get(key)]
        if lengths and median(lengths) >= LONG:
            raise FramingError(
                f"{name} has no column 'body' or 'text', but '{key}' holds long texts; if they are the articles, say "
                f"--columns text={key}."
            )
    if "headline" in matched or "summary" in matched:
        return
    found = ", ".join(str(key)[:40] for key in others[:12]) or "none"
    raise FramingError(f"{name} has no column 'body' or 'text' (found: {found}); {_nearest(others)}.")


def _nearest(found: list[str]) -> str:
    """Say which column looks most like one that is known."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a file that cannot be read needs it

    known = {
        fold(alias): alias
        for column in ("body", "summary", "headline")
        for alias in (column, *column_aliases()[column])
    }
    likely = [(process.extractOne(fold(key), list(known), scorer=fuzz.ratio), key) for key in found]
    best = max(((score, key, alias) for (alias, score, _), key in likely if score >= 60), default=None)
    if best is None:
        return "name the one with the text: --columns text=COLUMN"
    return f"'{best[1]}' is nearest to '{known[best[2]]}': --columns text={best[1]}"


def _say(table: pd.DataFrame, matched: dict[str, list[str]]) -> list[str]:
    counts = table["extent"].value_counts()
    said = []
    if "summary" in counts.index:
        said.append("some or all articles are summaries or beginnings only (column extent)")
    if "headline" in counts.index:
        said.append("some or all articles are headlines only (column extent)")
    unusual = {column: names[0] for column, names in matched.items() if fold(names[0]) not in map(fold, _usual(column))}
    if unusual:
        said.append("columns taken: " + ", ".join(f"{column} from '{name}'" for column, name in unusual.items()))
    return said


def _usual(column: str) -> tuple[str, ...]:
    return (column, *column_aliases().get(column, ())[:2])


def read_given_columns(pairs: Sequence[str]) -> dict[str, str]:
    """Read what a person says of the columns, as in ``text=FULLTEXT``.

    Parameters
    ----------
    pairs : sequence of str
        Each ``KNOWN=FOUND``, or several with commas between them.

    Returns
    -------
    dict
        Column of the articles table to the file's name for it.

    Raises
    ------
    FramingError
        If one is not of this form, or names no column that is known.
    """
    known = {
        fold(name): column for column in (*COLUMNS, "summary") for name in (column, *column_aliases().get(column, ()))
    }
    given = {}
    for pair in (item for text in pairs for item in text.split(",")):
        wanted, equals, found = pair.partition("=")
        if not equals or not found.strip():
            raise FramingError(f"'{pair}' does not say which column is which; write for example text=FULLTEXT.")
        if fold(wanted) not in known:
            raise FramingError(
                f"There is no column '{wanted.strip()}'; use one of text, title, outlet, date, author, url, id."
            )
        given[known[fold(wanted)]] = found.strip()
    return given
