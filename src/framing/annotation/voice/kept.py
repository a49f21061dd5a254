"""Whose each word is, and how likely a cue's, a source's or a content's, as columns on disk: judged once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.attribution.labels import ROLES, role_chances
from framing.annotation.voice.judge import VOICES_OF_WORDS, relations_of, voices_of_words
from framing.corpus.corpus import Corpus

HEARD = "heard"
"""Name of the table: a row a token, in the order of the text."""


def table_of_voices(corpus: Corpus) -> pd.DataFrame:
    """Give the voice of each token, as a number of `schema.VOICES`, and the chances of its roles in 255ths."""
    chances = dict(zip(ROLES, role_chances(corpus.tokens, corpus.quotations).T, strict=True))
    return pd.DataFrame({"voice": voices_of_words(corpus).astype(np.uint8), **chances})


def remember_voices(corpus: Corpus, heard: pd.DataFrame) -> None:
    """Keep what is known of the words of a corpus with its tokens, for whoever asks next."""
    corpus.tokens.keep(role_chances, (corpus.quotations, heard[list(ROLES)].to_numpy(np.uint8)))
    corpus.tokens.keep(VOICES_OF_WORDS, (relations_of(corpus), heard["voice"].to_numpy()))
