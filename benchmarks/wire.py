"""Wire copy: how often the flag `wire` is right, against the field of that name in PolNeAR's metadata.

Usage: python benchmarks/wire.py METADATA.tsv FOLDER_WITH_TEXTS   (or POLNEAR_METADATA and POLNEAR in the environment)
The folder is searched for files named as in the metadata. Articles whose field is NA (one outlet that rewrites others'
reports without saying so) are left out of the count but not of the collection.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.corpus.repeats.duplicates import WIRE


def read_reference(metadata: Path, texts: Path) -> pd.DataFrame:
    """Join metadata and texts: article_id, outlet_id, published, byline, text, wire as the corpus has it."""
    table = pd.read_csv(metadata, sep="\t", dtype=str, keep_default_na=False)
    files = {path.stem: path for path in sorted(texts.rglob("*.txt"))}
    table["text"] = [files[name].read_text(encoding="utf-8") if name in files else "" for name in table["filename"]]
    table = table.rename(columns={"filename": "article_id", "publisher": "outlet_id", "publication_date": "published"})
    return table[["article_id", "outlet_id", "published", "author", "text", "wire"]]


def main(metadata: Path, texts: Path) -> None:
    """Print precision and recall of the flag, by kind of evidence."""
    reference = read_reference(metadata, texts)
    with tempfile.TemporaryDirectory() as folder:
        for row in reference.itertuples():
            file = Path(folder) / row.outlet_id / f"{row.article_id}.txt"
            file.parent.mkdir(exist_ok=True)
            file.write_text(row.text, encoding="utf-8")
        report(read_corpus(folder), reference, "text alone")
    with tempfile.TemporaryDirectory() as folder:
        rows = reference.drop(columns="wire").rename(columns={"author": "byline"}).to_dict("records")
        (Path(folder) / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        report(read_corpus(folder), reference, "text and author field")


def report(corpus: Corpus, reference: pd.DataFrame, label: str) -> None:
    """Compare the flag with the reference."""
    articles = corpus.articles.assign(article_id=corpus.articles["article_id"].str.split("/").str[-1])
    joined = articles.merge(reference[["article_id", "wire"]], on="article_id", suffixes=("", "_given"))
    known = joined[joined["wire_given"] != "NA"]
    truth = known["wire_given"] != "None"
    for name, flag in (
        ("wire", known["wire"]),
        ("  credit or dateline", known["agency"].notna()),
        ("  shared text", known["wire_share"] >= WIRE),
    ):
        hits = int((flag & truth).sum())
        precision, recall = hits / max(int(flag.sum()), 1), hits / int(truth.sum())
        print(f"{label:24s}{name:24s}flagged {int(flag.sum()):4d}  precision {precision:.3f}  recall {recall:.3f}")
    print(f"{len(joined)} articles, {len(known)} with a known field, {int(truth.sum())} of them agency copy")


if __name__ == "__main__":
    given = sys.argv[1:] or [os.environ.get("POLNEAR_METADATA", ""), os.environ.get("POLNEAR", "")]
    main(Path(given[0]), Path(given[1]))
