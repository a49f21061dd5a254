"""An army at home or abroad: the same words name one target or another by where the article plays."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from framing.annotation.namings.actors import GENERIC
from framing.annotation.namings.grammar import FILLER, QUALIFIER
from framing.annotation.namings.places import Places, gazetteer, state_of
from framing.annotation.voice.forms import OTHER
from framing.lexicon import Lexicon


def move_abroad(book: Lexicon, places: Places, found: pd.DataFrame, actor: np.ndarray) -> np.ndarray:
    """Give namings of a state's people the target that they have at home or abroad.

    Parameters
    ----------
    book : Lexicon
        Its card may hold ``abroad = {security-forces = "foreign-forces"}``. The nouns that its terms list under both
        targets go by the actor: to the second where that is another state than the one that the article plays in, or
        an alliance, to the first where it is the same.
    places : Places
    found : DataFrame
        As `find_namings` gives it.
    actor : ndarray of object, shape (namings,)
        As `find_actors` gives it.

    Returns
    -------
    ndarray of object, shape (namings,)
        The targets. Those of articles whose scene the text does not tell stay as they are, and so do namings that a
        word other than a place makes one state's ("government troops", "occupying forces").

    Notes
    -----
    An article plays in the state of the places that most often stand behind *in*, *near* and the like, and of the
    towns it names. A war on two soils has one scene here, and an attack from abroad may be told from the attacker's.
    """
    target = found["target"].to_numpy(object).copy()
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    article = places.tokens.article[first] if len(first) else first
    scenes: dict[int, str | None] = {}
    for home, away in book.card.get("abroad", {}).items():
        moves = _shared(book, home, away)
        either = np.isin(target, [home, away]) & pd.notna(actor) & (actor != GENERIC)
        for i in np.flatnonzero(either).tolist():
            noun = moves.get(found["term"].iat[i])
            if noun is None or not (noun or any(at in places.name_at for at in range(first[i], last[i]))):
                continue
            of = int(article[i])
            if of not in scenes:
                scenes[of] = find_scene(places, of)
            if scenes[of] is not None:
                target[i] = home if state_of(str(actor[i])) == scenes[of] else away
    return target


def find_scene(places: Places, article: int) -> str | None:
    """Give the state that an article plays in, or None where it names no place that something happens in."""
    mine = places.of(article)
    names, scene = places.names[mine], places.is_scene[mine]
    counts = Counter(state_of(n) for n, is_scene in zip(names, scene, strict=True) if is_scene or n in gazetteer().towns)
    return counts.most_common(1)[0][0] if counts else None


def _shared(book: Lexicon, home: str, away: str) -> dict[str, bool]:
    """Terms whose noun is listed under both targets, and whether the noun stands alone in them."""
    terms = book.terms.assign(form=book.terms.get("form", ""))
    by = {name: terms[terms["target"] == name] for name in (home, away)}
    nouns = [set(rows.loc[~rows["form"].isin([QUALIFIER, FILLER, OTHER]), "term"]) for rows in by.values()]
    both = nouns[0] & nouns[1]
    qualifiers = {word for rows in by.values() for word in rows.loc[rows["form"] == QUALIFIER, "term"]}
    made = {f"{word} {noun}": False for word in qualifiers for noun in both}
    return made | dict.fromkeys(both, True)
