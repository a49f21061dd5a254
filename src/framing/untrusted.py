"""Text of strangers on its way out: to a terminal, a spreadsheet, a paper. HTML is escaped where it is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What makes a terminal do something: escape sequences, and marks that turn the direction of what follows."""
UNSEEN = "[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
SIGN = "[=+@\uff1d\uff0b\uff0d\uff20-]"
HEAD = re.compile(f"{UNSEEN}{SIGN}")
"""What a spreadsheet takes for a formula at the head of a cell."""
INNER = re.compile(f"([;\t\r\n|]{UNSEEN})({SIGN})")
"""The same behind what it may take for the end of one."""
DEFUSED = re.compile(f"([;\t\r\n|]{UNSEEN})'(?={SIGN})")
NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?")
LATEX = {
    "\\": r"\textbackslash{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def plain(text: str) -> str:
    """Make a text safe for a terminal: a visible mark stands for every character that would steer it."""
    return CONTROL.sub("\ufffd", text).encode("utf-8", "replace").decode("utf-8")


def defuse(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; plain numbers stay as they are."""
    if NUMBER.fullmatch(text):
        return text
    return ("'" if HEAD.match(text) else "") + INNER.sub(r"\1'\2", text)


def undo_defuse(text: str) -> str:
    """Take the apostrophes of `defuse` away again."""
    bare = DEFUSED.sub(r"\1", text)
    return bare[1:] if bare.startswith("'") and HEAD.match(bare, 1) else bare


def escape_latex(text: str) -> str:
    """Make a text safe for LaTeX: no command in it is carried out."""
    return "".join(LATEX.get(mark, mark) for mark in text)


def write_csv(table: pd.DataFrame, path: str | Path, **options: Any) -> None:
    """Write a table as CSV that can be opened in a spreadsheet, whoever wrote its texts.

    Parameters
    ----------
    table : DataFrame
    path : str or Path
    **options
        As for `DataFrame.to_csv`.
    """
    defuse_table(table).to_csv(path, index=False, lineterminator="\n", **options)


def defuse_table(table: pd.DataFrame) -> pd.DataFrame:
    """Give the table with every text, also the names of columns, as a spreadsheet may have it."""
    safe = table.rename(columns=lambda name: _cell(str(name)))
    for column in range(safe.shape[1]):
        values = safe.iloc[:, column]
        if values.dtype.kind not in "iufcbmM":
            safe.isetitem(column, values.map(lambda value: _cell(value) if isinstance(value, str) else value))
    return safe


def _cell(text: str) -> str:
    """Give a text as a cell can hold it: one kind of line end, since a lone carriage return would end the row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return defuse(lines.encode("utf-8", "replace").decode("utf-8"))
