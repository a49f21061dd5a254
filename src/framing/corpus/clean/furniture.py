"""Cleaning rules for what a page puts round an article: lists of other items, readers' comments, clocks, templates."""

from __future__ import annotations

import re
from functools import cache

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import line_regex, words_of

MAX_ITEM = 120
"""A linked headline is no longer; nor does it end as a sentence does, unless it has a number in front."""
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\Z")
NUMBERED = re.compile(r"(?:\d{1,2}[.)]|#\d{1,2}|[•·▪*–-])\s+\S")
CLOCK = re.compile(
    r"[\[(]?(?:[01]?\d|2[0-4])(?P<mark>[:.])[0-5]\d ?(?P<half>[ap]\.?m\.?)? ?"
    r"(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|PST|PDT|PT|IST|JST|HKT|AEST|AEDT|MSK)?[\])]?(?: ?[-–—|:])?",
    re.IGNORECASE,
)
FIRST_WORD = re.compile(r"(?:\s+|(?<=[\s\])|:–—-]))(?=[\"'“‘A-Z])")
HEAVY = 300
"""Characters from which on a line is a paragraph of prose and no comment on one."""
TEMPLATE = re.compile(
    r"\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|<%[^%\n]{0,200}%>|\$\{[^{}\n]{0,100}\}|\[\[[^\[\]\n]{0,100}\]\]"
    r"|\[/?(?:caption|gallery|embed|video|audio|playlist|vc_\w+|et_pb_\w+)\b[^\[\]\n]{0,200}\]"
    r"|<!--[^\n]{0,200}?-->|</?(?:div|span|script|style|iframe|img|p|br|a|figure|section|aside)\b[^<>\n]{0,300}>"
)
CODE = re.compile(
    r"(?:(?:var|let|const) \w{1,40} ?=|(?:window|document|googletag|jQuery|_paq|dataLayer|\$)[.(\[]"
    r"|function ?\w{0,40}\(|@(?:media|import|font-face)\b|[.#][\w-]{1,60}[ ,.#>:\w-]{0,100}\{"
    r"|\}[,;)]{0,3}\Z|\{\"@|\(function).{0,400}"
)


def drop_link_lists(draft: Draft) -> None:
    """Drop the items that stand under a heading such as "Most read" or "Related stories", up to the next paragraph."""
    heading = line_regex("link_list")

    def chosen(lines: list[str]) -> set[int]:
        gone: set[int] = set()
        for i, line in enumerate(lines):
            if i in gone or len(line) > MAX_ITEM or not heading.fullmatch(line):
                continue
            items = _items_after(lines, i)
            if items:
                gone |= {i, *items}
        return gone

    draft.keep_lines("link_list", chosen)


def _items_after(lines: list[str], heading: int) -> list[int]:
    """Numbers of the lines under a heading that look like links; none where a paragraph follows at once."""
    items = []
    for i in range(heading + 1, len(lines)):
        numbered = NUMBERED.match(lines[i]) is not None
        if len(lines[i]) > MAX_ITEM or (SENTENCE_END.search(lines[i]) and not numbered):
            break
        items.append(i)
    return items


def drop_comments(draft: Draft) -> None:
    """Drop what readers wrote under an article: all that follows a heading such as "Comments (12)", if it reads so.

    Where it does not, the heading was a button, and goes alone.
    """
    heading, mark = line_regex("comments"), line_regex("comment_mark")

    def chosen(lines: list[str]) -> set[int]:
        headings = [i for i, line in enumerate(lines) if len(line) <= MAX_ITEM and heading.fullmatch(line)]
        first = next((i for i in headings if _are_comments(lines, i, mark)), len(lines))
        return {*headings, *range(first, len(lines))}

    draft.keep_lines("comments", chosen)


def _are_comments(lines: list[str], heading: int, mark: re.Pattern[str]) -> bool:
    """Tell comments from the article itself, which follows where a page has its button on top."""
    above, below = lines[:heading], lines[heading + 1 :]
    marks = sum(len(line) <= MAX_NOTICE and mark.fullmatch(line) is not None for line in below)
    lighter = sum(map(len, below)) <= sum(map(len, above))
    if marks:
        return lighter or marks >= max(2, len(below) // 5)
    counted = any(letter.isdigit() for letter in lines[heading])
    return bool(below) and counted and lighter and max(map(len, below)) < HEAVY


def drop_clocks(draft: Draft) -> None:
    """Take the time of an entry off a live blog: on a line of its own, or in front of the entry."""
    lines = draft.body.split("\n")
    found = [CLOCK.match(line.strip()) for line in lines]
    clocks = [
        match if match is not None and _is_clock(match, line.strip()) else None
        for line, match in zip(lines, found, strict=True)
    ]
    several = sum(clock is not None for clock in clocks) > 1
    kept = []
    for line, clock in zip(lines, clocks, strict=True):
        if clock is None or not (several or clock["mark"] == ":" or clock["half"]):
            kept.append(line)
            continue
        draft.remove("clock", clock[0])
        rest = line.strip()[clock.end() :].strip()
        if rest:
            kept.append(rest)
    draft.body = "\n".join(kept)


def _is_clock(match: re.Match[str], line: str) -> bool:
    return match.end() == len(line) or FIRST_WORD.match(line, match.end()) is not None


def drop_templates(draft: Draft) -> None:
    """Take out template braces, tags and lines of code that a page's maker forgot."""
    if not any(mark in draft.body for mark in "{}<[=$"):
        return

    def chosen(lines: list[str]) -> set[int]:
        return {i for i, line in enumerate(lines) if CODE.fullmatch(line[:600]) and not SENTENCE_END.search(line)}

    draft.keep_lines("template", chosen)
    for match in list(TEMPLATE.finditer(draft.body)):
        draft.remove("template", match[0])
    draft.body = TEMPLATE.sub(" ", draft.body)


MAX_NOTICE = 260
ADDRESSED = re.compile(r"\b(?:you|your|you['’]re|you['’]ve|our|us)\b", re.IGNORECASE)
REPORTED = re.compile(r"[\"“”«»]|\b(?:said|says|told|according)\b")


def drop_notices(draft: Draft) -> None:
    """Drop lines that ask the reader for something: a subscription, a click, consent to cookies."""
    draft.keep_lines("notice", lambda lines: {i for i, line in enumerate(lines) if is_notice(line)})


def is_notice(line: str) -> bool:
    """Tell whether a line asks the reader for something that only a site can ask for.

    Parameters
    ----------
    line : str

    Returns
    -------
    bool

    Notes
    -----
    Such a line begins with an order or speaks to "you", names a thing that only sites have (an inbox, cookies), quotes
    nobody and is short. The four together are rare in the news itself, on whatever site.
    """
    if len(line) > MAX_NOTICE or REPORTED.search(line) or not _site_things().search(line):
        return False
    return line.split(maxsplit=1)[0].lower().strip(",:;!") in words_of("order") or ADDRESSED.search(line) is not None


@cache
def _site_things() -> re.Pattern[str]:
    things = sorted(words_of("site_thing"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, things))})\b", re.IGNORECASE)
