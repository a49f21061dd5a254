"""What the commands share: options, bars, and how a run ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from framing.untrusted import plain

if TYPE_CHECKING:
    import pandas as pd

    from framing.corpus.collections.catalogue import Collection


class PlainConsole(Console):
    """A console to which the text of strangers is only text: what would steer a terminal is shown, not done."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, with a visible mark for each control character of a text."""
        super().print(*(plain(item) if isinstance(item, str) else item for item in objects), **options)


err = PlainConsole(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line of results to stdout, without what would steer a terminal."""
    typer.echo(plain(text))


PAUSE = 10
"""Seconds between the lines of a log."""
LAST_SEED = 2**32 - 1
"""Seeds of numpy end here."""
CollectionArgument = Annotated[
    str,
    typer.Argument(
        metavar="COLLECTION", help="A name (see framing list), a folder, or a file: tables, texts, pages, exports."
    ),
]
CodebookOption = Annotated[
    str | None,
    typer.Option(help="Codebook: a name (see framing list) or the path of a folder or file (the study's, or protest)."),
]
ModelOption = Annotated[
    str, typer.Option(help="'fast', or 'accurate': right more often, much slower, needs framing[accurate].")
]
AsIsOption = Annotated[bool, typer.Option("--as-is", help="Skip cleaning, so that offsets refer to the text as given.")]
WorkersOption = Annotated[int, typer.Option(min=1, help="Processes on this machine.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder to write to.", show_default=False)]


def score_to(
    collection: Collection, out: Path | None, *, workers: int | str = 1, again: bool = True, **choices: Any
) -> tuple[Path, pd.DataFrame]:
    """Score a collection, unless not again; give the folder of its tables and what was left out of them."""
    import pandas as pd

    from framing.corpus.collections.catalogue import data_home
    from framing.pipeline import score_collection, take_results

    folder = out if out is not None else data_home() / "processed" / collection.name
    if not again and (found := take_results(collection, folder, **choices)) is not None:
        err.print(f"Scored before, and nothing has changed: {found}.", markup=False, soft_wrap=True)
    else:
        with bar("articles") as tick:
            score_collection(collection, folder, workers=workers, progress=tick, **choices)
    return folder, pd.read_csv(folder / "dropped.csv")


def tell_languages(folder: Path) -> None:
    """Say so where articles are in languages that the measures are not made for."""
    import pandas as pd

    language = pd.read_parquet(folder / "articles.parquet", columns=["language"])["language"].dropna()
    counts = language[language != "en"].value_counts()
    if len(counts):
        told = ", ".join(f"{code} {n:,}" for code, n in counts.items())
        sentence = (
            f"{counts.sum():,} articles are not in English ({told}); measures made for English leave them missing."
        )
        err.print(sentence, markup=False, soft_wrap=True)


def finish(dropped: pd.DataFrame) -> None:
    """End with status 1 when some input could not be used; an exact duplicate has been used once."""
    lost = dropped[dropped["reason"] != "duplicate"]
    if len(lost):
        counts = ", ".join(f"{n} {reason}" for reason, n in lost["reason"].value_counts().items())
        err.print(f"{len(lost):,} documents could not be used ({counts}); dropped.csv names them.", markup=False)
        raise typer.Exit(1)


@contextmanager
def bar(what: str) -> Iterator[Callable[..., None]]:
    """Show a bar while something is counted, or lines where no terminal shows it; a third argument names the step."""
    if not err.is_terminal:
        yield _lines(what)
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=None)

        def tick(done: int, total: int, step: str = what) -> None:
            progress.update(task, completed=done, total=total, description=step)

        yield tick


def _lines(what: str) -> Callable[..., None]:
    """Give what prints a line at each new step, and every ten seconds."""
    begun = told_at = monotonic()
    told_of = what

    def tick(done: int, total: int, step: str = what) -> None:
        nonlocal told_at, told_of
        now = monotonic()
        if step != told_of or now - told_at >= PAUSE:
            minutes, seconds = divmod(round(now - begun), 60)
            then = "" if step == what else f"; now {step}"
            told = f"{done:,} of {total:,} {what} after {minutes}:{seconds:02}{then}"
            err.print(told, markup=False, soft_wrap=True)
            told_of, told_at = step, now

    return tick


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show that something is going on."""
    if not err.is_terminal:
        err.print(f"{what} …", markup=False)
        yield
        return
    with err.status(f"{what} …"):
        yield
