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
    cut_spans,
    likely_source,
    link_spans,
    source_of_cue,
)
from framing.annotation.text.ranges import running
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

ROLES = ("source", "cue", "content")
EDGES = (",", ".", ";", ":")
DASHES = ("-", "–", "—", "--")
TRAILING = word_kinds("reporting")["trailing"]
"""Words that a source does not end with, where the tagger broke off too late or too early."""
MARKS = ("“", "”", '"', "‘", "’", "'", "«", "»")


def read_spans(
    tokens: Tokens, labels: np.ndarray, sequence: np.ndarray, *, chance: np.ndarray | None = None
) -> pd.DataFrame:
    """Read the spans of relations off labels: a table of relation (in the order of cues), role, first, last.

    Parameters
    ----------
    tokens : Tokens
    labels : ndarray, shape (tokens,)
        Numbers in `linking.LABELS`.
    sequence : ndarray, shape (tokens,)
        What was read by itself: no relation reaches from one sequence into another.
    chance : ndarray, shape (tokens,), optional
        Probability that a token belongs to a source; given, it finds sources for relations that have none.
    """
    first, last, kind = cut_spans(labels, sequence)
    first, last = _trim(tokens, first, last, kind)
    relation = link_spans(first, kind, segment=sequence, sentence=tokens.sentence)
    return _number(tokens, first, last, kind, relation, chance)


def _trim(tokens: Tokens, first: np.ndarray, last: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out commas and stops at the ends of spans of several tokens; of sources and cues quotation marks too.

    A source loses dashes, brackets, words it cannot begin or end with ("and voters who"), and when it was that somebody
    spoke ("yesterday evening [Ada Lind]").
    """
    edge = np.append(tokens.flag(EDGES), False)
    mark = np.append(tokens.flag(MARKS), False)
    before = np.append(tokens.flag([*DASHES, ")", "]", "'s", "and", "or", "but"]), False)
    trailing = np.append(tokens.flag([*TRAILING, *DASHES, "(", "["]), False)
    trailing[1:] &= ~np.append(tokens.flag(["of"]), False)[:-1]  # many of whom
    bare, source = kind < CONTENT_LEFT, (kind == SOURCE_LEFT) | (kind == SOURCE_RIGHT)
    first, last = first.copy(), last.copy()
    first += np.where(source, np.minimum(_time_before(tokens, first), last - first - 1), 0)
    for _ in range(3):
        first += (edge[first] | (mark[first] & bare) | (before[first] & source)) & (last - first > 1)
        end = edge[last - 1] | (mark[last - 1] & bare) | (trailing[last - 1] & source)
        last -= end & (last - first > 1)
    return first, last


def _time_before(tokens: Tokens, first: np.ndarray) -> np.ndarray:
    """Count the words that tell the time before a name or an article: "last night [the mayor]", not "April [Jones]"."""
    time = np.append(tokens.flag(word_kinds("clause-words")["day"]), False)
    begins = tokens.type_flag(lambda word: word[0].isupper()) | tokens.flag(word_kinds("source-words")["definite"])
    begins = np.append(begins, False)
    count = np.zeros(len(first), np.int64)
    for number in np.flatnonzero(time[first]).tolist():
        end = first[number] + int(np.argmin(time[first[number] :]))
        alone = end - first[number] < 2 and str(tokens.types[tokens.type_id[first[number]]]).lower() != "yesterday"
        count[number] = 0 if alone or not begins[end] else end - first[number]
    return count


def _number(
    tokens: Tokens,
    first: np.ndarray,
    last: np.ndarray,
    kind: np.ndarray,
    relation: np.ndarray,
    chance: np.ndarray | None,
) -> pd.DataFrame:
    """Spans of the relations that have content, numbered by their cues."""
    cues = np.flatnonzero(kind == CUE)
    contents = np.flatnonzero((kind >= CONTENT_LEFT) & (relation >= 0))
    whole, number = np.unique(relation[contents], return_inverse=True)  # a cue without content makes no relation
    cue = first[cues[whole]]
    source = source_of_cue(first, last, kind, relation, sentence=tokens.sentence)[whole]
    begin, end = (np.where(source >= 0, bound[source], 0) for bound in (first, last))
    if chance is not None:
        bare = np.flatnonzero(source < 0)
        bounds = tokens.sentence_tokens
        likely = likely_source(cue[bare], chance, sentence=tokens.sentence, sentence_tokens=bounds)
        begin[bare], end[bare] = _trim(tokens, *likely, np.full(len(bare), SOURCE_LEFT))
    words = running(tokens.is_word)
    sourced = np.flatnonzero(words[end] > words[begin])
    table = pd.DataFrame(
        {
            "relation": np.concatenate([sourced, np.arange(len(whole)), number]),
            "role": pd.Series(np.repeat(ROLES, [len(sourced), len(whole), len(contents)]), dtype="str"),
            "first": np.concatenate([begin[sourced], cue, first[contents]]),
            "last": np.concatenate([end[sourced], last[cues[whole]], last[contents]]),
        }
    )
    return table.sort_values(["relation", "first"], kind="stable", ignore_index=True)
