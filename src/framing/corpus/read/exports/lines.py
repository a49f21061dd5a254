"""What the exports have in common: labelled lines, lines that are dates, paragraphs that were wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.corpus.fields.dates import parse_date

PLAUSIBLE = re.compile(r"\d{4}")
TIME = re.compile(r"^\d{1,2}[:.h]\d\d(?:\s*(?:[ap]\.?m\.?))?(?:\s+\(?[A-Z]{2,5}\)?)?$", re.IGNORECASE)


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    line = line.strip()
    return (
        7 < len(line) < 60
        and PLAUSIBLE.search(line) is not None
        and ":" not in line[:12]
        and parse_date(line) is not None
    )


def pieces_between(text: str, marks: Sequence[re.Match[str]]) -> list[str]:
    """Cut a text behind each mark: what stands between it and the next."""
    return [
        text[mark.end() : end] for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=False)
    ]


def pieces_up_to(text: str, marks: Sequence[re.Match[str]], *, with_mark: bool = False) -> list[str]:
    """Cut a text behind each mark: what stands between the one before and it."""
    starts = [0, *(mark.end() for mark in marks)]
    return [text[start : mark.end() if with_mark else mark.start()] for start, mark in zip(starts, marks, strict=False)]


def filled(lines: Sequence[str]) -> list[str]:
    """Give the lines that hold something, without what stands round it."""
    return [stripped for line in lines if (stripped := line.strip(" \t\ufeff\u00a0\f|"))]


def paragraphs(lines: Sequence[str]) -> str:
    """Join lines to paragraphs: at empty lines where there are any, else every line is one."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if "\n\n" not in text:
        return "\n\n".join(filled(text.split("\n")))
    return "\n\n".join(" ".join(filled(block.split("\n"))) for block in re.split(r"\n\s*\n", text) if block.strip())
