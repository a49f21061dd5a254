"""Stories: precision and recall of the grouping on 505 pairs of news-2017 articles coded by hand.

Usage: python benchmarks/stories.py [COLLECTION]   (default: NEWS2017 in the environment, else news-2017)

``stories_pairs.csv`` holds three samples of pairs of articles of different outlets, drawn at random within bands of
likeness or of what the program of the day joined (`drawn` out of `drawn_from` pairs of the band: the weights of the
estimates). Sample 1 are pairs at most two days apart and somewhat alike; sample 2 was drawn from pairs that a first
version of the present method joined or nearly joined, sample 3 from those of the present one before `LENIENCE` came.
Coded 1: both report the same happening, its outcome, the run-up of the day before or the immediate reaction, comments
and explainers on it included; 0: a later step of the same affair, or something else. One coder per sample read heads
and openings twice, the second time in another order, with the sides exchanged, without knowing what the program did;
where the passes differ the pair counts as 0. ``stories.md`` has the figures, and how the method was chosen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from framing.coding.agreement import agreement
from framing.corpus.reading import read_corpus
from framing.corpus.stories.grouping import THRESHOLD, find_stories

PAIRS = Path(__file__).with_name("stories_pairs.csv")


def read_pairs() -> pd.DataFrame:
    """Read the coded pairs with their weights and the code that both passes agree on."""
    pairs = pd.read_csv(PAIRS, dtype={"first": "str", "second": "str"})
    same = (pairs["first_pass"] == 1) & (pairs["second_pass"] == 1)
    return pairs.assign(same=same, weight=pairs["drawn_from"] / pairs["drawn"])


def agree(pairs: pd.DataFrame) -> str:
    """Tell how far the two passes agree."""
    codings = pairs.rename_axis("unit_id").reset_index()
    codings = codings.melt("unit_id", ["first_pass", "second_pass"], var_name="coder").assign(variable="same")
    row = agreement(codings.astype({"unit_id": "str"})).iloc[0]
    return f"passes agree in {row['percent']:.3f}, alpha {row['alpha']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}]"


def share(values: pd.Series, weights: pd.Series) -> str:
    """Give a weighted share with a bootstrap interval over pairs."""
    random = np.random.default_rng(0)
    drawn = random.multinomial(len(values), np.full(len(values), 1 / len(values)), size=2000) * weights.to_numpy()
    shares = (drawn * values.to_numpy(float)).sum(axis=1) / np.maximum(drawn.sum(axis=1), 1e-9)
    low, high = np.quantile(shares, [0.025, 0.975])
    return f"{np.average(values, weights=weights):.3f} [{low:.3f}, {high:.3f}]"


def main(source: str) -> None:
    """Print agreement, then precision and recall by sample at several thresholds."""
    pairs = read_pairs()
    for sample, part in pairs.groupby("sample"):
        print(f"sample {sample}: {len(part)} pairs, {int(part['same'].sum())} of one event; {agree(part)}")
    articles = read_corpus(source).articles
    for threshold in (0.24, 0.26, THRESHOLD, 0.3, 0.33):
        stories, story_of = find_stories(articles, threshold=threshold)
        print(f"threshold {threshold:.2f}: {len(stories)} stories of {story_of.count()} articles", flush=True)
        first, second = pairs["first"].map(story_of), pairs["second"].map(story_of)
        told = pairs.assign(joined=(first == second) & first.notna())
        for sample, part in [*told.groupby("sample"), ("all", told)]:
            joined, same = part[part["joined"]], part[part["same"]]
            precision, recall = share(joined["same"], joined["weight"]), share(same["joined"], same["weight"])
            print(f"  sample {sample}: precision {precision} on {len(joined)} pairs; recall {recall} on {len(same)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NEWS2017", "news-2017"))
