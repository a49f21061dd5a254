"""What people are: words for roles and organisations in the text, and which of them describe which person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.annotation.names import Names
from framing.annotation.people import People
from framing.annotation.phrases import Phrases, compile_phrases, find_phrases
from framing.annotation.tokens import Tokens, fold
from framing.corpus.lexicon import read_lexicon
from framing.schema import SOURCE_TYPES

REACH = 12
NONE = -1
TITLE, ROLE, HEAD, DOCUMENT, PARTY, INSTITUTION = range(6)
KINDS = {"title": TITLE, "role": ROLE, "head": HEAD, "document": DOCUMENT, "organisation": INSTITUTION}
GENDERS = {"male": 1, "female": 2}
NOT_BETWEEN = frozenset(
    "said says say saying told tells telling added adds asked asks wrote writes tweeted according that and but or when as "
    "while after before if because to with from by in on has have had was were will would is are".split()
)


@dataclass(frozen=True)
class RoleWords:
    """The words for roles and organisations, in the order in which `find_phrases` numbers them.

    Parameters
    ----------
    phrases : Phrases
    kind : ndarray of int
        0 title, 1 role, 2 head (takes the type of the organisation beside it), 3 document, 5 organisation.
    source_type : ndarray of int
        Place in `SOURCE_TYPES`, or -1.
    gender : ndarray of int
    many : ndarray of bool
    ending : list of str
        Last word, by which "the minister" finds the foreign minister.
    """

    phrases: Phrases
    kind: np.ndarray
    source_type: np.ndarray
    gender: np.ndarray
    many: np.ndarray
    ending: list[str]


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Read the words once."""
    titles, organisations = read_lexicon("titles").terms, read_lexicon("organisations").terms
    terms = [*titles["term"], *organisations["term"]]
    types = [*titles["source_type"], *organisations["source_type"]]
    number = {name: i for i, name in enumerate(SOURCE_TYPES)}
    blank = [""] * len(organisations)
    return RoleWords(
        phrases=compile_phrases(terms),
        kind=np.array([KINDS[k] for k in [*titles["kind"], *["organisation"] * len(organisations)]], np.int8),
        source_type=np.array([number.get(t, NONE) for t in types], np.int8),
        gender=np.array([GENDERS.get(g, 0) for g in [*titles["gender"], *blank]], np.int8),
        many=np.array([n == "many" for n in [*titles["number"], *blank]]),
        ending=[fold(term).rstrip(".").split()[-1] for term in terms],
    )


