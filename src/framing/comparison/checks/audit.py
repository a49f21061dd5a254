"""What a codebook really counts: hits by term and outlet, a sample to judge, and how much hangs on few terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from framing.corpus.corpus import Corpus
from framing.errors import FramingError

FEW = 3


@dataclass(frozen=True)
class Audit:
    """What a codebook counts in a corpus.

    Parameters
    ----------
    terms : DataFrame
        One row per target, term, category and outlet: ``count`` and ``articles``; terms that nobody uses stand with a
        count of 0 and no outlet.
    hits : DataFrame
        A random sample of mentions, equally many of each target: article_id, mention, outlet_id, target, term,
        category, voice, ``context`` (the sentence, the mention between » and «) and an empty column ``right`` for a
        person to fill in with yes or no.
    concentration : DataFrame
        One row per target and outlet: ``n`` namings, ``commonest`` (the three commonest terms) and ``share`` of the
        namings that they make.
    """

    terms: pd.DataFrame
    hits: pd.DataFrame
    concentration: pd.DataFrame


def audit_lexicon(corpus: Corpus, *, by: str = "outlet_id", sample: int = 100, seed: int = 0) -> Audit:
    """Look behind the counts of the corpus's codebook.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles whose values are looked at one by one.
    sample : int
        How many hits to draw for judging.
    seed : int

    Returns
    -------
    Audit

    Raises
    ------
    FramingError
        If the corpus is not annotated.

    Notes
    -----
    A measure that hangs on three terms is a measure of these three. The sample finds false hits; what the codebook
    misses it cannot show.
    """
    if not corpus.is_annotated:
        raise FramingError("The corpus is not annotated, so no codebook has counted anything in it; annotate it first.")
    mentions = corpus.mentions.merge(
        corpus.articles[["article_id", by]].rename(columns={by: "outlet"}), on="article_id"
    )
    key = ["target", "term", "category", "outlet"]
    terms = mentions.groupby(key, sort=True).agg(count=("mention", "size"), articles=("article_id", "nunique"))
    terms = terms.reset_index()
    book = getattr(corpus.codebook, "terms", None)
    if book is not None:
        book = book[~book["form"].isin(["qualifier", "filler"])] if "form" in book else book  # these name nobody alone
        used = pd.MultiIndex.from_frame(terms[key[:3]])
        unused = book.loc[~pd.MultiIndex.from_frame(book[key[:3]]).isin(used), key[:3]]
        unused = unused.assign(outlet=pd.Series(pd.NA, index=unused.index, dtype="str"), count=0, articles=0)
        terms = pd.concat([terms, unused], ignore_index=True).sort_values(key, kind="stable", ignore_index=True)
    return Audit(terms, _draw_hits(corpus, mentions, sample=sample, seed=seed), _concentration(mentions))


def judge_hits(hits: pd.DataFrame) -> pd.DataFrame:
    """Read the precision of a codebook off hits that a person has judged.

    Parameters
    ----------
    hits : DataFrame
        `Audit.hits` with the column ``right`` filled in (yes or no); empty ones are passed over.

    Returns
    -------
    DataFrame
        One row per target, and one for ``all``: ``n`` judged, ``precision``, and its Wilson interval.

    Raises
    ------
    FramingError
        If a judgement is neither yes nor no, or there is none.
    """
    given = hits["right"].astype("str").str.strip().str.lower()
    judged = hits.assign(right=given)[~given.isin(["", "nan"]) & hits["right"].notna()]
    wrong = judged[~judged["right"].isin(["yes", "no"])]
    if len(wrong) or not len(judged):
        found = repr(wrong["right"].iloc[0]) if len(wrong) else "nothing"
        raise FramingError(f"The column 'right' holds {found}; fill it in with yes or no.")
    every = pd.concat([judged, judged.assign(target="all")])
    table = every.groupby("target", sort=False)["right"].agg(n="size", hits=lambda right: int((right == "yes").sum()))
    low, high = proportion_confint(table["hits"], table["n"], method="wilson")
    done = table.assign(precision=table["hits"] / table["n"], ci_low=low, ci_high=high)
    return done.drop(columns="hits").reset_index()


def _draw_hits(corpus: Corpus, mentions: pd.DataFrame, *, sample: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    order = mentions.assign(_lot=rng.random(len(mentions))).sort_values("_lot", kind="stable")
    order["_turn"] = order.groupby("target").cumcount()
    drawn = order.sort_values(["_turn", "target"], kind="stable").head(sample)
    sentences = corpus.sentences[["article_id", "sentence", "start", "text"]]
    sentences = sentences.rename(columns={"start": "begins", "text": "context"}).astype({"sentence": "Int64"})
    drawn = drawn.astype({"sentence": "Int64"}).merge(sentences, on=["article_id", "sentence"], how="left")
    cut = zip(
        drawn["context"].fillna(""), drawn["start"] - drawn["begins"], drawn["end"] - drawn["begins"], strict=True
    )
    context = [f"{t[: int(a)]}»{t[int(a) : int(b)]}«{t[int(b) :]}" if pd.notna(a) else t for t, a, b in cut]
    first = ["article_id", "mention", "outlet", "target", "term", "category", "voice"]
    return (
        drawn[first].assign(context=pd.Series(context, dtype="str"), right="").rename(columns={"outlet": "outlet_id"})
    )


def _concentration(mentions: pd.DataFrame) -> pd.DataFrame:
    every = pd.concat([mentions, mentions.assign(outlet="all")])
    counts = every.groupby(["target", "outlet", "term"], sort=True).size().rename("count").reset_index()
    counts = counts.sort_values(
        ["target", "outlet", "count", "term"], ascending=[True, True, False, True], kind="stable"
    )
    place = ["target", "outlet"]
    total = counts.groupby(place)["count"].sum().rename("n")
    top = counts.groupby(place).head(FEW).groupby(place).agg(commonest=("term", ", ".join), top=("count", "sum"))
    table = pd.concat([total, top], axis=1)
    return table.assign(share=table["top"] / table["n"]).drop(columns="top").reset_index()
