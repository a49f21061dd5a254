"""Manifests: lists of addresses with outlet and date, which can be published where the texts cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from framing.errors import FramingError
from framing.untrusted import undo_defuse, write_csv

COLUMNS = {
    "url": ("url", "link", "address", "uri"),
    "outlet_id": ("outlet_id", "outlet", "source", "publisher", "media"),
    "published": ("published", "date", "publish_date", "pubdate"),
    "headline": ("headline", "title"),
}
HASHES = ("status", "page_sha256", "text_sha256", "n_words")
"""What a manifest says of each page once it was collected: enough to tell whether somebody else holds the same text."""
WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?")


def read_manifest(path: str | Path) -> pd.DataFrame:
    """Read a manifest.

    Parameters
    ----------
    path : str or Path
        CSV with the columns url and outlet (or outlet_id); date, title and any others are kept.

    Returns
    -------
    DataFrame
        Columns article_id, url, outlet_id, published, headline, then the others as they are; all text.

    Raises
    ------
    FramingError
        If the file cannot be read, or a column or value that must be there is not.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError, OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise FramingError(f"The manifest '{path}' cannot be read as CSV in UTF-8 ({told}); save it anew.") from error
    table = table.rename(columns=undo_defuse).map(undo_defuse)
    lowered = {str(name).strip().lower(): name for name in table.columns}
    names = {}
    for column, aliases in COLUMNS.items():
        found = next((lowered[alias] for alias in aliases if alias in lowered), None)
        if found is None and column in ("url", "outlet_id"):
            known = ", ".join(map(str, table.columns))
            raise FramingError(f"The manifest '{path}' has no column '{column}' (found: {known}); add it.")
        if found is not None:
            names[found] = column
    table = table.rename(columns=names)
    for column in COLUMNS:
        table[column] = table[column].str.strip() if column in table else ""
    empty = table.index[(table["url"] == "") | (table["outlet_id"] == "")]
    if len(empty):
        raise FramingError(f"Row {empty[0] + 2} of the manifest '{path}' lacks its url or its outlet; fill it in.")
    if "article_id" not in table:
        table["article_id"] = [f"{number:04d}" for number in range(1, len(table) + 1)]
    twice = table["article_id"].duplicated()
    if twice.any():
        raise FramingError(f"The manifest '{path}' has the id '{table['article_id'][twice].iloc[0]}' twice; keep one.")
    first = ["article_id", *COLUMNS]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def write_manifest(table: pd.DataFrame, path: Path) -> None:
    """Write a manifest, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    write_csv(table, part)
    part.replace(path)
