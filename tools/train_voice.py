"""Train the fast judge of whose word a span is, and write its weights.

Two models learn from coded namings: trees on what surrounds a word, and a logistic regression that reads the words
beside it as well. Together, and with the encoder where they doubt (tools/train_voice_encoder.py), they judge namings
that nobody has coded, and a small network learns from both. Needs torch beside the package; one core, ten minutes.

    PYTHONPATH=tools python tools/train_voice.py NewsArticles.csv hongkong.jsonl POLNEAR [--out FOLDER] [--folds 6]

POLNEAR is PolNeAR's data folder. With `--folds` the network is then trained anew for each part of the articles, without them
and without the encoder, and its judgements of theirs are written to FOLDER/folds.csv.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from corpora import read_texts, silver
from safetensors.numpy import load_file, save_file
from scipy.special import softmax
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import nn
from voice_data import HERE, Coded, coded_namings, own_sentences, planted_namings, uncoded_namings

from framing.annotation.voice.held import find_held
from framing.annotation.voice.judge import FARTHEST, Judge, Weights, heed_rules
from framing.annotation.voice.passages import SpanReader
from framing.schema import VOICES

OUT = HERE.parent / "src" / "framing" / "models" / "voice"
TIMES, OWN, JANUARY = 3, 1.2, 1.2  # how often a code counts; what a sentence of ours and a planted naming weigh
# share in the news over that in the sample
WEIGHT = {"disagree": 0.27, "outlet": 2.8, "source": 1.5, "distance": 0.67, "doubt": 0.4, "held": 0.85}
SURE, HEARD = 0.95, 0.5  # below this certainty of the teachers the encoder is asked; its weight then
HALF = 2  # every second article that teachers may label lends its uncoded namings
AT_ONCE = 700  # articles described together
Teacher = Callable[[np.ndarray], np.ndarray]


def describe(coded: Coded) -> tuple[list[str], np.ndarray]:
    """Names of the features, and inputs of the judge."""
    return Judge(coded.corpus).inputs(coded.first, coded.last)[:2]


def fit_teacher(inputs: np.ndarray, voice: np.ndarray, weight: np.ndarray, n_features: int) -> Teacher:
    """Fit trees on the features and a regression on all inputs; a function that gives the mean of their judgements."""
    trees = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=12, l2_regularization=3,
        max_features=0.3, random_state=0,
    ).fit(inputs[:, :n_features], voice, sample_weight=weight)  # fmt: skip
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.005, max_iter=300))
    line.fit(inputs, voice, logisticregression__sample_weight=weight)
    return lambda given: (trees.predict_proba(given[:, :n_features]) + line.predict_proba(given)) / 2


def uncoded(texts: pd.DataFrame, teacher: Teacher) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Namings that nobody coded: inputs, what the encoder says where the teachers doubt, and their articles."""
    inputs, heard, articles = [], [], []
    for start in range(0, len(texts), AT_ONCE):
        corpus, first, last = uncoded_namings(texts[start : start + AT_ONCE])
        inputs.append(Judge(corpus).inputs(first, last)[1])
        doubted = np.flatnonzero(teacher(inputs[-1]).max(axis=1) < SURE)
        heard.append(np.full((len(first), len(VOICES)), np.nan))
        reader = SpanReader(corpus.tokens, corpus.quotations, find_held(corpus))
        heard[-1][doubted] = reader.probability(first[doubted], last[doubted])
        articles.append(corpus.tokens.article_ids[corpus.tokens.article[first]])
    asked = sum((~np.isnan(part[:, 0])).sum() for part in heard)
    print(sum(map(len, heard)), "namings that nobody coded,", asked, "of them read by the encoder", flush=True)
    return np.concatenate(inputs), np.concatenate(heard), np.concatenate(articles)


