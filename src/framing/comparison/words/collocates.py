"""The company a target keeps: words that stand near its mentions more often than chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from nltk.metrics.association import BigramAssocMeasures

from framing.comparison.words.vocabulary import (
    Within,
    around,
    articles_of,
    count_words,
    groups_of,
    places,
    select_tokens,
    sum_groups,
    tokens_of,
    whole_words,
)
from framing.corpus.corpus import Corpus

SCORES: dict[str, Callable[..., float]] = {
    "log_likelihood": BigramAssocMeasures.likelihood_ratio,
    "pmi": BigramAssocMeasures.pmi,
    "t_score": BigramAssocMeasures.student_t,
    "dice": BigramAssocMeasures.dice,
}
COUNTS = ["outlet", "term", "count", "count_outlet", "expected", "articles", "words_near", "words_outlet"]


def collocates(
    corpus: Corpus,
    target: str | Sequence[str],
    *,
    by: str = "outlet_id",
    voice: str | None = None,
    window: int | None = 5,
    fewest: int = 3,
) -> pd.DataFrame:
    """Find the words that stand near a target more often than elsewhere in the same outlet.

    Parameters
    ----------
    corpus : Corpus
    target : str or sequence of str
        A target of the codebook (its mentions), or terms.
    by : str
        Column of the articles whose values are looked at one by one.
    voice : str, optional
        Only mentions in this voice (outlet, source, distanced, or quoted, reported, scare, rejected).
    window : int or None
        Tokens on each side that are near, within the sentence; None takes the whole sentence.
    fewest : int
        Words near a mention less often are left out.

    Returns
    -------
    DataFrame
        One row per outlet and word, by falling log-likelihood: ``count`` near the target, ``count_outlet`` in all,
        ``expected`` count if words fell anywhere, ``articles`` where it stands near, ``words_near`` and
        ``words_outlet`` (denominators), and nltk's log_likelihood, pmi, t_score and dice. Words that stand near less
        often than expected are left out.

    Raises
    ------
    FramingError
        If nothing in the corpus is such a target or term, or the column is not there.

    Notes
    -----
    Log-likelihood grows with the size of the outlet, so it ranks within an outlet and does not compare outlets; pmi
    favours rare words. All of them hold words to be independent.
    """
    tokens = tokens_of(corpus)
    group, outlets = groups_of(articles_of(corpus, tokens), by)
    first, last = places(corpus, tokens, target, voice=voice)
    keep = select_tokens(corpus, tokens, Within())
    near = keep & around(tokens, first, last, window) if len(first) else np.zeros(len(tokens), bool)
    words = whole_words(tokens)
    inside = count_words(tokens, near, words)
    counts = [
        sum_groups(table, group, len(outlets)) for table in (inside, count_words(tokens, keep, words), inside.sign())
    ]
    tables = []
    for number, outlet in enumerate(outlets):
        close, total, articles = (table[number] for table in counts)
        expected = total * close.sum() / max(1.0, total.sum())
        chosen = np.flatnonzero((close >= fewest) & (close > expected))
        table = pd.DataFrame({"term": pd.Series(words.names[chosen], dtype="str"), "count": close[chosen]})
        table = table.assign(
            outlet=outlet, count_outlet=total[chosen], expected=expected[chosen], articles=articles[chosen]
        )
        tables.append(table.assign(words_near=close.sum(), words_outlet=total.sum()))
    return _score(pd.concat(tables, ignore_index=True))


def _score(table: pd.DataFrame) -> pd.DataFrame:
    whole = [name for name in COUNTS if name not in ("outlet", "term", "expected")]
    table = table[COUNTS].astype(dict.fromkeys(whole, "int64") | {"outlet": "str"})
    marginals = [
        (n_ii, (n_ix, n_xi), n_xx)
        for n_ii, n_ix, n_xi, n_xx in zip(
            table["count"].tolist(),
            table["words_near"].tolist(),
            table["count_outlet"].tolist(),
            table["words_outlet"].tolist(),
            strict=True,
        )
    ]
    scores = {name: [float(score(*marginal)) for marginal in marginals] for name, score in SCORES.items()}
    table = table.assign(**{name: pd.Series(values, dtype=float) for name, values in scores.items()})
    order = ["outlet", "log_likelihood", "term"]
    return table.sort_values(order, ascending=[True, False, True], kind="stable", ignore_index=True)
