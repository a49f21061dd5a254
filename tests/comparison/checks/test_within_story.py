import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.comparison.checks.within_story import compare_yes_no, pool_odds, pool_tables
from framing.errors import FramingError

# Admissions to Berkeley by department (Bickel, Hammel and O'Connell 1975): men admitted, rejected, women admitted,
# rejected. R's mantelhaen.test(UCBAdmissions, correct = FALSE) prints .9046968 [.7719074, 1.0603298], p = .2169.
BERKELEY = [(512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391), (138, 279, 131, 244), (53, 138, 94, 299),
            (22, 351, 24, 317)]  # fmt: skip


def build(make_articles, make_scores, values, n=1.0):
    """Scores of two outlets in one story per row of values; None is an article without evidence."""
    flat = [value for pair in values for value in pair]
    outlets = ["courier", "herald"] * len(values)
    articles = make_articles(outlets, [f"s{i // 2}" for i in range(len(flat))])
    size = np.where([value is None for value in flat], 0.0, np.broadcast_to(np.ravel(n), len(flat)))
    return make_scores(articles, [np.nan if value is None else value for value in flat], size), articles


def test_pooled_odds_of_the_berkeley_admissions():
    tables = np.array(BERKELEY, float).T.reshape(2, 2, -1)
    pooled = pool_tables(tables)
    assert pooled["odds_ratio"] == pytest.approx(0.9046968, abs=1e-6)
    assert (pooled["ci_low"], pooled["ci_high"]) == pytest.approx((0.7719074, 1.0603298), abs=1e-6)
    assert pooled["p_value"] == pytest.approx(0.2169, abs=5e-5)


def test_yes_and_no_are_counted_by_story_and_tested_as_a_coin(make_articles, make_scores):
    values = [(1, 1)] * 4 + [(1, 0)] * 11 + [(0, 1)] * 2 + [(0, 0)] * 5 + [(1, None)] * 7
    scores, articles = build(make_articles, make_scores, values)
    row = compare_yes_no(scores, articles, reference="herald").iloc[0]
    counts = ["n_stories", "both", "only_outlet", "only_reference", "neither"]
    assert row[counts].tolist() == [22, 4, 11, 2, 5]
    coin = stats.binomtest(11, 13)
    assert row["p_value"] == pytest.approx(coin.pvalue)
    interval = coin.proportion_ci(method="exact")
    odds = [p / (1 - p) for p in (11 / 13, interval.low, interval.high)]
    assert row[["odds_ratio", "ci_low", "ci_high"]].tolist() == pytest.approx(odds)
    assert row["verdict"] == "differs"


def test_any_article_makes_a_yes_of_a_story(make_articles, make_scores):
    articles = make_articles(["courier", "courier", "herald"] * 10, [f"s{i // 3}" for i in range(30)])
    row = compare_yes_no(make_scores(articles, [0, 0.5, 0] * 10), articles, reference="herald").iloc[0]
    assert row[["only_outlet", "neither"]].tolist() == [10, 0]
    assert np.isinf(row["ci_high"])
    assert row["p_value"] == pytest.approx(2 / 2**10)


def test_counts_are_pooled_over_shared_stories(make_articles, make_scores):
    rng = np.random.default_rng(0)
    n = rng.integers(2, 9, (20, 2))
    hits = rng.binomial(n, [0.7, 0.3])
    values = [tuple(row) for row in hits / n] + [(0.5, None)] * 3
    scores, articles = build(make_articles, make_scores, values, np.r_[n.ravel(), [4, 4] * 3])
    row = pool_odds(scores, articles, reference="herald").iloc[0]
    (a, c), (b, d), size = hits.T, (n - hits).T, n.sum(axis=1)
    assert row["odds_ratio"] == pytest.approx((a * d / size).sum() / (b * c / size).sum())
    assert row[["n_stories", "hits_outlet", "n_outlet"]].tolist() == [20, a.sum(), n[:, 0].sum()]
    assert row[["hits_reference", "n_reference"]].tolist() == [c.sum(), n[:, 1].sum()]
    assert 1 < row["ci_low"] < row["odds_ratio"] < row["ci_high"]
    assert row["verdict"] == "differs"
    swapped = pool_odds(scores, articles, reference="courier").iloc[0]
    assert swapped["odds_ratio"] == pytest.approx(1 / row["odds_ratio"])
    assert swapped["p_value"] == pytest.approx(row["p_value"])


def test_too_few_stories_leave_counts_alone(make_articles, make_scores):
    scores, articles = build(make_articles, make_scores, [(1, 0)] * 9)
    for table in (compare_yes_no(scores, articles, reference="herald"), pool_odds(scores, articles)):
        assert set(table["verdict"]) == {"too few to tell"}
        assert table["n_stories"].tolist() == [9] * len(table)
        assert table[["odds_ratio", "ci_low", "ci_high", "p_value", "p_adjusted"]].isna().all(axis=None)


def test_nothing_that_differs_is_no_finding(make_articles, make_scores):
    scores, articles = build(make_articles, make_scores, [(1, 1), (0, 0)] * 6)
    row = compare_yes_no(scores, articles, reference="herald").iloc[0]
    assert (row["p_value"], row["verdict"]) == (1, "cannot tell")
    assert np.isnan(row["odds_ratio"])


def test_tests_are_adjusted_within_a_measure(make_articles, make_scores):
    scores, articles = build(make_articles, make_scores, [(1, 0)] * 9 + [(0, 1)] * 2 + [(1, 1)] * 4)
    other = scores.assign(target="police")
    table = compare_yes_no(pd.concat([scores, other], ignore_index=True), articles, reference="herald")
    assert len(table) == 2
    assert table["p_adjusted"].to_numpy() == pytest.approx(stats.false_discovery_control(table["p_value"]))


def test_errors_name_the_remedy(make_articles, make_scores):
    scores, articles = build(make_articles, make_scores, [(0.3, -0.2)] * 12)
    with pytest.raises(FramingError, match="use compare"):
        compare_yes_no(scores, articles, reference="herald")
    with pytest.raises(FramingError, match="'stance' are no shares of whole counts"):
        pool_odds(scores, articles)
    with pytest.raises(FramingError, match="one outlet at a time"):
        compare_yes_no(scores, articles, reference="rest")
    with pytest.raises(FramingError, match="use 'rest' or one of courier, herald"):
        compare_yes_no(scores.assign(value=1.0), articles, reference="gazette")
