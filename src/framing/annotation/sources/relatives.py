"""Whom relative pronouns mean: the name or the noun before *who*, *which* and *that*."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from framing.annotation.sources.antecedents import DETERMINERS, RELATIVE, Found
from framing.annotation.sources.appositions import NOT_BETWEEN
from framing.annotation.sources.documents import DOCUMENTS, ISSUES
from framing.annotation.sources.name_forms import PERSON
from framing.annotation.sources.naming import PREPOSITIONS
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.annotation.sources.antecedents import Said
    from framing.annotation.sources.naming import Case, Context

NOT_IN_NOUN = PREPOSITIONS | NOT_BETWEEN | word_kinds("source-words")["not-in-noun"] | frozenset(',;:"“”()')
NOUN = 6
"""Words of a noun before a relative pronoun, at most."""
LEADING = NOT_BETWEEN - {"in"}
APPOSED = 14
"""Tokens between a name and a relative pronoun, at most, where an apposition stands between them."""


def who_before(case: Case, context: Context, course: list[Said]) -> Found:
    """Find what a relative pronoun stands for: the name right before it, else the source of the same sentence."""
    tokens = context.tokens
    sentence = int(tokens.sentence_tokens[tokens.sentence[case.first]])
    begin = max(sentence, case.first - 8)
    right_before = -1
    for i in range(case.low - 1, max(case.low - 4, -1), -1):
        if context.starts[i] < max(sentence, case.first - APPOSED):
            break
        beside, apposed = _leads_to(context.ends[i], case, context)
        if context.kind[context.entity[i]] == PERSON and (beside or apposed):
            return Found(RELATIVE, context.entity[i], -1, begin, case.first)
        right_before = context.entity[i] if beside else right_before
    said = course[-1] if course else None
    if said and sentence < said.last < case.first and _leads_to(said.last, case, context)[right_before < 0]:
        return Found(RELATIVE, said.entity, -1 if said.entity >= 0 else said.row, begin, case.first)
    return Found(RELATIVE, right_before, -1, begin, case.first)


def noun_before(case: Case, context: Context, end: int) -> tuple[int, int]:
    """Token range of the noun before a relative pronoun, which ends at a token: "a banner [that]"; empty: none.

    What stands before its preposition is meant where the noun itself is no person (*who*) or nothing that speaks: "the
    head of the guild, [who]", "a letter to the town [that]".
    """
    tokens = context.tokens
    sentence = int(tokens.sentence_tokens[tokens.sentence[case.first]])
    while end > sentence and not context.word(end - 1)[0].isalnum():
        end -= 1
    begin = end - 1
    while begin > max(sentence, end - NOUN) and context.word(begin) not in DETERMINERS | NOT_IN_NOUN:
        begin -= 1
    if context.word(begin) not in DETERMINERS:
        name = bisect_left(context.ends, end)
        sure = context.roles_in(end - 1, end) or context.word(end - 1).endswith("s")
        begin = context.starts[name] if context.ends[name : name + 1] == [end] else end - bool(sure)
    if begin <= sentence or begin == end:
        return begin, end
    who, before = context.word(case.last - 1).startswith("who"), context.word(begin - 1)
    wider = noun_before(case, context, begin - 1) if before in PREPOSITIONS else (end, end)
    for first, last in ((begin, end), wider):
        human = context.traits(first, last)[2]
        if first < last and (human if who else context.head(first, last) and not human):
            begin = first
            break
    if before in ISSUES and context.head(begin, end) in DOCUMENTS:  # "the guild issued a statement that"
        issuer = noun_before(case, context, begin - 1)
        return issuer if issuer[0] < issuer[1] else (begin, end)
    return begin, end


def _leads_to(end: int, case: Case, context: Context) -> tuple[bool, bool]:
    """Whether nothing, or an apposition, stands between a token and a source: "Anna Roth, the mayor of Orlov, who"."""
    between = [context.word(token) for token in range(end, case.first)]
    apposed = between[:1] in [[","], ["("], ["—"], ["–"]] and LEADING.isdisjoint(between)
    return all(word in {",", "-", "–", "—", "("} for word in between), apposed
