"""Results for other programs: Stata, SPSS, and coded segments for MAXQDA, NVivo, ATLAS.ti and QualCoder."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.paper.qda import write_qda
from framing.results import Results
from framing.table import Table

FORMATS = ("stata", "spss", "qda")
LONG_AGO = datetime(2000, 1, 1)
LONGEST_NAME, LONGEST_LABEL = 32, 80
RESERVED = {"_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "_n", "long", "_pi", "_pred",
            "_rc", "_skip", "strl", "using", "with", "end"}  # fmt: skip
"""Words that Stata and SPSS do not take for a name."""
TABLES = ("articles", "mentions", "attributions", "scores", "outlets", "stories")
LONGEST_TEXT = 2045
"""Bytes of a text of fixed width in Stata; a longer one is kept in another way."""
TEXTS = ("body", "text", "source_text", "cue_text")
"""Long texts, which a table for statistics does not carry."""
HEADER = (slice(92, 101), b"01 Jan 00"), (slice(101, 109), b"00:00:00")
"""Where an SPSS file has the day and the time at which it was written."""


def write_exports(results: Results, out: str | Path, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Write scored tables for other programs.

    Parameters
    ----------
    results : Results
    out : str or Path
        Folder.
    formats : tuple of str
        Of ``stata`` (a .dta for each table, version 118), ``spss`` (a .sav for each, needs ``framing[spss]``) and
        ``qda`` (one ``.qdpx``, REFI-QDA: namings and contents of attributions as coded segments).

    Returns
    -------
    list of Path

    Raises
    ------
    FramingError
        If a format is unknown, or its library is not installed.

    Notes
    -----
    Texts stay out of the statistical files: they have ids and offsets. The .qdpx holds the whole texts and is not to be
    published. R and Python read the Parquet tables as they are (``docs/paper.md``).
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise FramingError(f"There is no format '{unknown[0]}'; use {', '.join(FORMATS)}.")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    corpus = results.corpus
    tables = {**corpus.tables, "scores": results.scores}
    writers: dict[str, Callable[[pd.DataFrame, Path, dict[str, str]], Path]] = {"stata": _stata, "spss": _spss}
    written = []
    for name in formats:
        if name == "qda":
            written.append(write_qda(corpus, folder / f"{corpus.name}.qdpx"))
            continue
        for table in TABLES:
            made, labels = prepare(tables[table], schema.TABLES[table])
            written.append(writers[name](made, folder / table, labels))
    return written


def prepare(table: pd.DataFrame, spec: Table) -> tuple[pd.DataFrame, dict[str, str]]:
    """Make a table of columns that any statistical program takes: short unique names, numbers, dates, texts.

    Parameters
    ----------
    table : DataFrame
    spec : Table
        Its contract, whose descriptions become labels.

    Returns
    -------
    table : DataFrame
        Flags are 0 and 1, missing numbers are missing, missing texts empty.
    labels : dict of str to str
    """
    kept = table.drop(columns=[name for name in TEXTS if name in table])
    names = _names(kept.columns)
    made = pd.DataFrame({names[column]: _plain(kept[column]) for column in kept.columns})
    told = {column.name: column.description for column in spec.columns}
    return made, {names[column]: _label(told.get(column, column)) for column in kept.columns}


def _label(text: str) -> str:
    text = text.replace("`", "")
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _names(columns: pd.Index) -> dict[str, str]:
    """Give each column a name of letters, digits and underscores that is not taken."""
    made: dict[str, str] = {}
    for column in columns:
        name = re.sub(r"\W", "_", str(column), flags=re.ASCII)
        name = (name if re.match(r"[A-Za-z]", name) else f"v_{name}")[:LONGEST_NAME]
        name = f"{name}_" if name.lower() in RESERVED else name
        number = 2
        while name.lower() in {known.lower() for known in made.values()}:
            name, number = f"{name[: LONGEST_NAME - 3]}_{number}", number + 1
        made[column] = name
    return made


def _plain(column: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.astype("datetime64[ns]")
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        numbers = column.astype("Float64").astype(float)
        return numbers if column.isna().any() or not (numbers % 1 == 0).all() else numbers.astype("int32")
    return column.astype(object).where(column.notna(), "").map(str)


def _stata(table: pd.DataFrame, base: Path, labels: dict[str, str]) -> Path:
    path = base.with_suffix(".dta")
    dates = {name: "tc" for name in table.columns if pd.api.types.is_datetime64_any_dtype(table[name])}
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name]) and name not in dates]
    long = [name for name in texts if table[name].map(lambda text: len(text.encode())).max() > LONGEST_TEXT]
    table.to_stata(path, version=118, write_index=False, variable_labels=labels, time_stamp=LONG_AGO,
                   convert_dates=dates, convert_strl=long)  # fmt: skip
    return path


def _spss(table: pd.DataFrame, base: Path, labels: dict[str, str]) -> Path:
    try:
        import pyreadstat  # noqa: PLC0415
    except ImportError as error:
        raise FramingError("SPSS files need framing[spss]; install it, or use the format stata.") from error
    path = base.with_suffix(".sav")
    pyreadstat.write_sav(table, path, column_labels=list(labels.values()))
    content = bytearray(path.read_bytes())
    for place, text in HEADER:
        content[place] = text
    path.write_bytes(bytes(content))
    return path
