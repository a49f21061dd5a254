"""The commands for authors: a paper, its check, one figure again, a collection to share, other programs' files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shared import ModelOption, bar, say

PaperArgument = Annotated[str, typer.Argument(metavar="STUDY.toml|COLLECTION", help="A study file, or a collection.")]
StudyOption = Annotated[
    str | None,
    typer.Option(help="Study file, or NAME of a study-NAME.toml in the collection; its study.toml by default."),
]


def paper(
    given: PaperArgument,
    out: Annotated[Path, typer.Option("--out", help="Folder of the paper.")] = Path("paper"),
    study: StudyOption = None,
    model: ModelOption = "fast",
) -> None:
    """Write every figure, table and number of a paper, with methods, references and supplement, from one study.

    The study's [[figure]] and [[table]] say what is shown; without them the usual is. framing.lock records what it was
    made of.
    """
    from framing.paper.build import write_paper
    from framing.paper.opening import open_paper

    with bar("articles") as tick:
        material = open_paper(given, study=study, model=model, progress=tick)
    with bar("paper") as tick:
        index = write_paper(material, out, progress=tick)
    say(f"The paper's parts are in {out}; begin with {index}, or article.tex.")
