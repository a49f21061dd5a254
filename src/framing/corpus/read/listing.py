"""Which files of a folder hold documents: all but the tables and notes that belong to the collection itself."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path

from framing.errors import FramingError

OWN = (
    "outlets.csv",
    "outlet_names.csv",
    "stories.csv",
    "targets.csv",
    "units.csv",
    "dropped.csv",
    "notes.csv",
    "ingest.html",
    "manifest.json",
    "manifest.csv",
    "DATASHEET.md",
    "study.toml",
    "study-*.toml",
)
"""Files at the top of a collection that belong to it and hold no articles. Every other file is read, or is told of in
`dropped`."""
CODES = "codings_*.csv"
"""Sheets of people's codes; they are told by their first column, too."""
SYSTEM = (
    *(".DS_Store", "Thumbs.db", "desktop.ini", "*.part", ".git*", "._*", ".~lock*", "~$*"),
    *("README", "README.md", "README.txt", "LICENSE", "LICENSE.md", "LICENSE.txt", "CITATION.cff"),
)
"""Files that programs and authors leave in folders: no articles, but told of."""
MADE = (("terms.csv", "card.toml"), ("framing.lock",), ("manifest.json", "scores.parquet"))
"""Files by which a folder is told to be a codebook, a paper, or results: it holds no articles."""
HIDDEN_FOLDERS = (".*", "__MACOSX", "__pycache__")


def list_files(path: Path) -> list[Path]:
    """List the files of a source that hold documents, sorted by name.

    Parameters
    ----------
    path : Path
        A file, or a folder that is searched through.

    Returns
    -------
    list of Path
        Also those that cannot be read, which the reader reports; not the tables and notes of the collection itself,
        nor a codebook, a paper or results in a folder of it. A hidden folder is one entry.

    Raises
    ------
    FramingError
        If there is no such file or folder, it cannot be opened, or holds no documents.
    """
    if not path.is_dir():
        if not path.exists():
            raise FramingError(f"There is no file or folder '{path}'; check the name.")
        return [path]

    def refuse(error: OSError) -> None:
        if Path(error.filename) == path:
            raise FramingError(f"The folder '{path}' cannot be opened ({error.strerror}); check its permissions.")
        found.append(Path(error.filename))

    found: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=refuse):
        here = Path(folder)
        shut = [name for name in folders if _fits(name, HIDDEN_FOLDERS) or (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in shut and not is_made(here / name)]
        found += [here / name for name in (*names, *shut) if not (here == path and is_own(here / name))]
    if not any(not is_system(file) for file in found):
        raise FramingError(f"The folder '{path}' holds no articles; put texts, tables or exports of a database there.")
    return sorted(found, key=lambda file: name_in(file, path))


def name_in(file: Path, root: Path) -> str:
    """Give the name of a file in its collection, as tables have it."""
    return spelt(file.relative_to(root).as_posix())


def spelt(name: str) -> str:
    """Spell the bytes of a file's name that are no text."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def is_own(file: Path) -> bool:
    """Whether a file at the top of a collection belongs to the collection itself."""
    return _fits(file.name, OWN) or (_fits(file.name, (CODES,)) and _holds_codes(file))


def is_made(folder: Path) -> bool:
    """Whether a folder is a codebook, or was written by this program."""
    return any(all((folder / name).is_file() for name in names) for names in MADE)


def is_system(file: Path) -> bool:
    """Whether a file is one that programs and authors leave in folders, and no article."""
    return _fits(file.name, SYSTEM) or (file.is_dir() and _fits(file.name, HIDDEN_FOLDERS))


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _holds_codes(file: Path) -> bool:
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            return lines.readline(200).startswith("unit_id,")
    except OSError:
        return False
