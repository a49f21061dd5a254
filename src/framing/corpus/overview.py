"""What a collection holds, outlet by outlet."""

from __future__ import annotations

import pandas as pd

from framing import schema
from framing.corpus.corpus import Corpus

ONE_ARTICLE = {"article_id": "text", "outlet_id": "you", "headline": ""}


def describe_outlets(corpus: Corpus) -> pd.DataFrame:
    """Count articles, words, dates and agency copy by outlet.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        A row for each outlet: outlet_id, name, country, ownership, articles, words (mean per article), first and last
        date, wire (share of articles with agency copy), stories.
    """
    grouped = corpus.articles.groupby("outlet_id", sort=True)
    table = pd.DataFrame(
        {
            "articles": grouped.size(),
            "words": grouped["n_words"].mean().round(0).astype("int64"),
            "first": grouped["published"].min().dt.strftime("%Y-%m-%d"),
            "last": grouped["published"].max().dt.strftime("%Y-%m-%d"),
            "wire": grouped["wire"].mean().astype("float64"),
            "stories": grouped["story_id"].nunique(),
        }
    )
    known = corpus.outlets.set_index("outlet_id")[["name", "country", "ownership"]].reindex(table.index)
    return known.join(table).reset_index()


def corpus_of_text(text: str, *, headline: str = "") -> Corpus:
    """Make a corpus of one typed text, as given.

    Parameters
    ----------
    text, headline : str

    Returns
    -------
    Corpus
        With one article of the outlet ``you``, whose id is ``text``.
    """
    row = {**ONE_ARTICLE, "headline": headline, "body": text, "n_words": len(f"{headline} {text}".split())}
    return Corpus("typed text", schema.ARTICLES.cast(pd.DataFrame([row])))
