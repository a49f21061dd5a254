import math

import numpy as np
import pandas as pd
import pytest
from scipy import sparse, stats

from framing.annotation.text.tokens import tokenize
from framing.comparison.words import keyness as keyness_module
from framing.comparison.words.collocates import collocates
from framing.comparison.words.keyness import dispersion, keyness, log_odds
from framing.comparison.words.vocabulary import Within, whole_words
from framing.errors import FramingError
from framing.schema import KEYNESS


def test_log_odds_by_hand():
    # 6 of 10 words against 2 of 20, a flat prior of 0.1 on three words
    delta, z = log_odds(np.array([6.0]), np.array([2.0]), words=10, words_others=20, prior=0.1, prior_total=0.3)
    expected = math.log(6.1 / (10.3 - 6.1)) - math.log(2.1 / (20.3 - 2.1))
    assert delta[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / math.sqrt(1 / 6.1 + 1 / 2.1))


def test_dispersion_by_hand():
    counts = sparse.csc_array(np.array([[2, 6, 0], [2, 0, 0], [4, 0, 0]]))
    sizes = np.array([10, 10, 20])
    spread = dispersion(counts, sizes)
    # evenly spread; all in one quarter of the words: DP = .5 * (.75 + .25 + .5) = .75, over 1 - .25
    assert spread[:2] == pytest.approx([0, 1.0])
    assert np.isnan(spread[2])


def test_counts_rates_and_ratio_can_be_counted_by_eye(make_corpus):
    corpus = make_corpus(("courier", "a a a b"), ("courier", "a b b c"), ("herald", "a b b b"), ("herald", "b b c c"))
    table = keyness(corpus, fewest_articles=1)
    KEYNESS.check(KEYNESS.cast(table))
    row = table.set_index(["outlet", "term"]).loc[("courier", "a")]
    assert (row["count_outlet"], row["count_reference"]) == (4, 1)
    assert (row["rate_outlet"], row["rate_reference"]) == (500, 125)
    assert (row["articles_outlet"], row["articles_reference"]) == (2, 1)
    assert row["log_ratio"] == pytest.approx(2)
    # prior: 5 of 16 words
    delta = math.log(9 / (8 + 16 - 9)) - math.log(6 / (8 + 16 - 6))
    assert row["log_odds"] == pytest.approx(delta)
    assert row["z"] == pytest.approx(delta / math.sqrt(1 / 9 + 1 / 6))
    assert math.isnan(row["ci_low"])
    assert table.groupby("outlet").head(1)["term"].tolist() == ["a", "b"]


def test_no_word_and_one_word_are_one_sentence(make_corpus):
    corpus = make_corpus(("courier", "a"), ("herald", "b-c"))
    for outlet, told in (("nobody", "No word is left to count"), ("courier", "Only one side has words")):
        with pytest.raises(FramingError, match=told):
            keyness(corpus.where(outlet_id=[outlet]))


def test_a_burst_in_one_article_has_a_wide_interval(make_corpus):
    steady = [("courier", "unrest spread in the town while prices rose") for _ in range(20)]
    burst = [("courier", "tariff " * 20 + "rose")]
    others = [("herald", "the town was calm and tariff talk was rare unrest") for _ in range(20)]
    table = keyness(make_corpus(*steady, *burst, *others), resamples=400).set_index(["outlet", "term"])
    burst, steady = table.loc[("courier", "tariff")], table.loc[("courier", "unrest")]
    assert burst["dispersion_outlet"] > 0.8
    assert steady["dispersion_outlet"] < 0.2
    assert burst["ci_high"] - burst["ci_low"] > 5 * (steady["ci_high"] - steady["ci_low"])


def test_terms_of_few_articles_are_left_out(make_corpus):
    corpus = make_corpus(*[("courier", "common word")] * 5, *[("herald", "common rare")] * 4)
    assert set(keyness(corpus, fewest_articles=5)["term"]) == {"common", "word"}


