"""Codes that come with a collection, found again in the cleaned texts and set beside the program's namings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from framing import schema
from framing.coding.sampling import units_of
from framing.corpus.collections import find_collection
from framing.corpus.corpus import Corpus

FILE = "codings_namings.csv"
VARIABLES = ("target", "category", "form", "voice", "source_type")


def read_reference(collection: str | Path, corpus: Corpus, *, coder: str = "collection") -> pd.DataFrame:
    """Read the codes of namings that lie beside a collection's articles.

    Parameters
    ----------
    collection : str or Path
        Name or path of the collection.
    corpus : Corpus
        The same collection, annotated.
    coder : str
        Name to give to whoever coded.

    Returns
    -------
    DataFrame
        The codings table of the mentions that were coded; empty where the collection has no ``codings_namings.csv``.
        ``attrs["missed"]`` holds the coded namings that the program has not found.

    Notes
    -----
    Only namings that both found are compared for voice and form: read agreement beside the number of misses.
    """
    path = find_collection(collection).root / FILE
    if not path.is_file():
        return schema.CODINGS.empty()
    codes = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    codes = codes.astype({"start": int, "end": int, "occurrence": int})
    placed = _place(codes, corpus.articles)
    units = units_of(corpus, "mention")
    mentions = corpus.mentions.assign(unit_id=units["unit_id"].to_numpy())
    placed["mention"] = _overlapping(placed, mentions)
    found = placed.dropna(subset=["mention"]).drop_duplicates("mention")
    long = found.melt(id_vars="mention", value_vars=list(VARIABLES)).rename(columns={"mention": "unit_id"})
    codings = schema.CODINGS.cast(long.dropna(subset=["value"]).assign(coder=coder))
    codings.attrs["missed"] = placed[placed["mention"].isna()][["article_id", "part", "text", "target", "voice"]]
    return codings


def _place(codes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Move offsets from the raw to the cleaned text: the place of the same words whose left context fits best."""
    texts = articles.set_index("article_id")
    kept = codes[codes["article_id"].isin(texts.index)].reset_index(drop=True)
    starts = [
        _nearest(texts.loc[row.article_id, row.part], row.text, "" if pd.isna(row.before) else row.before, row.start)
        for row in kept.itertuples()
    ]
    placed = kept.assign(start=starts)
    placed = placed[placed["start"] >= 0]
    return placed.assign(end=placed["start"] + placed["text"].str.len()).reset_index(drop=True)


def _nearest(text: str, words: str, before: str, start: int) -> int:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    context = " ".join(before.split())

    def fit(place: int) -> tuple[int, int]:
        left = " ".join(text[max(0, place - 60) : place].split())
        same = next((i for i in range(len(context), 0, -1) if left.endswith(context[-i:].rstrip())), 0)
        return same, -abs(place - start)

    return max(places, key=fit, default=-1)


def _overlapping(placed: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Give the unit of the mention that overlaps each coded naming, or missing."""
    rows = placed.reset_index().merge(mentions, on=["article_id", "part"], suffixes=("", "_found"))
    rows = rows[(rows["start"] < rows["end_found"]) & (rows["start_found"] < rows["end"])]
    return rows.drop_duplicates("index").set_index("index")["unit_id_found"].reindex(placed.index).to_numpy(object)
