"""Train the fast attribution tagger and write its weights.

The accurate tagger labels news that nobody has annotated, and a small network learns from that and from PolNeAR's
training split. (The accurate tagger is the mean of an encoder and the fast tagger that stands in the package when this
is run; version 2 was taught so by version 1, whose teacher was a larger network of its own kind.) Needs, beside the
package: torch, spaCy with en_core_web_sm, and the files of all-MiniLM-L6-v2 (vocab.txt, model.safetensors). One core,
about a quarter of an hour.

    python tools/train_attribution.py POLNEAR NEWS.csv --encoder MINILM --syntax EN_CORE_WEB_SM
"""

from __future__ import annotations

import argparse
import dataclasses
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from attribution_calibration import fit_confidence
from attribution_data import Article, Examples, as_table, cue_shares, examples, read_polnear, rewritten
from attribution_network import Sizes
from attribution_syntax import guess_syntax
from attribution_training import Material, Settings, train
from attribution_vectors import context_vectors, encoder_vectors, vocabulary
from safetensors.numpy import load_file, save_file

from framing.annotation.attribution.passages import read_passages
from framing.annotation.attribution.tagger import read_tokens
from framing.annotation.attribution.tagger_weights import build_network
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize

OUT = Path(__file__).parents[1] / "src" / "framing" / "models" / "attribution"
SIZES = Sizes(embedding=40, hidden=64, half=32, layers=3, reach=1, dropout=0.2)
VERSIONS = 4  # rewritten versions of the training articles
SILVER = 3000  # articles of the news that the teacher labels
LENGTH = 9000  # characters of each


def main() -> None:
    """Train, calibrate, write."""
    options = _options()
    articles = read_polnear(options.polnear, "train")
    news = _read_news(options.news)
    words, counts = vocabulary(tokenize(as_table(articles)), tokenize(as_table(news)))
    rows = {word: row for row, word in enumerate(words, start=1)}
    plain = examples(articles, rows)
    vectors = np.hstack(
        [
            encoder_vectors(words, options.encoder),
            context_vectors(words, [plain.tokens, tokenize(as_table(news))], seed=options.seed),
        ]
    )
    material = Material(
        gold=[plain, *(rewritten(articles, plain, rows, options.seed + i + 1) for i in range(VERSIONS))],
        counts=np.concatenate([[0], counts]),
        vectors=vectors,
        syntax=guess_syntax(plain.tokens, options.syntax),
        silver=_silver(news, rows, options.seed),
    )
    pupil = train(material, SIZES, Settings(epochs=24, seed=options.seed + 2))
    arrays = pupil.arrays()
    arrays["cues"] = cue_shares(plain, len(words))
    ready = partial(read_tokens, network=build_network(arrays, words))
    arrays["confidence"] = fit_confidence(read_polnear(options.polnear, "dev"), ready)
    write_weights(arrays, words, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path, help="PolNeAR's data folder")
    parser.add_argument("news", type=Path, help="NewsArticles.csv of the news-2017 collection")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--syntax", type=Path, required=True, help="folder of a spaCy pipeline")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _read_news(path: Path) -> list[Article]:
    table = pd.read_csv(path, encoding="utf-8", encoding_errors="replace", keep_default_na=False)
    table = table[table["text"].str.len() > 0].drop_duplicates("text")
    texts = table["title"] + "\n\n" + table["text"]
    return [Article(str(number), text, []) for number, text in zip(table["article_id"], texts, strict=True)]


def _silver(news: list[Article], rows: dict[str, int], seed: int) -> tuple[Examples, np.ndarray]:
    """Let the accurate tagger label a sample of the news."""
    picked = np.random.default_rng(seed).permutation(len(news))[:SILVER]
    data = examples([dataclasses.replace(news[i], text=news[i].text[:LENGTH]) for i in picked], rows)
    bounds = data.tokens.segment_tokens
    reader = read_passages(data.tokens, find_quotations(data.tokens))
    probabilities = reader.probabilities(bounds[:-1], bounds[1:])
    data.labels = probabilities.argmax(axis=1).astype(np.int8)
    return data, probabilities.astype(np.float16)


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
