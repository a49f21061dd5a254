"""Sheets that go out to coders and come back: CSV and XLSX, with drop-down lists and the codebook beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from framing.errors import FramingError
from framing.schema import CODINGS
from framing.untrusted import defuse, undo_defuse

Variables = Mapping[str, Mapping[str, str] | Sequence[str]]
"""Variable to its codes: a mapping of code to definition, a list of codes, or an empty one for free text."""

FIXED = ["unit_id", "context"]
MAX_ROWS, MAX_COLUMNS = 100_000, 200
"""A sheet whose last cell was touched once claims a million rows of sixteen thousand cells."""
CODEBOOK = "codebook"
WIDTHS = {"unit_id": 22, "context": 90}
ILLEGAL = {code: None for code in range(32) if code not in (9, 10, 13)}


def blind_id(unit_id: str) -> str:
    """Give a unit a name that tells nothing of its outlet, the same every time."""
    return hashlib.sha256(unit_id.encode()).hexdigest()[:10]


def write_coding_sheet(sample: pd.DataFrame, path: str | Path, *, variables: Variables, coder: str = "") -> Path:
    """Write a sheet for one coder.

    Parameters
    ----------
    sample : DataFrame
        What `sample_for_coding` gave. Only the context goes out, and an id that does not tell the article: the outlet
        and the machine's codes would sway the coder.
    path : str or Path
        Ends in .csv or .xlsx. A workbook has drop-down lists, and the codebook on a second sheet.
    variables : mapping
        Variable to its codes: ``{"voice": {"outlet": "the narrator's own word", ...}}``, or a list of codes.
    coder : str
        Name of the coder, written into every row.

    Returns
    -------
    Path
        Where the sheet is.

    Raises
    ------
    FramingError
        If the path has another ending, a variable has the name of a column of the sheet, or a sheet is there that
        somebody has filled in.

    Notes
    -----
    A cell that a spreadsheet would take for a formula (it begins with = + - @) gets an apostrophe in front.
    """
    path = Path(path)
    clash = set(variables) & {*FIXED, "coder", "note"}
    if clash or not variables:
        raise FramingError(
            f"A variable needs a name of its own, not {clash or 'none'}: rename it, or name at least one."
        )
    _keep_filled(path)
    rows = sample[FIXED].astype("str").map(_defuse).assign(unit_id=sample["unit_id"].map(blind_id))
    empty = {name: pd.Series("", index=rows.index, dtype="str") for name in variables}
    rows = rows.assign(**empty, note="", coder=_defuse(coder))
    if path.suffix == ".csv":
        rows.to_csv(path, index=False, encoding="utf-8-sig")
    elif path.suffix == ".xlsx":
        _save_workbook(rows, variables, path)
    else:
        raise FramingError(f"A coding sheet ends in .csv or .xlsx, and not in {path.suffix!r}.")
    return path


def read_codings(
    paths: str | Path | Sequence[str | Path],
    *,
    variables: Variables | None = None,
    coder: str | None = None,
    units: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Read the sheets that came back.

    Parameters
    ----------
    paths : str, Path or sequence of them
        One sheet per coder, .csv or .xlsx.
    variables : mapping, optional
        As for `write_coding_sheet`; codes that are not in it are an error. Without it all columns but unit_id, context,
        coder and note are variables.
    coder : str, optional
        Name for codes of sheets in which the column coder is empty; the file's name otherwise.
    units : DataFrame, optional
        What the sheets were drawn from (`units_of`, or the sample): their blind ids become ``unit_id`` again.

    Returns
    -------
    DataFrame
        The codings table. Empty cells are left out.

    Raises
    ------
    FramingError
        If a file cannot be read, lacks a column, holds an unknown code, or a coder coded a unit twice.
    """
    many = [paths] if isinstance(paths, (str, Path)) else list(paths)
    tables = [_melt(read_sheet(Path(path)), Path(path), variables, coder) for path in many]
    table = CODINGS.cast(pd.concat(tables, ignore_index=True)) if tables else CODINGS.empty()
    twice = table.duplicated(["unit_id", "coder", "variable"])
    if twice.any():
        row = table[twice].iloc[0]
        who = f"The coder {row['coder']!r} coded {row['unit_id']!r} twice for '{row['variable']}'"
        raise FramingError(f"{who}; keep one of the sheets, or name the coders.")
    if units is not None:
        known = {blind_id(unit): unit for unit in units["unit_id"]}
        table["unit_id"] = [known.get(unit, unit) for unit in table["unit_id"]]
    return table


