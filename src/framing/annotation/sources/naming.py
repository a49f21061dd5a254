"""The names in the words of a source: whose they are, and which of them is the source itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.sources.appositions import Descriptions, described_words, entity_types
from framing.annotation.sources.name_forms import ORGANISATION, PERSON, PLACE
from framing.annotation.sources.name_words import UNKNOWN, name_words
from framing.annotation.sources.roles import HEAD, ROLE, TITLE, role_words
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    import pandas as pd

    from framing.annotation.sources.names import Names
    from framing.annotation.sources.people import People
    from framing.annotation.sources.roles import Roles
    from framing.annotation.text.tokens import Tokens

PREPOSITIONS = word_kinds("source-words")["preposition"]
GROUPS = word_kinds("source-words")["somebody-of"]
PLATFORMS = word_kinds("source-words")["platform"]
CHANNELS = word_kinds("source-words")["channel"]
ADJECTIVES = word_kinds("source-words")["adjective"]
"""Names that before a noun say of what kind somebody is: "Jewish groups", "the Democratic base"."""
FOLLOWS = frozenset({"", ",", "(", "and", "-", "–", "who", "of"})


@dataclass(frozen=True)
class Case:
    """One relation to resolve: its row in the relations, and that of the relation round it (-1: none).

    [`first`, `last`) is its source (empty where it has none), [`low`, `high`) the mentions inside the source.
    """

    row: int
    first: int
    last: int
    position: int
    sentence: int
    parent: int
    direct: bool
    low: int
    high: int


class Context:
    """The names, roles and descriptions of some articles, ready to be looked up one at a time.

    `content`: content spans of relations (first, last); a name inside what somebody says is a poor antecedent.
    """

    def __init__(
        self, tokens: Tokens, names: Names, people: People, roles: Roles, described: Descriptions, content: pd.DataFrame
    ) -> None:
        self.tokens, self.names, self.people = tokens, names, people
        self.folds = tokens.fold[tokens.type_id] if len(tokens) else np.zeros(0, np.int32)
        self.folded = tokens.folded.tolist()
        self.kind, self.gender = people.kind.tolist(), people.gender.tolist()
        self.described = described_words(tokens, described, len(people))
        self.source_type = entity_types(roles, described, len(people))
        self.role_first, self.role_last, self.role_term = roles.first.tolist(), roles.last.tolist(), roles.term.tolist()
        words = role_words()
        self.role_kind, self.role_type = words.kind.tolist(), words.source_type.tolist()
        self.role_many, self.role_gender, self.ending = words.many.tolist(), words.gender.tolist(), words.ending
        self.run_first, self.run_last = names.first.tolist(), names.last.tolist()
        self.run_kind = names.kind.tolist()
        self.vocabulary = {word: number for number, word in enumerate(self.folded)}
        self._mentions(names, content)

    def _mentions(self, names: Names, content: pd.DataFrame) -> None:
        """Note the names with an entity, and how well each could be what a pronoun stands for."""
        tokens, keep = self.tokens, self.people.of_name >= 0
        first, last, entity = names.first[keep], names.last[keep], self.people.of_name[keep]
        self.own = names.own[keep].tolist()
        depth = np.zeros(len(tokens) + 1, np.int64)
        np.add.at(depth, content["first"].to_numpy(), 1)
        np.add.at(depth, content["last"].to_numpy(), -1)
        inside = np.cumsum(depth)[first] > 0
        owner = np.append(tokens.flag(["'s"]), False)[last]
        tied = np.append(tokens.flag(PREPOSITIONS), False)[first - 1]
        tied &= ~np.append(tokens.flag(["as"]), False)[first - 2]  # As for Anna Roth, she …
        person = self.people.kind[entity] == PERSON
        thing = ~person & (last - first == 1) & np.append(tokens.flag(["the", "a", "this"]), False)[first - 1]
        sentence = tokens.sentence[first]
        place = np.flatnonzero(person & ~inside & ~owner & ~tied)
        subject = np.zeros(len(first), bool)
        subject[place[np.unique(sentence[place], return_index=True)[1]]] = True
        weight = 1.0 * subject - 1.2 * inside - 0.5 * owner - 0.5 * tied + 0.5 * person
        self.mention_first, self.mention_last = first, last
        self.starts, self.ends, self.entity = first.tolist(), last.tolist(), entity.tolist()
        self.thing = thing.tolist()
        self.sentence, self.weight = sentence.tolist(), weight.tolist()
        self.often = np.log1p(np.bincount(entity, minlength=len(self.people))).tolist()

    def word(self, token: int) -> str:
        """Lower-case form of a token."""
        return self.folded[self.folds[token]]

    def roles_in(self, first: int, last: int) -> range:
        """Places of the roles that lie within a token range."""
        low = bisect_left(self.role_first, first)
        high = low
        while high < len(self.role_last) and self.role_last[high] <= last:
            high += 1
        return range(low, high)

    def naming_of(self, word: str, begin: int, end: int, *, places: bool) -> tuple[int, int]:
        """Token range where a word was used last with a name: "Roth's campaign", "the guild of Orlov"; (0, 0): nowhere.

        With `places`, the name of a place will do: "the Orlov government".
        """
        wanted = self.vocabulary.get(word, -1)
        for token in (begin + np.flatnonzero(self.folds[begin:end] == wanted)[::-1]).tolist():
            run = bisect_right(self.run_first, token)
            between = [self.word(t) for t in range(max(self.run_last[run - 1], token - 4) if run else token, token)]
            before = run > 0 and (not between or (between[0] == "'s" and all(map(str.isalpha, between[1:]))))
            if before and (places or self.run_kind[run - 1] != PLACE):
                return self.run_first[run - 1], token + 1
            tied = self.run_first[run : run + 1] in [[token + 2], [token + 3]] and self.word(token + 1) in {"of", "for"}
            if tied and self.run_first[run] == token + 2 + (self.word(token + 2) == "the"):
                return token, self.run_last[run]
        return 0, 0

    def traits(self, first: int, last: int) -> tuple[int, bool, bool]:
        """Gender, whether they are several, and whether it is a person, of a source in words without a name."""
        terms = [self.role_term[i] for i in self.roles_in(first, last)]
        gender = next((self.role_gender[t] for t in terms if self.role_gender[t]), UNKNOWN)
        human = any(self.role_kind[t] in {TITLE, ROLE, HEAD} for t in terms)
        return gender, any(self.role_many[t] for t in terms), human

    def head(self, first: int, last: int) -> str:
        """Last word of the role that a source is: "spokesman" of "a ministry spokesman for trade"; "" where none is."""
        tie = next((token for token in range(first, last) if self.word(token) in PREPOSITIONS), last)
        places = self.roles_in(first, tie)
        if not places or (self.role_last[places[-1]] < last and self.word(self.role_last[places[-1]]) == "'s"):
            return ""
        return self.ending[self.role_term[places[-1]]]

    def article_start(self, token: int) -> int:
        """First token of the article of a token, its headline included."""
        tokens = self.tokens
        return int(tokens.segment_tokens[2 * tokens.segment_article[tokens.segment[token]]])


def named(case: Case, context: Context) -> int:
    """Give the person or organisation a source names, if it is the source itself and not only tied to it; else -1."""
    free: list[tuple[int, int, str]] = []
    for i in range(case.low, case.high):
        start = context.starts[i]
        after = _after(context.ends[i], case.last, context)
        if (
            after != "'s"
            and after not in GROUPS
            and not _is_tied(case.first, i, context)
            and not _is_kind(i, after, context)
        ):
            free.append((start, context.entity[i], after))
    if not free:
        return -1
    kinds = {place: context.role_kind[context.role_term[place]] for place in context.roles_in(case.first, case.last)}
    first_role = context.role_first[min(kinds)] if kinds else case.last
    people = [f for f in free if context.kind[f[1]] != ORGANISATION and f[2] in FOLLOWS]
    sure = [f for f in people if context.kind[f[1]] == PERSON or f[2] == "" or first_role >= f[0]]
    if people:
        return (sure or people)[0][1]
    if any(kind in {ROLE, HEAD} for kind in kinds.values()):
        return -1
    return next((f[1] for f in free if context.kind[f[1]] == PERSON), free[0][1])


def _is_kind(mention: int, after: str, context: Context) -> bool:
    """Whether a name says what the noun after it is, and is not whose it is: "a Telegram channel", "Muslim groups"."""
    word = context.word(context.starts[mention])
    if context.ends[mention] - context.starts[mention] > 1 or not after.isalpha() or after in FOLLOWS:
        return False
    return (word in PLATFORMS and after in CHANNELS) or word in ADJECTIVES or word in name_words().demonyms


def _is_tied(first: int, mention: int, context: Context) -> bool:
    """Whether a preposition ties a name to what stands before it in the source, and not only the place before it."""
    start = context.starts[mention]
    own = context.own[mention]
    before = context.word(own - 1)
    title = before == "." or (before in name_words().title_ends and not before.endswith("s"))
    if start < own < context.ends[mention] and not title:
        return False  # a place or body tied to a title: (ambassador to) Iran Levan Petrov, (chief of the) Forces Bo Li
    for token in range(start - 1, first - 1, -1):
        word = context.word(token)
        if word in PREPOSITIONS:
            return True
        if word in {",", "(", "and"}:
            return False
    return False


def _after(end: int, stop: int, context: Context) -> str:
    """Word after a name that ends before a token, "" where the source ends with it or with its 's."""
    if end >= stop:
        return ""
    word = context.word(end)
    return "" if stop - end == 1 and word in {"'s", "'"} else word


def beside(case: Case, context: Context) -> int:
    """Give the person whose name stands before the source and a comma: "Anna Roth, [the minister] said"; else -1."""
    i = case.low - 1
    if i < 0 or case.first < 2 or context.word(case.first - 1) != "," or context.ends[i] != case.first - 1:
        return -1
    free = context.kind[context.entity[i]] == PERSON and context.word(context.starts[i] - 1) not in PREPOSITIONS
    return context.entity[i] if free else -1  # not whom somebody is "asked by"
