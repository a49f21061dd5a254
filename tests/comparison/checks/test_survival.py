"""What becomes of a difference, on comparisons written by hand: six outlets, one for each fate."""

import numpy as np
import pandas as pd
import pytest

from framing.comparison.checks.survival import judge_survival, try_treatments
from framing.comparison.study import Study

FATES = {
    # all articles, without agency copy, same stories, both: (difference, low, high) or None
    "survives": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.2, 0.1, 0.3), (0.2, -0.1, 0.4)],
    "vanishes within stories": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.0, -0.2, 0.2)],
    "cannot tell within stories": [(0.3, 0.2, 0.4), (0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.1, -0.4, 0.5)],
    "hangs on agency copy": [(0.3, 0.2, 0.4), (0.0, -0.1, 0.1), (0.2, 0.1, 0.3), None],
    "cannot tell without agency copy": [(0.3, 0.2, 0.4), (0.3, -0.1, 0.6), (0.2, 0.1, 0.3), None],
    "within stories only": [(0.1, -0.1, 0.3), (0.1, -0.1, 0.3), (0.3, 0.1, 0.5), None],
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
