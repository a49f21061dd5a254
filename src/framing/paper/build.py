"""A paper in one folder: figures, tables, numbers, methods, references, supplement, one page, and the lock."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from framing.display.figures.findings import describe_rows
from framing.display.figures.style import plotted_data, plotted_tables
from framing.errors import FramingError
from framing.paper.drawing import print_style
from framing.paper.figures import draw_figure
from framing.paper.files import csv_text, hash_file, hash_text, save_print, write_record, write_text, write_workbook
from framing.paper.lock import LOCK, make_lock
from framing.paper.macros import macros_latex, make_numbers
from framing.paper.material import Material
from framing.paper.methods import describe_methods, methods_latex, methods_plain, works_of
from framing.paper.page import write_page
from framing.paper.plan import Shown, read_shown
from framing.paper.references import tell, write_bibtex
from framing.paper.supplement import write_supplement
from framing.paper.tables import Printed, make_table, table_latex, texts_of
from framing.paper.wording import latex, with_utf
from framing.provenance import calls_of, fingerprint, software

Progress = Callable[[int, int, str], None]
DRAFT = "article.tex"
PARTS = ("figures", "tables", "supplement")
ARTICLE = r"""\documentclass[twocolumn]{article}
% A draft that holds everything; take from it what your article needs.
\usepackage[T1]{fontenc}\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{booktabs,tabularx,graphicx}
% Names in other scripts: compile with lualatex and a font that has them, or name the outlets in the study.
\input{macros}
\begin{document}
\section*{Methods}
\input{methods}
"""


@dataclass(frozen=True)
class Drawn:
    """A figure that was written: what it shows, its caption, and itself in words."""

    shown: Shown
    caption: str
    alt: str


def write_paper(material: Material, out: str | Path, *, progress: Progress | None = None) -> Path:
    """Write a paper's parts to a folder.

    Parameters
    ----------
    material : Material
    out : str or Path
        Folder; figures, tables and supplement of an earlier run are replaced. Other files are left alone, and so is
        an ``article.tex`` that somebody went on with.
    progress : callable, optional
        Called with the parts done, the parts in all, and the name of the step.

    Returns
    -------
    Path
        The page ``index.html``.

    Raises
    ------
    FramingError
        If the study shows what was not compared, or the folder is no paper's and holds files of the same names.
    """
    target = Path(out)
    _refuse_others(target)
    with TemporaryDirectory(prefix="framing-paper-") as place:  # an earlier paper stays until this one is whole
        _write_parts(material, Path(place), progress or (lambda *_: None))
        _put_in_place(Path(place), target)
    return target / "index.html"


def _write_parts(material: Material, folder: Path, progress: Progress) -> None:
    figures, tables = read_shown(material.file, material.comparisons)
    steps = len(figures) + len(tables) + 1
    drawn, printed = [], []
    for done, shown in enumerate(figures):
        progress(done, steps, f"figure {shown.name}")
        drawn.append(write_figure(material, shown, folder / "figures"))
    for done, shown in enumerate(tables, len(figures)):
        progress(done, steps, f"table {shown.name}")
        printed.append(_write_table(make_table(material, shown), folder / "tables"))
    progress(steps - 1, steps, "numbers, methods, supplement")
    numbers, methods = make_numbers(material), describe_methods(material)
    works = works_of(methods, material)
    write_text(folder / "macros.tex", macros_latex(numbers))
    write_text(folder / "macros.csv", csv_text(numbers))
    write_text(folder / "methods.tex", methods_latex(methods))
    write_text(folder / "methods.md", "\n\n".join(f"**{head}.** {text}" for head, text in methods) + "\n")
    write_text(folder / "references.bib", write_bibtex(works))
    write_text(folder / DRAFT, _article(drawn, printed))
    supplement = write_supplement(material, folder / "supplement")
    told = methods_plain(methods, works)
    listed = [tell(work) for work in works.values()]
    write_page(folder, material, drawn=drawn, printed=printed, numbers=numbers, methods=told, works=listed,
               supplement=supplement)  # fmt: skip
    write_record(folder / LOCK, make_lock(material, folder, numbers, [*figures, *tables]))


def write_figure(material: Material, shown: Shown, folder: Path) -> Drawn:
    """Write one figure: PDF, SVG, PNG, its numbers as CSV, what rebuilds it as JSON, and a piece of LaTeX."""
    with print_style():
        figure, caption = draw_figure(material, shown)
        save_print(figure, folder / shown.name)
    data = plotted_data(figure)
    alt = f"{caption.partition('. ')[0]}. {describe_rows(data, names=material.known | dict(shown.names))}"
    csv = csv_text(data)
    write_text(folder / f"{shown.name}.csv", csv)
    record = describe_material(material) | {
        "figure": asdict(shown),
        "caption": caption,
        "alt": alt,
        "data_sha256": hash_text(csv),
        "calls": calls_of(plotted_tables(figure)),
    }
    write_record(folder / f"{shown.name}.json", record)
    write_text(folder / f"{shown.name}.tex", _figure_latex(shown, caption))
    plt.close(figure)
    return Drawn(shown, caption, alt)


def describe_material(material: Material) -> dict[str, Any]:
    """Give what a figure is made of: enough to make it again (`framing rebuild`)."""
    manifest = material.results.manifest
    kept = ("collection", "input_sha256", "codebook", "model", "cleaned", "measures")
    return {name: manifest.get(name) for name in kept} | {
        "study": material.settings, "made_by": fingerprint(), "software": software(), "shared": material.shared,
    }  # fmt: skip


def _figure_latex(shown: Shown, caption: str) -> str:
    star = "*" if shown.columns == 2 else ""
    return with_utf(
        rf"""\begin{{figure{star}}}[tbp]
\includegraphics[width=\linewidth]{{figures/{shown.name}}}
\caption{{{latex(caption)}}}\label{{fig:{shown.name}}}
\end{{figure{star}}}
"""
    )


def _write_table(table: Printed, folder: Path) -> Printed:
    base = folder / table.shown.name
    texts = texts_of(table)
    write_text(base.with_suffix(".tex"), table_latex(table))
    write_text(base.with_suffix(".csv"), csv_text(table.numbers))
    about = pd.DataFrame({"about": [table.caption, table.note]})
    write_workbook({"as printed": texts, "numbers": table.numbers, "about": about}, base.with_suffix(".xlsx"))
    return table


def _article(drawn: list[Drawn], printed: list[Printed]) -> str:
    shown = [rf"\input{{figures/{one.shown.name}}}" for one in drawn]
    shown += [rf"\input{{tables/{one.shown.name}}}" for one in printed]
    end = [r"\bibliographystyle{plain}", r"\bibliography{references}", r"\end{document}", ""]
    return ARTICLE + "\n".join([*shown, *end])


def _refuse_others(folder: Path) -> None:
    """Refuse a folder that holds parts of something else."""
    there = [name for name in PARTS if (folder / name).exists()]
    if there and not (folder / LOCK).is_file():
        raise FramingError(f"{folder / there[0]} is there, and {folder} holds no paper; write to another folder.")


def _put_in_place(made: Path, folder: Path) -> None:
    """Move a paper to its folder in place of an earlier one; a draft that its author went on with stays."""
    draft, lock = folder / DRAFT, folder / LOCK
    if draft.is_file():
        known = json.loads(lock.read_text("utf-8")).get("outputs", {}) if lock.is_file() else {}
        if hash_file(draft) != known.get(DRAFT):
            (made / DRAFT).unlink()
    for name in PARTS:
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(made, folder, dirs_exist_ok=True)
