"""Tone of sentences: exactly nltk's VADER, computed once per word instead of once per place."""

import hashlib
import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.tone.vader_rules import Words, find_valences, read_words, weigh_but
from framing.errors import FramingError

FIELDS = ["neg", "neu", "pos", "compound"]


@dataclass(frozen=True)
class ToneLexicon:
    """Words with a valence from about -4 to 4, under a name and a fingerprint of the file they came from."""

    name: str
    fingerprint: str
    valence: dict[str, float]


@cache
def read_vader_lexicon() -> ToneLexicon:
    """Read VADER's lexicon out of the installed vaderSentiment package.

    Returns
    -------
    ToneLexicon
        7,500 words and emoticons with their mean rating by ten raters.

    Raises
    ------
    FramingError
        When the package is not installed.

    Notes
    -----
    nltk's own copy, which has to be downloaded, differs in six entries. The scores here equal nltk's code run on this
    file; the fingerprint says which file it was.

    References
    ----------
    Hutto and Gilbert 2014, VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.
    """
    spec = importlib.util.find_spec("vaderSentiment")
    if spec is None or spec.origin is None:
        raise FramingError(
            "VADER's lexicon is in the package vaderSentiment, which is missing: pip install vaderSentiment"
        )
    content = (Path(spec.origin).parent / "vader_lexicon.txt").read_bytes()
    lines = content.decode("utf8").rstrip("\n").split("\n")
    rows = (line.strip().split("\t")[:2] for line in lines)
    valence = {word: float(value) for word, value in rows}
    return ToneLexicon("VADER (vaderSentiment)", hashlib.sha256(content).hexdigest()[:16], valence)


def _round(values: np.ndarray, digits: int) -> np.ndarray:
    """Round as Python does, to the nearest decimal of the exact number; arrays decide all but near ties."""
    scale = 10.0**digits
    rounded = np.rint(values * scale) / scale
    part = np.abs(values * scale)
    for i in np.flatnonzero(np.abs(part - np.floor(part) - 0.5) < 1e-6):
        rounded[i] = round(float(values[i]), digits)
    return rounded


def _emphasis(texts: Sequence[str], rows: np.ndarray) -> np.ndarray:
    exclaimed = np.fromiter((texts[row].count("!") for row in rows), np.int64, len(rows))
    asked = np.fromiter((texts[row].count("?") for row in rows), np.int64, len(rows))
    question = np.where(asked > 1, np.where(asked <= 3, asked * 0.18, 0.96), 0.0)
    return np.minimum(exclaimed, 4) * 0.292 + question


def sentence_tone(texts: Sequence[str], *, lexicon: ToneLexicon | None = None) -> pd.DataFrame:
    """Say how negative, neutral and positive each sentence is by VADER's lexicon and rules.

    Parameters
    ----------
    texts
        Sentences, or any texts.
    lexicon
        Words and valences; VADER's own by default.

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
    The four numbers equal those of nltk's SentimentIntensityAnalyzer with this lexicon. They describe words, not whom
    the words are about: on news sentences with a marked person the sign is right little more often than chance, and a
    whole article sits at -1 or 1 whatever it says. Score sentences, and see `target_tone` for people and groups.

    References
    ----------
    Hutto and Gilbert 2014, VADER: a parsimonious rule-based model for sentiment analysis of social media text, ICWSM.
    """
    texts = check_texts(texts)
    read, hits, value = _weigh(texts, lexicon)
    return _add_up(texts, read, read.sentence[hits], value)


_LATEST: list[tuple[list[str], ToneLexicon, tuple[Words, np.ndarray, np.ndarray]]] = []


