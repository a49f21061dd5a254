"""What does a change to a codebook do to the figures: the outlets' stance under both versions, side by side."""

from __future__ import annotations

import pandas as pd

from framing.annotation.mentions import find_mentions
from framing.annotation.quotations.spans import with_arrays
from framing.comparison.levels import estimate
from framing.corpus.corpus import Corpus
from framing.lexicon import Lexicon
from framing.scoring.score import score

VERSIONS = ("before", "after")


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
