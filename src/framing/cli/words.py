"""The commands about words: rates of a dictionary, and codebooks of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from framing.cli.shared import bar, err, waiting


def compare_words(
    collection: str, dictionary: str, *, voice: str, codebook: str | None, out: Path | None, options: dict[str, Any]
) -> None:
    """Count the words of a dictionary by outlet; write rates.csv, its evidence and figures, and show the table."""
    from framing.comparison.words.rates import describe_rates, rates
    from framing.display.figures.rates import plot_rates
    from framing.display.figures.style import save_figure
    from framing.pipeline import open_results
    from framing.schema import FOLDED_VOICES
    from framing.scoring.measures.dictionary import read_categories

    if voice not in (*FOLDED_VOICES, "all"):
        raise typer.BadParameter(f"there is no voice {voice!r}; use {', '.join(FOLDED_VOICES)} or all")
    read_categories(dictionary)  # a fault in it is told before minutes of work
    with bar("articles") as tick:
        results = open_results(collection, codebook=codebook, progress=tick)
    with waiting("counting words"):
        found = rates(results.corpus, dictionary, **options)
    folder = out if out is not None else results.folder
    folder.mkdir(parents=True, exist_ok=True)
    found.contrasts.to_csv(folder / "rates.csv", index=False)
    found.evidence.to_csv(folder / "rates-evidence.csv", index=False)
    table = describe_rates(found, voice=voice)
    for outlet in sorted(table["outlet"].unique()):
        figure = plot_rates(found, outlet=outlet, voice=voice)
        save_figure(figure, folder / f"rates-{outlet}", provenance=results.manifest | {"dictionary": dictionary})
    typer.echo(table.to_string(index=False, float_format="{:.3f}".format, na_rep="–"))
    err.print(
        f"The table is in {folder / 'rates.csv'}, every place in rates-evidence.csv.", markup=False, soft_wrap=True
    )
