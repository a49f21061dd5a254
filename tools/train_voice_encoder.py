"""Train the encoder that judges, beside the fast judge, whose word a span is, and write it as ONNX.

    python tools/train_voice_encoder.py NEWS HONGKONG POLNEAR --tagger CHECKPOINT --mpnet MPNET [--out FOLDER] [--hold]

Two seeds of MPNet learn from coded namings, planted ones and sentences of our own, and judge namings that nobody coded;
MiniLM, which begins as the accurate attribution tagger (CHECKPOINT, of tools/train_attribution_encoder.py), learns from
all. Both see what the taggers in the package find, so those come first. Minutes on a graphics card, hours without.
`--hold` leaves out every fifth article of the codes and prints what is found there, and writes nothing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from corpora import HERE, read_texts, silver
from encoders import Course, MPNet, mpnet_pieces, open_encoder
from safetensors.torch import load_file
from span_judges import Passage, SpanJudge, export, predict, train
from voice_data import Coded, coded_namings, own_sentences, planted_namings, uncoded_namings

from framing.annotation.inference.wordpiece import WordPieces
from framing.annotation.voice.held import find_held
from framing.annotation.voice.passages import LONGEST, SIGNS, Passages
from framing.schema import VOICES

OUT = HERE.parent / "src" / "framing" / "models" / "voice-encoder"
SEEDS = (1, 2)
UNSURE, TWICE, PLANTED, OWN, UNCODED = (
    0.5,
    0.6,
    0.7,
    0.5,
    0.5,
)  # weights; each code is read with the spans of two taggers
SHARE, AT_ONCE = 0.5, 900  # of the uncoded namings; articles that are described together
FOLDS = 5


def passages_of(coded: Coded, chosen: np.ndarray, cutter: WordPieces) -> list[Passage]:
    """Cut the passages of some spans."""
    passages = Passages(coded.corpus.tokens, coded.corpus.quotations, find_held(coded.corpus), cutter)
    spans = zip(coded.first[chosen].tolist(), coded.last[chosen].tolist(), strict=True)
    return [passages.passage(*span) for span in spans]


def read_uncoded(texts: pd.DataFrame, cutters: tuple[WordPieces, ...], rng: np.random.Generator):
    """Passages of some of the namings that nobody coded, for each cutter, and their articles."""
    passages: list[list[Passage]] = [[] for _ in cutters]
    articles = []
    for start in range(0, len(texts), AT_ONCE):
        corpus, first, last = uncoded_namings(texts[start : start + AT_ONCE])
        chosen = rng.random(len(first)) < SHARE
        coded = Coded(corpus, first, last, np.zeros(0), pd.DataFrame())
        for made, cutter in zip(passages, cutters, strict=True):
            made.extend(passages_of(coded, chosen, cutter))
        articles.append(corpus.tokens.article_ids[corpus.tokens.article[first[chosen]]])
    return passages, np.concatenate(articles)


def start_from_tagger(model: SpanJudge, checkpoint: Path) -> SpanJudge:
    """Fill the encoder, and what is known of tokens, with the weights of the accurate attribution tagger."""
    known = load_file(checkpoint)
    names = [name for name in known if name.startswith("encoder.")]
    model.encoder.load_state_dict({name.removeprefix("encoder."): known[name] for name in names})
    with torch.no_grad():
        model.signs.weight[:, : known["signs.weight"].shape[1]] = known["signs.weight"]
    return model


@dataclass(frozen=True)
class Known:
    """Namings whose voice is known: passages for each cutter, voices and weights; and the coded ones kept out."""

    passages: dict[WordPieces, list[Passage]]
    wanted: np.ndarray
    weight: np.ndarray
    codes: list[Coded]
    held: np.ndarray


def read_known(texts: pd.DataFrame, cutters: tuple[WordPieces, ...], *, hold: bool, most: int | None) -> Known:
    """Read coded namings, with what each of the two taggers finds, planted ones, and sentences of our own."""
    codes = [coded_namings(texts, model=model, most=most) for model in ("fast", "accurate")]
    held = (pd.factorize(codes[0].table["article_id"], sort=True)[0] % FOLDS == 0) & hold
    parts = [(coded, ~held, np.where(coded.table["unsure"], UNSURE, 1.0) * TWICE) for coded in codes]
    for more, heavy in ((planted_namings(), PLANTED), (own_sentences(times=6), OWN)):
        parts.append((more, more.last > more.first, np.full(len(more.first), heavy)))
    return Known(
        {cutter: [p for coded, chosen, _ in parts for p in passages_of(coded, chosen, cutter)] for cutter in cutters},
        np.concatenate([np.eye(len(VOICES))[coded.voice[chosen].astype(int)] for coded, chosen, _ in parts]),
        np.concatenate([heavy[chosen] for _, chosen, heavy in parts]),
        codes,
        held,
    )


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("news", "hongkong", "polnear"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--tagger", type=Path, required=True, help="checkpoint of the accurate attribution tagger")
    parser.add_argument("--mpnet", type=Path, required=True, help="folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--articles", type=int, help="of codes, and without, at most")
    parser.add_argument("--epochs", type=int, nargs=2, default=[3, 4], help="of the teachers, and of the pupil")
    given = parser.parse_args()
    texts = read_texts(given.news, given.hongkong, given.polnear)
    (small, short), long = open_encoder(), mpnet_pieces(given.mpnet)
    known = read_known(texts, (short, long), hold=given.hold, most=given.articles)
    free = pd.concat([silver(texts, given.articles), texts[texts["corpus"] == "polnear"][: given.articles]])
    (uncoded, asked), where = read_uncoded(free, (short, long), np.random.default_rng(3))
    print(len(known.wanted), "known namings,", len(where), "others", flush=True)
    said = np.zeros((len(where), len(VOICES)))
    for seed in SEEDS:
        teacher, course = SpanJudge(MPNet(given.mpnet), len(VOICES), SIGNS), Course(given.epochs[0], 5e-5, 0.9, seed)
        teacher = train(teacher, long, known.passages[long], known.wanted, known.weight, course)
        said += predict(teacher, asked) / len(SEEDS)
    mine = ~np.isin(where, known.codes[0].table["article_id"][known.held])
    pupil = start_from_tagger(SpanJudge(small, len(VOICES), SIGNS), given.tagger)
    passages = known.passages[short] + [uncoded[i] for i in np.flatnonzero(mine)]
    wanted = np.concatenate([known.wanted, said[mine]])
    weight = np.concatenate([known.weight, np.full(mine.sum(), UNCODED)])
    pupil = train(pupil, short, passages, wanted, weight, Course(given.epochs[1], 1e-4, 0.8, 1))
    if not given.hold:
        export(pupil, known.passages[short], LONGEST, given.out / "judge.onnx")
        return
    for name, judge, cutter in (("teacher", teacher, long), ("pupil", pupil, short)):
        for tagger, coded in zip(("fast", "accurate"), known.codes, strict=True):
            right = predict(judge, passages_of(coded, known.held, cutter)).argmax(axis=1) == coded.voice[known.held]
            print(f"{name}, spans of the {tagger} tagger: {right.mean():.3f} of {len(right)}")


if __name__ == "__main__":
    main()
