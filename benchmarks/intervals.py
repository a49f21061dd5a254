"""Operating characteristics of `compare`: false positives, coverage, power, and whether p and interval ever disagree.

python benchmarks/intervals.py [--trials 2000] [--resamples 999] [--only WORD]

Invented outlets name a target a varying number of times per article. Stories differ in how often the label fits,
articles of a story differ in their propensity, so that namings within an article, and articles within a story, resemble
each other. The first outlet is set against the rest, once where nothing differs and once where it lies higher by a
known amount.
"""

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate

BATCH = 50
"""Data sets compared in one go: they share articles and stories, and are invented apart."""
FIXED = {"target": "crowd", "voice": "outlet"}
CONTRADICTION = 0.2


@dataclass(frozen=True)
class Scenario:
    """One invented world.

    Parameters
    ----------
    name : str
    articles : tuple of int
        Articles of each outlet; in each shared story where there are stories.
    stories : int
        Stories that all outlets cover; 0: every article is a cluster of its own.
    level : float
        Mean propensity of the reference.
    between : float
        How far stories (else articles) differ: standard deviation of their propensities.
    alike : float
        Precision of the Beta distribution of articles round their story; small is erratic.
    namings : tuple of float
        Mean number of namings in an article of the first outlet, and of the others.
    giant : float
        Share of the first outlet's evidence that one of its articles holds.
    gap : float
        The true difference where there is one.
    words : int
        Words of an article where the measure is a rate of rare words: namings are then words.
    """

    name: str
    articles: tuple[int, ...] = (1, 1, 1, 1, 1)
    stories: int = 0
    level: float = 0.4
    between: float = 0.18
    alike: float = 6.0
    namings: tuple[float, float] = (4.0, 4.0)
    giant: float = 0.0
    gap: float = 0.15
    words: int = 0


FIVE = (2, 2, 2, 2, 2)
SCENARIOS = (
    Scenario("5 outlets, 12 shared stories", stories=12),
    Scenario("5 outlets, 40 shared stories", stories=40),
    Scenario("5 outlets, 12 stories, 2 articles each", FIVE, stories=12),
    Scenario("5 outlets, 12 stories, one article of 60 %", stories=12, giant=0.6),
    Scenario("5 outlets, 40 stories, one article of 60 %", stories=40, giant=0.6),
    Scenario("5 outlets, none shared, 12 articles each", (12, 12, 12, 12, 12)),
    Scenario("5 outlets, none shared, 40 articles each", (40, 40, 40, 40, 40)),
    Scenario("5 outlets, none shared, 40 each, one of 60 %", (40, 40, 40, 40, 40), giant=0.6),
    Scenario("2 outlets, 30 shared stories", (1, 1), stories=30),
    Scenario("10 v 10 articles", (10, 10)),
    Scenario("15 v 150 articles", (15, 150)),
    Scenario("15 v 150, few and many namings", (15, 150), namings=(1.5, 8.0)),
    Scenario("100 v 100, rare label", (100, 100), level=0.05, between=0.03, gap=0.06),
    Scenario("40 v 160, rate of a rare word", (40, 160), level=0.0002, words=500, gap=0.0003),
    Scenario("40 v 160, rate of a very rare word", (40, 160), level=0.00005, words=500, gap=0.0003),
)


