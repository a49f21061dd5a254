"""Spans of attribution relations: what labels say, linked, trimmed and numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.annotation.attribution.linking import (
    CONTENT_LEFT,
    CUE,
    SOURCE_LEFT,
    SOURCE_RIGHT,
    Links,
    cut_spans,
    likely_source,
    link_spans,
    source_of_cue,
)

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

ROLES = ("source", "cue", "content")
EDGES = (",", ".", ";", ":")
DASHES = ("-", "–", "—")
TRAILING = (
    "who that which when while as and or in on at for of with by from to the a an is was has had have also later "
    "today yesterday tonight monday tuesday wednesday thursday friday saturday sunday"
).split()
"""Words that a source does not end with, where the tagger broke off too late or too early."""
MARKS = ("“", "”", '"', "‘", "’", "'", "«", "»")


def read_spans(
    tokens: Tokens, labels: np.ndarray, sequence: np.ndarray, *, chance: np.ndarray | None = None
) -> pd.DataFrame:
    """Read the spans of relations off labels.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)
        Numbers in `linking.LABELS`.
    sequence : ndarray, shape (tokens,)
        What was read by itself: no relation reaches from one sequence into another.
    chance : ndarray, shape (tokens,), optional
        Probability that a token belongs to a source; given, it finds sources for relations that have none.

    Returns
    -------
    DataFrame
        Columns relation, role, first, last; relations are numbered in the order of their cues.
    """
    first, last, kind = cut_spans(labels, sequence)
    first, last = _trim(tokens, first, last, kind)
    links = link_spans(first, last, kind, segment=sequence, sentence=tokens.sentence)
    return _number(tokens, links, chance)


def _trim(tokens: Tokens, first: np.ndarray, last: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out commas and stops at the ends of spans of several tokens; of sources and cues quotation marks too.

    A source loses dashes, brackets and words it cannot end with ("voters who").
    """
    edge = np.append(tokens.flag(EDGES), False)
    mark = np.append(tokens.flag(MARKS), False)
    before = np.append(tokens.flag([*DASHES, ")", "]", "'s"]), False)
    trailing = np.append(tokens.flag([*TRAILING, *DASHES, "(", "["]), False)
    trailing[1:] &= ~np.append(tokens.flag(["of"]), False)[:-1]  # many of whom
    bare, source = kind < CONTENT_LEFT, (kind == SOURCE_LEFT) | (kind == SOURCE_RIGHT)
    first, last = first.copy(), last.copy()
    for _ in range(3):
        first += (edge[first] | (mark[first] & bare) | (before[first] & source)) & (last - first > 1)
        end = edge[last - 1] | (mark[last - 1] & bare) | (trailing[last - 1] & source)
        last -= end & (last - first > 1)
    return first, last


def _number(tokens: Tokens, links: Links, chance: np.ndarray | None) -> pd.DataFrame:
    """Spans of the relations that have content, numbered by their cues."""
    cues = np.flatnonzero(links.kind == CUE)
    contents = np.flatnonzero((links.kind >= CONTENT_LEFT) & (links.relation >= 0))
    whole = np.unique(links.relation[contents])  # a cue to which nothing is attributed makes no relation
    number = np.full(len(cues), -1, np.int64)
    number[whole] = np.arange(len(whole))
    cue = links.first[cues[whole]]
    source = source_of_cue(links, sentence=tokens.sentence)[whole]
    first, last = np.where(source >= 0, links.first[source], 0), np.where(source >= 0, links.last[source], 0)
    if chance is not None:
        bare = np.flatnonzero(source < 0)
        bounds = tokens.sentence_tokens
        first[bare], last[bare] = likely_source(cue[bare], chance, sentence=tokens.sentence, sentence_tokens=bounds)
    words = np.concatenate([[0], np.cumsum(tokens.is_word)])
    sourced = np.flatnonzero(words[last] > words[first])
    relation = np.concatenate([sourced, np.arange(len(whole)), number[links.relation[contents]]])
    first = np.concatenate([first[sourced], cue, links.first[contents]])
    last = np.concatenate([last[sourced], links.last[cues[whole]], links.last[contents]])
    role = np.repeat([0, 1, 2], [len(sourced), len(whole), len(contents)])
    return _table(relation, role, first, last)


def _table(relation: np.ndarray, role: np.ndarray, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    order = np.lexsort((first, relation))
    names = pd.Series(np.array(ROLES, object)[role[order]], dtype="str")
    return pd.DataFrame({"relation": relation[order], "role": names, "first": first[order], "last": last[order]})
