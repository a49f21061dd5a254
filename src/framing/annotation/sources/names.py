"""Proper names: capitalised runs, told apart into persons, organisations and places by their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from framing.annotation.text.tokens import Tokens, fold
from framing.lexicon import read_lexicon

OTHER, PERSON, ORGANISATION, PLACE = range(4)
UNKNOWN, MALE, FEMALE = range(3)
PARTICLES = frozenset("al el bin ibn abu de du da dos del della di von van der den ten la le".split())
JOINING = frozenset({"of", "for", "on", "&"})
SMALL = JOINING | {"in", "at", "the", "to"}
GENDERS = {"male": MALE, "female": FEMALE}


@dataclass(frozen=True)
class Names:
    """Runs of capitalised words, in order of position.

    Parameters
    ----------
    first, last : ndarray of int
        Token range of the run, titles included ("German Chancellor Anna Roth").
    own : ndarray of int
        Token where the person's own name begins ("Anna"); `last` where no person is named.
    kind : ndarray of int
        0 other, 1 person, 2 organisation, 3 place.
    gender : ndarray of int
        0 unknown, 1 male, 2 female.
    form : ndarray of int
        Number of the distinct run in `forms`.
    forms : list of Form
        What each distinct run was taken for.
    """

    first: np.ndarray
    last: np.ndarray
    own: np.ndarray
    kind: np.ndarray
    gender: np.ndarray
    form: np.ndarray
    forms: list[Form]

    def __len__(self) -> int:
        """Count the runs."""
        return len(self.first)


@dataclass(frozen=True)
class Form:
    """What a distinct run of words was taken for; `words` are those of the person's own name, or of the whole run."""

    words: tuple[str, ...]
    own: int
    kind: int
    gender: int


