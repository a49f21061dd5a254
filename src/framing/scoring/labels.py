"""Tables of labels: whose they are, where they stand, and which one dominates an article."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus

OWN = "the outlet itself"
UNKNOWN = "source unknown"


def whose_labels(corpus: Corpus, *, by: str = "outlet_id", form: str = "noun") -> pd.DataFrame:
    """Count who uses which category of label for a target.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles whose values are compared.
    form : str
        ``"noun"`` or ``"modifier"``.

    Returns
    -------
    DataFrame
        One row for each value of `by`, target, whose word it is (the outlet itself, a type of source, source unknown),
        whether at a distance, and category: namings and articles.

    Notes
    -----
    A label "of the government" is one that the text lays into its mouth; whether it was said stands on another page.
    """
    namings = corpus.mentions[corpus.mentions["form"] == form]
    namings = namings.merge(corpus.articles[["article_id", by]], on="article_id")
    whose = namings["source_type"].fillna(UNKNOWN).where(namings["voice"] != "outlet", OWN)
    namings = namings.assign(whose=whose, distanced=namings["voice"].isin(["scare", "rejected"]))
    grouped = namings.groupby([by, "target", "whose", "distanced", "category"])
    return grouped["article_id"].agg(namings="size", articles="nunique").reset_index()


def dominant_labels(corpus: Corpus, *, voice: str | None = None) -> pd.DataFrame:
    """Give the label that an article uses most for each target.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    voice : str, optional
        Count only namings in this voice (``"outlet"``: the outlet's own words).

    Returns
    -------
    DataFrame
        One row for each article and target that is named: article_id, outlet_id, target, term (missing on a tie),
        category of that term, n (its namings) and n_all (all namings of the target).

    Notes
    -----
    One label in an article with two namings dominates it as much as nine of ten: look at n and n_all.

    References
    ----------
    Nagar, N. (2010). Who is afraid of the T-word? Studies in Conflict & Terrorism 33, 533-547.
    """
    nouns = corpus.mentions[corpus.mentions["form"] == "noun"]
    nouns = nouns if voice is None else nouns[nouns["voice"] == voice]
    keys = ["article_id", "target"]
    counts = nouns.groupby([*keys, "term", "category"]).size().rename("n").reset_index()
    ordered = counts.sort_values([*keys, "n"], ascending=[True, True, False], kind="stable")
    first = ordered.drop_duplicates(keys).set_index(keys)
    ties = ordered.groupby(keys)["n"].agg(lambda n: int((n == n.max()).sum()))
    tied = ties.reindex(first.index) > 1
    first[["term", "category"]] = first[["term", "category"]].mask(tied)
    first["n_all"] = counts.groupby(keys)["n"].sum().reindex(first.index)
    outlets = corpus.articles[["article_id", "outlet_id"]]
    return outlets.merge(first.reset_index(), on="article_id")[
        ["article_id", "outlet_id", "target", "term", "category", "n", "n_all"]
    ]


def prominence_of_labels(corpus: Corpus, *, by: str = "outlet_id") -> pd.DataFrame:
    """Count labels in the headline, in the lede (first three sentences) and in the rest.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles whose values are compared.

    Returns
    -------
    DataFrame
        One row for each value of `by`, target, voice, and place: namings, and the share of delegitimising ones.
    """
    nouns = corpus.mentions[corpus.mentions["form"] == "noun"].merge(
        corpus.articles[["article_id", by]], on="article_id"
    )
    hostile = nouns.assign(delegitimising=nouns["category"] == "delegitimising")
    grouped = hostile.groupby([by, "target", "voice", "prominence"])["delegitimising"]
    return grouped.agg(namings="size", delegitimising="mean").reset_index()
