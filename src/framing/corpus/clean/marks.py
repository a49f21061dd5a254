"""Cleaning rule for quotation marks, apostrophes and dashes that a wrong code page has eaten.

In such a text ``"?`` stands for a curly mark or a dash together with the character after it, ``"�`` and a bare ``"``
inside a word for the mark alone. What it was is told from its surroundings, so that quotations can be counted.
"""

from __future__ import annotations

import re
from collections import Counter

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.mending import PARTS

ENDINGS = r"(?:s|t|d|m|re|ve|ll|S|T|D|M|RE|VE|LL)\b"
MARK = re.compile(r'"\ufffd\??|"\?|"|[\u0091-\u0097]')
DAMAGE = re.compile(rf'"(?:[?\ufffd]|(?<=[A-Za-z]")(?={ENDINGS}))|[\u0091-\u0097]')
CONTRACTION = re.compile(ENDINGS)
WINDOWS = {"\u0091": "'", "\u0092": "'", "\u0093": '"', "\u0094": '"', "\u0095": "•", "\u0096": "–", "\u0097": "–"}
ELISIONS = frozenset("OdDlL")
"""Letters before the apostrophe of a name: O'Neill, d'Ivoire."""
OPENERS = "([-–—"
NEXT_MARK = re.compile(r'[.,!?]"|(?:^|(?<=[\s(\[]))"(?=\w)|\w"\?')
LOOK_AHEAD = 400


def mend_quotation_marks(draft: Draft) -> None:
    """Put back quotation marks, apostrophes and dashes that became ``"?``, ``"�`` or a straight double mark."""
    for part in PARTS:
        text = getattr(draft, part)
        if ('"' in text or not text.isascii()) and DAMAGE.search(text):
            mended, changes = _mend(text)
            if changes:
                setattr(draft, part, mended)
                draft.swap("quotation_marks", part, changes)


def _mend(text: str) -> tuple[str, Counter[tuple[str, str]]]:
    """Mend the marks of a text from left to right, knowing at each whether a quotation is open."""
    pieces: list[str] = []
    changes: Counter[tuple[str, str]] = Counter()
    position = 0
    before = ""
    is_open = False
    for match in MARK.finditer(text):
        between = text[position : match.start()]
        before = between[-1:] or before
        opens = not before or before.isspace() or before in OPENERS
        mark = _told(text, match, before, opens=opens, is_open=is_open)
        if mark.strip() == '"':
            is_open = opens and mark == '"'
        if mark != match[0]:
            changes[match[0], mark] += 1
        pieces += [between, mark]
        before = mark[-1:] or before
        position = match.end()
    return "".join([*pieces, text[position:]]), changes


def _told(text: str, match: re.Match[str], before: str, *, opens: bool, is_open: bool) -> str:
    """Tell what a mark was: the string that takes its place."""
    mark, after = match[0], text[match.end() : match.end() + 1]
    if mark in WINDOWS:
        return WINDOWS[mark]
    if before.isalpha() and after.isalpha() and mark != '"?' and CONTRACTION.match(text, match.end()):
        return "'"
    if mark == '"':
        return mark
    if mark == '"?':
        return _with_next(text, match, before, opens=opens, is_open=is_open)
    if before in ELISIONS and not text[match.start() - 2 : match.start() - 1].isalpha() and after.isupper():
        return "'"
    return _alone(mark, before, after, opens=opens)


def _with_next(text: str, match: re.Match[str], before: str, *, opens: bool, is_open: bool) -> str:
    """Tell what a mark was that swallowed the character after it, which was a space more often than not."""
    after = text[match.end() : match.end() + 1]
    if opens:
        return " – " if before in ("-", "–") else "– "
    gap = "" if after in " \n,.;:)]" else " "
    if before == "s" and (after.isalpha() or after == " ") and not (is_open and not _closes_later(text, match.end())):
        return "'" + gap
    return '"' + gap


def _alone(mark: str, before: str, after: str, *, opens: bool) -> str:
    """Tell what a mark was that left the character after it in place."""
    if opens:
        return "– " if mark.endswith("?") else '"'
    if before.isalnum() and (after.isalnum() or mark.endswith("?")):
        return " – "
    return '"'


def _closes_later(text: str, position: int) -> bool:
    """Tell whether an open quotation still finds its closing mark after this one, before another one opens."""
    found = NEXT_MARK.search(text, position, position + LOOK_AHEAD)
    return found is not None and not found[0].startswith('"')
