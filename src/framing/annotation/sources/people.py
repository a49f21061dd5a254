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
from framing.lexicon import read_lexicon

Key = tuple[str, ...]
Words = dict[str, list[int]]
ARTICLES = ("the", "a", "an", "this", "that", "his", "her", "their", "our", "my", "its")
SPELT = 5
"""Letters of a surname, at least, by which its other spellings are known."""
COMPANY = frozenset("ag airlines airways co company corp corporation group holdings inc limited llc ltd motors nv plc sa".split())
"""Words that end the name of a company, which goes by the first: "GEM Co. Ltd. … GEM"."""
YOUNGER = frozenset({"jr", "junior", "sr", "senior", "ii", "iii"})


@dataclass(frozen=True)
class People:
    """Persons and organisations of some articles; one that stands in two articles is counted in each.

    Parameters
    ----------
    of_name : ndarray of int, shape (names,)
        Entity of each name, or -1 (places, bare titles).
    name : list of str
        Fullest name in the article, spelling variants joined.
    key : list of tuple of str
        The words of that name in lower case.
    kind, gender, article : ndarray of int
        As in `Names`; the article's index.
    place : ndarray of int
        Token where each is named first.
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
    return {"".join(word[0] for word in key if word not in {"of", "the", "for", "and"}), head} | first


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
    """Give the name as the alias table spells it: the whole, else word by word."""
    table = _aliases()
    words = name.split(" ")
    if name in table or table.keys().isdisjoint(words):
        return table.get(name, name)
    return " ".join(table.get(word, word) for word in words)


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
    A single word joins the latest person before it whose name ends in it, else the first after it, else one whose name
    holds it anywhere (family names that stand first), else one whose name ends in another spelling of it (Toqaev,
    Tokayev; `framing.annotation.sources.romanised`). Full names of one person that are spelt alike are one person. Two
    people of one surname in an article can be taken for each other.
    """
    keys = [_canonical(form.words) for form in names.forms]
    article = tokens.article[names.first] if len(names) else names.first
    builder = _Builder(names.forms, keys)
    of_name = np.full(len(names), -1)
    bounds = np.searchsorted(article, np.arange(len(tokens.article_ids) + 1))
    forms = names.form.tolist()
    articled = (np.append(False, tokens.flag(ARTICLES))[names.first]).tolist()
    for number, (low, high) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        if high > low:
            of_name[low:high] = builder.link(forms[low:high], number, articled[low:high])
    place = np.zeros(len(builder.name), np.int64)
    named = np.flatnonzero(of_name >= 0)[::-1]
    place[of_name[named]] = names.first[named]  # the first naming of each is written last
    return People(
        of_name,
        builder.name,
        builder.key,
        np.array(builder.kind, np.int8),
        np.array(builder.gender, np.int8),
        np.array(builder.article, np.int64),
        place,
    )


