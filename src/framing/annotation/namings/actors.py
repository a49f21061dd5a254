"""Whose government, whose police: the country or place that a naming of a state's people belongs to."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from framing.annotation.text.matching import find_terms
from framing.annotation.voice.forms import word_kinds
from framing.corpus.arrays import Tokens
from framing.lexicon import Lexicon, read_lexicon

GENERIC = "generic"
"""Actor of a naming of no one in particular: "a government", "the world's policemen"."""
OTHER_ACTOR = "other"
KINDS = ("country", "demonym", "capital", "region", "city")
LEFT = 5
"""Tokens that may be passed over between a place and the naming after it."""
ANY = frozenset("any every no each all global world most many foreign other".split())
ONE = frozenset({"a", "an"})
LEDE = 3
"""Sentences of the body that, with the headline, tell where an article plays."""
PASSED = frozenset(
    "'s ’s ' ’ - – local riot armed security central regional provincial city national special elite administrative "
    "region sar anti terror military state federal interim own traffic border new former ruling communist "
    "government authoritarian repressive legal judicial health".split()
)
"""Words that may stand between a place and whose it is: the Hong Kong SAR government, Egypt's new military regime."""


def find_actors(tokens: Tokens, book: Lexicon, first: np.ndarray, last: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Tell whose each naming is, for the targets that the codebook's card lists under `actors`.

    Parameters
    ----------
    tokens : Tokens
    book : Lexicon
        Its card may hold ``actors = ["government", "security-forces"]``.
    first, last : ndarray of int, shape (namings,)
        Token ranges [first, last), in order.
    target : ndarray of str, shape (namings,)

    Returns
    -------
    ndarray of object, shape (namings,)
        The country (also of a demonym or a capital), else the place as written; ``"generic"`` for no one in
        particular; None where the text does not tell, and for other targets.

    Notes
    -----
    The place stands in the naming, before it ("Hong Kong police", "the US army") or behind *of* or *in*. Without it
    the actor is that of the last naming of the target in the article that has one, as "the president" is the last
    president named; else of the next one; else the first place of the headline and the first sentences. Of 121
    namings on articles not used for the rules, coded once by a language model, 96 were right (.79), and four more named
    the state of the country; a text that speaks of two governments by turns misleads it most.
    """
    actors = np.full(len(first), None, object)
    chosen = np.flatnonzero(np.isin(target, list(book.card.get("actors", []))))
    if not len(chosen):
        return actors
    beside = _Beside(tokens)
    own = [beside.find(a, b, str(of)) for a, b, of in zip(first[chosen], last[chosen], target[chosen], strict=True)]
    keys = list(zip(tokens.article[first[chosen]].tolist(), target[chosen].tolist(), strict=True))
    known: dict[tuple[int, str], str] = {}
    for key, name in zip(reversed(keys), reversed(own), strict=True):
        if name not in (None, GENERIC):
            known[key] = str(name)  # in the end the first one of the article
    for i, key, name in zip(chosen.tolist(), keys, own, strict=True):
        if name not in (None, GENERIC):
            known[key] = str(name)
        actors[i] = name or known.get(key) or beside.scene(key[0])
    return actors


def bind_targets(book: Lexicon, target: np.ndarray, actor: np.ndarray) -> np.ndarray:
    """Give namings of a bound target its whole name: `government@Hong Kong` where the actor is Hong Kong.

    Parameters
    ----------
    book : Lexicon
        Its card may hold ``bind = ["government@Hong Kong"]``. Namings of such a target by another actor, or of none in
        particular, become ``government@other``; those whose actor the text does not tell keep the plain name.
    target, actor : ndarray, shape (namings,)

    Returns
    -------
    ndarray of object, shape (namings,)
    """
    result = target.astype(object)
    pairs = [name.partition("@")[::2] for name in book.card.get("bind", [])]
    told = np.array(pd.notna(actor), bool)
    for base in dict.fromkeys(base for base, _ in pairs):
        result[(target == base) & told] = f"{base}@{OTHER_ACTOR}"
    for base, name in pairs:
        result[(target == base) & (actor == name)] = f"{base}@{name}"
    return result


@cache
def _gazetteer() -> tuple[list[str], list[str], int]:
    """Places and demonyms, then leaders; the country of each, or its own name; and how many of them are places."""
    rows = read_lexicon("places").terms
    rows = rows[rows["kind"].isin(KINDS)]
    leaders = read_lexicon("leaders").terms
    countries = rows["country"].where(rows["country"] != "", rows["term"]).tolist()
    return rows["term"].tolist() + leaders["term"].tolist(), countries + leaders["country"].tolist(), len(rows)


@cache
def _closed_words() -> frozenset[str]:
    return word_kinds("form")["function"] | word_kinds("form")["predicate"]


class _Beside:
    """Places in the texts, by the token they begin and end at, and what may stand between them and a naming."""

    def __init__(self, tokens: Tokens) -> None:
        terms, self._names, self._places = _gazetteer()
        first, last, hit = find_terms(tokens, terms)
        self._begin_of_end = dict(zip((last - 1).tolist(), hit.tolist(), strict=True))
        self._at = dict(zip(first.tolist(), hit.tolist(), strict=True))
        self._sentence = tokens.sentence
        self._words = tokens.folded[tokens.fold[tokens.type_id]]

        self._segment_tokens, self._sentence_tokens = tokens.segment_tokens, tokens.sentence_tokens
        self._closed = tokens.type_flag(lambda word: not word[:1].isalpha() or word.lower() in _closed_words())

    def find(self, first: int, last: int, target: str) -> str | None:
        """Look in the naming, left of it, and right of it."""
        for position in range(first, last):
            if position in self._at:
                return self._names[self._at[position]]
        return self._left(first) or self._right(last) or self._general(first, last, target)

    def scene(self, article: int) -> str | None:
        """Give the first place of an article's headline and first sentences."""
        begin, body, end = self._segment_tokens[2 * article : 2 * article + 3].tolist()
        if body < end:
            stop = min(int(self._sentence[body]) + LEDE, len(self._sentence_tokens) - 1)
            end = min(end, int(self._sentence_tokens[stop]))
        named = (self._at[i] for i in range(begin, end) if i in self._at)
        found = next((hit for hit in named if hit < self._places), None)
        return None if found is None else self._names[found]

    def _left(self, first: int) -> str | None:
        for position in range(first - 1, max(first - 1 - LEFT, -1), -1):
            if self._sentence[position] != self._sentence[first]:
                return None
            if position in self._begin_of_end:
                return self._names[self._begin_of_end[position]]
            if self._words[position] not in PASSED:
                return None
        return None

    def _general(self, first: int, last: int, target: str) -> str | None:
        """Tell a naming of no one in particular; one officer is of some police, one government may be any."""
        before = self._words[first - 1] if first and self._sentence[first - 1] == self._sentence[first] else ""
        alone = last >= len(self._words) or self._closed[last]
        return GENERIC if before in ANY or (before in ONE and target == "government" and alone) else None

    def _right(self, last: int) -> str | None:
        position = last
        if position >= len(self._words) or self._words[position] not in ("of", "in", "from"):
            return None
        position += 1
        while position < len(self._words) and self._words[position] in ("the", "mainland", "central"):
            position += 1
        same = position < len(self._words) and self._sentence[position] == self._sentence[last - 1]
        return self._names[self._at[position]] if same and position in self._at else None
