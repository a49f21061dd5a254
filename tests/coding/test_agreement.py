import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from framing.coding.agreement import agreement, confusion, disputed, settle
from framing.coding.coefficients import count_codes, gwet_ac1, krippendorff_alpha
from framing.errors import FramingError

# The worked example of Hayes and Krippendorff (2007): four coders, twelve units, codes missing.
EXAMPLE = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


@pytest.fixture(scope="module")
def example():
    rows = [
        (f"u{unit:02d}", f"coder {coder}", "tone", None if code == "." else code)
        for coder, line in enumerate(EXAMPLE.split("\n")[1:5])
        for unit, code in enumerate(line.split())
    ]
    return pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_the_published_example(example, level, expected):
    row = agreement(example, level={"tone": level}).iloc[0]
    assert row["alpha"] == pytest.approx(expected, abs=0.0005)
    assert row["ci_low"] < row["alpha"] <= row["ci_high"]
    assert (row["n_units"], row["n_coders"], row["n_values"]) == (11, 4, 5)


def test_ac1_and_percent_of_the_published_example(example):
    # Gwet's own package gives .8181818 and .77544 for these ratings
    row = agreement(example).iloc[0]
    assert row["percent"] == pytest.approx(0.8181818)
    assert row["ac1"] == pytest.approx(0.77544, abs=0.00001)


def test_alpha_of_two_coders_is_near_scotts_pi_and_kappa():
    rng = np.random.default_rng(0)
    first = rng.integers(0, 3, 2000)
    second = np.where(rng.random(2000) < 0.7, first, rng.integers(0, 3, 2000))
    counts = np.eye(3, dtype=int)[first] + np.eye(3, dtype=int)[second]
    alpha = krippendorff_alpha(counts, np.arange(3))
    assert alpha == pytest.approx(cohen_kappa_score(first, second), abs=0.005)


def test_skewed_codes_sink_alpha_and_spare_ac1():
    counts = np.array([[2, 0]] * 96 + [[1, 1]] * 4)
    assert krippendorff_alpha(counts, np.array(["no", "yes"])) < 0.01
    assert gwet_ac1(counts) > 0.95


def test_no_variation_has_no_alpha():
    assert np.isnan(krippendorff_alpha(np.array([[2], [2]]), np.array(["a"])))
    assert np.isnan(gwet_ac1(np.array([[2], [2]])))


def test_confusion_disputes_and_majority(example):
    table = confusion(example, variable="tone")
    assert table.loc["1", "1"] + table.loc["2", "2"] + table.loc["3", "3"] == pytest.approx(7 + 10 + 8)
    assert table.to_numpy().sum() == 40
    units = disputed(example, variable="tone")
    assert units["unit_id"].tolist() == ["u05", "u01", "u07"]
    assert units.loc[0, "agreement"] == 0
    majority = settle(example, variable="tone").set_index("unit_id")
    assert "u05" not in majority.index
    assert majority.loc["u01", ["value", "n_coders", "unanimous"]].tolist() == ["2", 4, False]
    assert majority.loc["u11", "value"] == "3"


def test_errors_name_the_remedy(example):
    with pytest.raises(FramingError, match="must be numbers"):
        count_codes(example.dropna().assign(value="angry"), level="interval")
    with pytest.raises(FramingError, match="one of nominal, ordinal"):
        agreement(example, level="vague")
    with pytest.raises(FramingError, match="the codings have tone"):
        disputed(example, variable="voice")
