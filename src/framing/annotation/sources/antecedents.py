"""Whom pronouns and phrases such as "the minister" mean: the best of what the article named before."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.annotation.sources.appositions import SHORTENED
from framing.annotation.sources.documents import DOCUMENTS, issued_before
from framing.annotation.sources.name_forms import ORGANISATION, PERSON
from framing.annotation.sources.name_words import UNKNOWN, name_words
from framing.annotation.sources.roles import HEAD, NONE, ROLE, TITLE
from framing.lexicon import word_kinds
from framing.schema import SOURCE_TYPES

if TYPE_CHECKING:
    from framing.annotation.sources.naming import Case, Context

HE = word_kinds("source-words")["he"]
SHE = word_kinds("source-words")["she"]
THEY = word_kinds("source-words")["they"]
RELATIVE, PHRASE = 5, 6
DEFINITE = word_kinds("source-words")["definite"]
DETERMINERS = word_kinds("source-words")["determiner"]
VAGUE = word_kinds("source-words")["vague"]
GENERIC = word_kinds("source-words")["generic"]
READ_OUT = word_kinds("source-words")["read-out"]
BACK = 8
"""Sentences that a pronoun looks back over."""
LOWEST = -3.2
GOVERNMENT, CAMPAIGNERS = SOURCE_TYPES.index("government"), SOURCE_TYPES.index("civil_society")
NEAR, GENDER, SPEAKER, FADE, OFTEN, SPOKE, UNNAMED = 0.55, 0.9, 0.9, 0.8, 0.2, 1.5, 2.0
"""Weights of distance, gender, having spoken (fading), namings in the article (their logarithm), a bare name that spoke
(so it is a person); and the score of an unnamed source."""


@dataclass(frozen=True)
class Found:
    """Who a source is: how it was found, entity (-1: none), row of a relation with the same source (-1: none)."""

    how: int
    entity: int = -1
    like: int = -1
    first: int = 0
    last: int = 0

    def as_(self, how: int) -> Found:
        """Give the same, found in another way."""
        return Found(how, self.entity, self.like, self.first, self.last)


@dataclass(frozen=True)
class Said:
    """A source in the course of an article.

    `ending` is the last word of the role that it is ("spokesman"), `nested` whether somebody else said that it spoke.
    """

    row: int
    sentence: int
    entity: int
    many: bool
    human: bool
    gender: int
    ending: str
    words: frozenset[str]
    nested: bool
    last: int


def best_person(case: Case, context: Context, course: list[Said], gender: int) -> Found:
    """Find whom "he" or "she" means: the best-scoring person named before, or an unnamed source."""
    best, winner = LOWEST, Found(0)
    lately = {said.entity: FADE ** (case.sentence - said.sentence) for said in course[-8:] if said.entity >= 0}
    latest = course[-1].entity if course else -1
    begin_token = int(context.tokens.segment_tokens[context.tokens.segment[case.position]])
    begin = bisect_left(context.starts, begin_token)
    place = bisect_left(context.starts, case.position) - 1
    for i in range(place, max(begin - 1, place - 60), -1):
        back = case.sentence - context.sentence[i]
        if back > BACK:
            break
        entity = context.entity[i]
        known = context.gender[entity]
        if context.kind[entity] == ORGANISATION or context.thing[i] or (gender and known not in {UNKNOWN, gender}):
            continue
        score = context.weight[i] - NEAR * back + (GENDER if gender and known == gender else 0.0)
        score += SPOKE if context.kind[entity] != PERSON and entity in lately else 0.0
        score += OFTEN * context.often[entity] + SPEAKER * lately.get(entity, 0.0) * (2 if entity == latest else 1)
        if score > best:
            best, winner = score, Found(0, entity)
    for said in course[-4:]:
        fits = said.entity < 0 and said.human and not said.many and (not gender or said.gender in {UNKNOWN, gender})
        score = UNNAMED - NEAR * (case.sentence - said.sentence) + GENDER * (gender > 0 and said.gender == gender)
        if fits and score > best:
            best, winner = score, Found(0, -1, said.row)
    return winner


def last_group(case: Case, context: Context, course: list[Said], *, plural: bool) -> Found:
    """Find whom "they" or "it" means: the last source that was an organisation, several people or a thing."""
    for said in reversed(course[-5:]):
        if case.sentence - said.sentence > 4:
            break
        if said.entity >= 0 and context.kind[said.entity] != PERSON:
            return Found(0, said.entity)
        if said.entity < 0 and said.many == plural and (plural or not said.human):
            return Found(0, -1, said.row)
    return Found(0)


def called(case: Case, context: Context, course: list[Said]) -> Found:
    """Find whom "the minister", "the ministry" or "the 29-year-old" means."""
    if context.word(case.first) not in DEFINITE and context.word(case.last - 1) not in READ_OUT:
        return Found(0)
    ending = context.word(case.last - 1)
    if case.last - case.first > 4 and context.word(case.first + 3) == "year":
        return best_person(case, context, course, UNKNOWN)
    places = context.roles_in(case.first, case.last)
    nameless = case.low == case.high
    body = ending in GENERIC or ending in name_words().institutions
    if body and nameless and context.word(case.first) in {"the", "this", "that"}:
        return _called_organisation(case, context, course)
    if not places:
        return Found(0)
    term = context.role_term[places[-1]]
    if context.ending[term] in DOCUMENTS:
        return _issuer(case, context, course, context.ending[term])
    single = context.role_kind[term] in {ROLE, HEAD, TITLE} and not context.role_many[term]
    whole = context.role_last[places[-1]] == case.last or case.last - case.first <= 3
    return _called_person(case, context, course, term) if single and whole else Found(0)


def _issuer(case: Case, context: Context, course: list[Said], ending: str) -> Found:
    """Find whose "the statement" is: of the last one that was somebody's, else of a source in the sentences before."""
    for said in reversed(course[-6:]):
        if said.ending == ending and said.entity >= 0:
            return Found(0, said.entity)
    entity, sentence = issued_before(case, context, ending)
    latest = next((said for said in reversed(course) if not said.nested), None)
    if latest is None or case.sentence - latest.sentence > 3 or (entity >= 0 and sentence > latest.sentence):
        return Found(0, entity)
    return Found(0, latest.entity, -1 if latest.entity >= 0 else latest.row)


