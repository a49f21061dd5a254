"""Train the encoder that judges, beside the fast judge, whose word a span is, and write it as ONNX.

It begins as the accurate attribution tagger that comes with the package, is given a span with two marks round it, and
learns from coded namings, planted ones, sentences of our own, and namings of PolNeAR's training split on which the fast
judge and PolNeAR's own contents speak together. Needs torch and onnx beside the package; one core, about 40 minutes.

    PYTHONPATH=tools python tools/train_voice_encoder.py NewsArticles.csv hongkong.jsonl POLNEAR [--out FOLDER]
        [--hold NAME]

POLNEAR is PolNeAR's data folder. `--hold odd` leaves out every second article of the codes and prints what is found
there.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from attribution_data import read_polnear
from export_encoder import Graph, measure_reach
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F  # noqa: N812
from train_encoder import Encoder, update_mean
from voice_data import (
    HERE,
    Coded,
    coded_namings,
    in_contents,
    own_sentences,
    planted_namings,
    read_texts,
    uncoded_namings,
)

from framing.annotation.voice.held import find_held
from framing.annotation.voice.judge import QUOTED, REPORTED, Judge
from framing.annotation.voice.passages import LONGEST, SIGNS, Passages
from framing.schema import VOICES

MODELS = HERE.parent / "src" / "framing" / "models"
EPOCHS, BATCH, RATE, DECAY = 4, 16, 1e-4, 0.8
NEW = 8.0  # how much faster than the upper layer the new weights learn
SMOOTH = 0.05  # of each label's weight goes to all voices
KEEP = 0.98  # of the running mean of the weights, a step
PLANTED, OWN, SILVER = 0.7, 0.5, 0.5  # weights beside a code
DOUBTED, RARE = 0.18, 0.42  # what a source outside PolNeAR's contents, an outlet inside them is worth beside the other
Example = tuple[np.ndarray, np.ndarray, np.ndarray]


class Reading(nn.Module):
    """The encoder with what is known of each token added to its pieces; log odds of the voices."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.encoder = Encoder(pieces=pieces)
        width = self.encoder.position.weight.shape[1]
        self.signs = nn.Linear(SIGNS, width, bias=False)
        self.hidden, self.voice = nn.Linear(2 * width, width), nn.Linear(width, len(VOICES))
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces, signs, target, present):
        """Log odds, shape (batch, voices); `target` marks the pieces of the span."""
        encoder = self.encoder
        hidden = encoder.piece(pieces) + encoder.position.weight[: pieces.shape[1]] + encoder.segment.weight[0]
        hidden = encoder.dropout(encoder.norm(hidden + self.signs(signs)))
        for layer in encoder.layers:
            hidden = layer(hidden, present[:, None, None, :])
        inside = target.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * inside).sum(1) / inside.sum(1)
        both = self.dropout(torch.cat([hidden[:, 0], mean], -1))
        return self.voice(self.dropout(torch.tanh(self.hidden(both)))).float()


def start_from_tagger() -> Reading:
    """Fill the encoder with the weights of the attribution tagger, made real numbers again."""
    graph = onnx.load(MODELS / "attribution-encoder" / "tagger.onnx").graph
    known = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    vectors = known["piece.weight"].astype(np.float32) * known["piece.scale"].reshape(-1, 1)
    model, start = Reading(len(vectors)), torch.Generator().manual_seed(0)
    state = model.state_dict()

    def linear(name: str) -> tuple[np.ndarray, np.ndarray]:
        weights = known[f"{name}.weight"].astype(np.float32) * known[f"{name}.scale"]
        if f"{name}.even" in known:
            weights = weights * known[f"{name}.even"][:, None]
        return weights.T, known[f"{name}.bias"]

    state["encoder.piece.weight"] = torch.tensor(vectors)
    places = known["position.weight"]
    state["encoder.position.weight"][: len(places)] = torch.tensor(places)
    state["encoder.segment.weight"] = torch.tensor(np.stack([known["side"]] * 2))
    state["signs.weight"] = torch.randn(state["signs.weight"].shape, generator=start) * 0.02
    told = torch.tensor(known["signs.weight"].T.copy())
    state["signs.weight"][:, : told.shape[1]] = told
    for kind in ("weight", "bias"):
        state[f"encoder.norm.{kind}"] = torch.tensor(known[f"norm.{kind}"])
    for number in range(len(model.encoder.layers)):
        name = f"layers.{number}"
        parts = [part for part in ("", ".query", ".rest") if f"{name}.query_key_value{part}.weight" in known]
        found = {f"{name}.query_key_value": [linear(f"{name}.query_key_value{part}") for part in parts]}
        found |= {f"{name}.{part}": [linear(f"{name}.{part}")] for part in ("attended", "inner", "outer")}
        for place, pieces in found.items():
            state[f"encoder.{place}.weight"], state[f"encoder.{place}.bias"] = (
                torch.tensor(np.concatenate(half)) for half in zip(*pieces, strict=True)
            )
        for norm in ("attended_norm", "outer_norm"):
            for kind in ("weight", "bias"):
                state[f"encoder.{name}.{norm}.{kind}"] = torch.tensor(known[f"{name}.{norm}.{kind}"])
    for name in ("hidden", "voice"):
        state[f"{name}.weight"] = torch.randn(state[f"{name}.weight"].shape, generator=start) * 0.02
        state[f"{name}.bias"] = torch.zeros_like(state[f"{name}.bias"])
    model.load_state_dict(state)
    return model


