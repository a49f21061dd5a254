"""Cleaning rules for lines and phrases that are no part of the article."""

from __future__ import annotations

import re
from collections.abc import Callable

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import TAIL, line_regex, patterns, words_of

MAX_LINE = 400
"""Longer lines are paragraphs; no pattern for lines is tried on them."""
MAX_HEADLINE = 250
MENU_RUN = 8
"""So many short lines in a row with no full stop are a menu."""
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
REPEATED = re.compile(r"(.{2,4}?)\1+.{0,3}\Z")
LEDE = 60
"""Characters that a lede must have before a second printing of it is believed to be one."""
SENTENCE_END = (".", "!", "?", '"', "”", "…", ":", "'", "’")
SENTENCE_BREAK = re.compile(r"[a-z\d]{4}[.!?][\"”’]? +[A-Z\"“]")
NORMAL = re.compile(r"[^\w]+")


def drop_matching_lines(rule: str, *, spare_last: bool = False) -> Callable[[Draft], None]:
    """Make the rule that drops the lines which the lexicon `boilerplate` lists under its name.

    With `spare_last`, an article that has no other line keeps them: the caption is all there is of a picture story.
    """

    def apply(draft: Draft) -> None:
        regex = line_regex(rule)

        def chosen(lines: list[str]) -> set[int]:
            gone = {i for i, line in enumerate(lines) if len(line) <= MAX_LINE and regex.fullmatch(line)}
            return set() if spare_last and len(gone) == len(lines) else gone

        draft.keep_lines(rule, chosen)

    return apply


def drop_phrases(rule: str) -> Callable[[Draft], None]:
    """Make the rule that takes out phrases, and closing passages, which the lexicon lists under its name."""
    lines = drop_matching_lines(rule)

    def apply(draft: Draft) -> None:
        lines(draft)
        _cut_inside(draft, rule)
        while cut_tail(draft, rule):
            continue

    return apply


def _cut_inside(draft: Draft, rule: str) -> None:
    for pattern in patterns("inside", rule):
        if pattern.search(draft.body) is None:
            continue

        def note(match: re.Match[str]) -> str:
            draft.remove(rule, match[0])
            return "\n\n"

        draft.body = pattern.regex.sub(note, draft.body)


def cut_tail(draft: Draft, rule: str) -> bool:
    """Take one closing passage off the end; tell whether there was one."""
    body = draft.body.rstrip()
    offset = max(0, len(body) - TAIL)
    tail = body[offset:]
    for pattern in patterns("tail", rule):
        match = pattern.search(tail)
        if match and match[0].strip() and match.start() + offset > 0:
            draft.remove(rule, match[0])
            draft.body = body[: offset + match.start()].rstrip()
            return True
    return False


def drop_junk_lines(draft: Draft) -> None:
    """Drop lines typed by a hand that fell on the keyboard ("asdasd")."""
    draft.keep_lines("junk_line", lambda lines: {i for i, line in enumerate(lines) if is_keyboard_junk(line)})


def is_keyboard_junk(line: str) -> bool:
    """Tell whether a line is a row of neighbouring keys and no word.

    Parameters
    ----------
    line : str

    Returns
    -------
    bool
    """
    word = line.lower()
    if not (4 <= len(word) <= 30 and word.isascii() and word.isalpha()):
        return False
    if any(word in row or word[::-1] in row for row in ROWS):
        return word not in {"were", "tree", "fred", "wert", "trew"} and len(word) >= 4
    one_row = any(set(word) <= set(row) for row in ROWS)
    return one_row and len(word) >= 5 and len(set(word)) >= 3 and REPEATED.match(word) is not None


def drop_share_bars(draft: Draft) -> None:
    """Drop lines that only name services to share on, and such names in a row inside a text."""

    def chosen(lines: list[str]) -> set[int]:
        bars = {i for i, line in enumerate(lines) if _is_share_bar(line)}
        return {i for i in bars if " " in lines[i] or {i - 1, i + 1} & bars or lines[i].lower() == "share"}

    draft.keep_lines("share_bar", chosen)
    _cut_inside(draft, "share_bar")


