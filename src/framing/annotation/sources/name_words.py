"""The words that tell proper names apart: titles, places, organisations, given names, ordinary words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from framing.annotation.text.inflection import verb_forms
from framing.annotation.text.tokens import fold
from framing.lexicon import read_lexicon, word_kinds

UNKNOWN, MALE, FEMALE = range(3)
PARTICLES = word_kinds("source-words")["particle"]
SYLLABLE = re.compile(
    r"(?:[bcdfghjklmnpqrstwxyz]|ch|sh|zh|ts|tz|hs|ng|kw|gw)?[wyiu]?(?:[aeou]|[aeo]?[iuo]|ee|oo|ae|ah|oe|ue|ie)"
    r"(?:n|ng|m|p|t|k|h|y|w|r|l)?"
)
"""A syllable of Chinese or Korean as it is written in Latin letters: the second half of "Wai-man" may be a word."""
JOINING = word_kinds("source-words")["joining"]
SMALL = JOINING | word_kinds("source-words")["small"]
BODIES = word_kinds("source-words")["body"]
"""Words that end the name of an organisation and say little of its kind."""
GENDERS = {"male": MALE, "female": FEMALE}


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
    initials: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    demonyms: frozenset[str]
    origins: frozenset[str]
    given: dict[str, int]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the words that tell names apart."""
    titles, places = read_lexicon("titles").terms, read_lexicon("places").terms
    known = read_lexicon("organisations").terms["term"]
    aliases = read_lexicon("aliases").terms
    organisations = [fold(term) for term in [*known, *aliases["name"][aliases["kind"] == "organisation"]]]
    names, ordinary = read_lexicon("first-names").terms, read_lexicon("ordinary-words").terms
    given = {fold(n): GENDERS.get(g, UNKNOWN) for n, g in zip(names["term"], names["gender"], strict=True)}
    before = titles[titles["kind"] == "title"]
    people = titles[titles["kind"].isin(["title", "role", "head"])]
    ends = {fold(term).rstrip(".").split()[-1] for term in people["term"]} - set(given) - SMALL
    kinds = places["kind"].isin(["demonym"])
    place_words = frozenset(word for term in places["term"] for word in fold(term).split()) - set(given)
    demonyms = frozenset(fold(term) for term in places["term"][kinds]) | word_kinds("source-words")["short-demonym"]
    verbs = read_lexicon("cues").terms
    verbs = verbs[(verbs["part"] == "verb") & ~verbs["term"].str.contains(" ")]
    said = {form for term, odd in zip(verbs["term"], verbs["irregular"], strict=True) for form in verb_forms(term, odd)}
    said = {form for form in said - {*verbs["term"], *given, *place_words} if not SYLLABLE.fullmatch(form)}
    return NameWords(
        ordinary=frozenset(ordinary["term"]) | said,
        function=word_kinds("ordinary-words")["function"],
        never=word_kinds("ordinary-words")["never"],
        title_ends=frozenset(ends),
        title_words=frozenset(w.rstrip(".") for term in before["term"] for w in fold(term).split()),
        abbreviated=frozenset(
            {w[:-1] for term in before["term"] for w in fold(term).split() if w.endswith(".")} | {"jr", "st"}
        ),
        genders={fold(t): GENDERS[g] for t, g in zip(people["term"], people["gender"], strict=True) if g in GENDERS},
        organisations=frozenset(organisations),
        institutions=frozenset(term for term in organisations if " " not in term) | BODIES,
        initials=frozenset(fold(term) for term in known if term.isupper()),
        places=frozenset(fold(term) for term in places["term"][~kinds]),
        place_words=place_words,
        demonyms=demonyms,
        origins=(place_words - set(ordinary["term"])) | demonyms,
        given=given,
    )
