"""How a finding moves when the measure is made another way: other codebooks, forms, places, terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from framing.annotation.mentions import find_mentions
from framing.comparison.contrasts import compare
from framing.comparison.weighing import label_shares
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon
from framing.scoring.sources import OFFICIAL, spoken

PRIMARY = "primary"


def naming_variants(
    corpus: Corpus, target: str, *, label: str = "delegitimising", codebooks: Sequence[str | Path | Lexicon] = ()
) -> dict[str, pd.DataFrame]:
    """Measure the naming of a target in several ways.

    Parameters
    ----------
    corpus : Corpus
        Annotated with the primary codebook.
    target : str
        Target of the codebook.
    label : str
        Category whose share is measured.
    codebooks : sequence
        Other codebooks that know the same target.

    Returns
    -------
    dict of str to DataFrame
        Name of the variant to its scores: ``primary`` (nouns), ``with modifiers``, ``without headlines``, ``headlines
        and ledes only``, ``without "..."`` for each of the three commonest terms, and ``codebook ...`` for each other.

    Raises
    ------
    FramingError
        If the corpus is not annotated, or nobody names the target.
    """
    if not corpus.is_annotated:
        raise FramingError("The corpus is not annotated; annotate it with the codebook that is declared primary.")
    mentions = corpus.mentions[corpus.mentions["target"] == target]
    if not len(mentions):
        known = ", ".join(sorted(set(corpus.mentions["target"]))) or "no target"
        raise FramingError(f"Nobody names the target {target!r}; the articles name {known}.")
    terms = mentions.loc[mentions["form"] == "noun", "term"].value_counts().sort_index()
    commonest = terms.sort_values(ascending=False, kind="stable").index[:3]
    variants = {
        PRIMARY: mentions,
        "with modifiers": mentions,
        "without headlines": mentions[mentions["prominence"] != "headline"],
        "headlines and ledes only": mentions[mentions["prominence"] != "rest"],
    } | {f'without "{term}"': mentions[mentions["term"] != term] for term in commonest}
    for other in codebooks:
        book = other if isinstance(other, Lexicon) else read_lexicon(other)
        found = find_mentions(corpus, codebook=book)
        variants[f"codebook {book.name}"] = found[found["target"] == target]
    made = {
        name: label_shares(part, form=None if name == "with modifiers" else "noun") for name, part in variants.items()
    }
    return {name: scores[scores["measure"] == label].reset_index(drop=True) for name, scores in made.items()}


def source_variants(
    corpus: Corpus, *, thresholds: Sequence[float] = (0.5, 0.8), window: int = 10
) -> dict[str, pd.DataFrame]:
    """Measure the share of officials among sources in several ways.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    thresholds : sequence of float
        Least confidence of an attribution that counts.
    window : int
        How many sentences from the beginning make the opening of an article.

    Returns
    -------
    dict of str to DataFrame
        Name of the variant to its scores (measure official_share): ``primary``, ``direct quotations only``, ``named
        sources only``, ``first ... sentences only``, and ``confidence at least ...`` for each threshold.

    Raises
    ------
    FramingError
        If the corpus has no attribution whose type of source is known.
    """
    typed = spoken(corpus.attributions).dropna(subset=["source_type"])
    if not len(typed):
        raise FramingError("No source's type is known, so there is no share of officials to measure.")
    variants = {
        PRIMARY: typed,
        "direct quotations only": typed[typed["form"] == "direct"],
        "named sources only": typed[typed["named"].fillna(value=False).astype(bool)],
        f"first {window} sentences only": typed[typed["sentence"] < window],
    } | {f"confidence at least {least:g}": typed[typed["confidence"] >= least] for least in thresholds}
    return {name: _official(part) for name, part in variants.items() if len(part)}


def _official(typed: pd.DataFrame) -> pd.DataFrame:
    hits = typed["source_type"].isin(OFFICIAL).groupby(typed["article_id"])
    scores = hits.agg(value="mean", n="size").reset_index().astype({"value": "float64", "n": "float64"})
    return scores.assign(measure="official_share", target="all", voice="all", counts="share")


def sensitivity(
    variants: Mapping[str, pd.DataFrame],
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    pair: str | None = "story_id",
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Make the same comparison with each way of measuring.

    Parameters
    ----------
    variants : mapping of str to DataFrame
        Name of the variant to its scores; the first is the declared, primary one. `naming_variants` makes them of a
        corpus; any others (windows, thresholds, dictionaries) will do.
    articles : DataFrame
        The articles table.
    by, reference, pair, resamples, seed
        As in `compare`.

    Returns
    -------
    DataFrame
        The comparisons table with a column ``variant`` in front and ``agrees`` at the end: whether the difference has
        the sign of the primary one's. p-values are adjusted within each variant.

    Raises
    ------
    FramingError
        If there are no variants.

    Notes
    -----
    One variant is the finding and was declared so beforehand; the others show how far it stands by itself. Picking the
    variant that differs most is how findings are made that do not come back.

    References
    ----------
    Chan, C. et al. (2021). Four best practices for measuring news sentiment using off-the-shelf dictionaries.
    Computational Communication Research 3(1), 1-27, doi:10.5117/CCR2021.1.001.CHAN.
    """
    if not variants:
        raise FramingError("There is no variant to compare; give the scores of at least one way to measure.")
    tables = []
    for name, scores in variants.items():
        table = compare(scores, articles, by=by, reference=reference, pair=pair, resamples=resamples, seed=seed)
        tables.append(table.assign(variant=pd.Series(name, index=table.index, dtype="str")))
    key = ["target", "voice", "outlet", "reference", "method"]
    done = pd.concat(tables, ignore_index=True)
    first = tables[0].drop_duplicates(key).set_index(key)["difference"]
    primary = first.reindex(pd.MultiIndex.from_frame(done[key])).to_numpy()
    done["agrees"] = (done["difference"] * primary > 0) | ((done["difference"] == 0) & (primary == 0))
    return done[["variant", *(name for name in done.columns if name != "variant")]]
