import numpy as np
import pandas as pd
import pytest
from scipy import stats

from framing.coding.correction import correct
from framing.errors import FramingError


def invent(seed, *, n=1500, coded=200):
    """Two outlets alike in truth; the machine invents the label in every fifth unit of the second."""
    rng = np.random.default_rng(seed)
    truth = rng.random(2 * n) < 0.3
    outlet = np.repeat(["courier", "herald"], n)
    found = truth | ((outlet == "herald") & (rng.random(2 * n) < 0.2))
    table = pd.DataFrame(
        {"unit_id": [f"u{i}" for i in range(2 * n)], "outlet_id": outlet, "value": np.where(found, "yes", "no")}
    )
    chosen = np.concatenate([rng.choice(n, coded, replace=False), n + rng.choice(n, coded, replace=False)])
    codes = pd.DataFrame({"unit_id": table["unit_id"].iloc[chosen], "coder": "ann", "variable": "label"})
    return table, codes.assign(value=np.where(truth[chosen], "yes", "no")), truth


def pick(table, outlet, reference=None):
    place = table["reference"].isna() if reference is None else table["reference"] == reference
    return table[(table["outlet"] == outlet) & place].iloc[0]


@pytest.mark.parametrize("method", ["dsl", "ppi"])
def test_a_difference_made_by_errors_goes_away(method):
    plain, corrected, covered = [], [], []
    for seed in range(20):
        table, codings, _ = invent(seed)
        row = pick(correct(table, codings, variable="label", category="yes", method=method), "herald", "rest")
        plain.append(row["plain"])
        corrected.append(row["estimate"])
        covered.append(row["ci_low"] <= 0 <= row["ci_high"])
    assert np.mean(plain) == pytest.approx(0.14, abs=0.01)
    assert np.mean(corrected) == pytest.approx(0, abs=0.02)
    assert np.mean(covered) >= 0.84


def test_a_faultless_machine_is_believed_and_a_useless_one_is_not():
    table, codings, truth = invent(0)
    perfect = pick(
        correct(table.assign(value=np.where(truth, "yes", "no")), codings, variable="label", category="yes"), "courier"
    )
    assert perfect["tuning"] > 0.97
    assert perfect["estimate"] == pytest.approx(truth[:1500].mean(), abs=0.002)
    noise = np.random.default_rng(1).permutation(table["value"].to_numpy())
    useless = pick(correct(table.assign(value=noise), codings, variable="label", category="yes"), "courier")
    coded = codings["value"].iloc[:200] == "yes"
    assert useless["tuning"] < 0.25
    low, high = stats.t.interval(0.95, 199, coded.mean(), stats.sem(coded))
    assert useless["ci_high"] - useless["ci_low"] == pytest.approx(high - low, rel=0.08)


def test_unequal_inclusion_is_weighed_back():
    table, _, truth = invent(2)
    rng = np.random.default_rng(0)
    inclusion = np.where(truth, 0.4, 0.1)
    chosen = rng.random(len(truth)) < inclusion
    codings = pd.DataFrame({"unit_id": table["unit_id"][chosen], "coder": "ann", "variable": "label",
                            "value": np.where(truth[chosen], "yes", "no")})  # fmt: skip
    drawn = correct(table.assign(inclusion=inclusion), codings, variable="label", category="yes")
    assert pick(drawn, "courier")["estimate"] == pytest.approx(truth[:1500].mean(), abs=0.04)
    unweighed = correct(table.assign(value="no"), codings, variable="label", category="yes")
    assert pick(unweighed, "courier")["estimate"] > 0.5


def test_units_of_one_article_widen_the_interval():
    rng = np.random.default_rng(3)
    article = np.repeat(np.arange(100), 10)
    table = pd.DataFrame(
        {"unit_id": [f"u{i}" for i in range(1000)], "outlet_id": "courier", "article_id": article, "value": 0.0}
    )
    truth = (rng.random(100) < 0.5)[article]
    coded = np.isin(article, np.arange(30))
    codings = pd.DataFrame(
        {
            "unit_id": table["unit_id"][coded],
            "coder": "ann",
            "variable": "x",
            "value": truth[coded].astype(int).astype(str),
        }
    )
    widths = [
        pick(correct(table, codings, variable="x", cluster=cluster), "courier").pipe(
            lambda r: r["ci_high"] - r["ci_low"]
        )
        for cluster in (None, "article_id")
    ]
    assert widths[1] > 2.5 * widths[0]


def test_few_coded_units_leave_the_estimate_without_interval():
    table, codings, _ = invent(4)
    done = correct(table, codings.iloc[[0, 1, 2, *range(200, 400)]], variable="label", category="yes")
    assert np.isnan(pick(done, "courier")["ci_low"])
    assert np.isnan(pick(done, "herald", "rest")["ci_low"])
    assert not np.isnan(pick(done, "herald")["ci_low"])
    assert done["n_coded"].tolist() == [3, 200, 3, 200]


def test_errors_name_the_remedy():
    table, codings, _ = invent(5)
    with pytest.raises(FramingError, match="dsl or ppi"):
        correct(table, codings, variable="label", method="magic")
    with pytest.raises(FramingError, match="name the category"):
        correct(table, codings, variable="label")
    with pytest.raises(FramingError, match="compare the ids"):
        correct(table.assign(unit_id=[f"v{i}" for i in range(len(table))]), codings, variable="label", category="yes")
    with pytest.raises(FramingError, match="one measure at a time"):
        correct(pd.concat([table, table]), codings, variable="label", category="yes")
