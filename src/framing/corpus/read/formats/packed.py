"""Files inside files: archives and compressed files, each unpacked to a temporary folder within bounds."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from framing.corpus.read.rows import Part
from framing.errors import FramingError

MOST = 1 << 32
"""Bytes that an archive may unpack to, in all: four gigabytes are more than a million articles."""
BLOCK = 1 << 20
ReadParts = Callable[[Path, str], Iterator[Part]]
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError)
OPENERS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}


def read_compressed(path: Path, name: str, read_parts: ReadParts) -> Iterator[Part]:
    """Read what a .gz, .bz2 or .xz file holds."""
    with path.open("rb") as file:
        head = file.read(8)
    opener = next(opener for begins, opener in OPENERS.items() if head.startswith(begins))
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        target = Path(folder) / (PurePosixPath(name).stem or "file")
        try:
            with opener(path) as packed:
                _copy(packed, target, name, MOST)
        except BROKEN as error:
            raise FramingError(f"{name} is compressed and breaks off; download or pack it again.") from error
        yield from read_parts(target, name)


def read_archive(path: Path, name: str, read_parts: ReadParts) -> Iterator[Part]:
    """Read every file of a .zip or .tar, and tell of those that cannot be read."""
    left = MOST
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        try:
            for inner, open_member in sorted(_members(path), key=lambda member: member[0]):
                whole = f"{name}/{inner}"
                target = Path(folder) / (PurePosixPath(inner).name or "file")
                try:
                    with open_member() as packed:
                        left -= _copy(packed, target, whole, left)
                    yield from read_parts(target, whole)
                except FramingError as error:
                    yield Part(whole, problem=str(error))
                except (*BROKEN, RuntimeError) as error:
                    locked = "password" in str(error) or "encrypted" in str(error)
                    remedy = "is locked with a password; unpack it first" if locked else "cannot be unpacked"
                    yield Part(whole, problem=f"{whole} {remedy}.")
                target.unlink(missing_ok=True)
        except BROKEN as error:
            raise FramingError(f"{name} is an archive that breaks off; download or pack it again.") from error


def _members(path: Path) -> list[tuple[str, Callable[[], Any]]]:
    """List the files of an archive by name, each with a way to open it."""
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        return [(_clean(i.filename), lambda i=i: archive.open(i)) for i in archive.infolist() if not i.is_dir()]  # type: ignore[misc]
    tar = tarfile.open(path)  # noqa: SIM115
    return [(_clean(m.name), lambda m=m: tar.extractfile(m)) for m in tar.getmembers() if m.isfile()]  # type: ignore[misc]


def _clean(name: str) -> str:
    """Name a member by its place in the archive, and by nothing above it."""
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _copy(packed: IO[bytes], target: Path, name: str, most: int) -> int:
    size = 0
    with target.open("wb") as file:
        while block := packed.read(BLOCK):
            size += len(block)
            if size > most:
                raise FramingError(f"{name} unpacks to more than {MOST >> 30} gigabytes; unpack it and look.")
            file.write(block)
    return size
