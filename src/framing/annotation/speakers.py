"""Who is meant: the words that name a source ("he", "the minister", "Roth") resolved to a person or organisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.annotation.names import FEMALE, MALE, ORGANISATION, PERSON, UNKNOWN, Names, name_words
from framing.annotation.people import People
from framing.annotation.roles import HEAD, INSTITUTION, NONE, ROLE, TITLE, Descriptions, Roles, role_words
from framing.annotation.tokens import Tokens

ABSENT, NAME, PRONOUN, PLURAL, FIRST_PERSON, RELATIVE, PHRASE, SILENT = range(8)
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves", "it", "its", "itself"})
WE = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves", "i'm", "i've", "we're", "we've"})
WHO = frozenset({"who", "which", "that", "whom", "whose"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "these", "those"})
PREPOSITIONS = frozenset(
    "of for by from with to at in on about against between over under after before than like as".split()
)
VAGUE = frozenset("leader man woman official politician 36-year-old star boss chief head".split())
GROUPS = frozenset(
    "campaign administration team government supporters officials aides lawyers family voters camp staff allies office "
    "spokesman spokeswoman spokesperson adviser advisers lawyer aide supporter official".split()
)
SENTENCES_BACK = 8
LOWEST = -3.2


@dataclass(frozen=True)
class Mentions:
    """What is known of each name that could be meant, as plain lists (they are looked up one at a time)."""

    first: np.ndarray
    entity: list[int]
    sentence: list[int]
    weight: list[float]
    person: list[bool]


@dataclass
class Said:
    """One relation's source in the course of an article."""

    relation: int
    position: int
    sentence: int
    entity: int
    many: bool
    gender: int


@dataclass(frozen=True)
class Speakers:
    """For each relation: who is meant.

    Parameters
    ----------
    how : ndarray of int
        0 no source, 1 a name in the source, 2 he or she, 3 they or it, 4 I or we, 5 a relative pronoun, 6 a phrase
        without a name.
    entity : ndarray of int
        Entity in `People`, or -1.
    like : ndarray of int
        An earlier relation whose source is meant (a pronoun for a source without a name), or -1.
    first, last : ndarray of int
        Token range that describes the source: its own words, or what stands before a relative pronoun.
    """

    how: np.ndarray
    entity: np.ndarray
    like: np.ndarray
    first: np.ndarray
    last: np.ndarray


class Resolver:
    """Resolves the sources of one set of articles; the rules are in `find_speakers`."""

    def __init__(self, tokens: Tokens, names: Names, people: People, roles: Roles, described: Descriptions) -> None:
        self.tokens, self.names, self.people, self.roles = tokens, names, people, roles
        self.words = role_words()
        self.folds = tokens.fold[tokens.type_id] if len(tokens) else np.zeros(0, np.int32)
        self.described = _described_words(tokens, described, len(people))
        self.entity_gender = people.gender.tolist()
        self.entity_kind = people.kind.tolist()
        self.entity_type = _entity_types(roles, described, len(people))

    def word(self, token: int) -> str:
        """Lower-case form of a token."""
        return str(self.tokens.folded[self.folds[token]])


