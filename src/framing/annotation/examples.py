"""The examples of a codebook, run as tests: what its author expects beside what is found."""

from __future__ import annotations

import pandas as pd

from framing.annotation.mentions import find_mentions
from framing.corpus.corpus import Corpus
from framing.corpus.overview import ONE_ARTICLE
from framing.lexicon import Lexicon
from framing.schema import ARTICLES

COLUMNS = ["text", "expected", "found", "holds", "because"]


def check_examples(book: Lexicon) -> pd.DataFrame:
    """Code the examples of a codebook, and set what is found beside what is expected.

    Parameters
    ----------
    book : Lexicon
        A codebook; its examples have the columns text, expected and because.

    Returns
    -------
    DataFrame
        One row an example: ``text``, ``expected`` and ``found`` (each naming as *text: target category form voice*,
        joined by semicolons, or *none*), ``holds``, ``because``.

    Raises
    ------
    FramingError
        If the lexicon is no codebook.
    """
    texts = book.examples["text"].tolist() if "text" in book.examples else []
    ids = [f"{number:04d}" for number in range(len(texts))]
    rows = [
        {**ONE_ARTICLE, "article_id": name, "headline": "", "body": text, "n_words": len(text.split())}
        for name, text in zip(ids, texts, strict=True)
    ]
    corpus = Corpus("examples", ARTICLES.of_rows(rows))
    mentions = find_mentions(corpus, codebook=book)
    said = mentions["text"] + ": " + mentions["target"] + " " + mentions["category"]
    said += " " + mentions["form"] + " " + mentions["voice"]
    found = said.groupby(mentions["article_id"], sort=False).agg("; ".join).reindex(ids).fillna("none")
    table = book.examples.assign(found=found.to_numpy())
    return table.assign(holds=table["found"] == table["expected"].str.strip()).reindex(columns=COLUMNS)
