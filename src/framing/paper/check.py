"""A paper made again: what has changed, by how much, which verdicts moved, and what it is due to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.paper.causes import find_causes
from framing.paper.files import hash_files
from framing.paper.lock import LOCK

DERIVED = ("-value", "-ci", "-verdict")
MOST = 12
"""Numbers that are listed one by one."""
NAMES = ("outlet", "reference", "measure", "target", "voice", "method", "period")
SHOWN = ("value", "difference", "delegitimising", "articles", "found", "ratio", "ci_low", "ci_high", "p_adjusted")
"""Columns by whose change a table is described: the first that has moved."""


@dataclass(frozen=True)
class Outcome:
    """What came of making a paper again.

    Parameters
    ----------
    causes : list of str
        What it is made of now that it was not made of then.
    changes : list of str
        Figures, tables, numbers and texts that are others.
    verdicts : list of str
        Contrasts that tell something else now.
    touched : list of str
        Files of the paper that are no longer as they were written, or gone.
    """

    causes: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether everything that a reader sees is the same, and untouched."""
        return not (self.changes or self.verdicts or self.touched)

    def tell(self) -> list[str]:
        """Say it in sentences, the causes behind the changes."""
        told = [*self.touched, *self.changes, *(f"Verdict: {line}" for line in self.verdicts)]
        if self.same:
            told.append("Every figure, table, number and text is the same.")
        if not self.causes and not self.same and self.changes:
            told.append("Nothing that it is made of has changed: look at how this machine computes.")
        if self.causes:
            told.append("Why:" if not self.same else "It is made of other things, which moved nothing that is shown:")
            told += [f"- {cause}" for cause in self.causes]
        if len(self.causes) > 1 and self.changes:
            told.append("Several things have changed at once; undo them one by one to see which of them did what.")
        return told


def read_lock(folder: Path) -> dict[str, Any]:
    """Read the lock of a paper.

    Raises
    ------
    FramingError
        If there is none, or it is damaged.
    """
    path = folder / LOCK
    if not path.is_file():
        raise FramingError(f"There is no {LOCK} in {folder}; make the paper first: framing paper … --out {folder}.")
    try:
        lock = json.loads(path.read_text(encoding="utf-8"))
        if not {"data", "settings", "files", "numbers", "outputs"} <= set(lock):
            raise ValueError("it lacks a part")
    except (ValueError, TypeError) as error:
        raise FramingError(f"{path} is damaged ({error}); make the paper again.") from error
    return lock


def compare_papers(before: Path, now: Path) -> Outcome:
    """Set a paper beside the same paper made again.

    Parameters
    ----------
    before : Path
        Folder of the paper; its lock is enough to tell numbers, causes and files, its tables tell by how much.
    now : Path
        Folder of the paper as it is made today.

    Returns
    -------
    Outcome
    """
    old, new = read_lock(before), read_lock(now)
    for lock in (old, new):
        lock["outputs"].pop("article.tex", None)  # a draft, for its author to go on with
    there = {name: digest for name, digest in hash_files(before).items() if name in old["outputs"]}
    touched = [f"Edited: {name} is not as it was written." for name in sorted(set(old["outputs"]) & set(there))
               if there[name] != old["outputs"][name]]  # fmt: skip
    touched += [f"Gone: {name}." for name in sorted(set(old["outputs"]) - set(there))] if there else []
    return Outcome(
        find_causes(old, new, before / "supplement", now / "supplement"),
        [*_parts(old, new, before, now), *_numbers(old, new)],
        _verdicts(old, new),
        touched,
    )


