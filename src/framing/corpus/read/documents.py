"""Rows of raw documents to articles: columns by their other names, ids, dates, outlets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from framing.corpus.read.files import MAX_CHARACTERS, read_chunks
from framing.corpus.read.rows import Row
from framing.errors import FramingError

TEXT_COLUMNS = ("article_id", "outlet_id", "headline", "body", "byline", "url", "language", "story_id", "genre")
DAY_OR_MONTH = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})\b")
INTERNAL = ("input_file", "input_row")
"""Where an article came from; kept as columns so that each one can be found again in the files."""


@dataclass(frozen=True)
class Batch:
    """Articles read so far and documents that could not be used: rows of the table `dropped`."""

    articles: pd.DataFrame
    dropped: list[dict[str, Any]] = field(default_factory=list)


@cache
def column_aliases() -> dict[str, list[str]]:
    """List the other names by which files call the columns of the articles table."""
    found: dict[str, list[str]] = {}
    text = files("framing.corpus").joinpath("registry/columns.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["column"], []).append(row["alias"])
    return found


def read_documents(
    paths: list[Path], root: Path, *, hosts: dict[str, str] | None = None, seen: set[str] | None = None
) -> Iterator[Batch]:
    """Read files into articles, a chunk at a time.

    Parameters
    ----------
    paths : list of Path
        The files, in the order in which they are read.
    root : Path
        Folder that file names are given relative to; a sub-folder names the outlet of files that do not.
    hosts : dict, optional
        Host of an address to outlet_id.
    seen : set of str, optional
        Ids that are taken; those of the articles read are added to it.

    Yields
    ------
    Batch
        Articles with ids that no earlier batch has, not yet cleaned, and the documents left out.

    Raises
    ------
    FramingError
        If the only file is not one that holds articles.
    """
    seen = set() if seen is None else seen
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            for rows in read_chunks(path):
                yield _batch(rows, name, hosts or {}, seen)
        except FramingError as error:
            if len(paths) == 1:
                raise
            yield Batch(pd.DataFrame(), [_left_out(name, None, None, "unreadable file", str(error))])


def _batch(rows: list[Row], name: str, hosts: dict[str, str], seen: set[str]) -> Batch:
    dropped = [_left_out(name, row.number, None, "broken row", row.problem) for row in rows if row.problem]
    good = [row for row in rows if not row.problem]
    if not good:
        return Batch(pd.DataFrame(), dropped)
    table = _rename(pd.DataFrame([row.values for row in good], dtype=object), name)
    table["input_file"] = name
    table["input_row"] = [row.number for row in good]
    articles = _complete(table, name, hosts)
    reasons = _reasons(articles, seen)
    kept = pd.Series([not reason for reason, _ in reasons], index=articles.index)
    for row, (reason, detail) in zip(articles.itertuples(index=False), reasons, strict=True):
        if reason:
            dropped.append(_left_out(name, row.input_row, row.article_id, reason, detail))
    return Batch(articles[kept].reset_index(drop=True), sorted(dropped, key=lambda entry: entry["row"]))


def _left_out(file: str, row: int | None, article_id: str | None, reason: str, detail: str) -> dict[str, Any]:
    return {"file": file, "row": row, "article_id": article_id, "reason": reason, "detail": detail}


def _reasons(articles: pd.DataFrame, seen: set[str]) -> list[tuple[str, str]]:
    """Why each article is left out; an empty reason where it is kept."""
    reasons = []
    for article_id, body in zip(articles["article_id"], articles["body"], strict=True):
        if not body.strip():
            reasons.append(("no text", "the document has no text"))
        elif len(body) > MAX_CHARACTERS:
            reasons.append(("too long", f"{len(body):,} characters in one document; split it into articles"))
        elif article_id in seen:
            reasons.append(("duplicate id", f"the id '{article_id}' stands earlier; give each article its own"))
        else:
            reasons.append(("", ""))
            seen.add(article_id)
    return reasons


def _rename(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give columns the names of the articles table; the first alias that is there wins, the others are kept."""
    lowered = {str(column).strip().lower(): column for column in table.columns}
    names = {}
    for column, aliases in column_aliases().items():
        match = next((lowered[alias] for alias in (column, *aliases) if alias in lowered), None)
        if match is not None:
            names[match] = column
    if "body" not in names.values():
        found = ", ".join(str(column)[:40] for column in table.columns[:12]) or "none"
        raise FramingError(f"{name} has no column 'body' or 'text' (found: {found}); rename the column with the text.")
    return table.rename(columns=names)


