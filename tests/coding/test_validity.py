import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_recall_fscore_support

from framing.coding.validity import describe_validity, validate, worst_cases
from framing.errors import FramingError


@pytest.fixture(scope="module")
def invented():
    rng = np.random.default_rng(0)
    coded = rng.choice(["outlet", "source", "distanced"], 120, p=[0.5, 0.4, 0.1])
    outlets = np.repeat(["courier", "herald"], 60)
    wrong = rng.random(120) < np.where(outlets == "courier", 0.05, 0.45)
    found = np.where(wrong, "outlet", coded)
    units = [f"u{i:03d}" for i in range(120)]
    codings = pd.DataFrame({"unit_id": units, "coder": "ann", "variable": "voice", "value": coded})
    return pd.DataFrame({"unit_id": units, "value": found, "outlet_id": outlets}), codings, coded, found


def test_figures_equal_scikit_learns(invented):
    table, codings, coded, found = invented
    result = validate(table, codings, variable="voice", resamples=50)
    labels = ["distanced", "outlet", "source"]
    expected = precision_recall_fscore_support(coded, found, labels=labels, zero_division=0)
    rows = result.set_index("category").loc[labels]
    for name, values in zip(("precision", "recall", "f1", "n_coded"), expected, strict=True):
        assert rows[name].to_numpy() == pytest.approx(values)
    overall = result.set_index("category").loc["all"]
    assert overall["f1"] == pytest.approx(expected[2].mean())
    assert overall["accuracy"] == pytest.approx((coded == found).mean())
    assert overall["ci_low"] < overall["alpha"] < overall["ci_high"]
    assert overall["n"] == 120


def test_errors_that_differ_by_outlet_are_seen(invented):
    table, codings, _, _ = invented
    result = validate(table, codings, variable="voice", by="outlet_id", resamples=50).set_index(["outlet", "category"])
    assert result.loc[("courier", "all"), "accuracy"] > result.loc[("herald", "all"), "accuracy"] + 0.1
    assert result.loc[("all", "all"), "p_outlets"] < 0.01
    assert np.isnan(result.loc[("courier", "all"), "p_outlets"])
    assert result.loc[("courier", "all"), "n"] == 60


def test_several_machines_and_the_majority_of_coders():
    codings = pd.DataFrame(
        [("u1", c, "tone", v) for c, v in [("a", "1"), ("b", "1"), ("c", "0")]]
        + [("u2", c, "tone", v) for c, v in [("a", "1"), ("b", "0")]],
        columns=["unit_id", "coder", "variable", "value"],
    )
    table = pd.DataFrame({"unit_id": ["u1", "u2"] * 2, "measure": ["x", "x", "y", "y"], "value": [1.0, 1.0, 0.0, 0.0]})
    result = validate(table, codings, variable="tone").set_index(["measure", "category"])
    assert result.loc[("x", "all"), ["n", "accuracy"]].tolist() == [1, 1]
    assert result.loc[("y", "all"), ["n", "accuracy"]].tolist() == [1, 0]


@pytest.mark.parametrize("kind", ["float64", "float32", "Float64"])
def test_each_number_is_written_as_coders_write_it(kind):
    units = ["u1", "u2", "u3", "u4", "u5"]
    coded = ["-1", "0.5", "1", "0.10", "12345678"]
    codings = pd.DataFrame({"unit_id": units, "coder": "ann", "variable": "tone", "value": coded})
    again = codings.assign(coder="ben", value=["-1.0", ".5", "1.00", "0.1", "1.2345678e7"])
    both = pd.concat([codings, again], ignore_index=True)
    table = pd.DataFrame({"unit_id": units, "value": pd.array([-1.0, 0.5, 1.0, 0.1, 12345678.0], dtype=kind)})
    result = validate(table, both, variable="tone", resamples=20).set_index("category")
    assert result.loc["all", ["n", "accuracy"]].tolist() == [5, 1]
    assert set(result.index) == {"all", "-1", "0.1", "0.5", "1", "12345678"}


def test_worst_cases_come_with_their_text(invented):
    table, codings, coded, found = invented
    cases = worst_cases(table.assign(text="A sentence."), codings, variable="voice", n=5)
    assert len(cases) == 5
    assert (cases["coded"] != cases["found"]).all()
    assert cases.columns.tolist() == ["unit_id", "coded", "found", "n_coders", "outlet_id", "text"]
    assert len(worst_cases(table, codings, variable="voice", n=500)) == (coded != found).sum()


def test_captions_say_whether_anything_was_validated(invented):
    table, codings, _, _ = invented
    result = validate(table, codings, variable="voice", resamples=10)
    assert describe_validity(result).startswith("validated on n = 120 (F1 .")
    assert describe_validity(result[:0]) == "not validated"


def test_errors_name_the_remedy(invented):
    table, codings, _, _ = invented
    with pytest.raises(FramingError, match="no column 'owner'"):
        validate(table, codings, variable="voice", by="owner")
    with pytest.raises(FramingError, match="compare ids"):
        validate(table.assign(unit_id="zz"), codings, variable="voice")
