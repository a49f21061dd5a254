"""The notebooks for a class run from top to bottom, and have exercises, hints and checks."""

from pathlib import Path

import matplotlib as mpl
import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks" / "classroom").glob("*.ipynb"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("classroom")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_lesson_runs_and_teaches(path, home, monkeypatch):
    monkeypatch.setenv("FRAMING_DATA", str(home / "data"))
    monkeypatch.chdir(home)
    mpl.use("Agg")
    cells = nbformat.read(path, as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert text.count("## Exercise") == 2 and "*Hint.*" in text and "*Check.*" in text
    assert "does and does not show" in cells[-1].source
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert not any(cell.outputs for cell in code)
    exec(compile("\n".join(cell.source for cell in code), path.name, "exec"), {})  # our own file
