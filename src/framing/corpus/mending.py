"""Cleaning rules for characters: broken encodings, lost quotation marks, spaces, marks that stand for paragraphs.

Text that went through a Chinese code page on its way into a collection has lost its curly marks: ``"?`` stands for a
quotation mark, an apostrophe or a dash together with the character after it, and a hyphen for a fixed space. What can
be told from the surroundings is put back, so that quotations can be counted; what cannot is left.
"""

from __future__ import annotations

import re
from collections import Counter

import ftfy
from ftfy.badness import is_bad

from framing.corpus.drafts import Draft
from framing.corpus.patterns import words_of

PARTS = ("headline", "body")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FIXED_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SPACES = re.compile(r"[ \t]{2,}|\t")
LINE_ENDS = re.compile(r" ?\n ?")
GAPS = re.compile(r"\n{3,}")
PARAGRAPH = re.compile(
    r'(?:(?<=[.!?]["\'])|(?<=[.!?]"\?)|(?<=[.!?]))-(?: -)* +(?=["\'A-Z])'
    r'|(?<=[a-z\d)][.!?]) +-(?: -)* +(?=["\'A-Z])'
    r"|(?<=\S) +-(?: -)+ +"
)
FUNCTION = "|".join(sorted(words_of("glued_hyphens")))
GLUED = re.compile(
    rf"(?<![\w-])(?:{FUNCTION})-(?=[a-z\"'])|(?<=[a-z])-(?=(?:{FUNCTION})\b(?!-))|(?<=[,:;])-(?=[\w\"])"
    r"|(?<=[a-z])- (?=[a-z])(?!and\b|or\b|to\b|und\b)|(?<= )-(?=[a-z]{3})",
)
CONTRACTION = r"(?:s|t|d|m|re|ve|ll|S|T|D|M|RE|VE|LL)\b"
MARK = re.compile(
    r'"\ufffd\??|"\?|"|\ufffd\ufffd(?=(?:s|t|d|m|re|ve|ll|n)\b)|\u0093|\u0094|\u0092|\u0091|\u0096|\u0097'
)
DAMAGE = re.compile(
    rf'"\?|"\ufffd|(?<=[A-Za-z])"(?={CONTRACTION})|\ufffd\ufffd(?:s|t|d|m|re|ve|ll|n)\b|[\u0091-\u0097]'
)
SUFFIX = re.compile(CONTRACTION)
NEXT_MARK = re.compile(r'[.,!?]"|(?:^|(?<=[\s(\[]))"(?=\w)|\w"\?')
LOOK_AHEAD = 400


