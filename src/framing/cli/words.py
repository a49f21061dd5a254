"""The commands about words: rates of a dictionary, and codebooks of one's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from framing.cli.shared import bar, err, say, waiting

UNSAFE = re.compile(r"[^\w.-]+")
"""What an outlet's name may hold and the name of a file may not."""


def compare_words(
    collection: str, dictionary: str, *, voice: str, codebook: str | None, out: Path | None, options: dict[str, Any]
) -> None:
    """Count the words of a dictionary by outlet; write rates.csv, its evidence and figures, and show the table."""
    from framing.comparison.words.rates import describe_rates, rates
    from framing.display.figures.rates import plot_rates
    from framing.display.figures.style import save_figure
    from framing.display.pages.tables import name_outlets
    from framing.pipeline import open_results
    from framing.schema import FOLDED_VOICES
    from framing.scoring.measures.dictionary import read_categories
    from framing.untrusted import write_csv

    if voice not in (*FOLDED_VOICES, "all"):
        raise typer.BadParameter(f"there is no voice {voice!r}; use {', '.join(FOLDED_VOICES)} or all")
    read_categories(dictionary)  # a fault in it is told before minutes of work
    with bar("articles") as tick:
        results = open_results(collection, codebook=codebook, progress=tick)
    with waiting("counting words"):
        found = rates(results.corpus, dictionary, **options)
    folder = out if out is not None else results.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(found.contrasts, folder / "rates.csv")
    write_csv(found.evidence, folder / "rates-evidence.csv")
    table = describe_rates(found, voice=voice)
    for outlet in sorted(table["outlet"].unique()):
        figure = plot_rates(found, outlet=outlet, voice=voice, outlets=results.corpus.outlets)
        save_figure(
            figure,
            folder / f"rates-{UNSAFE.sub('-', outlet)}",
            provenance=results.manifest | {"dictionary": dictionary},
        )
    say(_in_short(name_outlets(table, results.corpus.outlets)).to_string(index=False, na_rep="–"))
    err.print(
        f"The table is in {folder / 'rates.csv'}, every place in rates-evidence.csv.", markup=False, soft_wrap=True
    )


def _in_short(table: Any) -> Any:
    """Lay rates out for a terminal: how often, and how many times as often, with the interval."""
    whole = {f"count_{side}": table[f"count_{side}"].map("{:.0f}".format) for side in ("outlet", "reference")}
    rates = {f"rate_{side}": table[f"rate_{side}"].map("{:.3f}".format) for side in ("outlet", "reference")}
    short = table.assign(**whole, **rates)[["words", "outlet", "reference", *whole, *rates]]
    if "ratio" in table:
        spans = zip(table["ratio"], table["ratio_low"], table["ratio_high"], strict=True)
        short["times as often"] = [
            f"{one:.2f} [{low:.2f}, {high:.2f}]".replace("nan [nan, nan]", "–") for one, low, high in spans
        ]
    return short.assign(verdict=table["verdict"])


codebook = typer.Typer(help="Make, check, compare and look at codebooks.", no_args_is_help=True, rich_markup_mode=None)
BookArgument = Annotated[str, typer.Argument(metavar="CODEBOOK", help="A name, or the path of a folder or file.")]


@codebook.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the folder to make.")],
    extends: Annotated[str, typer.Option(help="Codebook to begin from.")] = "protest",
    to: Annotated[Path, typer.Option(help="Folder to make it in.")] = Path(),
) -> None:
    """Make a codebook of your own that extends another: a card, a file for changes, one for examples."""
    from framing.lexicon import write_codebook

    folder = write_codebook(to / name, extends=extends)
    typer.echo(f"{folder} extends '{extends}': write what you add, move or remove into {folder / 'terms.csv'},")
    typer.echo(f"then: framing codebook check {folder}")


@codebook.command()
def check(book: BookArgument) -> None:
    """Check every row, run the examples as tests, and tell where synonyms or sides are treated unlike."""
    from framing.annotation.examples import check_examples
    from framing.annotation.namings.symmetry import check_symmetry
    from framing.lexicon import read_lexicon

    given = read_lexicon(book)
    table = check_symmetry(given)
    typer.echo(f"{given.name}: {len(given.terms)} rows, {len(given.targets)} targets. Terms by target and category:")
    counts = table.assign(all=table["terms"].astype(str) + " + " + table["qualifiers"].astype(str))
    typer.echo(counts.pivot(index="target", columns="category", values="all").reindex(given.targets).to_string())
    for gap in table.attrs["gaps"].itertuples():
        typer.echo(f"'{gap.qualifier}' is {gap.category} before {gap.has}, but not before {gap.lacks} ({gap.target}).")
    examples = check_examples(given)
    wrong = examples[~examples["holds"]]
    typer.echo(f"{len(examples) - len(wrong)} of {len(examples)} examples come out as expected.")
    for row in wrong.itertuples():
        typer.echo(f"- {row.text}\n    expected: {row.expected}\n    found:    {row.found}")
    if len(wrong):
        raise typer.Exit(1)


@codebook.command()
def diff(
    book: BookArgument,
    other: Annotated[
        str | None, typer.Argument(help="The codebook to compare with; by default the one extended.")
    ] = None,
    collection: Annotated[
        str | None, typer.Option(help="Show what the difference does to the figures of this.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Whose naming (the codebook's primary target).")] = None,
) -> None:
    """List the terms that two codebooks treat unlike, and what that does to the outlets' figures before and after."""
    from framing.comparison.words.revision import compare_codebooks, describe_revision
    from framing.extending import compare_terms
    from framing.lexicon import read_base, read_lexicon
    from framing.pipeline import open_results

    after = read_lexicon(book)
    before = read_lexicon(other) if other is not None else read_base(after)
    table = compare_terms(before.terms, after.terms)
    typer.echo(table.to_string(index=False) if len(table) else "They treat every term alike.")
    if collection is not None:
        with bar("articles") as tick:
            corpus = open_results(collection, progress=tick).corpus
        levels = compare_codebooks(corpus, before, after)
        shown = target or after.card.get("primary") or after.targets[0]
        mine = levels[(levels["target"] == shown) & (levels["voice"] == "outlet")]
        typer.echo(
            f"\nDelegitimising share of the outlets' own namings of {shown}, before and after, with its interval:"
        )
        typer.echo(describe_revision(mine).to_string(index=False, na_rep="–"))


@codebook.command()
def show(
    book: BookArgument,
    collection: Annotated[str, typer.Argument(metavar="COLLECTION", help="Where to count.")] = "january",
    out: Annotated[Path, typer.Option(help="Page to write; a sheet of hits to judge lies beside it.")] = Path(
        "codebook.html"
    ),
    judged: Annotated[Path | None, typer.Option(help="The sheet of hits, judged: adds the precision.")] = None,
    sample: Annotated[int, typer.Option(help="Hits to draw for judging.")] = 100,
) -> None:
    """Write a page of every term with its counts, hits to judge, precision, and the figures before and after."""
    from framing.display.pages.codebook import write_codebook_page
    from framing.lexicon import read_lexicon
    from framing.pipeline import open_results

    given = read_lexicon(book)
    with bar("articles") as tick:
        corpus = open_results(collection, codebook=book, progress=tick).corpus
    with waiting("counting"):
        page, sheet = write_codebook_page(corpus, given, out, judged=judged, sample=sample)
    err.print(
        f"The page is {page}; judge the hits in {sheet} and give it back with --judged.", markup=False, soft_wrap=True
    )
