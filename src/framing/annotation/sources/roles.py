"""What people are: words for roles and organisations in the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.annotation.text.matching import Phrases, compile_phrases, find_phrases
from framing.annotation.text.tokens import Tokens, fold
from framing.lexicon import read_lexicon
from framing.schema import SOURCE_TYPES

NONE = -1
TITLE, ROLE, HEAD, DOCUMENT, PARTY, INSTITUTION = range(6)
KINDS = {"title": TITLE, "role": ROLE, "head": HEAD, "document": DOCUMENT, "organisation": INSTITUTION}
GENDERS = {"male": 1, "female": 2}


@dataclass(frozen=True)
class RoleWords:
    """The words for roles and organisations, in the order in which `find_phrases` numbers them.

    `kind`: 0 title, 1 role, 2 head (takes the type of the organisation beside it), 3 document, 5 organisation;
    `source_type`: place in `SOURCE_TYPES`, or -1; `ending`: last word, for "the minister" to find the foreign minister.
    """

    phrases: Phrases
    kind: np.ndarray
    source_type: np.ndarray
    gender: np.ndarray
    many: np.ndarray
    ending: list[str]


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Read the words once."""
    titles, organisations = read_lexicon("titles").terms, read_lexicon("organisations").terms
    terms = [*titles["term"], *organisations["term"]]
    types = [*titles["source_type"], *organisations["source_type"]]
    number = {name: i for i, name in enumerate(SOURCE_TYPES)}
    blank = [""] * len(organisations)
    return RoleWords(
        phrases=compile_phrases(tuple(terms)),
        kind=np.array([KINDS[k] for k in [*titles["kind"], *["organisation"] * len(organisations)]], np.int8),
        source_type=np.array([number.get(t, NONE) for t in types], np.int8),
        gender=np.array([GENDERS.get(g, 0) for g in [*titles["gender"], *blank]], np.int8),
        many=np.array([n == "many" for n in [*titles["number"], *blank]]),
        ending=[fold(term).rstrip(".").split()[-1] for term in terms],
    )


@dataclass(frozen=True)
class Roles:
    """Words for roles and organisations, in order of position: token range, and number of the term in `RoleWords`."""

    first: np.ndarray
    last: np.ndarray
    term: np.ndarray

    def within(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give, for token ranges, the range of the roles that lie inside."""
        low = np.searchsorted(self.first, first)
        return low, np.maximum(low, np.searchsorted(self.last, last, side="right"))


def find_roles(tokens: Tokens) -> Roles:
    """Find the words for roles and organisations."""
    return Roles(*find_phrases(tokens, role_words().phrases))
