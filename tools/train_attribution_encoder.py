"""Train the accurate attribution tagger, and the larger one that teaches it: a linear-chain field over an encoder.

    python tools/train_attribution_encoder.py teach POLNEAR NEWS HONGKONG SILVER.npz --mpnet MPNET
    python tools/train_attribution_encoder.py train POLNEAR NEWS HONGKONG CHECKPOINT --silver SILVER.npz

Both learn from PolNeAR's training split, as it stands and rewritten, and from what was coded by reading in other news
(attribution_codes.py), where a code only says which labels a token may have. The teachers, several seeds of MPNet, then
give the label probabilities of uncoded news; the pupil, MiniLM, hears them on part of that news. Minutes on a graphics
card, a day without. Everything is chosen on PolNeAR's development split; the test split is never read.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from attribution_calibration import by_article
from attribution_chunks import BATCH, SIGNS, Chunk, Text, collate, draw_batches, make_text, targets
from attribution_codes import read_bounds
from attribution_counts import count_article, f1
from attribution_data import Article, as_table, examples, read_polnear, rewritten
from attribution_network import NEVER, log_partition
from corpora import as_articles, read_texts, silver
from encoders import DEVICE, Course, MiniLM, MPNet, fine_tune, half_precision, hide_pieces, open_encoder, start_heads
from safetensors.torch import save_file
from torch import nn

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.passages import Field, PassageReader, passages, read_passages
from framing.annotation.attribution.tagger import read_ranges
from framing.annotation.attribution.tagger_weights import CONFIDENCE
from framing.annotation.attributions import read_relations
from framing.annotation.inference.wordpiece import WordPieces
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize

VERSIONS = 4  # of the training articles, rewritten


class Reading(nn.Module):
    """An encoder with the shape of each token and its place among quotation marks added to its pieces; label scores."""

    faster = {"transitions": 20.0, "signs": 5.0, "label": 5.0}  # noqa: RUF012 (how much faster than the upper layer they learn)

    def __init__(self, encoder: MiniLM | MPNet) -> None:
        super().__init__()
        self.encoder = encoder
        self.signs = nn.Linear(SIGNS, encoder.width, bias=False)
        self.label = nn.Linear(encoder.width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.dropout = nn.Dropout(0.1)
        start_heads(self.signs, spread=0.01)
        start_heads(self.label)

    def forward(self, pieces, signs, present, heads):
        """Label scores of tokens, shape (batch, tokens, labels); `heads` are the first pieces of tokens."""
        hidden = self.encoder.read(pieces, self.signs(signs), present)
        tokens = hidden.gather(1, heads.unsqueeze(2).expand(-1, -1, hidden.shape[2]))
        return self.label(self.dropout(tokens)).float()


def batch_loss(model: Reading, batch: list[Chunk], cutter: WordPieces) -> torch.Tensor:
    """Negative log likelihood a token of the labels that a batch may have; what a teacher says moves scores alone."""
    pieces, *rest = collate(batch, cutter)
    signs, present, heads, real = (x.to(DEVICE) for x in rest)
    with half_precision():
        scores = model(hide_pieces(pieces, cutter).to(DEVICE), signs, present, heads)
    allowed, soft, told, weight = (x.to(DEVICE) for x in targets(batch, real.shape[1]))
    mask = torch.where(allowed, 0.0, NEVER)
    whole, part = log_partition(torch.cat([scores, scores + mask]), model.transitions, torch.cat([real, real])).chunk(2)
    loss = whole - part
    if told.any():
        wanted, said, there, moves = soft[told], scores[told], real[told], model.transitions.detach()
        best = wanted.argmax(2)
        path = (wanted * said).sum((1, 2)) + (moves[best[:, :-1], best[:, 1:]] * there[:, 1:]).sum(1)
        loss = loss.index_put((told,), log_partition(said, moves, there) - path)
    return (loss * weight).sum() / real.sum()


@torch.inference_mode()
def label_chances(model: Reading, text: Text, cutter: WordPieces) -> np.ndarray:
    """Label probabilities of all tokens, shape (tokens, labels), of 255."""
    bounds = text.data.tokens.segment_tokens
    ranges = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    found = sorted((p for a, b in ranges for p in passages(text.edges, a, b)), key=lambda p: p[3] - p[2])
    scores = np.zeros((len(text.data.tokens), len(LABELS)), np.float32)
    for start in range(0, len(found), 4 * BATCH):
        batch = found[start : start + 4 * BATCH]
        given = collate([Chunk(text, left, right) for _, _, left, right in batch], cutter)
        with half_precision():
            said = model(*(x.to(DEVICE) for x in given[:4])).cpu().numpy()
        for row, (core, stop, left, _) in zip(said, batch, strict=True):
            scores[core:stop] = row[core - left : stop - left]
    moves = model.transitions.detach().cpu().numpy()
    return np.rint(255 * read_ranges(len(scores), bounds[:-1], bounds[1:], lambda rows: scores[rows.text], moves))


class Session:
    """Lets the package read with a network that is being trained, in place of an onnxruntime session."""

    def __init__(self, model: Reading) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def run(self, _outputs: list[str], given: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Give the label scores of one passage."""
        device = self.model.transitions.device
        pieces, signs, heads = (torch.from_numpy(given[name]).to(device) for name in ("pieces", "signs", "heads"))
        return [self.model(pieces, signs, torch.ones_like(pieces, dtype=torch.bool), heads[None]).cpu().numpy()]


