"""An army at home or abroad: the same words name one target or another by where the article plays."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from framing.annotation.namings.actors import GENERIC
from framing.annotation.namings.grammar import FILLER, QUALIFIER
from framing.annotation.namings.places import Places, gazetteer, state_of, towns
from framing.annotation.text.matching import find_terms
from framing.annotation.voice.forms import OTHER
from framing.corpus.arrays import Tokens
from framing.lexicon import Lexicon

TIE = 0.75
"""Share of the places of the most common state from which on an article plays in both."""
NAMED = 0.25
"""What a place or people counts for the scene that only is named, against one that something happens in."""


def move_abroad(book: Lexicon, tokens: Tokens, found: pd.DataFrame, actor: np.ndarray) -> np.ndarray:
    """Give namings of a state's people the target that they have at home or abroad.

    Parameters
    ----------
    book : Lexicon
        Its card may hold ``abroad = {security-forces = "foreign-forces"}``. The nouns that its terms list under both
        targets go by the actor: to the first where that is the state that the article plays in, else to the second.
    tokens : Tokens
    found, actor
        As `find_namings` and `find_actors` give them.

    Returns
    -------
    ndarray of object, shape (namings,)
        The targets. They stay as they are where the text does not tell its scene, and where a word other than a place
        makes a naming one state's ("government troops", "occupying forces"), and of "Syrian troops" where Syria is one
        of two scenes.

    Notes
    -----
    An article plays in the state of the places that most often stand behind *in*, *near* and the like, and of the
    towns it names. Two states with about as many places are both scenes.
    """
    target = found["target"].to_numpy(object).copy()
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    article, places = tokens.article[first], tokens.once(Places, Places)
    scenes: dict[int, dict[str, float]] = {}
    for home, away in book.card.get("abroad", {}).items():
        moves = np.isin(target, [home, away]) & pd.notna(actor) & (actor != GENERIC)
        moves &= _may_move(book, places, found, home, away)
        for i in np.flatnonzero(moves).tolist():
            of = int(article[i])
            if of not in scenes:
                scenes[of] = find_scenes(places, of)
            most = max(scenes[of].values(), default=0.0)
            mine = scenes[of].get(state_of(str(actor[i])), 0.0)
            sure = mine == most or mine < TIE * most or not _names_place(places, int(first[i]), int(last[i]))
            if most >= 1 and sure:
                target[i] = home if mine == most else away
    return target


def _names_place(places: Places, first: int, last: int) -> bool:
    """Whether a place stands in a naming or right before it: the codebook's own row then knows whose it is."""
    return first in places.name_before or any(at in places.name_at for at in range(first, last))


def find_scenes(places: Places, article: int) -> dict[str, float]:
    """Count, state by state, the places of an article where something happens, and a little those it only names."""
    mine = places.of(article)
    counts: dict[str, float] = defaultdict(float)
    for name, happens in zip(places.names[mine], places.is_scene[mine], strict=True):
        counts[state_of(name)] += NAMED + (happens or name in towns())
    return dict(counts)


def _may_move(book: Lexicon, places: Places, found: pd.DataFrame, home: str, away: str) -> np.ndarray:
    """Flag namings by a noun of both targets, behind a place or no qualifier: not those of "government troops"."""
    terms = book.terms.assign(form=book.terms.get("form", ""))
    rows = [terms[terms["target"] == name] for name in (home, away)]
    nouns = [set(mine.loc[~mine["form"].isin([QUALIFIER, FILLER, OTHER]), "term"]) for mine in rows]
    both = nouns[0] & nouns[1]
    peoples = set(gazetteer()["term"])
    qualifiers = {word for mine in rows for word in mine.loc[mine["form"] == QUALIFIER, "term"]}
    own = {word for word in qualifiers if word.removesuffix("'s") not in peoples}
    fixed = {f"{word} {noun}" for word in own for noun in both}
    placed = {f"{word} {noun}" for word in qualifiers - own for noun in both}
    behind = np.zeros(len(places.tokens) + 1, bool)
    behind[find_terms(places.tokens, sorted(own))[1]] = True
    named = found["head"].isin(both | placed) & ~found["term"].isin(fixed)
    return named.to_numpy() & ~behind[found["first"].to_numpy()]
