import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate, over_time
from framing.comparison.weighing import label_shares, weigh_wire
from framing.errors import FramingError


def test_interval_of_a_mean_is_the_t_interval(make_articles, make_scores):
    value = np.random.default_rng(0).normal(size=40)
    articles = make_articles(["courier"] * 40)
    row = estimate(make_scores(articles, value), articles, resamples=8000).iloc[0]
    low, high = stats.t.interval(0.95, 39, value.mean(), stats.sem(value))
    assert row["value"] == pytest.approx(value.mean())
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), abs=0.03)
    assert (row["n"], row["n_articles"], row["n_clusters"]) == (40, 40, 40)


def test_articles_of_a_story_are_one_cluster_and_widen_the_interval(make_articles, make_scores):
    value = np.repeat(np.random.default_rng(1).normal(size=20), 5)
    alone = make_articles(["courier"] * 100)
    together = make_articles(["courier"] * 100, np.repeat([f"s{i}" for i in range(20)], 5))
    narrow, wide = (estimate(make_scores(t, value), t, resamples=2000).iloc[0] for t in (alone, together))
    assert wide["n_clusters"] == 20
    assert (wide["ci_high"] - wide["ci_low"]) > 1.8 * (narrow["ci_high"] - narrow["ci_low"])


def test_share_of_none_has_a_width(make_articles, make_scores):
    articles = make_articles(["courier"] * 30)
    row = estimate(make_scores(articles, np.zeros(30)), articles).iloc[0]
    assert row["ci_low"] == pytest.approx(0, abs=0.01)
    assert 0.03 < row["ci_high"] < 0.2


def test_days_stand_apart(make_articles, make_scores):
    articles = make_articles(["courier"] * 24).assign(
        published=pd.to_datetime(["2031-02-01 08:00"] * 12 + ["2031-02-02 21:30"] * 11 + [None])
    )
    table = over_time(make_scores(articles, [0.0] * 12 + [1.0] * 12), articles, resamples=100)
    assert table["period"].tolist() == [pd.Timestamp("2031-02-01"), pd.Timestamp("2031-02-02")]
    assert table["value"].tolist() == [0.0, 1.0]
    assert table["n"].tolist() == [12, 11]
    assert table["outlet"].tolist() == ["courier", "courier"]
    with pytest.raises(FramingError, match="add dates"):
        over_time(make_scores(articles, 1.0), articles.assign(published=pd.NaT))


def test_labels_become_shares_with_their_zeros():
    mentions = pd.DataFrame(
        {
            "article_id": ["a", "a", "a", "b", "b"],
            "target": ["protesters"] * 5,
            "term": ["rioter*", "rioter*", "crowd", "crowd", "mob"],
            "voice": ["outlet", "quoted", "outlet", "outlet", "outlet"],
            "form": ["noun", "noun", "noun", "noun", "modifier"],
        }
    )
    shares = label_shares(mentions, label="term").set_index(["article_id", "voice", "measure"])
    assert shares.loc[("a", "all", "rioter*"), ["value", "n"]].tolist() == pytest.approx([2 / 3, 3])
    assert shares.loc[("a", "outlet", "crowd"), ["value", "n"]].tolist() == [0.5, 2]
    assert shares.loc[("b", "outlet", "rioter*"), ["value", "n"]].tolist() == [0.0, 1]
    assert "mob" not in shares.index.get_level_values("measure")
    assert ("b", "source", "crowd") not in shares.index
    assert shares.groupby(["article_id", "voice"])["value"].sum().to_numpy() == pytest.approx(1)


def test_wire_is_left_out_or_weighed_down(make_articles, make_scores):
    articles = make_articles(["courier"] * 3).assign(
        wire=pd.array([True, False, None], "boolean"), wire_share=[0.9, 0.25, np.nan]
    )
    scores = make_scores(articles, 1.0, 4.0)
    assert weigh_wire(scores, articles)["article_id"].tolist() == ["a0001", "a0002"]
    assert weigh_wire(scores, articles, wire="weigh")["n"].tolist() == pytest.approx([0.4, 3, 4])
    assert set(weigh_wire(scores, articles, wire="keep")["wire"]) == {"kept"}
    with pytest.raises(FramingError, match="three ways"):
        weigh_wire(scores, articles, wire="burn")
    with pytest.raises(FramingError, match="mark agency copy first"):
        weigh_wire(scores, articles.drop(columns="wire"))


def test_series_in_blocks_give_the_same_table(make_articles, make_scores, monkeypatch):
    rng = np.random.default_rng(2)
    articles = make_articles(rng.choice(["courier", "herald"], 60), [f"s{i}" for i in rng.integers(0, 20, 60)])
    scores = pd.concat([make_scores(articles, rng.random(60), measure=f"m{i}") for i in range(4)], ignore_index=True)
    whole = estimate(scores, articles, resamples=50), compare(scores, articles, resamples=50)
    monkeypatch.setattr("framing.comparison.resampling.cells.MOST_SUMS", 100)
    for table, again in zip(
        whole, (estimate(scores, articles, resamples=50), compare(scores, articles, resamples=50)), strict=True
    ):
        pd.testing.assert_frame_equal(table, again)
