"""What the encoders of attribution read at a time: chunks of articles, cut into word pieces, with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from attribution_codes import Bound
from attribution_data import Examples

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.passages import cut_tokens
from framing.annotation.attribution.tagger_features import FLAGS, SHAPES
from framing.annotation.inference.wordpiece import WordPieces

PLAIN = 0.4  # share of articles read as they stand rather than rewritten
PIECES = 300  # of a chunk, at most
SHORTEST = 80
ALONE = 0.3  # share of articles whose first sentence stands alone
ROUND = 280  # pieces of a coded stretch and of what is read round it
BATCH, SILVER_SHARE = 32, 0.5  # share of the uncoded articles that are heard in an epoch
SIGNS = len(FLAGS) + SHAPES


@dataclass(frozen=True)
class Text:
    """Tokens ready to be read: pieces of each token lie at [edges[i], edges[i + 1]) in `pieces`.

    `soft` are the label probabilities of a teacher, of 255; without them the labels of `data` are right.
    """

    data: Examples
    pieces: np.ndarray
    edges: np.ndarray
    signs: np.ndarray
    soft: np.ndarray | None = None


@dataclass(frozen=True)
class Chunk:
    """Tokens [first, last) of a text, with what was coded in them."""

    text: Text
    first: int
    last: int
    bound: Bound | None = None


def make_text(data: Examples, cutter: WordPieces, soft: np.ndarray | None = None) -> Text:
    """Cut tokens into pieces, and set out what else is known of them."""
    signs = np.zeros((len(data.tokens), SIGNS), np.uint8)
    signs[:, : len(FLAGS)] = data.flags
    signs[np.arange(len(signs)), len(FLAGS) + data.rows[2]] = 1
    return Text(data, *cut_tokens(data.tokens, cutter), signs, soft)


def chunks(text: Text, article: int, rng: np.random.Generator) -> list[Chunk]:
    """Cut an article at sentences into ranges of tokens of at most about `PIECES` pieces."""
    tokens = text.data.tokens
    first, last = tokens.segment_tokens[2 * article + 1 : 2 * article + 3].tolist()
    starts = np.flatnonzero(text.data.flags[first:last, FLAGS.index("sentence")]) + first
    found = []
    if len(starts) > 1 and rng.random() < ALONE:  # as a headline would
        found.append(Chunk(text, first, int(starts[1])))
        first = int(starts[1])
    while first < last:
        room = text.edges[first] + int(rng.integers(SHORTEST, PIECES))
        limit = min(int(np.searchsorted(text.edges, room, side="right")) - 1, last)
        place = int(np.searchsorted(starts, limit, side="right")) - 1
        end = int(starts[place]) if limit < last and starts[place] > first else limit
        found.append(Chunk(text, first, max(end, first + 1)))
        first = found[-1].last
    return found


def chunk_round(text: Text, bound: Bound) -> Chunk:
    """Take a coded stretch with what stands round it, more of it before than after."""
    tokens, at = text.data.tokens, text.edges
    begin, end = tokens.segment_tokens[tokens.segment[bound.first] :][:2].tolist()
    room = ROUND - int(at[bound.last] - at[bound.first])
    first = max(begin, int(np.searchsorted(at, at[bound.first] - 0.6 * room)))
    last = min(end, int(np.searchsorted(at, at[bound.last] + 0.4 * room, side="right")) - 1)
    return Chunk(text, min(first, bound.first), max(last, bound.last), bound)


def collate(batch: list[Chunk], cutter: WordPieces):
    """Tensors of a batch: pieces with [CLS] and [SEP], signs, which are there, first pieces, which tokens are there."""
    sizes = [int(c.text.edges[c.last] - c.text.edges[c.first]) for c in batch]
    count, length, steps = len(batch), max(sizes) + 2, max(c.last - c.first for c in batch)
    pieces, signs = np.zeros((count, length), np.int64), np.zeros((count, length, SIGNS), np.float32)
    heads, present, real = (np.zeros((count, n), kind) for n, kind in ((steps, int), (length, bool), (steps, bool)))
    for i, c in enumerate(batch):
        at = c.text.edges[c.first : c.last + 1]
        pieces[i, 0], pieces[i, sizes[i] + 1] = cutter.number["[CLS]"], cutter.number["[SEP]"]
        pieces[i, 1 : sizes[i] + 1] = c.text.pieces[at[0] : at[-1]]
        signs[i, 1 : sizes[i] + 1] = np.repeat(c.text.signs[c.first : c.last], np.diff(at), axis=0)
        present[i, : sizes[i] + 2] = True
        heads[i, : len(at) - 1] = at[:-1] - at[0] + 1
        real[i, : len(at) - 1] = True
    return tuple(torch.from_numpy(x) for x in (pieces, signs, present, heads, real))


def targets(batch: list[Chunk], steps: int):
    """Tensors of a batch: labels that each token may have, what a teacher says of it, who was told so, and weights."""
    labels = np.eye(len(LABELS), dtype=bool)
    shape = (len(batch), steps, len(LABELS))
    allowed, soft = np.ones(shape, bool), np.zeros(shape, np.float32)
    told, weight = np.zeros(len(batch), bool), np.ones(len(batch), np.float32)
    for row, c in enumerate(batch):
        if c.bound:
            coded = slice(c.bound.first - c.first, c.bound.last - c.first)
            allowed[row, coded] = c.bound.allowed[:, None] >> np.arange(len(LABELS)) & 1
            weight[row] = c.bound.weight
        elif c.text.soft is not None:
            soft[row, : c.last - c.first], told[row] = c.text.soft[c.first : c.last] / 255, True
        else:
            allowed[row, : c.last - c.first] = labels[c.text.data.labels[c.first : c.last]]
    return tuple(torch.from_numpy(x) for x in (allowed, soft, told, weight))


def draw_batches(gold: list[Text], other: Text, bounds: list[Bound], rng: np.random.Generator) -> list[list[Chunk]]:
    """Chunks of PolNeAR, all that was coded, and some of what a teacher labelled; a batch of like length."""
    pool = [chunk_round(other, bound) for bound in bounds]
    for number in range(len(gold[0].data.tokens.article_ids)):
        version = 0 if rng.random() < PLAIN else int(rng.integers(1, len(gold)))
        pool += chunks(gold[version], number, rng)
    if other.soft is not None:
        count = len(other.data.tokens.article_ids)
        for number in rng.permutation(count)[: int(SILVER_SHARE * count)]:
            pool += chunks(other, number, rng)
    pool.sort(key=lambda c: c.last - c.first + rng.integers(0, 40))
    batches = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    rng.shuffle(batches)
    return batches
