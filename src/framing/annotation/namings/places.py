"""Places in the texts: where they stand, whose they are, and which of them an article is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from framing.annotation.text.matching import find_terms
from framing.annotation.voice.forms import word_kinds
from framing.corpus.arrays import Tokens
from framing.lexicon import read_lexicon

KINDS = ("country", "demonym", "capital", "region", "city")
CONTINENTS = frozenset({"Europe", "Africa", "Asia", "Middle East", "Latin America", "North America", "Balkans"})
"""Parts of the world without a government or a police of their own."""


@dataclass(frozen=True)
class Gazetteer:
    """Words for places, their people and leaders.

    Parameters
    ----------
    terms : list of str
        Places and demonyms, then leaders, then alliances and forces with a name of their own.
    names : list of str
        The country of each, or the region or city as written.
    count : int
        How many of the terms are places or demonyms.
    leaders : range
        Which of the terms are leaders.
    within : dict of str to str
        The state that a territory, region or city lies in: Hong Kong in China, Mosul in Iraq.
    towns : frozenset of str
        Regions and cities: they have a police of their own, and seldom a government that news speaks of.
    is_place : ndarray of bool, shape (terms,)
        Whether the term names a place and no people.
    """

    terms: list[str]
    names: list[str]
    count: int
    leaders: range
    within: dict[str, str]
    towns: frozenset[str]
    is_place: np.ndarray


@cache
def gazetteer() -> Gazetteer:
    """Give the places and leaders that come with `framing`."""
    rows = read_lexicon("places").terms
    rows = rows[rows["kind"].isin(KINDS)]
    leaders = read_lexicon("leaders").terms
    leaders = leaders.sort_values("kind", key=lambda kind: kind != "leader", kind="stable")
    persons = range(len(rows), len(rows) + int((leaders["kind"] == "leader").sum()))
    names = rows["country"].where(rows["country"] != "", rows["term"])
    inside = rows["within"] != ""
    within = dict(zip(names[inside], rows["within"][inside], strict=True))
    towns = frozenset(rows["term"][rows["kind"].isin(["region", "city"])])
    is_place = np.append((rows["kind"] != "demonym").to_numpy(), np.zeros(len(leaders), bool))
    terms = rows["term"].tolist() + leaders["term"].tolist()
    return Gazetteer(terms, names.tolist() + leaders["country"].tolist(), len(rows), persons, within, towns, is_place)


class Places:
    """Places, demonyms and leaders in some texts, by the token they begin and end at.

    Parameters
    ----------
    tokens : Tokens

    Notes
    -----
    A word list: Georgia is a country, Victoria a region, whoever is meant.
    """

    def __init__(self, tokens: Tokens) -> None:
        known = gazetteer()
        first, last, hit = find_terms(tokens, known.terms)
        self.tokens = tokens
        self.words = tokens.folded[tokens.fold[tokens.type_id]]
        self.name_at = {at: known.names[i] for at, i in zip(first.tolist(), hit.tolist(), strict=True)}
        self.name_before = {end: known.names[i] for end, i in zip(last.tolist(), hit.tolist(), strict=True)}
        self.leader_at = {
            at: known.names[i] for at, i in zip(first.tolist(), hit.tolist(), strict=True) if i in known.leaders
        }
        listed = (hit < known.count) & np.array([known.names[i] not in CONTINENTS for i in hit], bool)
        self.first = first[listed]
        self.names = np.array([known.names[i] for i in hit[listed]], object)
        before = self.words[np.maximum(self.first - 1, 0)] if len(tokens) else np.zeros(0, object)
        self.is_scene = known.is_place[hit[listed]] & np.isin(before, list(word_kinds("actor-words")["scene"]))
        self._bounds = np.searchsorted(self.first, tokens.segment_tokens[::2])

    def of(self, article: int) -> slice:
        """Give the range of an article's places in `first`, `names` and `is_scene`."""
        return slice(*self._bounds[article : article + 2].tolist())


def state_of(name: str) -> str:
    """Give the state that a place lies in, or the name itself: Hong Kong is in China, Syria in Syria."""
    return gazetteer().within.get(name, name)


def is_place(word: str) -> bool:
    """Tell whether a word is a place, a people or an alliance, with or without the mark of the genitive."""
    return word.removesuffix("'s") in frozenset(gazetteer().terms)
