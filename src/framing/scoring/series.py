"""Scores on disk, series by series: which there are, and those of some, read without the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus.queries import open_tables

SERIES = ["measure", "target", "voice"]
"""Columns that tell one series of scores from another."""
MOST_ROWS = 2_000_000
"""Scores that are read together: some 100 MB."""
EVIDENT = "n > 0 AND value IS NOT NULL AND NOT isnan(value)"


def list_series(scores: pd.DataFrame | Path) -> pd.DataFrame:
    """List the series of a scores table.

    Parameters
    ----------
    scores : DataFrame or Path
        The scores, or the Parquet file that holds them.

    Returns
    -------
    DataFrame
        One row per measure, target and voice, and how many scores rest on evidence (`n_scores`).
    """
    with open_tables(scores=scores if isinstance(scores, pd.DataFrame) else [scores]) as tables:
        found = tables.sql(f"""
            SELECT measure, target, voice, count(*) FILTER (WHERE {EVIDENT}) AS n_scores
            FROM scores GROUP BY ALL ORDER BY ALL
        """).df()
    return found.astype(dict.fromkeys(SERIES, "str"))


def read_series(path: Path, series: pd.DataFrame, *, most: int = MOST_ROWS) -> Iterator[pd.DataFrame]:
    """Read the scores of some series that rest on evidence, in parts that memory holds; a series is never cut.

    Parameters
    ----------
    path : Path
        Parquet file of the scores.
    series : DataFrame
        Rows of `list_series`, in the order in which they are read.
    most : int
        Scores in a part, unless one series has more.

    Yields
    ------
    DataFrame
        Rows in the order of the file, without the version; one part at least, also where there is none to read.
    """
    part, number, filled = [], 0, 0
    for size in series["n_scores"]:
        if filled and filled + size > most:
            number, filled = number + 1, 0
        filled += size
        part.append(number)
    for number in range(max(part, default=0) + 1):
        with open_tables(wanted=series.loc[np.array(part, int) == number, SERIES]) as tables:
            rows = tables.sql(
                f"""
                SELECT article_id, measure, target, voice, value, n, counts
                FROM read_parquet(?, file_row_number = true) SEMI JOIN wanted USING (measure, target, voice)
                WHERE {EVIDENT} ORDER BY file_row_number
                """,
                params=[str(path)],
            ).to_arrow_table()
        for name in (*SERIES, "counts"):  # few values, so many rows of them need little room
            rows = rows.set_column(rows.column_names.index(name), name, rows[name].dictionary_encode())
        yield rows.to_pandas()
