"""Train the linear model of tone towards a target.

    python tools/train_target_tone.py NEWSMTSC [--news NewsArticles.csv] [--out src/framing/models/target-tone]

NEWSMTSC is the folder with rw-train.jsonl, rw-dev.jsonl and mt-dev.jsonl; the test sets are never read. With --news,
sentences of that collection are labelled by the transformer that comes with the package (`framing[accurate]`), and the
linear model learns from its probabilities too: the small model then knows words that NewsMTSC never shows.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import load_file, save_file
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from framing.annotation.tone.target_features import SUMS, cut_words, target_features
from framing.annotation.tone.target_tone import HOME, LinearTone, target_tone

NAMED = re.compile(r"\b(?:[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}|[A-Z]{2,6})\b")
PEOPLE = re.compile(
    r"\b(?:he|she|they|him|them|police|officers|soldiers|troops|army|government|opposition|protesters|demonstrators|"
    r"activists|rioters|militants|rebels|terrorists|migrants|refugees|residents|president|minister|workers|students)\b"
)


def read_targets(path: Path) -> pd.DataFrame:
    """One row per target: text, start, end, gold class 0 to 2."""
    rows = []
    for line in path.read_text(encoding="utf8").splitlines():
        sentence = json.loads(line)
        for target in sentence["targets"]:
            gold = int((target["polarity"] - 4) / 2) + 1
            rows.append((sentence["sentence_normalized"], target["from"], target["to"], gold))
    return pd.DataFrame(rows, columns=["text", "start", "end", "gold"])


def sample_news(path: Path, *, size: int, seed: int = 0) -> pd.DataFrame:
    """Draw sentences of a collection with a person or group marked in each."""
    rng = np.random.default_rng(seed)
    articles = pd.read_csv(path, encoding="utf8", encoding_errors="replace", usecols=["text"])["text"].dropna()
    texts = [s for text in articles for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])|\n+", text) if 40 < len(s) < 400]
    rows = []
    for at in rng.permutation(len(texts)):
        text = texts[at]
        names = [m.span() for m in NAMED.finditer(text) if m.start() > 0]
        people = [m.span() for m in PEOPLE.finditer(text)]
        spans = [*people, *names]
        if spans:
            start, end = spans[rng.integers(len(spans))]
            rows.append((text, start, end))
        if len(rows) == size:
            break
    return pd.DataFrame(rows, columns=["text", "start", "end"]).drop_duplicates()


def count_features(table: pd.DataFrame) -> Counter:
    """In how many rows each feature stands."""
    counts: Counter = Counter()
    for text, start, end in zip(table["text"], table["start"], table["end"], strict=True):
        counts.update(set(target_features(cut_words(text[:start]), cut_words(text[end:]))))
    return counts


def matrix(vocabulary: list[str], table: pd.DataFrame) -> sparse.csr_matrix:
    """Count features and put the sums of valences beside them, weighted up."""
    blank = {
        "weights": np.zeros((len(vocabulary), 2)),
        "scale": np.ones(2),
        "dense": np.zeros((SUMS, 2)),
        "intercept": np.zeros(2),
    }
    counts, sums = LinearTone(vocabulary, blank).features(table)
    return sparse.hstack([counts, sparse.csr_matrix(sums * DENSE)]).tocsr()


DENSE = 2.0


def fit(features: sparse.csr_matrix, soft: np.ndarray, weight: np.ndarray, strength: float) -> LogisticRegression:
    """Logistic regression on probabilities: each row counts three times, once for each class."""
    rows, classes = np.nonzero(soft > 0.001)
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-4)
    return model.fit(features[rows], classes, sample_weight=soft[rows, classes] * weight[rows])


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Mean of the three classes' F1, of 100."""
    hits = [np.sum((gold == c) & (guess == c)) for c in range(3)]
    sizes = [np.sum(gold == c) + np.sum(guess == c) for c in range(3)]
    return 100 * float(np.mean([2 * h / max(s, 1) for h, s in zip(hits, sizes, strict=True)]))


