"""The design of a comparison in plain words, for the line under its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.scoring.measure import load_measures

AGENCY = {"kept": "agency copy kept", "left out": "agency copy left out", "weighed down": "agency copy weighed down"}
VOICED = {"outlet": ", own voice", "source": ", sources' voice", "distanced": ", at a distance"}


def describe_design(comparisons: pd.DataFrame) -> str:
    """Say how a comparisons table was made, in one line that goes under it.

    Parameters
    ----------
    comparisons : DataFrame
        What `compare` gave, or rows of it.

    Returns
    -------
    str
        Such as "Paired: 31 stories covered by both. Unpaired: all articles. 2,000 resamples of stories, seed 0.
        24 tests adjusted (Benjamini–Hochberg) for each measure. Agency copy kept. 3 of 24 contrasts: too few to tell."
    """
    if not len(comparisons):
        return "Nothing to compare."
    lines = []
    paired = comparisons[comparisons["method"] == "paired"]
    if len(paired):
        lines.append(f"Paired: {_range(paired['n_stories'])} covered by both.")
    elif (comparisons["n_stories"] == 0).all():
        lines.append("No story is covered by both, so nothing is paired.")
    if len(paired) < len(comparisons):
        lines.append("Unpaired: all articles.")
    drawn = ", ".join(sorted(set(comparisons["clusters"])))
    seeds = ", ".join(str(seed) for seed in sorted(set(comparisons["seed"])))
    lines.append(f"{int(comparisons['resamples'].max()):,} resamples of {drawn}, seed {seeds}.")
    lines.append(_tests(comparisons))
    lines += [f"{AGENCY.get(wire, wire).capitalize()}." for wire in sorted(set(comparisons["wire"]))]
    few = int((comparisons["verdict"] == "too few to tell").sum())
    if few:
        lines.append(f"{few} of {len(comparisons)} contrasts: too few to tell.")
    return " ".join(lines)


def describe_series(row: Mapping[str, Any] | pd.Series) -> str:
    """Name the series of a row (measure, target and voice) for people: "Delegitimising share of rebels, own voice"."""
    known = load_measures().get(row["measure"])
    of = "" if row["target"] == "all" else f" of {row['target']}"
    whole = ", all voices" if known is not None and known.voices else ""
    return (row["measure"] if known is None else known.title) + of + VOICED.get(row["voice"], whole)


def _range(stories: pd.Series) -> str:
    return f"{_span(stories)} {'story' if stories.max() == 1 and stories.min() == 1 else 'stories'}"


def _tests(comparisons: pd.DataFrame) -> str:
    made = comparisons[comparisons["n_tests"] > 0]
    if not len(made):
        return "No test was made."
    sizes = {method: _span(part["n_tests"]) for method, part in made.groupby("method", sort=True)}
    family = str(made["family"].iloc[0]).split(", ")
    parts = [name for name in family if name not in ("", "method")]
    each = f" for each {' and '.join(parts)}" if parts else ""
    if "method" not in family:
        return f"{_span(made['n_tests'])} tests adjusted (Benjamini–Hochberg){each}."
    if len(set(sizes.values())) == 1:
        both = ", paired and unpaired each" if len(sizes) > 1 else ""
        return f"{next(iter(sizes.values()))} tests adjusted (Benjamini–Hochberg){each}{both}."
    counts = " and ".join(f"{size} {method}" for method, size in sizes.items())
    return f"{counts} tests adjusted (Benjamini–Hochberg){each}."


def _span(numbers: pd.Series) -> str:
    low, high = int(numbers.min()), int(numbers.max())
    return f"{low}–{high}" if low < high else str(high)
