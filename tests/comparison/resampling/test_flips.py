"""Test and interval are one, exact where they can be checked, and honest where little was counted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate

OUTSIDE = 1e-9


def tables(rows, measure="stance"):
    """Articles and scores of rows (outlet, story or None, value, n)."""
    outlet, story, value, n = zip(*rows, strict=True)
    ids = pd.Series([f"a{i:04d}" for i in range(len(rows))], dtype="str")
    articles = pd.DataFrame({"article_id": ids, "outlet_id": outlet, "story_id": pd.Series(story, dtype="str")})
    scores = pd.DataFrame({"article_id": ids, "measure": measure, "target": "all", "voice": "all"})
    return scores.assign(value=np.array(value, float), n=np.array(n, float)), articles


def pairs(differences):
    rows = [("a", f"s{i}", 0.5 + d, 1) for i, d in enumerate(differences)]
    return tables(rows + [("b", f"s{i}", 0.5, 1) for i in range(len(differences))])


def row_of(table, method="unpaired"):
    return table[table["method"] == method].iloc[0]


def test_paired_flips_are_the_exact_test_of_scipy_and_its_inversion():
    differences = np.array([0.4, 0.1, -0.2, 0.45, 0.3, 0.25, -0.1, 0.2, 0.35, -0.05, 0.15])
    row = row_of(compare(*pairs(differences), resamples=40_000), "paired")

    def exact(shift):
        return stats.permutation_test(
            (differences - shift,), np.mean, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
        ).pvalue

    assert row["p_value"] == pytest.approx(exact(0.0), abs=0.004)
    for bound in ("ci_low", "ci_high"):
        assert exact(row[bound]) == pytest.approx(0.05, abs=0.012)


def test_unpaired_flips_of_articles_are_those_of_the_paper():
    """The score, its flips and their variance in matrix form, after De Santis et al.: X'(I - H) F (I - H) y."""
    rng = np.random.default_rng(3)
    n = np.r_[rng.integers(1, 9, 10), rng.integers(1, 9, 14)].astype(float)
    value = rng.normal(np.repeat([0.7, 0.0], [10, 14]), 0.8)
    row = row_of(
        compare(*tables([("a" if i < 10 else "b", None, value[i], n[i]) for i in range(24)]), resamples=40_000)
    )
    own = np.arange(24) < 10
    y, x, nuisance = value * np.sqrt(n), np.where(own, np.sqrt(n), 0), np.sqrt(n)[:, None]
    hat = nuisance @ np.linalg.inv(nuisance.T @ nuisance) @ nuisance.T
    rest = np.eye(24) - hat
    left, right = rest @ x, rest @ y
    signs = np.random.default_rng(9).choice([-1.0, 1.0], (40_000, 24))
    scores = (signs * left) @ right
    flipped = signs * left
    spread = np.sqrt((flipped**2).sum(axis=1) - ((flipped @ nuisance) ** 2).ravel() / (nuisance**2).sum())
    observed = abs(left @ right) / np.sqrt(left @ left)
    plain = (np.abs(scores) >= abs(left @ right)).mean()
    expected = (np.abs(scores) / spread >= observed).mean()
    assert abs(plain - expected) > 0.004
    assert row["p_value"] == pytest.approx(expected, abs=0.003)


def test_stories_that_all_share_take_their_effect_out_of_test_and_interval():
    rng = np.random.default_rng(0)
    level = rng.normal(0, 1, 20)
    rows = [
        (outlet, f"s{i}", level[i] + 0.3 * (outlet == "a") + rng.normal(0, 0.2), 1)
        for i in range(20)
        for outlet in "abc"
    ]
    scores, articles = tables(rows)
    table = compare(scores, articles, resamples=999)
    shared = table[(table["outlet"] == "a") & (table["method"] == "unpaired")].iloc[0]
    alone = row_of(compare(scores, articles, pair=None, resamples=999))
    assert shared["verdict"] == "differs" and shared["p_value"] < 0.01
    assert alone["p_value"] > 0.05
    assert 3 * (shared["ci_high"] - shared["ci_low"]) < alone["ci_high"] - alone["ci_low"]


