"""Proper names: capitalised runs, told apart into persons, organisations and places by their words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.annotation.sources.name_forms import Form, parse_run
from framing.annotation.sources.name_words import JOINING, PARTICLES, SMALL, SYLLABLE, name_words
from framing.corpus.arrays import Tokens
from framing.lexicon import word_kinds

TITLE_CASE, STOPPED, FEWEST = 0.75, 0.85, 5
"""Share of the longer words of a line that are capitalised where it is a headline, and where the line opens the text
and ends in a stop; and their least number."""

AFTER_NAMES = word_kinds("source-words")["after-name"]
"""Words that follow somebody's name rather than an adjective: "Price said", not "Price rises"."""
NUMBERS = word_kinds("source-words")["number"]


@dataclass(frozen=True)
class Names:
    """Runs of capitalised words, in order of position: token ranges, titles included ("German Chancellor Anna Roth").

    `own`: token where the person's own name begins ("Anna"), `last` where no person is named; `kind`: 0 other, 1
    person, 2 organisation, 3 place; `gender`: 0 unknown, 1 male, 2 female; `form`: number in `forms`, distinct runs.
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
        parse_run(tokens.types[tokens.type_id[a:b]].tolist())
        for a, b in zip(first[example].tolist(), last[example].tolist(), strict=True)
    ]
    own, kind, gender = (np.array([getattr(f, name) for f in forms]) for name in ("own", "kind", "gender"))
    return Names(first, last, np.minimum(first + own[form], last), kind[form], gender[form], form, forms)


def _name_tokens(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Tell which tokens belong to a name, and which of them carry on the name of the token before."""
    words = name_words()
    capital = tokens.type_flag(lambda w: w[0].isupper()) & ~tokens.flag(words.never)
    headline = _is_title_case(tokens)
    opening = np.concatenate([[True], tokens.type_flag(lambda w: not w[0].isalnum() and w not in "-.,'’&")[:-1]])
    if len(tokens):
        opening[tokens.sentence_tokens[:-1]] = True
    # Al-Assad, Ban Ki-moon, von der Leyen, al-Abadi
    hyphen = tokens.type_flag(lambda w: w == "-") & ~tokens.space_before & ~_next(tokens.space_before)
    name = _capitalised(tokens, capital, headline, opening)
    party = tokens.type_flag(lambda w: w in {"R", "D", "I"}) & _next(hyphen)
    name &= ~(party | (_previous(_previous(party)) & _previous(hyphen)))
    syllable = tokens.type_flag(lambda w: SYLLABLE.fullmatch(w.lower()) is not None)
    ordinary = tokens.flag(words.ordinary)
    eastern = syllable & _previous(
        _previous(capital & syllable & (~_is_ordinary(tokens) | _previous(capital & ~_is_ordinary(tokens))))
    )
    lower = tokens.type_flag(str.islower) & (~ordinary | eastern)
    name |= lower & _previous(hyphen) & _previous(_previous(capital))
    particle = tokens.flag(PARTICLES) & ~capital
    follows_name = _next(name) | (_next(hyphen) & _next(_next(name)))
    name |= particle & (follows_name | _next(particle & follows_name))
    inside = name | _links(tokens, name, hyphen)
    name &= ~(tokens.type_flag(lambda w: len(w) == 1 and w not in "QX") & ~_previous(inside) & ~_next(inside))
    inside = name | (inside & (_previous(name) | _next(name)))
    fresh = np.zeros(len(tokens), bool)
    if len(tokens):
        fresh[tokens.sentence_tokens[:-1]] = True
    joined = _previous(inside) & ~fresh
    apart = headline & name & _previous(name) & ~_belong(tokens, name & ~headline & ~opening, capital)
    return inside, joined & ~apart


def _is_ordinary(tokens: Tokens) -> np.ndarray:
    """Tell of tokens whether they are ordinary words that are no given name or particle, and do not begin a title."""
    words = name_words()
    title = tokens.flag(words.title_words) & _next(tokens.type_flag(lambda w: w[0].isupper()))
    return tokens.flag(words.ordinary) & ~(title | tokens.flag({*words.given, *PARTICLES}))


