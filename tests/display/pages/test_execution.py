"""Executed notebooks hold nothing that is another on the next run."""

import nbformat
import pytest

from framing.display.pages.execution import forget_addresses, run_notebooks

SHOWN = """import pandas as pd
print(object())
pd.DataFrame({"x": [1]}).style.set_uuid("u")"""


def test_two_runs_give_the_same_notebook(tmp_path):
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SHOWN, id="a")]), path)
    first, second = (next(run_notebooks([path], tmp_path, {}))[0] for _ in range(2))
    assert nbformat.writes(first) == nbformat.writes(second)
    assert "<pandas.io.formats.style.Styler>" in nbformat.writes(first)


def test_two_processes_give_notebooks_in_order_and_none_sees_another(tmp_path):
    paths = [tmp_path / f"{number}.ipynb" for number in range(3)]
    for number, path in enumerate(paths):
        code = f"import time; time.sleep({(2 - number) / 2}); print({number}, 'seen' in vars()); seen = 1; seen"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id="a")]), path)
    made = [notebook for notebook, _ in run_notebooks(paths, tmp_path, {}, workers=2)]
    assert [notebook.cells[0].outputs[0].text for notebook in made] == ["0 False\n", "1 False\n", "2 False\n"]
    assert [notebook.cells[0].outputs[1].execution_count for notebook in made] == [1, 1, 1]  # whatever ran before


def test_a_process_that_cannot_start_is_told_and_not_waited_for(tmp_path):
    path = tmp_path / "one.ipynb"
    path.write_text("no notebook", encoding="utf-8")
    with pytest.raises(Exception, match="JSON"):
        next(run_notebooks([path, path], tmp_path, {}, workers=2))


def test_only_addresses_are_taken_out():
    told = "<A at 0x7f520914e910> at 0x10 is an address, 0x7f> is not"
    output = nbformat.v4.new_output("execute_result", data={"text/plain": told})
    cell = nbformat.v4.new_code_cell("1", outputs=[output])
    made = forget_addresses(nbformat.v4.new_notebook(cells=[cell]))
    assert made.cells[0].outputs[0].data["text/plain"] == "<A> at 0x10 is an address, 0x7f> is not"
