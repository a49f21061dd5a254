"""Notebooks run one after the other in one process, so that libraries are loaded and results are opened once."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient import NotebookClient
from papermill.parameterize import parameterize_notebook

from framing.untrusted import plain

FORGET = "import matplotlib.pyplot as plt\nplt.close('all')\n%reset -f"
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")
"""Where an object lay in memory, in the name that Python gives it."""
QUIET = ["--IPKernelApp.log_level=50"]


def run_notebooks(
    sources: list[Path], folder: Path, parameters: dict[str, Any]
) -> Generator[tuple[nbformat.NotebookNode, list[str]], None, None]:
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
    notebook : NotebookNode
        With its outputs.
    missing : list of str
        A sentence for each cell that could not be made of this collection; it stands in the place of its output.
    """
    blank = nbformat.v4.new_notebook()
    place = {"metadata": {"path": str(folder)}}
    how: dict[str, Any] = {"timeout": None, "record_timing": False, "allow_errors": True, "extra_arguments": QUIET}
    client = NotebookClient(blank, kernel_name="python3", resources=place, **how)
    with client.setup_kernel():
        for source in sources:
            declared = {entry["name"] for entry in papermill.inspect_notebook(str(source)).values()}
            notebook = papermill.iorw.load_notebook_node(str(source))
            given = {name: value for name, value in parameters.items() if name in declared}
            client.nb = parameterize_notebook(notebook, given) if given else notebook
            client.execute(cleanup_kc=False)
            missing = [sentence for cell in client.nb.cells if (sentence := _settle(cell))]
            yield forget_addresses(client.nb), missing
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


def _settle(cell: nbformat.NotebookNode) -> str:
    """Put a plain sentence in the place of a traceback; give the sentence, which is empty where a cell ran well."""
    told = ""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            told = _sentence(output.ename, output.evalue)
            output.clear()
            output.update(nbformat.v4.new_output("stream", name="stdout", text=f"Not shown: {told}\n"))
    return told


def _sentence(name: str, value: str) -> str:
    if name == "NameError":
        return "it needs what could not be made above."
    told = plain(" ".join(value.split()))
    return (
        told if name in ("FramingError", "NothingToCompareError") else f"this should not happen ({name}: {told[:300]})."
    )
