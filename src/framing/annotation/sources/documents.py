"""Whose a document is: "a report by Anna Roth"; "the statement", issued before; "the lawsuit", filed before."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from framing.annotation.sources.naming import PREPOSITIONS
from framing.lexicon import word_kinds, word_means

if TYPE_CHECKING:
    from framing.annotation.sources.naming import Case, Context

DOCUMENTS = word_means("source-words", "document")
"""What somebody says something in, and by what it goes: "a lawsuit … the suit"."""
ISSUING = word_kinds("source-words")["issuing"]
"""Words between a document and whose it is."""
ISSUES = word_kinds("source-words")["issues"]
"""Verbs between somebody and his or her document."""
FAR = 40
"""Roles and documents that are looked back over for the one that "the statement" means."""


def issuer(case: Case, context: Context) -> int:
    """Give whose a document is: of "a report by Anna Roth" or "Anna Roth's tweet" the entity, of other sources -1."""
    places = context.roles_in(case.first, case.last)
    ends = {context.role_last[p]: p for p in places if context.ending[context.role_term[p]] in DOCUMENTS}
    for i in range(case.low, case.high) if ends else ():
        start, end = context.starts[i], context.ends[i]
        before = start - 1 - (context.word(start - 1) == "the")
        while before > case.first and context.word(before) in ISSUING:
            before -= 1
        owned = context.word(end) == "'s" and any(end < context.role_first[p] <= end + 3 for p in ends.values())
        if owned or (before + 1 in ends and context.word(before + 1) in ISSUING):
            return context.entity[i]
    return -1


def issued_before(case: Case, context: Context, ending: str) -> tuple[int, int]:
    """Give whose "the statement" is by what the article said of it before, and the sentence where; else -1."""
    begin = context.article_start(case.position)
    place = bisect_left(context.role_first, case.first) - 1
    for role in range(place, max(place - FAR, -1), -1):
        if context.role_first[role] < begin:
            break
        same = DOCUMENTS.get(context.ending[context.role_term[role]]) == DOCUMENTS[ending]
        entity = _owner(role, context) if same else -1
        if entity >= 0:
            return entity, int(context.tokens.sentence[context.role_first[role]])
    return -1, -1


def _owner(role: int, context: Context) -> int:
    """Entity whose a document is where it is named: who stands right after it, else who issued it."""
    first, after = context.role_first[role], context.role_last[role]
    while context.word(after) in ISSUING or (after > context.role_last[role] and context.word(after) == "the"):
        after += 1
    following = bisect_left(context.starts, after)
    if after > context.role_last[role] and context.starts[following : following + 1] == [after]:
        return context.entity[following]
    sentence = int(context.tokens.sentence_tokens[context.tokens.sentence[first]])
    subject = bisect_left(context.starts, first) - 1
    if subject < 0 or context.starts[subject] < sentence or context.word(context.starts[subject] - 1) in PREPOSITIONS:
        return -1
    between = {context.word(token) for token in range(context.ends[subject], first)}
    return context.entity[subject] if between & {*ISSUES, "'s"} else -1