def fit_network(inputs: np.ndarray, wanted: np.ndarray, weight: np.ndarray, seed: int = 0) -> dict[str, np.ndarray]:
    """Fit the network to probabilities of voices."""
    torch.manual_seed(seed)
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    scale = np.minimum(np.where(spread > 1e-3, 1 / np.maximum(spread, 1e-3), 0), 8)
    given = torch.tensor(((inputs - mean) * scale).clip(-FARTHEST, FARTHEST), dtype=torch.float32)
    aim, heavy = (torch.tensor(array, dtype=torch.float32) for array in (wanted, weight))
    network = nn.Sequential(
        nn.Dropout(0.1), nn.Linear(inputs.shape[1], 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, len(VOICES))
    )
    epochs, size = 10, 128
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-3)
    steps = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=epochs * (len(given) // size + 1))
    for _ in range(epochs):
        for batch in torch.randperm(len(given)).split(size):
            loss = (-(aim[batch] * network(given[batch]).log_softmax(-1)).sum(-1) * heavy[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            steps.step()
    first, second = network[1], network[4]
    arrays = {"mean": mean, "scale": scale, "hidden": first.weight.detach().numpy().T}
    arrays |= {"hidden_bias": first.bias.detach().numpy(), "out": second.weight.detach().numpy().T}
    arrays |= {"out_bias": second.bias.detach().numpy()}
    return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(1)
    texts = read_texts(given.news, given.hongkong, given.polnear)
    codes = coded_namings(texts)
    names, inputs = describe(codes)
    both = np.concatenate([inputs, describe(coded_namings(texts, model="accurate"))[1]])
    weight = np.sqrt(codes.table["drawn"].map(WEIGHT).fillna(1).to_numpy()) * np.where(codes.table["unsure"], 0.5, 1)
    aim = np.eye(len(VOICES))
    more = [
        (describe(coded)[1], aim[coded.voice], np.full(len(coded.voice), share))
        for coded, share in ((own_sentences(), OWN), (planted_namings(), JANUARY))
    ]

    def teach(chosen: np.ndarray) -> Teacher:
        given = np.tile(chosen, 2)
        return fit_teacher(both[given], np.tile(codes.voice, 2)[given], np.tile(weight, 2)[given] / 2, len(names))

    teacher = teach(np.ones(len(codes.voice), bool))
    coded = (texts["corpus"] == "polnear") & texts["article_id"].isin(codes.table["article_id"])
    lent = pd.concat([silver(texts), texts[coded]], ignore_index=True)  # nothing that a figure is measured on
    lone, heard, where = uncoded(lent[::HALF], teacher)

    def train(chosen: np.ndarray, others: np.ndarray, said: np.ndarray) -> dict[str, np.ndarray]:
        given = np.tile(chosen, 2)
        pieces = [(lone[others], said, np.ones(len(said)))]
        pieces += [(both[given], aim[np.tile(codes.voice, 2)[given]], np.tile(weight, 2)[given] / 2)] * TIMES + more
        return fit_network(*(np.concatenate(column) for column in zip(*pieces, strict=True)))

    given.out.mkdir(parents=True, exist_ok=True)
    said = teacher(lone)
    said = np.where(np.isnan(heard), said, (1 - HEARD) * said + HEARD * heard)
    arrays = train(np.ones(len(codes.voice), bool), np.ones(len(where), bool), said)
    save_file(arrays, given.out / "weights.safetensors")
    again = load_file(given.out / "weights.safetensors")
    assert all(np.array_equal(again[name], array) for name, array in arrays.items())
    (given.out / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    print(len(codes.voice), "coded namings,", len(names), "features", flush=True)
    if not given.folds:
        return
    features = Judge(codes.corpus).hear(codes.first, codes.last).features
    fold = pd.factorize(codes.table["article_id"], sort=True)[0] % given.folds
    found = np.zeros((len(codes.voice), len(VOICES)))
    for number in range(given.folds):  # without the encoder, which knows all codes
        mine = fold == number
        others = ~np.isin(where, codes.table["article_id"][mine].unique())
        arrays = train(~mine, others, teach(~mine)(lone[others]))
        odds = Weights(tuple(names), **arrays).log_odds(inputs.copy())
        found[mine] = heed_rules(softmax(odds, axis=1), features)[mine]
    codes.table.assign(**dict(zip(VOICES, found.T, strict=True))).to_csv(given.out / "folds.csv", index=False)


if __name__ == "__main__":
    main()
