"""A declaration in words, and in what an analysis departs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from framing.comparison.contrasts import adjust
from framing.comparison.design import AGENCY
from framing.comparison.study import FILTERS, METHODS, Study
from framing.comparison.weighing import TREATMENTS
from framing.lexicon import read_lexicon

USUAL = {"stance": "outlet", "official_share": "all"}
"""What is asked where nothing was declared: measure and voice."""


def describe_study(study: Study) -> dict[str, str]:
    """Say in words what a study declares.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict of str to str
        Heading to words, in the order in which they are printed.
    """
    articles = f"about {', '.join(study.about)}" if study.about else "all"
    left_out = [f"{column} {', '.join(map(str, values))}" for column, values in study.exclude.items()]
    both = " and ".join(METHODS)
    pairs = [f"{c.get('outlet', 'each')} with {c['reference']}, {c.get('method', both)}" for c in study.asked]
    family = [name for name in study.family if name != "method"]
    each = " and ".join([*family, *(["paired or unpaired"] if "method" in study.family else [])])
    return {
        "Question": study.question or "none",
        "Codebook": Path(study.codebook).name,
        "Articles": articles + (f", without {'; '.join(left_out)}" if left_out else ""),
        "Outlets": f"{', '.join(study.outlets) or 'all'} (by {study.by})",
        "Stories": ", ".join(study.stories) or "all",
        "Measures": f"{', '.join(study.measures) or 'all'}; of {', '.join(study.targets) or 'all targets'}",
        "Voices": ", ".join(study.voices) or "all there are",
        "Contrasts": "; ".join(pairs),
        "Tests": f"adjusted over one family for each {each}" if each else "adjusted over one family",
        "Agency copy": AGENCY[TREATMENTS[study.wire]].removeprefix("agency copy "),
        "Draws": f"{study.resamples:,} resamples, seed {study.seed}",
        "Declared in": f"{study.file} ({study.fingerprint})" if study.file else "no file: nothing was declared",
    }


def suggest_study(scores: pd.DataFrame, target: str) -> Study:
    """Ask what is usually asked, where nothing was declared: the naming of a target, and officials among the sources.

    Parameters
    ----------
    scores : DataFrame
    target : str

    Returns
    -------
    Study
        Of the two measures those that there are scores of.
    """
    usual = scores[scores["target"].isin([target, "all"]) & (scores["voice"] == scores["measure"].map(USUAL))]
    asked: dict[str, Any] = {f"{name}s": sorted(set(usual[name])) for name in ("target", "measure", "voice")}
    return Study(**asked)


def change_study(study: Study, changes: Mapping[str, Any]) -> Study:
    """Make the plan of an analysis that departs from a study.

    Parameters
    ----------
    study : Study
    changes : mapping of str to object
        Keys of a study to what is done instead; and ``reference``, against which all contrasts are made then. None
        changes nothing.

    Returns
    -------
    Study
        The plan. Targets that another codebook does not know, and outlets and contrasts that mean nothing where
        another column is compared, are no part of it.
    """
    given = {name: value for name, value in changes.items() if value is not None}
    reference = given.pop("reference", None)
    if given.get("by", study.by) != study.by:
        given = {"outlets": [], "contrasts": []} | given
    if not _same_book(given.get("codebook", study.codebook), study.codebook):
        known = set(read_lexicon(given["codebook"]).targets)
        kept = [target for target in study.targets if target in known | {"all"}]
        given = {"targets": kept if known & set(kept) else []} | given
    plan = replace(study, **given)
    if reference is None:
        return plan
    moved = [contrast | {"reference": reference} for contrast in plan.asked if contrast.get("outlet") != reference]
    return replace(plan, contrasts=moved)


def find_departures(
    study: Study, comparisons: pd.DataFrame, *, codebook: str | None = None, by: str | None = None
) -> list[str]:
    """Say in what a comparisons table departs from what was declared.

    Parameters
    ----------
    study : Study
    comparisons : DataFrame
        The table that is reported.
    codebook : str, optional
        The codebook that was used.
    by : str, optional
        The column that was compared.

    Returns
    -------
    list of str
        One sentence for each departure; empty when there is none. A report prints them all.
    """
    found = []
    if codebook is not None and not _same_book(codebook, study.codebook):
        found.append(f"The codebook is '{Path(codebook).name}'; '{Path(study.codebook).name}' was declared.")
    for name in ("seed", "resamples"):
        other = sorted(set(comparisons[name]) - {getattr(study, name)})
        if other:
            verb = "is" if name == "seed" else "are"
            found.append(f"The {name} {verb} {other[0]}; {getattr(study, name)} was declared.")
    wire = sorted(set(comparisons["wire"]) - {TREATMENTS[study.wire]})
    if wire:
        found.append(f"Agency copy is {wire[0]}; it was to be {TREATMENTS[study.wire]}.")
    moved = by is not None and by != study.by
    if moved:
        found.append(f"Compared by '{by}'; '{study.by}' was declared, with its outlets and contrasts.")
    for name, column in FILTERS.items() if moved else {**FILTERS, "outlets": "outlet"}.items():
        declared, used = set(getattr(study, name)), set(comparisons[column])
        extra, lost = sorted(used - declared), sorted(declared - used)
        if declared and extra:
            found.append(f"Not declared, yet compared: the {column} {', '.join(extra)}.")
        # an outlet may serve as part of the rest, or as the reference, where contrasts are named one by one
        if declared and lost and not (column == "outlet" and study.contrasts):
            found.append(f"Declared, yet not compared: the {column} {', '.join(lost)}.")
    return found + ([] if moved else _other_contrasts(study, comparisons)) + _other_family(study, comparisons)


def record_study(
    study: Study, comparisons: pd.DataFrame, *, codebook: str, by: str, target: str | None = None
) -> dict[str, Any]:
    """Put a declaration and the departures from it on record, for a manifest.

    Parameters
    ----------
    study : Study
    comparisons : DataFrame
        The table that is reported.
    codebook, by : str
        The codebook that was used and the column that was compared.
    target : str, optional
        The target that was asked for beside the declared ones.

    Returns
    -------
    dict
        File, fingerprint, ``declared`` (see `describe_study`) and ``departures`` (see `find_departures`).
    """
    departures = find_departures(study, comparisons, codebook=codebook, by=by)
    if target is not None and study.targets and target not in study.targets:
        departures.append(f"The report is about '{target}'; declared are {', '.join(study.targets)}.")
    record = {"file": study.file, "fingerprint": study.fingerprint}
    return record | {"declared": describe_study(study), "departures": departures}


def _other_contrasts(study: Study, comparisons: pd.DataFrame) -> list[str]:
    """Name contrasts that were made and not declared, and such as were declared and not made."""
    made = comparisons[["outlet", "reference", "method"]].drop_duplicates()
    declared = pd.Series(data=False, index=made.index)
    lost = []
    for contrast in study.asked:
        fits = (made[list(contrast)] == pd.Series(contrast)).all(axis=1)
        declared |= fits
        if not fits.any():
            lost.append(f"Declared, yet not compared: {', '.join(f'{k} {v}' for k, v in contrast.items())}.")
    extra = made[~declared].groupby(["reference", "method"])["outlet"].agg(", ".join)
    return [f"Not declared: {who} against {against}, {how}." for (against, how), who in extra.items()] + lost


def _other_family(study: Study, comparisons: pd.DataFrame) -> list[str]:
    if len(comparisons) and (adjust(comparisons, family=study.family)["n_tests"] != comparisons["n_tests"]).any():
        over = ", ".join(study.family) or "all tests"
        return [f"The p-values are not adjusted over the declared family ({over})."]
    return []


def _same_book(one: str, other: str) -> bool:
    return Path(one).name == Path(other).name
