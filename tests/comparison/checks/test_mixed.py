import numpy as np
import pandas as pd
import pytest

from framing.comparison.checks.mixed import check_mixed
from framing.comparison.checks.separability import separability
from framing.comparison.words.cooccurrence import cooccurrence
from framing.errors import FramingError


@pytest.fixture(scope="module")
def named(make_articles):
    rng = np.random.default_rng(0)
    articles = make_articles(np.repeat(["courier", "herald"], 60), [f"s{i}" for i in rng.integers(0, 30, 120)])
    share = np.repeat([0.7, 0.3], 60) + rng.normal(0, 0.1, 120)
    row = np.repeat(np.arange(120), 6)
    hit = rng.random(720) < share[row]
    mentions = pd.DataFrame({"article_id": articles["article_id"].iloc[row].to_numpy(), "target": "protesters"})
    return mentions.assign(
        category=np.where(hit, "delegitimising", "neutral"), form="noun", voice="outlet", hit=hit
    ), articles


def test_the_mixed_model_agrees_with_the_means_where_articles_are_alike(named):
    mentions, articles = named
    row = check_mixed(mentions, articles, reference="herald").iloc[0]
    means = mentions.merge(articles, on="article_id").groupby("outlet_id")["hit"].mean()
    assert row["difference"] == pytest.approx(means["courier"] - means["herald"], abs=0.005)
    assert row["ci_low"] < row["difference"] < row["ci_high"]
    assert row["p_value"] < 0.001
    assert (row["n_mentions"], row["n_articles"]) == (360, 60)
    assert 0 <= row["within_article"] < 0.2
    assert row["converged"]


def test_the_mixed_model_refuses_too_little(named):
    mentions, articles = named
    with pytest.raises(FramingError, match="ten articles each"):
        check_mixed(mentions, articles, voice="source")
    with pytest.raises(FramingError, match="no column 'owner'"):
        check_mixed(mentions, articles, by="owner")
    with pytest.raises(FramingError, match="choose from courier, herald"):
        check_mixed(mentions, articles, reference="gazette")


def test_the_mixed_model_reads_no_code_out_of_names(named):
    mentions, articles = named
    odd = articles.replace({"outlet_id": {"courier": "people's", "herald": "x') + Q('y"}})
    row, plain = check_mixed(mentions, odd, reference="x') + Q('y").iloc[0], check_mixed(mentions, articles).iloc[0]
    assert row["outlet"] == "people's"
    assert abs(row["difference"]) == pytest.approx(abs(plain["difference"]))


def test_outlets_that_differ_are_told_apart_and_others_are_not(make_articles, make_scores):
    rng = np.random.default_rng(1)
    articles = make_articles(np.repeat(["courier", "herald"], 50), [f"s{i}" for i in rng.integers(0, 30, 100)])
    telling = make_scores(articles, np.repeat([0.2, 0.8], 50) + rng.normal(0, 0.15, 100))
    empty = make_scores(articles, rng.random(100), rng.integers(0, 2, 100), measure="noise")
    found = separability(pd.concat([telling, empty]), articles, permutations=9)
    row = found.summary.iloc[0]
    assert row["accuracy"] > 0.9
    assert row["p_value"] == pytest.approx(0.1)
    assert row["chance"] == pytest.approx(0.5, abs=0.1)
    assert found.confusion.to_numpy().sum() == 100
    top = found.features.groupby("outlet").head(1)
    assert top["feature"].tolist() == ["stance / protesters / outlet"] * 2
    assert (top["weight"] > 0).tolist() == [False, True]
    assert (
        separability(make_scores(articles, rng.random(100)), articles, permutations=2).summary["accuracy"].iloc[0] < 0.7
    )


def test_words_are_the_measure_of_scores(make_corpus, make_scores):
    texts = [("courier", f"s{i}", "the minister said order was restored") for i in range(20)]
    texts += [("herald", f"s{i}", "the crowd sang in the rain all night") for i in range(20)]
    corpus = make_corpus(*texts)
    scores = make_scores(corpus.articles, np.random.default_rng(0).random(40))
    found = separability(scores, corpus.articles, corpus=corpus, permutations=5)
    assert found.summary["features"].tolist() == ["scores", "words"]
    assert found.summary["accuracy"].iloc[1] == 1
    with pytest.raises(FramingError, match="told apart"):
        separability(scores.head(5), corpus.articles)


def test_company_of_frames_can_be_counted_by_eye():
    evidence = pd.DataFrame(
        [
            ("a", "riot", "all", "body", 2),
            ("a", "blame", "police", "body", 15),
            ("a", "riot", "all", "body", 16),
            ("b", "riot", "all", "body", 0),
            ("b", "blame", "police", "headline", 0),
            ("c", "debate", "all", "body", 12),
        ],
        columns=["article_id", "measure", "target", "part", "start"],
    )
    sentences = pd.DataFrame(
        [
            (a, i, p, s, e)
            for a in "abc"
            for i, p, s, e in [(0, "headline", 0, 9), (1, "body", 0, 10), (2, "body", 11, 30)]
        ],
        columns=["article_id", "sentence", "part", "start", "end"],
    )
    by_article = cooccurrence(evidence).set_index(["first", "second"])
    row = by_article.loc[("blame: police", "riot")]
    assert row[["n_first", "n_second", "n_both"]].tolist() == [2, 2, 2]
    assert row["jaccard"] == 1
    assert row["expected"] == pytest.approx(4 / 3)
    by_sentence = cooccurrence(evidence, sentences, unit="sentence").set_index(["first", "second"])
    assert by_sentence.loc[("blame: police", "riot"), ["n_first", "n_second", "n_both"]].tolist() == [2, 3, 1]
    assert by_sentence.loc[("debate", "riot"), "n_both"] == 0
    with pytest.raises(FramingError, match="Give the sentences"):
        cooccurrence(evidence, unit="sentence")
    with pytest.raises(FramingError, match="not in a 'page'"):
        cooccurrence(evidence, unit="page")
