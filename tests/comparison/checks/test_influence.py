"""What a finding hangs on, where it was planted: an outlet of the rest, an article, long articles, the matching."""

import numpy as np
import pandas as pd
import pytest

from framing.comparison.checks import influence
from framing.comparison.checks.influence import check_findings, describe_checks
from framing.comparison.contrasts import compare
from framing.comparison.study import Study, run_study

FIGURES = ["n_outlet", "n_reference", "mean_outlet", "mean_reference", "difference", "ci_low", "ci_high"]


@pytest.fixture
def hanging(make_articles, make_scores):
    """Outlet a is as b and c; only d lies lower, with half of the rest's evidence; one article of a is a giant."""
    rng = np.random.default_rng(0)
    outlets = np.repeat(list("abcd"), 30)
    articles = make_articles(outlets, [f"s{i}" for i in range(30)] * 4)
    n = np.where(outlets == "d", 60, 15).astype(float)
    n[7] = 120
    level = np.where(outlets == "d", 0.1, 0.5)
    value = rng.binomial(n.astype(int), level) / n
    value[7] = 1.0
    return make_scores(articles, value, n), articles.assign(body="")


def checked(scores, articles, **options):
    study = Study(resamples=199, seed=3, contrasts=[{"outlet": "a"}])
    compared = run_study(study, scores, articles)
    return check_findings(study, compared, scores, articles, thresholds=(), **options), study


def row(table, check, method="unpaired"):
    found = table[(table["check"] == check) & (table["method"] == method)]
    assert len(found) == 1, check
    return found.iloc[0]


def again(scores, articles, study, method="unpaired", **options):
    table = compare(scores, articles, resamples=study.resamples, seed=study.seed, **options)
    return table[(table["outlet"] == "a") & (table["method"] == method)].iloc[0]


def test_a_finding_that_hangs_on_one_outlet_of_the_rest_is_made_without_it(hanging):
    scores, articles = hanging
    table, study = checked(scores, articles)
    assert {f"without {o}" for o in "bcd"} <= set(table["check"]) and "without a" not in set(table["check"])
    declared, without = row(table, "as declared"), row(table, "without d")
    left = articles[articles["outlet_id"] != "d"]
    expected = again(scores[scores["article_id"].isin(left["article_id"])], left, study)
    assert without[FIGURES].tolist() == expected[FIGURES].tolist()
    assert declared["holds"] and declared["difference"] > 0.3
    assert not without["holds"] and without["n_reference"] == 900
    assert row(table, "without b")["holds"]


def test_the_weightiest_article_is_named_and_left_out(hanging):
    scores, articles = hanging
    table, study = checked(scores, articles)
    left = articles[articles["article_id"] != "a0007"]
    for method in ("unpaired", "paired"):
        expected = again(scores[scores["article_id"] != "a0007"], left, study, method)
        assert row(table, "without article a0007", method)[FIGURES].tolist() == expected[FIGURES].tolist()


def test_articles_weigh_alike_in_one_row(hanging):
    scores, articles = hanging
    table, study = checked(scores, articles)
    alike = row(table, "articles weigh alike")
    assert alike[FIGURES].tolist() == again(scores, articles, study, weight="article")[FIGURES].tolist()
    mine = scores["article_id"].isin(articles.loc[articles["outlet_id"] == "a", "article_id"])
    assert (alike["mean_outlet"], alike["n_outlet"]) == (pytest.approx(scores.loc[mine, "value"].mean()), 30)


