"""Table 2 of van Atteveldt, van der Velden and Boukes (2021), from the published predictions, through `validate`.

python benchmarks/ecosent.py FOLDER

FOLDER holds combined_predictions.csv and gold.csv of the authors' repository (MIT). Their scores are cut to -1, 0, 1
and repetitions averaged, as in their analysis. The printed table is theirs; the published figures stand below
(Communication Methods and Measures 15, 121-140, doi:10.1080/19312458.2020.1869198), and differences are listed.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.tone.vader import sentence_tone
from framing.coding.validity import validate

SIGNS = {"1": "positive", "0": "neutral", "-1": "negative"}
COLUMNS = [
    "accuracy",
    "alpha",
    *(f"{sign} {name}" for sign in SIGNS.values() for name in ("precision", "recall", "f1")),
]
PUBLISHED = Path(__file__).parents[1] / "notebooks" / "paper" / "van-atteveldt-2021-table-2.csv"
CUT = 0.5
"""Scores beyond this are positive or negative: found by trying, the analysis itself does not name it."""


def read_published() -> pd.DataFrame:
    """Give the published table."""
    return pd.read_csv(PUBLISHED, index_col="method")[COLUMNS]


def read_machines(folder: Path) -> pd.DataFrame:
    """Read the predictions, each repetition of a method as a machine of its own."""
    table = pd.read_csv(folder / "combined_predictions.csv", dtype={"id": str})
    table = table[table["variable"].isin(read_published().index)]
    repetition = table["repetition"].fillna(0).astype(int).astype(str)
    measure = table["variable"].str.cat(repetition, sep="#")
    return pd.DataFrame(
        {
            "unit_id": table["id"],
            "measure": measure,
            "value": (np.sign(table["value"]) * (table["value"].abs() > CUT)).astype(int),
        }
    )


def reproduce(folder: Path, *, level: str = "ordinal") -> pd.DataFrame:
    """Compute the table, one row per method."""
    gold = pd.read_csv(folder / "gold.csv", dtype=str).rename(columns={"id": "unit_id"})
    codings = gold.assign(coder="gold", variable="tone")
    validity = validate(read_machines(folder), codings, variable="tone", level=level, resamples=10)
    overall = validity[validity["category"] == "all"].set_index("measure")[["accuracy", "alpha"]]
    wide = [overall]
    for sign, name in SIGNS.items():
        part = validity[validity["category"] == sign].set_index("measure")[["precision", "recall", "f1"]]
        wide.append(part.add_prefix(f"{name} "))
    table = pd.concat(wide, axis=1)[COLUMNS]
    return table.groupby(table.index.str.split("#").str[0]).mean().loc[read_published().index]


def judge_vader(folder: Path, *, level: str = "ordinal") -> pd.DataFrame:
    """Judge this project's sentence tone (VADER) on the headlines in the authors' machine translation."""
    sentences = pd.read_csv(folder / "gold_sentences.csv", dtype=str, keep_default_na=False).drop_duplicates("id")
    compound = sentence_tone(sentences["deepl"].tolist())["compound"]
    machine = pd.DataFrame({"unit_id": sentences["id"], "value": np.sign(compound).astype(int).to_numpy()})
    gold = pd.read_csv(folder / "gold.csv", dtype=str).rename(columns={"id": "unit_id"})
    return validate(machine, gold.assign(coder="gold", variable="tone"), variable="tone", level=level, resamples=2000)


def main() -> None:
    """Print the table and every figure that differs from the published one at two decimals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    table = reproduce(folder)
    print(table.round(2).to_string())
    published = read_published()
    off = (table - published).abs() > 0.0050001
    print(f"\n{int((~off).sum().sum())} of {off.size} figures equal the published ones to two decimals.")
    for method, column in zip(*off.to_numpy().nonzero(), strict=True):
        figures = f"{table.iloc[method, column]:.4f}, published {published.iloc[method, column]:.2f}"
        print(f"  {table.index[method]}, {COLUMNS[column]}: {figures}")
    own = judge_vader(folder)
    print("\nThis project's sentence tone on the same headlines, translated:")
    print(
        own[["category", "n", "accuracy", "alpha", "ci_low", "ci_high", "precision", "recall", "f1"]]
        .round(2)
        .to_string()
    )


if __name__ == "__main__":
    main()
