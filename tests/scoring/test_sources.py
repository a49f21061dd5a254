"""Measures and tables of sources, on attributions that can be counted by eye."""

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.annotation.text.tokens import tokenize
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.scoring.score import find_evidence, score
from framing.scoring.sources import named_and_quoted, source_diversity, spoken, who_quotes_whom

ROWS = [  # article, form, speaker, type, class, act, named
    ("a", "direct", "Anna Roth", "government", "neutral", "communication", True),
    ("a", "mixed", "Anna Roth", "government", "endorsing", "communication", True),
    ("a", "indirect", "witness", "citizen", "doubting", "communication", False),
    ("a", "indirect", "Boris Linden", "opposition", "neutral", "intention", True),
    ("b", "indirect", "Boris Linden", "opposition", "doubting", "communication", True),
    ("b", "direct", "Cleo Marsh", "security", None, None, True),
    ("b", "indirect", None, None, "emotive", "communication", False),
    ("b", "indirect", "sources", "anonymous", "neutral", "communication", False),
]
BODIES = {
    "a": "one two three four said. Anna Roth spoke here. Cleo Marsh did not come today",
    "b": "one two three four said. Boris Linden spoke here. Cleo Marsh spoke too today",
    "c": "",
}


def corpus_of_rows():
    articles = pd.DataFrame(
        {"article_id": list(BODIES), "outlet_id": ["x", "y", "y"], "headline": "", "body": list(BODIES.values())}
    )
    articles = schema.ARTICLES.cast(articles.assign(n_words=articles["body"].str.split().str.len()))
    names = ["article_id", "form", "speaker", "source_type", "cue_class", "act", "named"]
    table = pd.DataFrame(ROWS, columns=names)
    verbs = {"neutral": "said", "endorsing": "pointed out", "doubting": "claims"}
    table["cue_text"] = table["cue_class"].map(verbs)
    table["attribution"] = table.groupby("article_id").cumcount()
    table = table.assign(sentence=0, confidence=1.0)
    starts = table["attribution"].map({0: 0, 1: 4, 2: 8, 3: 14})
    words = table["attribution"].map({0: "one", 1: "two", 2: "three", 3: "four"})
    content = table[["article_id", "attribution"]].assign(
        role="content", part="body", start=starts, end=starts + words.str.len(), text=words
    )
    cue = content.assign(role="cue")
    spans = schema.ATTRIBUTION_SPANS.cast(pd.concat([content, cue], ignore_index=True))
    return Corpus(
        "c",
        articles,
        attributions=schema.ATTRIBUTIONS.cast(table),
        attribution_spans=spans,
        tokens=tokenize(articles),
        codebook=read_lexicon("protest"),
    )


@pytest.fixture(scope="module")
def corpus():
    return corpus_of_rows()


def values(corpus, name):
    scores = score(corpus, [name])
    return scores.set_index(["article_id", "target"])[["value", "n"]]


def test_beliefs_and_intentions_are_not_speech(corpus):
    assert len(spoken(corpus.attributions)) == 7


@pytest.mark.parametrize(
    ("name", "a", "b"),
    [
        ("direct_share", (2 / 3, 3), (1 / 4, 4)),
        ("unnamed_share", (1 / 3, 3), (1 / 3, 3)),
        ("anonymous_share", (0, 3), (1 / 3, 3)),
        ("official_share", (2 / 3, 3), (1 / 3, 3)),
        ("cue_balance", (np.log(1.5 / 1.5), 2), (np.log(0.5 / 1.5), 1)),
        ("effective_sources", (1, 2), (2, 2)),
        ("effective_source_types", (np.exp(-(2 / 3 * np.log(2 / 3) + 1 / 3 * np.log(1 / 3))), 3), (3, 3)),
    ],
)
def test_shares_against_counts_by_hand(corpus, name, a, b):
    found = values(corpus, name)
    for article, expected in (("a", a), ("b", b)):
        assert found.loc[(article, "all")].tolist() == pytest.approx(expected)
    assert np.isnan(found.loc[("c", "all"), "value"]) and found.loc[("c", "all"), "n"] == 0


