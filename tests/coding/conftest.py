"""A small annotated corpus, annotated by hand so that these tests rest on no model."""

import pandas as pd
import pytest

from framing.corpus.corpus import Corpus
from framing.schema import ARTICLES, ATTRIBUTION_SPANS, ATTRIBUTIONS, MENTIONS, SENTENCES

SENTENCE_COLUMNS = ["article_id", "sentence", "part", "start", "end", "text", "n_words"]
BODY = "It rained. The rioters left. Nobody cheered."


def build_corpus(n=40):
    ids = [f"a{i:02d}" for i in range(n)]
    outlets = ["courier" if i % 4 else "herald" for i in range(n)]
    voices = ["outlet" if i % 10 else "quoted" for i in range(n)]
    articles = pd.DataFrame(
        {"article_id": ids, "outlet_id": outlets, "headline": "=SUM(A1)", "body": BODY, "n_words": 9}
    )
    sentences = [
        (i, k, "headline" if k == 0 else "body", start, end, (BODY if k else "=SUM(A1)")[start:end], 3)
        for i in ids
        for k, (start, end) in enumerate([(0, 8), (0, 10), (11, 28), (29, 44)])
    ]
    span = {"part": "body", "start": 15, "end": 22, "text": "rioters", "sentence": 2}
    named = {
        "term": "rioter*",
        "target": "protesters",
        "category": "delegitimising",
        "form": "noun",
        "prominence": "lede",
    }
    mentions = [{"article_id": i, "mention": 0, "voice": v, **span, **named} for i, v in zip(ids, voices, strict=True)]
    relation = {"article_id": "a00", "attribution": 0}
    source = {"role": "source", "part": "body", "start": 29, "end": 35, "text": "Nobody"}
    return Corpus(
        "invented",
        ARTICLES.cast(articles),
        sentences=SENTENCES.cast(pd.DataFrame(sentences, columns=SENTENCE_COLUMNS)),
        mentions=MENTIONS.cast(pd.DataFrame(mentions)),
        attributions=ATTRIBUTIONS.cast(pd.DataFrame([relation | {"sentence": 3, "form": "indirect"}])),
        attribution_spans=ATTRIBUTION_SPANS.cast(pd.DataFrame([relation | source])),
        codebook="by hand",
    )  # fmt: skip


@pytest.fixture(scope="session")
def corpus():
    return build_corpus()