def find_speakers(
    tokens: Tokens,
    names: Names,
    people: People,
    roles: Roles,
    described: Descriptions,
    *,
    relations: pd.DataFrame,
    spans: pd.DataFrame,
) -> Speakers:
    """Resolve the sources of relations to persons and organisations of their article.

    Parameters
    ----------
    tokens, names, people, roles, described
        The text and what was found in it.
    relations, spans : DataFrame
        Attribution relations (relation, article, sentence, parent, form) and their spans (relation, role, first, last).

    Returns
    -------
    Speakers
        In the order of `relations`.

    Notes
    -----
    The rule, in the order of the text. A source with a name is that person, unless the name only belongs to somebody or
    something else ("a spokesman for Roth", "Roth's lawyer"). *He* and *she* are the best of the persons named in the
    eight sentences before, and of the sources without a name: near, first in their sentence, already a speaker, of
    fitting gender, not inside what somebody says, not after a preposition or before 's. *They* and *it* are the last
    source that was an organisation or several people. *I* and *we* are the speaker of the relation round them. *Who* is the name
    before it. *The minister* is the last person called a minister in the article, headline included; *the ministry* the last
    organisation whose name holds the word. A direct quotation without a source goes on with the speaker of the sentence
    before. Everything else stays unresolved, as does a pronoun none of whose candidates is convincing: missing.
    """
    resolver = Resolver(tokens, names, people, roles, described)
    table = _sources(relations, spans)
    mentions = _mentions(tokens, names, people, spans)
    n = len(relations)
    result = Speakers(*(np.full(n, fill, np.int64) for fill in (ABSENT, -1, -1, 0, 0)))
    low = np.searchsorted(mentions.first, table["first"].to_numpy())
    high = np.searchsorted(mentions.first, table["last"].to_numpy())
    article = relations["article"].to_numpy()
    course: list[Said] = []
    place = {relation: i for i, relation in enumerate(relations["relation"].tolist())}
    columns = [table[c].tolist() for c in ("row", "first", "last", "position", "parent", "direct")]
    current = -1
    for row, first, last, position, parent, direct, a, b in zip(*columns, low.tolist(), high.tolist(), strict=True):
        if article[row] != current:
            current, course = article[row], []
        case = _Case(first, last, position, a, b, place.get(parent, -1), direct)
        _resolve(case, resolver, mentions, course, result, row)
    return result


@dataclass(frozen=True)
class _Case:
    """One relation to resolve: its source's tokens, the names in them, its parent, whether it is a direct quotation."""

    first: int
    last: int
    position: int
    low: int
    high: int
    parent: int
    direct: bool


