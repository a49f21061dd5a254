"""From labels to relations: cut spans out of label sequences and link each to its cue."""

from __future__ import annotations

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


def link_spans(first: np.ndarray, kind: np.ndarray, *, segment: np.ndarray, sentence: np.ndarray) -> np.ndarray:
    """Give the relation of spans from `cut_spans`: cues are numbered, others have the nearest on the side they name.

    What is not near a cue, or in another segment, has -1; `segment` and `sentence` are those of each token.
    """
    cues = first[kind == CUE]
    wanted = np.cumsum(kind == CUE) - 1 + np.isin(kind, (SOURCE_RIGHT, CONTENT_RIGHT))
    inside = (wanted >= 0) & (wanted < len(cues))
    cue = cues[wanted[inside]]
    near = segment[cue] == segment[first[inside]]
    near &= np.abs(sentence[cue] - sentence[first[inside]]) <= REACH
    inside[inside] = near
    return np.where(inside, wanted, -1)


def source_of_cue(
    first: np.ndarray, last: np.ndarray, kind: np.ndarray, relation: np.ndarray, *, sentence: np.ndarray
) -> np.ndarray:
    """Give the source span of each cue, -1 if none: its own, else that of the cue before in the same sentence."""
    cues = np.flatnonzero(kind == CUE)
    source = np.full(len(cues), -1, np.int64)
    if not len(cues):
        return source
    spans = np.flatnonzero(np.isin(kind, (SOURCE_LEFT, SOURCE_RIGHT)) & (relation >= 0))
    cue = cues[relation[spans]]
    gap = np.maximum(first[cue] - last[spans], first[spans] - last[cue])
    order = np.lexsort((spans, -gap))  # the nearest last, so that it stays
    source[relation[spans[order]]] = spans[order]
    starts = source >= 0
    starts[1:] |= np.diff(sentence[first[cues]]) != 0
    return source[np.maximum.accumulate(np.where(starts, np.arange(len(cues)), 0))]


def likely_source(
    cue: np.ndarray, chance: np.ndarray, *, sentence: np.ndarray, sentence_tokens: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find, for cues to which no source was linked, the likeliest one in the sentence: ranges [first, last).

    `chance` is the probability that a token belongs to a source; ranges are empty where no token is likely enough.
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
