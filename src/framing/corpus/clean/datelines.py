"""Cleaning rule for datelines: place, date and agency in front of the first sentence ("DAMASCUS, March 3 /TASS/.").

A dateline is read by its parts: places, a date, who sends it, and what closes it. Each part is optional, but not all at
once, and each repeat in an expression is bounded, so that no text takes long.
"""

from __future__ import annotations

import re
from functools import cache

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import HEAD, agency_regex
from framing.lexicon import read_lexicon

MONTH = (
    r"(?i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
NTH = r"(?i:st|nd|rd|th)?"
DAY = rf"(?:{MONTH} ?\d{{1,2}}{NTH}|\d{{1,2}}{NTH} {MONTH})(?:,? \d{{4}})?"
DATE = rf"(?:{DAY}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
CITY = r"(?!(?:AN?|THE(?! HAGUE)) )[A-Z][A-Z'’.]+(?:[ /-][A-Z][A-Z'’.]*){0,4}"
"""A place in capitals; "AN INSPECTOR GENERAL" opens a feature and is none."""
TOWN = r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]*|de|del|la|el|al|upon|of)){0,3}"
REGION = r"(?:, [A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2}){0,2}"
DASH = r"(?:--|[-–—])"
OPENS = r"(?=[\"'“‘«„A-Z\d])"
EARLY = 4
"""A dateline may stand behind so many lines of junk, a subheading or a caption."""
MAX_BEFORE = 200
"""A longer line in front of it is a paragraph: then what looks like a dateline belongs to the text."""


@cache
def _with_agency() -> re.Pattern[str]:
    """Give the expression for datelines that name an agency."""
    names = agency_regex(everywhere=False)
    long_names = agency_regex(everywhere=False, shortest=4)
    brackets = rf"[(\[](?:{names})(?:[/,. -][^()\[\]\n]{{0,60}})?[)\]]"
    slashes = rf"/ ?(?:{names})(?:[ .,/-][^/\n]{{0,60}})?/"
    plain = rf"(?:{long_names})(?: News Agency| news agency)?"
    writer = r"(?:[Bb]y (?:[A-Z][\w.'’-]+ ?){1,4})?"
    return re.compile(
        rf"\s*(?:[A-Z][^!?\n\"]{{1,80}}?{slashes}[. /]*(?:{DASH}|:)?\s*"
        rf"|(?!An? |The (?!Hague))[A-Z][^!?\n\"()\[\]]{{1,60}}? ?{brackets}\.? ?(?:{DASH}|:)\s*"
        rf"|{CITY}{REGION}(?:[.,]? {DATE})?[.,]? ?{brackets}\.?\s*"
        rf"|{TOWN}{REGION}(?:,? {DATE})[.,]? ?{brackets}\.?\s*"
        rf"|{TOWN} {brackets}(?=[A-Z\"“])"
        rf"|{brackets}\s*(?:(?:{DASH}|:)\s*)?(?:(?:{TOWN}|{CITY}){REGION}(?:,? {DATE})? ?(?:{DASH}|:)\s+)?"
        rf"|{CITY}{REGION} ?[.,–—-]\s*(?:{DATE} ?[.,–—-]? ?)?{plain}(?:\.? ?{DASH}|[.:])?\s+"
        rf"|{TOWN}{REGION}[.,]? {DATE}\s{{0,3}}[.,–—-]?\s{{0,3}}{writer}[–—-]?\s{{0,3}}{plain}"
        rf"(?:\.? ?{DASH}|[.:]|\s*\n)\s*"
        rf"|{TOWN}{REGION}[.,] {plain} ?(?:{DASH}|:)\s*"
        rf"|{plain}\.? ?{DASH}\s+(?:(?:{TOWN}|{CITY})(?:, {DATE})? ?(?:{DASH}|:)\s+)?"
        rf"){OPENS}"
    )


WITHOUT = re.compile(
    rf"\s*(?:{CITY}{REGION}, {DATE}\.? ?"
    rf"(?:/[A-Z][\w .-]{{1,20}}/\.?|[(\[][A-Z][\w .-]{{1,20}}[)\]]\.?) ?(?:{DASH}|:)?\s*"
    rf"|{CITY}{REGION}(?:, {DATE})?[.,]? ?[(\[][A-Z][\w .-]{{1,25}}[)\]]\.? ?(?:{DASH}|:)\s*"
    rf"|{CITY}{REGION}(?:, {DATE})? ?{DASH}\s+"
    rf"|[A-Z][a-z]+(?: [A-Z][a-z]+)?, [A-Z][a-z]+(?: [A-Z][a-z]+)? {DASH}\s+"
    rf"|(?P<town>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}) {DASH} "
    rf"){OPENS}"
)
"""Datelines that name no agency, or one that no lexicon lists."""


def lift_dateline(draft: Draft) -> None:
    """Lift the dateline ("DAMASCUS, March 3 /TASS/.", "LONDON (Reuters) -") out of the opening."""
    for offset in _openings(draft.body):
        head = draft.body[offset : offset + HEAD]
        match = _with_agency().match(head) or _without_agency(head)
        if match is not None:
            draft.dateline = match[0].strip()
            draft.remove("dateline", match[0])
            draft.body = draft.body[:offset] + draft.body[offset + match.end() :].lstrip()
            return


def _openings(body: str) -> list[int]:
    """Where a dateline may begin: the first lines, as long as only short ones stand before."""
    places, offset = [], 0
    for line in body.split("\n", 4 * EARLY)[: 4 * EARLY]:
        if line.strip():
            places.append(offset)
            if len(places) == EARLY or len(line) > MAX_BEFORE:
                break
        offset += len(line) + 1
    return places


def _without_agency(head: str) -> re.Match[str] | None:
    match = WITHOUT.match(head)
    if match is not None and match["town"] and match["town"] not in _places():
        return None  # "Fans - who" is a sentence
    return match


@cache
def _places() -> frozenset[str]:
    terms = read_lexicon("places").terms
    return frozenset(terms.loc[terms["kind"].isin(["capital", "city"]), "term"])
