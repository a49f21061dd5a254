"""Coverage of the 95 % intervals of `compare` and `estimate`, and how often their tests find what is not there.

python benchmarks/intervals.py [--trials 5000] [--resamples 999]

Invented outlets name a target a varying number of times per article; articles differ in their propensity, so that
namings within an article (and articles within a story) resemble each other. Scenarios differ in size, balance, rarity.
"""

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate

BATCH = 50
"""Data sets compared in one go: they share articles, stories and draws, and are invented apart."""
FIXED = {"target": "crowd", "voice": "outlet"}
COLUMNS = ("level", "unpaired", "paired", "p unpaired", "p paired")


@dataclass(frozen=True)
class Scenario:
    """One invented world: articles of two outlets, share of the label in each, and how alike namings are."""

    name: str
    sizes: tuple[int, int]
    shares: tuple[float, float] = (0.4, 0.4)
    alike: tuple[float, float] = (3.0, 3.0)
    namings: tuple[float, float] = (3.0, 3.0)
    stories: int = 0
    tone: bool = False


SCENARIOS = (
    Scenario("10 v 10 articles", (10, 10)),
    Scenario("12 v 12 articles", (12, 12)),
    Scenario("20 v 20 articles", (20, 20)),
    Scenario("15 v 150 articles", (15, 150)),
    Scenario("15 v 150, small one erratic", (15, 150), alike=(0.8, 8.0)),
    Scenario("40 v 400 articles", (40, 400)),
    Scenario("100 v 100, rare label", (100, 100), shares=(0.05, 0.05)),
    Scenario("60 v 60, unequal shares", (60, 60), shares=(0.2, 0.5)),
    Scenario("25 v 100, few and many namings", (25, 100), namings=(1.5, 8.0)),
    Scenario("tone, 15 v 60", (15, 60), tone=True),
    Scenario("30 shared stories", (60, 60), stories=30),
    Scenario("12 shared stories", (24, 36), stories=12),
)


def draw(scenario: Scenario, rng: np.random.Generator, *, trials: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent data sets on the same articles, each as a measure of its own."""
    outlet = np.repeat([0, 1], scenario.sizes)
    size = len(outlet)
    share, alike = np.array(scenario.shares)[outlet], np.array(scenario.alike)[outlet]
    story = rng.integers(0, max(1, scenario.stories), size)
    n = 1 + rng.poisson(np.array(scenario.namings)[outlet] - 1, (trials, size))
    if scenario.tone:
        n = np.ones((trials, size), int)
        value = rng.gamma(2, 0.5, (trials, size)) - 1.0
    else:
        propensity = rng.beta(share * alike, (1 - share) * alike, (trials, size))
        if scenario.stories:
            bend = rng.normal(0, 0.8, (trials, scenario.stories))[:, story]
            propensity = expit(logit(np.clip(propensity, 1e-6, 1 - 1e-6)) + bend)
        value = rng.binomial(n, propensity) / n
    articles = pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i}" for i in range(size)], dtype="str"),
            "outlet_id": pd.Series(np.array(["courier", "herald"])[outlet], dtype="str"),
            "story_id": pd.Series([f"s{i}" for i in story] if scenario.stories else [None] * size, dtype="str"),
        }
    )
    scores = pd.DataFrame(
        {
            "article_id": pd.Series(np.tile(articles["article_id"], trials), dtype="str"),
            "measure": pd.Series(np.repeat([f"trial {i:03d}" for i in range(trials)], size), dtype="str"),
            "value": value.ravel(),
            "n": n.ravel().astype(float),
        }
    )
    fixed = {name: pd.Series(word, index=scores.index, dtype="str") for name, word in FIXED.items()}
    return scores.assign(**fixed), articles


def truth(scenario: Scenario) -> tuple[float, float]:
    """Give the true level of the first outlet and the true difference."""
    if scenario.tone:
        return 0.0, 0.0
    if not scenario.stories:
        return scenario.shares[0], scenario.shares[0] - scenario.shares[1]
    big = Scenario("", (400_000, 400_000), scenario.shares, scenario.alike, scenario.namings, stories=20_000)
    scores, articles = draw(big, np.random.default_rng(99), trials=1)
    own = (articles["outlet_id"] == "courier").to_numpy()
    return float((scores["value"] * scores["n"])[own].sum() / scores["n"][own].sum()), 0.0


def run(scenario: Scenario, *, trials: int, resamples: int) -> dict[str, float | str]:
    """Count how often intervals hold the truth and tests cry wolf."""
    rng = np.random.default_rng(0)
    level, difference = truth(scenario)
    held: dict[str, list[pd.Series]] = {name: [] for name in COLUMNS}
    for batch in range(trials // BATCH):
        scores, articles = draw(scenario, rng, trials=BATCH)
        own = estimate(scores, articles, resamples=resamples, seed=batch)
        own = own[(own["outlet"] == "courier") & own["ci_low"].notna()]
        held["level"].append(own["ci_low"].le(level) & own["ci_high"].ge(level))
        table = compare(scores, articles, reference="herald", resamples=resamples, seed=batch)
        for method, rows in table[table["ci_low"].notna()].groupby("method"):
            held[str(method)].append(rows["ci_low"].le(difference) & rows["ci_high"].ge(difference))
            held[f"p {method}"].append(rows["p_value"] <= 0.05)
    figures = {k: round(100 * float(pd.concat(v).mean()), 1) if v else float("nan") for k, v in held.items()}
    if difference:
        figures |= {"p unpaired": float("nan"), "p paired": float("nan")}
    return {"scenario": scenario.name, **figures}


def main() -> None:
    """Print coverage and false positives in per cent, a scenario at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=5000)
    parser.add_argument("--resamples", type=int, default=999)
    given = parser.parse_args()
    error = 1.96 * np.sqrt(0.95 * 0.05 / given.trials)
    print(f"{given.trials:,} trials of each: a true 95 % (or 5 %) shows as that +/- {100 * error:.1f}", flush=True)
    for number, scenario in enumerate(SCENARIOS):
        row = run(scenario, trials=given.trials, resamples=given.resamples)
        if not number:
            print("| " + " | ".join(row) + " |\n|" + "---|" * len(row), flush=True)
        print("| " + " | ".join("" if pd.isna(value) else str(value) for value in row.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
