"""The report: the notebooks, run on a collection, as pages; figures and tables beside them; one front page to all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from framing.display.pages.execution import run_notebooks
from framing.display.pages.explorer import write_explorer
from framing.display.pages.front import make_front, tell_front
from framing.display.pages.notebooks import find_notebooks, read_opening, write_page
from framing.errors import FramingError
from framing.results import MANIFEST, Results, read_results

Progress = Callable[[int, int, str], None]
PARTS = ("notebooks", "figures", "tables")
"""Folders that are made anew with every report."""
SCORED = "scored"
"""Folder in which `framing report` scores the collection."""
MARK = '<meta name="generator" content="framing report">'
"""By which the front page of a report is told from any other."""


class Report(NamedTuple):
    """Where a report begins, and what could not be made of this collection: page and sentence."""

    front: Path
    missing: list[tuple[str, str]]


def write_report(
    results: str | Path,
    out: str | Path,
    *,
    parameters: dict[str, Any] | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Run every notebook on scored results and write the pages, figures, tables, the explorer and a front page.

    Parameters
    ----------
    results : str or Path
        What ``framing score`` wrote.
    out : str or Path
        Folder of the report.
    parameters : dict, optional
        Values for the notebooks' `parameters` cells.
    workers : int
        Processes that run the notebooks; each needs memory for the results.
    progress : callable, optional
        Called with the notebooks done, the notebooks in all, and the name of the step.

    Returns
    -------
    Report
        ``index.html``, the front page, and what could not be made; a page that lacks something says so in its place.

    Raises
    ------
    FramingError
        If there are no results, or the folder is no report's and holds folders of the same names.
    """
    folder = Path(out).resolve()
    refuse_others(folder)
    read = read_results(results)
    for name in PARTS:
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    given = {"results": str(Path(results).resolve()), "output": str(folder), **(parameters or {})}
    sources = find_notebooks()
    pages = [(f"{source.stem}.html", *read_opening(source)) for source in sources]
    index = folder / "index.html"
    tell = progress or (lambda *_: None)
    missing = []
    with closing(run_notebooks(sources, folder, given, workers=workers)) as executed:
        for number, source in enumerate(sources):
            tell(number, len(sources), f"notebook {source.stem}")
            beside = [pages[i][:2] for i in (number - 1, number + 1) if 0 <= i < len(pages)]
            notebook, sentences = next(executed)
            missing += [(source.stem, sentence) for sentence in dict.fromkeys(sentences)]
            write_page(notebook, source.stem, folder, beside)
            done = (
                f"This report is being made: {number + 1} of {len(sources)} pages are here. Run it again if it stopped."
            )
            index.write_text(make_front(folder, read.manifest, pages[: number + 1], [done]), encoding="utf-8")
    tell(len(sources), len(sources), "explorer and front page")
    target = _target(read, given.get("target"))
    write_explorer(read.corpus, folder / "explorer.html", target=target)
    told = tell_front(
        read.scores, read.corpus.articles, target=target, words=_words(read, target), outlets=read.corpus.outlets
    )
    index.write_text(make_front(folder, read.manifest, pages, told), encoding="utf-8")
    return Report(index, missing)


def refuse_others(folder: Path) -> None:
    """Refuse a folder that holds folders of something else where a report's would be made anew."""
    there = next((folder / name for name in PARTS if (folder / name).exists()), None)
    front = folder / "index.html"
    ours = front.is_file() and MARK in front.read_text(encoding="utf-8", errors="replace")
    if there is not None and not ours and not (folder / SCORED / MANIFEST).is_file():
        raise FramingError(f"{there} is there, and {folder} holds no report; write to another folder.")


def _target(results: Results, given: str | None) -> str:
    """Give the target of the report: what was asked for, else the one named most."""
    counts = results.corpus.mentions["target"].value_counts()
    if given is not None and given in counts.index:
        return given
    return str(counts.index[0]) if len(counts) else ""


def _words(results: Results, target: str) -> list[str]:
    """Give the three commonest delegitimising nouns for a target in the outlets' own voice, as they are written."""
    mentions = results.corpus.mentions
    mine = mentions[(mentions["target"] == target) & (mentions["form"] == "noun") & (mentions["voice"] == "outlet")]
    return mine.loc[mine["category"] == "delegitimising", "text"].str.lower().value_counts().index[:3].tolist()
