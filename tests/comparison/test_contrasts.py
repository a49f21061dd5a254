import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from framing.comparison.checks.within_story import pool_odds
from framing.comparison.contrasts import adjust, compare
from framing.comparison.design import describe_design
from framing.comparison.study import Study, run_study
from framing.errors import FramingError
from framing.schema import COMPARISONS


@pytest.fixture(scope="module")
def invented(make_articles, make_scores):
    rng = np.random.default_rng(0)
    outlets = rng.choice(["courier", "herald", "tribune"], 300, p=[0.5, 0.3, 0.2])
    articles = make_articles(outlets, [f"s{i}" for i in rng.integers(0, 60, 300)])
    n = rng.integers(0, 5, 300)
    hits = rng.binomial(n, np.where(outlets == "courier", 0.2, 0.6))
    return make_scores(articles, np.where(n > 0, hits / np.maximum(n, 1), np.nan), n), articles


def of(table, outlet, method):
    return table[(table["outlet"] == outlet) & (table["method"] == method)].iloc[0]


def test_the_table_keeps_to_the_contract_and_is_the_same_twice(invented):
    table = compare(*invented, resamples=200)
    COMPARISONS.check(COMPARISONS.cast(table))
    pd.testing.assert_frame_equal(table, compare(*invented, resamples=200))
    pd.testing.assert_frame_equal(table, COMPARISONS.cast(table)[table.columns])


def test_means_are_ratios_of_sums_with_counts_on_both_sides(invented):
    scores, articles = invented
    row = of(compare(scores, articles, resamples=100), "courier", "unpaired")
    joined = scores.merge(articles, on="article_id").query("n > 0")
    own, rest = joined[joined["outlet_id"] == "courier"], joined[joined["outlet_id"] != "courier"]
    assert row["mean_outlet"] == pytest.approx((own["value"] * own["n"]).sum() / own["n"].sum())
    assert row["mean_reference"] == pytest.approx((rest["value"] * rest["n"]).sum() / rest["n"].sum())
    assert row["n_outlet"] == own["n"].sum()
    assert row["articles_outlet"] == len(own)
    assert row["clusters_reference"] == rest["story_id"].nunique()
    assert row["verdict"] == "differs"
    assert row["ci_low"] < row["difference"] < row["ci_high"] < 0


def test_pairs_are_weighed_as_by_mantel_and_haenszel(invented):
    scores, articles = invented
    row = of(compare(scores, articles, reference="herald", resamples=100), "courier", "paired")
    joined = scores.merge(articles, on="article_id").query("n > 0").assign(a=lambda t: t["value"] * t["n"])
    sums = joined.pivot_table(index="story_id", columns="outlet_id", values=["a", "n"], aggfunc="sum")
    both = sums.dropna(subset=[("n", "courier"), ("n", "herald")])
    b1, b2 = both[("n", "courier")], both[("n", "herald")]
    weight = b1 * b2 / (b1 + b2)
    gap = both[("a", "courier")] / b1 - both[("a", "herald")] / b2
    assert row["n_stories"] == len(both)
    assert row["difference"] == pytest.approx((weight * gap).sum() / weight.sum())
    assert row["effect"] == pytest.approx(np.sign(gap.where(gap.abs() > 1e-12, 0)).mean())


def test_interval_of_a_mean_difference_is_welchs_closed_form(make_articles, make_scores):
    rng = np.random.default_rng(4)
    articles = make_articles(["courier"] * 60 + ["herald"] * 90)
    value = np.r_[rng.normal(0.3, 1, 60), rng.normal(0, 2, 90)]
    row = of(compare(make_scores(articles, value), articles, resamples=8000), "courier", "unpaired")
    from scipy import stats  # noqa: PLC0415

    expected = stats.ttest_ind(value[:60], value[60:], equal_var=False).confidence_interval()
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((expected.low, expected.high), abs=0.06)
    assert row["p_value"] == pytest.approx(stats.ttest_ind(value[:60], value[60:], equal_var=False).pvalue, abs=0.03)