class _Builder:
    """Collects the entities article by article."""

    def __init__(self, forms: list[Form], keys: list[Key]) -> None:
        self.forms, self.keys, self.sounds = forms, keys, [romanised(key) for key in keys]
        self.name: list[str] = []
        self.key: list[Key] = []
        self.sound: list[Key] = []
        self.surnames: list[set[str]] = []
        self.kind: list[int] = []
        self.gender: list[int] = []
        self.article: list[int] = []

    def link(self, forms: list[int], article: int, articled: list[bool]) -> list[int]:
        """Give the entity of each name of one article; `articled`: whether an article stands before it."""
        found: dict[Key, int] = {}
        for form in forms:
            key = self.keys[form]
            if len(key) > 1 and self.forms[form].kind != PLACE:
                entity = found.get(self._shape(form))
                if entity is None:
                    found[self._shape(form)] = self._add(form, article)
                elif len(key) > len(self.key[entity]):
                    self._rename(entity, form)
        self._join_parts(found)
        ends: dict[str, list[int]] = {}
        parts: dict[str, list[int]] = {}
        spelt: dict[str, list[int]] = {}
        for entity in dict.fromkeys(found.values()):
            if self.kind[entity] == ORGANISATION:
                for word in _short_forms(self.key[entity]):
                    ends.setdefault(word, []).append(entity)
                continue
            for word in self.surnames[entity]:
                ends.setdefault(word, []).append(entity)
                if len(sound := romanised((word,))[0]) >= SPELT:
                    spelt.setdefault(sound, []).append(entity)
            for word in self.key[entity][:-1] if self.kind[entity] == PERSON else ():
                parts.setdefault(word, []).append(entity)
        return self._assign(forms, article, articled, (found, ends, parts, spelt))

    def _join_parts(self, found: dict[Key, int]) -> None:
        """Join what is part of a person's longer name: "Wasserman Schultz", the "Anna Lam" of Anna Lam Wai-man."""
        whole: dict[Key, int] = {}
        for entity in found.values():
            key = self.sound[entity]
            if self.kind[entity] == PERSON and len(key) > 2 and key[-1] not in YOUNGER:
                runs = {key[a:b] for a in range(len(key)) for b in range(a + 2, len(key) + 1) if b - a < len(key)}
                whole |= dict.fromkeys(runs - whole.keys(), entity)
        for shape, entity in found.items():
            if self.kind[entity] != ORGANISATION and self.sound[entity] in whole:
                found[shape] = whole[self.sound[entity]]

    def _assign(
        self, forms: list[int], article: int, articled: list[bool], index: tuple[dict[Key, int], Words, Words, Words]
    ) -> list[int]:
        found, ends, parts, spelt = index
        recent: dict[int, int] = {}
        result = []
        for place, number in enumerate(forms):
            form, key = self.forms[number], self.keys[number]
            entity = -1
            title = form.own == len(form.words) and form.kind not in {ORGANISATION, PERSON} and len(key) == 1
            surname = title and not articled[place] and key[0] in ends and self.kind[ends[key[0]][0]] == PERSON
            if form.kind == PLACE or not key or (title and not surname):
                result.append(-1)
                continue
            if len(key) > 1:
                entity = found[self._shape(number)]
            else:
                choices = ends.get(key[0]) or ()
                if not choices and form.kind != ORGANISATION:
                    choices = parts.get(key[0]) or spelt.get(self.sounds[number][0]) or ()
                people = [c for c in choices if self.kind[c] == PERSON]
                choices = people if form.kind != ORGANISATION and people else choices
                choices = [c for c in choices if not form.gender or self.gender[c] in {UNKNOWN, form.gender}]
                entity = max(choices, key=lambda c: recent.get(c, -1)) if choices else found.get(key, -1)
                if entity < 0:
                    entity = found[key] = self._add(number, article)
            recent[entity] = place
            if form.gender and not self.gender[entity]:
                self.gender[entity] = form.gender
            if form.kind == PERSON and self.kind[entity] != ORGANISATION:
                self.kind[entity] = PERSON
            result.append(entity)
        return result

    def _shape(self, form: int) -> Key:
        key, sound = self.keys[form], self.sounds[form]
        return (sound[0], sound[-1]) if self.forms[form].kind == PERSON else key

    def _add(self, form: int, article: int) -> int:
        key, known = self.keys[form], figures()
        if len(key) > 1 and self.forms[form].kind == PERSON:
            key = known.sound.get(self.sounds[form], key)
        self.name.append(known.name.get(key) or spelling(_join(self.forms[form].words)))
        self.key.append(key)
        self.sound.append(self.sounds[form])
        self.surnames.append(_surnames(self.forms[form].words, key))
        self.kind.append(PERSON if key in known.name else self.forms[form].kind)
        self.gender.append(known.gender.get(key) or self.forms[form].gender)
        self.article.append(article)
        return len(self.name) - 1

    def _rename(self, entity: int, form: int) -> None:
        self.key[entity], self.sound[entity] = self.keys[form], self.sounds[form]
        self.surnames[entity] = _surnames(self.forms[form].words, self.keys[form])
        self.name[entity] = spelling(_join(self.forms[form].words))
