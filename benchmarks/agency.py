"""How often agency is told rightly: verbs of harm in sentences of news-2017, coded by hand.

NEWS2017=NewsArticles.csv python benchmarks/agency.py

`agency_codes.csv` holds words of news-2017 that can be a form of a verb of harm, drawn from nine outlets (article,
part, offset in the text as published) with what a reader says of each: its construction, `none` where it is a noun, an
adjective or another sense, `figurative` where it is sport or metaphor; and the offset of the head of its agent and of
its patient (several where either head will do, ? where the sentence does not tell). The rules were corrected on the
first half only. `agency_sides.csv` holds verbs that the program had found with a target of a codebook on a side, with
the targets that a reader put on each side (130 of 140 were right when they were read; some were corrected since).
"""

import argparse
import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
from quotations import read_news

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.harm.constructions import CONSTRUCTIONS
from framing.annotation.harm.events import Event, events_in, find_events
from framing.annotation.text.tokens import Tokens, tokenize
from framing.corpus.corpus import Corpus

FOLDER = Path(__file__).parent
NOT_HARM = ("none", "figurative")


def wilson(right: int, n: int) -> str:
    """Write a share with its 95 % interval (Wilson)."""
    if not n:
        return "  -"
    z, p = 1.96, right / n
    middle, half = (p + z * z / 2 / n), z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return f"{p:.3f} [{(middle - half) / (1 + z * z / n):.3f}, {(middle + half) / (1 + z * z / n):.3f}] of {n}"


def code(tokens: Tokens, codes: pd.DataFrame) -> pd.DataFrame:
    """Put beside each code what the program says of the same word."""
    spans = codes.rename(columns={"offset": "start"}).assign(end=codes["offset"] + 1)
    at = tokens.locate(spans)[0]
    events: dict[int, Event] = {i: e for e in events_in(tokens) for i in range(e.first, e.last)}
    found = [events.get(i) for i in at.tolist()]
    offset = tokens.segment_start[tokens.segment[at]]
    return codes.assign(
        told=[e.construction if e else "none" for e in found],
        agent_told=[
            _hit(tokens, e.agent if e else None, o, h) for e, o, h in zip(found, offset, codes["agent"], strict=True)
        ],
        patient_told=[
            _hit(tokens, e.patient if e else None, o, h)
            for e, o, h in zip(found, offset, codes["patient"], strict=True)
        ],
    )


def _hit(tokens: Tokens, phrase: tuple[int, int] | None, offset: int, heads: str) -> str:
    """Tell whether a phrase holds one of the heads: right, wrong or missing."""
    if phrase is None:
        return "missing"
    start, end = tokens.start[phrase[0]] - offset, tokens.end[phrase[1] - 1] - offset
    return "right" if any(start <= int(h) < end for h in heads.split("|") if h.isdigit()) else "wrong"


def report(coded: pd.DataFrame) -> None:
    """Print precision and recall of verbs, constructions and sides."""
    harm, told = ~coded["construction"].isin(NOT_HARM), coded["told"] != "none"
    both = harm & told
    print(f"  verb of harm     precision {wilson(both.sum(), told.sum())}  recall {wilson(both.sum(), harm.sum())}")
    verbal = coded["construction"] != "none"
    print(f"  verb, any sense  precision {wilson((verbal & told).sum(), told.sum())}")
    same = coded["construction"] == coded["told"]
    print(f"  construction     right, where a verb of harm is told {wilson((same & both).sum(), both.sum())}")
    for name in CONSTRUCTIONS:
        gold, said = coded["construction"] == name, coded["told"] == name
        print(
            f"    {name:<15}precision {wilson((gold & said).sum(), said.sum())}"
            f"  recall {wilson((gold & said).sum(), gold.sum())}"
        )
    for side in ("agent", "patient"):
        known = coded[both & (coded[side] != "?")]
        answer, named = known[f"{side}_told"], known[side] != ""
        right = (answer == "right").sum()
        told = (answer != "missing").sum()
        print(f"  {side:<9}        precision {wilson(right, told)}  recall {wilson(right, named.sum())}")


def report_sides(articles: pd.DataFrame) -> None:
    """Print how many of the targets told on a side are there, by codebook."""
    sides = pd.read_csv(FOLDER / "agency_sides.csv", dtype={"article_id": str})
    some = articles[articles["article_id"].isin(sides["article_id"])].reset_index(drop=True)
    for name, wanted in sides.groupby("codebook"):
        corpus = annotate(
            Corpus("news-2017", schema.ARTICLES.cast(some.assign(outlet_id="", n_words=0))), codebook=str(name)
        )
        told = find_events(corpus)
        pairs = wanted.merge(told, on=["article_id", "part"], suffixes=("", "_told"))
        pairs = pairs[(pairs["start"] <= pairs["offset"]) & (pairs["offset"] < pairs["end"])]
        for side in ("agent_target", "patient_target"):
            named = pairs[f"{side}_told"].notna()
            right = named & (pairs[f"{side}_told"] == pairs[side])
            recall = wilson(right.sum(), wanted[side].notna().sum())
            print(f"  {name:<16}{side:<16}precision {wilson(right.sum(), named.sum())}  still found {recall}")


def main() -> None:
    """Print the figures for all codes and for the half that no rule was corrected on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", default=os.environ.get("NEWS2017"), help="NewsArticles.csv (else NEWS2017)")
    parser.add_argument("--errors", choices=["first", "second"], help="show the errors of one half")
    given = parser.parse_args()
    codes = pd.read_csv(FOLDER / "agency_codes.csv", dtype={"article_id": str})
    codes[["agent", "patient"]] = codes[["agent", "patient"]].astype("str").fillna("")
    articles = read_news(given.news)
    tokens = tokenize(articles[articles["article_id"].isin(codes["article_id"])].reset_index(drop=True))
    coded = code(tokens, codes)
    for name, rows in {"all": np.ones(len(coded), bool), "second half": coded["half"] == "second"}.items():
        print(f"{name}: {rows.sum()} words coded")
        report(coded[rows])
    print("targets on the sides of verbs")
    report_sides(articles)
    if given.errors:
        show_errors(tokens, coded[coded["half"] == given.errors])


def show_errors(tokens: Tokens, coded: pd.DataFrame) -> None:
    """Print where program and reader differ."""
    wrong = coded["construction"].replace("figurative", "none") != coded["told"]
    for side in ("agent", "patient"):
        wrong |= (coded[f"{side}_told"] == "wrong") & (coded[side] != "?") & (coded["told"] != "none")
        wrong |= (
            (coded[f"{side}_told"] == "missing")
            & (coded[side] != "")
            & (coded[side] != "?")
            & (coded["told"] != "none")
        )
    shown = coded[wrong]
    at = tokens.locate(shown.rename(columns={"offset": "start"}).assign(end=shown["offset"] + 1))[0]
    for i, row in zip(at.tolist(), shown.itertuples(), strict=True):
        low, high = max(0, i - 22), min(len(tokens) - 1, i + 12)
        context = f"{tokens.text[tokens.start[low] : tokens.start[i]]}[[{tokens.types[tokens.type_id[i]]}]]"
        rest = tokens.text[tokens.end[i] : tokens.end[high]]
        print(f"  {row.construction} > {row.told}, agent {row.agent_told}, patient {row.patient_told}: {context}{rest}")


if __name__ == "__main__":
    main()