def test_selection_shows_unpaired_and_vanishes_paired(make_articles, make_scores):
    rng = np.random.default_rng(5)
    level = rng.random(80)
    story, outlets = [], []
    for i in range(80):
        covering = ["courier", "herald"] if i < 30 else ["courier"] if level[i] > 0.5 else ["herald"]
        story += [f"s{i}"] * len(covering)
        outlets += covering
    articles = make_articles(outlets, story)
    value = level[[int(s[1:]) for s in story]] + rng.normal(0, 0.05, len(story))
    table = compare(make_scores(articles, value), articles, reference="herald", resamples=500)
    assert of(table, "courier", "unpaired")["verdict"] == "differs"
    assert of(table, "courier", "paired")["verdict"] == "cannot tell"


def test_too_few_clusters_leave_counts_and_no_interval(make_articles, make_scores):
    articles = make_articles(["courier"] * 9 + ["herald"] * 40)
    table = compare(make_scores(articles, np.linspace(0, 1, 49)), articles, resamples=50)
    row = table.iloc[0]
    assert row["verdict"] == "too few to tell"
    assert np.isnan([row["ci_low"], row["ci_high"], row["p_value"], row["p_adjusted"]]).all()
    assert (row["n_outlet"], row["n_reference"], row["clusters_outlet"]) == (9, 40, 9)
    assert row["mean_outlet"] == pytest.approx(np.linspace(0, 1, 49)[:9].mean())
    assert "too few to tell" in describe_design(table)


def test_a_share_of_none_is_not_certain(make_articles, make_scores):
    articles = make_articles(["courier"] * 15 + ["herald"] * 15)
    table = compare(make_scores(articles, [0.0] * 15 + [0.0] * 14 + [1.0]), articles, resamples=2000)
    row = of(table, "courier", "unpaired")
    assert row["ci_low"] < -0.1 < 0.05 < row["ci_high"]
    assert row["verdict"] == "cannot tell"


def test_scores_without_evidence_say_nothing(invented):
    scores, articles = invented
    empty = scores.assign(value=np.nan, n=0.0, measure="silent")
    both = compare(pd.concat([scores, empty], ignore_index=True), articles, resamples=50)
    assert set(both["measure"]) == {"stance"}
    assert compare(empty, articles, resamples=50).empty


def test_the_order_of_rows_does_not_matter(invented):
    scores, articles = invented
    shuffled = compare(scores.sample(frac=1, random_state=1), articles, resamples=50)
    pd.testing.assert_frame_equal(shuffled, compare(scores, articles, resamples=50))


def test_family_is_declared(invented):
    scores, articles = invented
    two = pd.concat([scores, scores.assign(measure="tone", value=1 - scores["value"])], ignore_index=True)
    table = compare(two, articles, resamples=99)
    assert set(table["n_tests"]) == {3}
    assert set(compare(two, articles, family=("method",), resamples=99)["n_tests"]) == {6}
    assert set(adjust(table, family=())["n_tests"]) == {12}


def test_p_values_are_adjusted_over_their_family_as_statsmodels_does():
    p_values = np.array([0.001, 0.012, 0.03, 0.2, 0.04, 0.011])
    table = pd.DataFrame({"method": list("aaaabb"), "measure": "x", "p_value": p_values, "ci_low": 0.1, "ci_high": 0.3})
    done = adjust(table)
    for part, size in ((slice(0, 4), 4), (slice(4, 6), 2)):
        assert done["p_adjusted"].to_numpy()[part] == pytest.approx(multipletests(p_values[part], method="fdr_bh")[1])
        assert set(done["n_tests"].to_numpy()[part]) == {size}
    assert done["verdict"].tolist() == ["differs"] * 3 + ["cannot tell", "differs", "differs"]


def test_a_verdict_needs_the_test_and_the_interval():
    rows = [(0.001, 0.1, 0.3), (0.001, -0.1, 0.3), (0.9, 0.1, 0.3), (np.nan, np.nan, np.nan)]
    table = pd.DataFrame(rows, columns=["p_value", "ci_low", "ci_high"]).assign(method="paired", measure="x")
    assert adjust(table)["verdict"].tolist() == ["differs", "cannot tell", "cannot tell", "too few to tell"]


def test_two_outlets_are_one_contrast(invented):
    scores, articles = invented
    two = articles[articles["outlet_id"] != "tribune"]
    table = compare(scores[scores["article_id"].isin(two["article_id"])], two, resamples=50)
    assert table[["outlet", "reference", "method"]].to_numpy().tolist() == [
        ["courier", "rest", "paired"],
        ["courier", "rest", "unpaired"],
    ]


