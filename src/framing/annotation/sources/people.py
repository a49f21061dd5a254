"""Who is who in an article: namings of one person or organisation joined under the fullest name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from framing.annotation.sources.name_forms import ORGANISATION, PERSON, PLACE, Form
from framing.annotation.sources.name_words import UNKNOWN, name_words
from framing.annotation.sources.names import Names
from framing.annotation.sources.romanised import romanised
from framing.annotation.text.tokens import Tokens, fold
from framing.lexicon import read_lexicon, word_kinds

Key = tuple[str, ...]
Words = dict[str, list["_Entity"]]
ARTICLES = word_kinds("source-words")["article"]
SPELT = 5
"""Letters of a surname, at least, by which its other spellings are known."""
NO_INITIAL = word_kinds("source-words")["no-initial"]
COMPANY = word_kinds("source-words")["company"]
"""Words that end the name of a company, which goes by the first: "GEM Co. Ltd. … GEM"."""
AFRESH = 2
"""Sentences after somebody's full name in which the surname is hers, whoever else bears it."""
YOUNGER = word_kinds("source-words")["younger"]


@dataclass(frozen=True)
class People:
    """Persons and organisations of some articles; one that stands in two articles is counted in each.

    `of_name`: entity of each name, or -1 (places, bare titles); `name`: fullest name in the article, spelling variants
    joined, and `key` its words in lower case; `kind`, `gender` as in `Names`; `place`: token of the first naming.
    """

    of_name: np.ndarray
    name: list[str]
    key: list[Key]
    kind: np.ndarray
    gender: np.ndarray
    article: np.ndarray
    place: np.ndarray

    def __len__(self) -> int:
        """Count the entities."""
        return len(self.name)


@dataclass(frozen=True)
class Figures:
    """Public figures by full name and, where it is unmistakable, by surname alone; full names also by their sound."""

    name: dict[Key, str]
    source_type: dict[Key, str]
    gender: dict[Key, int]
    sound: dict[Key, Key]


def _short_forms(key: Key) -> set[str]:
    """Single words by which an organisation goes: its initials, and its head: "the Center for Reconciliation"."""
    head = next((before for before, word in pairwise(key) if word in {"of", "for", "on"}), key[-1])
    first = {key[0]} if key[-1] in COMPANY else set()
    return {"".join(word[0] for word in key if word not in NO_INITIAL), head} | first


def figure_of(key: Key) -> Key | None:
    """Give the public figure that a name belongs to, whatever stands between or after: Anna (B.) Roth (Wai-man)."""
    known = figures()
    if key in known.name or len(key) < 2 or key[-1] in YOUNGER:
        return key if key in known.name else None
    shorter = (short for short in (key[:2], (key[0], key[-1])) if short in known.name)
    return next(shorter, None) or known.sound.get(romanised(key))


def _surnames(words: tuple[str, ...], key: Key) -> set[str]:
    """Words by which a person is called later: the last; before a hyphenated second name what is no given name."""
    if len(words) < 3 or words[-2] != "-" or not words[-1].islower():  # Tam Wai-man, Anna Lam Wai-man
        return {key[-1]}
    given = name_words().given
    return {word for place, word in enumerate(key[:-2]) if place or word not in given or len(key) == 3} or {key[-1]}


@lru_cache(maxsize=1)
def figures() -> Figures:
    """Read the public figures once."""
    terms = read_lexicon("public-figures").terms
    genders = terms["gender"].map({"male": 1, "female": 2}).fillna(0).astype(int)
    name: dict[Key, str] = {}
    source_type: dict[Key, str] = {}
    gender: dict[Key, int] = {}
    for full, kind, sex, short in zip(terms["term"], terms["source_type"], genders, terms["short"], strict=True):
        for written in (full, short):
            if written:
                key = _canonical(tuple(written.replace("-", " - ").split()))
                name.setdefault(key, spelling(full))
                source_type.setdefault(key, kind)
                gender.setdefault(key, sex)
    full_names = sorted(key for key in name if len(key) > 1)
    sounds = [romanised(key) for key in full_names]
    sound = {s: key for s, key in zip(sounds, full_names, strict=True) if sounds.count(s) == 1}
    return Figures(name, source_type, gender, sound)


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    terms = read_lexicon("aliases").terms
    return dict(zip(terms["term"], terms["name"], strict=True))


