"""The design of a comparison in plain words, for the line under its table."""

from __future__ import annotations

import pandas as pd

AGENCY = {"kept": "agency copy kept", "left out": "agency copy left out", "weighed down": "agency copy weighed down"}


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
        24 tests adjusted (Benjamini-Hochberg). Agency copy kept. 3 of 24 contrasts: too few to tell."
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


def _range(stories: pd.Series) -> str:
    low, high = int(stories.min()), int(stories.max())
    return f"{low}–{high} stories" if low < high else f"{high} {'story' if high == 1 else 'stories'}"


def _tests(comparisons: pd.DataFrame) -> str:
    sizes = comparisons.groupby("method", sort=True)["n_tests"].max()
    sizes = sizes[sizes > 0]
    if not len(sizes):
        return "No test was made."
    if len(set(sizes)) == 1 and len(sizes) > 1:
        return f"{sizes.iloc[0]} tests adjusted (Benjamini–Hochberg), paired and unpaired each."
    return f"{' and '.join(f'{size} {method}' for method, size in sizes.items())} tests adjusted (Benjamini–Hochberg)."
