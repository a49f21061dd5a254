"""Train the small model of source types.

    python tools/train_source_types.py NEWS_CSV HONGKONG POLNEAR ENCODER [--out src/framing/models/source-types]

NEWS_CSV is NewsArticles.csv of the collection news-2017, HONGKONG a .jsonl of articles (article_id, title, text) of six
papers on Hong Kong 2019, POLNEAR the folder with train/ (Newell, Margolin and Ruths 2018), ENCODER the folder of all-MiniLM-L6-v2 (vocab.txt, model.safetensors). Codes given by hand stand beside this
script (source_types_labels.csv: where a source stands and its type, no text). Sources whose words, description or name
agree on one type in the lexicons are added with a small weight: from them the model learns what the context of a type
looks like. The sums of the encoder's word vectors are further features while it learns; since they are linear in the
words, they become weights of the words in the end, and a word that no coded source holds gets the weight of its like.
Neither the articles of reference quotations nor PolNeAR dev or test are read.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from attribution_data import read_polnear
from attribution_vectors import encoder_vectors
from safetensors.numpy import load_file, save_file
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from framing.annotation.attributions import find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import find_sources, first_words, span_texts
from framing.annotation.sources.features import (
    Known,
    described_ranges,
    feature_blocks,
    feature_matrix,
    figure_types,
    own_ranges,
    spread,
)
from framing.annotation.sources.roles import role_words
from framing.annotation.text.tokens import Tokens, tokenize
from framing.schema import SOURCE_TYPES

LABELS = Path(__file__).with_name("source_types_labels.csv")
MODELS = Path(__file__).parents[1] / "src/framing/models"
SLOTS = ("own", "described", "first", "near")
CERTAIN, WEIGHT, STRENGTH, LEAST_COUNT = 300, 0.1, 0.5, 6


@dataclass
class Part:
    """One corpus: what was found in it, its relations, their cues, and the coded rows with their types."""

    known: Known
    relations: pd.DataFrame
    cue: pd.Series
    rows: np.ndarray
    types: np.ndarray

    def features(self, names: dict[str, int]) -> sparse.csr_matrix:
        """Feature matrix of all relations."""
        return feature_matrix(self.known, self.relations, self.cue, names)


def read_news(path: Path, wanted: set[str]) -> pd.DataFrame:
    """Articles of news-2017 that hold coded sources."""
    table = pd.read_csv(path, keep_default_na=False, dtype={"article_id": str})
    table = table[table["article_id"].isin(wanted)].sort_values("article_id")
    body = table["text"].str.replace('"?', '" ', regex=False)
    return pd.DataFrame({"article_id": table["article_id"], "headline": table["title"], "body": body}).reset_index(
        drop=True
    )


def read_hongkong(path: Path, wanted: set[str]) -> pd.DataFrame:
    """Articles on Hong Kong that hold coded sources."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    table = pd.DataFrame([r for r in rows if r["article_id"] in wanted]).sort_values("article_id", ignore_index=True)
    return table.rename(columns={"title": "headline", "text": "body"})[["article_id", "headline", "body"]]


def read_train(folder: Path) -> pd.DataFrame:
    """Articles of PolNeAR train."""
    articles = read_polnear(folder, "train")
    return pd.DataFrame({"article_id": [a.name for a in articles], "headline": "", "body": [a.text for a in articles]})


def tag(articles: pd.DataFrame) -> tuple[Tokens, pd.DataFrame, pd.DataFrame]:
    """Tokens, relations and spans of articles."""
    tokens = tokenize(articles)
    found = find_attributions(tokens, find_quotations(tokens))
    return tokens, found.relations, found.spans


