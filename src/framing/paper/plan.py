"""What a paper shows: the figures and tables that a study lists, or the usual ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import FramingError

FIGURES = ("levels", "difference", "naming", "sources", "time")
TABLES = ("comparison", "levels", "corpus")
PALETTES = ("colour", "grey")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST = 4
"""Pairs of measure and target that are shown where a study lists nothing."""


@dataclass(frozen=True)
class Shown:
    """One figure or table.

    Parameters
    ----------
    name : str
        Of its files: lower-case letters, digits and hyphens.
    kind : str
        One of `FIGURES` or `TABLES`.
    measure, target : str
        Empty for tables of all that was compared.
    voice : tuple of str
        The first is the one that outlets are ordered by.
    outlets : tuple of str
        Which are shown, in this order; empty for all, ordered by value.
    names : dict of str to str
        Outlet to the name it has in print.
    title : str
        First sentence of the caption.
    columns : int
        Columns of the page that it is wide: 1 or 2.
    palette : {"colour", "grey"}
    """

    name: str
    kind: str
    measure: str = ""
    target: str = "all"
    voice: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    columns: int = 1
    palette: str = "colour"


KEYS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("name", "kind", "measure", "target", "title", "palette"), (str,)),
    "voice": (str, list),
    "outlets": (list,),
    "names": (dict,),
    "columns": (int,),
}


def read_shown(file: Path | None, comparisons: pd.DataFrame) -> tuple[list[Shown], list[Shown]]:
    """Read the figures and tables of a study; the usual ones where it lists none.

    Parameters
    ----------
    file : Path or None
        The study file.
    comparisons : DataFrame
        What was compared.

    Returns
    -------
    figures, tables : list of Shown

    Raises
    ------
    FramingError
        If an entry has an unknown key or value; the sentence names the file, the entry and the remedy.
    """
    given = tomllib.loads(file.read_text("utf-8")) if file is not None else {}
    figures = [_shown(entry, i, "figure", file) for i, entry in enumerate(given.get("figure", []), 1)]
    tables = [_shown(entry, i, "table", file) for i, entry in enumerate(given.get("table", []), 1)]
    for made in (figures, tables):
        names = [one.name for one in made]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise FramingError(f"{file} calls two entries '{twice}'; give each a name of its own.")
    usual = _usual(comparisons)
    return figures or usual[0], tables or usual[1]


def _shown(entry: Any, number: int, what: str, file: Path | None) -> Shown:
    where = f"In {file} the {what} {number}"
    if not isinstance(entry, dict):
        raise FramingError(f"{where} is no table; begin it with [[{what}]].")
    kinds = FIGURES if what == "figure" else TABLES
    for key, value in entry.items():
        if key not in KEYS:
            raise FramingError(f"{where} has the unknown key '{key}'; the keys are {', '.join(KEYS)}.")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            raise FramingError(f"{where} holds the wrong kind of value in '{key}'.")
    _one_of(where, "kind", entry.get("kind", ""), kinds)
    _one_of(where, "palette", entry.get("palette", "colour"), PALETTES)
    _one_of(where, "columns", entry.get("columns", 1), (1, 2))
    if what == "figure" and not entry.get("measure") and entry["kind"] not in ("naming", "sources"):
        raise FramingError(f'{where} names no measure; add one, such as measure = "stance".')
    voice = entry.get("voice", [])
    made = dict(entry) | {"voice": (voice,) if isinstance(voice, str) else tuple(voice)}
    made |= {"outlets": tuple(entry.get("outlets", [])), "names": dict(entry.get("names", {}))}
    made.setdefault("measure", {"naming": "stance", "sources": "share_of_voice"}.get(entry["kind"], ""))
    made.setdefault("name", "-".join(filter(None, (entry["kind"], made["measure"], entry.get("target", "")))))
    made["name"] = made["name"].replace("_", "-").replace("@", "-")
    if not NAME.fullmatch(made["name"]):
        raise FramingError(f"{where} is called '{made['name']}'; a name has lower-case letters, digits and hyphens.")
    return Shown(**made)


def _one_of(where: str, key: str, value: Any, allowed: tuple[Any, ...]) -> None:
    if value not in allowed:
        raise FramingError(f"{where} has {key} {value!r}; use one of {', '.join(map(str, allowed))}.")


def _usual(comparisons: pd.DataFrame) -> tuple[list[Shown], list[Shown]]:
    """Show the levels and differences of what was asked first, the corpus, and every comparison."""
    figures = []
    pairs = comparisons[["measure", "target"]].drop_duplicates()
    weight = comparisons.groupby(["measure", "target"])["n_outlet"].sum()
    order = sorted(pairs.itertuples(index=False), key=lambda pair: -weight[tuple(pair)])
    stance = [pair for pair in order if pair[0] == "stance"]
    for measure, target in [*stance, *[pair for pair in order if pair[0] != "stance"]][:MOST]:
        rows = comparisons[(comparisons["measure"] == measure) & (comparisons["target"] == target)]
        voices = tuple(v for v in ("outlet", "all", "source", "distanced") if v in set(rows["voice"]))[:2]
        of = f"{measure}-{target}".removesuffix("-all").replace("_", "-").replace("@", "-").lower()
        figures.append(Shown(f"levels-{of}", "levels", measure, target, voices))
        figures.append(Shown(f"difference-{of}", "difference", measure, target, voices[:1]))
    tables = [Shown("corpus", "corpus"), Shown("levels", "levels"), Shown("comparison", "comparison", columns=2)]
    return figures, tables
