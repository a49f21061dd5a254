"""Voice of labels in 320 texts that were written to be hard, each by an editor (a language model) who saw no program.

Usage: python benchmarks/voice_cases.py [--models fast accurate] [--errors]

Set `written` (120) mixes all kinds of attribution, set `denial` (200) denials, marks of distance and their near misses.
`read` tells whether the program's errors on a text have been read and mended by: what it scores there says nothing of
new text. Errors are listed for those alone. Results stand in voice.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from framing.annotation.voice.voice import attributed, find_voice
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon

CASES = Path(__file__).with_name("voice_cases.csv")


def code_cases(cases: pd.DataFrame, model: str) -> pd.Series:
    """Code the label of each text."""
    articles = cases.rename(columns={"id": "article_id", "text": "body"})[["article_id", "headline", "body"]]
    corpus = attributed(Corpus("cases", articles.assign(outlet_id="any", n_words=1)), model=model)
    part = ["headline" if case.label in case.headline else "body" for case in cases.itertuples()]
    spans = cases[["id"]].rename(columns={"id": "article_id"}).assign(part=part)
    texts = [case.headline if p == "headline" else case.text for case, p in zip(cases.itertuples(), part, strict=True)]
    starts = [text.index(label) for text, label in zip(texts, cases["label"], strict=True)]
    spans = spans.assign(start=starts, end=[s + len(x) for s, x in zip(starts, cases["label"], strict=True)])
    return find_voice(corpus.with_(codebook=read_lexicon("protest")), spans, model=model)["voice"]


def main() -> None:
    """Print the share that is right, set by set, of texts read and not read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["fast"])
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    cases = pd.read_csv(CASES, keep_default_na=False)
    for model in given.models:
        coded = cases.assign(got=code_cases(cases, model).to_numpy())
        coded = coded.assign(right=coded["got"] == coded["voice"])
        print(f"\n{model}\n", coded.groupby(["set", "read"])["right"].agg(["size", "sum", "mean"]).round(3), sep="")
        if given.errors:
            wrong = coded[~coded["right"] & (coded["read"] == "yes")]
            print(wrong[["id", "kind", "voice", "got", "text"]].to_string(index=False))


if __name__ == "__main__":
    main()
