"""Train the encoder that tells, beside the small network, of what type a source is, and write it as ONNX.

    python tools/train_source_types_encoder.py NEWS HONGKONG POLNEAR CHANCES.npz --mpnet MPNET [--out FOLDER] [--hold]

Two seeds of MPNet learn from the coded sources and give the probabilities of the types of others, which go to CHANCES:
tools/train_source_types.py reads them. MiniLM learns from both. Minutes on a graphics card, hours without. `--hold`
leaves out the codes of every fifth article and prints what is found there, and writes no model.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from corpora import HERE
from encoders import Course, open_encoder
from source_types_data import Sources, read_sources
from span_judges import Passage, SpanJudge, export, predict, train

from framing.annotation.inference.wordpiece import WordPieces
from framing.annotation.sources.passages import LONGEST, cut_passage, source_texts
from framing.schema import SOURCE_TYPES

OUT = HERE.parent / "src" / "framing" / "models" / "source-types-encoder"
SEEDS = (1, 2)


def passages_of(sources: Sources, cutter: WordPieces) -> list[Passage]:
    """Cut what is read of each source."""
    cut = [cut_passage(parts, cutter) for parts in source_texts(sources.known, sources.relations, sources.rows)]
    return [(np.array(pieces), np.zeros((len(pieces), 0), np.float32), np.arange(own + 1)) for pieces, own in cut]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear", "chances"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--mpnet", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--articles", type=int, help="of codes, and without, at most")
    parser.add_argument("--epochs", type=int, nargs=2, default=[5, 3], help="of the teachers, and of the pupil")
    given = parser.parse_args()
    sources = read_sources(given.news, given.hongkong, given.polnear, given.articles)
    coded = (sources.types >= 0) & ~(sources.held & given.hold)
    print(coded.sum(), "coded sources,", (sources.types < 0).sum(), "others", flush=True)
    chances = 0
    for seed in SEEDS:
        encoder, cutter = open_encoder(given.mpnet)
        passages = passages_of(sources, cutter)
        known, codes = [passages[i] for i in np.flatnonzero(coded)], np.eye(len(SOURCE_TYPES))[sources.types[coded]]
        teacher = SpanJudge(encoder, len(SOURCE_TYPES))
        teacher = train(teacher, cutter, known, codes, np.ones(len(codes)), Course(given.epochs[0], 4e-5, 0.9, seed))
        chances = chances + predict(teacher, passages) / len(SEEDS)
    np.savez_compressed(given.chances, chances=chances.astype(np.float16))
    encoder, cutter = open_encoder()
    passages = passages_of(sources, cutter)
    pupil = SpanJudge(encoder, len(SOURCE_TYPES))
    pupil = train(
        pupil,
        cutter,
        passages,
        *sources.wanted(chances, coded),
        Course(given.epochs[1], 1.5e-4, 0.85, 1),
    )
    if given.hold:
        for name, said in (("teachers", chances), ("pupil", predict(pupil, passages))):
            right = (said.argmax(axis=1) == sources.types)[sources.held]
            print(f"{name}: {right.mean():.3f} of {len(right)}")
    else:
        export(pupil, passages, LONGEST, given.out / "types.onnx")


if __name__ == "__main__":
    main()
