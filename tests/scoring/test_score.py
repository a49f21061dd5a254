"""Scores on articles that can be counted by eye."""

import sys

import numpy as np
import pandas as pd
import pytest

import framing
from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.text.tokens import tokenize
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.scoring import score as score_module
from framing.scoring.measure import Measure, get_measures, list_measures, measure
from framing.scoring.score import score_text


@pytest.fixture
def corpus():
    """Three articles: a (10 words, four of them said by a source), b (2 words), c (empty)."""
    bodies = ["He said men ran here now . One two three four .", "Two words .", ""]
    articles = schema.ARTICLES.cast(
        pd.DataFrame(
            {"article_id": ["a", "b", "c"], "outlet_id": "o", "headline": "", "body": bodies, "n_words": [10, 2, 0]}
        )
    )
    pieces = [("source", 0, 2, "He"), ("cue", 3, 7, "said"), ("content", 8, 24, "men ran here now")]
    spans = pd.DataFrame(pieces, columns=["role", "start", "end", "text"])
    spans = schema.ATTRIBUTION_SPANS.cast(spans.assign(article_id="a", attribution=0, part="body"))
    relation = {"form": "indirect", "source_text": "He", "cue_text": "said", "cue_class": "neutral", "confidence": 0.9}
    relation |= {"article_id": "a", "attribution": 0, "sentence": 1, "act": "communication"}
    relations = schema.ATTRIBUTIONS.cast(pd.DataFrame([relation]))
    codebook = Lexicon("men", {}, pd.DataFrame({"term": ["men"], "target": ["men"]}))
    return Corpus(
        "three", articles, attributions=relations, attribution_spans=spans, tokens=tokenize(articles), codebook=codebook
    )


def evidence(*rows):
    """Rows of (article, start, target, voice, category, weight)."""
    table = pd.DataFrame(rows, columns=["article_id", "start", "target", "voice", "category", "weight"])
    return table.assign(part="body", end=table["start"] + 1, text="x")


def scores_of(corpus, table, aggregate, **details):
    item = Measure("m", "M", "u", lambda _: table, aggregate, **details)
    words = score_module._words(corpus)
    table = score_module._scores(corpus, item, score_module._evidence(corpus, item), words)
    return table.set_index(["article_id", "target", "voice"])[["value", "n"]]


def test_mean_counts_each_voice_apart_and_all_together(corpus):
    rows = [
        ("a", 0, "all", "outlet", None, 1.0),
        ("a", 3, "all", "quoted", None, 0.0),
        ("a", 5, "all", "reported", None, 0.0),
    ]
    scores = scores_of(corpus, evidence(*rows), "mean")
    assert scores.loc[("a", "all", "outlet")].tolist() == [1, 1]
    assert scores.loc[("a", "all", "source")].tolist() == [0, 2]
    assert scores.loc[("a", "all", "all")].tolist() == [pytest.approx(1 / 3), 3]


def test_no_evidence_is_missing_with_n_0_and_not_zero(corpus):
    scores = scores_of(corpus, evidence(("a", 0, "all", "outlet", None, 1.0)), "mean")
    assert len(scores) == 3 * 4
    assert np.isnan(scores.loc[("c", "all", "outlet"), "value"])
    assert scores.loc[("c", "all", "outlet"), "n"] == 0
    assert np.isnan(scores.loc[("a", "all", "distanced"), "value"])


def test_a_rate_is_out_of_the_words_of_its_own_voice(corpus):
    rows = [("a", 0, "all", "outlet", None, 1.0), ("a", 9, "all", "reported", None, 1.0)]
    scores = scores_of(corpus, evidence(*rows), "rate")
    assert scores.loc[("a", "all", "outlet")].tolist() == [pytest.approx(1000 / 6), 6]
    assert scores.loc[("a", "all", "source")].tolist() == [pytest.approx(1000 / 4), 4]
    assert scores.loc[("a", "all", "all")].tolist() == [pytest.approx(2000 / 10), 10]
    assert scores.loc[("b", "all", "all")].tolist() == [0, 2]
    assert np.isnan(scores.loc[("c", "all", "all"), "value"])


def test_targets_of_a_share_compete(corpus):
    rows = [("a", i, t, "quoted", None, 1.0) for i, t in enumerate(["police", "police", "crowd"])]
    scores = scores_of(corpus, evidence(*rows), "share", targets=("police", "crowd", "state"))
    assert scores.xs(("a", "source"), level=("article_id", "voice"))["value"].tolist() == [
        pytest.approx(2 / 3), pytest.approx(1 / 3), 0,
    ]  # fmt: skip
    assert np.isnan(scores.loc[("b", "police", "source"), "value"])


def test_log_ratio_of_two_to_one(corpus):
    rows = [
        ("a", 0, "men", "outlet", None, 1.0),
        ("a", 1, "men", "outlet", None, 1.0),
        ("a", 2, "men", "outlet", None, -1.0),
    ]
    scores = scores_of(corpus, evidence(*rows), "log_ratio", targets="codebook")
    assert scores.loc[("a", "men", "outlet")].tolist() == [pytest.approx(np.log(2.5 / 1.5)), 3]


