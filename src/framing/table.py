"""What a column and a table are: shape (`cast`) and faults in plain sentences (`check`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.errors import FramingError

KINDS = {
    "id": ("str", "str"),
    "text": ("str", "str"),
    "integer": ("int64", "Int64"),
    "number": ("float64", "float64"),
    "flag": ("bool", "boolean"),
    "time": ("datetime64[us]", "datetime64[us]"),
}
"""Kind of a column to its pandas dtype: when a value is always there, and when it may be missing."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, kind : str
        Name, and one of `KINDS`.
    description : str
        One line for the data dictionary.
    optional : bool
        Whether a value may be missing.
    key : bool
        Whether the column belongs to the key, which no two rows share.
    values : tuple of str
        The allowed values; empty when any will do.
    """

    name: str
    kind: str
    description: str
    optional: bool = False
    key: bool = False
    values: tuple[str, ...] = ()

    @property
    def dtype(self) -> str:
        """The pandas dtype."""
        return KINDS[self.kind][int(self.optional)]


@dataclass(frozen=True)
class Table:
    """A named table with its columns in order.

    Parameters
    ----------
    name : str
    row : str
        What one row is.
    columns : tuple of Column
    open : bool
        Whether further columns of the user's are kept (articles) or a fault (all others).
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    open: bool = False

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> list[str]:
        """Names of the key columns."""
        return [column.name for column in self.columns if column.key]

    def empty(self) -> pd.DataFrame:
        """Give the table with no rows and the right dtypes."""
        return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in self.columns})

    def of_rows(self, rows: list[dict[str, Any]]) -> pd.DataFrame:
        """Make the table of records."""
        return self.cast(pd.DataFrame(rows, columns=self.names)) if rows else self.empty()

    def cast(self, table: pd.DataFrame) -> pd.DataFrame:
        """Bring columns into order and dtype; optional columns that are missing are added, empty.

        Raises
        ------
        FramingError
            If a column that must be there is not, or its values do not fit its kind.
        """
        absent = [c.name for c in self.columns if not c.optional and c.name not in table.columns]
        if absent and len(table.columns):
            raise FramingError(f"The table '{self.name}' lacks the column '{absent[0]}'; add it.")
        done = {}
        for column in self.columns:
            series = table[column.name] if column.name in table.columns else pd.Series(index=table.index, dtype=object)
            try:
                done[column.name] = series.astype(column.dtype)
            except (TypeError, ValueError) as error:
                raise FramingError(
                    f"The column '{column.name}' of the table '{self.name}' must hold {column.kind} values: {error}."
                ) from error
        extra = [name for name in table.columns if name not in done] if self.open else []
        return pd.DataFrame(done | {name: table[name] for name in extra}, index=table.index).reset_index(drop=True)

    def check(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table if it keeps to the contract.

        Raises
        ------
        FramingError
            One plain sentence for each fault: the table, the column, the first row at fault and the remedy.
        """
        faults = [fault for column in self.columns for fault in self._column_faults(column, table)]
        known = set(self.names)
        if not self.open:
            faults += [
                f"The table '{self.name}' has an unknown column '{n}'; drop it."
                for n in table.columns
                if n not in known
            ]
        if not faults and self.key and table.duplicated(self.key).any():
            row = int(table.duplicated(self.key).to_numpy().argmax())
            key = ", ".join(f"{name} {table.iloc[row][name]!r}" for name in self.key)
            faults.append(f"The table '{self.name}' holds {key} twice, again in row {row}; keep one.")
        if faults:
            raise FramingError(" ".join(faults))
        return table

    def _column_faults(self, column: Column, table: pd.DataFrame) -> list[str]:
        where = f"The column '{column.name}' of the table '{self.name}'"
        if column.name not in table.columns:
            return [f"The table '{self.name}' lacks the column '{column.name}'; add it."]
        series = table[column.name]
        if str(series.dtype) != column.dtype:
            return [f"{where} has dtype {series.dtype}, not {column.dtype}; use the table's cast()."]
        faults = []
        missing = series.isna()
        if not column.optional and column.kind != "number" and missing.any():
            faults.append(f"{where} is missing in row {int(missing.to_numpy().argmax())}; fill it in.")
        if column.values:
            wrong = ~missing & ~series.isin(column.values)
            if wrong.any():
                row = int(wrong.to_numpy().argmax())
                faults.append(f"{where} is {series.iloc[row]!r} in row {row}; use one of {', '.join(column.values)}.")
        return faults
