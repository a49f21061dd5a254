"""The command that makes a collection of addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.shared import bar, err, finish, say


def collect(
    manifest: Annotated[Path, typer.Argument(help="CSV with url and outlet; date and title where they are known.")],
    to: Annotated[str, typer.Option("--to", help="Name of the collection to write, under data/raw.")] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Visit a collected manifest again and say what has changed; write nothing.")
    ] = False,
    delay: Annotated[float, typer.Option(min=0.5, max=600, help="Seconds between two visits to one host.")] = 2.0,
) -> None:
    """Visit the addresses of a manifest, politely, and make a collection of the articles; go on where it stopped.

    robots.txt is kept; the pages are kept as WARC under data/pages; manifest.csv gets the hashes of pages and texts.
    """
    from framing.corpus.collecting.collecting import check_pages, collect_pages
    from framing.corpus.collecting.visits import Visitor
    from framing.errors import FramingError

    visitor = Visitor(delay=delay)
    if check:
        with bar("addresses") as tick:
            changes = check_pages(manifest, visitor=visitor, progress=tick)
        for change, rows in changes.groupby("change", sort=True):
            say(f"{change}: {len(rows)}")
            if change not in ("same text", "still missing"):
                for row in rows.itertuples():
                    say(f"  {row.article_id} {row.url} {row.detail}".rstrip())
        if set(changes["change"]) - {"same text", "still missing"}:
            raise typer.Exit(1)
        return
    if not to:
        raise FramingError("A collection needs a name: framing collect MANIFEST --to NAME.")
    with bar("addresses") as tick:
        done = collect_pages(manifest, to, visitor=visitor, progress=tick)
    told = f"{done.kept:,} articles collected, {len(done.dropped):,} addresses left out; the collection is {done.path}."
    err.print(told, markup=False, soft_wrap=True)
    finish(done.dropped)
