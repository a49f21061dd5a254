"""Train the judge of whose word a span is, and write its weights.

Two models learn from coded namings: trees on what surrounds a word, and a logistic regression that reads the words
beside it as well. Together they judge namings that nobody has coded, and a small network learns from both. Texts are
read from their own places; this repository holds the codes alone (voice_codes.csv: ids, offsets, hashes), and sentences
of our own (voice_sentences.csv). Needs torch beside the package; one core, a few minutes.

    python tools/train_voice.py NewsArticles.csv hongkong.jsonl POLNEAR/data/train/text [--out FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from safetensors.numpy import load_file, save_file
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import nn

from framing.annotation.mentions import find_namings
from framing.annotation.voice.judge import FARTHEST, QUOTED, REPORTED, Judge
from framing.annotation.voice.voice import attributed
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.lexicon import read_lexicon
from framing.schema import VOICES

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "framing" / "models" / "voice"
BOOKS = ("protest", "armed-conflict", "migration")
TIMES, OWN, JANUARY = 3, 0.4, 0.7  # how often a code counts; what a sentence of ours and a planted naming weigh
WEIGHT = {
    "disagree": 0.27,
    "outlet": 2.8,
    "source": 1.5,
    "distance": 0.67,
}  # share in the news over share in the sample
SLOTS = {
    "L": "terrorists militants rioters rebels refugees protesters activists extremists migrants bandits thugs radicals",
    "m": "militant rebel terrorist extremist separatist jihadist",
    "S": "the mayor|police|President Orman|the interior ministry|officials|residents|Mr. Petrov|Kim Solberg",
    "d": "on Monday|on Friday|late on Sunday|in a statement|last week",
}


def read_texts(news: Path, hongkong: Path, polnear: Path) -> pd.DataFrame:
    """Read the articles of the three corpora, as they are."""
    table = pd.read_csv(news, dtype=str, keep_default_na=False)
    rows = [("news", r.article_id, r.title, r.text) for r in table.itertuples() if r.text]
    for line in hongkong.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows.append(("hongkong", row["article_id"], row["title"], row["text"]))
    rows += [("polnear", p.stem, "", p.read_bytes().decode()) for p in sorted(polnear.glob("*.txt"))]
    texts = pd.DataFrame(rows, columns=["corpus", "id", "headline", "body"])
    return texts.assign(article_id=texts["corpus"] + ":" + texts["id"], outlet_id="any", n_words=1)


def describe(articles: pd.DataFrame, spans: pd.DataFrame | None) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Names of the features, inputs of the judge, and whether a content holds each span (by default all namings)."""
    corpus = attributed(Corpus("training", articles.reset_index(drop=True)))
    if spans is None:
        found = [find_namings(corpus.tokens, read_lexicon(book)) for book in BOOKS]
        pairs = pd.concat([table[["first", "last"]] for table in found]).drop_duplicates("first")
        first, last = (pairs[name].to_numpy(np.int64) for name in ("first", "last"))
    else:
        first, last = corpus.tokens.locate(spans)
    return Judge(corpus).inputs(first, last)


def own_sentences(times: int = 14, seed: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill the slots of our own sentences; articles, and spans with their voices."""
    draw = random.Random(seed)
    slots = {name: words.split("|" if "|" in words else " ") for name, words in SLOTS.items()}
    articles, spans = [], []
    for row in pd.read_csv(HERE / "voice_sentences.csv").itertuples():
        for _ in range(times):
            chosen = {name: draw.choice(words) for name, words in slots.items()}
            chosen |= {f"{name}c": chosen[name][0].upper() + chosen[name][1:] for name in ("L", "S")}
            text = row.text.format(**chosen)
            start, end = text.index("[["), text.index("]]") - 2
            plain, name = text.replace("[[", "").replace("]]", ""), str(len(articles))
            headline, body = (plain, "The talks go on.") if row.part == "headline" else ("", plain)
            articles.append({"article_id": name, "outlet_id": "own", "headline": headline, "body": body, "n_words": 1})
            spans.append({"article_id": name, "part": row.part, "start": start, "end": end, "voice": row.voice})
    return pd.DataFrame(articles), pd.DataFrame(spans)


def fit_teacher(inputs: np.ndarray, voice: np.ndarray, weight: np.ndarray, n_features: int):
    """Fit trees on the features and a regression on all inputs; a function that gives the mean of their judgements."""
    trees = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=12, l2_regularization=3,
        max_features=0.3, random_state=0,
    ).fit(inputs[:, :n_features], voice, sample_weight=weight)  # fmt: skip
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.005, max_iter=300))
    line.fit(inputs, voice, logisticregression__sample_weight=weight)

    def judge(given: np.ndarray, held: np.ndarray) -> np.ndarray:
        mean = (trees.predict_proba(given[:, :n_features]) + line.predict_proba(given)) / 2
        mean[~held, QUOTED : REPORTED + 1] = 1e-9
        return mean / mean.sum(axis=1, keepdims=True)

    return judge


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
    arrays = {
        "mean": mean,
        "scale": scale,
        "hidden": first.weight.detach().numpy().T,
        "hidden_bias": first.bias.detach().numpy(),
    }
    arrays |= {"out": second.weight.detach().numpy().T, "out_bias": second.bias.detach().numpy()}
    return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    texts = read_texts(given.news, given.hongkong, given.polnear)
    codes = pd.read_csv(HERE / "voice_codes.csv", dtype={"article_id": str}).query("form != 'other'")
    codes = codes.assign(article_id=codes["corpus"] + ":" + codes["article_id"], part="body")
    known = texts.set_index("article_id")["body"]
    hashes = {name: hashlib.sha256(known[name].encode()).hexdigest()[:12] for name in codes["article_id"].unique()}
    assert (codes["article_id"].map(hashes) == codes["sha"]).all(), "a text is not the one that was coded"
    number = {voice: i for i, voice in enumerate(VOICES)}
    names, inputs, _ = describe(texts[texts["article_id"].isin(hashes)], codes)
    voice = codes["voice"].map(number).to_numpy()
    weight = np.sqrt(codes["drawn"].map(WEIGHT).fillna(1).to_numpy()) * np.where(codes["unsure"], 0.5, 1)
    teacher = fit_teacher(inputs, voice, weight, len(names))
    parts = [describe(texts[i : i + 700], None)[1:] for i in range(0, len(texts), 700)]
    silver, held = (np.concatenate(pieces) for pieces in zip(*parts, strict=True))
    articles, spans = own_sentences()
    own = describe(articles, spans)[1]
    january = read_corpus("january", clean=False)
    planted = pd.read_csv(HERE.parent / "data/raw/january/codings_namings.csv", keep_default_na=False)
    pieces = [
        (silver, teacher(silver, held), np.ones(len(silver))),
        *[(inputs, np.eye(len(VOICES))[voice], weight)] * TIMES,
        (own, np.eye(len(VOICES))[spans["voice"].map(number)], np.full(len(own), OWN)),
        (
            describe(january.articles, planted)[1],
            np.eye(len(VOICES))[planted["voice"].map(number)],
            np.full(len(planted), JANUARY),
        ),
    ]
    arrays = fit_network(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    given.out.mkdir(parents=True, exist_ok=True)
    save_file(arrays, given.out / "weights.safetensors")
    again = load_file(given.out / "weights.safetensors")
    assert all(np.array_equal(again[name], array) for name, array in arrays.items())
    (given.out / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
