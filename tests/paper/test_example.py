"""The worked example: a published table beside the one made again, from a copy that the user supplies."""

from pathlib import Path

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks" / "paper"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_it_says_what_it_reads_and_what_it_does_not_show(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert "*Reads*" in notebook.cells[0].source and "*Writes*" in notebook.cells[0].source
    assert "does and does not show" in notebook.cells[-1].source
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert all(len(cell.source.splitlines()) <= 10 for cell in code)
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in code) == 1


def test_figures_that_can_be_counted_by_eye_come_out(tmp_path, monkeypatch):
    """Four headlines, two methods: `a` has three right, `b` was run twice and has two and four right."""
    gold = {"1": 1, "2": 0, "3": -1, "4": 1}
    rows = [("a", 0, [1, 0, -1, -0.7]), ("b", 1, [1, 0, 0.2, 0]), ("b", 2, [0.9, 0.4, -0.6, 1])]
    (tmp_path / "gold.csv").write_text("id,value\n" + "".join(f"{k},{v}\n" for k, v in gold.items()))
    lines = [f"{unit},{name},{value},{run}" for name, run, values in rows
             for unit, value in zip(gold, values, strict=True)]  # fmt: skip
    (tmp_path / "combined_predictions.csv").write_text("id,variable,value,repetition\n" + "\n".join(lines) + "\n")
    columns = pd.read_csv(FOLDER / "van-atteveldt-2021-table-2.csv", index_col="method").columns
    printed = pd.DataFrame(0.5, index=pd.Index(["a", "b"], name="method"), columns=columns)
    printed["accuracy"] = [0.75, 0.75]
    printed.to_csv(tmp_path / "printed.csv")
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    cells = [cell for cell in nbformat.read(NOTEBOOKS[0], as_version=4).cells if cell.cell_type == "code"]
    names = {"ecosent": str(tmp_path), "published": str(tmp_path / "printed.csv"), "output": str(tmp_path / "out")}
    told = [cell.source for cell in cells if "parameters" not in cell.metadata.get("tags", [])]
    exec(compile("\n".join(told), "example", "exec"), names)  # our own file
    made = names["made"]
    assert made["accuracy"].tolist() == [0.75, 0.75]
    assert made.loc["a", "positive precision"] == 1 and made.loc["a", "positive recall"] == 0.5
    assert not names["other"]["accuracy"].any()
    assert (tmp_path / "out" / "tables" / "van-atteveldt-2021.tex").is_file()
