"""What becomes of a difference, on comparisons written by hand: six outlets, one for each fate."""

import numpy as np
import pandas as pd
import pytest

from framing.comparison.checks.survival import describe_matching, judge_survival, try_treatments
from framing.comparison.study import Study
from framing.corpus.corpus import Corpus
from framing.schema import ARTICLES, STORIES

FATES = {
    # all articles, without agency copy, same stories, both: (difference, low, high) or None
    "survives": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.2, 0.1, 0.3), (0.2, -0.1, 0.4)],
    "vanishes within stories": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.0, -0.2, 0.2)],
    "cannot tell within stories": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.1, -0.4, 0.5)],
    "hangs on agency copy": [(0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.2, 0.1, 0.3), None],
    "cannot tell without agency copy": [(0.3, 0.2, 0.4), (0.3, -0.1, 0.6), (0.2, 0.1, 0.3), None],
    "within stories only": [(0.1, -0.1, 0.3), (0.1, -0.1, 0.3), (0.3, 0.1, 0.5), None],
    "differs within stories": [None, None, (0.3, 0.1, 0.5), None],
    "not shown": [(0.1, -0.1, 0.3), (0.1, -0.1, 0.3), None, None],
}
PLACES = [("unpaired", "kept"), ("unpaired", "left out"), ("paired", "kept"), ("paired", "left out")]


def table(fates):
    rows = []
    for outlet, cells in fates.items():
        for (method, wire), cell in zip(PLACES, cells, strict=True):
            if cell is None:
                continue
            verdict = "differs" if cell[1] > 0 or cell[2] < 0 else "cannot tell"
            rows.append(("stance", "crowd", "outlet", outlet, "rest", method, wire, 9, 90, 12, *cell, 0.01, verdict))
    names = ["measure", "target", "voice", "outlet", "reference", "method", "wire", "n_outlet", "n_reference"]
    names += ["n_stories", "difference", "ci_low", "ci_high", "p_value", "verdict"]
    return pd.DataFrame(rows, columns=names)


def test_each_fate_is_told():
    told = judge_survival(table(FATES)).set_index("outlet")
    assert told["survival"].to_dict() == {fate: fate for fate in FATES}
    row = told.loc["survives"]
    assert row[["all_articles", "without_agency", "same_stories"]].tolist() == [0.3, 0.3, 0.2]
    assert np.isnan(told.loc["not shown", "same_stories"])


def test_a_difference_that_turns_round_does_not_survive():
    told = judge_survival(table({"a": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (-0.2, -0.3, -0.1), None]}))
    assert told["survival"].tolist() == ["cannot tell within stories"]


def test_too_few_is_said():
    rows = table({"a": [(0.3, -0.1, 0.4), None, None, None]}).assign(p_value=np.nan, verdict="too few to tell")
    assert judge_survival(rows)["survival"].tolist() == ["too few to tell"]


@pytest.fixture
def planted(make_articles, make_scores):
    """Outlet a tells shared stories as b does, and has stories of its own that score high; c prints agency copy."""
    rng = np.random.default_rng(0)
    shared = [(outlet, f"s{i}", 0.2) for i in range(40) for outlet in "ab"]
    own = [("a", f"a{i}", 0.9) for i in range(40)] + [("b", f"b{i}", 0.2) for i in range(40)]
    agency = [("c", f"c{i}", 0.9) for i in range(20)] + [("c", f"d{i}", 0.3) for i in range(20)]
    outlets, stories, values = zip(*shared, *own, *agency, strict=True)
    articles = make_articles(list(outlets), list(stories))
    articles["wire"] = [story.startswith("c") for story in stories]
    articles["wire_share"] = articles["wire"] * 1.0
    return make_scores(articles, np.array(values) + rng.normal(0, 0.05, len(values))), articles


def test_what_was_planted_is_found(planted):
    study = Study(contrasts=[{"reference": "b"}], resamples=199)
    treated = try_treatments(study, *planted)
    assert sorted(treated["wire"].unique()) == ["kept", "left out", "weighed down"]
    told = judge_survival(treated).set_index("outlet")
    assert told.loc["a", "survival"] == "vanishes within stories"
    assert told.loc["a", "same_stories"] == pytest.approx(0, abs=0.03)
    assert told.loc["c", "all_articles"] == pytest.approx(0.4, abs=0.05)
    assert told.loc["c", "without_agency"] == pytest.approx(0.1, abs=0.05)


def test_a_study_of_paired_contrasts_alone_is_told_nothing_about_all_articles(planted):
    scores, articles = planted
    shifted = scores.assign(value=scores["value"] + 0.2 * (articles["outlet_id"] == "a"))
    study = Study(contrasts=[{"outlet": "a", "reference": "b", "method": "paired"}], resamples=199)
    told = judge_survival(try_treatments(study, shifted, articles))
    assert told["survival"].tolist() == ["differs within stories"]
    assert told[["n_outlet", "n_reference", "n_stories"]].to_numpy().tolist() == [[40, 40, 40]]  # of 80 articles each
    assert told["all_articles"].isna().all()
    nothing = judge_survival(try_treatments(study, scores, articles))
    assert nothing["survival"].tolist() == ["not shown"]


def corpus_of(matched_by, *, wire):
    stories = [f"s{i}" if i < 10 else None for i in range(50)]
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(50)], "outlet_id": "a", "story_id": stories})
    articles = articles.assign(headline="", body="x", n_words=1, wire=wire)
    known = pd.DataFrame({"story_id": stories[:10], "matched_by": matched_by, "label": ""})
    return Corpus("c", ARTICLES.cast(articles), stories=STORIES.cast(known))


def test_it_lies_in_what_they_cover_is_said_of_stories_matched_by_hand_alone():
    wire = [i < 4 or i >= 45 for i in range(50)]
    assert "lies in what each outlet covers" in describe_matching(corpus_of("hand", wire=wire))
    told = describe_matching(corpus_of("tfidf-3", wire=wire))
    assert "40 % of the articles inside are agency copy, 12 % of those outside" in told
    assert "may lie in which articles could be matched" in told
    assert "%" not in describe_matching(corpus_of("tfidf-3", wire=None))
    alone = corpus_of("hand", wire=wire)
    assert describe_matching(alone.with_(articles=alone.articles.assign(story_id=None))) == ""
