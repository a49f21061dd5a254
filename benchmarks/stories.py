"""Stories: precision and recall of the grouping on 320 pairs of news-2017 articles coded by hand.

Usage: python benchmarks/stories.py [COLLECTION]   (default: NEWS2017 in the environment, else news-2017)

``stories_pairs.csv`` holds pairs of articles of different outlets, at most two days apart and somewhat alike, drawn at
random within eight bands of likeness (`drawn` out of `drawn_from` pairs of the band: the weights of the estimates).
Coded 1: both report the same happening, its outcome, the run-up of the day before or the immediate reaction, comments
and explainers on it included; 0: a later step of the same affair, or something else. One coder read headlines and
openings twice, the second time in another order, with the sides exchanged, and without the first codes; where the
passes differ the pair counts as 0. The threshold was chosen on these pairs, so its precision is a little flattered.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus.reading import read_corpus
from framing.corpus.stories import THRESHOLD, WINDOW, find_stories

PAIRS = Path(__file__).with_name("stories_pairs.csv")


def read_pairs() -> pd.DataFrame:
    """Read the coded pairs with their weights and the code that both passes agree on."""
    pairs = pd.read_csv(PAIRS, dtype={"first": "str", "second": "str"})
    same = (pairs["first_pass"] == 1) & (pairs["second_pass"] == 1)
    return pairs.assign(same=same, weight=pairs["drawn_from"] / pairs["drawn"])


def agreement(pairs: pd.DataFrame) -> tuple[float, float]:
    """Give percent agreement and Krippendorff's alpha (nominal) of the two passes."""
    first, second = pairs["first_pass"].to_numpy(), pairs["second_pass"].to_numpy()
    ones, n = int(first.sum() + second.sum()), 2 * len(pairs)
    observed = float((first != second).mean())
    expected = 2 * ones * (n - ones) / (n * (n - 1))
    return 1 - observed, 1 - observed / expected


def interval(values: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Give a weighted share with a bootstrap interval over pairs."""
    random = np.random.default_rng(0)
    drawn = random.multinomial(len(values), np.full(len(values), 1 / len(values)), size=2000) * weights
    shares = (drawn * values).sum(axis=1) / np.maximum(drawn.sum(axis=1), 1e-9)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(np.average(values, weights=weights)), float(low), float(high)


def main(source: str) -> None:
    """Print agreement, then precision and recall at several thresholds."""
    pairs = read_pairs()
    share, alpha = agreement(pairs)
    same = int(pairs["same"].sum())
    print(f"{len(pairs)} pairs, {same} of one event; the two passes agree in {share:.3f}, alpha {alpha:.3f}")
    articles = read_corpus(source).articles
    for window in (1, WINDOW, 3):
        for threshold in (0.18, 0.21, THRESHOLD, 0.27, 0.3):
            stories, story_of = find_stories(articles, threshold=threshold, window=window)
            first, second = pairs["first"].map(story_of), pairs["second"].map(story_of)
            joined = (first == second) & first.notna()
            same, weight = pairs["same"].to_numpy(), pairs["weight"].to_numpy()
            precision = interval(same[joined].astype(float), weight[joined])
            recall = interval(joined[same].to_numpy(dtype=float), weight[same])
            print(
                f"{window} days, threshold {threshold:.2f}: {len(stories)} stories of {story_of.count()} articles; "
                f"precision {precision[0]:.3f} [{precision[1]:.3f}, {precision[2]:.3f}] on {int(joined.sum())} pairs; "
                f"recall {recall[0]:.3f} [{recall[1]:.3f}, {recall[2]:.3f}]"
            )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NEWS2017", "news-2017"))