def _is_share_bar(line: str) -> bool:
    words = re.sub(
        r"\b(?:share|send|tweet|post)(?: this)?(?: article| story| page)? (?:on|via|by|to|with) ", "", line.lower()
    )
    services = words_of("share_bar")
    names = (
        re.sub(r"^share[: ]+", "", words)
        .replace(",", " ")
        .replace("·", " ")
        .replace("|", " ")
        .replace("/", " ")
        .split()
    )
    return 0 < len(names) <= 20 and all(name in services for name in names)


def drop_menus(draft: Draft) -> None:
    """Drop runs of eight or more short lines with no sentence in them: menus, tag clouds, lists of countries."""

    def chosen(lines: list[str]) -> set[int]:
        short = [
            len(line) <= 40 and len(line.split()) <= 4 and not line.endswith(SENTENCE_END) and not line[0].isdigit()
            for line in lines
        ]
        gone: set[int] = set()
        run: list[int] = []
        for i, is_short in enumerate([*short, False]):
            if is_short:
                run.append(i)
                continue
            gone |= set(run) if len(run) >= MENU_RUN else set()
            run = []
        return gone if len(gone) < len(lines) else set()

    draft.keep_lines("menu", chosen)


def lift_headline(draft: Draft) -> None:
    """Take the first line for the headline of a text that has lines and no headline."""
    if draft.headline.strip() or "\n" not in draft.body.strip():
        return
    first, rest = (part.strip() for part in draft.body.strip().split("\n", 1))
    sentence = first.endswith((".", ",", ";"))
    if len(first) <= MAX_HEADLINE and (not sentence or (draft.whole_file and _is_one_sentence(first))):
        draft.headline, draft.body = first, rest


def _is_one_sentence(line: str) -> bool:
    return line.endswith(".") and SENTENCE_BREAK.search(line) is None


def _normal(text: str) -> str:
    return NORMAL.sub(" ", text.lower()).strip()


def drop_repeated_headline(draft: Draft) -> None:
    """Drop the headline where it is printed again, as a line of the body or in front of it."""
    headline = _normal(draft.headline)
    if len(headline.split()) < 3:
        return
    draft.keep_lines(
        "repeated_headline", lambda lines: {i for i, line in enumerate(lines) if _normal(line) == headline}
    )
    body = draft.body.lstrip()
    if body.startswith(draft.headline.strip()) and len(headline.split()) >= 4:
        rest = body[len(draft.headline.strip()) :]
        if rest[:2].strip() and rest.lstrip()[:1].isupper() and rest[:1].isspace():
            draft.remove("repeated_headline", draft.headline)
            draft.body = rest.lstrip()


def drop_repeated_lines(draft: Draft) -> None:
    """Drop a line that is printed again word for word (captions, pull quotes); the first printing stays."""

    def chosen(lines: list[str]) -> set[int]:
        seen: set[str] = set()
        again = set()
        for i, line in enumerate(lines):
            normal = _normal(line)
            if len(normal.split()) >= 3 and normal in seen:
                again.add(i)
            seen.add(normal)
        return again

    draft.keep_lines("repeated_line", chosen)


def drop_repeated_lede(draft: Draft) -> None:
    """Drop a standfirst whose words stand again, in the same order, in a later paragraph."""

    def chosen(lines: list[str]) -> set[int]:
        normal = [_normal(line) for line in lines]
        return {
            i
            for i, line in enumerate(normal[:4])
            if len(line) >= LEDE and any(line in later and (i < 1 or line != later) for later in normal[i + 1 :])
        }

    draft.keep_lines("repeated_lede", chosen)
    if "\n" not in draft.body:
        _drop_doubled_opening(draft)


def _drop_doubled_opening(draft: Draft) -> None:
    """Drop the first of two printings of an opening that follow each other in a text without lines."""
    body = draft.body.strip()
    opening = body[:LEDE]
    again = body.find(opening, LEDE)
    if len(opening) == LEDE and 0 < again <= 1000 and body[:again].strip() == body[again : 2 * again].strip():
        draft.remove("repeated_lede", body[:again])
        draft.body = body[again:]
