"""Active or passive: what a verb form is at its place, told by the classes of the words on both sides."""

from __future__ import annotations

from typing import NamedTuple

from framing.annotation.harm.verbs import (
    BASE,
    GERUND,
    INTRANSITIVE_FRAME,
    PARTICIPLE,
    PAST,
    PREPOSITIONAL,
    RECIPROCAL_FRAME,
    THIRD,
    TRANSITIVE,
    Pattern,
)
from framing.lexicon import word_kinds
from framing.schema import CONSTRUCTIONS

ACTIVE, PASSIVE_BY, PASSIVE, RECIPROCAL, INTRANSITIVE = CONSTRUCTIONS


class Place(NamedTuple):
    """What stands round a verb form; classes of words are those of `text.classes`."""

    before: str  # class of the word before the verb, adverbs and quotation marks passed over
    word_before: str
    plural_before: bool  # whether that word is a plural
    follows: str  # class of the word after the verb and its particle
    word_after: str
    takes_object: bool  # whether a noun phrase follows that is no time
    after_passive: bool  # whether a conjunction or comma joins it to a verb in the passive


def tell_construction(pattern: Pattern, forms: frozenset[str], place: Place) -> str | None:
    """Tell how a verb that can have some `forms` is used: `active`, `passive`, …, or None where it is no verb."""
    reached = place.word_after in pattern.prepositions
    if pattern.frame == PREPOSITIONAL and not pattern.particles and not reached:
        return None
    finite = _is_finite(pattern, forms, place, firm=reached or place.follows in "DEJS")
    if pattern.frame in (RECIPROCAL_FRAME, INTRANSITIVE_FRAME):
        verb = finite or (place.before in "BH" and forms != {BASE})
        return (RECIPROCAL if pattern.frame == RECIPROCAL_FRAME else INTRANSITIVE) if verb else None
    if place.before == "B" and PARTICIPLE in forms:
        return PASSIVE
    if GERUND in forms:
        return ACTIVE if _is_verbal_gerund(pattern, place) else None
    if pattern.has_passive and _is_reduced(forms, place):
        return PASSIVE
    nominal = pattern.noun and BASE in forms and pattern.frame == TRANSITIVE and not place.takes_object
    return ACTIVE if finite and not nominal else None


def _is_finite(pattern: Pattern, forms: frozenset[str], place: Place, *, firm: bool) -> bool:
    """Tell whether a form can be a finite verb, an infinitive or a perfect where it stands."""
    before = place.before
    if before in "MH":
        return (BASE if before == "M" else PARTICIPLE) in forms
    if PAST in forms:
        return before in "NSRCT-,XA)"
    if before in "SR":
        return BASE in forms or THIRD in forms
    plausible = before == "N" and (firm or not pattern.noun)
    return plausible and (THIRD in forms or (BASE in forms and place.plural_before))


def _is_reduced(forms: frozenset[str], place: Place) -> bool:
    """Tell whether a form is a participle without its auxiliary: "protesters killed in the clash"."""
    if PARTICIPLE not in forms or place.before in "HMSR":
        return False
    if place.after_passive:
        return place.follows not in "DEJS"
    return place.follows not in "DENJS-V" and place.before in "ND,C-T"


def _is_verbal_gerund(pattern: Pattern, place: Place) -> bool:
    """Tell whether an -ing form is a verb: it takes an object, and no determiner or adjective stands before it."""
    if place.before in "BH":
        return True
    if not place.takes_object:
        return False
    if place.follows in "DEJS":
        return place.before not in "DE-" and not (pattern.noun and place.before == "N")
    stative = place.word_before in word_kinds("clause-words")["stative"]  # "killed in shooting"
    return place.before in ",OPYUCM" and not stative
