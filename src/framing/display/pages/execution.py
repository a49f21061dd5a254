"""Notebooks run one after the other in one process, so that libraries are loaded and results are opened once."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from papermill.parameterize import parameterize_notebook

from framing.errors import FramingError

FORGET = "import matplotlib.pyplot as plt\nplt.close('all')\n%reset -f"
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")
"""Where an object lay in memory, in the name that Python gives it."""
QUIET = ["--IPKernelApp.log_level=50"]


def run_notebooks(
    sources: list[Path], folder: Path, parameters: dict[str, Any]
) -> Generator[nbformat.NotebookNode, None, None]:
    """Run notebooks in order; none sees the variables of another.

    Parameters
    ----------
    sources : list of Path
    folder : Path
        Where they run.
    parameters : dict
        Values for their `parameters` cells, where they have them.

    Yields
    ------
    NotebookNode
        With its outputs.

    Raises
    ------
    FramingError
        If a notebook does not run to its end.
    """
    blank = nbformat.v4.new_notebook()
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        blank, timeout=None, kernel_name="python3", resources=place, record_timing=False, extra_arguments=QUIET
    )
    with client.setup_kernel():
        for source in sources:
            declared = {entry["name"] for entry in papermill.inspect_notebook(str(source)).values()}
            notebook = papermill.iorw.load_notebook_node(str(source))
            given = {name: value for name, value in parameters.items() if name in declared}
            client.nb = parameterize_notebook(notebook, given) if given else notebook
            try:
                client.execute(cleanup_kc=False)
            except CellExecutionError as error:
                raise FramingError(f"The notebook {source.name} stopped: {error.ename}: {error.evalue}") from error
            yield forget_addresses(client.nb)
            client.nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FORGET)])
            client.execute(cleanup_kc=False)


def forget_addresses(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take the addresses of objects in memory out of the outputs, which are others on every run."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = ADDRESS.sub("", output["text"])
            told = output.get("data", {}).get("text/plain")
            if told is not None:
                output["data"]["text/plain"] = ADDRESS.sub("", told)
    return notebook