def mend_mojibake(draft: Draft) -> None:
    """Mend text that was decoded with the wrong code page, where ftfy is sure of it."""
    for part in PARTS:
        text = getattr(draft, part)
        if text.isascii() or not is_bad(text):
            continue
        mended = "\n".join(ftfy.fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
        if mended != text:
            changes = [w for w in zip(text.split(), mended.split(), strict=False) if w[0] != w[1]]
            setattr(draft, part, mended)
            draft.swap("mojibake", part, Counter(changes))


def drop_invisible(draft: Draft) -> None:
    """Take out characters that cannot be seen and turn fixed spaces into plain ones."""
    for part in PARTS:
        text = getattr(draft, part)
        if text.isascii() and text.isprintable():
            continue
        found = Counter((f"U+{ord(mark):04X}", "") for mark in INVISIBLE.findall(text))
        found.update((f"U+{ord(mark):04X}", " ") for mark in FIXED_SPACE.findall(text))
        if found:
            setattr(draft, part, FIXED_SPACE.sub(" ", INVISIBLE.sub("", text)))
            draft.swap("invisible", part, found)


def restore_paragraphs(draft: Draft) -> None:
    """Turn ``.- `` and `` - - `` between sentences back into paragraph breaks."""
    if "- " not in draft.body:
        return
    found: Counter[tuple[str, str]] = Counter()

    def replace(match: re.Match[str]) -> str:
        found[match[0].strip(), "paragraph"] += 1
        return "\n\n"

    draft.body = PARAGRAPH.sub(replace, draft.body)
    draft.swap("paragraph_marks", "body", found)


def loosen_hyphens(draft: Draft) -> None:
    """Turn a hyphen that stands for a fixed space ("the-ministers", "on Monday,-he") back into a space."""
    for part in PARTS:
        text = getattr(draft, part)
        if "-" not in text:
            continue
        found: Counter[tuple[str, str]] = Counter()

        def replace(match: re.Match[str], found: Counter[tuple[str, str]] = found) -> str:
            after = match[0].replace("-", " ").rstrip() + " "
            found[match[0], after] += 1
            return after if match.start() == 0 or match.string[match.start() - 1] != " " or match[0] != "-" else ""

        mended = GLUED.sub(replace, text)
        if found:
            setattr(draft, part, mended)
            draft.swap("glued_hyphens", part, found)


def mend_quotation_marks(draft: Draft) -> None:
    """Put back quotation marks, apostrophes and dashes that became ``"?``, ``"�`` or a straight double mark."""
    for part in PARTS:
        text = getattr(draft, part)
        if ('"' in text or not text.isascii()) and DAMAGE.search(text):
            mended, changes = _mend_marks(text)
            setattr(draft, part, mended)
            draft.swap("quotation_marks", part, changes)


def _mend_marks(text: str) -> tuple[str, Counter[tuple[str, str]]]:
    pieces: list[str] = []
    changes: Counter[tuple[str, str]] = Counter()
    position = 0
    pending = False
    for match in MARK.finditer(text):
        start, end = match.span()
        pieces.append(text[position:start])
        before = pieces[-1][-1:] or (pieces[-2][-1:] if len(pieces) > 1 else "")
        mark = _classify(text, match, before, pending)
        if mark.strip() in ('"', '"'):
            pending = mark != '" ' and (before in "" or before.isspace() or before in "([-–—")
        if mark != match[0]:
            changes[match[0], mark] += 1
        pieces.append(mark)
        position = end
    pieces.append(text[position:])
    return "".join(pieces), changes


def _classify(text: str, match: re.Match[str], before: str, pending: bool) -> str:
    """Tell what a spoilt mark was: the string that takes its place."""
    mark, after = match[0], text[match.end() : match.end() + 1]
    if mark in "\u0091\u0092\u0093\u0094\u0096\u0097":
        return {"\u0091": "'", "\u0092": "'", "\u0093": '"', "\u0094": '"'}.get(mark, "–")
    if mark.startswith("\ufffd"):
        return "'"
    if before.isalpha() and after.isalpha() and mark != '"?' and SUFFIX.match(text, match.end()):
        return "'"
    if mark == '"':
        return '"'
    opens = before == "" or before.isspace() or before in "([-–—"
    if mark.startswith('"\ufffd'):
        return _one_character(mark, opens, before, after)
    if opens:
        return " – " if before in ("-", "–") else "– "
    gap = "" if after in " \n,.;:)]" else " "
    if before == "s" and (after.isalpha() or after == " ") and not (pending and not _closes_later(text, match.end())):
        return "'" + gap
    return '"' + gap


def _one_character(mark: str, opens: bool, before: str, after: str) -> str:
    if opens:
        return '"' if mark[-1] != "?" else "– "
    if before.isalnum() and (after.isalnum() or mark[-1] == "?"):
        return " – "
    return '"'


def _closes_later(text: str, position: int) -> bool:
    """Tell whether an open quotation still finds its closing mark after this one, before another one opens."""
    found = NEXT_MARK.search(text, position, position + LOOK_AHEAD)
    return found is not None and not found[0].startswith('"')


def tidy_spaces(draft: Draft) -> None:
    """Make one space of many, and at most one blank line between paragraphs; not noted, since no word changes."""
    draft.headline = " ".join(draft.headline.split())
    body = SPACES.sub(" ", draft.body)
    draft.body = GAPS.sub("\n\n", LINE_ENDS.sub("\n", body)).strip()
