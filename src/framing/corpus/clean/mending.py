"""Cleaning rules for characters: broken encodings, spaces, and marks that stand for a paragraph or a space.

Text that went through a Chinese code page on its way into a collection has lost its fixed spaces: a hyphen stands for
each, and ``.- `` or `` - - `` for a paragraph break. What can be told from the surroundings is put back.
"""

from __future__ import annotations

import re
from collections import Counter

import ftfy
from ftfy.badness import is_bad

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import words_of

PARTS = ("headline", "body")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f]")
FIXED_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x1c-\x1f]")
LINE_BREAK = re.compile("[\u2028\u2029\x0b\x0c\x85]")
"""Characters that end a line as a newline does; between words they are all that keeps them apart."""
WORTH_A_LOOK = re.compile("[^\x00-\x7f\u00a0£éü–—‘’“”…€�]")
LEFT_OVER = re.compile(r"(?<=[.!?\"')\n])(?:\s*[-–—])+\Z")
GAPS = re.compile(r"\n{3,}")
DASHES = re.compile(r"-(?: +-)*(?: +|\Z)")
LEADING_DASH = re.compile(r"\s*-[ -]*(?=[\"'A-Z])")
WIDE_GAP = re.compile(r"(?<! )   +(?=[\"'A-Z])")
SENTENCE_END = re.compile(r"[.!?][\"')\]]?\??\Z")
WORD_BEFORE = re.compile(r"(?<![\w-])[A-Za-z]+\Z")
WORD_AFTER = re.compile(r"[A-Za-z]+(?![\w-])")
HYPHEN = re.compile(r"(?<=.)-", re.DOTALL)
SIGNS = 2
MARKS = frozenset(",;:")
ENDS = frozenset(".!?)")
PAIRED = frozenset({"and", "or", "to", "und"})
"""What may follow a hanging hyphen, as in "short- and long-term"."""


def mend_mojibake(draft: Draft) -> None:
    """Mend text that was decoded with the wrong code page, where ftfy is sure of it."""
    for part in PARTS:
        text = getattr(draft, part)
        if text.isascii() or not WORTH_A_LOOK.search(text) or not is_bad(text):
            continue
        mended = "\n".join(ftfy.fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
        if mended != text:
            changes = [pair for pair in zip(text.split(), mended.split(), strict=False) if pair[0] != pair[1]]
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
        found.update((f"U+{ord(mark):04X}", "line end") for mark in LINE_BREAK.findall(text))
        if found:
            setattr(draft, part, LINE_BREAK.sub("\n", FIXED_SPACE.sub(" ", INVISIBLE.sub("", text))))
            draft.swap("invisible", part, found)


def restore_paragraphs(draft: Draft) -> None:
    """Turn ``.- ``, `` - - `` and wide gaps between sentences back into paragraph breaks."""
    body = draft.body
    found: Counter[tuple[str, str]] = Counter()
    leading = LEADING_DASH.match(body)
    if leading is not None:
        body = body[leading.end() :]
        found["-", "removed"] += 1
    if "- " in body or body.endswith("-"):
        pieces, position = [], 0
        for match in DASHES.finditer(body):
            before = body[max(position, match.start() - 20) : match.start()]
            if _is_break(before, match[0], body[match.end() : match.end() + 1]):
                pieces.append(body[position : match.start()].rstrip(" "))
                position = match.end()
                found[match[0].strip(), "paragraph"] += 1
        body = "\n\n".join([*pieces, body[position:]])
    if "   " in body:
        pieces, position = [], 0
        for match in WIDE_GAP.finditer(body):
            if SENTENCE_END.search(body, match.start() - 3, match.start()):
                pieces.append(body[position : match.start()])
                position = match.end()
                found["   ", "paragraph"] += 1
        body = "\n\n".join([*pieces, body[position:]])
    if found:
        draft.body = body
        draft.swap("paragraph_marks", "body", found)


def _is_break(before: str, dashes: str, after: str) -> bool:
    """Tell whether dashes stand for the end of a paragraph."""
    text = before.rstrip(" ")
    ends = SENTENCE_END.search(text) is not None
    if not after or dashes.count("-") > 1:
        return (ends or dashes.count("-") > 1) and bool(text)
    if not ends or not (after.isupper() or after in "\"'"):
        return False
    spaced = text != before
    return not spaced or (text[-1] in ".!?" and text[-2:-1].isalnum() and not text[-2:-1].isupper())


def loosen_hyphens(draft: Draft) -> None:
    """Turn hyphens that stand for fixed spaces ("the-ministers", "on Monday,-he") back into spaces.

    Only in a text with at least `SIGNS` hyphens that can be nothing else: in a sound one the writer meant them.
    """
    for part in PARTS:
        text = getattr(draft, part)
        hyphens = [match.start() for match in HYPHEN.finditer(text)]
        if len(hyphens) < SIGNS or sum(_is_glued(text, hyphen) for hyphen in hyphens) < SIGNS:
            continue
        found: Counter[tuple[str, str]] = Counter()
        pieces, position = [], 0
        for hyphen in hyphens:
            if not (_is_glued(text, hyphen) or _may_be_glued(text, hyphen)):
                continue
            before, after = text[hyphen - 1 : hyphen], text[hyphen + 1 : hyphen + 2]
            gap = "" if before.isspace() or after.isspace() else " "
            pieces.append(text[position:hyphen] + gap)
            position = hyphen + 1
            found["-", gap or "removed"] += 1
        setattr(draft, part, "".join(pieces) + text[position:])
        draft.swap("glued_hyphens", part, found)


def _is_glued(text: str, hyphen: int) -> bool:
    """Tell whether a hyphen stands where only a space can."""
    before, after = text[hyphen - 1 : hyphen], text[hyphen + 1 : hyphen + 2]
    if before in MARKS or (before in "\"'" and text[hyphen - 2 : hyphen - 1] in ".,!?"):
        return after.isalnum() or after in "\"'"
    return before.isalpha() and before.islower() and _parts_words(text, hyphen, after)


def _may_be_glued(text: str, hyphen: int) -> bool:
    """Tell whether a hyphen in a text with spoilt spaces stands for one more: "said- he", " -in March", "done.-And"."""
    before, after = text[hyphen - 1 : hyphen], text[hyphen + 1 : hyphen + 2]
    if before == " ":
        return text[hyphen + 1 : hyphen + 3].isalpha() and after.islower()
    if before in ENDS:
        return after.isupper() and not text[hyphen - 2 : hyphen - 1].isupper()
    follows = WORD_AFTER.match(text, hyphen + 2) if after == " " and before.islower() else None
    return follows is not None and follows[0].islower() and follows[0] not in PAIRED


def _parts_words(text: str, hyphen: int, after: str) -> bool:
    """Tell whether the words on both sides of a hyphen make no compound ("state-of-the-art" and "would-be" do)."""
    glued = words_of("glued_hyphens")
    follows = WORD_AFTER.match(text, hyphen + 1)
    if follows is not None and follows[0] in glued:
        return True
    word = WORD_BEFORE.search(text, max(0, hyphen - 12), hyphen)
    if word is None or word[0].lower() not in glued or (follows is not None and follows[0] == "be"):
        return False
    return after.islower() or after in "\"'"


def tidy_spaces(draft: Draft) -> None:
    """Make one space of many, and at most one blank line between paragraphs; not noted, since no word changes."""
    draft.headline = " ".join(draft.headline.split())
    body = "\n".join([" ".join(line.split()) for line in draft.body.split("\n")])
    draft.body = LEFT_OVER.sub("", GAPS.sub("\n\n", body).strip())
