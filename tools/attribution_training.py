"""The training loop of the attribution tagger: chunks of articles, gold labels, silver labels, syntax as a side task."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the name that everybody knows)
from attribution_data import Examples
from attribution_network import LogPartition, Sizes, Tagger
from torch import nn

from framing.annotation.attribution.tagger_features import FLAGS

SHORTEST, LONGEST, LAST = 120, 420, 60  # tokens of a chunk; a rest shorter than the third joins the one before
PLAIN = 0.4  # share of articles read as they stand rather than rewritten


@dataclass(frozen=True)
class Settings:
    """How long and how hard to train."""

    epochs: int = 26
    rate: float = 3e-3
    batch: int = 24
    decay: float = 1e-4
    syntax: float = 0.3
    silver_share: float = 0.65
    silver_weight: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class Material:
    """What to learn from.

    `gold` are versions of the same articles, the first as they stand; `syntax` are labels of the tokens of the first;
    `silver` is other text with the label probabilities of a teacher; `counts` are of words in the gold text.
    """

    gold: list[Examples]
    counts: np.ndarray
    vectors: np.ndarray
    syntax: list[np.ndarray]
    silver: tuple[Examples, np.ndarray] | None = None


def train(material: Material, sizes: Sizes, settings: Settings) -> Tagger:
    """Train a tagger; the result is the running mean of the weights over the second half."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(settings.seed)
    kinds = tuple(int(labels.max()) + 1 for labels in material.syntax)
    network = Tagger(material.vectors, sizes, syntax=kinds)
    optimiser = _optimiser(network, settings)
    mean, step = copy.deepcopy(network.state_dict()), 0
    for epoch in range(settings.epochs):
        batches = _batches(material, settings, rng)
        steps = len(batches) * settings.epochs
        total = 0.0
        for chunks in batches:
            progress = step / steps
            for group in optimiser.param_groups:
                group["lr"] = settings.rate * min(1, (step + 1) / 100) * max(0.02, 1 - progress)
            loss = _loss(network, material, settings, chunks, progress, rng)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
            optimiser.step()
            step += 1
            total += loss.item()
            late = step - steps / 2
            if late > 0:
                keep = min(0.995, (1 + late) / (10 + late))
                for name, value in network.state_dict().items():
                    mean[name].mul_(keep).add_(value, alpha=1 - keep)
        print(f"epoch {epoch + 1} of {settings.epochs}: loss {total / len(batches):.4f}", flush=True)
    network.load_state_dict(mean)
    return network.eval()


def _optimiser(network: Tagger, settings: Settings) -> torch.optim.Optimizer:
    own = [network.words.weight]  # what a word learns beyond its given vector is kept small
    rest = [p for name, p in network.named_parameters() if p.requires_grad and name != "words.weight"]
    groups = [
        {"params": own, "weight_decay": 30 * settings.decay},
        {"params": rest, "weight_decay": settings.decay},
    ]
    return torch.optim.AdamW(groups, lr=settings.rate)


def _batches(material: Material, settings: Settings, rng: np.random.Generator) -> list[list[tuple[int, int, int]]]:
    """Chunks (version, first, last), a batch of like length; version -1 is silver."""
    gold, silver = [], []
    for number in range(len(material.gold[0].tokens.article_ids)):
        version = 0 if rng.random() < PLAIN else int(rng.integers(1, len(material.gold)))
        gold += _chunks(material.gold[version], number, version, rng)
    if material.silver is not None:
        for number in range(len(material.silver[0].tokens.article_ids)):
            if rng.random() < settings.silver_share:
                silver += _chunks(material.silver[0], number, -1, rng)
    batches = []
    for chunks in (gold, silver):
        order = sorted(chunks, key=lambda c: c[2] - c[1] + rng.integers(0, 40))
        batches += [order[i : i + settings.batch] for i in range(0, len(order), settings.batch)]
    rng.shuffle(batches)
    return batches


def _chunks(data: Examples, article: int, version: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Cut an article at sentences; now and then its first sentence stands alone, as a headline would."""
    first, last = data.tokens.segment_tokens[2 * article + 1 : 2 * article + 3].tolist()
    starts = np.flatnonzero(data.flags[first:last, FLAGS.index("sentence")]) + first
    found = []
    if version >= 0 and len(starts) > 1 and rng.random() < 0.3:
        found.append((version, first, int(starts[1])))
        first = int(starts[1])
    while first < last:
        wanted = first + int(rng.integers(SHORTEST, LONGEST))
        end = int(starts[np.searchsorted(starts, wanted)]) if len(starts) and wanted < starts[-1] else last
        end = last if last - end < LAST else end
        found.append((version, first, end))
        first = end
    return found


def _loss(
    network: Tagger,
    material: Material,
    settings: Settings,
    chunks: list[tuple[int, int, int]],
    progress: float,
    rng: np.random.Generator,
) -> torch.Tensor:
    version = chunks[0][0]
    at, mask, turn = _layout(chunks)
    sources = [material.silver[0] if v < 0 and material.silver else material.gold[v] for v, _, _ in chunks]
    rows = [_gather(sources, at, lambda d, k=k: d.rows[k]) for k in range(3)]
    common = 0.15 / (0.15 + 0.02 * material.counts[rows[0]]) + 0.02
    rows[0] = np.where(rng.random(rows[0].shape) < common, 0, rows[0])  # rare words are hidden, so that row 0 is learnt
    flags = _gather(sources, at, lambda d: d.flags) * mask[..., None]
    labels = torch.tensor(_gather(sources, at, lambda d: d.labels).astype(np.int64))
    on = torch.tensor(mask)
    scores, heads = network([torch.tensor(r.astype(np.int64)) for r in rows], torch.tensor(flags), torch.tensor(turn))
    if version < 0 and material.silver:
        soft = torch.tensor(material.silver[1][at].astype(np.float32)) * on.unsqueeze(2)
        moves = network.transitions.detach()
        gold = (soft * scores).sum() + (moves[labels[:-1], labels[1:]] * on[1:]).sum()
        return settings.silver_weight * (LogPartition.apply(scores, moves, on) - gold) / on.sum()
    chosen = (scores.gather(2, labels.unsqueeze(2)).squeeze(2) * on).sum()
    gold = chosen + (network.transitions[labels[:-1], labels[1:]] * on[1:]).sum()
    loss = (LogPartition.apply(scores, network.transitions, on) - gold) / on.sum()
    origin = _gather(sources, at, lambda d: d.origin)[mask]
    side = sum(F.cross_entropy(h[on], torch.tensor(s[origin])) for h, s in zip(heads, material.syntax, strict=True))
    return loss + settings.syntax * max(0.1, 1 - progress) * 0.25 * side


def _layout(chunks: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token of each step and chunk, which of them are real, and the step that reverses each chunk."""
    lengths = np.array([last - first for _, first, last in chunks])
    step = np.arange(lengths.max())[:, None]
    mask = step < lengths
    firsts = np.array([first for _, first, _ in chunks])
    turn = np.where(mask, lengths - 1 - step, step)
    return np.where(mask, firsts + step, firsts), mask, turn


def _gather(sources: list[Examples], at: np.ndarray, column) -> np.ndarray:
    return np.stack([column(data)[at[:, i]] for i, data in enumerate(sources)], axis=1)
