"""What becomes of the quotation marks of real news: paired, read as lost, read as none, and how long quotations are.

NEWS2017=NewsArticles.csv python benchmarks/quotations.py
POLNEAR=polnear/data/dev python benchmarks/quotations.py

`quotations_marks.csv` holds 150 quotations of nine outlets of news-2017 (article, part, offsets), each read by eye in
its article; the share that is found with both ends as marked is printed.
"""

import argparse
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.quotations.marks import find_marks
from framing.annotation.quotations.spans import Quotations, find_quotations
from framing.annotation.text.tokens import Tokens, tokenize

MARKS = Path(__file__).with_name("quotations_marks.csv")
KEYS = ["article_id", "part", "start", "end"]


def read_news(path: str) -> pd.DataFrame:
    """Read NewsArticles.csv as it was published."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.rename(columns={"title": "headline", "text": "body"})[["article_id", "headline", "body"]]


def read_folder(path: str) -> pd.DataFrame:
    """Read all texts below a folder as bodies without headlines."""
    files = sorted(Path(path).rglob("*.txt"))
    bodies = [file.read_text(encoding="utf-8") for file in files]
    return pd.DataFrame({"article_id": [file.stem for file in files], "headline": "", "body": bodies})


def report(tokens: Tokens, found: Quotations) -> None:
    """Print what became of the marks, and the lengths."""
    marks = find_marks(tokens)
    opening, closing = found.opening[found.opening >= 0], found.closing[found.closing >= 0]
    whole = (found.opening >= 0) & (found.closing >= 0)
    paired = np.concatenate([found.opening[whole], found.closing[whole]])
    used = np.concatenate([opening, closing])
    for name, kind in {"double": ~marks.is_single, "single": marks.is_single}.items():
        first = marks.first[kind]
        shares = [np.isin(first, paired).mean(), np.isin(first, used).mean()] if len(first) else [np.nan, np.nan]
        print(f"{name} marks {len(first):>7,}  in a pair {shares[0]:.3f}  in a quotation {shares[1]:.3f}")
    lost = f"opening lost {(found.opening < 0).sum():,}, closing lost {(found.closing < 0).sum():,}"
    carried = f"carried on {(found.continues >= 0).sum():,}, nested {(found.parent >= 0).sum():,}"
    print(f"quotations {len(found):,}: {lost}, {carried}")
    points = [5, 25, 50, 75, 95, 99, 100]
    lengths = ", ".join(f"{p}% {x:.0f}" for p, x in zip(points, np.percentile(found.words, points), strict=True))
    share = (tokens.is_word & (found.outer >= 0)).sum() / tokens.is_word.sum()
    print(f"words inside: {lengths}; share of all words {share:.3f}")


def main() -> None:
    """Print the report for NEWS2017 or POLNEAR, the check by eye, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", default=os.environ.get("NEWS2017"), help="NewsArticles.csv (else NEWS2017)")
    parser.add_argument("--folder", default=os.environ.get("POLNEAR"), help="folder of .txt files (else POLNEAR)")
    given = parser.parse_args()
    for path, read in ((given.news, read_news), (given.folder, read_folder)):
        if not path:
            continue
        tokens = tokenize(read(path))
        begun = time.process_time()
        found = find_quotations(tokens)
        seconds = time.process_time() - begun
        print(f"{Path(path).name}: {tokens.is_word.sum() / seconds:,.0f} words/s after tokens")
        report(tokens, found)
        if path == given.news:
            checked = pd.read_csv(MARKS, dtype={"article_id": str})
            spans = tokens.table(found.first, found.last)[KEYS]
            print(f"of {len(checked)} read by eye, found as marked: {checked.merge(spans, on=KEYS).shape[0]}")


if __name__ == "__main__":
    main()
