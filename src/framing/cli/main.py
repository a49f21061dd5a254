"""The command `framing`: fetch or ingest, score, compare, report, and work with coders."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from framing.cli.coding import coding
from framing.cli.collecting import collect
from framing.cli.pages import explore, lesson
from framing.cli.paper import export, paper, rebuild, share
from framing.cli.shared import (
    AsIsOption,
    CodebookOption,
    CollectionArgument,
    ModelOption,
    OutOption,
    PlainConsole,
    WorkersOption,
    err,
    finish,
    score_to,
    tell_languages,
)
from framing.cli.study import compare, report
from framing.cli.words import codebook
from framing.errors import FramingError

app = typer.Typer(
    help="Compare how news outlets frame the same event: whose words, in whose voice, with evidence and intervals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Begin with: framing report january",
)
app.add_typer(coding, name="code")
app.add_typer(codebook, name="codebook")


@app.command("list")
def list_all() -> None:
    """Show the collections, codebooks and measures there are."""
    from framing.corpus.collections.catalogue import list_collections
    from framing.lexicon import list_lexicons
    from framing.scoring.measure import list_measures

    out = PlainConsole(highlight=False, width=None if sys.stdout.isatty() else 200)
    collections = list_collections()
    out.print("[bold]Collections[/bold]")
    for row in collections.itertuples():
        where = row.path if isinstance(row.path, str) else f"not here yet: framing fetch {row.collection}"
        out.print(f"  {row.collection:<22} {where}", soft_wrap=True, markup=False)
    out.print("[bold]Codebooks[/bold]")
    lexicons = list_lexicons()
    for row in lexicons[lexicons["kind"] == "codebook"].itertuples():
        out.print(f"  {row.lexicon:<22} {row.terms} terms. {row.title}", soft_wrap=True, markup=False)
    out.print("[bold]Measures[/bold]")
    for row in list_measures().itertuples():
        out.print(f"  {row.measure:<22} {row.title}: {row.unit}", soft_wrap=True, markup=False)


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="A collection that can be fetched, such as news-2017.")],
    source: Annotated[str | None, typer.Option("--from", help="Take it from this file or address instead.")] = None,
    to: Annotated[Path | None, typer.Option(help="Folder to write to; data/raw/NAME by default.")] = None,
) -> None:
    """Fetch an open collection into data/raw, with checksum and progress bar; a broken download is taken up again."""
    from framing.corpus.collections.fetching import fetch_collection

    got = fetch_collection(name, to=to, source=source)
    for reason in got.tried:
        err.print(reason, markup=False, soft_wrap=True)
    err.print(f"{got.name}: {got.way} SHA-256 {got.sha256}. It lies in {got.path}.", markup=False, soft_wrap=True)


@app.command()
def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Files and folders to take articles from.")],
    to: Annotated[str, typer.Option("--to", help="Name of the collection to write, under data/raw.")],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns", help="Which column is which, as in text=FULLTEXT,outlet=SOURCE (where it is not known)."
        ),
    ] = None,
    dates: Annotated[
        str | None, typer.Option("--dates", help="How 3/4/2017 is read: dmy or mdy (by default each file shows it).")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Put the articles in place of those of an earlier ingest; what you wrote there stays."
        ),
    ] = False,
) -> None:
    """Make a collection of files, folders and exports of any format, and a page on what was kept and left out.

    Ends with status 0 when all was kept but empty rows, with 1 when something wants a look: the page says what.
    """
    from framing.corpus.collections.ingesting import write_collection
    from framing.corpus.fields.columns import read_given_columns
    from framing.display.pages.ingest import save_ingest_page

    if dates not in (None, "dmy", "mdy"):
        raise FramingError(f"--dates is '{dates}'; say dmy (3/4 is the third of April) or mdy (the fourth of March).")
    done = write_collection(sources, to, columns=read_given_columns(columns or []), dates=dates, replace=replace)
    page, looks = save_ingest_page(done)
    told = f"{done.kept:,} articles kept, {len(done.dropped):,} documents left out; the collection is {done.path}."
    err.print(told, markup=False, soft_wrap=True)
    for line in looks:
        err.print(f"  look: {line}", markup=False, soft_wrap=True)
    err.print(f"What was read, and how: {page}", markup=False, soft_wrap=True)
    if looks:
        err.print(f"{to} can be used as it is; status 1 only says that something wants a look.", markup=False)
        raise typer.Exit(1)


@app.command()
def score(
    collection: CollectionArgument,
    out: OutOption = None,
    codebook: CodebookOption = None,
    model: ModelOption = "fast",
    as_is: AsIsOption = False,
    workers: WorkersOption = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler to work on.")] = None,
) -> None:
    """Find who says what in every article, score it, and write the tables (data/processed/COLLECTION by default)."""
    from framing.corpus.collections.catalogue import find_collection

    power = scheduler or workers
    found = find_collection(collection)
    folder, dropped = score_to(found, out, codebook=codebook, model=model, clean=not as_is, workers=power)
    err.print(f"The tables are in {folder}.", markup=False, soft_wrap=True)
    tell_languages(folder)
    finish(dropped)


app.command()(collect)
app.command()(compare)
app.command()(report)
app.command()(paper)
app.command()(rebuild)
app.command()(share)
app.command()(export)
app.command()(explore)
app.command()(lesson)


INTERRUPTED = 130


def main() -> None:
    """Run the command; whatever goes wrong is one plain sentence, never a traceback.

    Ends with 0, or 1 where some input could not be used, 2 on wrong use or a fault, 130 when it was interrupted, 141
    when nobody reads its output any more.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # matrices are small: a second thread waits for the first, and burns
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 (started with its output closed)
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        _end("interrupted", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or the interpreter complains once more at its end
        sys.exit(141)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # wrong usage, of whichever click typer brings
            error.show()
            sys.exit(error.exit_code)
        if os.environ.get("FRAMING_DEBUG"):
            raise
        _end(f"framing: {describe_fault(error)}", 2)
    else:
        if status == INTERRUPTED:  # typer has caught it
            _end("interrupted", INTERRUPTED)
        sys.exit(status or 0)


def describe_fault(error: Exception) -> str:
    """Say in one sentence what went wrong."""
    if isinstance(error, FramingError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory; take fewer workers, or a part of the collection."
    if type(error).__name__ in ("TerminatedWorkerError", "BrokenProcessPool", "KilledWorker"):
        return "a worker process was killed, most often for want of memory; take fewer workers and run again."
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'}: {error.strerror or error}."
    told = " ".join(str(error).split())[:300]
    return f"this should not happen ({type(error).__name__}: {told}); FRAMING_DEBUG=1 shows where it did."


def _end(sentence: str, status: int) -> None:
    err.print(sentence, markup=False, soft_wrap=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
