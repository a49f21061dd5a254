"""Whose government, whose police: the country or place that a naming of a state's people belongs to."""

from __future__ import annotations

from collections import defaultdict
from math import exp

import numpy as np
import pandas as pd

from framing.annotation.namings.places import Places, state_of, towns
from framing.corpus.arrays import Tokens
from framing.lexicon import Lexicon, word_kinds

GENERIC = "generic"
"""Actor of a naming of no one in particular: "a government", "the world's policemen"."""
OTHER_ACTOR = "other"
LEFT = 5
"""Tokens that may be passed over between a place and the naming after it."""
FADE = 5.0
"""Sentences after which a place counts a third of what it counts in the sentence of the naming."""
SAID_BEFORE = 4.0
"""How many places a naming of the same target counts for, that tells whose it is; twice with the same word."""
THROUGHOUT = 5.0
"""How many places of the sentence all the places of a long article count for."""
HERE = 2.0
"""How often a place counts that something happens *in*."""
NEARER = 1.5
"""How often a part of a state counts: where a city and its country are named, bare police are the city's."""


def find_actors(tokens: Tokens, book: Lexicon, first: np.ndarray, last: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Tell whose each naming is, for the targets that the codebook's card lists under `actors`.

    Parameters
    ----------
    tokens : Tokens
    book : Lexicon
        Its card may hold ``actors = ["government", "security-forces"]``.
    first, last, target : ndarray, shape (namings,)
        Token ranges [first, last), in order, and whom they name.

    Returns
    -------
    ndarray of object, shape (namings,)
        The country (also of a demonym or a capital), else the place as written; ``"generic"`` for no one in
        particular; None where the text does not tell, and for other targets.

    Notes
    -----
    The place stands in the naming, before it ("Hong Kong police", "the US army") or behind *of* or *in*. Without it
    the places of the article compete: each counts the more, the fewer sentences lie between it and the naming after
    it, twice where something happens *in* it, four times where it told whose another naming of the target was; and a
    little for being common in the article. "The central government" is that of the state around the winner. Of 74
    namings that two language models told alike and whose errors nobody had read, .88 were right
    (`benchmarks/words.md`).
    """
    actors = np.full(len(first), None, object)
    chosen = np.flatnonzero(np.isin(target, list(book.card.get("actors", []))))
    if not len(chosen):
        return actors
    places = tokens.once(Places, Places)
    beside = _Beside(places)
    kin, article = _kin(book), tokens.article[first]
    told: dict[tuple[int, str], list[tuple[int, str, str]]] = defaultdict(list)
    for i in chosen.tolist():
        begin = int(first[i])
        name = beside.find(begin, int(last[i]), str(target[i]))
        said = told[int(article[i]), kin.get(target[i], target[i])]
        if name is None:
            name = beside.guess(begin, int(last[i]), str(target[i]), said)
        elif name != GENERIC:
            said.append((begin, str(places.words[last[i] - 1]), name))
        actors[i] = name
    return actors


def _kin(book: Lexicon) -> dict[str, str]:
    """One name for targets whose namings tell of each other whose they are: an army at home and abroad."""
    return {away: home for home, away in book.card.get("abroad", {}).items()}


def bind_targets(book: Lexicon, target: np.ndarray, actor: np.ndarray) -> np.ndarray:
    """Give namings of a bound target its whole name: `government@Hong Kong` where the actor is Hong Kong.

    Parameters
    ----------
    book : Lexicon
        Its card may hold ``bind = ["government@Hong Kong"]``. Namings of such a target by another actor, or of none in
        particular, become ``government@other``; those whose actor the text does not tell keep the plain name.
    target, actor : ndarray, shape (namings,)
    """
    result = target.astype(object)
    pairs = [name.partition("@")[::2] for name in book.card.get("bind", [])]
    told = np.array(pd.notna(actor), bool)
    for base in dict.fromkeys(base for base, _ in pairs):
        result[(target == base) & told] = f"{base}@{OTHER_ACTOR}"
    for base, name in pairs:
        result[(target == base) & (actor == name)] = f"{base}@{name}"
    return result


class _Beside:
    """What stands in, beside and before a naming."""

    def __init__(self, places: Places) -> None:
        tokens = places.tokens
        self._places, self._words, self._sentence, self._article = (
            places, places.words, tokens.sentence, tokens.article,
        )  # fmt: skip
        closed = word_kinds("form")["function"] | word_kinds("form")["predicate"]
        self._closed = np.append(tokens.type_flag(lambda word: not word[:1].isalpha() or word.lower() in closed), True)
        self._that = word_kinds("actor-words")
        self._kept: tuple[int, list[tuple[int, int, str, float]]] = (-1, [])
        self._leaders = np.array(sorted(places.leader_at), np.int64)

    def find(self, first: int, last: int, target: str) -> str | None:
        """Look in the naming, left of it, and right of it."""
        name = next((self._places.name_at[i] for i in range(first, last) if i in self._places.name_at), None)
        name = name or self._left(first) or self._right(last)
        if name is not None:
            return state_of(name) if self._about(first, last) & self._that["national"] else name
        before, that = self._before(first), self._that
        one = before in that["one"] and target == "government" and self._closed[last]
        one = one and self._words[first - 2] not in that["formed"]
        return GENERIC if one or before in that["any"] or self._words[last - 1] in that["many"] else None

    def guess(self, first: int, last: int, target: str, said: list[tuple[int, str, str]]) -> str | None:
        """Choose the place of the article that counts most, and the part of it or the state around it."""
        words = self._about(first, last)
        if words & self._that["personal"] and (leader := self._leader(first)):
            return leader
        counts = self._count(first, str(self._words[last - 1]), said)
        silent = towns() if target == "government" and not words & self._that["local"] else frozenset()
        parts = {name: n * NEARER for name, n in counts.items() if state_of(name) != name and name not in silent}
        if words & self._that["national"]:
            states: dict[str, float] = defaultdict(float)
            for name, count in counts.items():
                states[state_of(name)] += count
            around = {state_of(name) for name in parts}
            counts = {name: count for name, count in states.items() if name in around} or states
        else:
            counts = parts if words & self._that["local"] and parts else counts | parts
        return max(counts, key=counts.__getitem__) if counts else None

    def _about(self, first: int, last: int) -> set[str]:
        """Words of the naming, the one before it, and those that may stand between it and a place."""
        begin, passed = first, self._that["passed"]
        while begin and self._sentence[begin - 1] == self._sentence[first] and self._words[begin - 1] in passed:
            begin -= 1
        return {self._before(begin), *self._words[begin:last]}

    def _count(self, first: int, noun: str, said: list[tuple[int, str, str]]) -> dict[str, float]:
        now = int(self._sentence[first])
        listed = self._listed(int(self._article[first]))
        throughout = THROUGHOUT / (len(listed) + THROUGHOUT)
        counts: dict[str, float] = defaultdict(float)
        for at, sentence, name, weight in listed:
            counts[name] += throughout + (weight * exp((sentence - now) / FADE) if at < first else 0.0)
        for at, word, name in said:
            counts[name] += SAID_BEFORE * (1 + (word == noun)) * exp((int(self._sentence[at]) - now) / FADE)
        return counts

    def _listed(self, article: int) -> list[tuple[int, int, str, float]]:
        """Give token, sentence, name and weight of an article's places; that of the last article asked for is kept."""
        if self._kept[0] != article:
            mine = self._places.of(article)
            at, here = self._places.first[mine], np.where(self._places.is_scene[mine], HERE, 1.0)
            rows = zip(at.tolist(), self._sentence[at].tolist(), self._places.names[mine], here.tolist(), strict=True)
            self._kept = article, list(rows)
        return self._kept[1]

    def _leader(self, first: int) -> str | None:
        """Give the country of the leader named last in the article."""
        i = int(np.searchsorted(self._leaders, first)) - 1
        near = i >= 0 and self._article[self._leaders[i]] == self._article[first]
        return self._places.leader_at[int(self._leaders[i])] if near else None

    def _before(self, first: int) -> str:
        return str(self._words[first - 1]) if first and self._sentence[first - 1] == self._sentence[first] else ""

    def _left(self, first: int) -> str | None:
        for position in range(first - 1, max(first - 1 - LEFT, -1), -1):
            if self._sentence[position] != self._sentence[first]:
                return None
            if position + 1 in self._places.name_before:
                return self._places.name_before[position + 1]
            if self._words[position] not in self._that["passed"]:
                return None
        return None

    def _right(self, last: int) -> str | None:
        if last >= len(self._words) or self._words[last] not in ("of", "in", "from"):
            return None
        position = last + 1 + (last + 1 < len(self._words) and self._words[last + 1] == "the")
        same = position < len(self._words) and self._sentence[position] == self._sentence[last - 1]
        return self._places.name_at.get(position) if same else None
