"""Stance: how a target is named, legitimising or delegitimising, in whose voice."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.scoring.measure import measure

WEIGHTS = {"legitimising": 1.0, "neutral": 0.0, "delegitimising": -1.0}


def _namings(corpus: Corpus, form: str) -> pd.DataFrame:
    mentions = corpus.mentions[corpus.mentions["form"] == form]
    return mentions[["article_id", "target", "part", "start", "end", "text", "voice", "category"]]


@measure(
    name="stance",
    title="Delegitimising share",
    unit="share of delegitimising namings among all namings of the target",
    aggregate="mean",
    pieces="namings",
    hits=True,
    targets="codebook",
)
def stance(corpus: Corpus) -> pd.DataFrame:
    """Every noun that names a target counts; the delegitimising ones count 1.

    Notes
    -----
    A share says how a target is named when it is named. An outlet that names nobody has no share, and its stance may
    stand in event nouns and passives instead; look at those too.
    """
    namings = _namings(corpus, "noun")
    return namings.assign(weight=(namings["category"] == "delegitimising").astype(float))


@measure(
    name="stance_legitimising",
    title="Legitimising share",
    unit="share of legitimising namings among all namings of the target",
    aggregate="mean",
    pieces="namings",
    hits=True,
    targets="codebook",
)
def stance_legitimising(corpus: Corpus) -> pd.DataFrame:
    """Every noun that names a target counts; the legitimising ones count 1."""
    namings = _namings(corpus, "noun")
    return namings.assign(weight=(namings["category"] == "legitimising").astype(float))


@measure(
    name="stance_log_ratio",
    title="Stance, log ratio",
    unit="log((legitimising + ½) / (delegitimising + ½))",
    aggregate="log_ratio",
    pieces="namings",
    targets="codebook",
)
def stance_log_ratio(corpus: Corpus) -> pd.DataFrame:
    """Balance of legitimising and delegitimising namings, neutral ones left out.

    Notes
    -----
    The half keeps an article with one label from being infinite; it also pulls small counts to zero, so that 3 against
    0 is 1.9 and not certainty. Read it with its n.

    References
    ----------
    Lowe, W., Benoit, K., Mikhaylov, S. & Laver, M. (2011). Scaling policy preferences from coded political texts.
    Legislative Studies Quarterly 36, 123-155. doi:10.1111/j.1939-9162.2010.00006.x
    """
    namings = _namings(corpus, "noun")
    signed = namings[namings["category"] != "neutral"]
    return signed.assign(weight=signed["category"].map(WEIGHTS))


@measure(
    name="stance_modifiers",
    title="Delegitimising share of modifiers",
    unit="share of delegitimising ones among all modifiers that name the target",
    aggregate="mean",
    pieces="modifiers",
    hits=True,
    targets="codebook",
)
def stance_modifiers(corpus: Corpus) -> pd.DataFrame:
    """Count modifiers ("terrorist attack", "rebel-held") apart: they name a thing by a group, not the group."""
    namings = _namings(corpus, "modifier")
    return namings.assign(weight=(namings["category"] == "delegitimising").astype(float))


@measure(
    name="adoption",
    title="Adoption of delegitimising labels",
    unit="share of delegitimising namings that stand in the outlet's own voice",
    aggregate="mean",
    pieces="namings",
    hits=True,
    targets="codebook",
    voices=False,
)
def adoption(corpus: Corpus) -> pd.DataFrame:
    """Of all delegitimising nouns for a target, those in the outlet's own voice count 1.

    Notes
    -----
    High adoption with n = 2 is two words. An outlet that quotes nobody has an adoption of 1 for whatever label it uses.
    """
    namings = _namings(corpus, "noun")
    hostile = namings[namings["category"] == "delegitimising"]
    return hostile.assign(weight=(hostile["voice"] == "outlet").astype(float))