def save(folder: Path, vocabulary: list[str], model: LogisticRegression) -> None:
    """Write vocabulary and whole-number weights, and check that they read back."""
    against_neutral = (model.coef_[[0, 2]] - model.coef_[1]).T
    words, dense = against_neutral[: len(vocabulary)], against_neutral[len(vocabulary) :] * DENSE
    scale = np.abs(words).max(axis=0) / 127
    arrays = {
        "weights": np.rint(words / scale).astype(np.int8), "scale": scale, "dense": dense,
        "intercept": model.intercept_[[0, 2]] - model.intercept_[1],
    }  # fmt: skip
    arrays = {
        name: np.ascontiguousarray(a if a.dtype == np.int8 else a.astype(np.float32)) for name, a in arrays.items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf8")
    save_file(arrays, folder / "weights.safetensors")
    again = load_file(folder / "weights.safetensors")
    if not all(np.array_equal(again[name], arrays[name]) for name in arrays):
        raise SystemExit("The weights do not read back as they were written.")


def main() -> None:
    """Read the arguments, train, choose the features, and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newsmtsc", type=Path)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--size", type=int, default=20000, help="sentences of --news to learn from")
    parser.add_argument("--features", type=int, default=24000)
    parser.add_argument("--strength", type=float, default=0.03)
    parser.add_argument("--weight", type=float, default=0.3, help="what a machine-labelled sentence counts")
    parser.add_argument("--labelled", type=Path, help="where to keep (or find) the machine's labels, a parquet file")
    parser.add_argument("--out", type=Path, default=HOME / "target-tone")
    args = parser.parse_args()
    dev = {name: read_targets(args.newsmtsc / f"{name}-dev.jsonl") for name in ("rw", "mt")}
    train = read_targets(args.newsmtsc / "rw-train.jsonl")
    train = train[~train["text"].isin(pd.concat(dev.values())["text"])].reset_index(drop=True)
    soft, weight = np.eye(3)[train["gold"]], np.ones(len(train))
    if args.labelled and args.labelled.exists():
        extra = pd.read_parquet(args.labelled)
    elif args.news:
        extra = target_tone(sample_news(args.news, size=args.size), model="transformer")
        if args.labelled:
            extra.to_parquet(args.labelled)
    else:
        extra = train[:0].assign(p_negative=0.0, p_neutral=0.0, p_positive=0.0)
    table = pd.concat([train, extra], ignore_index=True)
    soft = np.concatenate([soft, extra[["p_negative", "p_neutral", "p_positive"]].to_numpy()])
    weight = np.concatenate([weight, np.full(len(extra), args.weight)])
    counts = count_features(table)
    vocabulary = sorted(name for name, n in counts.items() if n >= (3 if extra.empty else 6))
    features = matrix(vocabulary, table)
    model = fit(features, soft, weight, args.strength)
    pull = np.abs(model.coef_[:, : len(vocabulary)] - model.coef_[:, : len(vocabulary)].mean(axis=0)).max(axis=0)
    reach = pull * np.sqrt([counts[name] for name in vocabulary])
    kept = np.sort(np.argsort(-reach)[: args.features])
    report(model, vocabulary, dev, "all features")
    vocabulary = [vocabulary[i] for i in kept]
    columns = np.concatenate([kept, np.arange(features.shape[1] - SUMS, features.shape[1])])
    model = fit(features[:, columns], soft, weight, args.strength)
    report(model, vocabulary, dev, "kept features")
    save(args.out, vocabulary, model)


def report(model: LogisticRegression, vocabulary: list[str], dev: dict[str, pd.DataFrame], title: str) -> None:
    """Print macro-F1 on the dev sets."""
    found = {
        name: round(macro_f1(d["gold"].to_numpy(), model.predict(matrix(vocabulary, d))), 2) for name, d in dev.items()
    }
    print(title, len(vocabulary), found)


if __name__ == "__main__":
    main()