def test_a_row_hangs_on_its_own_evidence_to_the_last_bit():
    rng = np.random.default_rng(1)
    rows = [(o, f"s{i}" if i % 3 else None, rng.binomial(4, 0.4) / 4, 4) for i in range(40) for o in "abc"]
    scores, articles = tables(rows)
    thin = scores.assign(measure="thin").iloc[::2]
    other = pd.concat([scores.assign(measure=name, value=rng.random(len(scores))) for name in ("x", "y", "z")])
    alone = compare(thin, articles, resamples=300)
    among = compare(pd.concat([other, thin, scores]), articles, resamples=300)
    same = among[among["measure"] == "thin"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, same, check_exact=True)
    levels, every = estimate(thin, articles, resamples=300), estimate(pd.concat([other, thin]), articles, resamples=300)
    pd.testing.assert_frame_equal(levels, every[every["measure"] == "thin"].reset_index(drop=True), check_exact=True)


def test_seeds_move_test_and_interval_and_nothing_else():
    rng = np.random.default_rng(2)
    scores, articles = tables([(o, f"s{i}", rng.random(), 1) for i in range(15) for o in "abc"])
    one, again, two = (compare(scores, articles, resamples=200, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    for name in ("p_value", "ci_low", "ci_high"):
        assert (one[name] != two[name]).any(), name
    pd.testing.assert_series_equal(one["difference"], two["difference"])
    assert (
        estimate(scores, articles, resamples=200, seed=1)["ci_low"]
        != estimate(scores, articles, resamples=200, seed=2)["ci_low"]
    ).any()


@st.composite
def collections(draw):
    """Random tables of counts: shares, or rates of words, with few and many hits, shared stories or none."""
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    rate, stories = draw(st.booleans()), draw(st.sampled_from([0, 14]))
    size = draw(st.integers(11, 40))
    level = draw(st.sampled_from([0.0, 0.01, 0.3, 0.97])) * rng.random(2) * 1.3
    rows = []
    for outlet, p in zip("ab", np.minimum(level, 1), strict=True):
        for i in range(size):
            n = int(rng.integers(100, 900)) if rate else int(rng.integers(1, 7))
            hits = rng.poisson(p * n / 100) if rate else rng.binomial(n, p)
            rows.append((outlet, f"s{i % stories}" if stories else None, hits / n * (1000 if rate else 1), n))
    return tables(rows)


@settings(max_examples=60, deadline=None)
@given(collections())
def test_intervals_hold_their_estimates_and_agree_with_p_and_with_the_ratio(made):
    scores, articles = made
    for weight in ("evidence", "article"):
        table = compare(scores, articles, weight=weight, resamples=199).dropna(subset=["p_value"])
        slack = OUTSIDE * (1 + table["difference"].abs())
        assert (table["ci_low"] <= table["difference"] + slack).all()
        assert (table["difference"] <= table["ci_high"] + slack).all()
        outside = (table["ci_low"] > 0) | (table["ci_high"] < 0)
        clear = (table["p_value"] - 0.05).abs() > 0.02  # a bound that is searched for ends near the edge
        assert (outside == (table["p_value"] <= 0.05))[clear].all()
        counts = table.dropna(subset=["ratio"])
        assert (counts["ratio_low"] <= counts["ratio"]).all() and (counts["ratio"] <= counts["ratio_high"]).all()
        apart = (counts["ratio_low"] > 1) | (counts["ratio_high"] < 1)
        assert (apart == (counts["p_value"] <= 0.05))[clear].all()
    levels = estimate(scores, articles, resamples=199).dropna(subset=["ci_low"])
    assert (levels["ci_low"] <= levels["value"] + OUTSIDE).all() and (
        levels["value"] <= levels["ci_high"] + OUTSIDE
    ).all()
    assert (levels["ci_low"] >= -OUTSIDE).all()


@pytest.mark.parametrize("per", [1, 1000])
def test_the_bound_of_a_zero_follows_from_the_words_read(per):
    """Wilson's bound of 0 in 10,000, whether the words stand in twenty articles or in two hundred."""
    for articles_of, words in ((20, 500), (200, 50)):
        rows = [("a", None, 0.0, words)] * articles_of
        rows += [("b", None, per * (i % 3 == 0) / words, words) for i in range(articles_of)]
        levels = estimate(*tables(rows, measure="words"), resamples=2000).set_index("outlet")
        assert levels.loc["a", "ci_low"] == pytest.approx(0, abs=1e-9)
        expected = per * proportion_confint(0, 10_000, method="wilson")[1]
        assert levels.loc["a", "ci_high"] == pytest.approx(expected, rel=0.08)


def test_differences_and_ratios_of_few_hits_are_those_of_the_tables():
    """Miettinen and Nurminen's interval of 0 of 15 against 1 of 15 is -.302 to .149."""
    rows = [("a", None, 0.0, 1)] * 15 + [("b", None, float(i == 0), 1) for i in range(15)]
    row = row_of(compare(*tables(rows), resamples=4000))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((-0.302, 0.149), abs=0.02)
    assert row["ratio"] == pytest.approx(0.5 / 1.5)  # half a hit on both sides
    assert (row["ratio_low"], row["ratio_high"]) == (0, np.inf)


def test_a_ratio_of_many_counts_is_that_of_rates():
    rng = np.random.default_rng(5)
    hits = [rng.poisson(mean, 150) for mean in (6.0, 3.0)]
    rows = [(outlet, None, 1000 * x / 400, 400) for outlet, part in zip("ab", hits, strict=True) for x in part]
    row = row_of(compare(*tables(rows, measure="words"), resamples=3000))
    total = [int(part.sum()) for part in hits]
    assert row["ratio"] == pytest.approx(total[0] / total[1])
    error = np.sqrt(1 / total[0] + 1 / total[1])
    expected = row["ratio"] * np.exp(np.array([-1.96, 1.96]) * error)
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(expected, rel=0.03)


def test_articles_may_weigh_alike():
    rows = [("a", None, float(i < 6), 10 if i < 6 else 1) for i in range(12)] + [("b", None, 0.5, 2)] * 12
    scores, articles = tables(rows)
    assert row_of(compare(scores, articles, resamples=50))["mean_outlet"] == pytest.approx(60 / 66)
    alike = row_of(compare(scores, articles, weight="article", resamples=50))
    assert (alike["mean_outlet"], alike["n_outlet"]) == (0.5, 12)


def test_who_has_no_evidence_has_no_mean():
    rows = [("a", None, np.nan, 0)] * 12 + [("b", None, 0.5, 2)] * 12 + [("c", None, 0.25, 2)] * 12
    table = compare(*tables(rows), resamples=50).set_index("outlet")
    assert table.loc["a", "n_outlet"] == 0 and np.isnan(table.loc["a", "mean_outlet"])
    assert table.loc["b", "mean_reference"] == pytest.approx(0.25)
    assert table.loc["a", "verdict"] == "too few to tell"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40), st.sampled_from(["share", None]))