def test_words_are_counted_within_stories_voices_and_surroundings(make_corpus):
    corpus = make_corpus(
        ("courier", "s1", 'The crowd marched. "Vandals ruined everything," the mayor told reporters.'),
        ("herald", "s1", 'The crowd danced in the rain. "Vandals ruined everything," she added.'),
        ("herald", "s2", "Elsewhere a fair opened."),
    )
    terms = {name: set(keyness(corpus, within=within, fewest_articles=1)["term"]) for name, within in {
        "story": Within(stories=["s1"]),
        "source": Within(voice="source"),
        "outlet": Within(voice="outlet"),
        "near": Within(near="crowd"),
        "close": Within(near=["crowd"], window=1),
    }.items()}  # fmt: skip
    assert "elsewhere" not in terms["story"]
    assert terms["source"] == {"vandals", "ruined", "everything"}
    assert "vandals" not in terms["outlet"]
    assert terms["near"] == {"the", "marched", "danced", "in", "rain"}
    assert terms["close"] == {"the", "marched", "danced"}


def test_errors_name_the_remedy(make_corpus):
    corpus = make_corpus(("courier", "a b"), ("herald", "b c"))
    with pytest.raises(FramingError, match="use 'rest' or one of courier, herald"):
        keyness(corpus, reference="gazette")
    with pytest.raises(FramingError, match="no column 'owner'"):
        keyness(corpus, by="owner")
    with pytest.raises(FramingError, match="try another"):
        keyness(corpus, within=Within(near="zeppelin"))
    with pytest.raises(FramingError, match="Only one side"):
        keyness(corpus, within=Within(near="c"))
    with pytest.raises(FramingError, match="widen"):
        keyness(corpus, within=Within(stories=["none"]))


def test_collocates_count_what_stands_near_and_score_as_nltk_does(make_corpus):
    corpus = make_corpus(
        ("courier", "Angry rioters burned cars. Angry rioters ran. A quiet street. Cars passed by angry drivers."),
        ("herald", "Calm rioters sang."),
    )
    table = collocates(corpus, "rioters", window=1, fewest=1).set_index(["outlet", "term"])
    row = table.loc[("courier", "angry")]
    assert (row["count"], row["count_outlet"], row["articles"]) == (2, 3, 1)
    assert (row["words_near"], row["words_outlet"]) == (4, 15)
    assert row["expected"] == pytest.approx(3 * 4 / 15)
    assert row["pmi"] == pytest.approx(math.log2(2 * 15 / (4 * 3)))
    assert ("courier", "cars") not in table.index
    assert ("herald", "sang") in table.index


def test_a_compound_is_one_word_and_us_is_not_the_us():
    body = "Pro-democracy marchers told us that the US left. A shoot-to-kill order. STOCKS IN US FALL. Trade - war."
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    words = whole_words(tokens)
    names = [words.names[i] for i in words.of if i >= 0]
    expected = "pro-democracy marchers told us that the US left . a shoot-to-kill order . "
    expected += "stocks in us fall . trade - war ."
    assert names == expected.split()


def test_the_seed_of_keyness_moves_its_interval_and_nothing_else(make_corpus):
    rng = np.random.default_rng(0)
    texts = [(o, " ".join(rng.choice(list("abcdef"), 30))) for o in ("courier", "herald") for _ in range(14)]
    corpus = make_corpus(*texts)
    one, again, two = (keyness(corpus, resamples=60, seed=seed) for seed in (1, 1, 2))
    assert one.equals(again)
    assert (one["ci_low"] != two["ci_low"]).any() and one["z"].equals(two["z"])


def test_intervals_of_twelve_articles_are_widened_twice(make_corpus, monkeypatch):
    """Quantiles by hand: those of t with 11 degrees of freedom, times the square root of 12 / 11."""
    seen = []
    true = keyness_module.log_odds
    monkeypatch.setattr(keyness_module, "log_odds", lambda *a, **k: seen.append(true(*a, **k)) or seen[-1])
    texts = ["unrest spread in the town", "the town was calm", "unrest and unrest again in town"]
    articles = [
        (outlet, texts[i * (1 + (outlet == "herald")) % 3]) for outlet in ("courier", "herald") for i in range(12)
    ]
    table = keyness(make_corpus(*articles), reference="herald", resamples=400)
    row = table.set_index("term").loc["town"]
    draws = next(d for d, _ in seen if d.ndim == 2)
    tail = stats.norm.cdf(stats.t.ppf(0.025, 11) * math.sqrt(12 / 11))
    bounds = np.quantile(draws, [tail, 1 - tail], axis=1)
    assert any(np.allclose([row["ci_low"], row["ci_high"]], pair) for pair in bounds.T)
