"""The words and the type by which what stands beside a name calls its bearer: "russian", "foreign", "minister"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.sources.roles import NONE, role_words

if TYPE_CHECKING:
    from framing.annotation.sources.appositions import Descriptions
    from framing.annotation.sources.roles import Roles
    from framing.annotation.text.tokens import Tokens

SHORTENED = {
    "adm": ("admiral",),
    "capt": ("captain",),
    "col": ("colonel",),
    "dr": ("doctor",),
    "gen": ("general",),
    "gov": ("governor",),
    "lt": ("lieutenant",),
    "maj": ("major",),
    "prof": ("professor",),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "rev": ("reverend",),
    "sen": ("senator", "lawmaker"),
    "senator": ("lawmaker",),
    "sgt": ("sergeant",),
    "supt": ("superintendent",),
}
"""What abbreviated titles are called later: "Sen. Anna Roth … the senator"."""


def described_words(tokens: Tokens, described: Descriptions, n: int) -> list[frozenset[str]]:
    """Lower-case words that describe each entity: "russian", "foreign", "minister"."""
    length = described.last - described.first
    owner = np.repeat(described.entity, length)
    token = np.arange(length.sum()) + np.repeat(described.first - np.cumsum(length) + length, length)
    code = np.unique(owner * len(tokens.folded) + tokens.fold[tokens.type_id[token]]) if len(token) else token
    found: list[list[str]] = [[] for _ in range(n)]
    for entity, word in zip(
        (code // max(len(tokens.folded), 1)).tolist(), (code % max(len(tokens.folded), 1)).tolist(), strict=True
    ):
        found[entity] += [tokens.folded[word], *SHORTENED.get(tokens.folded[word], ())]
    return [frozenset(words) for words in found]


def entity_types(roles: Roles, described: Descriptions, n: int) -> list[int]:
    """First source type that a description gives each entity, or -1."""
    low, high = roles.within(described.first, described.last)
    types = role_words().source_type[roles.term].tolist()
    result = [NONE] * n
    for entity, a, b in zip(described.entity.tolist(), low.tolist(), high.tolist(), strict=True):
        if result[entity] == NONE:
            result[entity] = next((types[i] for i in range(a, b) if types[i] >= 0), NONE)
    return result
