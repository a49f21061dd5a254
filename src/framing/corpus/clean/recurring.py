"""Lines that an outlet prints over and over, found by counting them: what no list of patterns can know beforehand."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pandas as pd

from framing.corpus.clean.drafts import Draft

MAX_LINE = 400
LIMIT = 1_000_000
"""Lines kept in memory; beyond it those seen once are forgotten, at a place that depends on the articles alone."""
FEWEST = 5
SHARE = 0.03
"""Share of an outlet's articles in which a line that is no sentence must stand; no fewer than `FEWEST` of them."""
SENTENCE_SHARE = 0.1
"""The same for sentences: background ("The war has killed …") is repeated too, though in fewer articles."""
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\Z")
NORMAL = re.compile(r"[\W_]+")

Recurring = frozenset[tuple[str, int]]
"""Outlet and fingerprint of a line."""


class LineCounts:
    """Counts the lines of each outlet's articles, and gives those that recur too often to be news.

    Add the articles as they were read, one table after the other. The result is the same however they were cut into
    tables. Articles of one outlet that share their longest line are versions of one report and count once, so that an
    update does not make its own paragraphs furniture.
    """

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._counts: dict[tuple[str, int], list[int]] = {}
        self._versions: set[tuple[str, int]] = set()

    def add(self, articles: pd.DataFrame) -> None:
        """Count the lines of some articles (columns outlet_id, body)."""
        if len(articles):
            for outlet, body in zip(articles["outlet_id"], articles["body"], strict=True):
                self._add(outlet, body)

    def _add(self, outlet: str, body: str) -> None:
        lines = sorted({line.strip() for line in body.split("\n") if line.strip()})
        longest = (outlet, hash_of(max(lines, key=len, default="")))
        if len(lines) < 2 or longest in self._versions:
            return
        self._versions.add(longest)
        self._articles[outlet] += 1
        for mark, is_sentence in {fingerprint(line): bool(SENTENCE_END.search(line)) for line in lines}.items():
            self._counts.setdefault((outlet, mark), [0, int(is_sentence)])[0] += 1
        if len(self._counts) > LIMIT:
            self._counts = {key: value for key, value in self._counts.items() if value[0] > 1}

    def recurring(self) -> Recurring:
        """Give the lines that stand in too many articles of their outlet to be news."""
        least = {o: (max(FEWEST, SHARE * n), max(FEWEST, SENTENCE_SHARE * n)) for o, n in self._articles.items()}
        counts = self._counts.items()
        return frozenset(key for key, (count, is_sentence) in counts if count >= least[key[0]][is_sentence])


def fingerprint(line: str) -> int:
    """Give a line a number: the same whatever its case, spaces and punctuation; 0 without letters."""
    words = NORMAL.sub(" ", line.lower()).strip() if len(line) <= MAX_LINE else ""
    return hash_of(words) if words else 0


def hash_of(text: str) -> int:
    """Hash a text with 64 bits, the same in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def drop_recurring_lines(draft: Draft) -> None:
    """Drop the lines that the outlet prints in many of its articles; some other line must stay."""
    if not draft.recurring:
        return

    def chosen(lines: list[str]) -> set[int]:
        gone = {i for i, line in enumerate(lines) if _recurs(line, draft)}
        return gone if len(gone) < len(lines) else set()

    draft.keep_lines("recurring_line", chosen)


def _recurs(line: str, draft: Draft) -> bool:
    mark = fingerprint(line)
    return mark != 0 and (draft.outlet, mark) in draft.recurring
