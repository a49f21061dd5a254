"""Frames told by their vocabulary: the protest paradigm, and the five generic news frames."""

from __future__ import annotations

import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.annotation.voice.voice import voices_of
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon
from framing.scoring.measure import measure

PROTEST = ("riot", "confrontation", "spectacle", "debate")
GENERIC = ("conflict", "human_interest", "economic", "morality", "responsibility")


def find_words(corpus: Corpus, lexicon: str) -> pd.DataFrame:
    """Find the words of a lexicon with categories, each with the voice it stands in; the category is the target."""
    terms = read_lexicon(lexicon).terms
    first, last, term = find_terms(corpus.tokens, terms["term"].tolist())
    spans = corpus.tokens.table(first, last)
    category = terms["category"].to_numpy(object)[term]
    return spans.assign(target=category, voice=voices_of(corpus, spans), weight=1.0)


@measure(
    name="protest_frames",
    title="Protest paradigm",
    unit="words of a frame per 1,000 words of the voice",
    aggregate="rate",
    targets=PROTEST,
    lexicons=("protest-paradigm",),
)
def protest_frames(corpus: Corpus) -> pd.DataFrame:
    """Count the vocabulary of riot, confrontation, spectacle and debate.

    Notes
    -----
    A rate of words is not the frame of an article: people coded frames by reading. See the lexicon's card.

    References
    ----------
    McLeod, D. M. & Hertog, J. K. (1999). Social control, social change and the mass media's role in the regulation of
    protest groups. In Mass Media, Social Control, and Social Change. Iowa State University Press.
    """
    return find_words(corpus, "protest-paradigm")


@measure(
    name="generic_frames",
    title="Generic frames",
    unit="words of a frame per 1,000 words of the voice",
    aggregate="rate",
    targets=GENERIC,
    lexicons=("generic-frames",),
)
def generic_frames(corpus: Corpus) -> pd.DataFrame:
    """Count the vocabulary of conflict, human interest, economic consequences, morality and responsibility.

    Notes
    -----
    The published frames are questions answered by people; the words are our indicators and share much with topics.

    References
    ----------
    Semetko, H. A. & Valkenburg, P. M. (2000). Framing European politics: a content analysis of press and television
    news. Journal of Communication 50, 93-109.
    """
    return find_words(corpus, "generic-frames")
