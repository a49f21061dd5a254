import pandas as pd
import pytest

from framing import schema
from framing.annotation.tone.vader import sentence_tone
from framing.corpus.corpus import Corpus
from framing.lexicon import Lexicon
from framing.scoring.saturation import describe_saturation, lexicon_gaps, tone_saturation

TERMS = pd.DataFrame(
    [
        ("rioter*", "protesters", "delegitimising"),
        ("bandit", "protesters", "delegitimising"),
        ("peacekeeper", "security forces", "delegitimising"),
        ("hero*", "protesters", "legitimising"),
        ("terrorist", "protesters", "delegitimising"),
        ("killer*", "security forces", "neutral"),
        ("brutal police", "security forces", "delegitimising"),
    ],
    columns=["term", "target", "category"],
)


def test_gaps_say_which_names_are_missing_or_misjudged():
    gaps = lexicon_gaps(Lexicon("names", {}, TERMS)).set_index("term")
    assert gaps.loc["rioter*", "verdict"] == "missing"
    assert gaps.loc["bandit", "verdict"] == "missing"
    assert gaps.loc["peacekeeper", "verdict"] == "misjudged"
    assert gaps.loc["peacekeeper", "form"] == "peacekeeper"
    assert gaps.loc["peacekeeper", "valence"] == 1.6
    assert gaps.loc["killer*", "verdict"] == "misjudged"
    assert gaps.loc["brutal police", "form"] == "brutal"
    assert set(gaps.loc[["hero*", "terrorist", "brutal police"], "verdict"]) == {"agrees"}
    assert gaps["valence"].isna().sum() == 2


def corpus_of(sentences_by_article):
    articles, sentences = [], []
    for article, texts in sentences_by_article.items():
        articles.append((article, "o", "", " ".join(texts)))
        start = 0
        for number, text in enumerate(texts):
            sentences.append((article, number, "body", start, start + len(text), text, len(text.split())))
            start += len(text) + 1
    table = pd.DataFrame(articles, columns=["article_id", "outlet_id", "headline", "body"])
    columns = ["article_id", "sentence", "part", "start", "end", "text", "n_words"]
    return Corpus("c", table, sentences=schema.SENTENCES.cast(pd.DataFrame(sentences, columns=columns)))


def test_a_long_text_saturates_while_its_sentences_do_not():
    violent = ["The attack killed one man.", "A market opened."] * 20
    corpus = corpus_of({"a": violent, "b": ["A market opened.", "It was good."], "c": []})
    found = tone_saturation(corpus).set_index("article_id")
    assert found.loc["a", "whole"] < -0.99
    assert found["saturated"].tolist() == [True, False, False]
    one = sentence_tone(violent[:1])["compound"][0]
    assert found.loc["a", "mean"] == pytest.approx(one / 2)
    assert found.loc["a", "share_negative"] == 0.5
    assert found.loc["b", ["share_negative", "share_positive", "n_sentences"]].tolist() == [0, 0.5, 2]
    assert found.loc["c", "n_sentences"] == 0
    assert pd.isna(found.loc["c", "mean"])


def test_the_warning_counts_and_warns_only_where_many_saturate():
    table = pd.DataFrame({"whole": [-0.99, -0.96, 0.98, 0.1]})
    assert describe_saturation(table).startswith(
        "Warning: 2 of 4 articles are at or below -0.95 and 1 at or above 0.95"
    )
    assert describe_saturation(pd.DataFrame({"whole": [0.99] + [0.0] * 19})).startswith("Note: 0 of 20")
    assert describe_saturation(table[:0]) == ""
