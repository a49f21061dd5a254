"""What stands beside a name: titles, appositions, affiliations, "X is a …"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.annotation.sources.names import Names
from framing.annotation.sources.people import People
from framing.annotation.sources.roles import HEAD, NONE, ROLE, TITLE, Roles, role_words
from framing.annotation.text.tokens import Tokens
from framing.lexicon import word_kinds, word_means

REACH = 12
"""Most tokens that an apposition is read on for."""
NOT_BETWEEN = word_kinds("source-words")["not-between"]
TYING = word_kinds("source-words")["tying"]
ENDS = frozenset({",", ")", ";", ".", ":", "–", "—", '"', "“", "”"})
SPOKEN = word_kinds("source-words")["spoke"]
VERBS = SPOKEN | word_kinds("source-words")["after-subject"]
SHORTENED = {short: words.split() for short, words in word_means("source-words", "short-title").items()}
"""What abbreviated titles are called later: "Sen. Anna Roth … the senator"."""
Ranges = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Descriptions:
    """Entities, and the token ranges that say what they are: "the interior minister" beside a name."""

    entity: np.ndarray
    first: np.ndarray
    last: np.ndarray


class _Text:
    """Marks of the text that the rules below look at, one flag per token and one more at the end."""

    def __init__(self, tokens: Tokens) -> None:
        self.n = len(tokens)
        self.tokens = tokens
        self.sentence = np.append(tokens.sentence, -1)

    def flag(self, *words: str) -> np.ndarray:
        """Tell for each token, and for the end of the text, whether it is one of some words."""
        return np.append(self.tokens.flag(words), False)

    def sentence_end(self, token: np.ndarray) -> np.ndarray:
        """First token after the sentence of a token."""
        return self.tokens.sentence_tokens[self.sentence[np.minimum(token, self.n - 1)] + 1]


def find_descriptions(tokens: Tokens, names: Names, people: People, roles: Roles) -> Descriptions:
    """Find what stands beside the names and says what they are.

    Parameters
    ----------
    tokens : Tokens
    names, people, roles
        What was found in them.

    Returns
    -------
    Descriptions
        In order of entity.

    Notes
    -----
    Titles before the name, a role right before it ("spokesman Bo Li"; "its director, Anna Roth"), whose the person is
    ("the ministry's Anna Roth"), where from ("Bo Li of the union"), the apposition after it, and what follows "is a".
    Beside several names the nearest description may be the other's.
    """
    is_entity = people.of_name >= 0
    first, last, own, entity = (a[is_entity] for a in (names.first, names.last, names.own, people.of_name))
    text = _Text(tokens)
    pieces = [(entity, first, own)]
    if len(entity):
        found = [_before(text, roles, first, own), _owner(text, names, first), _affiliation(text, names, last)]
        found.append(_clause(text, last))
        found += [_after(text, roles, first, last)] if len(roles.first) else []
        pieces += [(entity, *ranges) for ranges in found]
    entity, first, last = (np.concatenate(column) for column in zip(*pieces, strict=True))
    keep = last > first
    entity, first, last = entity[keep], first[keep], last[keep]
    order = np.lexsort((first, entity))
    return Descriptions(entity[order], first[order], last[order])


def _before(text: _Text, roles: Roles, first: np.ndarray, own: np.ndarray) -> Ranges:
    """Roles right before a name, with or without a comma; and "ambassador to Iran" before the ambassador's name."""
    if not len(roles.last):
        return first, first
    comma, sentence = text.flag(","), text.sentence
    link = comma[first - 1] | (text.flag("to", "of", "in", "for", "at")[first - 1] & (own > first))
    bare = np.where((first > 0) & link, first - 1, first)
    hit = np.searchsorted(roles.last, bare, side="right") - 1
    usable = (hit >= 0) & (roles.last[hit] == bare) & (sentence[roles.first[hit]] == sentence[first])
    person = np.isin(role_words().kind[roles.term[hit]], [ROLE, HEAD, TITLE])
    usable &= person & ((bare == first) | ~role_words().many[roles.term[hit]])
    begin = roles.first[hit]
    for _ in range(2):  # "Interior Ministry's deputy spokesman": what stands up to two words before belongs to it
        earlier = np.maximum(np.searchsorted(roles.last, begin, side="right") - 1, 0)
        near = (begin - roles.last[earlier] <= 2) & (begin >= roles.last[earlier])
        near &= (sentence[roles.first[earlier]] == sentence[begin]) & ~comma[roles.last[earlier]]
        begin = np.where(near, roles.first[earlier], begin)
    begin = np.where(usable, begin, first)
    return begin, np.where(usable, bare, begin)


def _owner(text: _Text, names: Names, first: np.ndarray) -> Ranges:
    """Name of the organisation whose the person is: "Greenpeace's Anna Roth"."""
    before = np.maximum(first - 1, 0)
    run = np.searchsorted(names.last, before, side="right") - 1
    fits = text.flag("'s")[before] & (run >= 0) & (names.last[run] == before)
    fits &= text.sentence[names.first[run]] == text.sentence[first]
    return np.where(fits, names.first[run], first), np.where(fits, before, first)