def _complete(table: pd.DataFrame, name: str, hosts: dict[str, str]) -> pd.DataFrame:
    """Fill in ids, outlets and dates, and give every column of the articles table its kind."""
    for column in TEXT_COLUMNS:
        values = table[column] if column in table.columns else pd.Series(index=table.index, dtype=object)
        table[column] = _text(values, strip=column != "body")
    table["body"] = table["body"].fillna("")
    table["headline"] = table["headline"].fillna("")
    stem = str(Path(name).with_suffix(""))
    numbered = stem if "whole" in table.columns or name.endswith((".html", ".htm")) else None
    made = [numbered or f"{stem}-{row}" for row in table["input_row"]]
    table["article_id"] = table["article_id"].fillna(pd.Series(made, index=table.index))
    table["outlet_id"] = table["outlet_id"].fillna(_outlets(table, name, hosts))
    table["published"] = parse_dates(table["published"]) if "published" in table.columns else pd.NaT
    known = {*TEXT_COLUMNS, "published", *INTERNAL}
    for column in table.columns:
        if column not in known and table[column].dtype == object:
            table[column] = _text(table[column], strip=False)
    return table.drop(columns="whole", errors="ignore")


def _text(values: pd.Series, *, strip: bool) -> pd.Series:
    text = pd.Series([None if v is None or v != v else str(v) for v in values], index=values.index, dtype="str")  # noqa: PLR0124
    if strip:
        text = text.str.strip()
        text = text.where(text != "")
    return text


def _outlets(table: pd.DataFrame, name: str, hosts: dict[str, str]) -> pd.Series:
    folder = name.split("/", maxsplit=1)[0] if "/" in name else "unknown"
    urls = table["url"].fillna("")
    unique = {url: host_outlet(url, hosts) or folder for url in urls.unique()}
    return urls.map(unique).astype("str")


def host_outlet(url: str, hosts: dict[str, str]) -> str:
    """Tell which outlet an address belongs to.

    Parameters
    ----------
    url : str
    hosts : dict
        Host to outlet_id; the host ``dw.com`` also stands for ``www.dw.com`` and ``m.dw.com``.

    Returns
    -------
    str
        The outlet_id; the host itself when it is not known; empty when there is no address.
    """
    try:
        host = (urlsplit(url.strip() if "//" in url else f"//{url.strip()}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    parts = host.split(".")
    for first in range(len(parts)):
        outlet = hosts.get(".".join(parts[first:]))
        if outlet:
            return outlet
    return host


def parse_dates(values: pd.Series) -> pd.Series:
    """Read dates in whatever form they have.

    Parameters
    ----------
    values : Series of str

    Returns
    -------
    Series of datetime64[us]
        Without time zone (times that have one are turned to UTC); missing where there is no date to be read.

    Notes
    -----
    3/4/2017 is the third of April when another date of the same thousand documents can only be read day first, else
    the fourth of March.
    """
    text = _text(values, strip=True)
    text = text.where(text.str.contains(r"\d", na=False))  # pandas takes "today" for a date, a new one every day
    unique = pd.Series(text.dropna().unique())
    matches = [DAY_OR_MONTH.match(value) for value in unique]
    day_first = any(match is not None and int(match[1]) > 12 for match in matches)
    parsed = pd.to_datetime(unique, format="mixed", errors="coerce", utc=True, dayfirst=day_first)
    table = dict(zip(unique, parsed.dt.tz_localize(None), strict=True))
    return pd.Series([table.get(value, pd.NaT) for value in text], index=values.index, dtype="datetime64[us]")
