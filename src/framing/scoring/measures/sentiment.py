"""Tone of words and sentences, by VADER's lexicon and rules: how news sounds, not how it shows anybody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.tone.vader import read_vader_lexicon, sentence_tone, word_tones
from framing.annotation.voice.voice import voices_of
from framing.corpus.corpus import Corpus
from framing.scoring.measure import measure

VERSION = f"2+vader:{read_vader_lexicon().fingerprint}"
EDGE = 0.05
"""VADER's own bound between neutral and not."""


def tone_class(tone: pd.Series, *, edge: float) -> np.ndarray:
    """Name the class of a tone: negative below -edge, positive above edge, else neutral."""
    return np.select([tone <= -edge, tone >= edge], ["negative", "positive"], "neutral")


@measure(
    name="sentence_tone",
    title="Tone of sentences",
    unit="mean compound tone of a sentence, -1 to 1",
    aggregate="mean",
    pieces="sentences",
    voices=False,
    version=VERSION,
    validity="macro-F1 about 50 of 100 against coders, for tone towards a person in the sentence (NewsMTSC)",
)
def tone_of_sentences(corpus: Corpus) -> pd.DataFrame:
    """Every sentence counts its compound tone.

    Notes
    -----
    News of a fire is negative whoever tells it. This says how unpleasant the words are, not whom they blame; the mean
    over sentences has none of the saturation of a score of the whole article.
    """
    sentences = corpus.sentences
    tone = sentence_tone(sentences["text"])["compound"].to_numpy()
    spans = sentences[["article_id", "part", "start", "end", "text"]]
    return spans.assign(voice="outlet", category=tone_class(pd.Series(tone), edge=EDGE), weight=tone)


@measure(
    name="word_tone",
    title="Tone of loaded words",
    unit="mean valence of words in VADER's lexicon, about -4 to 4",
    aggregate="mean",
    pieces="words with a tone",
    bounded=False,
    version=VERSION,
    validity="not validated: it shows which words make the tone of sentences, and in whose voice they stand",
)
def tone_of_words(corpus: Corpus) -> pd.DataFrame:
    """Every word with a valence counts it, after boosters, negators and capitals round it.

    Notes
    -----
    Words in quotation marks and in reported speech are a source's: compare the outlet's own. "Peacekeepers" is +1.6
    and "rioters" nothing in this lexicon; `lexicon_gaps` lists such words for a codebook.
    """
    sentences = corpus.sentences.reset_index(drop=True)
    words = word_tones(sentences["text"])
    home = sentences.iloc[words["row"].to_numpy()]
    begin = home["start"].to_numpy()
    spans = pd.DataFrame(
        {
            "article_id": home["article_id"].to_numpy(),
            "part": home["part"].to_numpy(),
            "start": words["start"].to_numpy() + begin,
            "end": words["end"].to_numpy() + begin,
            "text": words["text"].to_numpy(),
        }
    )
    category = tone_class(words["valence"], edge=EDGE)
    return spans.assign(voice=voices_of(corpus, spans), category=category, weight=words["valence"])
