"""Train the small model of source types: a network on what surrounds a source.

    python tools/train_source_types.py NEWS HONGKONG POLNEAR CHANCES.npz [--out FOLDER] [--hold]

It learns from coded sources, from what the teachers of tools/train_source_types_encoder.py say of these and of others
(CHANCES), and from the organisations of the lexicon in a few words ("Red Cross officials said …"). One core, about ten minutes. `--hold` leaves out the codes of every fifth article, as it does there (run
that first), prints what is found in those, and writes nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from corpora import HERE
from safetensors.numpy import load_file, save_file
from scipy import sparse
from source_types_data import Sources, read_sources
from torch import nn

from framing.annotation.attributions import find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import find_sources, first_words, span_texts
from framing.annotation.sources.features import feature_blocks, feature_matrix
from framing.annotation.sources.types import Model
from framing.annotation.text.tokens import tokenize
from framing.lexicon import read_lexicon
from framing.schema import SOURCE_TYPES

OUT = HERE.parent / "src" / "framing" / "models" / "source-types"
LEAST = 5  # sources with a feature
HIDDEN, EPOCHS, BATCH, RATE, DECAY = 32, 8, 256, 2e-3, 1e-2
FEW_WORDS = ("{}", "{} officials", "A {} spokesman", "A spokesman for the {}", "The {}")
SAID = 0.7  # what a source in few words weighs
OVERLOOKED, DROPPED = 0.2, 0.3  # share of features, and of hidden units, that are left out while training


class Network(nn.Module):
    """Features to log odds of the types, straight and through a hidden layer."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.hidden = nn.EmbeddingBag(features, HIDDEN, mode="sum")
        self.weights = nn.EmbeddingBag(features, len(SOURCE_TYPES), mode="sum")
        self.hidden_bias, self.out = nn.Parameter(torch.zeros(HIDDEN)), nn.Linear(HIDDEN, len(SOURCE_TYPES))
        self.dropout = nn.Dropout(DROPPED)
        nn.init.normal_(self.hidden.weight, std=0.02)
        nn.init.zeros_(self.weights.weight)

    def forward(self, features, begin):
        """Log odds, shape (rows, types); the features of each row begin at `begin`."""
        hidden = torch.relu(self.hidden(features, begin) + self.hidden_bias)
        return self.out(self.dropout(hidden)) + self.weights(features, begin)

    def arrays(self) -> dict[str, np.ndarray]:
        """Weights as the package reads them."""
        found = {"weights": self.weights.weight, "hidden": self.hidden.weight, "out": self.out.weight.T}
        found |= {"bias": self.out.bias, "hidden_bias": self.hidden_bias}
        found = {name: np.ascontiguousarray(array.detach().numpy()) for name, array in found.items()}
        return found | {name: found[name].astype(np.float16) for name in ("weights", "hidden")}


def describe(sources: Sources) -> tuple[dict[str, int], sparse.csr_matrix]:
    """Give numbers to the features that several sources have, and the features of each source."""
    blocks = feature_blocks(sources.known, sources.relations, sources.cue)
    every = sorted(set().union(*(labels.tolist() for _, labels, _ in blocks)))
    matrix = feature_matrix(sources.known, sources.relations, sources.cue, {name: i for i, name in enumerate(every)})
    matrix = matrix[sources.rows]
    kept = np.flatnonzero(matrix.getnnz(axis=0) >= LEAST)
    return {every[k]: i for i, k in enumerate(kept)}, matrix[:, kept].tocsr()


def few_words(names: dict[str, int]) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Features of the organisations of the lexicon that say something, without topics, and their types."""
    known = read_lexicon("organisations").terms
    known = known[known["source_type"] != ""]
    texts = [form.format(term[0].upper() + term[1:]) for term in known["term"] for form in FEW_WORDS]
    articles = pd.DataFrame({"article_id": map(str, range(len(texts))), "headline": "", "body": texts})
    tokens = tokenize(articles.assign(body=articles["body"] + " said there was none."))
    found = find_attributions(tokens, find_quotations(tokens))
    relations = found.relations
    cue = first_words(span_texts(tokens, relations, found.spans)["cue"])
    matrix = feature_matrix(find_sources(tokens, relations, found.spans), relations, cue, names)
    topics = np.fromiter((name.startswith("topic=") for name in names), bool)
    once = ~relations["article"].duplicated().to_numpy()
    types = known["source_type"].map(list(SOURCE_TYPES).index).repeat(len(FEW_WORDS)).to_numpy()
    matrix = matrix[once] @ sparse.diags((~topics).astype(np.float32))
    return matrix.tocsr(), types[relations["article"].to_numpy()[once]]


def fit(matrix: sparse.csr_matrix, aim: np.ndarray, weight: np.ndarray, epochs: int) -> Network:
    """Fit the network to probabilities of types."""
    torch.manual_seed(0)
    rng, network = np.random.default_rng(0), Network(matrix.shape[1])
    wanted, heavy = (torch.tensor(array, dtype=torch.float32) for array in (aim, weight))
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=epochs * -(-len(aim) // BATCH))
    for _ in range(epochs):
        for batch in np.split(rng.permutation(len(aim)), range(BATCH, len(aim), BATCH)):
            some = matrix[batch]
            seen = rng.random(some.nnz) >= OVERLOOKED
            begin = np.concatenate([[0], np.cumsum(seen)])[some.indptr[:-1]]
            odds = network(torch.from_numpy(some.indices[seen].astype(np.int64)), torch.from_numpy(begin))
            loss = (-(wanted[batch] * odds.log_softmax(1)).sum(1) * heavy[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            steps.step()
    return network.eval()


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear", "chances"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--articles", type=int, help="of codes, and without, at most, as for the teachers")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    torch.set_num_threads(1)
    sources = read_sources(given.news, given.hongkong, given.polnear, given.articles)
    chances = np.load(given.chances, allow_pickle=False)["chances"].astype(np.float64)
    assert len(chances) == len(sources.rows), "these sources are not the ones that the teachers labelled"
    names, matrix = describe(sources)
    coded = (sources.types >= 0) & ~(sources.held & given.hold)
    aim, weight = sources.wanted(chances, coded)
    lone, types = few_words(names)
    aim = np.concatenate([aim, np.eye(len(SOURCE_TYPES))[types]])
    weight = np.concatenate([weight, np.full(len(types), SAID)])
    arrays = fit(sparse.vstack([matrix, lone]).tocsr(), aim, weight, given.epochs).arrays()
    print(coded.sum(), "coded sources,", (sources.types < 0).sum(), "others,", len(names), "features")
    if given.hold:
        model = Model(names, **{name: array.astype(np.float32) for name, array in arrays.items()})
        right = (model.log_odds(matrix).argmax(axis=1) == sources.types)[sources.held]
        print(f"{right.mean():.3f} of {len(right)}")
        return
    given.out.mkdir(parents=True, exist_ok=True)
    save_file(arrays, given.out / "weights.safetensors")
    (given.out / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    again = load_file(given.out / "weights.safetensors")
    assert all(np.array_equal(again[name], array) for name, array in arrays.items())


if __name__ == "__main__":
    main()