@dataclass(frozen=True)
class NameWords:
    """The words that tell names apart, read from the lexicons once."""

    ordinary: frozenset[str]
    function: frozenset[str]
    never: frozenset[str]
    title_ends: frozenset[str]
    title_words: frozenset[str]
    abbreviated: frozenset[str]
    genders: dict[str, int]
    organisations: frozenset[str]
    institutions: frozenset[str]
    places: frozenset[str]
    demonyms: frozenset[str]
    given: dict[str, int]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the words that tell names apart."""
    titles, places = read_lexicon("titles").terms, read_lexicon("places").terms
    organisations = [fold(term) for term in read_lexicon("organisations").terms["term"]]
    names, ordinary = read_lexicon("first-names").terms, read_lexicon("ordinary-words").terms
    given = {fold(n): GENDERS.get(g, UNKNOWN) for n, g in zip(names["term"], names["gender"], strict=True)}
    before = titles[titles["kind"] == "title"]
    people = titles[titles["kind"].isin(["title", "role", "head"])]
    ends = {fold(term).rstrip(".").split()[-1] for term in people["term"]} - set(given) - SMALL
    kinds = places["kind"].isin(["demonym"])
    return NameWords(
        ordinary=frozenset(ordinary["term"]),
        function=frozenset(ordinary["term"][ordinary["kind"] == "function"]),
        never=frozenset(ordinary["term"][ordinary["kind"] == "never"]),
        title_ends=frozenset(ends),
        title_words=frozenset(w.rstrip(".") for term in before["term"] for w in fold(term).split()),
        abbreviated=frozenset(
            {w[:-1] for term in before["term"] for w in fold(term).split() if w.endswith(".")} | {"jr", "st"}
        ),
        genders={fold(t): GENDERS[g] for t, g in zip(people["term"], people["gender"], strict=True) if g in GENDERS},
        organisations=frozenset(organisations),
        institutions=frozenset(term for term in organisations if " " not in term) | {"house", "university"},
        places=frozenset(fold(term) for term in places["term"][~kinds]),
        demonyms=frozenset(fold(term) for term in places["term"][kinds]) | {"us", "u.s.", "uk", "eu"},
        given=given,
    )


def find_names(tokens: Tokens) -> Names:
    """Find proper names.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Names

    Notes
    -----
    A word that begins a sentence or stands in a headline counts only if it is not an ordinary word, so "Rose said" at
    the beginning of a sentence is overlooked.
    """
    inside, joined = _name_tokens(tokens)
    first = np.flatnonzero(inside & ~joined)
    if not len(first):
        empty = np.zeros(0, np.int64)
        return Names(empty, empty, empty, empty, empty, empty, [])
    breaks = np.append(np.flatnonzero(~(inside & joined)), len(tokens))
    last = breaks[np.searchsorted(breaks, first, side="right")]
    text, start, end = tokens.text, tokens.start[first].tolist(), tokens.end[last - 1].tolist()
    form, _ = pd.factorize(np.array([text[a:b] for a, b in zip(start, end, strict=True)], object))
    _, example = np.unique(form, return_index=True)
    forms = [
        _parse(tokens.types[tokens.type_id[a:b]].tolist())
        for a, b in zip(first[example].tolist(), last[example].tolist(), strict=True)
    ]
    own, kind, gender = (np.array([getattr(f, name) for f in forms]) for name in ("own", "kind", "gender"))
    return Names(first, last, np.minimum(first + own[form], last), kind[form], gender[form], form, forms)


def _name_tokens(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Tell which tokens belong to a name, and which of them carry on the name of the token before."""
    words = name_words()
    capital = tokens.type_flag(lambda w: w[0].isupper()) & ~tokens.flag(words.never)
    ordinary = tokens.flag(words.ordinary) & ~tokens.flag({*words.given, *words.title_words, *PARTICLES})
    opening = np.concatenate([[True], tokens.type_flag(lambda w: not w[0].isalnum() and w not in "-.,'’&")[:-1]])
    if len(tokens):
        opening[tokens.sentence_tokens[:-1]] = True
    headline = tokens.segment_part[tokens.segment] == 0
    follows = _next(capital & ordinary) & ~_next(tokens.break_before)
    function = tokens.flag(words.function)
    name = capital & ~(ordinary & (headline | (opening & (function | ~follows))))
    # Al-Assad, Ban Ki-moon, von der Leyen, al-Abadi
    hyphen = tokens.type_flag(lambda w: w == "-") & ~tokens.space_before & ~_next(tokens.space_before)
    party = tokens.type_flag(lambda w: w in {"R", "D", "I"}) & _next(hyphen)
    name &= ~(party | (_previous(_previous(party)) & _previous(hyphen)))
    lower = tokens.type_flag(str.islower) & ~tokens.flag(words.ordinary)
    name |= lower & _previous(hyphen) & _previous(_previous(capital))
    particle = tokens.flag(PARTICLES) & ~capital
    follows_name = _next(name) | (_next(hyphen) & _next(_next(name)))
    name |= particle & (follows_name | _next(particle & follows_name))
    point = tokens.type_flag(lambda w: w == ".") & ~tokens.space_before
    short = tokens.flag(words.abbreviated) | tokens.type_flag(lambda w: len(w) == 1 and w.isupper())
    institution = tokens.flag(words.institutions | {"secretary", "minister", "department"}) & capital
    link = hyphen & _previous(name) & _next(name)
    link |= point & _previous(short & name) & _next(name) & _next(tokens.space_before)
    of = tokens.flag(JOINING) & _previous(institution) & _next(name)
    of_the = tokens.flag(JOINING) & _previous(institution) & _next(tokens.flag(["the"])) & _next(_next(name))
    link |= of | of_the | _previous(of_the)
    inside = name | link
    fresh = np.zeros(len(tokens), bool)
    if len(tokens):
        fresh[tokens.sentence_tokens[:-1]] = True
    return inside, _previous(inside) & ~fresh


