"""Places in the texts: where they stand, whose they are, and which of them an article is about."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.corpus.arrays import Tokens
from framing.lexicon import read_lexicon, word_kinds

KINDS = ("country", "continent", "demonym", "capital", "region", "city")


@cache
def gazetteer() -> pd.DataFrame:
    """Give the places, peoples, leaders and alliances that come with `framing`: `term`, `kind`, `name`, `within`.

    `name` is the country, or the region or city as written; `within` the state that it lies in: Hong Kong in China.
    """
    places, leaders = read_lexicon("places").terms, read_lexicon("leaders").terms
    leaders = leaders.sort_values("kind", key=lambda kind: kind != "leader", kind="stable")
    table = pd.concat([places[places["kind"].isin(KINDS)], leaders], ignore_index=True).fillna("")
    return table.assign(name=table["country"].where(table["country"] != "", table["term"]))


@cache
def towns() -> frozenset[str]:
    """Give regions and cities: they have a police of their own, and seldom a government that news speaks of."""
    table = gazetteer()
    return frozenset(table["term"][table["kind"].isin(["region", "city"])])


@cache
def _states() -> dict[str, str]:
    table = gazetteer()
    return dict(table.loc[table["within"] != "", ["name", "within"]].itertuples(index=False, name=None))


def state_of(name: str) -> str:
    """Give the state that a place lies in, or the name itself: Hong Kong is in China, Syria in Syria."""
    return _states().get(name, name)


class Places:
    """Places, demonyms and leaders in some texts, by the token they begin and end at.

    Notes
    -----
    A word list: Georgia is a country, Victoria a region, whoever is meant.
    """

    def __init__(self, tokens: Tokens) -> None:
        known = gazetteer()
        first, last, hit = find_terms(tokens, known["term"].tolist())
        names, kinds = known["name"].to_numpy(object)[hit], known["kind"].to_numpy(object)[hit]
        self.tokens = tokens
        self.words = tokens.folded[tokens.fold[tokens.type_id]]
        self.name_at = dict(zip(first.tolist(), names, strict=True))
        self.name_before = dict(zip(last.tolist(), names, strict=True))
        self.leader_at = {at: self.name_at[at] for at in first[kinds == "leader"].tolist()}
        continents = known["name"][known["kind"] == "continent"]
        listed = np.isin(kinds, KINDS) & ~np.isin(names, continents)
        self.first, self.names = first[listed], names[listed]
        self.is_scene = np.append(tokens.flag(word_kinds("actor-words")["scene"]), False)[self.first - 1]
        self._bounds = np.searchsorted(self.first, tokens.segment_tokens[::2])

    def of(self, article: int) -> slice:
        """Give the range of an article's places in `first`, `names` and `is_scene`."""
        return slice(*self._bounds[article : article + 2].tolist())