def prepare(tagged: tuple[Tokens, pd.DataFrame, pd.DataFrame], coded: pd.DataFrame) -> Part:
    """Find sources; a coded source that the tagger overlooked becomes a relation of its own."""
    tokens, relations, spans = tagged
    first, last = tokens.locate(coded)
    keep = last > first
    first, last, types = first[keep], last[keep], coded["source_type"].to_numpy()[keep]
    number = int(relations["relation"].max()) + 1 + np.arange(len(first))
    clash = spans[(spans["role"] == "source") & _touches(spans, first, last)]["relation"]
    extra = pd.DataFrame(
        {
            "relation": number,
            "article": tokens.article[first],
            "sentence": tokens.sentence[first],
            "parent": -1,
            "form": "indirect",
            "confidence": 1.0,
        }
    )
    sources = pd.DataFrame({"relation": number, "role": "source", "first": first, "last": last})
    cues = spans[(spans["role"] == "cue") & spans["relation"].isin(clash)]
    cues = cues.assign(relation=_nearest(cues["first"].to_numpy(), first, number))
    relations = pd.concat([relations[~relations["relation"].isin(clash)], extra], ignore_index=True)
    spans = pd.concat([spans[~spans["relation"].isin(clash)], sources, cues], ignore_index=True)
    known = find_sources(tokens, relations, spans)
    cue = first_words(span_texts(tokens, relations, spans)["cue"])
    rows = np.arange(len(relations) - len(number), len(relations))
    code = pd.Series(range(len(SOURCE_TYPES)), index=list(SOURCE_TYPES))
    return Part(known, relations, cue, rows, code[types].to_numpy())