def spelling(name: str) -> str:
    """Give the name as the alias table spells it: the whole, else those words whose spelling is not in it already."""
    table = _aliases()
    words = name.split(" ")
    if name in table or table.keys().isdisjoint(words):
        return table.get(name, name)
    return " ".join(word if table.get(word, word) in name else table[word] for word in words)


def _canonical(words: tuple[str, ...]) -> Key:
    written = _join(words)
    return tuple(fold(word) for word in spelling(written).replace("-", " - ").replace(".", "").split() if word != "-")


def _join(words: tuple[str, ...]) -> str:
    return " ".join(words).replace(" - ", "-").replace(" .", ".").replace(" 's", "'s")


def link_names(tokens: Tokens, names: Names) -> People:
    """Join the names of each article into persons and organisations.

    Parameters
    ----------
    tokens : Tokens
    names : Names

    Returns
    -------
    People

    Notes
    -----
    A single word joins the person whose name ends in it: one whose full name stood in the two sentences before, else
    the one named most often so far, else the first after it. Else it joins one whose name holds it anywhere (family
    names that stand first), else one whose name ends in another spelling of it (Toqaev, Tokayev;
    `framing.annotation.sources.romanised`). Full names of one person that are spelt alike are one person. Two
    people of one surname in an article can be taken for each other.
    """
    article = tokens.article[names.first] if len(names) else names.first
    sentence = (tokens.sentence[names.first] if len(names) else names.first).tolist()
    articled = np.append(False, tokens.flag(ARTICLES))[names.first].tolist()
    forms = [_Naming(form) for form in names.forms]
    entities: list[_Entity] = []
    of_name: list[_Entity | None] = []
    bounds = np.searchsorted(article, np.arange(len(tokens.article_ids) + 1)).tolist()
    for low, high in pairwise(bounds):
        namings = [forms[number] for number in names.form[low:high].tolist()]
        known = _Article(namings)
        of_name += known.assign(namings, sentence[low:high], articled[low:high])
        entities += known.entities
    number = {id(entity): i for i, entity in enumerate(entities)}
    of_entity = np.array([-1 if entity is None else number[id(entity)] for entity in of_name], np.int64)
    place = np.zeros(len(entities), np.int64)
    named = np.flatnonzero(of_entity >= 0)[::-1]
    place[of_entity[named]] = names.first[named]  # the first naming of each is written last
    kind, gender = (np.array([getattr(entity, trait) for entity in entities], np.int8) for trait in ("kind", "gender"))
    return People(
        of_entity, [e.name for e in entities], [e.key for e in entities], kind, gender, tokens.article[place], place
    )


class _Naming:
    """A distinct run of words, and what its words are compared by."""

    def __init__(self, form: Form) -> None:
        self.form, self.key = form, _canonical(form.words)
        self.sound = romanised(self.key)
        self.shape = (self.sound[0], self.sound[-1]) if form.kind == PERSON else tuple(dict.fromkeys(self.key))

    def is_fuller(self, key: Key) -> bool:
        """Whether the name has more words than another, or only lacks what the other says twice."""
        more = len(set(self.key)) - len(set(key))
        return more > 0 or (more == 0 and len(self.key) < len(key))


class _Entity:
    """Somebody or something while the names of an article are joined."""

    def __init__(self, naming: _Naming) -> None:
        known, key = figures(), naming.key
        if len(key) > 1 and naming.form.kind == PERSON:
            key = known.sound.get(naming.sound, key)
        self.rename(naming, key)
        if key in known.name:
            self.name = known.name[key]
        self.kind = PERSON if key in known.name else naming.form.kind
        self.gender = known.gender.get(key) or naming.form.gender
        self.often = 0
        self.full = -1
        """Which of the namings was the last with more than the surname."""

    def rename(self, naming: _Naming, key: Key) -> None:
        """Take on a fuller name."""
        self.key, self.sound = key, naming.sound
        self.name = spelling(_join(naming.form.words))
        self.surnames = _surnames(naming.form.words, key)


