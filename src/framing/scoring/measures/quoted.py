"""How much of an article is other people's words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.scoring.measure import measure


@measure(
    name="quoted_share",
    languages=(),
    title="Share of words in quotation marks",
    unit="words inside quotation marks per word of the article",
    aggregate="share_of_words",
    hits=True,
    voices=False,
)
def quoted_share(corpus: Corpus) -> pd.DataFrame:
    """Count the words of every outermost quotation.

    Notes
    -----
    Scare quotes and titles count too; they are short. Reported speech is not here: see `attribution_rate`.
    """
    tokens, quotations = corpus.tokens, corpus.quotations
    outermost = np.flatnonzero((quotations.parent < 0) & (quotations.words > 0))
    spans = tokens.table(quotations.first[outermost], quotations.last[outermost])
    return spans.assign(voice="quoted", weight=quotations.words[outermost].astype(float))
