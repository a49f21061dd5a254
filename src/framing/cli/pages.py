"""The commands that write a page to look at: the explorer of a collection, and lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shared import CodebookOption, CollectionArgument, bar, err

TargetOption = Annotated[str | None, typer.Option(help="Whose naming is shown first (the one named most).")]


def explore(
    collection: CollectionArgument,
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("explorer.html"),
    target: TargetOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Write one page on whose words they are: switch voices, filter, change the words, read every sentence.

    The page needs no network and no Python. A large collection keeps its sentences in files beside the page.
    """
    from framing.display.pages.explorer import write_explorer
    from framing.pipeline import open_results

    with bar("articles") as tick:
        corpus = open_results(collection, codebook=codebook, progress=tick).corpus
    page, *beside = write_explorer(corpus, out, target=target)
    told = f"; keep the {len(beside)} files {page.stem}-sentences-… beside it" if beside else ""
    err.print(f"The explorer is {page}{told}.", markup=False, soft_wrap=True)


def lesson(
    collection: CollectionArgument = "january",
    out: Annotated[Path, typer.Option("--out", help="The pupils' page.")] = Path("lesson.html"),
    target: TargetOption = None,
    codebook: CodebookOption = None,
) -> None:
    """Write three lessons that need a browser and nothing else, a worksheet to print, and a page for the teacher."""
    from framing.coding.reference import read_reference
    from framing.corpus.collections.catalogue import find_collection
    from framing.display.pages.lesson import write_lesson
    from framing.pipeline import open_results

    with bar("articles") as tick:
        results = open_results(collection, codebook=codebook, progress=tick)
    counts = results.corpus.mentions["target"].value_counts()
    about = target or (str(counts.index[0]) if len(counts) else "")
    codes = read_reference(find_collection(collection), results.corpus)
    page, worksheet, teacher = write_lesson(results.corpus, results.scores, out, target=about, codes=codes)
    told = f"The lesson is {page}; {worksheet.name} is to print, {teacher.name} has times and answers."
    err.print(told, markup=False, soft_wrap=True)
