"""The report: the notebooks, run on a collection, as pages; figures and tables beside them; one index to all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbconvert import HTMLExporter

from framing.errors import FramingError

Progress = Callable[[int, int], None]
OFFLINE = dict.fromkeys(("require_js_url", "mathjax_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), "")
"""Addresses that a page of nbconvert would load scripts from; a page of ours needs nothing but itself."""
PLACES = ("results", "output")
"""Parameters that hold paths of this machine and do not belong on a page."""


def find_notebooks() -> list[Path]:
    """Find the notebooks of the package: in the checkout, else inside the wheel."""
    package = Path(str(files("framing")))
    for folder in (package.parents[1] / "notebooks", package / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
        if found:
            return found
    raise FramingError("The notebooks are not here; install framing anew, they come inside the package.")


def write_report(
    results: str | Path, out: str | Path, *, parameters: dict[str, Any] | None = None, progress: Progress | None = None
) -> Path:
    """Run every notebook on scored results and write the pages, figures, tables and an index.

    Parameters
    ----------
    results : str or Path
        What ``framing score`` wrote.
    out : str or Path
        Folder of the report.
    parameters : dict, optional
        Values for the notebooks' `parameters` cells.
    progress : callable, optional
        Called with the notebooks done and the notebooks in all.

    Returns
    -------
    Path
        ``index.html``.

    Raises
    ------
    FramingError
        If a notebook does not run to its end on these results.
    """
    folder = Path(out).resolve()
    for name in ("notebooks", "figures", "tables"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    given = {"results": str(Path(results).resolve()), "output": str(folder), **(parameters or {})}
    pages = []
    notebooks = find_notebooks()
    for number, source in enumerate(notebooks):
        if progress is not None:
            progress(number, len(notebooks))
        pages.append(_write_page(source, folder, given))
    if progress is not None:
        progress(len(notebooks), len(notebooks))
    manifest = json.loads((Path(results) / "manifest.json").read_text(encoding="utf-8"))
    index = folder / "index.html"
    index.write_text(make_index(folder, manifest, pages), encoding="utf-8")
    return index


def _write_page(source: Path, folder: Path, parameters: dict[str, Any]) -> tuple[str, str, str]:
    """Run one notebook and write it as a page; give its file name, its title and the question it asks."""
    executed = folder / "notebooks" / source.name
    declared = {p["name"] for p in papermill.inspect_notebook(str(source)).values()}
    try:
        papermill.execute_notebook(
            str(source), str(executed), {k: v for k, v in parameters.items() if k in declared},
            progress_bar=False, log_output=False, cwd=str(folder), extra_arguments=["--IPKernelApp.log_level=50"],
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        raise FramingError(f"The notebook {source.name} stopped: {error.ename}: {error.evalue}") from error
    notebook = nbformat.read(executed, as_version=4)
    _forget_the_clock(notebook)
    nbformat.write(notebook, executed)
    exporter = HTMLExporter(template_name="lab", exclude_input_prompt=True, exclude_output_prompt=True, **OFFLINE)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": source.stem}})
    page = folder / f"{source.stem}.html"
    page.write_text(body, encoding="utf-8")
    title, question = _opening(notebook)
    return page.name, title, question


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


def _opening(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    lines = [line for line in notebook.cells[0].source.splitlines() if line.strip()]
    title = lines[0].lstrip("# ").strip() if lines else ""
    return title, next((line.strip("*_ ") for line in lines[1:]), "")


def make_index(folder: Path, manifest: dict[str, Any], pages: list[tuple[str, str, str]]) -> str:
    """Write the page that leads to all others: what was declared, what stands out, notebooks, figures, tables."""
    items = "\n".join(f'<li><a href="{escape(f)}">{escape(t)}</a><span>{escape(q)}</span></li>' for f, t, q in pages)
    figures = "\n".join(_figure(path.relative_to(folder)) for path in sorted((folder / "figures").glob("*.png")))
    tables = "\n".join(
        f'<li><a href="tables/{escape(p.name)}">{escape(p.name)}</a></li>'
        for p in sorted((folder / "tables").iterdir())
    )
    findings = folder / "tables" / "findings.txt"
    told = findings.read_text(encoding="utf-8").splitlines() if findings.is_file() else []
    rows = manifest["rows"]
    values = {
        "TITLE": escape(str(manifest["collection"])),
        "SUMMARY": escape(
            f"{rows['articles']:,} articles ({rows['dropped']:,} documents left out), {rows['sentences']:,} sentences, "
            f"{rows['attributions']:,} attributions, {rows['mentions']:,} namings."
        ),
        "DECLARED": _declared(manifest.get("study")),
        "FINDINGS": "\n".join(f"<li>{escape(sentence)}</li>" for sentence in told),
        "PAGES": items,
        "FIGURES": figures,
        "TABLES": tables,
        "PROVENANCE": escape(json.dumps(manifest, indent=2, ensure_ascii=False)),
    }
    page = files("framing.display.pages").joinpath("report.html").read_text("utf-8")
    for name, value in values.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _declared(study: dict[str, Any] | None) -> str:
    """Say in a box what was declared beforehand, and what was done otherwise."""
    if study is None:
        return "<p>Nothing: there is no study file. What stands out below is a suggestion for one.</p>"
    rows = "\n".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in study["declared"].items())
    told = "".join(f"<li>{escape(departure)}</li>" for departure in study["departures"])
    departures = f"<ul>{told}</ul>" if told else " none."
    return f"<dl>\n{rows}\n</dl>\n<p><b>Departures from the declaration:</b>{departures}</p>"


def _figure(path: Path) -> str:
    name = escape(path.stem.replace("-", " "))
    base = escape(path.with_suffix("").as_posix())
    return (
        f'<figure><a href="{base}.pdf"><img src="{base}.png" alt="{name}" loading="lazy"></a>'
        f'<figcaption>{name} · <a href="{base}.pdf">PDF</a> · <a href="{base}.csv">numbers</a> · '
        f'<a href="{base}.json">provenance</a></figcaption></figure>'
    )
