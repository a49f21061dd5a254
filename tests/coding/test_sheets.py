import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from framing.coding.sampling import sample_for_coding
from framing.coding.sheets import read_codings, read_sheet, write_coding_sheet
from framing.errors import FramingError
from framing.schema import CODINGS

VARIABLES = {
    "voice": {"outlet": "the narrator's own word", "source": "a source's word", "-": "cannot tell"},
    "remark": {},
}


@pytest.fixture
def sample(corpus):
    return sample_for_coding(corpus, unit="sentence", n=20)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_sheets_go_out_blind_and_come_back(sample, tmp_path, ending):
    path = write_coding_sheet(sample, tmp_path / f"ann.{ending}", variables=VARIABLES, coder="ann")
    assert read_codings(path).empty
    if ending == "csv":
        sheet = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert sheet.columns.tolist() == ["unit_id", "context", "voice", "remark", "note", "coder"]
        sheet.loc[0, "voice"], sheet.loc[1, "voice"], sheet.loc[1, "remark"] = "outlet", "'-", "odd"
        sheet.to_csv(path, index=False)
    else:
        book = load_workbook(path)
        sheet = book["coding"]
        sheet["C2"], sheet["C3"], sheet["D3"] = "outlet", "'-", "odd"
        book.save(path)
    codings = read_codings(path, variables=VARIABLES)
    CODINGS.check(codings)
    assert codings["value"].tolist() == ["outlet", "-", "odd"]
    assert codings["variable"].tolist() == ["voice", "voice", "remark"]
    assert set(codings["coder"]) == {"ann"}
    assert not codings["unit_id"].str.contains("/").any()
    back = read_codings(path, variables=VARIABLES, units=sample)
    assert back["unit_id"].tolist() == sample["unit_id"].iloc[[0, 1, 1]].tolist()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("column", ["voice", "note"])
def test_a_sheet_that_was_filled_in_is_not_written_over(sample, tmp_path, ending, column):
    path = write_coding_sheet(sample, tmp_path / f"ann.{ending}", variables=VARIABLES, coder="ann")
    write_coding_sheet(sample, path, variables=VARIABLES, coder="ann")
    filled = read_sheet(path)
    filled.loc[7, column] = "outlet"
    filled.to_csv(path, index=False) if ending == "csv" else filled.to_excel(path, index=False)
    with pytest.raises(FramingError, match="filled in; write to another file"):
        write_coding_sheet(sample, path, variables=VARIABLES, coder="ann")


def test_a_workbook_has_lists_and_a_codebook_and_no_formula(sample, tmp_path):
    book = load_workbook(write_coding_sheet(sample, tmp_path / "ann.xlsx", variables=VARIABLES))
    rules = book["coding"].data_validations.dataValidation
    assert [(r.formula1, str(r.sqref)) for r in rules] == [("'codebook'!$B$2:$B$4", "C2:C21")]
    guide = [[cell.value for cell in row] for row in book["codebook"].iter_rows()]
    assert guide[:2] == [["variable", "code", "definition"], ["voice", "outlet", "the narrator's own word"]]
    assert {cell.data_type for row in book["coding"].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"])
def test_formulas_are_defused(sample, tmp_path, opening):
    evil = sample.head(1).assign(context=f"{opening}HYPERLINK(1)")
    path = write_coding_sheet(evil, tmp_path / "a.csv", variables=VARIABLES)
    assert pd.read_csv(path, dtype=str)["context"].iloc[0].startswith("'")


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_makes_a_workbook(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    sample = pd.DataFrame({"unit_id": ["u1"], "context": [text]})
    write_coding_sheet(sample, path, variables={"tone": ["1", "0"]})
    assert not str(load_workbook(path)["coding"]["B2"].value or "").startswith(("=", "+", "@"))


def test_errors_name_file_row_and_remedy(sample, tmp_path):
    path = write_coding_sheet(sample, tmp_path / "ann.csv", variables=VARIABLES)
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False)
    sheet.loc[4, "voice"] = "otlet"
    sheet.to_csv(path, index=False)
    with pytest.raises(FramingError, match=r"ann.csv, row 6: 'otlet' is no code of 'voice'; use one of outlet, source"):
        read_codings(path, variables=VARIABLES)
    assert read_codings(path)["coder"].tolist() == ["ann"]
    with pytest.raises(FramingError, match="twice"):
        read_codings([path, path])
    with pytest.raises(FramingError, match="lacks the column 'tone'"):
        read_codings(path, variables={"tone": []})
    with pytest.raises(FramingError, match="There is no coding sheet"):
        read_codings(tmp_path / "none.csv")
    (tmp_path / "broken.xlsx").write_bytes(b"PK nonsense")
    with pytest.raises(FramingError, match="cannot be opened"):
        read_codings(tmp_path / "broken.xlsx")
    with pytest.raises(FramingError, match=r"ends in \.csv or"):
        write_coding_sheet(sample, tmp_path / "a.ods", variables=VARIABLES)
    with pytest.raises(FramingError, match="name of its own"):
        write_coding_sheet(sample, tmp_path / "a.csv", variables={"note": []})