def test_design_line_tells_what_was_done(invented):
    line = describe_design(compare(*invented, reference="herald", resamples=100, seed=7))
    assert "stories covered by both" in line
    assert "100 resamples of stories, seed 7" in line
    assert "2 tests adjusted (Benjamini–Hochberg) for each measure, paired and unpaired each" in line
    assert describe_design(COMPARISONS.empty()) == "Nothing to compare."


def test_errors_name_the_remedy(invented):
    scores, articles = invented
    with pytest.raises(FramingError, match="no column 'owner'"):
        compare(scores, articles, by="owner")
    with pytest.raises(FramingError, match="use 'rest' or one of courier, herald, tribune"):
        compare(scores, articles, reference="gazette")
    with pytest.raises(FramingError, match="not among the articles"):
        compare(scores, articles.iloc[:10])
    with pytest.raises(FramingError, match="add an outlet"):
        compare(scores[:0], articles[articles["outlet_id"] == "herald"])


def two_of_three(make_articles, make_scores):
    """A series that all three outlets have, and one that only a and b have, who alone share stories."""
    rng = np.random.default_rng(0)
    stories = [*(f"s{i}" for i in range(12)), *(f"s{i}" for i in range(12)), *(f"c{i}" for i in range(12))]
    articles = make_articles(np.repeat(list("abc"), 12), stories)
    all_three = make_scores(articles, rng.random(36), measure="tone")
    return pd.concat([all_three, make_scores(articles[:24], rng.random(24))], ignore_index=True), articles


def test_a_series_of_two_outlets_among_three_is_one_test(make_articles, make_scores):
    scores, articles = two_of_three(make_articles, make_scores)
    table = compare(scores, articles, resamples=50)
    tested = table.dropna(subset=["p_value"]).groupby(["measure", "method"])["outlet"].agg("".join).to_dict()
    assert tested == {
        ("stance", "paired"): "a", ("stance", "unpaired"): "a", ("tone", "paired"): "a", ("tone", "unpaired"): "abc",
    }  # fmt: skip
    assert table.loc[table["measure"] == "stance", "n_tests"].tolist() == [1] * 3  # c's counts stand without a test


def test_a_study_that_asks_for_the_second_of_two_outlets_gets_it(make_articles, make_scores):
    scores, articles = two_of_three(make_articles, make_scores)
    asked = run_study(Study(contrasts=[{"outlet": "b"}], resamples=50), scores, articles)
    assert set(asked["outlet"]) == {"b"} and len(asked) == 4
    both = run_study(Study(contrasts=[{"outlet": "a"}, {"outlet": "b"}], resamples=50), scores, articles)
    told = both.groupby(["measure", "method"])["outlet"].agg("".join).to_dict()
    assert told == {
        ("stance", "paired"): "a", ("stance", "unpaired"): "a", ("tone", "paired"): "a", ("tone", "unpaired"): "ab",
    }  # fmt: skip


def test_odds_of_two_outlets_that_alone_share_stories_are_one_test(make_articles, make_scores):
    rng = np.random.default_rng(1)
    articles = make_articles(
        np.repeat(list("abc"), 12), [f"s{i}" for i in range(12)] * 2 + [f"c{i}" for i in range(12)]
    )
    table = pool_odds(make_scores(articles, rng.integers(0, 6, 36) / 5, 5.0), articles)
    assert table["outlet"].tolist() == ["a"]
    assert table["p_adjusted"].tolist() == table["p_value"].tolist()


def test_scores_of_more_articles_than_were_given_name_the_remedy_and_it_works(invented):
    scores, articles = invented
    two = articles[articles["outlet_id"].isin(["courier", "herald"])]
    with pytest.raises(FramingError) as error:
        compare(scores, two)
    remedy = str(error.value).rpartition(": ")[2].removesuffix(".")
    assert remedy == "scores[scores['article_id'].isin(articles['article_id'])]"
    table = compare(scores[scores["article_id"].isin(two["article_id"])], two, resamples=100)
    assert set(table["outlet"]) == {"courier"}
    with pytest.raises(FramingError, match="no column 'measure'; give the scores first, then the articles"):
        compare(articles, scores)
