"""Words of a codebook and of a dictionary against facts that others published, and what a codebook misses.

Usage: python benchmarks/words.py FOLDER [--by press] [--outlet state] [--actors]

The folder holds the articles of six papers on Hong Kong 2019 with a column `press` (state or us); the published facts
are those of an independent count of 1,099 of them, of which the folder has half. With `--actors` only whose government
and whose police: 150 namings of these articles and of news-2017, whose actor two coders told (`actors_codes.csv`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.annotate import annotate
from framing.comparison.words.missed import missed
from framing.comparison.words.rates import describe_rates, rates
from framing.corpus.collections.catalogue import find_collection
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.lexicon import Lexicon, read_lexicon

HERE = Path(__file__).parent
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
    given.add_argument("--actors", action="store_true", help="only whose government and whose police")
    asked = given.parse_args()
    print(actors_told(read_corpus(asked.folder)).to_string(index=False, float_format="{:.2f}".format))
    if asked.actors:
        return
    corpus = annotate(read_corpus(asked.folder))
    found = rates(corpus, {name: terms for name, (terms, _) in KNOWN.items()}, by=asked.by)
    table = describe_rates(found, voice="all")
    table = table[table["outlet"] == asked.outlet]
    table = table.assign(published=table["words"].map({name: fact for name, (_, fact) in KNOWN.items()}))
    print(table.drop(columns=["reference"]).to_string(index=False, float_format="{:.2f}".format))
    book = read_lexicon("protest")
    for seed in range(3):
        print(f"left out {seed}: {leave_out(corpus, book, seed=seed)}")


def actors_told(hongkong: Corpus) -> pd.DataFrame:
    """Share of namings whose actor is the one that two coders told, for the half that was read (A) and the other (B).

    Where the coders named a city and its state, either is right; a naming whose actor the text does not tell asks for
    none. Those that the coders do not share, or that are no naming of a government or a force, are left out.
    """
    codes = pd.read_csv(HERE / "actors_codes.csv", dtype={"article_id": str}, keep_default_na=False)
    corpora = {"hongkong": hongkong, "news-2017": read_corpus(find_collection("news-2017"))}
    rows = []
    for (name, book), mine in codes.groupby(["corpus", "codebook"]):
        articles = corpora[name].articles
        chosen = articles[articles["article_id"].isin(mine["article_id"])].reset_index(drop=True)
        found = annotate(Corpus(name, chosen), codebook=book).mentions[["article_id", "part", "start", "end", "actor"]]
        found = found.rename(columns={"start": "begin", "end": "stop", "actor": "told"})
        pairs = mine.merge(found, on=["article_id", "part"])
        rows.append(pairs[(pairs["begin"] < pairs["end"]) & (pairs["stop"] > pairs["start"])])
    pairs = pd.concat(rows).drop_duplicates(["corpus", "codebook", "article_id", "part", "start"])
    names = [[{part.strip() for part in text.split(",")} for text in pairs[c]] for c in ("actor", "second_actor")]
    shared = [one & other for one, other in zip(*names, strict=True)]
    either = [one | other for one, other in zip(*names, strict=True)]
    told = pairs["told"].fillna("?")
    right = [name in wanted for name, wanted in zip(told, either, strict=True)]
    pairs = pairs.assign(right=right)[[bool(names) and "none" not in names for names in shared]]
    table = pairs.groupby(["half", "corpus"])["right"].agg(["size", "mean"])
    whole = pairs.groupby("half")["right"].agg(["size", "mean"]).assign(corpus="both").set_index("corpus", append=True)
    return (
        pd.concat([table, whole]).sort_index().reset_index().rename(columns={"size": "namings", "mean": "actor right"})
    )


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