def test_effective_number_of_equal_and_unequal_shares(corpus):
    rows = [("a", i, "all", "outlet", c, 1.0) for i, c in enumerate("ppqq")]
    rows += [("b", i, "all", "outlet", c, 1.0) for i, c in enumerate("ppppppppp")] + [
        ("b", 9, "all", "outlet", None, 1.0)
    ]
    scores = scores_of(corpus, evidence(*rows), "effective_number")
    assert scores.loc[("a", "all", "all")].tolist() == [pytest.approx(2), 4]
    assert scores.loc[("b", "all", "all")].tolist() == [pytest.approx(1), 9]


def test_share_of_words(corpus):
    scores = scores_of(corpus, evidence(("a", 8, "all", "quoted", None, 4.0)), "share_of_words")
    assert scores.loc[("a", "all", "source")].tolist() == [pytest.approx(0.4), 10]


def test_evidence_must_keep_to_the_contract(corpus):
    with pytest.raises(FramingError, match="'evidence' lacks the column 'weight'"):
        scores_of(corpus, evidence(("a", 0, "all", "outlet", None, 1.0)).drop(columns="weight"), "mean")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("b", 0, "crowd", "outlet", None, 1.0), "measure 'm' found evidence with target 'crowd'; declare it"),
        (("z", 0, "all", "outlet", None, 1.0), "with article_id 'z'; give evidence of articles"),
        (("b", 0, "all", "narrator", None, 1.0), "with voice 'narrator'; use one of outlet, "),
    ],
)
def test_evidence_for_what_has_no_score_is_named_and_never_counts_for_another_article(corpus, row, told):
    with pytest.raises(FramingError, match=told):
        scores_of(corpus, evidence(row), "mean")


def test_an_unknown_aggregate_or_measure_is_named():
    with pytest.raises(FramingError, match="aggregate 'median'; use one of mean"):
        measure(name="m", title="", unit="", aggregate="median")(lambda corpus: corpus)
    with pytest.raises(FramingError, match="no measure 'bias'; there are "):
        get_measures(["bias"])


def test_a_corpus_must_be_annotated_first(corpus):
    with pytest.raises(FramingError, match=r"not annotated; pass it through framing.annotate"):
        score_module.score(corpus.with_(codebook=None))


def test_a_part_of_a_corpus_scores_as_it_does_within_the_whole():
    whole = annotate(read_corpus("january"))
    part = whole.where(outlet_id=["ken", "courier"])
    every, evidence = score_module.score_and_show(whole)
    scores, found = score_module.score_and_show(part)
    chosen = every[every["article_id"].isin(part.articles["article_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(scores, chosen)
    pd.testing.assert_frame_equal(score_module.find_evidence(part), found)
    assert len(found) == evidence["article_id"].isin(part.articles["article_id"]).sum() > 100


def test_measures_are_listed():
    assert {"stance", "adoption"} <= set(list_measures()["measure"])


def test_articles_in_other_languages_are_missing_and_those_in_an_unknown_one_are_not(corpus):
    foreign = corpus.with_(articles=corpus.articles.assign(language=pd.Series(["de", None, None], dtype="str")))
    here, there = (
        score_module.score(c, ["quoted_share", "word_tone"]).set_index(["measure", "article_id"])
        for c in (corpus, foreign)
    )
    assert (there.loc[("word_tone", "a"), "n"] == 0).all() and there.loc[("word_tone", "a"), "value"].isna().all()
    pd.testing.assert_frame_equal(there.loc["word_tone"].loc[["b", "c"]], here.loc["word_tone"].loc[["b", "c"]])
    pd.testing.assert_frame_equal(there.loc["quoted_share"], here.loc["quoted_share"])
    evidence = score_module.find_evidence(foreign, ["word_tone"])
    assert "a" not in set(evidence["article_id"])


@pytest.mark.parametrize(
    "piece", ["he said that rioters and police had marched to “the square”, they told us ", '"so ']
)
def test_a_sentence_without_end_takes_work_in_proportion(piece):
    score_text(piece)  # models and words are read

    def calls(times):
        count = 0

        def called(_frame, event, _argument):
            nonlocal count
            count += event == "call"

        sys.setprofile(called)
        try:
            score_text(piece * times)
        finally:
            sys.setprofile(None)
        return count

    assert calls(240) < 4.4 * calls(60)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda book: framing.score_text("The mob left.", book),
            "A measure is wanted.* not a Lexicon; a codebook goes",
        ),
        (lambda book: framing.score_text("The mob left.", ["stance"]), "A measure is wanted.* not a list"),
        (lambda book: framing.score(book, ["stance"]), "A corpus is wanted, and not a Lexicon"),
        (lambda book: framing.annotate("january"), "A corpus is wanted, and not a str; framing.read_corpus makes one"),
        (lambda book: framing.keyness("january"), "A corpus is wanted, and not a str"),
    ],
)
def test_the_wrong_kind_of_thing_is_one_sentence(call, told):
    with pytest.raises(FramingError, match=told):
        call(framing.read_lexicon("protest"))
