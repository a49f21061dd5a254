from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.scoring.diversity import hill_numbers, rarefied_hill


def test_equal_shares_count_as_many_as_there_are():
    assert hill_numbers(np.array([5, 5, 5, 5])) == pytest.approx([4, 4, 4])


def test_hill_numbers_by_hand():
    share = np.array([0.5, 0.25, 0.25])
    expected = [3, np.exp(0.5 * np.log(2) + 0.5 * np.log(4)), 1 / (0.25 + 0.0625 + 0.0625)]
    assert hill_numbers(share * 8) == pytest.approx(expected)
    assert hill_numbers(np.array([0, 8]), orders=(0.5, 3)) == pytest.approx([1, 1])
    assert np.isnan(hill_numbers(np.array([0, 0]))).all()


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_rarefaction_equals_the_count_over_all_samples(size):
    units = ["a", "a", "a", "b", "b", "c"]
    expected = np.mean([len(set(sample)) for sample in combinations(units, size)])
    assert rarefied_hill(np.array([3, 2, 1]), size, draws=4000)[0] == pytest.approx(expected, abs=0.03)


def test_what_is_not_there_cannot_be_drawn():
    assert np.isnan(rarefied_hill(np.array([2, 1]), 4)).all()


def test_drawn_hill_numbers_agree_with_the_formula():
    counts = np.array([20, 10, 5, 1, 1])
    expected = sum(1 - comb(37 - count, 10) / comb(37, 10) for count in counts.tolist())  # Hurlbert (1971)
    assert rarefied_hill(counts, 10, draws=2000)[0] == pytest.approx(expected, abs=0.05)
    assert rarefied_hill(counts, 37) == pytest.approx(hill_numbers(counts))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_higher_orders_never_count_more(counts):
    numbers = hill_numbers(np.array(counts))
    assert np.isnan(numbers).all() or (np.diff(numbers) <= 1e-9).all()
