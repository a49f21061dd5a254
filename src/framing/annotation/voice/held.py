"""Which attribution relation holds each token, and in what part: content, cue or source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from framing.annotation.voice.own_release import says_itself
from framing.corpus.arrays import Tokens, depths, positions_in
from framing.corpus.corpus import Corpus

NONE = -1


@dataclass(frozen=True)
class Held:
    """Attribution relations by token. Of several spans that hold a token the shortest counts.

    Parameters
    ----------
    table : DataFrame
        The attributions.
    first, last, row : ndarray of int, shape (spans,)
        Token range of each span, and the row of its relation in `table`.
    content, cue, source : ndarray of int, shape (tokens,)
        Span of that role which holds a token, or -1.
    depth : ndarray of int, shape (tokens,)
        Number of contents that hold a token.
    turn : ndarray of bool, shape (tokens,)
        Whether a token is said in a turn of a transcript: the content of a colon in a body.
    own : ndarray of bool, shape (relations,)
        Whether the source is the article's outlet itself: a ministry's release that says "the ministry said".
    """

    table: pd.DataFrame
    first: np.ndarray
    last: np.ndarray
    row: np.ndarray
    content: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    depth: np.ndarray
    turn: np.ndarray
    own: np.ndarray

    def relation(self, span: np.ndarray) -> np.ndarray:
        """Give the rows of the relations of spans, -1 for no span."""
        return np.where(span >= 0, self.row[span], NONE) if len(self.row) else np.full(len(span), NONE)

    @cached_property
    def cue_range(self) -> tuple[np.ndarray, np.ndarray]:
        """First token of the first cue of each relation, and the token after it; -1 where there is no cue."""
        spans = np.unique(self.cue)
        spans = spans[spans >= 0][::-1]
        first, last = np.full((2, len(self.table) + 1), NONE, np.int64)
        order = spans[np.argsort(-self.first[spans], kind="stable")]
        first[self.row[order]], last[self.row[order]] = self.first[order], self.last[order]
        return first, last


def find_held(corpus: Corpus) -> Held:
    """Lay the attributions of a corpus over its tokens."""
    tokens, table, spans = corpus.tokens, corpus.attributions, corpus.attribution_spans
    keys = pd.MultiIndex.from_frame(table[["article_id", "attribution"]])
    row = keys.get_indexer(pd.MultiIndex.from_frame(spans[["article_id", "attribution"]]))
    first, last = tokens.locate(spans)
    role = spans["role"].to_numpy()
    held = {name: _lay(tokens, first, last, np.flatnonzero(role == name)) for name in ("content", "cue", "source")}
    contents = role == "content"
    turns = contents & (table["cue_text"] == ":").to_numpy()[row] & (spans["part"] == "body").to_numpy()
    depth, turn = (depths(len(tokens), first[chosen], last[chosen]) for chosen in (contents, turns))
    return Held(table, first, last, row, depth=depth, turn=turn > 0, own=says_itself(corpus), **held)


def _lay(tokens: Tokens, first: np.ndarray, last: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Give for each token the shortest of the chosen spans that holds it."""
    order = chosen[np.argsort(first[chosen] - last[chosen], kind="stable")]
    owner = np.full(len(tokens), NONE, np.int64)
    owner[positions_in(first[order], last[order])] = np.repeat(order, (last - first)[order])
    return owner
