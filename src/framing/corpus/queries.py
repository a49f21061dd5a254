"""Questions to tables that may be larger than memory: DuckDB over DataFrames or Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import duckdb

MEMORY = "256MB"
"""What a query may hold in memory; beyond it DuckDB goes on in files."""


def open_tables(spill: Path | None = None, **sources: pd.DataFrame | Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """Make tables known to SQL under their names.

    Parameters
    ----------
    spill : Path, optional
        Folder for what does not fit into memory.
    **sources : DataFrame or sequence of Path
        A table, or the Parquet files that together are one.

    Returns
    -------
    DuckDBPyConnection
        A database in memory; close it.
    """
    import duckdb  # noqa: PLC0415 (reading a collection needs it, nothing else does)

    connection = duckdb.connect(config={"threads": 1, "memory_limit": MEMORY, "preserve_insertion_order": False})
    connection.execute("SET python_enable_replacements = false")  # a name is a table, never a variable of the caller
    if spill is not None:
        connection.execute("SET temp_directory = ?", [str(spill)])
    for name, source in sources.items():
        if isinstance(source, pd.DataFrame):
            connection.register(name, source)
        else:
            connection.read_parquet([str(path) for path in source], union_by_name=True).create_view(name)
    return connection


def with_outlets(articles: pd.DataFrame, outlets: pd.DataFrame | None) -> pd.DataFrame:
    """Join the columns of the outlets (country, ownership, press ...) that the articles do not have themselves."""
    if outlets is None or not len(outlets):
        return articles
    more = [name for name in outlets.columns if name == "outlet_id" or name not in articles.columns]
    return articles.merge(outlets[more], on="outlet_id", how="left")