def passages_of(corpus, first: np.ndarray, last: np.ndarray) -> list[Example]:
    """Cut the passages of spans."""
    passages = Passages(corpus.tokens, corpus.quotations, find_held(corpus))
    return [passages.passage(*span) for span in zip(first.tolist(), last.tolist(), strict=True)]


def silver(texts, polnear: Path, most: int) -> tuple[list[Example], np.ndarray]:
    """Namings of PolNeAR's training split that nobody coded, and what the fast judge and PolNeAR's contents say."""
    corpus, first, last = uncoded_namings(texts[texts["corpus"] == "polnear"])
    chosen = np.sort(np.random.default_rng(0).permutation(len(first))[:most])
    first, last = first[chosen], last[chosen]
    judge = Judge(corpus)
    said = judge.hear(first, last).probability
    inside = in_contents(corpus, first, read_polnear(polnear, "train"))
    source = slice(QUOTED, REPORTED + 1)
    said[~inside, source] *= DOUBTED
    said[inside, 0] *= RARE
    lone = np.flatnonzero(inside & (judge.held.content[first] < 0))
    said[lone, np.where(corpus.quotations.inside[first[lone]] >= 0, QUOTED, REPORTED)] += said[lone].sum(axis=1)
    return passages_of(corpus, first, last), said / said.sum(axis=1, keepdims=True)


def collate(examples: list[Example]):
    """Tensors of a batch: pieces, signs, which are the span's, which are there."""
    length = max(len(pieces) for pieces, _, _ in examples)
    pieces = torch.zeros(len(examples), length, dtype=torch.long)
    signs = torch.zeros(len(examples), length, SIGNS)
    target, present = torch.zeros(len(examples), length), torch.zeros(len(examples), length, dtype=torch.bool)
    for row, (number, sign, read) in enumerate(examples):
        size = len(number)
        pieces[row, :size], signs[row, :size] = torch.tensor(number), torch.tensor(sign)
        target[row, read[1:]] = 1
        present[row, :size] = True
    return pieces, signs, target, present


@torch.inference_mode()
def predict(model: Reading, examples: list[Example]) -> np.ndarray:
    """Probabilities of the voices."""
    model.eval()
    found = np.zeros((len(examples), len(VOICES)))
    order = np.argsort([len(pieces) for pieces, _, _ in examples])
    for part in np.split(order, range(BATCH, len(order), BATCH)):
        found[part] = model(*collate([examples[i] for i in part])).softmax(-1).numpy()
    return found


def parameter_groups(model: Reading) -> list[dict]:
    """Lower layers learn more slowly than upper ones, and what is new fastest; the vectors of pieces stay."""
    groups = []
    for name, weights in model.named_parameters():
        if name.startswith(("encoder.piece", "encoder.hidden", "encoder.tone")):
            weights.requires_grad_(False)
            continue
        if name.startswith("encoder.layers."):
            scale = DECAY ** (5 - int(name.split(".")[2]))
        else:
            scale = DECAY**6 if name.startswith("encoder.") else NEW if name.startswith(("hidden", "voice")) else 1.0
        groups.append({"params": [weights], "lr": RATE * scale, "weight_decay": 0.01 if weights.ndim > 1 else 0.0})
    return groups