def _capitalised(tokens: Tokens, capital: np.ndarray, headline: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Tell of capitalised words whether they are so because they are names."""
    words = name_words()
    ordinary, function = _is_ordinary(tokens), tokens.flag(words.function - set(words.given))
    follows = _next(capital & ordinary) & ~_next(tokens.break_before)
    name = capital & ~(ordinary & (headline | (opening & (function | ~follows))))
    written = tokens.type_flag(lambda w: w[1:].islower())
    surname = tokens.type_flag(lambda w: _may_be_syllable(w.lower())) | _next(tokens.flag(["-"]))
    long, begins = tokens.type_flag(lambda w: len(w) > 2), _next(name) & ~_previous(name)
    goes_on = tokens.flag(NUMBERS) | (tokens.flag(JOINING | {"against"}) & _next(name))  # Channel One
    name &= ~(function & written & np.where(begins, long | ~surname, ~surname & ~goes_on))
    name &= ~(tokens.flag(["said"]) & opening & _next(capital))  # Said Anna Roth: "…"
    adverb = tokens.type_flag(lambda w: len(w) > 6 and w.endswith("ly")) & ~tokens.flag(
        {*words.given, *words.place_words}
    )
    name &= ~(adverb & opening & ~_next(capital))
    name |= capital & _next(tokens.flag(["himself", "herself"]))
    titled = tokens.flag({*words.given, *words.title_ends}) & name
    surname = name & ordinary & ~headline & ~opening & _previous(titled & ~headline)
    return name | (capital & ordinary & ~function & _next(_speaks(tokens)) & _known(tokens, surname))


def _may_be_syllable(word: str) -> bool:
    """Tell whether a function word may be somebody's name: "James To", "So Ping"; not "As Nigeria", "Roth In"."""
    return SYLLABLE.fullmatch(word) is not None and word not in SMALL - {"to"}


def _speaks(tokens: Tokens) -> np.ndarray:
    """Tell of words in small letters that they may follow somebody's name and hardly a noun or an adjective."""
    return tokens.flag(AFTER_NAMES) | (tokens.type_flag(lambda w: w.endswith("ed") and w.islower()))


def _known(tokens: Tokens, sure: np.ndarray) -> np.ndarray:
    """Tell of tokens whether their word is among some tokens of the same article."""
    key = tokens.article.astype(np.int64) * len(tokens.folded) + tokens.fold[tokens.type_id]
    return np.isin(key, key[sure])


def _links(tokens: Tokens, name: np.ndarray, hyphen: np.ndarray) -> np.ndarray:
    """Tell which tokens between two parts of a name belong to it: hyphens, points, "of", "'s", "and"."""
    words = name_words()
    point = tokens.type_flag(lambda w: w == ".") & ~tokens.space_before
    short = tokens.flag(words.abbreviated) | tokens.type_flag(lambda w: len(w) == 1 and w.isupper())
    institution = tokens.flag(words.institutions | {"secretary", "minister", "department"}) & name
    link = hyphen & _previous(name) & _next(name)
    link |= point & _previous(short & name) & _next(name) & _next(tokens.space_before)
    of = tokens.flag(JOINING) & _previous(institution) & _next(name)
    of_the = tokens.flag(JOINING) & _previous(institution) & _next(tokens.flag(["the"])) & _next(_next(name))
    link |= of | of_the | _previous(of_the)
    noun = name & tokens.flag(words.ordinary - set(words.given)) & ~tokens.flag(words.place_words | words.demonyms)
    owner = noun | (name & tokens.flag(words.title_ends - words.institutions))
    link |= tokens.flag(["'s"]) & _previous(owner) & (_next(institution) | (_next(name) & _next(_next(institution))))
    run = np.maximum.accumulate(np.where(~(name | link), np.arange(len(tokens)), -1)) if len(tokens) else point
    tied = np.maximum.accumulate(np.where(of | _previous(of_the), np.arange(len(tokens)), -2)) if len(tokens) else run
    noun &= ~institution
    both = tokens.flag(["and"]) & _next(noun)
    ends = _next(_next(institution)) | (_next(_next(name)) & _next(_next(_next(institution))))
    known = tokens.flag({*words.given, *words.place_words})
    return link | (both & _previous(name & ((noun & _next(ends)) | ((tied > run) & ~known))))


def _is_title_case(tokens: Tokens) -> np.ndarray:
    """Tell of each token whether it stands in a headline, or in a line of the body written like one."""
    if not len(tokens):
        return np.zeros(0, bool)
    long = tokens.type_flag(lambda w: len(w) > 3 and w[0].isalpha())
    capital = long & tokens.type_flag(lambda w: w[0].isupper())
    count = len(tokens.sentence_tokens) - 1
    total = np.bincount(tokens.sentence[long], minlength=count)
    share = np.bincount(tokens.sentence[capital], minlength=count) / np.maximum(total, 1)
    first, last = tokens.sentence_tokens[:-1], tokens.sentence_tokens[1:]
    alone = tokens.break_before[first] & np.append(tokens.break_before, True)[last] & (total >= FEWEST)
    opens = np.isin(first, tokens.segment_tokens)
    titled = alone & (share >= np.where(tokens.flag(["."])[last - 1], np.where(opens, STOPPED, 2), TITLE_CASE))
    return (tokens.segment_part[tokens.segment] == 0) | titled[tokens.sentence]


def _belong(tokens: Tokens, sure: np.ndarray, capital: np.ndarray) -> np.ndarray:
    """Tell of words of a headline whether they carry on the name before: "Anna Roth", not "Roth Ousts".

    Both must stand in names of the article's running text, or a given name, title or place before the word.
    """
    words = name_words()
    known = _known(tokens, sure)
    before = tokens.flag({*words.given, *words.title_ends, *words.title_words, *words.place_words, *PARTICLES})
    return (known & _previous(known)) | _previous(before & capital)


def _next(flags: np.ndarray) -> np.ndarray:
    return np.concatenate([flags[1:], flags[:0] if not len(flags) else [False]])


def _previous(flags: np.ndarray) -> np.ndarray:
    return np.concatenate([flags[:0] if not len(flags) else [False], flags[:-1]])
