"""Operating characteristics of `separability`: how often it tells outlets apart that do not differ, and that do.

python benchmarks/separability.py [--worlds 300] [--permutations 99] [--only WORD]

Six invented indicators differ between stories twice as much as between the articles of one; in some worlds all that an
outlet has of a story is alike too. Worlds differ in who covers what. The first outlet either differs in nothing, or
lies higher in the first indicator by as much as stories differ.
"""

import argparse

import numpy as np
import pandas as pd

from framing.comparison.checks.separability import separability

INDICATORS = 6
OUTLETS = 3
SCENARIOS = (
    "36 stories, each of one outlet",
    "30 stories, shared as it happens",
    "20 stories of one outlet, 20 shared",
    "20 shared stories, an outlet's articles alike",
    "90 articles without stories",
)


def draw(scenario: str, rng: np.random.Generator, *, gap: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent who covers which story, and the scores."""
    if scenario == SCENARIOS[0]:
        story = np.repeat(np.arange(36), rng.integers(1, 7, 36))
        outlet = story % OUTLETS
    elif scenario == SCENARIOS[1]:
        story = np.repeat(np.arange(30), 4)
        outlet = rng.integers(0, OUTLETS, len(story))
    elif scenario == SCENARIOS[2]:
        story = np.repeat(np.arange(40), rng.integers(1, 7, 40))
        outlet = np.where(story < 20, story % OUTLETS, rng.integers(0, OUTLETS, len(story)))
    elif scenario == SCENARIOS[3]:
        story = np.repeat(np.arange(20), 6)
        outlet = np.tile([0, 0, 1, 1, 2, 2], 20)
    else:
        story = np.arange(90)
        outlet = story % OUTLETS
    alike = 1.0 if scenario == SCENARIOS[3] else 0.0
    size, stories = len(story), int(story.max()) + 1
    value = rng.normal(0, 1, (stories, INDICATORS))[story] + rng.normal(0, 0.5, (size, INDICATORS))
    value += rng.normal(0, alike, (stories * OUTLETS, INDICATORS))[story * OUTLETS + outlet]
    value[:, 0] += gap * (outlet == 0)
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(size)],
            "outlet_id": [f"outlet {i}" for i in outlet],
            "story_id": [f"s{i}" for i in story],
        }
    )
    scores = pd.DataFrame(
        {
            "article_id": np.tile(articles["article_id"], INDICATORS),
            "measure": np.repeat([f"indicator {i}" for i in range(INDICATORS)], size),
            "target": "all",
            "voice": "outlet",
            "value": value.T.ravel(),
            "n": 1.0,
        }
    )
    return scores, articles


def main() -> None:
    """Print one line for each scenario."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=300)
    parser.add_argument("--permutations", type=int, default=99)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    print("| scenario | false positives | told apart where one differs |\n|---|---|---|", flush=True)
    for scenario in SCENARIOS:
        if given.only not in scenario:
            continue
        shares = []
        for gap in (0.0, 1.0):
            rng = np.random.default_rng(1)
            p_values = [
                separability(*draw(scenario, rng, gap=gap), permutations=given.permutations, seed=world)
                .summary["p_value"]
                .iloc[0]
                for world in range(given.worlds)
            ]
            shares.append(f"{np.mean(np.array(p_values) <= 0.05):.3f}".lstrip("0"))
        print(f"| {scenario} | {' | '.join(shares)} |", flush=True)


if __name__ == "__main__":
    main()
