"""Notebooks run one after the other in few processes, so that libraries are loaded and results are opened once."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import nbformat
import papermill
from nbclient import NotebookClient
from papermill.parameterize import parameterize_notebook

from framing.untrusted import plain

FORGET = "import matplotlib.pyplot as plt\nplt.close('all')\n%reset -f"
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")
"""Where an object lay in memory, in the name that Python gives it."""
Executed = tuple[nbformat.NotebookNode, list[str]]
QUIET = ["--IPKernelApp.log_level=50"]


def run_notebooks(
    sources: list[Path], folder: Path, parameters: dict[str, Any], *, workers: int = 1
) -> Generator[Executed, None, None]:
    """Run notebooks; none sees the variables of another.

    Parameters
    ----------
    sources : list of Path
    folder : Path
        Where they run.
    parameters : dict
        Values for their `parameters` cells, where they have them.
    workers : int
        Processes that run them; each opens the results for itself.

    Yields
    ------
    notebook : NotebookNode
        With its outputs, in the order of the sources.
    missing : list of str
        A sentence for each cell that could not be made of this collection; it stands in the place of its output.
    """
    done: list[Future[Executed]] = [Future() for _ in sources]
    waiting = deque(zip(sources, done, strict=True))
    taking = Lock()

    def take() -> tuple[Path, Future[Executed]] | None:
        with taking:
            return waiting.popleft() if waiting else None

    def work() -> None:
        try:
            with _kernel(folder, parameters) as run:
                for source, future in iter(take, None):
                    future.set_result(run(source))
        except BaseException as error:  # whoever waits for a notebook is told
            waiting.clear()
            for future in done:
                if not future.done():
                    future.set_exception(error)

    threads = [Thread(target=work) for _ in range(min(workers, len(sources)))]
    for thread in threads:
        thread.start()
    try:
        for future in done:
            yield future.result()
    finally:
        waiting.clear()
        for thread in threads:
            thread.join()


@contextmanager
def _kernel(folder: Path, parameters: dict[str, Any]) -> Iterator[Callable[[Path], Executed]]:
    """Give what runs one notebook after the other in one process."""
    blank = nbformat.v4.new_notebook()
    place = {"metadata": {"path": str(folder)}}
    how: dict[str, Any] = {"timeout": None, "record_timing": False, "allow_errors": True, "extra_arguments": QUIET}
    client = NotebookClient(blank, kernel_name="python3", resources=place, **how)

    def run(source: Path) -> Executed:
        declared = {entry["name"] for entry in papermill.inspect_notebook(str(source)).values()}
        notebook = papermill.iorw.load_notebook_node(str(source))
        given = {name: value for name, value in parameters.items() if name in declared}
        client.nb = parameterize_notebook(notebook, given) if given else notebook
        client.execute(cleanup_kc=False)
        executed = client.nb
        missing = [sentence for cell in executed.cells if (sentence := _settle(cell))]
        client.nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FORGET)])
        client.execute(cleanup_kc=False)
        return number_results(forget_addresses(executed)), missing

    with client.setup_kernel():
        yield run


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


def number_results(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Give results the numbers of their cells: the process counts on from the notebooks that it ran before."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "execute_result":
                output["execution_count"] = cell.execution_count
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
