"""Telling outlets apart is honest only where a story never stands on both sides of a fold."""

import numpy as np

from framing.comparison.checks.separability import _Trial, separability


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