def test_pairs_are_matched_anew_at_every_threshold_unless_matched_by_hand(hanging, monkeypatch):
    scores, articles = hanging
    study = Study(resamples=99, contrasts=[{"outlet": "a"}])
    compared = run_study(study, scores, articles)
    asked = []

    def regroup(table, thresholds):
        asked.extend(thresholds)
        return [find(table, threshold) for threshold in thresholds]

    def find(table, threshold):
        kept = table["story_id"].where(table["story_id"].str[1:].astype(int) < 100 * threshold)
        return pd.Series(kept.to_numpy(), index=table["article_id"], dtype="str")

    monkeypatch.setattr(influence, "regroup_articles", regroup)
    table = check_findings(study, compared, scores, articles, thresholds=(0.15, 0.25))
    moved = table[table["check"].str.startswith("same stories at")].set_index(["method", "check"])
    assert asked == [0.15, 0.25] and len(moved) == 4
    for method in ("paired", "unpaired"):  # within stories, beside a finding over all articles too
        assert moved.loc[method, "n_stories"].to_dict() == {"same stories at 0.15": 15, "same stories at 0.25": 25}
    left = articles.assign(story_id=find(articles, 0.25).to_numpy())
    expected = again(scores, left, study, "paired")
    assert moved.loc[("unpaired", "same stories at 0.25"), FIGURES].tolist() == expected[FIGURES].tolist()
    asked.clear()
    by_hand = check_findings(study, compared, scores, articles.assign(matched_by="hand"), thresholds=(0.15,))
    assert not by_hand["check"].str.startswith("same stories at").any() and not asked


def test_a_finding_holds_on_its_own_side_of_zero_alone(hanging):
    scores, articles = hanging
    scores = scores.assign(value=1 - scores["value"])
    table, _ = checked(scores, articles)
    assert row(table, "as declared")["difference"] < 0 and row(table, "as declared")["holds"]
    assert not row(table, "without d")["holds"]
    known = table.dropna(subset=["ci_low"])
    assert (known["holds"] == (known["ci_high"] < 0)).all()


def test_sentences_say_on_what_it_hangs(hanging):
    table, _ = checked(*hanging)
    told = next(s for s in describe_checks(table) if "all articles" in s)
    assert told.startswith("a, Delegitimising share of protesters, own voice, all articles: does not stand without d (")
    lost = table.assign(holds=False)
    assert "; where all articles weigh alike (" in next(s for s in describe_checks(lost) if "all articles:" in s)
    firm = table[table["holds"]]
    assert describe_checks(firm)[0].partition(": ")[2].startswith("stands in all")


def test_where_nothing_differs_nothing_is_checked(make_articles, make_scores):
    articles = make_articles(list("ab") * 15)
    scores = make_scores(articles, 0.5, 2.0)
    study = Study(resamples=50)
    assert not len(check_findings(study, run_study(study, scores, articles), scores, articles))


def test_the_weightiest_article_of_a_paired_finding_is_in_a_shared_story(hanging):
    """Every article of the shared stories is left out in turn: one of them moves the paired difference most."""
    scores, articles = hanging
    alone = articles["article_id"].isin([f"a{i:04d}" for i in range(5, 12)])  # the giant among them
    articles = articles.assign(story_id=articles["story_id"].mask(alone))
    table, _ = checked(scores, articles)
    few = Study(resamples=2, seed=3)
    before = again(scores, articles, few, "paired")["difference"]
    moved = {
        article: abs(again(scores[scores["article_id"] != article], articles, few, "paired")["difference"] - before)
        for article in articles.loc[articles["story_id"].notna(), "article_id"]
    }
    named = table.loc[(table["method"] == "paired") & table["check"].str.startswith("without article"), "check"]
    assert named.tolist() == [f"without article {max(moved, key=moved.get)}"]
    assert row(table, named.item(), "paired")["difference"] != row(table, "as declared", "paired")["difference"]
    assert row(table, "without article a0007")["holds"]  # over all articles it is still the giant


def test_checks_leave_out_the_agency_copy_that_the_finding_leaves_out(hanging):
    scores, articles = hanging
    articles = articles.assign(wire=articles["article_id"] == "a0007", wire_share=0.0)
    study = Study(resamples=199, seed=3, contrasts=[{"outlet": "a"}], wire="drop")
    table = check_findings(study, run_study(study, scores, articles), scores, articles, thresholds=())
    assert (table["n_outlet"] <= 29 * 15).all() and (table["n_reference"] <= 30 * (15 + 15 + 60)).all()
    assert "without article a0007" not in set(table["check"])