def _next(flags: np.ndarray) -> np.ndarray:
    return np.concatenate([flags[1:], flags[:0] if not len(flags) else [False]])


def _previous(flags: np.ndarray) -> np.ndarray:
    return np.concatenate([flags[:0] if not len(flags) else [False], flags[:-1]])


def _parse(written: list[str]) -> Form:
    """Take a run apart: what title, whose name, what kind."""
    words = name_words()
    run = [fold(word) for word in written]
    whole = " ".join(run).replace(" .", ".").replace(" - ", "-")
    if whole in words.places or whole in words.demonyms:
        return Form(tuple(written), len(run), PLACE, UNKNOWN)
    if whole in words.organisations:
        return Form(tuple(written), len(run), ORGANISATION, UNKNOWN)
    titled, own = _own_name(run)
    rest = run[own:]
    gender = _gender(run[:own], rest)
    if any(word in words.institutions and len(word) > 2 for word in rest[1 if rest[0:1] == ["st"] else 0 :]):
        return Form(tuple(written), len(run), ORGANISATION, UNKNOWN)
    if not rest:  # a bare title, nobody's name
        return Form((), len(run), OTHER, gender)
    after_title = titled and len(rest) <= 5 and " ".join(rest) not in words.places
    if after_title or (rest[0] in words.given and 2 <= len(rest) <= 7):
        return Form(tuple(written[own:]), own, PERSON, gender)
    return _guess(written, own, gender)


def _own_name(run: list[str]) -> tuple[bool, int]:
    """Whether a title begins the run, and where the person's own name begins (the run's length: nowhere)."""
    words = name_words()
    own = max((i for i, word in enumerate(run) if word in words.title_ends), default=-1) + 1
    while own < len(run) and run[own] in {".", "-", "elect"}:
        own += 1
    if own == len(run) and own > 1:  # a surname that looks like a title: Larry King, Rep. Bo Hunter
        own = max((i for i, w in enumerate(run[:-1]) if w in words.title_ends or w == "."), default=-1) + 1
        own = own if run[own] in words.given else len(run)
    titled = 0 < own < len(run)
    if titled and run[own] in JOINING:  # Minister for Transport Anna Roth
        own = next((i for i in range(own + 2, len(run) - 1) if run[i] in words.given), len(run))
    return titled, _without_place(run, own)


def _without_place(run: list[str], own: int) -> int:
    """Skip the place or organisation that stands before a person's own name: "(ambassador to) Iran Levan D."."""
    words = name_words()
    for stop in range(min(len(run) - 1, own + 4), own, -1):
        before = " ".join(run[own:stop])
        if before in words.organisations and stop - own > 1:
            return stop
        known = before in words.places or before in words.demonyms or before in words.organisations
        fits = run[stop] in words.given or before in words.demonyms or before in words.places
        if known and fits and stop < len(run) - 1:
            return stop
    return own


def _guess(written: list[str], own: int, gender: int) -> Form:
    words = name_words()
    rest = [fold(word) for word in written[own:]]
    letters = [word for word in written[own:] if word[0].isalnum()]
    if len(letters) == 1 and written[own].isupper() and len(written[own]) > 1:
        return Form(tuple(written), len(written), ORGANISATION, UNKNOWN)
    if any(word in words.places or word in words.demonyms or word in JOINING for word in rest):
        return Form(tuple(written), len(written), OTHER, UNKNOWN)
    if 2 <= len(letters) <= 4 and not any(fold(word) in words.ordinary for word in letters):
        return Form(tuple(written[own:]), own, PERSON, gender)
    return Form(tuple(written[own:]), own if len(letters) == 1 else len(written), OTHER, gender)


def _gender(title: list[str], rest: list[str]) -> int:
    words = name_words()
    for word in title:
        if word in words.genders:
            return words.genders[word]
    return words.given.get(rest[0], UNKNOWN) if len(rest) > 1 else UNKNOWN
