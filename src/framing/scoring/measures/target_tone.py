"""Tone towards each target of the codebook: the light in which sentences show those they name."""

from __future__ import annotations

import pandas as pd

from framing.annotation.tone.target_tone import mention_tone
from framing.corpus.corpus import Corpus
from framing.scoring.measure import measure
from framing.scoring.measures.sentiment import tone_class

EDGE = 1 / 3
"""A tone within a third of zero is neutral: of three classes, neither good nor bad leads clearly."""


@measure(
    name="target_tone",
    title="Tone towards the target",
    unit="mean of P(positive) less P(negative), -1 to 1",
    aggregate="mean",
    pieces="namings",
    targets="codebook",
    version="1",
    validity="macro-F1 in the card of models/target-tone, against coders (NewsMTSC)",
)
def tone_towards_targets(corpus: Corpus) -> pd.DataFrame:
    """Every naming of a target counts the tone of its sentence towards it, by the linear model.

    Notes
    -----
    The name itself is not read: "thugs fled" and "youths fled" have one tone, and stance counts the difference. A
    sentence in which something bad befalls the target is negative, whoever is to blame for it.
    """
    mentions = corpus.mentions
    if mentions["tone"].isna().any():
        mentions = mentions.assign(tone=mention_tone(corpus)["tone"])
    spans = mentions[["article_id", "target", "part", "start", "end", "text", "voice"]]
    return spans.assign(category=tone_class(mentions["tone"], edge=EDGE), weight=mentions["tone"])
