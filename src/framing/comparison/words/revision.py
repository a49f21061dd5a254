"""What does a change to a codebook do to the figures: the outlets' stance under both versions, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from framing.annotation.mentions import find_mentions
from framing.annotation.namings.checking import check_codebook
from framing.annotation.quotations.spans import with_arrays
from framing.comparison.levels import estimate
from framing.corpus.corpus import Corpus
from framing.extending import extend_terms
from framing.lexicon import Lexicon
from framing.scoring.score import score

VERSIONS = ("before", "after")


def revise_codebook(book: Lexicon, changes: Mapping[str, str | None], *, reason: str) -> Lexicon:
    """Make a codebook that is another one but for some terms.

    Parameters
    ----------
    book : Lexicon
    changes : mapping of str to str or None
        Terms of the codebook, and the category that each gets, or None to take it out: ``{"rioter": "neutral"}``.
    reason : str
        Why; it goes into the limits on the card.

    Returns
    -------
    Lexicon
        Called ``NAME-revised``; `book` stays as it is.

    Raises
    ------
    FramingError
        If the codebook lacks one of the terms, a category is unknown, or there is no reason.

    Notes
    -----
    Every row of a term changes, under whatever target. Terms are added in a folder of one's own (`framing codebook
    new`), which a study can name and others can read.
    """
    rows = [
        {"term": term, "change": "remove" if category is None else "move", "category": category or "", "reason": reason}
        for term, category in changes.items()
    ]
    terms = extend_terms(book.terms, pd.DataFrame(rows), Path("the changes"))
    card = book.card | {"limits": f"{book.card.get('limits', '')}Revised: {reason}\n"}
    return check_codebook(Lexicon(f"{book.name}-revised", card, terms.reset_index(drop=True), book.examples))


def compare_codebooks(
    corpus: Corpus,
    before: Lexicon,
    after: Lexicon,
    *,
    measure: str = "stance",
    by: str = "outlet_id",
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Score a corpus under two codebooks.

    Parameters
    ----------
    corpus : Corpus
        Annotated; with whose codebook does not matter.
    before, after : Lexicon
        Codebooks, such as one and another that extends it.
    measure : str
        A measure of namings.
    by : str
        Column of the articles whose values are compared.
    resamples, seed : int
        Draws for the intervals, and the seed they start from.

    Returns
    -------
    DataFrame
        The levels of `estimate` under both, one below the other, with a column ``codebook``: before or after.

    Notes
    -----
    Try the change that favours the outlet you like least. A finding that turns with three words is about three words;
    one that stays is about the outlets. Do not choose the codebook by the figure it gives.
    """
    corpus = with_arrays(corpus)
    levels = []
    for version, book in zip(VERSIONS, (before, after), strict=True):
        named = corpus.with_(codebook=book, mentions=find_mentions(corpus, codebook=book))
        table = estimate(score(named, [measure]), corpus.articles, by=by, resamples=resamples, seed=seed)
        levels.append(table.assign(codebook=version))
    return pd.concat(levels, ignore_index=True)


def describe_revision(levels: pd.DataFrame) -> pd.DataFrame:
    """Set each outlet's share under both codebooks side by side: those that move most come first.

    Parameters
    ----------
    levels : DataFrame
        From `compare_codebooks`, of one target and one voice.

    Returns
    -------
    DataFrame
        ``outlet``, ``before`` and ``after`` (with their intervals, as text), ``moves`` (after less before), ``n``
        (namings, under the codebook that finds more).
    """
    value = levels.pivot_table(index="outlet", columns="codebook", values="value").reindex(columns=VERSIONS)
    told = pd.DataFrame(
        {
            "outlet": levels["outlet"],
            "codebook": levels["codebook"],
            "text": [
                f"{row.value:.2f}" + ("" if pd.isna(row.ci_low) else f" [{row.ci_low:.2f}, {row.ci_high:.2f}]")
                for row in levels.itertuples()
            ],
        }
    )
    table = told.pivot_table(index="outlet", columns="codebook", values="text", aggfunc="first").reindex(
        columns=VERSIONS
    )
    table["moves"] = (value["after"] - value["before"]).round(3)
    table["n"] = levels.groupby("outlet")["n"].max().astype(int)
    order = table["moves"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].rename_axis(columns=None).reset_index()
