"""Codes that come with a collection, found again in the cleaned texts and set beside the program's namings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from framing import schema
from framing.coding.sampling import units_of
from framing.coding.validity import describe_validity, validate
from framing.corpus.collections.catalogue import Collection
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

CODES = "codings_namings.csv"
UNVALIDATED = "Not validated on this collection."
TOLD = ("voice", "source_type")
PLACE = ("article_id", "part", "start", "text")
VARIABLES = ("target", "category", "form", "voice", "source_type")


def read_reference(collection: Collection, corpus: Corpus, *, coder: str = "collection") -> pd.DataFrame:
    """Read the codes of namings that lie beside a collection's articles.

    Parameters
    ----------
    collection : Collection
        As `find_collection` gives it.
    corpus : Corpus
        The same collection, annotated.
    coder : str
        Name to give to whoever coded.

    Returns
    -------
    DataFrame
        The codings table of the mentions that were coded; empty where the collection has no ``codings_namings.csv``.
        ``attrs["missed"]`` holds the coded namings that the program has not found.

    Raises
    ------
    FramingError
        If the file lacks a column that places a naming, or a start is no number.

    Notes
    -----
    Only namings that both found are compared for voice and form: read agreement beside the number of misses.
    """
    if not has_codes(collection):
        return schema.CODINGS.empty()
    codes = _read_codes(collection.root / CODES)
    placed = _place(codes, corpus.articles)
    units = units_of(corpus, "mention")
    mentions = corpus.mentions.assign(unit_id=units["unit_id"].to_numpy())
    placed["mention"] = _overlapping(placed, mentions)
    found = placed.dropna(subset=["mention"]).drop_duplicates("mention")
    long = found.melt(id_vars="mention", value_vars=[v for v in VARIABLES if v in found]).rename(
        columns={"mention": "unit_id"}
    )
    codings = schema.CODINGS.cast(long.dropna(subset=["value"]).assign(coder=coder))
    codings.attrs["missed"] = placed[placed["mention"].isna()][["article_id", "part", "text", "target", "voice"]]
    return codings


def describe_codes(collection: Collection, corpus: Corpus) -> str:
    """Say on how many of a collection's own codes the program was validated, for the foot of figures.

    Parameters
    ----------
    collection : Collection
        As `find_collection` gives it.
    corpus : Corpus
        The same collection, annotated.

    Returns
    -------
    str
        `UNVALIDATED` where it has no codes.

    Notes
    -----
    Voice and kind of source of namings are set against the codes, and nothing else: neither tone nor the program's
    finding of namings, of which `read_reference` tells the misses.
    """
    codes = read_reference(collection, corpus)
    if not len(codes):
        return UNVALIDATED
    units = units_of(corpus, "mention")
    told = [
        f"{variable.replace('_', ' ')} of namings "
        + describe_validity(validate(units.assign(value=units[variable]), codes, variable=variable))
        for variable in TOLD
        if variable in set(codes["variable"])
    ]
    return f"On its own codes: {'; '.join(told)}." if told else UNVALIDATED


def has_codes(collection: Collection) -> bool:
    """Tell whether codes of namings lie beside a collection's articles."""
    return (collection.root / CODES).is_file()


def coded_articles(collection: Collection) -> list[str]:
    """List the articles that have codes of namings beside the collection."""
    return sorted(_read_codes(collection.root / CODES)["article_id"].dropna().unique())


def _read_codes(path: Path) -> pd.DataFrame:
    codes = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    absent = [name for name in PLACE if name not in codes]
    if absent:
        raise FramingError(f"{path} has no column '{absent[0]}'; a coded naming has {', '.join(PLACE)} and its codes.")
    start = pd.to_numeric(codes["start"], errors="coerce")
    wrong = np.flatnonzero(start.isna() | (start % 1 != 0))
    if len(wrong):
        row = int(wrong[0])
        raise FramingError(f"{path}, row {row + 2}: start is {codes['start'].iloc[row]!r} and must be a whole number.")
    unknown = np.flatnonzero(codes["text"].isna() | ~codes["part"].isin(schema.PARTS))
    if len(unknown):
        row = codes.iloc[int(unknown[0])]
        told = "text is empty" if pd.isna(row["text"]) else f"part is {row['part']!r} and must be headline or body"
        raise FramingError(f"{path}, row {int(unknown[0]) + 2}: {told}.")
    return codes.assign(start=start.astype(int), before=codes.get("before", ""))


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
    place = ["article_id", "part", "start", "end"]
    found = mentions[[*place, "unit_id"]]
    rows = placed[place].reset_index().merge(found, on=place[:2], suffixes=("", "_found"))
    rows = rows[(rows["start"] < rows["end_found"]) & (rows["start_found"] < rows["end"])]
    return rows.drop_duplicates("index").set_index("index")["unit_id"].reindex(placed.index).to_numpy(object)
