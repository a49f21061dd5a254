"""The commands for authors: a paper and its check, one figure again, a collection to share, other programs' files."""

from __future__ import annotations

import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from framing.cli.shared import ModelOption, bar, err, say

PaperArgument = Annotated[str, typer.Argument(metavar="STUDY.toml|COLLECTION", help="A study file, or a collection.")]
StudyOption = Annotated[
    str | None,
    typer.Option(help="Study file, or NAME of a study-NAME.toml in the collection; its study.toml by default."),
]


def paper(
    given: PaperArgument,
    out: Annotated[Path, typer.Option("--out", help="Folder of the paper.")] = Path("paper"),
    study: StudyOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Make it again elsewhere and say what has changed, and why; 1 if it has.")
    ] = False,
    model: ModelOption = "fast",
) -> None:
    """Write every figure, table and number of a paper, with methods, references and supplement, from one study.

    The study's [[figure]] and [[table]] say what is shown; without them the usual is. framing.lock records what it was
    made of, and --check makes all of it again and compares.
    """
    from framing.paper.build import write_paper
    from framing.paper.opening import open_paper
    from framing.paper.wording import OTHER

    if check:
        return _check(given, out, study, model)
    with bar("articles") as tick:
        material = open_paper(given, study=study, model=model, progress=tick)
    with bar("paper") as tick:
        index = write_paper(material, out, progress=tick)
    say(f"The paper's parts are in {out}; begin with {index}, or article.tex.")
    if material.analysis.declared is None:
        err.print("Nothing was declared: the usual was asked. A study.toml beside the articles says what you ask.",
                  markup=False, soft_wrap=True)  # fmt: skip
    names = [material.known.get(outlet, str(outlet)) for outlet in set(material.articles[material.plan.by].dropna())]
    if any(OTHER.search(name) for name in names):
        err.print("pdflatex prints ? for letters of other scripts: name outlets in the study, or use lualatex.",
                  markup=False, soft_wrap=True)  # fmt: skip
    again = shlex.join(["framing", "paper", given, "--out", str(out), "--check"])
    err.print(f"Make it again and compare: {again}", markup=False, soft_wrap=True)


def _check(given: str, out: Path, study: str | None, model: str) -> None:
    from framing.paper.build import write_paper
    from framing.paper.check import compare_papers, read_lock
    from framing.paper.opening import open_paper

    read_lock(out)
    with TemporaryDirectory(prefix="framing-paper-") as place:
        with bar("articles") as tick:
            material = open_paper(given, study=study, model=model, fresh=Path(place) / "scored", progress=tick)
        with bar("paper") as tick:
            write_paper(material, Path(place) / "paper", progress=tick)
        outcome = compare_papers(out, Path(place) / "paper")
    for line in outcome.tell():
        say(line)
    if not outcome.same:
        raise typer.Exit(1)


def rebuild(
    figure: Annotated[Path, typer.Argument(metavar="FIGURE.json", help="The record beside a figure of a paper.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the figure.")] = Path("rebuilt"),
    source: Annotated[
        str | None, typer.Option("--collection", help="Where the articles are; the collection it names by default.")
    ] = None,
) -> None:
    """Make one figure of a paper again from its record; ends with 1 if its numbers are others."""
    from framing.paper.rebuild import rebuild_figure

    with bar("articles") as tick:
        made, told = rebuild_figure(figure, out, source=source, progress=tick)
    for line in told:
        say(line)
    err.print(f"The figure is {made}.", markup=False, soft_wrap=True)
    if "the same" not in told[0]:
        raise typer.Exit(1)


def share(
    given: PaperArgument,
    out: Annotated[Path, typer.Option("--out", help="A new folder for the tables.")] = Path("shared"),
    study: StudyOption = None,
    model: ModelOption = "fast",
) -> None:
    """Write a collection without its texts: ids, offsets, codes, scores and hashes, ready to be deposited.

    Others make the same paper from it with framing paper; no sentence of an article is in it.
    """
    from framing.paper.opening import open_paper
    from framing.paper.share import write_share

    with bar("articles") as tick:
        material = open_paper(given, study=study, model=model, progress=tick)
    written = write_share(material, out)
    say(f"{len(written)} files without texts are in {out}; fill in your name in CITATION.cff, and read README.md.")


def export(
    given: Annotated[str, typer.Argument(metavar="COLLECTION", help="A collection, or a folder that was scored.")],
    formats: Annotated[
        list[str] | None, typer.Option("--as", help="stata, spss or qda; may be given again (stata and qda).")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("exports"),
) -> None:
    """Write the scored tables for Stata and SPSS, and coded segments for MAXQDA, NVivo, ATLAS.ti and QualCoder."""
    from framing.paper.exports import write_exports
    from framing.pipeline import open_results

    with bar("articles") as tick:
        results = open_results(given, progress=tick)
    for path in write_exports(results, out, tuple(formats or ("stata", "qda"))):
        say(str(path))
