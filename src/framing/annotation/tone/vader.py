"""Tone of sentences by VADER, as its authors' package computes it, in time that grows with the text."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import vaderSentiment.vaderSentiment as vader  # noqa: N813 (the module has the package's name)

from framing.errors import FramingError

FIELDS = ["neg", "neu", "pos", "compound"]
BEFORE, AFTER = 3, 2  # words that the rules look at on either side of one
BUT = 0.5, 1.5  # what a valence is worth before and after "but"


@dataclass(frozen=True)
class ToneLexicon:
    """Words with a valence from about -4 to 4, under a name and a fingerprint of the file they came from."""

    name: str
    fingerprint: str
    valence: dict[str, float]


@cache
def read_vader_lexicon() -> ToneLexicon:
    """Read the lexicon of the vaderSentiment package: 7,500 words and emoticons with their mean rating by ten raters.

    References
    ----------
    Hutto and Gilbert 2014, VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.
    """
    content = (Path(vader.__file__).parent / "vader_lexicon.txt").read_bytes()
    return ToneLexicon("VADER (vaderSentiment)", hashlib.sha256(content).hexdigest()[:16], _analyzer().lexicon)


@cache
def _analyzer() -> vader.SentimentIntensityAnalyzer:
    return vader.SentimentIntensityAnalyzer()


def sentence_tone(texts: Sequence[str]) -> pd.DataFrame:
    """Say how negative, neutral and positive each sentence is by VADER's lexicon and rules.

    Parameters
    ----------
    texts
        Sentences, or any texts.

    Returns
    -------
    DataFrame
        A row per text in the given order: `neg`, `neu`, `pos` (shares) and `compound` (-1 to 1).

    Raises
    ------
    FramingError
        When a text is missing.

    Notes
    -----
    The four numbers are those of vaderSentiment's `polarity_scores`, with two exceptions: emoji say nothing, and *but*
    halves what stands before it and raises what stands after it by half, where that code goes by the first word with
    the same valence. They describe words, not whom the words are about: on news sentences with a marked person the
    sign is right little more often than chance, and a whole article sits at -1 or 1 whatever it says. Score sentences,
    and see `target_tone` for people and groups.

    References
    ----------
    Hutto and Gilbert 2014, VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.
    """
    scores = [
        _analyzer().score_valence([valence for *_, valence in hits] + [0.0] * (count - len(hits)), text)
        for text, (count, hits) in zip(texts, find_valences(tuple(check_texts(texts))), strict=True)
    ]
    return pd.DataFrame(scores, columns=FIELDS, dtype=float)


def word_tones(texts: Sequence[str]) -> pd.DataFrame:
    """Find the words that give each sentence its tone.

    Parameters
    ----------
    texts
        Sentences, or any texts.

    Returns
    -------
    DataFrame
        A row per word with a valence: `row` (place of the text in `texts`), `start`, `end`, `text`, `valence`
        (after boosters, negators, capitals and "but").
    """
    rows = []
    for row, (text, (_, hits)) in enumerate(zip(texts, find_valences(tuple(check_texts(texts))), strict=True)):
        spans = [match.span() for match in re.finditer(r"\S+", text)] if hits else []
        for place, word, valence in hits:
            start = text.index(word, *spans[place])
            rows.append((row, start, start + len(word), word, valence))
    table = pd.DataFrame(rows, columns=["row", "start", "end", "text", "valence"])
    return table.astype({"row": "int64", "start": "int64", "end": "int64", "text": "str", "valence": "float64"})


Hits = list[tuple[int, str, float]]
"""Words with a valence: which word of the text, as written, and its valence after all rules."""


@lru_cache(maxsize=1)  # asked for sentences, and again for their words
def find_valences(texts: tuple[str, ...]) -> list[tuple[int, Hits]]:
    """Give the number of words of each text, and those with a valence; of the last texts it is remembered."""
    cut = (vader.SentiText(text).words_and_emoticons for text in texts)
    return [(len(words), _hits(words)) for words in cut]


def _hits(words: list[str]) -> Hits:
    """Find the words with a valence; VADER's own code sees no more of a text than its rules look at."""
    lower = [word.lower() for word in words]
    lexicon, boosters = _analyzer().lexicon, vader.BOOSTER_DICT
    places = [i for i, word in enumerate(lower) if word in lexicon and word not in boosters]
    loud = bool(places) and vader.allcap_differential(words)
    turn = lower.index("but") if "but" in lower else None
    hits = []
    for i in places:
        if lower[i : i + 2] == ["kind", "of"]:
            continue
        first = max(i - BEFORE, 0)
        seen = SimpleNamespace(words_and_emoticons=words[first : i + AFTER + 1], is_cap_diff=loud)
        (valence,) = _analyzer().sentiment_valence(0, seen, words[i], i - first, [])
        factor = 1.0 if turn is None else BUT[i > turn]
        if valence:
            hits.append((i, words[i], valence * factor))
    return hits


def check_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts as a list, or say which of them is missing."""
    listed = list(texts)
    for row, text in enumerate(listed):
        if not isinstance(text, str):
            raise FramingError(f"Text {row} is missing ({text!r}): leave out rows without a text before scoring them.")
    return listed
