"""Executed notebooks hold nothing that is another on the next run."""

import nbformat

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


def test_only_addresses_are_taken_out():
    told = "<A at 0x7f520914e910> at 0x10 is an address, 0x7f> is not"
    output = nbformat.v4.new_output("execute_result", data={"text/plain": told})
    cell = nbformat.v4.new_code_cell("1", outputs=[output])
    made = forget_addresses(nbformat.v4.new_notebook(cells=[cell]))
    assert made.cells[0].outputs[0].data["text/plain"] == "<A> at 0x10 is an address, 0x7f> is not"
