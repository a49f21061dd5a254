"""Relations within the content of another: "X said that Y had denied it"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.annotation.attribution.relation_spans import MARKS, read_spans
from framing.annotation.attribution.tagger_features import FLAGS
from framing.annotation.text.ranges import range_sums
from framing.corpus.arrays import positions_in

if TYPE_CHECKING:
    from framing.annotation.attribution.tagger import Reader

QUOTING = FLAGS.index("double")  # this flag and those after it tell of quotation marks
CLOSINGS = (*MARKS, ",")
OPENINGS = (*CLOSINGS, "that")
SURE = 0.8  # certainty of source, cue and content together; between .7 and .8 readers still took 23 of 26 for right
SHORTEST = 6  # tokens of a content that may hold a relation


def find_nested(reader: Reader, spans: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Read contents again, each as a text of its own and without its quotation marks, for relations within them.

    Returns
    -------
    spans : DataFrame
        Of the nested relations, numbered from 0.
    parent : ndarray
        The relation that each of them stands in.

    Notes
    -----
    Only contents with a word that mostly is a cue in the training text are read again. That text has no nested
    relations, so that only the surest are taken, and only those with a source.
    """
    first, last = spans["first"].to_numpy(), spans["last"].to_numpy()
    cues = range_sums(reader.tokens.flag(reader.network.sure_cues), first, last)
    again = (spans["role"] == "content").to_numpy() & (cues > 0) & (last - first >= SHORTEST)
    owner = spans["relation"].to_numpy()[again]
    first, last = _bare(reader, first[again], last[again])
    flags = reader.flags.copy()
    flags[:, QUOTING:] = 0
    flags[first, FLAGS.index("sentence")] = 1
    second = replace(reader, flags=flags).probabilities(first, last)
    sequence = np.full(len(reader.tokens), -1, np.int64)
    sequence[positions_in(first, last)] = np.repeat(np.arange(len(first)), last - first)
    inner = read_spans(reader.tokens, second.argmax(axis=1).astype(np.int8), sequence)
    inner["certainty"] = range_sums(second.max(axis=1), inner["first"].to_numpy(), inner["last"].to_numpy())
    inner = _surest(inner)
    cue = inner["first"].to_numpy()[(inner["role"] == "cue").to_numpy()]
    return inner, owner[sequence[cue]]


def _bare(reader: Reader, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out what makes a content look like one: "that" and marks at its beginning, marks at its end."""
    opening, closing = reader.tokens.flag(OPENINGS), reader.tokens.flag(CLOSINGS)
    first, last = first.copy(), last.copy()
    for _ in range(2):
        first += opening[first] & (last - first > 1)
        last -= closing[last - 1] & (last - first > 1)
    return first, last


def _surest(spans: pd.DataFrame) -> pd.DataFrame:
    """Keep relations that have a source and whose spans are certain enough together, numbered anew."""
    relation, role = spans["relation"].to_numpy(), spans["role"].to_numpy()
    count = int((role == "cue").sum())
    mean = (spans["certainty"] / (spans["last"] - spans["first"])).to_numpy()
    certainty = np.exp(np.bincount(relation, np.log(mean), minlength=count))
    sourced = np.bincount(relation[role == "source"], minlength=count) > 0
    keep = sourced & (certainty >= SURE)
    kept = spans[keep[relation]]
    return kept.assign(relation=(np.cumsum(keep) - 1)[kept["relation"]]).reset_index(drop=True)


def merge_relations(outer: pd.DataFrame, inner: pd.DataFrame, parent: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Put relations and those nested in them in one order, that of their cues.

    `parent` is the relation of `outer` that each of `inner` stands in. Given back are all spans, numbered anew, and for
    each relation the one it stands in, or -1.
    """
    spans = pd.concat([outer, inner.assign(relation=inner["relation"] + (outer["role"] == "cue").sum())])
    cues = spans[(spans["role"] == "cue").to_numpy()]
    order = np.lexsort((cues["relation"].to_numpy(), cues["first"].to_numpy()))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    above = np.concatenate([np.full(len(order) - len(parent), -1), place[parent]])[order]
    spans = spans.assign(relation=place[spans["relation"].to_numpy()])
    return spans.sort_values(["relation", "first"], kind="stable", ignore_index=True), above
