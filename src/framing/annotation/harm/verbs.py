"""Verbs of harm and repression with the patterns they come in: the lexicon `harm-verbs`, ready to be looked up."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from framing.lexicon import read_lexicon

TRANSITIVE, PREPOSITIONAL, RECIPROCAL_FRAME, INTRANSITIVE_FRAME = (
    "transitive", "prepositional", "reciprocal", "intransitive",
)  # fmt: skip
BASE, THIRD, PAST, PARTICIPLE, GERUND = FORMS = ("base", "third", "past", "participle", "gerund")


class Pattern(NamedTuple):
    """A verb of harm with the words it needs."""

    term: str
    category: str
    frame: str  # transitive, prepositional (the patient follows a preposition), reciprocal or intransitive
    particles: tuple[tuple[str, ...], ...]  # alternatives of what must follow ("down", "tear gas"), none where nothing
    prepositions: tuple[str, ...]  # alternatives of what leads to the patient
    noun: bool  # whether the base or third form is a noun as well ("attack")
    never: frozenset[str]  # words that make it another verb when they follow ("storm off")

    @property
    def has_passive(self) -> bool:
        """Whether the participle alone can be a passive: not in "opened fire on" or "shot at"."""
        return not self.prepositions


@cache
def harm_verbs() -> dict[str, list[tuple[Pattern, frozenset[str]]]]:
    """Give the patterns, and the forms (base, third, past, …), that each word can be; the more specific first."""
    found: dict[str, list[tuple[Pattern, frozenset[str]]]] = {}
    for row in read_lexicon("harm-verbs").terms.to_dict("records"):
        pattern = _pattern(row)
        by_word: dict[str, set[str]] = {}
        for form in FORMS:
            by_word.setdefault(row[form], set()).add(form)
        by_word.pop("", None)  # a form left out because it nearly always means something else
        for word, forms in by_word.items():
            found.setdefault(word, []).append((pattern, frozenset(forms)))
    for patterns in found.values():
        patterns.sort(key=lambda pair: (not pair[0].particles, not pair[0].prepositions))
    return found


def _pattern(row: dict[Any, str]) -> Pattern:
    return Pattern(
        term=row["term"],
        category=row["category"],
        frame=row["frame"],
        particles=tuple(tuple(p.split()) for p in row["particle"].split("|") if p),
        prepositions=tuple(p for p in row["preposition"].split("|") if p),
        noun=row["noun"] == "yes",
        never=frozenset(p for p in row["never"].split("|") if p),
    )
