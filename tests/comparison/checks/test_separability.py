"""Telling outlets apart is honest only where a story never stands on both sides of a fold."""

import numpy as np
import pytest

from framing.comparison.checks.separability import _exchange, _Trial, separability


def test_no_story_is_in_two_folds():
    y = np.array(["a", "b"] * 60, object)
    groups = np.repeat(np.arange(24), 5)
    trial = _Trial(y, groups, folds=5, permutations=0, seed=1)
    for train, test in trial.splits:
        assert not set(groups[train]) & set(groups[test])
        assert len(train) + len(test) == len(y)


def test_what_only_the_story_tells_does_not_tell_outlets_apart(make_articles, make_scores):
    """Each outlet covers its own stories, and a score is the same within a story: folds that leak would know it all."""
    rng = np.random.default_rng(4)
    story = np.repeat(np.arange(16), 8)
    outlets = np.where(story % 2 == 0, "courier", "herald")
    articles = make_articles(list(outlets), [f"s{i}" for i in story])
    value = rng.permutation(16)[story] + rng.normal(0, 0.01, len(story))
    told = separability(make_scores(articles, np.sin(3.7 * value)), articles, permutations=0, seed=2).summary.iloc[0]
    assert told["accuracy"] < 0.75


def test_four_stories_of_one_outlet_each_can_be_dealt_in_six_ways(make_articles, make_scores):
    """However many articles they have: two of the six tell as much as what was found, so that p is 1/3 and not .01."""
    articles = make_articles(list(np.repeat(["courier", "herald"], 60)), list(np.repeat(["s1", "s2", "s3", "s4"], 30)))
    value = np.repeat([0.0, 1.0], 60) + np.random.default_rng(0).normal(0, 0.1, 120)
    row = separability(make_scores(articles, value), articles, permutations=400).summary.iloc[0]
    assert row["accuracy"] == 1
    assert row["p_value"] == pytest.approx(1 / 3, abs=0.07)


def test_outlets_are_dealt_within_shared_stories_and_over_whole_others():
    stories = {"shared": "aab", "shared too": "abbc", "a's": "aaa", "b's": "b", "c's": "cc"}
    y = np.array(list("".join(stories.values())))
    groups = np.repeat(np.arange(len(stories)), [len(outlets) for outlets in stories.values()])
    place = np.random.default_rng(1).permutation(len(y))
    outlets, codes = np.unique(y[place], return_inverse=True)
    seen = set()
    for dealt in _exchange(codes, groups[place], 300, np.random.default_rng(2)):
        back = np.empty_like(y)
        back[place] = outlets[dealt]
        parts = ["".join(back[groups == number]) for number in range(len(stories))]
        assert parts[0] in {"aab", "bba"}
        assert (parts[1][1] == parts[1][2]) and sorted({*parts[1]}) == ["a", "b", "c"]
        assert all(len({*part}) == 1 for part in parts[2:])
        assert sorted(part[0] for part in parts[2:]) == ["a", "b", "c"]
        seen.add(tuple(parts))
    assert len(seen) == 2 * 6 * 6
