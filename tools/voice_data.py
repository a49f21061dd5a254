"""What the two judges of voice learn from: coded namings, planted ones, sentences of our own.

Texts are read from their own places; this repository holds the codes alone (voice_codes.csv: ids, offsets, hashes), and
sentences of our own (voice_sentences.csv).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pandas as pd
from corpora import HERE

from framing.annotation.namings.finding import find_namings
from framing.annotation.voice.voice import attributed
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.lexicon import read_lexicon
from framing.schema import VOICES

BOOKS = ("protest", "armed-conflict", "migration")
SLOTS = {
    "L": "terrorists militants rioters rebels refugees protesters activists extremists migrants bandits thugs radicals",
    "m": "militant rebel terrorist extremist separatist jihadist",
    "S": "the mayor|police|President Orman|the interior ministry|officials|residents|Mr. Petrov|Kim Solberg",
    "d": "on Monday|on Friday|late on Sunday|in a statement|last week",
}


@dataclass(frozen=True)
class Coded:
    """Some spans of a corpus with attributions: token ranges, their voices as numbers, and what each weighs."""

    corpus: Corpus
    first: np.ndarray
    last: np.ndarray
    voice: np.ndarray
    table: pd.DataFrame


def coded_namings(texts: pd.DataFrame, *, model: str = "fast", most: int | None = None) -> Coded:
    """Find the coded namings, of `most` articles, in their texts."""
    codes = pd.read_csv(HERE / "voice_codes.csv", dtype={"article_id": str})
    codes = codes.assign(article_id=codes["corpus"] + ":" + codes["article_id"], part="body")
    codes = codes[codes["article_id"].isin(codes["article_id"].unique()[:most])]
    known = texts.set_index("article_id")["sha"]
    assert (codes["article_id"].map(known) == codes["sha"]).all(), "a text is not the one that was coded"
    return locate(texts[texts["article_id"].isin(codes["article_id"])], codes, model=model)


def locate(articles: pd.DataFrame, spans: pd.DataFrame, *, model: str = "fast") -> Coded:
    """Find the attributions of articles, and spans with their voices in them."""
    corpus = attributed(Corpus("training", articles.reset_index(drop=True)), model=model)
    first, last = corpus.tokens.locate(spans)
    voice = spans["voice"].map({voice: i for i, voice in enumerate(VOICES)}).to_numpy()
    return Coded(corpus, first, last, voice, spans.reset_index(drop=True))


def planted_namings() -> Coded:
    """Read the namings that were planted in the teaching collection."""
    january = read_corpus("january", clean=False)
    planted = pd.read_csv(HERE.parent / "data/raw/january/codings_namings.csv", keep_default_na=False)
    return locate(january.articles, planted)


def own_sentences(times: int = 14, seed: int = 5) -> Coded:
    """Fill the slots of our own sentences, each some times over."""
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
    return locate(pd.DataFrame(articles), pd.DataFrame(spans))


def uncoded_namings(articles: pd.DataFrame) -> tuple[Corpus, np.ndarray, np.ndarray]:
    """Find all namings of three codebooks: a corpus with attributions, and token ranges."""
    corpus = attributed(Corpus("training", articles.reset_index(drop=True)))
    found = [find_namings(corpus.tokens, read_lexicon(book)) for book in BOOKS]
    pairs = pd.concat([table[["first", "last"]] for table in found]).drop_duplicates("first")
    return corpus, *(pairs[name].to_numpy(np.int64) for name in ("first", "last"))
