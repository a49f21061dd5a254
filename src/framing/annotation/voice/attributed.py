"""Which words are somebody else's: told for every token at once, for measures that count many words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus

LONG_QUOTATION = 4
"""Words up to which a quotation that is attributed to nobody is held to be scare quotes or a name, not speech."""


def find_attributed(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """Tell for each token whether it is a source's, and whether it stands in a quotation.

    Parameters
    ----------
    corpus : Corpus
        Annotated.

    Returns
    -------
    attributed, quoted : ndarray of bool, shape (tokens,)
        A token is attributed inside the content of an attribution and inside any quotation of more than four words.
    """
    tokens, quotations = corpus.tokens, corpus.quotations
    contents = corpus.attribution_spans[corpus.attribution_spans["role"] == "content"]
    first, last = tokens.locate(contents)
    edges = np.zeros(len(tokens) + 1, np.int64)
    np.add.at(edges, first, 1)
    np.add.at(edges, last, -1)
    inside = np.cumsum(edges)[:-1] > 0
    long = quotations.words > LONG_QUOTATION
    quoted = quotations.outer >= 0
    speech = np.zeros(len(tokens), bool)
    speech[quoted] = long[quotations.outer[quoted]]
    return inside | speech, quoted


def voice_of_words(corpus: Corpus, spans: pd.DataFrame) -> np.ndarray:
    """Tell whose each of many words is, by attribution alone: outlet, quoted or reported.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    spans : DataFrame
        Any span table; a span has the voice of its first token.

    Returns
    -------
    ndarray of str, shape (spans,)

    Notes
    -----
    Distance and denial are about labels and are not looked for; `find_voice` does that, at a hundred times the cost.
    """
    attributed, quoted = find_attributed(corpus)
    first = corpus.tokens.locate(spans)[0]
    return np.select([attributed[first] & quoted[first], attributed[first]], ["quoted", "reported"], "outlet")