def _sources(relations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """One row a relation in order of the text: its first source span, and where it stands."""
    source = spans[spans["role"] == "source"].sort_values("first").drop_duplicates("relation").set_index("relation")
    anchor = spans.groupby("relation")["first"].min()
    relation = relations["relation"]
    table = pd.DataFrame(
        {"row": np.arange(len(relations)), "first": relation.map(source["first"]), "last": relation.map(source["last"])}
    )
    table["position"] = table["first"].fillna(relation.map(anchor)).fillna(0).astype(np.int64)
    table[["first", "last"]] = table[["first", "last"]].fillna(0).astype(np.int64)
    table["parent"] = relations["parent"].fillna(-1).to_numpy()
    table["direct"] = relations["form"].isin(["direct", "mixed"]).to_numpy()
    table["article"] = relations["article"].to_numpy()
    return table.sort_values(["article", "position", "row"], ignore_index=True)


def _mentions(tokens: Tokens, names: Names, people: People, spans: pd.DataFrame) -> Mentions:
    """Names with an entity, and how well each could be the antecedent of a pronoun."""
    keep = people.of_name >= 0
    first, last, entity = names.first[keep], names.last[keep], people.of_name[keep]
    n = len(tokens)
    content = spans[spans["role"] == "content"]
    depth = np.zeros(n + 1, np.int64)
    np.add.at(depth, content["first"].to_numpy(), 1)
    np.add.at(depth, content["last"].to_numpy(), -1)
    inside = np.cumsum(depth)[:-1][first] > 0 if n else first > 0
    after = np.minimum(last, max(n - 1, 0))
    before = np.maximum(first - 1, 0)
    owner = tokens.flag(["'s"])[after] if n else inside
    preposition = tokens.flag(PREPOSITIONS)[before] if n else inside
    person = (people.kind[entity] == PERSON) if len(people) else inside
    sentence = tokens.sentence[first] if n else first
    candidate = person & ~inside & ~owner & ~preposition
    subject = np.zeros(len(first), bool)
    place = np.flatnonzero(candidate)
    subject[place[np.unique(sentence[place], return_index=True)[1]]] = True
    weight = 1.0 * subject - 1.2 * inside - 0.5 * owner - 0.5 * preposition + 0.5 * person
    return Mentions(first, entity.tolist(), sentence.tolist(), weight.tolist(), person.tolist())


def _resolve(
    case: _Case, resolver: Resolver, mentions: Mentions, course: list[Said], result: Speakers, row: int
) -> None:
    sentence = int(resolver.tokens.sentence[case.position]) if len(resolver.tokens) else 0
    how, entity, like, many = ABSENT, -1, -1, False
    first, last = case.first, case.last
    if first == last:
        if case.direct and course and sentence - course[-1].sentence <= 1:
            how, entity, like = ABSENT, course[-1].entity, course[-1].relation
    else:
        word = resolver.word(first)
        single = last - first == 1
        if single and word in HE | SHE:
            how = PRONOUN
            entity, like = _antecedent(case, sentence, FEMALE if word in SHE else MALE, resolver, mentions, course)
        elif single and word in THEY:
            how = PLURAL
            entity, like = _group(sentence, resolver, course, plural=word.startswith("the"))
        elif single and word in WE:
            how = FIRST_PERSON
            if case.parent >= 0:
                entity, like = int(result.entity[case.parent]), case.parent
        elif single and word in WHO:
            how = RELATIVE
            entity, first, last = _before(case, resolver, mentions)
        else:
            how, entity, many = _named(case, resolver, mentions)
            if how == PHRASE:
                entity, like = _beside(case, resolver, mentions), -1
                if entity < 0:
                    entity, like = _definite(case, sentence, resolver, mentions, course)
    result.how[row], result.entity[row], result.like[row] = how, entity, like
    result.first[row], result.last[row] = first, last
    if how != FIRST_PERSON and (first < last or how == ABSENT):
        relation = like if like >= 0 and entity < 0 else row
        course.append(Said(relation, case.position, sentence, entity, many or how == PLURAL, _gender(case, resolver)))


def _gender(case: _Case, resolver: Resolver) -> int:
    """Gender that the words of a source give away: he, spokeswoman."""
    if case.last - case.first == 1:
        word = resolver.word(case.first)
        return MALE if word in HE else FEMALE if word in SHE else UNKNOWN
    low, high = resolver.roles.within(np.array([case.first]), np.array([case.last]))
    return int(resolver.words.gender[resolver.roles.term[low[0] : high[0]]].max(initial=UNKNOWN))


def _antecedent(
    case: _Case, sentence: int, gender: int, resolver: Resolver, mentions: Mentions, course: list[Said]
) -> tuple[int, int]:
    """Best person for he or she: (entity, relation), either -1."""
    best, winner = LOWEST, (-1, -1)
    seen: dict[int, float] = {}
    speakers = {said.entity: i for i, said in enumerate(course[-8:]) if said.entity >= 0}
    latest = course[-1] if course else None
    start = int(np.searchsorted(mentions.first, case.position)) - 1
    lowest = int(
        np.searchsorted(mentions.first, resolver.tokens.segment_tokens[resolver.tokens.segment[case.position]])
    )
    for i in range(start, max(lowest - 1, start - 60), -1):
        back = sentence - mentions.sentence[i]
        if back > SENTENCES_BACK:
            break
        entity = mentions.entity[i]
        known = resolver.entity_gender[entity]
        if resolver.entity_kind[entity] == ORGANISATION or (gender and known not in {UNKNOWN, gender}):
            continue
        score = mentions.weight[i] - 0.55 * back + (0.9 if known == gender else 0.0)
        score += (0.9 if entity in speakers else 0.0) + (0.9 if latest and latest.entity == entity else 0.0)
        score += 0.15 * min(seen.get(entity, 0), 3)
        seen[entity] = seen.get(entity, 0) + 1
        if score > best:
            best, winner = score, (entity, -1)
    for said in course[-4:]:
        if said.entity < 0 and not said.many:
            score = 2.1 - 0.55 * (sentence - said.sentence) + (0.4 if said is latest else 0.0)
            if score > best and (not gender or said.gender in {UNKNOWN, gender}):
                best, winner = score, (-1, said.relation)
    return winner


def _group(sentence: int, resolver: Resolver, course: list[Said], *, plural: bool) -> tuple[int, int]:
    """Last source that was an organisation, or several people."""
    for said in reversed(course[-5:]):
        if sentence - said.sentence > 4:
            break
        organisation = said.entity >= 0 and resolver.entity_kind[said.entity] != PERSON
        if organisation or (said.many and plural) or (said.entity < 0 and not said.many):
            return said.entity, (said.relation if said.entity < 0 else -1)
    return -1, -1


def _before(case: _Case, resolver: Resolver, mentions: Mentions) -> tuple[int, int, int]:
    """What a relative pronoun stands for: the name that ends right before it, else the words before it."""
    tokens = resolver.tokens
    begin = max(int(tokens.sentence_tokens[tokens.sentence[case.first]]), case.first - 8)
    i = case.low - 1
    if i >= 0 and mentions.first[i] >= begin:
        name = int(np.searchsorted(resolver.names.first, mentions.first[i]))
        gap = range(int(resolver.names.last[name]), case.first)
        if all(resolver.word(t) in {",", "-", "–", "("} for t in gap):
            return mentions.entity[i], begin, case.first
    return -1, begin, case.first


def _named(case: _Case, resolver: Resolver, mentions: Mentions) -> tuple[int, int, bool]:
    """The person or organisation a source names, if it is the source itself and not only belongs to it."""
    low, high = resolver.roles.within(np.array([case.first]), np.array([case.last]))
    terms = resolver.roles.term[low[0] : high[0]]
    kinds = resolver.words.kind[terms]
    person_role = np.isin(kinds, [ROLE, HEAD])
    many = bool(resolver.words.many[terms].any())
    first_role = int(resolver.roles.first[low[0]]) if len(terms) else case.last
    choices = []
    for i in range(case.low, case.high):
        start = int(mentions.first[i])
        entity = mentions.entity[i]
        belongs = _depends(case.first, start, resolver)
        after = _after_name(start, case.last, resolver)
        owner = after in {"'s", "'", "’"}
        choices.append((belongs or owner, start, entity, mentions.person[i], after))
    free = [c for c in choices if not c[0] and c[4] not in GROUPS]
    persons = [
        c
        for c in free
        if resolver.entity_kind[c[2]] != ORGANISATION and c[4] in {"", ",", "(", "and", "-", "who", "of", "–"}
    ]
    persons = [
        c for c in persons if resolver.entity_kind[c[2]] == PERSON or c[4] == "" or first_role >= c[1]
    ] or persons
    if persons:
        return NAME, persons[0][2], many and not any(c[4] == "" for c in persons)
    roles_after = person_role.any() if len(terms) else False
    if free and not roles_after:
        return NAME, free[-1][2] if free[-1][3] else free[0][2], many
    return PHRASE, -1, many


def _depends(first: int, start: int, resolver: Resolver) -> bool:
    """Whether a preposition ties a name to what stands before it in the source."""
    for token in range(start - 1, first - 1, -1):
        word = resolver.word(token)
        if word in PREPOSITIONS:
            return True
        if word in {",", "(", "and"}:
            return False
    return False


def _after_name(start: int, stop: int, resolver: Resolver) -> str:
    """The word after the name that begins at a token, or "" where the source ends with it."""
    i = int(np.searchsorted(resolver.names.first, start))
    last = int(resolver.names.last[i]) if i < len(resolver.names) and resolver.names.first[i] == start else start + 1
    if last < stop and stop - last == 1 and resolver.word(last) in {"'s", "'"}:
        return ""  # "Roth's denial": the source is Roth
    return resolver.word(last) if last < stop else ""


def _beside(case: _Case, resolver: Resolver, mentions: Mentions) -> int:
    """The person whose name stands before the source and a comma: "Anna Roth, [the interior minister] said"."""
    i = case.low - 1
    if i < 0 or case.first < 2 or resolver.word(case.first - 1) != ",":
        return -1
    name = int(np.searchsorted(resolver.names.first, mentions.first[i]))
    ends = int(resolver.names.last[name]) == case.first - 1
    return mentions.entity[i] if ends and resolver.entity_kind[mentions.entity[i]] == PERSON else -1


def _definite(
    case: _Case, sentence: int, resolver: Resolver, mentions: Mentions, course: list[Said]
) -> tuple[int, int]:
    """Whom "the minister" or "the ministry" means."""
    low, high = resolver.roles.within(np.array([case.first]), np.array([case.last]))
    begins = resolver.word(case.first)
    length = case.last - case.first
    if begins not in DEFINITE and length > 2:
        return -1, -1
    if high[0] <= low[0]:
        return -1, -1
    term = int(resolver.roles.term[high[0] - 1])
    if int(resolver.roles.last[high[0] - 1]) < case.last and length > 3:
        return -1, -1
    ending = resolver.words.ending[term]
    kind = int(resolver.words.kind[term])
    if resolver.words.many[term] or begins not in DEFINITE:
        return -1, -1
    wanted = int(resolver.words.source_type[term])
    origin = {resolver.word(t) for t in range(case.first, case.last)} & name_words().demonyms
    start = int(np.searchsorted(mentions.first, case.position)) - 1
    lowest = int(np.searchsorted(mentions.first, _article_start(case.position, resolver)))
    for i in range(start, max(lowest - 1, start - 120), -1):
        entity = mentions.entity[i]
        if kind == INSTITUTION:
            if resolver.entity_kind[entity] != PERSON and ending in resolver.people.key[entity][1:]:
                return entity, -1
        elif ending in resolver.described[entity] or (ending in VAGUE and origin & resolver.described[entity]):
            return entity, -1
    for said in reversed(course[-4:]):
        if sentence - said.sentence > 3 or said.entity < 0:
            continue
        person = resolver.entity_kind[said.entity] == PERSON
        known = resolver.entity_type[said.entity]
        if kind == INSTITUTION and not person and known in {wanted, NONE}:
            return said.entity, -1
        if kind in {ROLE, HEAD, TITLE} and person and (known in {wanted, NONE} or ending in VAGUE):
            return said.entity, -1
    if kind in {ROLE, HEAD} and ending in VAGUE:
        return _antecedent(case, sentence, UNKNOWN, resolver, mentions, course)
    return -1, -1


def _article_start(position: int, resolver: Resolver) -> int:
    tokens = resolver.tokens
    article = tokens.segment_article[tokens.segment[position]]
    return int(tokens.segment_tokens[2 * article])


def _described_words(tokens: Tokens, described: Descriptions, n: int) -> list[frozenset[str]]:
    """Lower-case words that describe each entity, "russian", "foreign" and "minister"."""
    found: dict[int, set[str]] = {}
    length = described.last - described.first
    entity = np.repeat(described.entity, length)
    shift = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    token = np.repeat(described.first, length) + shift
    words = tokens.folded[tokens.fold[tokens.type_id[token]]] if len(token) else token
    for owner, word in zip(entity.tolist(), words.tolist(), strict=True):
        found.setdefault(owner, set()).add(word)
    return [frozenset(found.get(i, ())) for i in range(n)]


def _entity_types(roles: Roles, described: Descriptions, n: int) -> list[int]:
    """First source type that a description gives each entity, or -1."""
    low, high = roles.within(described.first, described.last)
    types = role_words().source_type
    result = [NONE] * n
    for entity, a, b in zip(described.entity.tolist(), low.tolist(), high.tolist(), strict=True):
        if result[entity] == NONE:
            result[entity] = next((int(types[roles.term[i]]) for i in range(a, b) if types[roles.term[i]] >= 0), NONE)
    return result