class _Article:
    """The persons and organisations of an article by their full names, and by the single words they go by."""

    def __init__(self, namings: list[_Naming]) -> None:
        self.entities: list[_Entity] = []
        self.found: dict[Key, _Entity] = {}
        for naming in namings:
            if len(naming.key) > 1 and naming.form.kind != PLACE:
                entity = self.found.get(naming.shape)
                if entity is None:
                    self._add(naming.shape, naming)
                elif naming.is_fuller(entity.key):
                    entity.rename(naming, naming.key)
        self._join_parts()
        self.ends: Words = {}
        self.parts: Words = {}
        self.spelt: Words = {}
        for entity in dict.fromkeys(self.found.values()):
            organisation = entity.kind == ORGANISATION
            for word in _short_forms(entity.key) if organisation else entity.surnames:
                self.ends.setdefault(word, []).append(entity)
                if not organisation and len(sound := romanised((word,))[0]) >= SPELT:
                    self.spelt.setdefault(sound, []).append(entity)
            for word in entity.key[:-1] if entity.kind == PERSON else ():
                self.parts.setdefault(word, []).append(entity)

    def _add(self, shape: Key, naming: _Naming) -> _Entity:
        self.entities.append(_Entity(naming))
        self.found[shape] = self.entities[-1]
        return self.entities[-1]

    def _join_parts(self) -> None:
        """Join what is part of a person's longer name: "Wasserman Schultz", the "Anna Lam" of Anna Lam Wai-man."""
        whole: dict[Key, _Entity] = {}
        for entity in self.found.values():
            key = entity.sound
            if entity.kind == PERSON and len(key) > 2 and key[-1] not in YOUNGER:
                runs = {key[a:b] for a in range(len(key)) for b in range(a + 2, len(key) + 1) if b - a < len(key)}
                whole |= dict.fromkeys(runs - whole.keys(), entity)
        for shape, entity in self.found.items():
            if entity.kind != ORGANISATION:
                self.found[shape] = whole.get(entity.sound, entity)

    def assign(self, namings: list[_Naming], sentence: list[int], articled: list[bool]) -> list[_Entity | None]:
        """Give whose each name is; `articled`: whether an article stands before it."""
        result: list[_Entity | None] = []
        for place, naming in enumerate(namings):
            form, key = naming.form, naming.key
            title = form.own == len(form.words) and form.kind not in {ORGANISATION, PERSON} and len(key) == 1
            surname = title and not articled[place] and key[0] in self.ends and self.ends[key[0]][0].kind == PERSON
            if form.kind == PLACE or not key or (title and not surname):
                result.append(None)
                continue
            if len(key) > 1:
                entity = self.found[naming.shape]
                entity.full = place
            else:
                entity = self._bearer(naming, place, sentence) or self.found.get(key) or self._add(key, naming)
            entity.often += 1
            entity.gender = entity.gender or form.gender
            if form.kind == PERSON and entity.kind != ORGANISATION:
                entity.kind = PERSON
            result.append(entity)
        return result

    def _bearer(self, naming: _Naming, place: int, sentence: list[int]) -> _Entity | None:
        """Find whose a single word is."""
        word, organisation = naming.key[0], naming.form.kind == ORGANISATION
        choices = self.ends.get(word) or []
        if not choices and not organisation:
            choices = self.parts.get(word) or self.spelt.get(naming.sound[0]) or []
        people = [c for c in choices if c.kind == PERSON]
        choices = people if people and not organisation else choices
        choices = [c for c in choices if not naming.form.gender or c.gender in {UNKNOWN, naming.form.gender}]
        fresh = [c for c in choices if c.full >= 0 and sentence[place] - sentence[c.full] <= AFRESH]
        if fresh:
            return max(fresh, key=lambda c: c.full)
        return max(choices, key=lambda c: c.often, default=None)
