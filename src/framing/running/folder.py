"""A folder for what is half done: each file appears whole or not at all, and results move into place at the end."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import FramingError

NAME = ".working"
PLAN = "plan.json"
READY = "ready"
"""Folder, inside the folder for what is half done, of the files that are to be moved into place."""
CHUNK = 1 << 20


@dataclass(frozen=True)
class WorkFolder:
    """Where partitions leave their tables; a run that was cut off goes on from what is there.

    Parameters
    ----------
    path : Path
    """

    path: Path

    def of(self, name: str, number: int) -> Path:
        """Give the place of a partition's table."""
        return self.path / f"{name}.{number:06d}.parquet"

    def all_of(self, name: str) -> list[Path]:
        """List the tables of a name, in the order of the partitions."""
        return sorted(self.path.glob(f"{name}.[0-9]*.parquet"))

    def write(self, name: str, number: int, table: pd.DataFrame) -> None:
        """Write the table of a partition; it is there whole or not at all."""
        path = self.of(name, number)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        table.to_parquet(unfinished, index=False)
        unfinished.replace(path)

    def read(self, name: str, number: int) -> pd.DataFrame:
        """Read the table of a partition."""
        return pd.read_parquet(self.of(name, number))

    def note(self, name: str, content: dict[str, Any]) -> None:
        """Write down that something is done, and what came of it."""
        path = self.path / f"{name}.json"
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_text(json.dumps(content), encoding="utf-8")
        unfinished.replace(path)

    def noted(self, name: str) -> dict[str, Any] | None:
        """Give what was written down; None when it is not done."""
        path = self.path / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def discard(self) -> None:
        """Remove the folder, and the one it lies in where that is empty."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self.path.parent.is_dir() and not any(self.path.parent.iterdir()):
            self.path.parent.rmdir()

    @property
    def ready(self) -> Path:
        """Folder of the finished files."""
        return self.path / READY


def open_work(out: Path, plan: dict[str, Any]) -> WorkFolder:
    """Open the work folder of a run: the one that is there when it was made by the same plan, else a new one."""
    work = WorkFolder(out / NAME)
    try:
        same = work.noted(Path(PLAN).stem) == plan
    except (json.JSONDecodeError, UnicodeDecodeError):
        same = False
    if not same:
        shutil.rmtree(work.path, ignore_errors=True)
        work.path.mkdir(parents=True)
        work.note(Path(PLAN).stem, plan)
    shutil.rmtree(work.ready, ignore_errors=True)
    work.ready.mkdir()
    return work


def file_hashes(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file below a folder, by its name from there."""
    return {path.relative_to(folder).as_posix(): _hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def put_in_place(work: WorkFolder, out: Path, manifest: str) -> None:
    """Move the finished files to where they belong, the manifest last, and remove the work folder.

    Without its manifest a folder holds no results: whatever stops this half way leaves none, and never a mixture.
    """
    (out / manifest).unlink(missing_ok=True)
    files = sorted(path for path in work.ready.rglob("*") if path.is_file() and path.name != manifest)
    for path in [*files, work.ready / manifest]:
        place = out / path.relative_to(work.ready)
        place.parent.mkdir(exist_ok=True)
        path.replace(place)
    shutil.rmtree(work.path, ignore_errors=True)


def copy_whole(folder: Path, out: Path, names: Iterable[str], manifest: str) -> None:
    """Copy files into another folder, which holds no results until its manifest is written."""
    (out / manifest).unlink(missing_ok=True)
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, out / name)


def check_whole(folder: Path, hashes: dict[str, str] | None) -> None:
    """Check that the files of a folder are those that its manifest was written for.

    Raises
    ------
    FramingError
        If a file is missing or another one, or the manifest names none.
    """
    for name, digest in (hashes or {"its files": ""}).items():
        path = folder / name
        if not path.is_file() or _hash(path) != digest:
            what = "is missing" if not path.is_file() else "is not the one that was written with the others"
            raise FramingError(f"The results in {folder} are not whole: {name} {what}; run framing score again.")
