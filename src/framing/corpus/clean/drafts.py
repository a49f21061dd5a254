"""An article while it is being cleaned: its parts as they stand, and a note of every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Edit(NamedTuple):
    """One thing a rule did: what stood there, what stands there now (empty when removed), how often."""

    rule: str
    part: str
    text: str
    replacement: str
    times: int


@dataclass
class Draft:
    """One article under way from raw to clean text; only the rules of `cleaning` write in it.

    Parameters
    ----------
    headline, body : str
    byline, dateline, credit : str
        Lifted out of the text; empty when there is none.
    date : str
        Line with the date of publication; empty when there is none.
    whole_file : bool
        Whether the body is a text file as it was found, headline and all.
    outlet : str
    recurring : frozenset of (str, int)
        Lines that outlets print over and over (`recurring.LineCounts`).
    edits : list of Edit
    """

    headline: str
    body: str
    byline: str = ""
    dateline: str = ""
    credit: str = ""
    date: str = ""
    whole_file: bool = False
    outlet: str = ""
    recurring: frozenset[tuple[str, int]] = frozenset()
    edits: list[Edit] = field(default_factory=list)

    def remove(self, rule: str, text: str, *, part: str = "body") -> None:
        """Note that a piece of text was taken out."""
        if text.strip():
            self.edits.append(Edit(rule, part, text.strip(), "", 1))

    def swap(self, rule: str, part: str, changes: dict[tuple[str, str], int]) -> None:
        """Note that characters were replaced by others."""
        self.edits.extend(Edit(rule, part, before, after, count) for (before, after), count in changes.items())

    def keep_lines(self, rule: str, dropped: Callable[[list[str]], set[int]]) -> None:
        """Drop the lines whose numbers the function gives; it sees the lines that are not blank, stripped."""
        if "\n" not in self.body:
            return
        lines = self.body.split("\n")
        numbers = [i for i, line in enumerate(lines) if line.strip()]
        chosen = dropped([lines[i].strip() for i in numbers])
        if not chosen:
            return
        gone = {numbers[i] for i in chosen}
        for i in sorted(gone):
            self.remove(rule, lines[i])
        self.body = "\n".join(line for i, line in enumerate(lines) if i not in gone)


@dataclass(frozen=True)
class Rule:
    """A named step of cleaning.

    Parameters
    ----------
    name : str
    does : str
        What it does, in one line.
    apply : callable
        Works on one draft.
    """

    name: str
    does: str
    apply: Callable[[Draft], None]
