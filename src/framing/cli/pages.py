"""The commands that write a page to look at: the explorer of a collection."""

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