def test_what_is_counted_is_not_told_from_common_factors(seed, times, counts):
    """A share whose hits all come in twos or tens is a share: bounded by 0 and 1, and never without a width."""
    rng = np.random.default_rng(seed)
    hits = times * rng.integers(0, 2, 24)
    rows = [("ab"[i % 2], None, hits[i] / (2 * times), 2 * times) for i in range(24)]
    scores, articles = tables(rows, measure="mine")
    levels = estimate(scores if counts is None else scores.assign(counts=counts), articles, resamples=199)
    assert (levels["counts"] == "share").all()
    assert ((levels["ci_low"] >= -OUTSIDE) & (levels["ci_high"] <= 1 + OUTSIDE)).all()
    assert (levels["ci_high"] - levels["ci_low"] > 0.01).all()


def test_all_alike_in_twos_is_still_uncertain():
    rows = [("a", None, 1.0, 2)] * 12 + [("b", None, float(i % 2), 2) for i in range(12)]
    row = estimate(*tables(rows), resamples=500).set_index("outlet").loc["a"]
    assert (row["value"], row["ci_high"]) == (1, 1)
    assert row["ci_low"] == pytest.approx(proportion_confint(24, 24, method="wilson")[0], abs=0.02)


def test_what_a_table_says_it_counts_is_what_is_counted():
    """The same numbers are a share, a rate or a tone as declared: hits of 1, of 1,000, or none."""
    rows = [("ab"[i % 2], None, (i % 3 == 0) / 2, 2000) for i in range(40)]
    scores, articles = tables(rows, measure="mine")
    assert set(estimate(scores, articles, resamples=50)["counts"]) == {"rate"}
    declared = {kind: estimate(scores.assign(counts=kind), articles, resamples=99) for kind in ("share", "rate", None)}
    assert set(declared["share"]["counts"]) == {"share"}
    assert declared["share"]["ratio"].notna().all() and declared["rate"]["ratio"].notna().all()
    assert declared[None]["ratio"].isna().all()