def _affiliation(text: _Text, names: Names, last: np.ndarray) -> Ranges:
    """Name of the organisation that the person is of, from, at or with."""
    at = np.minimum(last, text.n)
    begin = at + 1 + text.flag("the")[np.minimum(at + 1, text.n)]
    run = np.minimum(np.searchsorted(names.first, begin), len(names) - 1)
    fits = text.flag("of", "from", "at", "with")[at] & (names.first[run] == begin)
    fits &= text.sentence[np.minimum(begin, text.n)] == text.sentence[last - 1]
    return np.where(fits, begin, last), np.where(fits, names.last[run], last)


def _after(text: _Text, roles: Roles, first: np.ndarray, last: np.ndarray) -> Ranges:
    """Words after a name and a comma, bracket or "is a" up to the next comma, where a role stands among the first."""
    n = text.n
    at, following = np.minimum(last, n), np.minimum(last + 1, n)
    opens = text.flag(",", "(", "–", "—")[at]
    copula = text.flag("is", "was", "who")[at] & text.flag("a", "an", "the", "one", "is", "was")[following]
    begin = np.where(_has_age(text, last), last + 3, last + 1)
    ends = np.append(np.flatnonzero(text.flag(*ENDS)), n)
    stop = np.minimum(ends[np.searchsorted(ends, begin).clip(max=len(ends) - 1)], begin + REACH)
    stop = np.minimum(stop, text.sentence_end(last))
    hit = np.minimum(np.searchsorted(roles.first, begin), len(roles.first) - 1)
    role = roles.first[hit]
    blocked = np.concatenate([[0], np.cumsum(text.flag(*NOT_BETWEEN))])
    fits = (opens | copula) & (role >= begin) & (role - begin <= 6) & (roles.last[hit] <= stop)
    fits &= blocked[role] == blocked[np.minimum(begin, n)]
    verbs = np.append(np.flatnonzero(text.flag(*VERBS)), n)
    stop = np.minimum(stop, np.maximum(verbs[np.searchsorted(verbs, role)], role))
    subject = text.flag(*TYING)[first - 1] & text.flag(*SPOKEN)[stop]
    fits &= ~subject  # "Asked by Anna Roth, the mayor said"
    return np.where(fits, begin, last), np.where(fits, stop, last)


def _clause(text: _Text, last: np.ndarray) -> Ranges:
    """Words after a name and ", who" or ", a", whatever they are: "who keeps a grocery", "a plumber"."""
    opens = text.flag(",")[np.minimum(last, text.n)]
    begin = np.where(_has_age(text, last), last + 3, last + 1)
    fits = opens & text.flag("who", "a", "an")[np.minimum(begin, text.n)]
    ends = np.append(np.flatnonzero(text.flag(*ENDS)), text.n)
    stop = np.minimum(ends[np.searchsorted(ends, begin).clip(max=len(ends) - 1)], begin + REACH)
    stop = np.minimum(stop, text.sentence_end(last))
    return np.where(fits, begin, last), np.where(fits, stop, last)


def _has_age(text: _Text, last: np.ndarray) -> np.ndarray:
    """Whether ", 34," stands after a name."""
    number = np.append(text.tokens.type_flag(lambda w: w.isdigit() and len(w) < 3), False)
    comma = text.flag(",")
    return comma[np.minimum(last, text.n)] & number[np.minimum(last + 1, text.n)] & comma[np.minimum(last + 2, text.n)]


def described_words(tokens: Tokens, described: Descriptions, n: int) -> list[frozenset[str]]:
    """Lower-case words that describe each entity: "russian", "foreign", "minister"."""
    length = described.last - described.first
    owner = np.repeat(described.entity, length)
    token = np.arange(length.sum()) + np.repeat(described.first - np.cumsum(length) + length, length)
    code = np.unique(owner * len(tokens.folded) + tokens.fold[tokens.type_id[token]]) if len(token) else token
    found: list[list[str]] = [[] for _ in range(n)]
    for entity, word in zip(
        (code // max(len(tokens.folded), 1)).tolist(), (code % max(len(tokens.folded), 1)).tolist(), strict=True
    ):
        found[entity] += [tokens.folded[word], *SHORTENED.get(tokens.folded[word], ())]
    return [frozenset(words) for words in found]


def entity_types(roles: Roles, described: Descriptions, n: int) -> list[int]:
    """First source type that a description gives each entity, or -1."""
    low, high = roles.within(described.first, described.last)
    types = role_words().source_type[roles.term].tolist()
    result = [NONE] * n
    for entity, a, b in zip(described.entity.tolist(), low.tolist(), high.tolist(), strict=True):
        if result[entity] == NONE:
            result[entity] = next((types[i] for i in range(a, b) if types[i] >= 0), NONE)
    return result
