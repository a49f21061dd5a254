"""Patterns of boilerplate and names of agencies: read from the lexicons once, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from framing.lexicon import read_lexicon

TAIL = 1500
"""Characters at the end of a text in which closing boilerplate is looked for."""
HEAD = 400
"""Characters at the beginning of a text in which opening boilerplate is looked for."""


class Pattern(NamedTuple):
    """A regular expression, and literal strings one of which must be there before it is worth trying."""

    keys: tuple[str, ...]
    regex: re.Pattern[str]

    def search(self, text: str) -> re.Match[str] | None:
        """Search a text, if any key stands in it."""
        if self.keys and not any(key in text for key in self.keys):
            return None
        return self.regex.search(text)


@cache
def agency_names(*, everywhere: bool = True) -> dict[str, str]:
    """Name of an agency as it stands in credits to the agency's short name.

    Parameters
    ----------
    everywhere : bool
        Leave out the names that mean an agency in a dateline alone, since they are plain words too (Report, Trend).
    """
    terms = read_lexicon("agencies").terms
    terms = terms[terms["where"] == "any"] if everywhere else terms
    names = dict(zip(terms["term"], terms["agency"], strict=True))
    capitals = {name.upper(): agency for name, agency in names.items() if len(name) >= 4}
    return capitals | names


@cache
def agency_regex(*, everywhere: bool = True, shortest: int = 1) -> str:
    """Any agency by name, longest first, as an expression; names shorter than `shortest` left out."""
    names = [name for name in agency_names(everywhere=everywhere) if len(name) >= shortest]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def patterns(scope: str, rule: str) -> tuple[Pattern, ...]:
    """Patterns of the lexicon `boilerplate` for one scope and rule, in its order."""
    return tuple(_compiled(scope, rule))


def _compiled(scope: str, rule: str) -> Iterator[Pattern]:
    terms = read_lexicon("boilerplate").terms
    chosen = terms[(terms["scope"] == scope) & (terms["rule"] == rule)]
    for term, key in zip(chosen["term"], chosen["key"], strict=True):
        regex = term.replace("{agency}", f"(?:{agency_regex()})")
        keys = tuple(part for part in key.split("|") if part)
        if scope == "tail":
            yield Pattern(keys, re.compile(rf"(?:{regex})\s*\Z", re.DOTALL))
        elif scope == "head":
            yield Pattern(keys, re.compile(rf"\A\s*(?:{regex})"))
        else:
            yield Pattern(keys, re.compile(regex))


@cache
def line_regex(rule: str) -> re.Pattern[str]:
    """One expression that a whole line of this rule matches, in any case."""
    terms = read_lexicon("boilerplate").terms
    chosen = terms[(terms["scope"] == "line") & (terms["rule"] == rule)]["term"]
    return re.compile("|".join(f"(?:{term})" for term in chosen), re.IGNORECASE)


@cache
def words_of(rule: str) -> frozenset[str]:
    """Give the words and phrases, as they are written, that the lexicon lists for a rule."""
    terms = read_lexicon("boilerplate").terms
    return frozenset(terms[(terms["scope"] == "word") & (terms["rule"] == rule)]["term"])