def test_levels_have_the_ratios_of_the_comparison_over_all_articles():
    rng = np.random.default_rng(8)
    rows = [
        (o, f"s{i}" if i % 2 else None, 2.0 * rng.poisson(k), 500)
        for i in range(30)
        for k, o in zip((3, 1, 1, 0), "abcd", strict=True)
    ]
    scores, articles = tables(rows, measure="words")
    scores = pd.concat([scores.assign(counts="rate"), scores.assign(measure="tone", counts=None)])
    names = ["ratio", "ratio_low", "ratio_high"]
    compared = compare(scores, articles, resamples=199).query("method == 'unpaired'").set_index(["measure", "outlet"])
    levels = estimate(scores, articles, resamples=199).set_index(["measure", "outlet"])
    assert levels.loc["words", names].notna().all(axis=None) and levels.loc["tone", names].isna().all(axis=None)
    pd.testing.assert_frame_equal(levels[names], compared[names], check_exact=True)


def test_few_hits_on_both_sides_bound_a_ratio_as_the_binomial_law_does():
    """3 hits in 15,000 words against 13 in 45,000: the exact interval of the ratio of two Poisson rates, by hand."""
    rows = [("a", None, 2.0 * (i < 3), 500) for i in range(30)] + [("b", None, 2.0 * (i < 13), 500) for i in range(90)]
    row = row_of(compare(*tables(rows, measure="words"), resamples=999))
    assert row["ratio"] == pytest.approx((3 / 15) / (13 / 45))
    low = stats.beta.ppf(0.025, 3, 14)
    assert row["ratio_low"] == pytest.approx(low / (1 - low) * 3, rel=0.02)
    assert row["ratio"] < row["ratio_high"] < 3
    turned = row_of(compare(*tables(rows, measure="words"), resamples=999, reference="a").query("outlet == 'b'"))
    assert turned["ratio_high"] == pytest.approx(1 / row["ratio_low"], rel=0.02)


def test_hits_that_come_together_bound_a_ratio_less():
    """Three hits in one article say less than three hits in three."""
    apart = [("a", None, 2.0 * (i < 3), 500) for i in range(30)] + [("b", None, 2.0 * (i % 2), 500) for i in range(90)]
    lumped = [("a", None, 6.0 * (i == 0), 500) for i in range(30)] + apart[30:]
    low, lower = (row_of(compare(*tables(r, measure="words"), resamples=99))["ratio_low"] for r in (apart, lumped))
    assert 0 < lower < 0.6 * low
