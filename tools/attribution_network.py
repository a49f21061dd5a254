"""The attribution tagger in PyTorch, for training only; `framing.annotation.attribution.tagger` runs its weights in NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the name that everybody knows)
from torch import nn

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.tagger_features import FLAGS, SHAPES, SUFFIXES

NEVER = -1e4  # log of as good as nothing


@dataclass(frozen=True)
class Sizes:
    """Widths of the layers."""

    embedding: int = 48
    hidden: int = 80
    half: int = 40
    layers: int = 2
    reach: int = 2
    dropout: float = 0.3


class Scan(torch.autograd.Function):
    """The recurrence h[t] = a[t] h[t - 1] + b[t] along the first axis."""

    @staticmethod
    def forward(ctx, a, b):  # noqa: D102
        h = torch.empty_like(b)
        h[0] = b[0]
        for t in range(1, len(b)):
            torch.addcmul(b[t], a[t], h[t - 1], out=h[t])
        ctx.save_for_backward(a, h)
        return h

    @staticmethod
    def backward(ctx, g):  # noqa: D102
        a, h = ctx.saved_tensors
        gb = g.clone().contiguous()
        for t in range(len(g) - 2, -1, -1):
            gb[t].addcmul_(a[t + 1], gb[t + 1])
        ga = torch.zeros_like(a)
        ga[1:] = gb[1:] * h[:-1]
        return ga, gb


class LogPartition(torch.autograd.Function):
    """Log of the sum over all label sequences; its gradient is the label marginals."""

    @staticmethod
    def forward(ctx, scores, transitions, mask):  # noqa: D102
        top = scores.max(2, keepdim=True)[0]
        x, follow, on = (scores - top).exp(), transitions.exp(), mask.float().unsqueeze(2)
        alpha = torch.empty_like(x)
        total = x[0].sum(1, keepdim=True)
        alpha[0] = x[0] / total
        totals = [total]
        for t in range(1, len(x)):
            step = torch.matmul(alpha[t - 1], follow) * x[t]
            total = step.sum(1, keepdim=True)
            alpha[t] = on[t] * (step / total) + (1 - on[t]) * alpha[t - 1]
            totals.append(total * on[t] + (1 - on[t]))
        scale = torch.stack(totals)
        ctx.save_for_backward(x, follow, alpha, scale, on)
        return scale.log().sum() + (top * on).sum()

    @staticmethod
    def backward(ctx, g):  # noqa: D102
        x, follow, alpha, scale, on = ctx.saved_tensors
        beta, pairs = torch.ones_like(x), torch.zeros_like(follow)
        for t in range(len(x) - 2, -1, -1):
            weight = x[t + 1] * beta[t + 1] / scale[t + 1]
            pairs += torch.einsum("bi,bj->ij", alpha[t] * on[t + 1], weight)
            beta[t] = on[t + 1] * torch.matmul(weight, follow.T) + (1 - on[t + 1])
        marginal = alpha * beta * on
        marginal = marginal / (marginal.sum(2, keepdim=True) + 1e-9) * on
        return g * marginal, g * pairs * follow, None


class Recurrence(nn.Module):
    """A gated recurrence in both directions, mixed back into the hidden layer."""

    def __init__(self, hidden: int, half: int) -> None:
        super().__init__()
        self.half, self.gate, self.mix = half, nn.Linear(hidden, 4 * half), nn.Linear(2 * half, hidden)
        with torch.no_grad():
            self.gate.bias[: 2 * half] -= 1.0  # remember at first

    def forward(self, hidden, backwards, drop):  # noqa: D102
        half, raw = self.half, self.gate(hidden)
        renew = torch.sigmoid(raw[..., : 2 * half])
        keep, state = 1 - renew, renew * raw[..., 2 * half :]
        turn = backwards.unsqueeze(2).expand(-1, -1, half)

        def turned(x: torch.Tensor) -> torch.Tensor:
            return torch.cat([x[..., :half], x[..., half:].gather(0, turn)], 2).contiguous()

        return F.relu(hidden + self.mix(drop(turned(Scan.apply(turned(keep), turned(state))))))


class Tagger(nn.Module):
    """Embeddings of types, a window, two recurrent layers, label scores; heads for syntax at the first of the two."""

    def __init__(self, vectors: np.ndarray, sizes: Sizes, *, syntax: tuple[int, ...] = ()) -> None:
        super().__init__()
        d, u = sizes.embedding, sizes.hidden
        given = torch.cat([torch.zeros(1, vectors.shape[1]), torch.tensor(vectors)])
        self.given = nn.Parameter(given, requires_grad=False)
        self.project = nn.Linear(vectors.shape[1], d, bias=False)
        nn.init.normal_(self.project.weight, std=0.3 / (vectors.shape[1] ** 0.5 * max(float(vectors.std()), 1e-3)))
        self.words, self.suffixes, self.shapes = nn.Embedding(len(given), d), nn.Embedding(SUFFIXES + 1, d), None
        self.shapes = nn.Embedding(SHAPES, d)
        for table, spread in ((self.words, 0.01), (self.suffixes, 0.1), (self.shapes, 0.3)):
            nn.init.normal_(table.weight, std=spread)
        self.reach = sizes.reach
        self.window = nn.Linear((2 * sizes.reach + 1) * (d + len(FLAGS)), u)
        self.layers = nn.ModuleList([Recurrence(u, sizes.half) for _ in range(sizes.layers)])
        self.label = nn.Linear(u, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.syntax = nn.ModuleList([nn.Linear(u, k) for k in syntax])
        self.drop = nn.Dropout(sizes.dropout)
        self.half_drop = nn.Dropout(sizes.dropout / 2)

    def embeddings(self) -> torch.Tensor:
        """Embedding of each word of the vocabulary, row 0 for all others."""
        return self.project(self.given) + self.words.weight

    def forward(self, rows, flags, backwards):  # noqa: D102
        word, suffix, shape = rows
        x = self.half_drop(
            self.project(self.given)[word] + self.words(word) + self.suffixes(suffix) + self.shapes(shape)
        )
        x = F.pad(torch.cat([x, flags], 2), (0, 0, 0, 0, self.reach, self.reach))
        steps = len(x) - 2 * self.reach
        hidden = F.relu(self.window(torch.cat([x[i : i + steps] for i in range(2 * self.reach + 1)], 2)))
        shared = hidden
        for number, layer in enumerate(self.layers):
            hidden = layer(hidden, backwards, self.drop)
            shared = hidden if number == 0 else shared
        return self.label(self.drop(hidden)), [head(shared) for head in self.syntax]

    def arrays(self) -> dict[str, np.ndarray]:
        """Give the weights under the names and in the layout that `framing.annotation.attribution.tagger` reads."""
        with torch.no_grad():
            found = {
                "words": self.embeddings(),
                "suffixes": self.suffixes.weight,
                "shapes": self.shapes.weight,
                "window.weights": self.window.weight.T,
                "window.bias": self.window.bias,
                "label.weights": self.label.weight.T,
                "label.bias": self.label.bias,
                "transitions": self.transitions,
            }
            for i, layer in enumerate(self.layers):
                scale = torch.ones(4 * layer.half)
                scale[: 2 * layer.half] = 0.5  # logistic(x) is (1 + tanh(x / 2)) / 2
                found[f"layer{i}.gate.weights"] = layer.gate.weight.T * scale
                found[f"layer{i}.gate.bias"] = layer.gate.bias * scale
                found[f"layer{i}.mix.weights"] = layer.mix.weight.T
                found[f"layer{i}.mix.bias"] = layer.mix.bias
            return {k: np.ascontiguousarray(v.numpy().astype(np.float16)) for k, v in found.items()}


def log_partition(scores: torch.Tensor, transitions: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Log of the sum over all label sequences, shape (batch,), by pairing steps: in log many rounds, for a graphics card.

    `scores` are of shape (batch, steps, labels), `real` tells which steps are there.
    """
    batch, _, labels = scores.shape
    still = torch.where(torch.eye(labels, dtype=torch.bool, device=scores.device), 0.0, NEVER)
    moves = torch.where(real[:, 1:, None, None], transitions + scores[:, 1:].unsqueeze(2), still)
    moves = torch.cat([(still + scores[:, :1]).unsqueeze(1), moves], 1)
    while moves.shape[1] > 1:
        if moves.shape[1] % 2:
            moves = torch.cat([moves, still.expand(batch, 1, labels, labels)], 1)
        moves = torch.logsumexp(moves[:, 0::2].unsqueeze(4) + moves[:, 1::2].unsqueeze(2), 3)
    return torch.logsumexp(moves[:, 0], (1, 2))