def draw(scenario: Scenario, rng: np.random.Generator, *, gap: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent data sets on the same articles, each as a measure of its own."""
    outlet = np.repeat(np.arange(len(scenario.articles)), scenario.articles)
    outlet = np.tile(outlet, max(1, scenario.stories))
    story = np.repeat(np.arange(max(1, scenario.stories)), sum(scenario.articles))
    size, first = len(outlet), outlet == 0
    if scenario.words:
        n = np.full((BATCH, size), scenario.words)
        value = rng.poisson((scenario.level + gap * first) * n * rng.gamma(2, 0.5, (BATCH, size))) / n
    else:
        n = 1 + rng.poisson(np.where(first, *scenario.namings) - 1, (BATCH, size))
        if scenario.giant:
            one = np.flatnonzero(first)[0]
            others = n[:, first].sum(axis=1) - n[:, one]
            n[:, one] = np.round(others * scenario.giant / (1 - scenario.giant))
        groups = scenario.stories or size
        level = np.clip(rng.normal(0, scenario.between, (BATCH, groups)), -2, 2)
        half = min(scenario.level, 1 - scenario.level - scenario.gap) * 0.9
        level = scenario.level + half * np.tanh(level / half)
        propensity = level[:, story if scenario.stories else np.arange(size)] + gap * first
        propensity = rng.beta(propensity * scenario.alike, (1 - propensity) * scenario.alike)
        value = rng.binomial(n, propensity) / n
    articles = pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i}" for i in range(size)], dtype="str"),
            "outlet_id": pd.Series([f"outlet {i}" for i in outlet], dtype="str"),
            "story_id": pd.Series([f"s{i}" for i in story] if scenario.stories else [None] * size, dtype="str"),
        }
    )
    scores = pd.DataFrame(
        {
            "article_id": pd.Series(np.tile(articles["article_id"], BATCH), dtype="str"),
            "measure": pd.Series(np.repeat([f"trial {i:03d}" for i in range(BATCH)], size), dtype="str"),
            "value": value.ravel() * (1000 if scenario.words else 1),
            "n": n.ravel().astype(float),
        }
    )
    fixed = {name: pd.Series(word, index=scores.index, dtype="str") for name, word in FIXED.items()}
    return scores.assign(**fixed, counts="rate" if scenario.words else "share"), articles


def run(scenario: Scenario, *, trials: int, resamples: int) -> list[dict[str, float | str]]:
    """Count, for each method, how often tests cry wolf or see the wolf, and how often intervals hold the truth."""
    rng = np.random.default_rng(0)
    found: dict[tuple[str, bool], list[pd.DataFrame]] = {}
    levels = []
    times = 1000 if scenario.words else 1
    for batch in range(trials // BATCH):
        for gap in (0.0, scenario.gap):
            scores, articles = draw(scenario, rng, gap=gap)
            table = compare(scores, articles, resamples=resamples, seed=batch)
            table = table[(table["outlet"] == "outlet 0") & table["ci_low"].notna()]
            for method, rows in table.groupby("method"):
                truths = {"truth": times * gap, "times": 1 + gap / scenario.level}
                found.setdefault((str(method), gap > 0), []).append(rows.assign(**truths))
        own = estimate(scores, articles, resamples=resamples, seed=batch).query("outlet == 'outlet 0'")
        truth = times * (scenario.level + scenario.gap)
        levels.append(own["ci_low"].le(truth) & own["ci_high"].ge(truth))
    rows = []
    for method in sorted({name for name, _ in found}, reverse=True):
        null, wolf = (pd.concat(found[method, there]) for there in (False, True))
        held = [t["ci_low"].le(t["truth"] + 1e-12) & t["ci_high"].ge(t["truth"] - 1e-12) for t in (null, wolf)]
        both = pd.concat([null, wolf])
        counted = both[both["ratio"].notna()]
        ratios = counted["ratio_low"].le(counted["times"]) & counted["ratio_high"].ge(counted["times"])
        apart = (counted["ratio_low"] > 1) | (counted["ratio_high"] < 1)
        outside = (both["ci_low"] > 0) | (both["ci_high"] < 0)
        lost = (both["difference"] < both["ci_low"]) | (both["difference"] > both["ci_high"])
        figures = {
            "false positives": (null["p_value"] <= 0.05).mean(),
            "coverage, nothing there": held[0].mean(),
            "coverage, difference": held[1].mean(),
            "coverage of the ratio": ratios.mean(),
            "power": (wolf["p_value"] <= 0.05).mean(),
            "p > .2, interval without 0": (outside & (both["p_value"] > CONTRADICTION)).mean(),
            "p and interval disagree": (outside != (both["p_value"] <= 0.05)).mean(),
            "p and ratio disagree": (apart != (counted["p_value"] <= 0.05)).mean(),
            "estimate outside": lost.mean(),
            "coverage of the level": pd.concat(levels).mean() if method == "unpaired" else np.nan,
        }
        shown = {name: "" if np.isnan(value) else f"{value:.3f}".lstrip("0") for name, value in figures.items()}
        rows.append({"scenario": scenario.name, "method": method, **shown})
    return rows


def main() -> None:
    """Print one line for each scenario and method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--resamples", type=int, default=999)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    error = 1.96 * np.sqrt(0.95 * 0.05 / given.trials)
    print(f"{given.trials:,} trials of each: a true .95 (or .05) shows as that +/- {error:.3f}", flush=True)
    head = True
    for scenario in SCENARIOS:
        if given.only not in scenario.name:
            continue
        for row in run(scenario, trials=given.trials, resamples=given.resamples):
            if head:
                print("| " + " | ".join(row) + " |\n|" + "---|" * len(row), flush=True)
                head = False
            print("| " + " | ".join(row.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
