"""Notebooks to pages: run on a collection, with contents, a way back, and code on demand."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from framing.errors import FramingError

OFFLINE = dict.fromkeys(("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), "")
"""Addresses that a page of nbconvert would load scripts from; a page of ours needs nothing but itself."""
PLACES = ("results", "output")
"""Parameters that hold paths of this machine and do not belong on a page."""
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
BUILT = re.compile(r"^\*Reads\*.*$", re.MULTILINE)
"""What whoever runs a notebook wants to know, and no reader of its page."""
FIGURE = re.compile(r"figures/([\w-]+)\"")


def find_notebooks() -> list[Path]:
    """Find the notebooks of the package: in the checkout, else inside the wheel."""
    package = Path(str(files("framing")))
    for folder in (package.parents[1] / "notebooks", package / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
        if found:
            return found
    raise FramingError("The notebooks are not here; install framing anew, they come inside the package.")


def read_opening(source: Path) -> tuple[str, str]:
    """Read the title of a notebook and the question it asks."""
    notebook = nbformat.read(source, as_version=4)
    lines = [line for line in notebook.cells[0].source.splitlines() if line.strip()]
    title = lines[0].lstrip("# ").strip() if lines else ""
    return title, next((line.strip("*_ ") for line in lines[1:]), "")


def write_page(
    notebook: nbformat.NotebookNode, name: str, folder: Path, neighbours: list[tuple[str, str]] | None = None
) -> Path:
    """Write a notebook that has been run as a page, and itself beside it.

    Parameters
    ----------
    notebook : NotebookNode
        As `run_notebooks` gives it.
    name : str
    folder : Path
        Of the report.
    neighbours : list of (str, str), optional
        File names and titles of the pages before and after it.

    Returns
    -------
    Path
    """
    _forget_the_clock(notebook)
    nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    page = folder / f"{name}.html"
    page.write_text(_to_html(notebook, folder, name, neighbours or []), encoding="utf-8")
    return page


def _to_html(notebook: nbformat.NotebookNode, folder: Path, name: str, neighbours: list[tuple[str, str]]) -> str:
    for cell in notebook.cells:
        _describe_images(cell, folder)
    notebook.cells[0].source = BUILT.sub("", notebook.cells[0].source).rstrip()
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    contents = [(title.replace(" ", "-"), title) for title in HEADING.findall(text)]
    hidden = {"parameters", "injected-parameters"}
    exporter = HTMLExporter(
        template_name="notebook",
        extra_template_basedirs=[str(files("framing.display.pages") / "templates")],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        config=Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": hidden}}),
        **OFFLINE,
    )
    title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
    notebook.metadata["title"] = title
    resources = {"metadata": {"name": name}, "framing": {"contents": contents, "neighbours": neighbours}}
    body, _ = exporter.from_notebook_node(notebook, resources=resources)
    return body.replace('<html lang="">', '<html lang="en">').replace("<pre>", '<pre tabindex="0">')


def _describe_images(cell: nbformat.NotebookNode, folder: Path) -> None:
    """Give the pictures of a cell the text of the figure that the cell saves."""
    saved = FIGURE.search(cell.source)
    record = folder / "figures" / f"{saved.group(1)}.json" if saved else None
    if record is None or not record.is_file():
        return
    alt = json.loads(record.read_text("utf-8")).get("alt")
    for output in cell.get("outputs", []):
        if alt and "image/png" in output.get("data", {}):
            output.metadata["alt"] = alt


def _forget_the_clock(notebook: nbformat.NotebookNode) -> None:
    """Take times and this machine's paths out of an executed notebook, so that a second run gives the same bytes."""
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if not _is_empty_injection(cell)]
    for number, cell in enumerate(notebook.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        cell.id = f"cell-{number:03d}"


def _is_empty_injection(cell: nbformat.NotebookNode) -> bool:
    """Take the places out of the cell of injected parameters; tell whether nothing is left of it."""
    if "injected-parameters" not in cell.metadata.get("tags", []):
        return False
    pairs = [(line, *line.partition(" = ")[::2]) for line in cell.source.splitlines()]
    lines = [line for line, name, value in pairs if name not in PLACES and not value.startswith(('"/', "'/"))]
    cell.source = "\n".join(lines)
    return not any(" = " in line for line in lines)
