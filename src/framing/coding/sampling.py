"""Units for human coders: every article, sentence, mention or attribution, and a stratified sample of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.schema import SOURCE_TYPES

CODES = {
    "article": {"relevant": {"yes": "about the events of the study", "no": "not about them"}},
    "sentence": {"tone": {"negative": "", "neutral": "", "positive": ""}},
    "mention": {
        "voice": {
            "outlet": "the narrator's own word",
            "quoted": "inside a direct quotation of a source",
            "reported": "inside indirect speech or thought of a source",
            "scare": "the word itself in quotation marks, or so-called, what X called, described as",
            "rejected": "the sentence denies that the word applies",
        },
        "form": {"noun": "names people", "modifier": "modifies another noun", "other": "is not about people"},
    },
    "attribution": {"source_type": dict.fromkeys(SOURCE_TYPES, "")},
}
"""What each kind of unit is coded for unless the user says otherwise."""
PARTS = ["headline", "body"]


def units_of(corpus: Corpus, unit: str) -> pd.DataFrame:
    """List every unit of a kind, with the machine's codes.

    Parameters
    ----------
    corpus : Corpus
        Annotated, unless the units are articles.
    unit : {"article", "sentence", "mention", "attribution"}

    Returns
    -------
    DataFrame
        One row per unit: ``unit_id`` (article, kind and number, as in ``a014/mention/3``), article_id, outlet_id,
        story_id, ``context`` (the sentence before, the unit's own sentence with the unit between » and «, the sentence
        after; headline and body of an article), and the columns of the unit's own table.

    Raises
    ------
    FramingError
        If there is no such kind of unit, or the corpus is not annotated.
    """
    if unit not in CODES:
        raise FramingError(f"A unit is one of {', '.join(CODES)}, and not {unit!r}.")
    places = corpus.articles[["article_id", "outlet_id", "story_id"]]
    if unit == "article":
        ids = corpus.articles["article_id"].str.cat(["/article/0"] * len(corpus.articles))
        context = corpus.articles["headline"].str.cat(corpus.articles["body"], sep="\n\n")
        return places.assign(unit_id=ids, context=context)[["unit_id", *places.columns, "context"]]
    if not corpus.is_annotated:
        raise FramingError(f"The corpus is not annotated, so it has no units of the kind '{unit}'; annotate it first.")
    table = {"sentence": corpus.sentences, "mention": corpus.mentions, "attribution": corpus.attributions}[unit]
    ids = table["article_id"].str.cat(table[unit].astype("str"), sep=f"/{unit}/")
    marked = _marks(corpus, table, unit)
    context = _context(corpus, table, marked)
    own = table.drop(columns="article_id").rename(columns={unit: "number"} if unit == "attribution" else {})
    joined = table[["article_id"]].merge(places, on="article_id", how="left")
    return pd.concat([joined.assign(unit_id=ids, context=context), own.reset_index(drop=True)], axis=1)[
        ["unit_id", *places.columns, "context", *own.columns]
    ]


def sample_for_coding(
    corpus: Corpus, *, unit: str = "mention", n: int = 200, by: Sequence[str] = ("outlet_id",), seed: int = 0
) -> pd.DataFrame:
    """Draw a stratified sample of units for people to code.

    Parameters
    ----------
    corpus : Corpus
    unit : {"article", "sentence", "mention", "attribution"}
    n : int
        How many units to draw; all of them if there are fewer.
    by : sequence of str
        Columns of `units_of` whose combinations are strata: the outlet, and what the machine found (voice, category,
        source_type), so that rare codes are seen too.
    seed : int

    Returns
    -------
    DataFrame
        As `units_of`, in random order, with ``stratum``, ``inclusion`` (probability with which the unit was drawn) and
        ``weight`` (its inverse: how many units it stands for).

    Raises
    ------
    FramingError
        If there is no such unit or column, or nothing to draw from.

    Notes
    -----
    Strata get equal shares, so the sample does not look like the collection: weigh it back (``weight``) before a share
    is read off it. `correct` does.
    """
    table = units_of(corpus, unit)
    for name in by:
        if name not in table.columns:
            raise FramingError(f"The units have no column '{name}'; there are {', '.join(table.columns)}.")
    if not len(table) or n < 1:
        raise FramingError(f"There is no {unit} to draw; ask for at least one of a corpus that has some.")
    filled = table[list(by)].astype("str").fillna("missing")
    stratum = filled.iloc[:, 0] if len(by) else pd.Series("all", index=table.index)
    for name in list(by)[1:]:
        stratum = stratum.str.cat(filled[name], sep=" / ")
    code, names = pd.factorize(stratum, sort=True)
    size = np.bincount(code)
    drawn = _allot(size, n)
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(len(table)), code))
    rank = np.arange(len(table)) - np.concatenate([[0], np.cumsum(size)])[code[order]]
    chosen = np.sort(order[rank < drawn[code[order]]])
    inclusion = (drawn / size)[code[chosen]]
    sample = table.iloc[chosen].assign(
        stratum=pd.Series(np.asarray(names, object)[code[chosen]], index=table.index[chosen], dtype="str"),
        inclusion=inclusion,
        weight=1 / inclusion,
    )
    return sample.iloc[rng.permutation(len(sample))].reset_index(drop=True)


def _allot(size: np.ndarray, n: int) -> np.ndarray:
    """Share n among strata as evenly as their sizes allow, the larger strata first when it does not divide."""
    drawn = np.zeros(len(size), np.int64)
    left = min(n, int(size.sum()))
    while left:
        room = np.flatnonzero(size > drawn)
        room = room[np.argsort(-size[room], kind="stable")]
        each = max(1, left // len(room))
        step = np.minimum(size[room] - drawn[room], each)
        step[np.cumsum(step) > left] = 0
        drawn[room] += step
        left -= int(step.sum())
    return drawn


def _marks(corpus: Corpus, table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Ranges to mark in the text of each row's part: article_id, row, part, start, end."""
    if unit == "attribution":
        rows = table[["article_id", "attribution"]].assign(row=np.arange(len(table)))
        spans = corpus.attribution_spans[corpus.attribution_spans["role"] != "content"]
        return spans.merge(rows, on=["article_id", "attribution"])[["row", "part", "start", "end"]]
    return table.assign(row=np.arange(len(table)))[["row", "part", "start", "end"]]