def _called_organisation(case: Case, context: Context, course: list[Said]) -> Found:
    """Find the organisation whose name or description holds the words, else the one that the article says most of."""
    ending, words = context.word(case.last - 1), {context.word(token) for token in range(case.first + 1, case.last)}
    terms = [context.role_term[p] for p in context.roles_in(case.first, case.last)]
    wanted = context.role_type[terms[-1]] if terms else NONE
    article = context.article_start(case.position)
    for said in reversed(course[-12:]):
        if said.entity < 0 and said.ending == ending and words < said.words - DEFINITE:
            return Found(0, -1, said.row)
    phrase = context.naming_of(ending, article, case.first, places=wanted == GOVERNMENT) if len(words) == 1 else (0, 0)
    begin = bisect_left(context.starts, max(article, phrase[0]))
    place = bisect_left(context.starts, case.position) - 1
    for i in range(place, begin - 1, -1):
        entity = context.entity[i]
        known = words <= set(context.people.key[entity])
        if known and context.kind[entity] != PERSON and not context.thing[i]:
            return Found(0, entity)
    if phrase[1]:
        return Found(PHRASE, -1, -1, *phrase)
    if ending not in GENERIC or len(words) > 1:
        return Found(0)
    spoke = {said.entity for said in course[-4:] if case.sentence - said.sentence <= 3}
    best, winner = LOWEST, -1
    fitting = {wanted, NONE, CAMPAIGNERS} if ending == "group" else {wanted, NONE}
    for i in range(place, max(begin - 1, place - 60), -1):
        entity, back = context.entity[i], case.sentence - context.sentence[i]
        known = context.source_type[entity]
        if context.kind[entity] == PERSON or context.thing[i] or (wanted >= 0 and known not in fitting):
            continue
        if context.kind[entity] != ORGANISATION and known < 0 and entity not in spoke:
            continue
        score = context.weight[i] - NEAR * back + OFTEN * context.often[entity]
        score += SPEAKER * (entity in spoke) + GENDER * (known == wanted)
        if score > best:
            best, winner = score, entity
    return Found(0, winner)


def _called_person(case: Case, context: Context, course: list[Said], term: int) -> Found:
    ending, wanted = context.ending[term], context.role_type[term]
    origins = name_words().origins
    origin = {context.word(token) for token in range(case.first, case.last)} & origins
    begin = bisect_left(context.starts, context.article_start(case.position))
    place = bisect_left(context.starts, case.position) - 1
    for i in range(place, max(begin - 1, place - 120), -1):
        described = context.described[context.entity[i]]
        if context.kind[context.entity[i]] != ORGANISATION and described:
            fits = ending in described or (ending in VAGUE and not origin.isdisjoint(described))
            if fits and (not origin or not origin.isdisjoint(described) or described.isdisjoint(origins)):
                return Found(0, context.entity[i])
    for said in reversed(course[-12:]):
        if not said.many and ending == said.ending and origin <= said.words:
            return Found(0, said.entity, said.row if said.entity < 0 else -1)
    for said in reversed(course[-4:]):
        near = said.entity >= 0 and case.sentence - said.sentence <= 3 and context.kind[said.entity] == PERSON
        if near and (context.source_type[said.entity] in {wanted, NONE} or ending in VAGUE):
            return Found(0, said.entity)
    return best_person(case, context, course, UNKNOWN) if ending in VAGUE else Found(0)


def bearers(first: int, last: int, context: Context, people: set[int]) -> list[int]:
    """Give those of some people whom all words of a role describe, but for one such as *official*."""
    ending, words = context.head(first, last), {context.word(token) for token in range(first, last)} - DETERMINERS
    words = {whole for word in words for whole in SHORTENED.get(word, [word])}
    told = words - VAGUE or {ending}
    human = context.traits(first, last)[1:] == (False, True)
    persons = (entity for entity in people if human and ending and context.kind[entity] == PERSON)
    return [entity for entity in persons if told <= context.described[entity]]


def the_same(case: Case, context: Context, course: list[Said]) -> Found:
    """Find whom "the same source" or "the same official" means: who spoke last, and was called so."""
    ending = context.word(case.last - 1)
    fits = (said for said in reversed(course[-4:]) if ending in {"source", said.ending})
    return next((Found(PHRASE, said.entity, said.row if said.entity < 0 else -1) for said in fits), Found(PHRASE))
