"""Cleaning rules that lift what is said about the article out of it: byline, credit line, date, author's note."""

from __future__ import annotations

import re

from framing.corpus.clean.datelines import DAY
from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.lines import cut_tail
from framing.corpus.clean.patterns import TAIL, agency_regex, line_regex, patterns

NAME = r"(?:(?:[A-Z][\w'’-]+|[A-Z]\.|de|van|von|der|al|bin|el|la|di) ){1,4}?[A-Z][\w'’-]+"
DATE_LINE = re.compile(
    rf"(?:(?:published|updated|posted|last updated|date|on)[: ]+(?:on |at )?)?(?:\w+day,? )?(?:{DAY}|\d{{4}}-\d\d-\d\d|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:,? (?:at )?\d{1,2}[:.]\d\d.{0,20})?",
    re.IGNORECASE,
)
BYLINE = re.compile(
    rf"(?:[Bb]y|BY|Written by|Reported by|Story by|Text by|Author:|Authors:)[: ]+{NAME}"
    rf"(?:(?:,? and |, ?|; ?){NAME}){{0,8}}"
    r"(?:(?:,| in | at | \||  | -| –) ?.{0,80})?"
    rf"|{NAME}(?:(?:,? and |, ?){NAME}){{0,3}}(?:,| \||,? for| -| –) ?(?:the )?(?:[A-Z][\w'’-]+ ){{0,3}}"
    r"(?:News Service|News Agency|News|Press|Post|Times|Herald|Tribune|Journal|Daily|Gazette|Guardian|Reuters|AFP|"
    r"Bloomberg|[Cc]orrespondent|[Rr]eporter|[Ss]taff [Ww]riter|[Ww]riter|[Ee]ditor)"
    rf"|(?:[Bb]y |From )?(?:{agency_regex(shortest=3)})(?: (?:Staff|staff|[Ww]riters?|[Rr]eporters?))?"
)
ROLE = (
    r"(?:(?:assistant|associate|senior|junior|visiting|adjunct|distinguished|founding|former|chief|deputy|managing|full|"
    r"emeritus|freelance|independent|research|political|foreign|non-resident|policy|London|Moscow|Beijing)[ -])*"
    r"(?:professor|lecturer|fellow|researcher|scholar|director|president|columnist|journalist|writer|reporter|editor|"
    r"correspondent|analyst|author|chair|chairman|chairwoman|economist|historian|lawyer|activist|consultant|"
    r"commentator|blogger|expert|student|scientist|founder|head|member|critic|academic|ambassador)"
)
BIO = re.compile(
    rf"(?:(?P<name>{NAME}),? (?:PhD,? |MP,? )?(?:is|was|works as|has been|serves as) (?:currently )?"
    rf"(?:an?|the|one of the) (?:[\w-]+ )?(?i:{ROLE})\b.*"
    rf"|The (?:author|writer)s? (?:is|are|was|were|works?|has|have)\b.*"
    rf"|(?:What follows|The following|This|Below) is (?:an? |the )?(?:exclusive )?(?:Dr\.? |Prof\.? |Professor )?"
    rf"(?P<other>{NAME})['’]s? (?:exclusive )?(?:note|article|commentary|essay|op-?ed|interview|analysis)\b.*)",
    re.DOTALL,
)
BIO_NAME = re.compile(rf"(?P<name>{NAME}) (?:is|was) (?:currently )?(?:an?|the) (?:[\w-]+ )?(?i:{ROLE})\b")
MAX_BIO = 600


def lift_credit(draft: Draft) -> None:
    """Lift closing credit lines ("Source: …", "(AFP, dpa)", "… contributed to this report") out of the text."""
    found = []
    while True:
        body = draft.body.rstrip(" \n\t-–—")
        offset = max(0, len(body) - TAIL // 3)
        tail = body[offset:]
        match = next((m for m in (p.search(tail) for p in patterns("tail", "credit")) if m is not None), None)
        if match is None or match.start() + offset == 0 or not match[0].strip():
            break
        found.append(match[0].strip())
        draft.remove("credit", match[0])
        draft.body = body[: offset + match.start()].rstrip()
    draft.credit = " ".join([*reversed(found), draft.credit]).strip()


def lift_byline(draft: Draft) -> None:
    """Lift a line that names the author out of the head of a text."""

    def chosen(lines: list[str]) -> set[int]:
        for i, line in enumerate(lines[:6]):
            if len(line) <= 160 and BYLINE.fullmatch(line.rstrip(".")):
                draft.byline = draft.byline or re.sub(r"^(?:.*?\bby|authors?:)[: ]+", "", line, flags=re.IGNORECASE)
                return {i}
        return set()

    draft.keep_lines("byline", chosen)


def lift_date(draft: Draft) -> None:
    """Lift a line that only holds a date out of the head of a text."""

    def chosen(lines: list[str]) -> set[int]:
        updated = line_regex("date_line")
        gone = {
            i
            for i, line in enumerate(lines[:10])
            if len(line) <= 100 and (DATE_LINE.fullmatch(line) or updated.fullmatch(line))
        }
        draft.date = draft.date or next((lines[i] for i in sorted(gone)), "")
        return gone

    draft.keep_lines("date_line", chosen)


def lift_bio(draft: Draft) -> None:
    """Lift a paragraph about the author out of the head or the end of a text."""

    def chosen(lines: list[str]) -> set[int]:
        closing = {i for i in (len(lines) - 2, len(lines) - 1) if i > 0}
        ends = closing | {i for i in (0, 1, 2) if i < len(lines)}
        gone = {
            i
            for i in ends
            if len(lines[i]) <= MAX_BIO and _is_bio(lines[i], opening=i not in closing, headline=draft.headline)
        }
        return gone if len(gone) < len(lines) else set()

    known = len(draft.edits)
    draft.keep_lines("bio", chosen)
    while cut_tail(draft, "bio"):
        continue
    for edit in draft.edits[known:]:
        name = BIO_NAME.search(edit.text) or BIO.match(edit.text)
        if name is not None and not draft.byline:
            draft.byline = next((value for value in name.groupdict().values() if value), "")


def _is_bio(line: str, *, opening: bool, headline: str) -> bool:
    match = BIO.fullmatch(line)
    if match is None:
        return False
    name = match["name"]
    if not opening or name is None:
        return not (name is not None and re.search(r"\bsaid\b|\btold\b", line))
    return name.split()[-1] in headline