def _context(corpus: Corpus, table: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    """Write the sentence of each row between its neighbours, with marks round the unit."""
    sentences = corpus.sentences
    key = pd.MultiIndex.from_frame(sentences[["article_id", "sentence"]])
    wanted = pd.MultiIndex.from_arrays([table["article_id"], table["sentence"].astype("Int64")])
    place = key.get_indexer(wanted)
    article, part = sentences["article_id"].to_numpy(), sentences["part"].to_numpy()
    text, begin = sentences["text"].to_numpy(), sentences["start"].to_numpy()
    marked: dict[int, list[tuple[str, int, int]]] = {}
    for row, where, start, end in zip(marks["row"], marks["part"], marks["start"], marks["end"], strict=True):
        marked.setdefault(row, []).append((where, start, end))
    contexts = []
    for row, i in enumerate(place.tolist()):
        if i < 0:
            contexts.append("")
            continue
        inside = [(s - begin[i], e - begin[i]) for where, s, e in marked.get(row, []) if where == part[i]]
        around = [
            text[j] if 0 <= j < len(text) and (article[j], part[j]) == (article[i], part[i]) else ""
            for j in (i - 1, i + 1)
        ]
        contexts.append(" ".join(piece for piece in (around[0], _mark(text[i], inside), around[1]) if piece))
    return contexts


def _mark(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        if 0 <= start < end <= len(text):
            text = f"{text[:start]}»{text[start:end]}«{text[end:]}"
    return text