def train(model: Reading, examples: list[Example], wanted: np.ndarray, weight: np.ndarray, once: np.ndarray) -> Reading:
    """Fine-tune; examples that are marked `once` are read in one epoch only, a part of them in each."""
    torch.manual_seed(1)
    rng, sizes = np.random.default_rng(1), np.array([len(pieces) for pieces, _, _ in examples])
    spread = np.array_split(rng.permutation(np.flatnonzero(once)), EPOCHS)
    mean = Reading(model.encoder.piece.num_embeddings)
    mean.load_state_dict(model.state_dict())
    optimiser = torch.optim.AdamW(parameter_groups(model))
    aim = torch.tensor(wanted * (1 - SMOOTH) + SMOOTH / len(VOICES), dtype=torch.float32)
    heavy = torch.tensor(weight, dtype=torch.float32)
    steps = sum(math.ceil(((~once).sum() + len(part)) / BATCH) for part in spread)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, 1 - s / steps))
    )
    done, began = 0, time.process_time()
    for epoch, part in enumerate(spread):
        order = rng.permutation(np.concatenate([np.flatnonzero(~once), part]))
        pools = [pool[np.argsort(sizes[pool], kind="stable")] for pool in np.split(order, range(256, len(order), 256))]
        order = np.concatenate(pools)
        batches = np.split(order, range(BATCH, len(order), BATCH))
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            model.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                odds = model(*collate([examples[i] for i in batch]))
            loss = (-(aim[batch] * F.log_softmax(odds.float(), -1)).sum(-1) * heavy[batch]).mean()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            rate.step()
            done, total = done + 1, total + loss.item()
            update_mean(mean, model, KEEP if done > 0.3 * steps else 0.0)
        print(f"epoch {epoch}: loss {total / len(batches):.3f}, {time.process_time() - began:.0f} s", flush=True)
    return mean


def build(state: dict[str, np.ndarray], reach: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Put the network together.

    In: `pieces`, shape (1, length); `signs`, shape (1, length, signs); `read`, the first piece and those of the span.
    Out: `log_odds` of the voices, shape (1, voices).
    """
    graph = Graph({name.removeprefix("encoder."): value for name, value in state.items()}, reach)
    signs = graph.step("MatMul", ["signs", graph.constant("signs.weight", graph.state["signs.weight"].T)], "signed")
    side = graph.constant("side", graph.state["segment.weight"][0])
    where = graph.step("Add", [graph.places(LONGEST), side], "sided")
    hidden = graph.norm("norm", graph.step("Add", [signs, where], "where"), graph.pieces())
    for number in range(5):
        hidden = graph.layer(f"layers.{number}", hidden)
    graph.head(graph.layer("layers.5", hidden, "read"), "voice")
    made = helper.make_graph(
        graph.nodes,
        "voice",
        [
            helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "length"]),
            helper.make_tensor_value_info("signs", TensorProto.FLOAT, [1, "length", SIGNS]),
            helper.make_tensor_value_info("read", TensorProto.INT64, ["places"]),
        ],
        [helper.make_tensor_value_info("log_odds", TensorProto.FLOAT, [1, len(VOICES)])],
        graph.weights,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="framing")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=MODELS / "voice-encoder")
    parser.add_argument("--hold", choices=["none", "odd"], default="none")
    parser.add_argument("--silver", type=int, default=800)
    given = parser.parse_args()
    torch.set_num_threads(1)
    texts = read_texts(given.news, given.hongkong, given.polnear)
    codes = coded_namings(texts)
    held = (codes.table["article_id"].rank(method="dense") % 2 == 1).to_numpy() & (given.hold == "odd")
    parts: list[tuple[Coded, np.ndarray, np.ndarray, bool]] = [
        (codes, ~held, np.where(codes.table["unsure"], 0.5, 1.0), False)
    ]
    for more, heavy in ((planted_namings(), PLANTED), (own_sentences(times=6), OWN)):
        parts.append((more, more.last > more.first, np.full(len(more.first), heavy), True))
    examples, wanted, weight, once = [], [], [], []
    for coded, chosen, heavy, single in parts:
        examples += passages_of(coded.corpus, coded.first[chosen], coded.last[chosen])
        wanted.append(np.eye(len(VOICES))[coded.voice[chosen].astype(int)])
        weight.append(heavy[chosen])
        once.append(np.full(chosen.sum(), single))
    passages, said = silver(texts, given.polnear, given.silver)
    examples += passages
    wanted.append(said)
    weight.append(np.full(len(said), SILVER))
    once.append(np.ones(len(said), bool))
    print(len(examples), "examples,", (~np.concatenate(once)).sum(), "of them read in every epoch", flush=True)
    model = train(start_from_tagger(), examples, *(np.concatenate(column) for column in (wanted, weight, once)))
    given.out.mkdir(parents=True, exist_ok=True)
    if held.any():
        found = predict(model, passages_of(codes.corpus, codes.first[held], codes.last[held])).argmax(axis=1)
        right = codes.table[held].assign(right=found == codes.voice[held]).groupby("corpus")["right"]
        print(right.agg(["size", "mean"]).round(3).to_string())
    torch.save(model.state_dict(), given.out / "checkpoint.pt")
    export(model, examples[:300], given.out / "judge.onnx")


def export(model: Reading, some: list[Example], path: Path) -> None:
    """Write the network with whole-number weights; some passages say how large numbers get."""
    reach = measure_reach(model, lambda: predict(model, some))
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    onnx.save(build(state, {name.removeprefix("encoder."): value for name, value in reach.items()}), path)
    print(path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
