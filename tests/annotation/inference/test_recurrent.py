from itertools import pairwise, product

import numpy as np

from framing.annotation.inference.recurrent import marginals, pack, scan_backward, scan_forward

FIRST, LAST = np.array([10, 0, 5]), np.array([14, 3, 6])  # three sequences of 4, 3 and 1 tokens
RNG = np.random.default_rng(1)


def rows_of(packing, number):
    return np.flatnonzero(packing.sequence == number)


def test_packing_keeps_every_token_once_and_in_order():
    packing = pack(FIRST, LAST)
    assert sorted(packing.text.tolist()) == [0, 1, 2, 5, 10, 11, 12, 13]
    assert packing.offset.tolist() == [0, 3, 5, 7, 8]
    for number, (first, last) in enumerate(zip(FIRST, LAST, strict=True)):
        rows = rows_of(packing, number)
        assert packing.text[rows].tolist() == list(range(first, last))
        assert packing.step[rows].tolist() == list(range(last - first))


def test_scans_carry_states_along_each_sequence_alone():
    packing = pack(FIRST, LAST)
    keep, new = RNG.uniform(0, 1, (2, 8, 2))
    for scan, step in ((scan_forward, 1), (scan_backward, -1)):
        state = new.copy()
        scan(keep.copy(), state, packing.offset)
        for number in range(3):
            carried = np.zeros(2)
            for row in rows_of(packing, number)[::step]:
                carried = keep[row] * carried + new[row]
                np.testing.assert_allclose(state[row], carried)


def test_marginals_are_those_of_all_label_sequences():
    packing = pack(FIRST, LAST)
    scores, moves = RNG.normal(0, 2, (8, 3)), RNG.normal(0, 2, (3, 3))
    found = marginals(scores, moves, packing.offset)
    for number in range(3):
        rows = rows_of(packing, number)
        expected = np.zeros((len(rows), 3))
        for labels in product(range(3), repeat=len(rows)):
            score = sum(scores[r, label] for r, label in zip(rows, labels, strict=True))
            weight = np.exp(score + sum(moves[a, b] for a, b in pairwise(labels)))
            expected[np.arange(len(rows)), labels] += weight
        np.testing.assert_allclose(found[rows], expected / expected.sum(1, keepdims=True))


def test_long_sequences_stay_within_range():
    packing = pack(np.array([0]), np.array([3000]))
    found = marginals(RNG.normal(0, 30, (3000, 4)), RNG.normal(0, 5, (4, 4)), packing.offset)
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(1), 1)