def test_attributions_per_thousand_words(corpus):
    found = values(corpus, "attribution_rate")
    words = corpus.articles.set_index("article_id")["n_words"]
    assert found.loc[("a", "all"), "value"] == pytest.approx(1000 * 4 / words["a"])


def test_share_of_voice_adds_up_to_one(corpus):
    found = values(corpus, "share_of_voice")
    assert found.loc["a", "value"].sum() == pytest.approx(1)
    assert found.loc[("a", "government"), "value"] == pytest.approx(2 / 3)
    assert found.loc[("b", "anonymous"), "value"] == pytest.approx(1 / 3)
    assert (found.loc["b", "n"] == 3).all()


def test_cue_tone_is_the_share_of_each_class(corpus):
    found = values(corpus, "cue_tone")
    assert found.loc["a", "value"].to_dict() == pytest.approx(
        dict.fromkeys(("emphasis", "concession", "accusation", "directive"), 0.0)
        | {"neutral": 0.5, "fact": 0.25, "doubt": 0.25}
    )


def test_evidence_speaks_in_the_voice_of_the_source(corpus):
    voices = find_evidence(corpus, ["direct_share"]).set_index(["article_id", "text"])["voice"]
    assert voices["a", "one"] == "quoted" and voices["a", "three"] == "reported"


def test_who_quotes_whom(corpus):
    table = who_quotes_whom(corpus)
    assert table.to_dict("records") == [
        {
            "outlet_id": "x",
            "speaker": "Anna Roth",
            "source_type": "government",
            "attributions": 2,
            "direct": 2,
            "articles": 1,
            "share": 1.0,
        },
        {
            "outlet_id": "y",
            "speaker": "Boris Linden",
            "source_type": "opposition",
            "attributions": 1,
            "direct": 0,
            "articles": 1,
            "share": 0.5,
        },
        {
            "outlet_id": "y",
            "speaker": "Cleo Marsh",
            "source_type": "security",
            "attributions": 1,
            "direct": 1,
            "articles": 1,
            "share": 0.5,
        },
    ]
    assert who_quotes_whom(corpus, least=2)["speaker"].tolist() == ["Anna Roth"]


def test_diversity_is_compared_at_the_same_number_of_attributions(corpus):
    table = source_diversity(corpus).set_index("outlet_id")
    assert table["size"].tolist() == [2, 2]
    assert table.loc["x", ["hill_1", "hill_2", "hill_1_rarefied"]].tolist() == pytest.approx([1, 1, 1])
    assert table.loc["y", ["hill_1", "hill_2", "hill_1_rarefied"]].tolist() == pytest.approx([2, 2, 2])
    types = source_diversity(corpus, kind="source_type", size=1).set_index("outlet_id")
    assert types.loc["x", "sources"] == 2 and types.loc["x", "sources_rarefied"] == pytest.approx(1)
    assert types.loc["x", "hill_2"] == pytest.approx(1 / ((2 / 3) ** 2 + (1 / 3) ** 2))


def test_the_named_who_never_speak_come_first(corpus):
    table = named_and_quoted(corpus, least=1)
    x = table[table["outlet_id"] == "x"]
    assert x[["person", "attributions"]].to_numpy().tolist() == [["Cleo Marsh", 0], ["Anna Roth", 2]]
    y = table[table["outlet_id"] == "y"].set_index("person")["attributions"]
    assert y.to_dict() == {"Boris Linden": 1, "Cleo Marsh": 1}


def test_faults_are_told_in_a_sentence(corpus):
    with pytest.raises(FramingError, match="use one of speaker, source_type"):
        source_diversity(corpus, kind="colour")
    with pytest.raises(FramingError, match="no column 'lean'"):
        who_quotes_whom(corpus, by="lean")
