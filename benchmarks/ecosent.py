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
PUBLISHED = """
manual1|0.82|0.82|0.88|0.86|0.87|0.76|0.81|0.78|0.84|0.80|0.82
manual3|0.88|0.90|0.97|0.91|0.94|0.82|0.88|0.85|0.87|0.84|0.86
crowd1|0.72|0.75|0.69|0.84|0.76|0.69|0.58|0.63|0.78|0.78|0.78
crowd3|0.77|0.81|0.73|0.89|0.80|0.74|0.65|0.69|0.83|0.81|0.82
crowd5|0.77|0.81|0.73|0.90|0.81|0.73|0.65|0.69|0.84|0.80|0.82
cnn|0.63|0.50|0.68|0.49|0.56|0.58|0.78|0.66|0.72|0.57|0.63
nb|0.58|0.39|0.74|0.34|0.47|0.52|0.83|0.64|0.65|0.47|0.55
svm|0.57|0.41|0.69|0.37|0.48|0.52|0.79|0.62|0.64|0.48|0.55
DANEW|0.42|0.10|0.75|0.08|0.15|0.40|0.97|0.57|0.80|0.04|0.08
db_nl|0.41|0.05|0.83|0.07|0.13|0.40|0.99|0.57|0.00|0.00|0.00
muddiman_nl|0.49|0.31|0.53|0.38|0.44|0.46|0.64|0.53|0.53|0.39|0.45
nrc_nl|0.47|0.32|0.39|0.53|0.45|0.46|0.44|0.45|0.59|0.46|0.52
pattern|0.39|0.07|0.43|0.08|0.14|0.39|0.90|0.54|0.38|0.03|0.06
polyglot|0.42|0.26|0.38|0.32|0.34|0.39|0.55|0.45|0.53|0.33|0.41
AFINN_deepl|0.43|0.27|0.35|0.38|0.37|0.40|0.50|0.45|0.58|0.38|0.46
db_deepl|0.42|0.07|0.67|0.08|0.15|0.40|0.98|0.57|1.00|0.02|0.04
GenInq_deepl|0.41|0.26|0.31|0.37|0.34|0.38|0.38|0.38|0.54|0.47|0.51
HuLiu_deepl|0.46|0.34|0.40|0.30|0.34|0.42|0.62|0.50|0.65|0.40|0.50
LMD_deepl|0.50|0.29|0.50|0.14|0.22|0.46|0.79|0.58|0.62|0.43|0.51
LSD_deepl|0.46|0.33|0.39|0.40|0.39|0.42|0.54|0.48|0.62|0.41|0.50
muddiman_deepl|0.48|0.27|0.48|0.38|0.43|0.46|0.71|0.55|0.57|0.30|0.39
nrc_deepl|0.42|0.23|0.34|0.62|0.44|0.43|0.32|0.37|0.57|0.39|0.46
RID_deepl|0.42|0.06|0.00|0.00|0.00|0.41|0.97|0.57|0.82|0.09|0.16
"""
CUT = 0.5
"""Scores beyond this are positive or negative: found by trying, the analysis itself does not name it."""


def read_published() -> pd.DataFrame:
    """Give the published table."""
    rows = [line.split("|") for line in PUBLISHED.split()]
    return pd.DataFrame({row[0]: map(float, row[1:]) for row in rows}, index=COLUMNS).T


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
