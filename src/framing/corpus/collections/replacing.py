"""The folder of an earlier ingest: what a new one writes anew, and what a person wrote there and stays."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd

from framing import schema
from framing.corpus.collections.catalogue import OUTLET_NAMES, find_collection, read_outlet_names
from framing.errors import FramingError

INGESTED = ("articles.jsonl", "dropped.csv", "notes.csv")
"""Files that tell a folder which `framing ingest` wrote."""
SHEET = "DATASHEET.md"
ANEW = (*INGESTED, "ingest.html")
COUNTED = re.compile(r"[\d,]+ articles; [\d,]+ documents left out")


def check_place(folder: Path, *, replace: bool) -> bool:
    """Tell whether an earlier ingest lies in a folder that is to be written.

    Raises
    ------
    FramingError
        If something lies there that is not to be replaced, or that `framing ingest` did not write.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    if not replace:
        told = "choose another name, delete it first, or let --replace put the new articles in place of its own"
        raise FramingError(f"The folder '{folder}' is there already; {told}.")
    missing = [name for name in INGESTED if not (folder / name).is_file()]
    if missing:
        raise FramingError(
            f"The folder '{folder}' was not written by framing ingest (it has no {missing[0]}) and stays as it is; "
            "choose another name."
        )
    return True


def known_outlets(earlier: Path | None, found: set[str]) -> pd.DataFrame:
    """Give the outlets of an earlier ingest that have articles still, or of which a person wrote something down."""
    if earlier is None:
        return schema.OUTLETS.empty()
    outlets = find_collection(earlier).outlets
    told = outlets.drop(columns=["outlet_id", "name"]).notna().any(axis=1) | (outlets["name"] != outlets["outlet_id"])
    return outlets[told | outlets["outlet_id"].isin(found)]


def undecided(earlier: Path | None, alike: pd.DataFrame) -> pd.DataFrame:
    """Leave out of the names that look alike those that a person has joined already."""
    names = read_outlet_names(earlier / OUTLET_NAMES) if earlier else {}
    joined = [name for name, outlet in names.items() if name != outlet]
    return alike[~alike["name"].isin(joined)].reset_index(drop=True)


def all_names(earlier: Path | None, alike: pd.DataFrame) -> pd.DataFrame:
    """Give the names of outlets of an earlier ingest as they stand, and below them those that look alike now."""
    if earlier is None or not (earlier / OUTLET_NAMES).is_file():
        return alike
    before = pd.read_csv(earlier / OUTLET_NAMES, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return pd.concat([before, alike[~alike["name"].isin(before["name"])].astype(str)], ignore_index=True)


def keep_sections(earlier: Path | None, sheet: str) -> str:
    """Put what the program writes into a data sheet (counts, Left out, Input) in place of the same in the old one."""
    if earlier is None or not (earlier / SHEET).is_file():
        return sheet
    old, new = (re.split(r"(?m)^(?=## )", text) for text in ((earlier / SHEET).read_text(encoding="utf-8"), sheet))
    heads = {part.partition("\n")[0] for part in new[1:]}
    kept = "".join(part.rstrip("\n") + "\n\n" for part in old if part.partition("\n")[0] not in heads)
    counts = COUNTED.search(new[0])
    return (COUNTED.sub(counts.group(), kept, count=1) if counts else kept) + "".join(new[1:])


def take_place(made: Path, folder: Path) -> None:
    """Move a finished collection into place, with what else lies in the folder that it replaces.

    The old folder is moved aside first, next to the new one, and comes back if the new one cannot take its place.
    """
    if not folder.exists():
        made.rename(folder)
        return
    for path in folder.iterdir():
        new = made / path.name
        if path.name not in ANEW and not new.exists():
            if path.is_dir() and not path.is_symlink():
                shutil.copytree(path, new, symlinks=True)
            else:
                shutil.copy2(path, new, follow_symlinks=False)
    aside = made.with_name(f"{made.name}-before")
    folder.rename(aside)
    try:
        made.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
