"""Words per second of every step, peak memory, and how both grow with the text.

    python benchmarks/speed.py [COLLECTION] [--codebook NAME] [--growth] [--endless]

Prints a table. One core: set OMP_NUM_THREADS=1 for a fair figure. `--growth` repeats the text up to eight times;
`--endless` scores texts that nobody should write, in growing sizes: sentences of 64,000 words, words as long.
"""

from __future__ import annotations

import argparse
import math
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from framing.annotation.annotate import sentence_table
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.mentions import find_mentions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.lexicon import read_lexicon
from framing.pipeline import score_collection
from framing.scoring.measure import get_measures
from framing.scoring.score import score_and_show, score_text


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", nargs="?", default="january")
    parser.add_argument("--codebook", default="protest")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--endless", action="store_true")
    given = parser.parse_args()
    if given.endless:
        return endless()
    corpus, seconds = timed(lambda: read_corpus(given.collection))
    words = int(corpus.articles["n_words"].sum())
    rows = [("read and clean", seconds), *steps(corpus, given.codebook)]
    print(f"{given.collection}: {len(corpus.articles):,} articles, {words:,} words; codebook {given.codebook}")
    report(rows, words)
    whole(given.collection, given.codebook, words)
    if given.growth:
        growth(corpus, given.codebook)


def timed(work: Callable) -> tuple:
    """Give what a call returns and how many seconds it took."""
    before = time.perf_counter()
    done = work()
    return done, time.perf_counter() - before


def steps(corpus: Corpus, codebook: str) -> list[tuple[str, float]]:
    """Time each step of annotation and scoring by itself."""
    rows = []

    def step(name: str, work: Callable) -> object:
        done, seconds = timed(work)
        rows.append((name, seconds))
        return done

    tokens = step("tokens and sentences", lambda: tokenize(corpus.articles))
    quotations = step("quotations", lambda: find_quotations(tokens))
    relations = step("attributions", lambda: find_attributions(tokens, quotations))
    attributions, spans = step("sources, speakers, types", lambda: attribution_tables(tokens, relations))
    part = corpus.with_(
        attributions=attributions, attribution_spans=spans, tokens=tokens, quotations=quotations,
        codebook=read_lexicon(codebook),
    )  # fmt: skip
    part = part.with_(sentences=step("sentence table", lambda: sentence_table(tokens)))
    part = part.with_(mentions=step("namings and voice", lambda: find_mentions(part)))
    for item in get_measures():
        step(f"measure {item.name}", lambda item=item: score_and_show(part, [item.name]))
    return rows


def report(rows: list[tuple[str, float]], words: int) -> None:
    """Print seconds and words per second, and the sums."""
    table = pd.DataFrame(rows, columns=["step", "seconds"])
    table.loc[len(table)] = ["sum", table["seconds"].sum()]
    table["words_per_second"] = (words / table["seconds"]).round(-3).astype(int)
    print(table.to_string(index=False, formatters={"seconds": "{:.2f}".format, "words_per_second": "{:,}".format}))
    print(f"peak memory so far: {peak():.0f} MB\n")


def whole(collection: str, codebook: str, words: int) -> None:
    """Time `framing score` from files to files."""
    with tempfile.TemporaryDirectory() as folder:
        _, seconds = timed(lambda: score_collection(collection, Path(folder), codebook=codebook))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    print(
        f"framing score, files to files: {seconds:.1f} s, {words / seconds:,.0f} words/s, {size / 1e6:.0f} MB written"
    )


def growth(corpus: Corpus, codebook: str) -> None:
    """Repeat the text up to eight times: a step that is linear takes eight times as long."""
    for times in (1, 2, 4, 8):
        copies = [corpus.articles.assign(article_id=corpus.articles["article_id"] + f"-{i}") for i in range(times)]
        repeated = corpus.with_(articles=pd.concat(copies, ignore_index=True))
        rows = steps(repeated, codebook)
        print(f"{times}×: {sum(seconds for _, seconds in rows):.1f} s; peak memory {peak():.0f} MB")


ODD = {
    "sentence without end": "he said that rioters and police had marched to “the square”, they told reporters who ",
    "one word": "a",
    "capitals": "A",
    "quotation marks": '"a ',
    "names": "John Smith ",
    "cues": "said ",
    "denials": "denied being ",
    "commas": ", ",
    "stops": ".",
    "hyphens": "a-",
    "addresses": "http://a/",
    "lines": "a\n",
}


def endless() -> None:
    """Score odd texts of growing size: the exponent of the last doubling is 1 where time is linear."""
    score_text("Police said that rioters had fled.")  # models and words are read
    rows = []
    for name, piece in ODD.items():
        sizes = [16_000, 32_000, 64_000]
        pieces = [size // max(len(piece.split()), 1) for size in sizes]
        seconds = [cpu_of(piece * n) for n in pieces]
        rows.append([name, *(round(value, 2) for value in seconds), round(math.log2(seconds[-1] / seconds[-2]), 2)])
    print(
        pd.DataFrame(rows, columns=["text", *(f"{size:,} pieces" for size in sizes), "exponent"]).to_string(index=False)
    )


def cpu_of(text: str) -> float:
    """Give the CPU seconds that one text takes."""
    before = time.process_time()
    score_text(text)
    return time.process_time() - before


def peak() -> float:
    """Peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
