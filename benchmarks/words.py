"""Words of a codebook and of a dictionary against facts that others published, and what a codebook misses.

Usage: python benchmarks/words.py FOLDER [--by press] [--outlet state]

The folder holds the articles of six papers on Hong Kong 2019 with a column `press` (state or us); the published facts
are those of an independent count of 1,099 of them, of which the folder has half.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from framing.annotation.annotate import annotate
from framing.comparison.words.missed import missed
from framing.comparison.words.rates import describe_rates, rates
from framing.corpus.reading import read_corpus
from framing.lexicon import Lexicon, read_lexicon

KNOWN = {
    "rioter": (["rioter*"], "8 to 31 times"),
    "radical": (["radical*"], "7 to 20 times"),
    "protester": (["protester*", "protestor*"], ".8 times"),
    "pro-democracy": (["pro-democracy", "prodemocracy"], ".05 times"),
    "crackdown": (["crackdown*"], ".09 times"),
    "stressed, noted, urged": (["stressed", "noted", "urged"], "3 times"),
}


def main() -> None:
    """Print the known rows, and how much of the codebook is found again when parts of it are left out."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder")
    given.add_argument("--by", default="press")
    given.add_argument("--outlet", default="state")
    asked = given.parse_args()
    corpus = annotate(read_corpus(asked.folder))
    found = rates(corpus, {name: terms for name, (terms, _) in KNOWN.items()}, by=asked.by)
    table = describe_rates(found, voice="all")
    table = table[table["outlet"] == asked.outlet]
    table = table.assign(published=table["words"].map({name: fact for name, (_, fact) in KNOWN.items()}))
    print(table.drop(columns=["reference"]).to_string(index=False, float_format="{:.2f}".format))
    book = read_lexicon("protest")
    for seed in range(3):
        print(f"left out {seed}: {leave_out(corpus, book, seed=seed)}")


def leave_out(corpus: object, book: Lexicon, *, seed: int, share: float = 0.2, fewest: int = 10) -> str:
    """Leave out a share of the terms that are common in the corpus, and count those that `missed` names."""
    counts = corpus.mentions["term"].value_counts()
    common = [term for term in book.terms["term"].unique() if counts.get(term, 0) >= fewest]
    gone = set(np.random.default_rng(seed).choice(common, max(1, int(share * len(common))), replace=False))
    less = Lexicon(book.name, book.card, book.terms[~book.terms["term"].isin(gone)].reset_index(drop=True))
    named = missed(corpus, less, by="press")["term"]
    hit = {term for term in gone if any(term.lower() in {name, name.removesuffix("s")} for name in named)}
    return f"{len(hit)} of {len(gone)} common terms are among the first {len(named)}: {', '.join(sorted(hit))}"


if __name__ == "__main__":
    pd.set_option("display.width", 220)
    main()