def make_reader(model: Reading, articles: list[Article], cutter: WordPieces) -> PassageReader:
    """Make articles ready to be read by a network that is being trained, and by the fast tagger."""
    tokens = tokenize(as_table(articles))
    field = Field(Session(model), cutter, model.transitions.detach().cpu().numpy(), np.zeros(CONFIDENCE, np.float32))
    return read_passages(tokens, find_quotations(tokens), field)


def relation_f1(model: Reading, articles: list[Article], cutter: WordPieces) -> float:
    """Relation F1 of the network together with the fast tagger."""
    reader = make_reader(model, articles, cutter)
    found = read_relations(reader, find_quotations(reader.tokens))
    lists = by_article(reader.tokens, found)
    counts = [count_article(a.text, a.relations, said)["relation"] for a, said in zip(articles, lists, strict=True)]
    return float(f1(sum(counts)))


def read_silver(path: Path, texts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Give the texts that the teachers labelled, in their order, and the label probabilities of their tokens, of 255."""
    file = np.load(path, allow_pickle=False)
    return texts.set_index("article_id", drop=False).loc[file["articles"]].reset_index(drop=True), file["chances"]


def train(args: argparse.Namespace, seed: int, texts: pd.DataFrame, soft: np.ndarray | None = None):
    """Fine-tune one seed; give the model, the text that teachers label, and what cuts pieces."""
    encoder, cutter = open_encoder(args.mpnet)
    articles, dev = (read_polnear(args.polnear, split)[: args.articles] for split in ("train", "dev"))
    plain, data = examples(articles, {}), examples(as_articles(texts), {})
    assert soft is None or len(soft) == len(data.tokens), "these tokens are not the ones that the teachers labelled"
    gold = [plain, *(rewritten(articles, plain, {}, seed + i + 1) for i in range(VERSIONS))]
    gold, other, bounds = [make_text(d, cutter) for d in gold], make_text(data, cutter, soft), read_bounds(texts, data)
    model = Reading(encoder)
    course = Course(args.epochs, args.rate, args.layer_decay, seed)
    draw = partial(draw_batches, gold, other, bounds)
    model = fine_tune(model, draw, lambda batch: batch_loss(model, batch, cutter), course)
    print(f"seed {seed}: dev {relation_f1(model, dev, cutter):.4f}", flush=True)
    return model, other, cutter


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, seeds, epochs, rate, decay in (("teach", [1, 2], 6, 6e-5, 0.92), ("train", [1], 9, 2e-4, 0.9)):
        one = commands.add_parser(name)
        for place in ("polnear", "news", "hongkong", "out"):
            one.add_argument(place, type=Path)
        one.add_argument("--seeds", type=int, nargs="+", default=seeds)
        one.add_argument("--epochs", type=int, default=epochs)
        one.add_argument("--rate", type=float, default=rate)
        one.add_argument("--layer-decay", type=float, default=decay)
        one.add_argument("--articles", type=int, help="of each corpus, at most")
        one.add_argument("--mpnet", type=Path, required=name == "teach", help="folder of all-mpnet-base-v2")
        one.add_argument("--silver", type=Path, help="what the teachers wrote")
    args = parser.parse_args()
    texts = read_texts(args.news, args.hongkong)
    if args.command == "teach":
        texts = silver(texts, args.articles)
        said = sum(label_chances(*train(args, seed, texts)) for seed in args.seeds) / len(args.seeds)
        np.savez_compressed(
            args.out, articles=texts["article_id"].to_numpy(str), chances=np.rint(said).astype(np.uint8)
        )
    else:
        texts, soft = read_silver(args.silver, texts) if args.silver else (silver(texts, args.articles), None)
        model = train(args, args.seeds[0], texts, soft)[0]
        save_file({name: value.cpu().contiguous() for name, value in model.state_dict().items()}, args.out)


if __name__ == "__main__":
    main()
