"""Whose word is it: every word is the outlet's own unless a source, a mark of distance or a denial stands round it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.attributions import attribution_tables, check_model, find_attributions
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.voice.forms import find_forms
from framing.annotation.voice.judge import OUTLET, REPORTED, Judge, Opinion, judge_of, voices_of_words
from framing.annotation.voice.reasons import find_reasons
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.schema import VOICES

SPAN = ("article_id", "part", "start", "end")
SOURCE = ("source_text", "speaker", "source_type")


def find_voice(corpus: Corpus, spans: pd.DataFrame, *, model: str = "fast") -> pd.DataFrame:
    """Tell whose word each of some spans is.

    Parameters
    ----------
    corpus : Corpus
        Annotated; of one that is not, tokens, quotations and attributions are found anew.
    spans : DataFrame
        Any table with article_id, part, start, end: labels for people or events, of a codebook or your own.
    model : {"fast", "accurate"}
        ``"accurate"`` asks an encoder as well, and finds missing attributions with one: right more often, much slower,
        and in need of ``framing[accurate]``.

    Returns
    -------
    DataFrame
        The spans with the columns form (noun, modifier, other), voice (outlet, quoted, reported, scare, rejected),
        voice_confidence (calibrated probability of that voice), voice_reason (why it is the outlet's where it stands
        in the content of an attribution all the same), attribution, source_text, speaker and source_type; the last
        four are missing where the word is the outlet's or no source is in sight. A span that touches no word has no
        form and no voice.

    Raises
    ------
    FramingError
        If a column is missing, or the model is unknown or not installed.

    Notes
    -----
    Every measure, table and page that tells the outlet's words from others' asks this judge. What is quoted or
    reported stands in the content of a row of the attributions. Two readers agree in 94 of 100 cases, the judge with
    them in nine of ten (``benchmarks/voice.md``). The outlet's gloss within reported speech, and free indirect speech
    without a cue, are where it errs most. `outlet` says that nobody else is made responsible for the word, not that
    the outlet chose it with intent.
    """
    missing = [name for name in SPAN if name not in spans]
    if missing:
        raise FramingError(f"The spans have no column '{missing[0]}'; a span table has {', '.join(SPAN)}.")
    check_model(model)
    corpus = attributed(corpus, model=model)
    first, last = corpus.tokens.locate(spans)
    found = last > first
    first, last = first[found], last[found]
    judge = judge_of(corpus, model=model)
    opinion = judge.hear(first, last)
    voice = opinion.probability.argmax(axis=1)
    row = _behind(judge, opinion, voice, first)
    table = judge.held.table
    columns = {
        "form": pd.Series(find_forms(corpus.tokens, first, last), dtype="str"),
        "voice": pd.Series(np.array(VOICES, object)[voice], dtype="str"),
        "voice_confidence": pd.Series(np.round(opinion.probability.max(axis=1), 3).astype(float)),
        "voice_reason": pd.Series(_reasons(opinion, voice), dtype="str"),
        "attribution": pd.Series(_take(table["attribution"], row), dtype="Int64"),
    }
    columns |= {name: pd.Series(_take(table[name], row), dtype="str") for name in SOURCE}
    placed = {name: column.set_axis(spans.index[found]).reindex(spans.index) for name, column in columns.items()}
    return spans.assign(**placed)


def voices_of(corpus: Corpus, spans: pd.DataFrame) -> pd.Series:
    """Tell whose word each of some spans is, and no more: the column voice of `find_voice`."""
    corpus = attributed(corpus)
    first, last = corpus.tokens.locate(spans)
    found = last > first
    voice = np.full(len(spans), None, object)
    voice[found] = np.array(VOICES, object)[judge_of(corpus).voices(first[found], last[found])]
    return pd.Series(voice, index=spans.index, dtype="str")


def voice_of_words(corpus: Corpus) -> np.ndarray:
    """Tell whose each token is: outlet, source or distanced, as the same judge has it, shape (tokens,).

    Parameters
    ----------
    corpus : Corpus
        Annotated.

    Notes
    -----
    For counting words, not labels: marks of distance and denial beside a word are not looked for, and what is no word
    is not asked about.
    """
    return np.array(VOICES, object)[voices_of_words(attributed(corpus))]


def attributed(corpus: Corpus, *, model: str = "fast") -> Corpus:
    """Give a corpus with tokens, quotations and attributions, found anew where they are not there."""
    corpus = with_arrays(corpus)
    if corpus.is_annotated:
        return corpus
    relations = find_attributions(corpus.tokens, corpus.quotations, model=model)
    attributions, spans = attribution_tables(corpus.tokens, relations)
    return corpus.with_(attributions=attributions, attribution_spans=spans)


def _reasons(opinion: Opinion, voice: np.ndarray) -> np.ndarray:
    """Reasons of what is the outlet's inside a content, None elsewhere."""
    reasons = find_reasons(opinion.features)
    reasons[(voice != OUTLET) | ~opinion.features["held"]] = None
    return reasons


def _behind(judge: Judge, opinion: Opinion, voice: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Row of the relation that answers for each word, -1 where none does.

    For a name that was given ("what he called …") that of the verb of naming; else the one whose content holds the
    word; else, for words at a distance, the one whose cue stands nearest in the sentence.
    """
    held = judge.held
    naming = opinion.features["naming"]
    named = np.where(naming > 0, held.relation(held.cue[first - naming]), -1)
    content = held.relation(held.content[first])
    row = np.where((voice > REPORTED) & (named >= 0), named, content)
    row = np.where((voice > REPORTED) & (row < 0), opinion.features["cue row"], row)
    return np.where(voice == OUTLET, -1, row).astype(np.int64)


def _take(column: pd.Series, row: np.ndarray) -> np.ndarray:
    """Values of some rows of a column, None for row -1."""
    values = np.concatenate([column.to_numpy(object), [None]])[row]
    values[pd.isna(values)] = None
    return values