@dataclass(frozen=True)
class Roles:
    """Words for roles and organisations, in order of position: token range, and number of the term in `RoleWords`."""

    first: np.ndarray
    last: np.ndarray
    term: np.ndarray

    def within(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give, for token ranges, the range of the roles that lie inside."""
        low = np.searchsorted(self.first, first)
        return low, np.maximum(low, np.searchsorted(self.last, last, side="right"))


@dataclass(frozen=True)
class Descriptions:
    """Token ranges that say what an entity is: "the interior minister" beside a name.

    Parameters
    ----------
    entity, first, last : ndarray of int
        Entity, and the token range that describes it.
    """

    entity: np.ndarray
    first: np.ndarray
    last: np.ndarray


def find_roles(tokens: Tokens) -> Roles:
    """Find the words for roles and organisations."""
    return Roles(*find_phrases(tokens, role_words().phrases))


def find_descriptions(tokens: Tokens, names: Names, people: People, roles: Roles) -> Descriptions:
    """Find what stands beside the names: titles, what comes right before, the apposition after, and "X is a …".

    Parameters
    ----------
    tokens : Tokens
    names, people, roles
        What was found in them.

    Returns
    -------
    Descriptions
        In order of entity. Ranges may hold several roles; those that hold none are left out.
    """
    is_entity = people.of_name >= 0
    first, last, own, entity = (a[is_entity] for a in (names.first, names.last, names.own, people.of_name))
    pieces = [
        (entity, first, own),
        (entity, *_before(tokens, roles, first, own)),
        (entity, *_after(tokens, roles, last)),
        (entity, *_party(tokens, last)),
    ]
    entity, first, last = (np.concatenate(column) for column in zip(*pieces, strict=True))
    keep = last > first
    entity, first, last = entity[keep], first[keep], last[keep]
    order = np.lexsort((first, entity))
    return Descriptions(entity[order], first[order], last[order])


def _before(tokens: Tokens, roles: Roles, first: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Range of the roles right before a name, with or without a comma: "its director, Anna Roth"; "spokesman Bo Li"."""
    comma = tokens.flag([","])
    if not len(roles.last) or not len(first):
        return first, first
    link = comma[first - 1] | (tokens.flag(["to", "of", "in", "for", "at"])[first - 1] & (own > first))
    bare = np.where((first > 0) & link, first - 1, first)
    sentence = tokens.sentence
    hit = np.searchsorted(roles.last, bare, side="right") - 1
    usable = (hit >= 0) & (roles.last[hit] == bare) & (sentence[roles.first[hit]] == sentence[first])
    person = np.isin(role_words().kind[roles.term[hit]], [ROLE, HEAD, TITLE])
    usable &= person & ((bare == first) | ~role_words().many[roles.term[hit]])
    begin = roles.first[hit]
    for _ in range(2):  # "Interior Ministry's deputy spokesman": what stands up to two words before belongs to it
        earlier = np.maximum(np.searchsorted(roles.last, begin, side="right") - 1, 0)
        near = (begin - roles.last[earlier] <= 2) & (begin >= roles.last[earlier])
        near &= sentence[roles.first[earlier]] == sentence[begin]
        near &= ~comma[np.minimum(roles.last[earlier], len(comma) - 1)]
        begin = np.where(near, roles.first[earlier], begin)
    begin = np.where(usable, begin, first)
    return begin, np.where(usable, bare, begin)


def _after(tokens: Tokens, roles: Roles, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Range after a name and a comma, bracket or "is a" up to the next comma, where it begins with a role."""
    n = len(tokens)
    if not len(roles.first) or not n:
        return last, last
    at = np.minimum(last, n - 1)
    opens = tokens.flag([",", "(", "–", "—"])[at]
    copula = (
        tokens.flag(["is", "was", "who"])[at]
        & tokens.flag(["a", "an", "the", "one", "is", "was"])[np.minimum(last + 1, n - 1)]
    )
    begin = last + 1
    digits = tokens.type_flag(str.isdigit)
    age = opens & digits[np.minimum(begin, n - 1)] & tokens.flag([","])[np.minimum(begin + 1, n - 1)]
    begin = np.where(age, begin + 2, begin)
    ends = np.append(np.flatnonzero(tokens.flag([",", ")", ";", ".", ":", "–", "—", '"', "“", "”"])), n)
    stop = np.minimum(ends[np.searchsorted(ends, begin)], begin + REACH)
    stop = np.minimum(
        stop, tokens.sentence_tokens[np.minimum(tokens.sentence[at] + 1, len(tokens.sentence_tokens) - 1)]
    )
    hit = np.minimum(np.searchsorted(roles.first, begin), len(roles.first) - 1)
    blocked = np.concatenate([[0], np.cumsum(tokens.flag(NOT_BETWEEN - {"is", "was"}))])
    role_first = np.minimum(roles.first[hit], n)
    fits = (opens | copula) & (roles.first[hit] >= begin) & (roles.last[hit] <= stop) & (last < n)
    fits &= (roles.first[hit] - begin <= 6) & (blocked[role_first] == blocked[np.minimum(begin, n)])
    verbs = np.append(
        np.flatnonzero(tokens.flag(["said", "says", "told", "who", "that", "which", "added", "has", "had"])), n
    )
    stop = np.minimum(stop, np.maximum(verbs[np.searchsorted(verbs, role_first)], role_first))
    return np.where(fits, begin, last), np.where(fits, stop, last)


def _party(tokens: Tokens, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Range of "R-Texas" after a name and a comma or bracket."""
    n = len(tokens)
    letter = np.minimum(last + 1, max(n - 1, 0))
    mark, party = tokens.flag([",", "("]), tokens.type_flag(lambda w: w in {"R", "D", "I"})
    hyphen = tokens.flag(["-"])
    fits = (last + 2 < n) & mark[np.minimum(last, n - 1)] & party[letter] & hyphen[np.minimum(last + 2, n - 1)]
    return np.where(fits, letter, last), np.where(fits, letter + 2, last)
