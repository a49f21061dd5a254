"""Downloading one file over http: taken up where it stopped, with a progress bar."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from framing.errors import FramingError

SECONDS = 20
BLOCK = 1 << 16
ATTEMPTS = 3
MAX_BYTES = 500_000_000


def resolve_doi(*, doi: str, file: str) -> str:
    """Find the address of a file that belongs to a DOI.

    Parameters
    ----------
    doi : str
    file : str
        Its name in the repository (Dataverse, Zenodo, figshare).

    Returns
    -------
    str

    Raises
    ------
    FramingError
        If the repository cannot be reached or does not know the file.
    """
    from pooch.downloaders import doi_to_repository  # noqa: PLC0415 - brings the whole of requests with it

    try:
        return str(doi_to_repository(doi).download_url(file))
    except (OSError, ValueError) as error:
        raise FramingError(f"the repository cannot be reached ({type(error).__name__}).") from error


def download_file(url: str, target: Path, *, progress: bool = True) -> None:
    """Download a file, going on from where an earlier attempt stopped.

    Parameters
    ----------
    url : str
    target : Path
        Written as it comes; left in place when the connection breaks, so that the next call can go on from there.
    progress : bool
        Whether to show a progress bar on stderr.

    Raises
    ------
    FramingError
        If the address cannot be reached or the connection breaks three times.
    """
    problem: Exception | None = None
    for _ in range(ATTEMPTS):
        try:
            if _attempt(url, target, progress=progress):
                return
        except urllib.error.HTTPError as error:
            if error.code != 416:  # a range beyond the end: the part on disk is no part of this file
                raise FramingError(f"{url} answers {error.code} {error.reason}.") from error
            target.unlink(missing_ok=True)
        except urllib.error.URLError as error:
            raise FramingError(f"{url} cannot be reached ({error.reason}).") from error
        except (OSError, HTTPException) as error:
            problem = error
    raise FramingError(f"the connection to {url} broke off; try again to go on from there.") from problem


def _attempt(url: str, target: Path, *, progress: bool) -> bool:
    """Read until the connection ends; tell whether all bytes came."""
    have = target.stat().st_size if target.exists() else 0
    headers = {"User-Agent": "framing"} | ({"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=SECONDS) as answer:
        goes_on = answer.status == 206
        have = have if goes_on else 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length and length.isdecimal() else None
        with target.open("ab" if goes_on else "wb") as file, _bar(progress=progress) as bar:
            task = bar.add_task(target.name.removesuffix(".part"), total=total, completed=have)
            while block := answer.read(BLOCK):
                file.write(block)
                have += len(block)
                if have > MAX_BYTES:
                    raise FramingError(f"{url} is larger than {MAX_BYTES:,} bytes.")
                bar.advance(task, len(block))
    return total is None or have >= total


def _bar(*, progress: bool) -> Any:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not progress)
