"""Who gets to speak: types of source, officials, and how many sources there are in effect."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.schema import SOURCE_TYPES
from framing.scoring.measure import measure
from framing.scoring.sources import OFFICIAL, attributed_spans, spoken

TYPES = "types of source: see the card of the model 'source-types'"


@measure(
    name="share_of_voice",
    title="Share of voice",
    unit="share of the type among attributions whose type of source is known",
    aggregate="share",
    pieces="sources",
    targets=SOURCE_TYPES,
    voices=False,
    validity=TYPES,
)
def share_of_voice(corpus: Corpus) -> pd.DataFrame:
    """Give each type of source its share of what sources say; beliefs and plans are left out.

    Notes
    -----
    Shares are of attributions, so whoever is quoted in short pieces weighs more. Sources whose type is unknown are left
    out; they are more often private people than officials.
    """
    typed = spoken(corpus.attributions).dropna(subset=["source_type"])
    return attributed_spans(corpus, typed.assign(weight=1.0, target=typed["source_type"]))


@measure(
    name="official_share",
    title="Official sources",
    unit="share of government, security and justice among attributions whose type of source is known",
    aggregate="mean",
    pieces="sources",
    hits=True,
    voices=False,
    validity=TYPES,
)
def official_share(corpus: Corpus) -> pd.DataFrame:
    """Of what sources say, attributions to government, security and justice count 1.

    Notes
    -----
    Lawyers of the accused are justice too, and candidates are government: the share is of people with a public role,
    not of one side.

    References
    ----------
    Bennett, W. L. (1990). Toward a theory of press-state relations in the United States. Journal of Communication
    40(2), 103-127.
    """
    typed = spoken(corpus.attributions).dropna(subset=["source_type"])
    weight = typed["source_type"].isin(OFFICIAL).astype(float)
    return attributed_spans(corpus, typed.assign(weight=weight, category=typed["source_type"]))


@measure(
    name="effective_sources",
    title="Effective number of sources",
    unit="sources (Hill number of order 1)",
    aggregate="effective_number",
    pieces="sources",
    voices=False,
    validity="speakers: see the card of the model 'source-types'",
)
def effective_sources(corpus: Corpus) -> pd.DataFrame:
    """Tell how many equally busy named sources would be as diverse as those of the article.

    Notes
    -----
    Whoever quotes more looks more diverse. Across outlets use `framing.scoring.sources.source_diversity`, which draws
    the same number of attributions from each.

    References
    ----------
    Jost, L. (2006). Entropy and diversity. Oikos 113, 363-375.
    """
    said = spoken(corpus.attributions)
    named = said[said["named"].fillna(value=False).astype(bool)]
    return attributed_spans(corpus, named.assign(weight=1.0, category=named["speaker"]))


@measure(
    name="effective_source_types",
    title="Effective number of types of source",
    unit="types (Hill number of order 1)",
    aggregate="effective_number",
    pieces="sources",
    voices=False,
    validity=TYPES,
)
def effective_source_types(corpus: Corpus) -> pd.DataFrame:
    """Tell how many equally frequent types of source would be as diverse as those of the article; at most eleven.

    Notes
    -----
    An article with one quotation has an effective number of 1 whoever speaks.
    """
    typed = spoken(corpus.attributions).dropna(subset=["source_type"])
    return attributed_spans(corpus, typed.assign(weight=1.0, category=typed["source_type"]))
