"""Bytes to text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

BLOCK = 1 << 20
SAMPLE = 1 << 17
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CONTROL = bytes(set(range(32)) - {8, 9, 10, 11, 12, 13, 26, 27})
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
BINARY_SHARE = 0.02
"""A legacy-encoded text has next to no control characters; a picture or a program is full of them."""


def detect_encoding(path: Path) -> str | None:
    """Tell which encoding a file is in.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str or None
        Name of a Python codec to be used with ``errors="replace"``; None when the file is not text.

    Notes
    -----
    UTF-8 is tried on the whole file, block by block. A file that is UTF-8 but for a few bytes stays UTF-8: those bytes
    become U+FFFD. Only what fails is guessed from a sample, and a guess on a short text can be wrong.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, name in BOMS.items():
        if head.startswith(bom):
            return name
    failing = _first_failure(_blocks(path))
    if failing is None:
        return None if b"\x00" in head else "utf-8"
    if _is_binary(head):
        return None
    sample = head if failing < len(head) else _window(path, failing)
    if _mostly_utf8(sample):
        return "utf-8"
    guess = from_bytes(sample, cp_exclusion=["utf_7"]).best()
    return guess.encoding if guess is not None else "cp1252"


def decode(data: bytes, content_type: str = "") -> str:
    """Turn the bytes of a page into text: as UTF-8, as its headers or it itself say, else as they look."""
    declared = CHARSET.search(content_type) or CHARSET.search(data[:4096].decode("ascii", errors="replace"))
    for encoding in ("utf-8-sig", declared[1] if declared else "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    guess = from_bytes(data[:SAMPLE], cp_exclusion=["utf_7"]).best()
    return data.decode(guess.encoding if guess is not None else "cp1252", errors="replace")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _first_failure(blocks: Iterator[bytes]) -> int | None:
    """Position of the block in which strict UTF-8 fails, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    try:
        for block in blocks:
            decoder.decode(block)
            position += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return position + error.start
    return None


def _window(path: Path, position: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, position - SAMPLE // 2))
        return file.read(SAMPLE)


def _is_binary(sample: bytes) -> bool:
    if b"\x00" in sample:
        guess = from_bytes(sample).best()
        return guess is None or not guess.encoding.startswith(("utf_16", "utf_32"))
    return len(sample) - len(sample.translate(None, CONTROL)) > BINARY_SHARE * len(sample)


def _mostly_utf8(sample: bytes) -> bool:
    """Tell a UTF-8 text with a few spoilt bytes from one in another encoding."""
    text = sample.decode("utf-8", errors="replace")
    spoilt = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text) - spoilt
    return beyond_ascii > 10 * spoilt