def _touches(spans: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    order = np.argsort(first)
    first, last = first[order], last[order]
    place = np.searchsorted(first, spans["last"].to_numpy()) - 1
    return (place >= 0) & (last[np.maximum(place, 0)] > spans["first"].to_numpy())


def _nearest(position: np.ndarray, first: np.ndarray, number: np.ndarray) -> np.ndarray:
    order = np.argsort(first)
    place = np.clip(np.searchsorted(first[order], position), 1, len(order) - 1)
    left = position - first[order][place - 1] < first[order][place] - position
    return number[order][place - left]


def certain_types(known: Known) -> np.ndarray:
    """Give the type of each source on which the lexicons agree, -1 elsewhere.

    A public figure is certain; else all roles and organisations in the source's own words; where there are none, all in
    what describes it.
    """
    figure = figure_types(known.people, known.speakers)
    own, some = _agreed(known, np.arange(len(figure)), *own_ranges(known.speakers))
    described, _ = _agreed(known, *described_ranges(known))
    return np.where(figure >= 0, figure, np.where(some, own, described))


def _agreed(known: Known, row: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the one type of the lexicon words in the ranges of each row (-1: none or several), and whether any is."""
    n = len(known.speakers.how)
    which, place = spread(*known.roles.within(first, last))
    types = role_words().source_type[known.roles.term[place]].astype(np.int64)
    typed = types >= 0
    low, high = np.full(n, len(SOURCE_TYPES)), np.full(n, -1)
    np.minimum.at(low, row[which[typed]], types[typed])
    np.maximum.at(high, row[which[typed]], types[typed])
    return np.where(low == high, low, -1), high >= 0


def certain_rows(part: Part, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Up to `CERTAIN` relations of each type whose words leave no doubt, the coded ones left out."""
    types = certain_types(part.known)
    types[part.rows] = -1
    rng = np.random.default_rng(seed)
    chosen = [rng.permutation(np.flatnonzero(types == t))[:CERTAIN] for t in range(len(SOURCE_TYPES))]
    rows = np.concatenate(chosen)
    return rows, types[rows]


@dataclass
class Design:
    """Features of the coded and the certain sources, and what the vectors of their words add up to."""

    names: dict[str, int]
    every: sparse.csr_matrix
    plain: sparse.csr_matrix
    sums: np.ndarray
    vectors: np.ndarray
    words: np.ndarray
    types: np.ndarray
    coded: int


def design(parts: list[Part], vocabulary: list[str], vectors: np.ndarray) -> Design:
    """Give numbers to the features: the common ones, and both slots of each word of the vocabulary."""
    counts: Counter[str] = Counter()
    for part in parts:
        for _, labels, code in feature_blocks(part.known, part.relations, part.cue):
            counts.update(labels[code].tolist())
    common = {name for name, count in counts.items() if count >= LEAST_COUNT}
    known = [f"{slot}:{word}" for slot in SLOTS for word in vocabulary]
    names = {name: i for i, name in enumerate(sorted(common | set(known)))}
    extra = [certain_rows(part, seed) for seed, part in enumerate(parts)]
    matrices = [part.features(names) for part in parts]
    rows = [m[p.rows] for m, p in zip(matrices, parts, strict=True)]
    rows += [m[certain] for m, (certain, _) in zip(matrices, extra, strict=True)]
    every = sparse.vstack(rows).tocsr()
    words = np.array([names[name] for name in known]).reshape(len(SLOTS), -1)
    sums = np.hstack([every[:, columns] @ vectors for columns in words])
    rare = np.ones(len(names), bool)
    rare[[names[name] for name in common]] = False
    plain = (every @ sparse.diags((~rare).astype(np.float32))).tocsr()  # a rare word speaks through its vector alone
    types = np.concatenate([p.types for p in parts] + [kinds for _, kinds in extra])
    return Design(names, every, plain, sums, vectors, words, types, sum(len(p.rows) for p in parts))


def fit(given: Design, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights of all features, those of the vectors folded into the words, and the bias."""
    weight = np.where(rows < given.coded, 1.0, WEIGHT)
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    matrix = sparse.hstack([given.plain[rows], sparse.csr_matrix(given.sums[rows])]).tocsr()
    model.fit(matrix, given.types[rows], sample_weight=weight)
    weights, learned = np.split(model.coef_.T, [len(given.names)])
    for columns, part in zip(given.words, np.split(learned, len(SLOTS)), strict=True):
        weights[columns] += given.vectors @ part
    return weights, model.intercept_


def cross_validate(given: Design) -> float:
    """Share of coded sources that a model without them gets right."""
    certain = np.arange(given.coded, len(given.types))
    right = []
    fold = StratifiedKFold(5, shuffle=True, random_state=0)
    for train, test in fold.split(np.zeros(given.coded), given.types[: given.coded]):
        weights, bias = fit(given, np.concatenate([train, certain]))
        right.append((given.every[test] @ weights + bias).argmax(axis=1) == given.types[test])
    return float(np.concatenate(right).mean())


def main() -> None:
    """Train, tell the agreement in cross-validation, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("hongkong", type=Path)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--fast", action="store_true", help="no cross-validation")
    parser.add_argument("encoder", type=Path)
    parser.add_argument("--out", type=Path, default=MODELS / "source-types")
    args = parser.parse_args()
    coded = pd.read_csv(LABELS, dtype={"article_id": str}, keep_default_na=False)
    of = dict(list(coded.groupby("corpus")))
    news, hongkong = of["news-2017"], of["hongkong-2019"]
    parts = [
        prepare(tag(read_news(args.news, set(news["article_id"]))), news),
        prepare(tag(read_hongkong(args.hongkong, set(hongkong["article_id"]))), hongkong),
        prepare(tag(read_train(args.polnear)), of["polnear-train"]),
    ]
    vocabulary = (MODELS / "attribution/vocabulary.txt").read_text(encoding="utf-8").split()
    given = design(parts, vocabulary, encoder_vectors(vocabulary, args.encoder))
    print(f"{given.coded} coded sources, {len(given.types) - given.coded} certain ones, {len(given.names)} features")
    if not args.fast:
        print(f"cross-validation: {cross_validate(given):.3f} of the coded sources")
    save(*fit(given, np.arange(len(given.types))), given.names, args.out)


def save(weights: np.ndarray, bias: np.ndarray, names: dict[str, int], folder: Path) -> None:
    """Write weights and feature names, and read them back."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = np.ascontiguousarray(weights.astype(np.float16))
    save_file({"weights": weights, "bias": bias.astype(np.float32)}, folder / "weights.safetensors")
    (folder / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    assert np.array_equal(load_file(folder / "weights.safetensors")["weights"], weights)


if __name__ == "__main__":
    main()
