"""The command `framing`: fetch or ingest, score, compare, report, and work with coders."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from framing.cli_coding import coding
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    help="Compare how news outlets frame the same event: whose words, in whose voice, with evidence and intervals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Begin with: framing report january",
)
app.add_typer(coding, name="code")
err = Console(stderr=True, highlight=False)

CollectionArgument = Annotated[
    str,
    typer.Argument(
        metavar="COLLECTION", help="A name (see framing list), a folder, or a .csv .jsonl .parquet .txt .html file."
    ),
]
CodebookOption = Annotated[
    str, typer.Option(help="Codebook: a name (see framing list) or the path of a folder or file.")
]
ModelOption = Annotated[
    str, typer.Option(help="'fast', or 'accurate': right more often, much slower, needs framing[accurate].")
]
AsIsOption = Annotated[bool, typer.Option("--as-is", help="Skip cleaning, so that offsets refer to the text as given.")]
WorkersOption = Annotated[int, typer.Option(min=1, help="Processes on this machine.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder to write to.", show_default=False)]


@app.command("list")
def list_all() -> None:
    """Show the collections, codebooks and measures there are."""
    from framing.corpus.collections import list_collections
    from framing.corpus.lexicon import list_lexicons
    from framing.scoring.measure import list_measures

    out = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
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
    from framing.corpus.fetching import fetch_collection

    got = fetch_collection(name, to=to, source=source)
    for reason in got.tried:
        err.print(reason, markup=False, soft_wrap=True)
    err.print(f"{got.name}: {got.way} SHA-256 {got.sha256}. It lies in {got.path}.", markup=False, soft_wrap=True)


@app.command()
def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Files and folders to take articles from.")],
    to: Annotated[str, typer.Option("--to", help="Name of the collection to write, under data/raw.")],
) -> None:
    """Make a collection of files, folders and exports, and say what was kept and what was left out."""
    from framing.corpus.ingesting import write_collection

    done = write_collection(sources, to)
    told = f"{done.kept:,} articles kept, {len(done.dropped):,} documents left out; the collection is {done.path}."
    err.print(told, markup=False, soft_wrap=True)
    _finish(done.dropped)


@app.command()
def score(
    collection: CollectionArgument,
    out: OutOption = None,
    codebook: CodebookOption = "protest",
    model: ModelOption = "fast",
    as_is: AsIsOption = False,
    workers: WorkersOption = 1,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler to work on.")] = None,
) -> None:
    """Find who says what in every article, score it, and write the tables (data/processed/COLLECTION by default)."""
    power = scheduler or workers
    folder, dropped = _score(collection, out, codebook=codebook, model=model, clean=not as_is, workers=power)
    err.print(f"The tables are in {folder}.", markup=False, soft_wrap=True)
    _finish(dropped)


@app.command()
def compare(
    collection: CollectionArgument,
    by: Annotated[str, typer.Option(help="Column of the articles whose values are compared.")] = "outlet_id",
    measure: Annotated[list[str] | None, typer.Option(help="Only this measure; may be given again.")] = None,
    reference: Annotated[str, typer.Option(help="'rest', or the outlet to compare with.")] = "rest",
    codebook: CodebookOption = "protest",
    resamples: Annotated[int, typer.Option(min=1, help="Number of draws.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
) -> None:
    """Compare outlets on the measures and say in words which differences hold; writes comparisons.parquet and .csv."""
    from framing.comparison.contrasts import compare as compare_outlets
    from framing.display.tables import describe_findings
    from framing.pipeline import open_results

    with _bar("articles") as tick:
        results = open_results(collection, codebook=codebook, progress=tick)
    folder = results.folder
    scores = results.scores
    if measure:
        known = set(scores["measure"])
        unknown = [name for name in measure if name not in known]
        if unknown:
            raise FramingError(f"There is no measure '{unknown[0]}'; there are {', '.join(sorted(known))}.")
        scores = scores[scores["measure"].isin(measure)]
    articles = results.corpus.articles
    if by not in articles.columns:
        raise FramingError(f"The articles have no column '{by}'; there are {', '.join(articles.columns)}.")
    with _waiting("comparing"):
        table = compare_outlets(scores, articles, by=by, reference=reference, resamples=resamples, seed=seed)
    table.to_parquet(folder / "comparisons.parquet", index=False)
    table.to_csv(folder / "comparisons.csv", index=False)
    for sentence in describe_findings(table):
        typer.echo(sentence)
    err.print(f"The table is in {folder / 'comparisons.csv'}.", markup=False, soft_wrap=True)


@app.command()
def report(
    collection: CollectionArgument,
    out: OutOption = None,
    codebook: CodebookOption = "protest",
    target: Annotated[
        str, typer.Option(help="Whose naming the report is about; the codebook's first target by default.")
    ] = "",
    model: ModelOption = "fast",
    as_is: AsIsOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Score, run the notebooks, and write figures, tables and one index.html (to reports/COLLECTION)."""
    from framing.corpus.collections import find_collection
    from framing.display.report import write_report

    name = find_collection(collection).name
    folder = out if out is not None else Path("reports") / name
    scored, dropped = _score(
        collection, folder / "scored", codebook=codebook, model=model, clean=not as_is, workers=workers
    )
    parameters: dict[str, Any] = {"collection": collection, "codebook": codebook} | (
        {"target": target} if target else {}
    )
    with _bar("notebooks") as tick:
        index = write_report(scored, folder, parameters=parameters, progress=tick)
    err.print(f"The report is in {index}.", markup=False, soft_wrap=True)
    _finish(dropped)


def _score(collection: str, out: Path | None, **choices: Any) -> tuple[Path, pd.DataFrame]:
    import pandas as pd

    from framing.corpus.collections import data_home, find_collection
    from framing.pipeline import score_collection

    folder = out if out is not None else data_home() / "processed" / find_collection(collection).name
    with _bar("articles") as tick:
        score_collection(collection, folder, progress=tick, **choices)
    return folder, pd.read_csv(folder / "dropped.csv")


def _finish(dropped: pd.DataFrame) -> None:
    """End with status 1 when some input could not be used; an exact duplicate has been used once."""
    lost = dropped[dropped["reason"] != "duplicate"]
    if len(lost):
        counts = ", ".join(f"{n} {reason}" for reason, n in lost["reason"].value_counts().items())
        err.print(f"{len(lost):,} documents could not be used ({counts}); dropped.csv names them.", markup=False)
        raise typer.Exit(1)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    with err.status(f"{what} …"):
        yield


def main() -> None:
    """Run the command; whatever the user could mend is one plain sentence, never a traceback."""
    try:
        app()
    except FramingError as error:
        err.print(f"framing: {error}", markup=False, soft_wrap=True)
        sys.exit(2)
    except OSError as error:
        err.print(f"framing: {error.filename or 'a file'}: {error.strerror or error}.", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
