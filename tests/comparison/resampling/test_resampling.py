import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from framing.comparison.resampling.draws import (
    benjamini_hochberg,
    chunks,
    cliffs_delta,
    interval,
    multinomial_weights,
)


def test_weights_add_up_to_the_clusters_and_have_multinomial_moments():
    weights = multinomial_weights(12, 5000, np.random.default_rng(0))
    assert weights.shape == (12, 5000)
    assert (weights.sum(axis=0) == 12).all()
    assert weights.mean() == pytest.approx(1)
    assert weights.var() == pytest.approx(1 - 1 / 12, rel=0.05)


def test_chunks_add_up():
    assert sum(chunks(2000, 3_000_000)) == 2000
    assert list(chunks(5, 10)) == [5]


def test_benjamini_hochberg_equals_statsmodels_and_passes_over_missing():
    p_values = np.array([0.001, 0.2, np.nan, 0.03, 0.04, 0.9])
    known = ~np.isnan(p_values)
    adjusted = benjamini_hochberg(p_values)
    assert adjusted[known] == pytest.approx(multipletests(p_values[known], method="fdr_bh")[1])
    assert np.isnan(adjusted[2])
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()


def test_cliffs_delta_equals_mann_whitney_however_values_are_counted():
    rng = np.random.default_rng(1)
    value, member = rng.integers(0, 5, 120).astype(float), rng.random(120) < 0.3
    groups = np.stack([member, ~member, np.zeros(120, bool)])
    delta = cliffs_delta(value, np.ones(120, np.int64), groups)
    expected = 2 * stats.mannwhitneyu(value[member], value[~member]).statistic / (member.sum() * (~member).sum()) - 1
    assert delta[:2] == pytest.approx([expected, -expected])
    assert np.isnan(delta[2])
    rows = pd.DataFrame({"value": value, "member": member}).groupby(["value", "member"]).size().reset_index(name="n")
    counted = cliffs_delta(rows["value"].to_numpy(), rows["n"].to_numpy(), rows["member"].to_numpy()[None])
    assert counted[0] == delta[0]


def test_interval_of_normal_draws_is_the_t_interval_whatever_is_missing():
    draws = np.random.default_rng(3).normal(size=(1, 400_000))
    draws[0, ::2] = np.nan
    low, high = interval(draws, clusters=10)
    expected = np.sqrt(10 / 9) * stats.t.ppf(0.975, 9)
    assert (low[0], high[0]) == pytest.approx((-expected, expected), rel=0.03)
