"""The page of a codebook: every term with its counts, hits to judge, precision, and figures before and after."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from framing.annotation.namings.symmetry import check_symmetry
from framing.comparison.checks.audit import audit_lexicon, judge_hits
from framing.comparison.words.revision import compare_codebooks
from framing.corpus.corpus import Corpus
from framing.display.figures.revision import plot_revision
from framing.display.pages.page import render
from framing.errors import FramingError
from framing.extending import compare_terms
from framing.lexicon import Lexicon, read_base
from framing.untrusted import write_csv


def write_codebook_page(
    corpus: Corpus, book: Lexicon, path: str | Path, *, judged: str | Path | None = None, sample: int = 100
) -> tuple[Path, Path]:
    """Write the page of a codebook in a collection, and beside it a sheet of random hits to judge.

    Parameters
    ----------
    corpus : Corpus
        Annotated with the codebook.
    book : Lexicon
    path : str or Path
        The page, such as ``codebook.html``.
    judged : str or Path, optional
        The sheet with its column ``right`` filled in (yes or no): the page then tells the precision by target.
    sample : int
        Hits to draw.

    Returns
    -------
    page, sheet : Path

    Raises
    ------
    FramingError
        If the judged sheet cannot be read.
    """
    page = Path(path)
    page.parent.mkdir(parents=True, exist_ok=True)
    audit = audit_lexicon(corpus, sample=sample)
    sheet = page.with_name(f"{page.stem}-hits.csv")
    if judged is None or Path(judged).resolve() != sheet.resolve():
        write_csv(audit.hits, sheet, encoding="utf-8-sig")
    sections = [
        ("Terms by side", check_symmetry(book, corpus)),
        ("Every term", _terms(corpus)),
        ("A random sample of hits", audit.hits.drop(columns=["right", "mention"]).head(20)),
    ]
    if judged is not None:
        sections.insert(0, ("Precision, as judged", judge_hits(_read_judged(Path(judged)))))
    figure = None
    if "extends" in book.card:
        sections.insert(0, ("What this codebook changes", compare_terms(read_base(book).terms, book.terms)))
        target = str(book.card.get("primary") or book.targets[0])
        figure = _picture(
            plot_revision(compare_codebooks(corpus, read_base(book), book), target=target, outlets=corpus.outlets)
        )
    tables = [(head, table.round(3).astype(object).where(table.notna(), "–")) for head, table in sections]
    shown = [
        (head, [str(name).replace("_", " ") for name in table.columns], table.to_numpy().tolist())
        for head, table in tables
    ]
    text = render("codebook.html", title=f"{book.name} in {corpus.name}", card=book.card, sections=shown, figure=figure)
    page.write_text(text, encoding="utf-8")
    return page, sheet


def _terms(corpus: Corpus) -> pd.DataFrame:
    """Count each term by outlet, and how many of its namings are the outlets' own words."""
    mentions = corpus.mentions.merge(corpus.articles[["article_id", "outlet_id"]], on="article_id")
    key = ["target", "category", "term"]
    by_outlet = pd.crosstab([mentions[name] for name in key], mentions["outlet_id"])
    own = (mentions["voice"] == "outlet").groupby([mentions[name] for name in key]).mean().rename("own voice")
    table = by_outlet.assign(all=by_outlet.sum(axis=1)).join(own)
    return table.sort_values("all", ascending=False, kind="stable").reset_index().rename_axis(None, axis=1)


def _read_judged(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FramingError(f"The judged hits {path} cannot be read ({error}); save them as CSV in UTF-8.") from error
    if not {"right", "target"} <= set(table.columns):
        raise FramingError(f"{path} lacks the column 'right' or 'target'; keep the columns as they were handed out.")
    return table


def _picture(axes: Axes) -> str:
    """Give a figure as base64, to stand in the page."""
    buffer = io.BytesIO()
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.savefig(buffer, format="png", dpi=130, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return base64.b64encode(buffer.getvalue()).decode()
