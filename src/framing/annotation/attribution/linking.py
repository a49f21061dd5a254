"""From labels to relations: cut spans out of label sequences and link each to its cue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LABELS = (
    "O",
    "B-cue",
    "I-cue",
    "B-source-left",
    "I-source-left",
    "B-source-right",
    "I-source-right",
    "B-content-left",
    "I-content-left",
    "B-content-right",
    "I-content-right",
)
KIND = np.array([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], np.int8)  # label -> kind of span; sides tell where the cue lies
BEGINS = np.array([False, True, False] + [True, False] * 4)
CUE, SOURCE_LEFT, SOURCE_RIGHT, CONTENT_LEFT, CONTENT_RIGHT = 1, 2, 3, 4, 5
LIKELY = 0.3  # a source that the labels leave out is taken if it is at least so likely …
SPREAD = 0.6  # … with its neighbours that are nearly as likely
REACH = 4  # sentences between a span and its cue, at most


@dataclass(frozen=True)
class Links:
    """Labelled spans, and the relation (index of a cue) that each source and content belongs to, -1 if none."""

    first: np.ndarray
    last: np.ndarray
    kind: np.ndarray
    relation: np.ndarray


def cut_spans(labels: np.ndarray, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut label sequences into spans [first, last) of one kind, in order of position.

    A span begins at a B label, where the kind changes, or where a segment begins, so that any sequence has a reading.
    """
    kind = KIND[labels]
    new = np.ones(len(labels), bool)
    new[1:] = (kind[1:] != kind[:-1]) | BEGINS[labels[1:]] | (segment[1:] != segment[:-1])
    edges = np.append(np.flatnonzero(new), len(labels))
    first, last = edges[:-1], edges[1:]
    inside = kind[first] > 0
    return first[inside], last[inside], kind[first[inside]]


def link_spans(
    first: np.ndarray, last: np.ndarray, kind: np.ndarray, *, segment: np.ndarray, sentence: np.ndarray
) -> Links:
    """Link sources and contents to the nearest cue on the side that their label names.

    Parameters
    ----------
    first, last, kind : ndarray
        Spans in order of position, from `cut_spans`.
    segment, sentence : ndarray, shape (tokens,)
    """
    cues = np.flatnonzero(kind == CUE)
    relation = np.full(len(first), -1, np.int64)
    relation[cues] = np.arange(len(cues))
    others = np.flatnonzero(kind != CUE)
    if not len(cues):
        return Links(first, last, kind, relation)
    before = np.searchsorted(cues, others) - 1  # the cue before the span; the one after is the next
    wanted = np.where(np.isin(kind[others], (SOURCE_LEFT, CONTENT_LEFT)), before, before + 1)
    inside = (wanted >= 0) & (wanted < len(cues))
    cue = cues[np.clip(wanted, 0, len(cues) - 1)]
    near = segment[first[cue]] == segment[first[others]]
    near &= np.abs(sentence[first[cue]] - sentence[first[others]]) <= REACH
    relation[others] = np.where(inside & near, wanted, -1)
    return Links(first, last, kind, relation)


def source_of_cue(links: Links, *, sentence: np.ndarray) -> np.ndarray:
    """Give the source span of each cue, -1 if none: its own, else that of the cue before in the same sentence."""
    cues = np.flatnonzero(links.kind == CUE)
    source = np.full(len(cues), -1, np.int64)
    spans = np.flatnonzero(np.isin(links.kind, (SOURCE_LEFT, SOURCE_RIGHT)) & (links.relation >= 0))
    cue = cues[links.relation[spans]]
    gap = np.maximum(links.first[cue] - links.last[spans], links.first[spans] - links.last[cue])
    order = np.lexsort((spans, -gap))  # the nearest last, so that it stays
    source[links.relation[spans[order]]] = spans[order]
    same = np.zeros(len(cues), bool)
    same[1:] = sentence[links.first[cues[1:]]] == sentence[links.first[cues[:-1]]]
    known = source >= 0
    starts = known | ~same
    group = np.maximum.accumulate(np.where(starts, np.arange(len(cues)), 0)) if len(cues) else source
    return source[group] if len(cues) else source


def likely_source(
    cue: np.ndarray, chance: np.ndarray, *, sentence: np.ndarray, sentence_tokens: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find, for cues to which no source was linked, the likeliest one in the sentence: ranges [first, last).

    Parameters
    ----------
    cue : ndarray
        First tokens of the cues.
    chance : ndarray, shape (tokens,)
        Probability that a token belongs to a source.
    sentence : ndarray, shape (tokens,)
    sentence_tokens : ndarray
        Token boundaries of sentences.

    Returns
    -------
    first, last : ndarray
        Empty ranges (first == last) where no token is likely enough.
    """
    first, last = np.zeros(len(cue), np.int64), np.zeros(len(cue), np.int64)
    low, high = sentence_tokens[sentence[cue]].tolist(), sentence_tokens[sentence[cue] + 1].tolist()
    for number, (begin, end) in enumerate(zip(low, high, strict=True)):
        here = chance[begin:end]
        best = int(here.argmax())
        if here[best] < LIKELY:
            continue
        weak = np.flatnonzero(here < SPREAD * here[best])
        place = int(np.searchsorted(weak, best))
        first[number] = begin + (weak[place - 1] + 1 if place else 0)
        last[number] = begin + weak[place] if place < len(weak) else end
    return first, last
