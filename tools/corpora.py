"""The texts that models are trained on, read from their own places: this repository holds ids and offsets alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
from attribution_data import Article

HERE = Path(__file__).parent


def read_texts(news: Path, hongkong: Path, polnear: Path | None = None) -> pd.DataFrame:
    """Read news-2017, the articles on Hong Kong and, from its data folder, PolNeAR's training split, as they are.

    Columns corpus, id, headline, body, sha (of the body), and those of an articles table.
    """
    table = pd.read_csv(news, dtype=str, keep_default_na=False)
    rows = [("news", r.article_id, r.title, r.text) for r in table.itertuples() if r.text]
    for line in hongkong.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows.append(("hongkong", row["article_id"], row["title"], row["text"]))
    paths = sorted((polnear / "train" / "text").glob("*.txt")) if polnear else []
    rows += [("polnear", path.stem, "", path.read_bytes().decode()) for path in paths]
    texts = pd.DataFrame(rows, columns=["corpus", "id", "headline", "body"])
    sha = [hashlib.sha256(body.encode()).hexdigest()[:12] for body in texts["body"]]
    return texts.assign(sha=sha, article_id=texts["corpus"] + ":" + texts["id"], outlet_id="any", n_words=1)


def silver(texts: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """Choose the articles that teachers may label: silver_articles.csv leaves out all that some figure is measured on."""
    listed = pd.read_csv(HERE / "silver_articles.csv", dtype=str)
    chosen = texts[texts["article_id"].isin(listed["corpus"] + ":" + listed["article_id"])]
    chosen = chosen.sample(most, random_state=0).sort_index() if most and most < len(chosen) else chosen
    return chosen.reset_index(drop=True)


def as_articles(texts: pd.DataFrame) -> list[Article]:
    """Give texts as PolNeAR gives its own: the headline, if there is one, is the first paragraph."""
    whole = headline_room(texts)
    return [
        Article(name, headline.ljust(room, "\n") + body, [])
        for name, headline, body, room in zip(texts["article_id"], texts["headline"], texts["body"], whole, strict=True)
    ]


def headline_room(texts: pd.DataFrame) -> pd.Series:
    """Characters before the body in the texts of `as_articles`."""
    length = texts["headline"].str.len()
    return length.where(length == 0, length + 2)
