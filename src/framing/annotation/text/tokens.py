"""Text to integers, once: every token of a set of articles as flat arrays over a list of types."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from framing.annotation.text.sentences import sentence_starts
from framing.corpus.arrays import SEPARATOR, Tokens, fold

__all__ = ["Tokens", "fold", "tokenize"]

TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., J.F.K.
    r"|\d+(?:[.,:]\d+)*"  # 1,000.5 and 12:30
    r"|['’][sS]\b"  # the 's of Tokayev's, a token of its own
    r"|[^\W_]+(?:['’](?![sS]\b)[^\W_]+)*"  # words; didn't and O'Neill stay whole
    r"|[^\s\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]"  # every other mark by itself; emoji are none
)


def tokenize(articles: pd.DataFrame) -> Tokens:
    """Split the headlines and bodies of an articles table into tokens and sentences.

    Parameters
    ----------
    articles : DataFrame
        The articles table.

    Notes
    -----
    A token is not a word of the dictionary: "rebel-held" is three tokens, "U.S." is one, and the possessive 's is a
    token of its own, so that "terrorists'" and "Tokayev's" are found under their plain forms. Emoji are no tokens: the
    text reads on round them.
    """
    tokens = _split(articles)
    starts = sentence_starts(tokens)
    starts[tokens.segment_tokens[:-1][np.diff(tokens.segment_tokens) > 0]] = True
    return replace(
        tokens,
        sentence=(np.cumsum(starts) - 1).astype(np.int32),
        sentence_tokens=np.append(np.flatnonzero(starts), len(tokens)),
    )


def _split(articles: pd.DataFrame) -> Tokens:
    pieces = [piece for pair in zip(articles["headline"], articles["body"], strict=True) for piece in pair]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    text = SEPARATOR.join(pieces)
    segment_start = np.concatenate([[0], np.cumsum(lengths + len(SEPARATOR))])[: len(pieces)]
    between_and_token = re.split(f"({TOKEN.pattern})", text)  # one pass: gap, token, gap, token, …, gap
    edges = np.cumsum(np.fromiter(map(len, between_and_token), np.int64, len(between_and_token)))
    start, end = edges[:-1:2], edges[1::2]
    type_id, types = pd.factorize(np.array(between_and_token[1::2], object))
    folds, folded = pd.factorize(np.array([fold(word) for word in types], object))
    segment = np.searchsorted(segment_start, start, side="right") - 1
    segment_tokens = np.searchsorted(start, np.append(segment_start, len(text) + 1))
    breaks = np.array([m.start() for m in re.finditer("\n", text)], np.int64)
    before = np.searchsorted(breaks, start)
    return Tokens(
        text=text,
        article_ids=articles["article_id"].to_numpy(object),
        segment_article=np.repeat(np.arange(len(articles), dtype=np.int32), 2),
        segment_part=np.tile(np.array([0, 1], np.int8), len(articles)),
        segment_start=segment_start,
        segment_tokens=segment_tokens,
        types=types,
        type_id=type_id.astype(np.int32),
        folded=folded,
        fold=folds.astype(np.int32),
        start=start,
        end=end,
        segment=segment.astype(np.int32),
        space_before=start > np.concatenate([[-1], end])[: len(start)],
        break_before=before > np.concatenate([[-1], before])[: len(start)],
    )
