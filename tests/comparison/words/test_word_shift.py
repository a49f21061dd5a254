import numpy as np
import pandas as pd
import pytest

from framing.comparison.words.word_shift import word_shift
from framing.errors import FramingError
from framing.lexicon import Lexicon

LEXICON = Lexicon("ab", {}, pd.DataFrame({"term": ["sweet", "bitter", "rare"], "weight": [2.0, -1.0, 5.0]}))


def test_contributions_are_what_can_be_counted_by_eye(make_corpus):
    corpus = make_corpus(
        ("one", "sweet sweet bitter plain"), ("two", "bitter bitter plain plain plain plain plain plain")
    )
    shift = word_shift(corpus, "one", reference="two", lexicon=LEXICON).set_index("term")
    # rates per 1,000 words: sweet 500 against 0, bitter 250 against 250
    assert shift["contribution"].to_dict() == {"sweet": 1000.0, "bitter": 0.0}
    assert shift.loc["sweet", ["count_outlet", "count_reference", "rate_outlet", "rate_reference"]].tolist() == [
        2,
        0,
        500,
        0,
    ]
    assert shift["difference"].tolist() == [1000.0, 1000.0]
    assert shift["kind"].to_dict() == {"sweet": "more positive", "bitter": "more negative"}
    assert shift["ci_low"].isna().all()


def test_contributions_sum_to_the_difference_of_the_tones(make_corpus):
    rng = np.random.default_rng(1)
    words = np.array(["sweet", "bitter", "rare", "plain", "other"])
    texts = [(f"o{i % 3}", " ".join(rng.choice(words, 30))) for i in range(45)]
    shift = word_shift(make_corpus(*texts), "o1", lexicon=LEXICON, resamples=400)
    weight = {"sweet": 2.0, "bitter": -1.0, "rare": 5.0}

    def tone(own):
        joined = [word for outlet, text in texts if (outlet == "o1") == own for word in text.split()]
        return 1000 * sum(weight.get(word, 0) for word in joined) / len(joined)

    assert shift["contribution"].sum() == pytest.approx(tone(True) - tone(False))
    assert shift["difference"][0] == pytest.approx(tone(True) - tone(False))
    assert ((shift["ci_low"] <= shift["contribution"]) & (shift["contribution"] <= shift["ci_high"])).all()
    assert shift["difference_low"][0] < shift["difference"][0] < shift["difference_high"][0]
    assert shift["contribution"].abs().is_monotonic_decreasing


def test_a_word_of_one_article_has_an_interval_that_reaches_zero(make_corpus):
    burst = ("one", "rare " * 20 + "plain " * 20)
    texts = [burst, *[("one", "sweet plain plain plain")] * 14, *[("two", "plain plain plain plain")] * 15]
    shift = word_shift(make_corpus(*texts), "one", reference="two", lexicon=LEXICON).set_index("term")
    assert shift.loc["rare", "contribution"] > shift.loc["sweet", "contribution"]
    assert shift.loc["rare", "ci_low"] == 0
    assert shift.loc["sweet", "ci_low"] > 0


def test_two_runs_are_the_same_and_the_corpus_is_untouched(make_corpus):
    corpus = make_corpus(*[(f"o{i % 2}", f"good day {'bad' if i % 3 else 'fine'} weather") for i in range(24)])
    before = corpus.articles.copy()
    pd.testing.assert_frame_equal(word_shift(corpus, "o0"), word_shift(corpus, "o0"))
    pd.testing.assert_frame_equal(corpus.articles, before)


def test_what_cannot_be_compared_is_named(make_corpus):
    corpus = make_corpus(("one", "sweet day"), ("two", ""))
    with pytest.raises(FramingError, match="no outlet 'three'"):
        word_shift(corpus, "three")
    with pytest.raises(FramingError, match="'one' cannot be compared with itself"):
        word_shift(corpus, "one", reference="one")
    with pytest.raises(FramingError, match="No word of 'two'"):
        word_shift(corpus, "one", reference="two")
    with pytest.raises(FramingError, match="no column 'weight'"):
        word_shift(corpus, "one", lexicon=Lexicon("bare", {}, pd.DataFrame({"term": ["sweet"]})))
