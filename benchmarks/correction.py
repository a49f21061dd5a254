"""Bias and coverage of plain and corrected outlet means where the machine errs more in one outlet than in the other.

python benchmarks/correction.py [--trials 1000] [--coded 120]

Two outlets use a label equally often; the machine misses more and invents more in the second. Units come in articles
of four that resemble each other. Coded units are drawn by outlet and by what the machine found.
"""

import argparse

import numpy as np
import pandas as pd

from framing.coding.correction import correct

SHARE = 0.3
RECALL = {"courier": 0.9, "herald": 0.8}
FALSE_ALARM = {"courier": 0.05, "herald": 0.25}


def draw(rng: np.random.Generator, *, articles: int, coded: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent units, the machine's codes, and a coded sample."""
    parts = []
    for outlet, recall in RECALL.items():
        propensity = np.repeat(rng.beta(3 * SHARE, 3 * (1 - SHARE), articles), 4)
        truth = rng.random(len(propensity)) < propensity
        found = rng.random(len(truth)) < np.where(truth, recall, FALSE_ALARM[outlet])
        inclusion, chosen = np.empty(len(truth)), np.zeros(len(truth), bool)
        for code in (False, True):
            members = np.flatnonzero(found == code)
            take = min(coded // 2, len(members))
            inclusion[members] = take / len(members)
            chosen[rng.choice(members, take, replace=False)] = True
        part = pd.DataFrame({"value": found.astype(float), "truth": truth, "inclusion": inclusion, "chosen": chosen})
        place = pd.Series(range(len(part)))
        ids = {"unit_id": outlet + place.astype("str"), "article": outlet + (place // 4).astype("str")}
        parts.append(part.assign(outlet_id=outlet, **ids))
    table = pd.concat(parts, ignore_index=True)
    sample = table[table["chosen"]]
    codings = pd.DataFrame({"unit_id": sample["unit_id"], "coder": "ann", "variable": "label",
                            "value": sample["truth"].astype(int).astype(str)})  # fmt: skip
    return table.drop(columns=["truth", "chosen"]), codings


def main() -> None:
    """Print mean estimate and coverage of the difference, which is 0 in truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--coded", type=int, default=120)
    given = parser.parse_args()
    rng = np.random.default_rng(0)
    rows = []
    for _ in range(given.trials):
        table, codings = draw(rng, articles=given.articles, coded=given.coded)
        for method in ("dsl", "ppi"):
            cluster = "article" if method == "dsl" else None
            done = correct(table, codings, variable="label", cluster=cluster, method=method)
            level = done[(done["outlet"] == "herald") & done["reference"].isna()].iloc[0]
            difference = done[(done["outlet"] == "herald") & (done["reference"] == "rest")].iloc[0]
            error = table.groupby("outlet_id")["value"].sem()
            reach = 1.96 * float(np.sqrt((error**2).sum()))
            rows.append(
                {
                    "method": method,
                    "plain difference": difference["plain"],
                    "plain covers": abs(difference["plain"]) <= reach,
                    "corrected difference": difference["estimate"],
                    "corrected covers": difference["ci_low"] <= 0 <= difference["ci_high"],
                    "level": level["estimate"],
                    "level covers": level["ci_low"] <= SHARE <= level["ci_high"],
                    "width": difference["ci_high"] - difference["ci_low"],
                }
            )
    print(pd.DataFrame(rows).groupby("method").mean().round(3).T.to_string())


if __name__ == "__main__":
    main()