def _keep_filled(path: Path) -> None:
    """Refuse to write over a sheet that somebody has filled in."""
    if path.exists() and read_sheet(path).drop(columns=[*FIXED, "coder"], errors="ignore").astype(bool).any(axis=None):
        raise FramingError(f"{path} is there already and filled in; write to another file, or move it away first.")


def _defuse(text: str) -> str:
    return defuse(text.translate(ILLEGAL))


def _codes(given: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    return dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, "")


def _save_workbook(rows: pd.DataFrame, variables: Variables, path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "coding"
    for values in [list(rows.columns), *rows.to_numpy().tolist()]:
        sheet.append(values)
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    guide = book.create_sheet(CODEBOOK)
    _head(sheet, rows.columns)
    guide.append(["variable", "code", "definition"])
    for name, given in variables.items():
        codes = _codes(given)
        first = guide.max_row + 1
        for code, definition in codes.items():
            guide.append([_defuse(name), _defuse(code), _defuse(definition)])
        if codes and len(rows):
            rule = DataValidation(
                type="list",
                formula1=f"'{CODEBOOK}'!$B${first}:$B${guide.max_row}",
                allow_blank=True,
                showErrorMessage=True,
            )
            rule.error = f"Choose one of the codes of '{name}'; the sheet '{CODEBOOK}' explains them."
            letter = get_column_letter(rows.columns.get_loc(name) + 1)
            rule.add(f"{letter}2:{letter}{len(rows) + 1}")
            sheet.add_data_validation(rule)
    _head(guide, ["variable", "code", "definition"])
    book.save(path)


def _head(sheet: Worksheet, columns: Sequence[str] | pd.Index) -> None:
    for number, name in enumerate(columns, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 18 if name != "definition" else 80)
    sheet.freeze_panes = "A2"


def read_sheet(path: Path) -> pd.DataFrame:
    """Read a coding sheet as it stands, every cell as text."""
    if not path.exists():
        raise FramingError(f"There is no coding sheet {path}; check the name.")
    if path.suffix == ".csv":
        try:
            return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise FramingError(f"{path} cannot be read as CSV in UTF-8 ({error}); save it anew.") from error
    if path.suffix != ".xlsx":
        raise FramingError(f"{path} is no coding sheet; it must end in .csv or .xlsx.")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise FramingError(f"{path} cannot be opened as a workbook: {error}.") from error
    if not book.worksheets:
        raise FramingError(f"{path} has no sheet with cells; send the sheet that was handed out.")
    cells = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    rows = [["" if cell is None else str(cell) for cell in row] for row in cells if any(c is not None for c in row)]
    book.close()
    if not rows:
        raise FramingError(f"{path} is empty; send the sheet that was handed out.")
    named = {number: name.strip() for number, name in enumerate(rows[0]) if name.strip()}
    if len(set(named.values())) < len(named):
        raise FramingError(f"{path} has two columns of one name; keep the columns as they were handed out.")
    return pd.DataFrame([[row[n] for n in named] for row in rows[1:]], columns=list(named.values()), dtype="str")


def _melt(table: pd.DataFrame, path: Path, variables: Variables | None, coder: str | None) -> pd.DataFrame:
    names = (
        list(variables) if variables is not None else [c for c in table.columns if c not in {*FIXED, "coder", "note"}]
    )
    for name in ["unit_id", *names]:
        if name not in table.columns:
            raise FramingError(f"{path} lacks the column '{name}'; keep the columns as they were handed out.")
    who = coder or path.stem
    given = table["coder"].str.strip() if "coder" in table.columns else pd.Series("", index=table.index, dtype="str")
    ids = pd.DataFrame(
        {"unit_id": table["unit_id"].str.strip(), "coder": given.where(given != "", who).map(undo_defuse)}
    )
    long = pd.concat([ids.assign(variable=name, value=table[name].str.strip().map(undo_defuse)) for name in names])
    long = long[(long["value"] != "") & (long["unit_id"] != "")]
    for name, codes in (variables or {}).items():
        known = _codes(codes)
        wrong = long[(long["variable"] == name) & ~long["value"].isin(list(known))] if known else long[:0]
        if len(wrong):
            row = int(wrong.index[0]) + 2
            code = wrong["value"].iloc[0]
            raise FramingError(f"{path}, row {row}: {code!r} is no code of '{name}'; use one of {', '.join(known)}.")
    return long.sort_index(kind="stable").reset_index(drop=True)
