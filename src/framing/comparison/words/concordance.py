"""Every place where a word stands, in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.annotation.text.tokens import Tokens
from framing.annotation.voice.voice import find_voice
from framing.comparison.words.vocabulary import tokens_of
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

COLUMNS = ["article_id", "outlet_id", "story_id", "part", "start", "end", "left", "match", "right"]


def concordance(
    corpus: Corpus,
    pattern: str | Sequence[str],
    *,
    regex: bool = False,
    voice: str | Sequence[str] | None = None,
    width: int | None = None,
) -> pd.DataFrame:
    """Find every place where a word or phrase stands, with what stands left and right of it in the sentence.

    Parameters
    ----------
    corpus : Corpus
        `corpus.where(outlet_id=[...])` gives one to search in some outlets only.
    pattern : str or sequence of str
        A term or several, as in a lexicon: `*` ends a stem, spaces make a phrase, lower case matches any case.
    regex : bool
        Whether the pattern is a regular expression instead; it is matched within each sentence, case and all.
    voice : str or sequence of str, optional
        Only places in this voice (outlet, quoted, reported, scare, rejected).
    width : int, optional
        Most characters to show on each side; None shows the whole sentence.

    Returns
    -------
    DataFrame
        One row per place in order of outlet, article and position: article_id, outlet_id, story_id, part, start, end,
        left, match, right; and voice, speaker and source_type where the corpus is annotated.

    Raises
    ------
    FramingError
        If the pattern is no regular expression, or a voice is asked of a corpus that is not annotated.

    Notes
    -----
    The number of lines is not a measure: a word stands in more sentences where there are more sentences.
    """
    if voice is not None and not corpus.is_annotated:
        raise FramingError("The corpus is not annotated, so nobody knows whose voice a word is in; annotate it first.")
    tokens = tokens_of(corpus)
    if regex:
        start, end = _matches(tokens, pattern)
    else:
        first, last, _ = find_terms(tokens, [pattern] if isinstance(pattern, str) else list(pattern))
        start, end = tokens.start[first], tokens.end[last - 1]
    table = _lines(corpus, tokens, start, end, width=width)
    if corpus.is_annotated:
        heard = find_voice(corpus, table[["article_id", "part", "start", "end"]])
        table = table.assign(**{name: heard[name] for name in ("voice", "speaker", "source_type")})
    if voice is not None:
        table = table[table["voice"].isin([voice] if isinstance(voice, str) else list(voice))]
    return table.sort_values(
        ["outlet_id", "article_id", "part", "start"], ascending=[True, True, False, True], ignore_index=True
    )


def _matches(tokens: Tokens, pattern: str | Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Character ranges of a regular expression within sentences."""
    if not isinstance(pattern, str):
        raise FramingError("A regular expression is one string; join several with '|'.")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise FramingError(f"{pattern!r} is no regular expression: {error}.") from error
    bounds = zip(*_sentence_bounds(tokens, np.unique(tokens.sentence)), strict=True)
    spans = [
        (begin + match.start(), begin + match.end())
        for begin, end in bounds
        for match in compiled.finditer(tokens.text[begin:end])
        if match.end() > match.start()
    ]
    start, end = np.array(spans, np.int64).reshape(-1, 2).T
    return start, end


def _sentence_bounds(tokens: Tokens, sentence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    begins = tokens.start[tokens.sentence_tokens[sentence]]
    return begins, tokens.end[tokens.sentence_tokens[sentence + 1] - 1]


def _lines(corpus: Corpus, tokens: Tokens, start: np.ndarray, end: np.ndarray, *, width: int | None) -> pd.DataFrame:
    token = np.searchsorted(tokens.end, start, side="right")
    begins, ends = _sentence_bounds(tokens, tokens.sentence[token])
    if width is not None:
        begins, ends = np.maximum(begins, start - width), np.minimum(ends, end + width)
    segment = tokens.segment[token]
    offset = tokens.segment_start[segment]
    cut = list(zip(begins, start, end, ends, strict=True))
    texts = {
        "left": [_flat(tokens.text[a:b]) for a, b, _, _ in cut],
        "match": [tokens.text[b:c] for _, b, c, _ in cut],
        "right": [_flat(tokens.text[c:d]) for _, _, c, d in cut],
    }
    table = pd.DataFrame(
        {
            "article_id": pd.Series(tokens.article_ids[tokens.segment_article[segment]], dtype="str"),
            "part": pd.Series(np.array(["headline", "body"], object)[tokens.segment_part[segment]], dtype="str"),
            "start": start - offset,
            "end": end - offset,
        }
        | {name: pd.Series(text, dtype="str") for name, text in texts.items()}
    )
    return table.merge(corpus.articles[["article_id", "outlet_id", "story_id"]], on="article_id", how="left")[COLUMNS]


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", text)
