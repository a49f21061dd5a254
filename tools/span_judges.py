"""An encoder that reads a passage and judges a span in it: training on probabilities, and the file that is shipped.

Two models are of this kind, whose word a span is (train_voice_encoder.py) and of what type a source is
(train_source_types_encoder.py). Of each, MPNet teaches first, and MiniLM learns from the codes and from it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from encoders import DEVICE, Course, MiniLM, MPNet, fine_tune, half_precision, hide_pieces, start_heads
from export_encoder import Graph, measure_reach
from torch import nn
from torch.nn import functional as F  # noqa: N812

from framing.annotation.inference.wordpiece import WordPieces

BATCH, POOL = 32, 512  # passages of a batch; of a pool that is sorted by length
SMOOTH = 0.05  # of each label's weight goes to all classes
KEEP = 0.98  # of the running mean of the weights, a step
SAMPLE = 300  # passages that say how large numbers get
Passage = tuple[np.ndarray, np.ndarray, np.ndarray]  # pieces; signs of each; places read: the first and the span's


class SpanJudge(nn.Module):
    """An encoder with what is known of each token added to its pieces; log odds of the classes."""

    faster = {"hidden": 8.0, "odds": 8.0, "signs": 1.0}  # noqa: RUF012 (how much faster than the upper layer they learn)

    def __init__(self, encoder: MiniLM | MPNet, classes: int, signs: int = 0) -> None:
        super().__init__()
        self.encoder = encoder
        self.signs = nn.Linear(signs, encoder.width, bias=False) if signs else None
        self.hidden, self.odds = nn.Linear(2 * encoder.width, encoder.width), nn.Linear(encoder.width, classes)
        self.dropout = nn.Dropout(0.1)
        start_heads(self.hidden, self.odds, *([self.signs] if signs else []))

    def forward(self, pieces, signs, target, present):
        """Log odds, shape (batch, classes); `target` marks the pieces of the span."""
        hidden = self.encoder.read(pieces, self.signs(signs) if self.signs else 0.0, present)
        inside = target.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * inside).sum(1) / inside.sum(1)
        both = self.dropout(torch.cat([hidden[:, 0], mean], -1))
        return self.odds(self.dropout(torch.tanh(self.hidden(both)))).float()


def collate(passages: list[Passage]):
    """Tensors of a batch: pieces, signs, which are the span's, which are there."""
    count, length = len(passages), max(len(pieces) for pieces, _, _ in passages)
    pieces, signs = torch.zeros(count, length, dtype=torch.long), torch.zeros(count, length, passages[0][1].shape[1])
    target, present = torch.zeros(count, length), torch.zeros(count, length, dtype=torch.bool)
    for row, (number, sign, read) in enumerate(passages):
        size = len(number)
        pieces[row, :size], signs[row, :size] = torch.as_tensor(number), torch.as_tensor(sign)
        target[row, read[1:]] = 1
        present[row, :size] = True
    return pieces, signs, target, present


@torch.inference_mode()
def predict(model: SpanJudge, passages: list[Passage]) -> np.ndarray:
    """Probabilities of the classes, shape (passages, classes)."""
    device = model.odds.weight.device
    found = np.zeros((len(passages), model.odds.out_features), np.float32)
    order = np.argsort([len(pieces) for pieces, _, _ in passages])
    for part in np.split(order, range(BATCH, len(order), BATCH)):
        batch = (x.to(device) for x in collate([passages[i] for i in part]))
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            found[part] = model.eval()(*batch).softmax(-1).cpu().numpy()
    return found


def train(
    model: SpanJudge,
    cutter: WordPieces,
    passages: list[Passage],
    wanted: np.ndarray,
    weight: np.ndarray,
    course: Course,
) -> SpanJudge:
    """Fine-tune on probabilities of classes, shape (passages, classes)."""
    sizes = np.array([len(pieces) for pieces, _, _ in passages])
    aim = torch.tensor(wanted * (1 - SMOOTH) + SMOOTH / wanted.shape[1], dtype=torch.float32)
    heavy = torch.tensor(weight, dtype=torch.float32)

    def draw(rng: np.random.Generator) -> list[np.ndarray]:
        pools = np.array_split(rng.permutation(len(sizes)), max(len(sizes) // POOL, 1))
        order = np.concatenate([pool[np.argsort(sizes[pool], kind="stable")] for pool in pools])
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(batches)
        return batches

    def loss(batch: np.ndarray) -> torch.Tensor:
        pieces, *rest = collate([passages[i] for i in batch])
        with half_precision():
            odds = model(*(x.to(DEVICE) for x in (hide_pieces(pieces, cutter), *rest)))
        return (-(aim[batch].to(DEVICE) * F.log_softmax(odds, -1)).sum(-1) * heavy[batch].to(DEVICE)).mean()

    return fine_tune(model, draw, loss, replace(course, keep=KEEP))


def export(model: SpanJudge, some: list[Passage], longest: int, path: Path) -> None:
    """Write the network with whole-number weights; some passages say how large numbers get."""
    reach = measure_reach(model.cpu(), lambda: predict(model, some[:SAMPLE]))
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = [{name.removeprefix("encoder."): value for name, value in known.items()} for known in (state, reach)]
    onnx.save(build(*plain, longest), path)
    print(path.stat().st_size, "bytes")


def build(state: dict[str, np.ndarray], reach: dict[str, np.ndarray], longest: int) -> onnx.ModelProto:
    """Put the network together.

    In: `pieces`, shape (1, length); `signs`, if it has any, shape (1, length, signs); `read`, the first piece and those
    of the span. Out: `log_odds` of the classes, shape (1, classes).
    """
    graph = Graph(state, reach)
    graph.head(graph.layers(graph.begin(longest), "read"), "odds")
    inputs: dict[str, list] = {"pieces": [1, "length"], "read": ["places"]}
    if "signs.weight" in state:
        inputs["signs"] = [1, "length", state["signs.weight"].shape[1]]
    return graph.model(inputs, {"log_odds": [1, len(state["odds.bias"])]})