def _parts(old: dict[str, Any], new: dict[str, Any], before: Path, now: Path) -> list[str]:
    """Name the figures, tables and texts that are others; records of provenance are no part of what is seen."""
    was, is_ = ({n: d for n, d in lock["outputs"].items() if not n.endswith(".json")} for lock in (old, new))
    told = []
    for stem in sorted({_stem(name) for name in (*was, *is_) if was.get(name) != is_.get(name)}):
        kind, _, name = stem.rpartition("/")
        what = (
            f"{kind.removesuffix('s') or 'text'} {name}".capitalize() if kind != "supplement" else f"Supplement {name}"
        )
        if stem in ("macros", "index"):
            continue  # its numbers are told one by one, and the page repeats the parts
        csv = f"{stem}.csv"
        if not any(_stem(one) == stem for one in is_):
            told.append(f"{what}: is no longer made.")
        elif not any(_stem(one) == stem for one in was):
            told.append(f"{what}: is new.")
        elif was.get(csv) != is_.get(csv):
            told.append(f"{what}: {describe_change(before / csv, now / csv)}.")
        else:
            told.append(f"{what}: {'looks' if kind == 'figures' else 'reads'} otherwise, with the same numbers.")
    return told


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def describe_change(before: Path, now: Path) -> str:
    """Say how many rows of a table have changed, and the widest change of what it shows."""
    if not before.is_file():
        return "has other numbers"
    old, new = pd.read_csv(before), pd.read_csv(now)
    keys = [name for name in NAMES if name in old and name in new]
    if "article_id" in old or "term" in old:
        keys = [name for name in ("article_id", "term", "target", "category") if name in old and name in new]
    if not keys or old.duplicated(keys).any() or new.duplicated(keys).any():
        return f"has other numbers ({len(old):,} rows before, {len(new):,} now)"
    pair = old.merge(new, on=keys, how="outer", suffixes=("", "_now"), indicator=True)
    gone, come = int((pair["_merge"] == "left_only").sum()), int((pair["_merge"] == "right_only").sum())
    both = pair[pair["_merge"] == "both"]
    columns = [name for name in old.columns if f"{name}_now" in both]
    moved = np.zeros(len(both), bool)
    for name in columns:
        a, b = both[name], both[f"{name}_now"]
        moved |= ((a != b) & ~(a.isna() & b.isna())).to_numpy()
    told = [f"{int(moved.sum()):,} of {len(new):,} rows changed"] if moved.any() else []
    told += [f"{n:,} rows {word}" for n, word in ((gone, "gone"), (come, "new")) if n]
    for shown in (name for name in SHOWN if name in columns):
        gap = (pd.to_numeric(both[f"{shown}_now"]) - pd.to_numeric(both[shown])).abs().replace(np.inf, np.nan)
        if gap.max() > 0:
            row = both.loc[gap.idxmax()]
            where = ", ".join(str(row[name]) for name in keys[:1])
            told.append(
                f"{shown} by at most {gap.max():.3g} ({where}: {row[shown]:.3g}, now {row[f'{shown}_now']:.3g})"
            )
            break
    return "; ".join(told)


def _numbers(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """List the numbers of the running text that are others."""
    moved = [
        f"Number {key}: {was or 'not there'}, now {is_ or 'not there'}."
        for key, was, is_ in _moved(old, new)
        if not key.endswith(DERIVED)
    ]
    more = len(moved) - MOST
    return moved[:MOST] + ([f"{more:,} more numbers are others; macros.csv has them."] if more > 0 else [])


def _verdicts(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [
        f"{key.removesuffix('-verdict')}: {was or 'not asked'}, now {is_ or 'not asked'}."
        for key, was, is_ in _moved(old, new)
        if key.endswith("-verdict")
    ]


def _moved(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """Give the numbers that are others: key, before and now; of two names of one number, the short one."""
    was, is_ = old["numbers"], new["numbers"]
    keys = [key for key in {**was, **is_} if was.get(key) != is_.get(key)]
    main = {lock.get("main_series") for lock in (old, new)}
    long = {f"{name}-{key}" for key in keys for name in main} if len(main) == 1 else set()
    return [(key, was.get(key), is_.get(key)) for key in keys if key not in long]
