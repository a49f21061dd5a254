"""Codebooks of one's own: another one taken as it is, with terms added, moved and removed, each for a reason."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.errors import FramingError

CHANGES = ("add", "move", "remove")
KEPT = ("target", "category", "weight", "note", "form", "needs")
"""Columns that a moved row keeps where the change leaves them empty."""


def extend_terms(base: pd.DataFrame, changes: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Carry out the changes that a codebook makes to the one it extends.

    Parameters
    ----------
    base, changes : DataFrame
        Terms of both; the changes have a column `change` (add, move or remove; add where it is empty) and a column
        `reason`, which a move and a removal must give.
    path : Path
        The file of the changes, named in errors.

    Returns
    -------
    DataFrame
        The terms of the new codebook: those of the base in their order, then those added.

    Raises
    ------
    FramingError
        If a change is unknown, gives no reason, or moves or removes a term that is not there, or adds one that is.
    """
    terms = base.copy()
    terms["form"] = terms.get("form", "")
    added = []
    for number, row in enumerate(changes.to_dict("records"), start=2):
        change = str(row.get("change", "")).strip() or "add"
        mine = _rows_of(terms, row)
        _check(change, row, mine, f"{path}, row {number}: ")
        if change == "remove":
            terms = terms[~mine]
        elif change == "move":
            for column in KEPT:
                if column in terms and str(row.get(column, "")) and column != "form":
                    terms.loc[mine, column] = row[column]
        else:
            added.append(row)
    new = pd.DataFrame(added).drop(columns=["change", "reason"], errors="ignore")
    return pd.concat([terms, new], ignore_index=True).fillna(
        dict.fromkeys(("note", "form", "needs"), "") | {"weight": 1.0}
    )


def _rows_of(terms: pd.DataFrame, row: dict[str, str]) -> pd.Series:
    """Find the rows that a change speaks of: the term, and its form where one is given."""
    mine = terms["term"] == row["term"]
    return mine & (terms["form"] == row["form"]) if row.get("form") else mine


def _check(change: str, row: dict[str, str], mine: pd.Series, where: str) -> None:
    term = row["term"]
    if change not in CHANGES:
        raise FramingError(f"{where}there is no change {change!r}; write add, move or remove.")
    if change != "add" and not str(row.get("reason", "")).strip():
        raise FramingError(f"{where}'{term}' is to {change} without a reason; write one in the column 'reason'.")
    if change != "add" and not mine.any():
        raise FramingError(f"{where}'{term}' cannot be {change}d: the codebook that is extended does not have it.")
    if change == "add" and mine.any() and not row.get("form"):
        raise FramingError(f"{where}'{term}' is there already; write 'move' in the column 'change', and a reason.")


def compare_terms(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """List what differs between the terms of two codebooks.

    Returns
    -------
    DataFrame
        One row for each term and form that differs: ``term``, ``form``, ``change`` (added, moved, removed), and
        ``before`` and ``after`` (target and category).
    """
    sides = {}
    for name, terms in (("before", before), ("after", after)):
        keys = [terms["term"], terms.get("form", pd.Series("", terms.index))]
        place = terms["target"] + ": " + terms["category"]
        sides[name] = place.groupby(keys, sort=False).agg("; ".join).rename_axis(["term", "form"])
    table = pd.concat(sides, axis=1)
    table = table[table["before"].fillna("") != table["after"].fillna("")].reset_index()
    change = table["before"].isna().map({True: "added", False: "moved"}).mask(table["after"].isna(), "removed")
    return table.assign(change=change)[["term", "form", "change", "before", "after"]].fillna("")
