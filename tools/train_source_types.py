"""Train the small model of source types.

    python tools/train_source_types.py NEWS_CSV POLNEAR [--out src/framing/models/source-types]

NEWS_CSV is NewsArticles.csv of the collection news-2017, POLNEAR the folder with train/ (Newell, Margolin and Ruths 2018). Codes
given by hand stand beside this script (source_types_labels.csv: where a source stands and its type, no text). Sources
whose words, description or name agree on one type in the lexicons are added with a small weight: from them the model
learns what the context of a type looks like. Neither the quotations of the reference set nor PolNeAR dev or test are read.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from attribution_data import read_polnear
from safetensors.numpy import load_file, save_file
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from framing.annotation.attributions import find_attributions
from framing.annotation.description import find_sources, first_words, span_texts
from framing.annotation.quotations import find_quotations
from framing.annotation.source_features import Known, certain_types, feature_matrix, feature_names
from framing.annotation.tokens import tokenize
from framing.schema import SOURCE_TYPES

LABELS = Path(__file__).with_name("source_types_labels.csv")
OUT = Path(__file__).parents[1] / "src/framing/models/source-types"
CERTAIN, WEIGHT, STRENGTH, LEAST_COUNT = 300, 0.1, 1.0, 6


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


def read_news(path: Path, wanted: set[str], *, others: int, seed: int = 0) -> pd.DataFrame:
    """Articles of news-2017 that hold coded sources, and some others."""
    table = pd.read_csv(path, keep_default_na=False, dtype={"article_id": str})
    rest = table[~table["article_id"].isin(wanted)].sample(others, random_state=seed)
    table = pd.concat([table[table["article_id"].isin(wanted)], rest]).sort_values("article_id")
    body = table["text"].str.replace('"?', '" ', regex=False)
    return pd.DataFrame({"article_id": table["article_id"], "headline": table["title"], "body": body}).reset_index(
        drop=True
    )


def read_train(folder: Path) -> pd.DataFrame:
    """Articles of PolNeAR train."""
    articles = read_polnear(folder, "train")
    return pd.DataFrame({"article_id": [a.name for a in articles], "headline": "", "body": [a.text for a in articles]})


def prepare(articles: pd.DataFrame, coded: pd.DataFrame) -> Part:
    """Find relations and sources; a coded source that the tagger overlooked becomes a relation of its own."""
    tokens = tokenize(articles)
    found = find_attributions(tokens, find_quotations(tokens))
    relations, spans = found.relations, found.spans
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


def certain_rows(part: Part, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Up to `CERTAIN` relations of each type whose words leave no doubt, the coded ones left out."""
    types = certain_types(part.known)
    types[part.rows] = -1
    rng = np.random.default_rng(seed)
    chosen = [rng.permutation(np.flatnonzero(types == t))[:CERTAIN] for t in range(len(SOURCE_TYPES))]
    rows = np.concatenate(chosen)
    return rows, types[rows]


def main() -> None:
    """Train, tell the agreement in cross-validation, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    coded = pd.read_csv(LABELS, dtype={"article_id": str}, keep_default_na=False)
    news, politics = coded[coded["corpus"] == "news-2017"], coded[coded["corpus"] == "polnear-train"]
    parts = [
        prepare(read_news(args.news, set(news["article_id"]), others=900), news),
        prepare(read_train(args.polnear), politics),
    ]
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(feature_names(part.known, part.relations, part.cue))
    names = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST_COUNT))}
    matrices = [part.features(names) for part in parts]
    hand = sparse.vstack([m[p.rows] for m, p in zip(matrices, parts, strict=True)]).tocsr()
    types = np.concatenate([p.types for p in parts])
    extra = [certain_rows(p, seed) for seed, p in enumerate(parts)]
    weak = sparse.vstack([m[rows] for m, (rows, _) in zip(matrices, extra, strict=True)]).tocsr()
    weak_types = np.concatenate([t for _, t in extra])
    print(f"{len(types)} coded sources, {len(weak_types)} certain ones, {len(names)} features")
    fold = StratifiedKFold(5, shuffle=True, random_state=0)
    right = np.concatenate(
        [_fit(hand[a], types[a], weak, weak_types).predict(hand[b]) == types[b] for a, b in fold.split(hand, types)]
    )
    print(f"cross-validation: {right.mean():.3f} of the coded sources")
    save(_fit(hand, types, weak, weak_types), names, args.out)


def _fit(
    hand: sparse.csr_matrix, types: np.ndarray, weak: sparse.csr_matrix, weak_types: np.ndarray
) -> LogisticRegression:
    weight = np.concatenate([np.ones(len(types)), np.full(len(weak_types), WEIGHT)])
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    return model.fit(sparse.vstack([hand, weak]), np.concatenate([types, weak_types]), sample_weight=weight)


def save(model: LogisticRegression, names: dict[str, int], folder: Path) -> None:
    """Write weights and feature names, and read them back."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = np.ascontiguousarray(model.coef_.T.astype(np.float16))
    arrays = {"weights": weights, "bias": model.intercept_.astype(np.float32)}
    save_file(arrays, folder / "weights.safetensors")
    (folder / "features.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    assert np.array_equal(load_file(folder / "weights.safetensors")["weights"], weights)


if __name__ == "__main__":
    main()