def _weigh(texts: list[str], lexicon: ToneLexicon | None) -> tuple[Words, np.ndarray, np.ndarray]:
    """Give words, places of those with a valence, and it; kept, since tone is asked of sentences and of their words."""
    lexicon = lexicon or read_vader_lexicon()
    if not _LATEST or _LATEST[0][1] is not lexicon or _LATEST[0][0] != texts:
        read = read_words(texts, lexicon.valence)
        hits, value = find_valences(read)
        _LATEST[:] = [(texts, lexicon, (read, hits, weigh_but(read, hits, value)))]
    return _LATEST[0][2]


def _add_up(texts: list[str], read: Words, sentence: np.ndarray, value: np.ndarray) -> pd.DataFrame:
    """Sum the valences of each sentence, with its exclamation and question marks, to the four numbers."""
    n = len(texts)
    ends = np.searchsorted(sentence, np.arange(n), side="right")
    rows = np.flatnonzero(np.diff(ends, prepend=0))
    values, begins = value.tolist(), np.concatenate([[0], ends[:-1]]) if n else ends
    # Python's own sum, since its rounding changed in 3.12 and nltk uses it.
    total = np.array([float(sum(values[begins[row] : ends[row]])) for row in rows])
    emphasis = _emphasis(texts, rows)
    total = total + np.where(total > 0, emphasis, np.where(total < 0, -emphasis, 0.0))
    positive = np.bincount(sentence, np.where(value > 0, value + 1, 0.0), n)[rows]
    negative = np.bincount(sentence, np.where(value < 0, value - 1, 0.0), n)[rows]
    size = np.diff(read.bounds)
    neutral = size[rows] - np.bincount(sentence, value != 0, n)[rows]
    balance = positive - np.abs(negative)
    positive = np.where(balance > 0, positive + emphasis, positive)
    negative = np.where(balance < 0, negative - emphasis, negative)
    whole = positive + np.abs(negative) + neutral
    out = {"neg": np.zeros(n), "neu": np.where(size > 0, 1.0, 0.0), "pos": np.zeros(n), "compound": np.zeros(n)}
    out["neg"][rows] = _round(np.abs(negative / whole), 3)
    out["neu"][rows] = _round(np.abs(neutral / whole), 3)
    out["pos"][rows] = _round(np.abs(positive / whole), 3)
    out["compound"][rows] = _round(total / np.sqrt(total * total + 15), 4)
    return pd.DataFrame(out, columns=FIELDS)


def word_tones(texts: Sequence[str], *, lexicon: ToneLexicon | None = None) -> pd.DataFrame:
    """Find the words that give each sentence its tone.

    Parameters
    ----------
    texts
        Sentences, or any texts.
    lexicon
        Words and valences; VADER's own by default.

    Returns
    -------
    DataFrame
        A row per word with a valence: `row` (place of the text in `texts`), `start`, `end`, `text`, `valence`
        (after boosters, negators, capitals and "but").

    Notes
    -----
    A word that nltk scores from its first occurrence in the sentence has that occurrence's valence at each place.
    """
    texts = check_texts(texts)
    read, hits, value = _weigh(texts, lexicon)
    sentence, token = read.sentence[hits], read.token[hits]
    spans: dict[int, list[tuple[int, int]]] = {
        row: [match.span() for match in re.finditer(r"\S+", texts[row])] for row in np.unique(sentence).tolist()
    }
    rows = []
    for row, at, word, valence in zip(
        sentence.tolist(), token.tolist(), read.ids[hits].tolist(), value.tolist(), strict=True
    ):
        start, end = spans[row][at]
        begin = start + texts[row][start:end].find(read.words[word])
        rows.append((row, begin, begin + len(read.words[word]), read.words[word], valence))
    table = pd.DataFrame(rows, columns=["row", "start", "end", "text", "valence"])
    return table.astype({"row": "int64", "start": "int64", "end": "int64", "text": "str", "valence": "float64"})


def check_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts as a list, or say which of them is missing."""
    listed = list(texts)
    for row, text in enumerate(listed):
        if not isinstance(text, str):
            raise FramingError(f"Text {row} is missing ({text!r}): leave out rows without a text before scoring them.")
    return listed
