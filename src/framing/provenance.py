"""Where a number comes from: a fingerprint of what made it, the versions of libraries, and the call."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

HOME = Path(__file__).parent
DATA = ("lexicons", "models")
ASIDE = ("cli", "display", "paper", "collections", "notebooks")
"""What shows numbers and makes none; the last two stand inside a wheel only, and every collection has its own hash."""
SHOWING = ("display", "paper")
LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "pyarrow", "matplotlib")
CALL = "call"


def fingerprint() -> dict[str, str]:
    """Give the fingerprint of what makes the numbers: code, models and lexicons of this package.

    Returns
    -------
    dict of str to str
        ``code`` (all rooms but the command line and the display, with the tables of words that lie in them), ``models``
        and ``lexicons``: the first sixteen characters of a SHA-256 over names and contents of the files.

    Notes
    -----
    The same fingerprint means the same program, not the same figures: those of libraries are beside it (`software`).
    Computed once in a process, so that code which is changed under a running program is not noticed by it.
    """
    return dict(_fingerprint(HOME))


@cache
def _fingerprint(home: Path) -> tuple[tuple[str, str], ...]:
    digests = {name: hashlib.sha256() for name in ("code", *DATA)}
    for path in _files(home):
        place = path.relative_to(home)
        digest = digests[place.parts[0] if place.parts[0] in DATA else "code"]
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{place.as_posix()} {content}\n".encode())
    return tuple((name, digest.hexdigest()[:16]) for name, digest in digests.items())


def digests() -> dict[str, str]:
    """Give the fingerprint of every file that a number or a picture passes through, by its place in the package.

    Returns
    -------
    dict of str to str
        As in `fingerprint`, file by file, so that a change can be named; what shows numbers is in it too.
    """
    return {path.relative_to(HOME).as_posix(): _digest(path) for path in _files(HOME, aside=set(ASIDE) - set(SHOWING))}


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _files(home: Path, *, aside: Collection[str] = ASIDE) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not hidden and parts[0] not in aside:
            yield path


def software() -> dict[str, str]:
    """Give the versions of framing and of the libraries that its numbers and pictures pass through."""
    return {name: version(name) for name in ("framing", *LIBRARIES)}


def record_call(table: pd.DataFrame, function: str, **arguments: Any) -> pd.DataFrame:
    """Hang the call that made a table on it, so that whatever is drawn from it or saved of it can say so.

    Parameters
    ----------
    table : DataFrame
        Changed in place in ``attrs`` alone, which pandas hands on to rows and columns taken from it.
    function : str
    **arguments
        What the call was given: columns, reference, resamples, seed.

    Returns
    -------
    DataFrame
        The table.
    """
    table.attrs[CALL] = {"function": function, **arguments}
    return table


def calls_of(tables: Iterable[pd.DataFrame]) -> list[dict[str, Any]]:
    """Give the calls that made some tables, each once."""
    found: list[dict[str, Any]] = []
    for table in tables:
        call = table.attrs.get(CALL)
        if call is not None and call not in found:
            found.append(call)
    return found
