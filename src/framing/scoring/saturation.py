"""Where a tone lexicon fails on news: scores at their floor, and names of people that it does not know or misjudges."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.tone.vader import read_vader_lexicon, sentence_tone
from framing.corpus.corpus import Corpus
from framing.lexicon import Lexicon, read_lexicon

FLOOR = 0.95
"""A compound tone beyond this says only that there was much of one kind of word."""


def lexicon_gaps(codebook: str | Lexicon) -> pd.DataFrame:
    """List the naming words that VADER's lexicon lacks or misjudges.

    Parameters
    ----------
    codebook
        A codebook or its name; each of its terms is looked up.

    Returns
    -------
    DataFrame
        A row per term: `term`, `target`, `category`, `form` (the lexicon's word, missing if there is none), `valence`
        and `verdict`: `missing`, `misjudged` (a sign against the category, or a neutral name with one beyond 1) or
        `agrees`.

    Notes
    -----
    A missing word counts as neutral. An outlet that writes "rioters" then looks calmer than one that writes "violent
    protesters", and one that praises "peacekeepers" looks kind.
    """
    book = codebook if isinstance(codebook, Lexicon) else read_lexicon(codebook)
    valence = read_vader_lexicon().valence
    columns = [name for name in ("term", "target", "category") if name in book.terms]
    terms = book.terms[columns].drop_duplicates().reset_index(drop=True)
    looked = [_strongest(term, valence) for term in terms["term"]]
    table = terms.assign(
        form=pd.array([form for form, _ in looked], dtype="str"), valence=[value for _, value in looked]
    )
    sign = table["category"].map({"legitimising": 1, "neutral": 0, "delegitimising": -1}) if "category" in terms else 0
    value = table["valence"]
    wrong = np.where(sign == 0, value.abs() >= 1, value * sign < 0)
    return table.assign(verdict=np.select([value.isna(), wrong], ["missing", "misjudged"], "agrees"))


def _strongest(term: str, valence: dict[str, float]) -> tuple[str | None, float]:
    """Find the lexicon's word for a term, in the singular or plural; of several, the one with the strongest valence."""
    forms: list[str] = []
    for word in term.lower().split():
        stem = word.rstrip("*")
        forms += [known for known in valence if known.startswith(stem)] if word.endswith("*") else [stem, f"{stem}s"]
    known = [form for form in forms if form in valence]
    best = max(known, key=lambda form: abs(valence[form]), default=None)
    return best, valence[best] if best else np.nan


def tone_saturation(corpus: Corpus) -> pd.DataFrame:
    """Say for each article whether a score of the whole text is at its floor or ceiling, beside its sentences.

    Parameters
    ----------
    corpus
        Annotated.

    Returns
    -------
    DataFrame
        A row per article: `article_id`, `outlet_id`, `whole` (compound tone of headline and body as one text),
        `saturated` (beyond 0.95 either way), `n_sentences`, `mean`, `sd`, `share_negative`, `share_positive` (of its
        sentences, at VADER's bound of 0.05).

    Notes
    -----
    `whole` is given to be distrusted: VADER adds valences up, so that a long text reaches -1 or 1 whatever it says.
    """
    articles = corpus.articles
    whole = sentence_tone((articles["headline"].fillna("") + "\n" + articles["body"].fillna("")).tolist())["compound"]
    tone = sentence_tone(corpus.sentences["text"])["compound"].to_numpy()
    table = pd.DataFrame({"article_id": corpus.sentences["article_id"].to_numpy(), "tone": tone})
    table = table.assign(low=table["tone"] <= -0.05, high=table["tone"] >= 0.05)
    by_article = table.groupby("article_id").agg(
        n_sentences=("tone", "size"), mean=("tone", "mean"), sd=("tone", "std"),
        share_negative=("low", "mean"), share_positive=("high", "mean"),
    )  # fmt: skip
    found = articles[["article_id", "outlet_id"]].assign(whole=whole.to_numpy())
    found = found.assign(saturated=found["whole"].abs() >= FLOOR)
    merged = found.merge(by_article, on="article_id", how="left")
    return merged.assign(n_sentences=merged["n_sentences"].fillna(0).astype("int64"))


def describe_saturation(saturation: pd.DataFrame) -> str:
    """Write the warning that belongs under any tone of whole articles.

    Parameters
    ----------
    saturation
        From `tone_saturation`.

    Returns
    -------
    str
        One or two sentences with the counts; empty when there are no articles.

    Notes
    -----
    Below a tenth of articles the sentence is a note, from a tenth on a warning.
    """
    n = len(saturation)
    if not n:
        return ""
    low = int((saturation["whole"] <= -FLOOR).sum())
    high = int((saturation["whole"] >= FLOOR).sum())
    counts = f"{low} of {n} articles are at or below -{FLOOR} and {high} at or above {FLOOR} when scored as one text"
    if (low + high) / n < 0.1:
        return f"Note: {counts}."
    return f"Warning: {counts}. Differences between such scores mean nothing; use the distribution over sentences."
