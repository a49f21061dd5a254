"""Why a word that stands in the content of a relation is the outlet's all the same."""

from __future__ import annotations

import numpy as np

from framing.schema import VOICE_REASONS

NARRATOR, OWN, GLOSS, SOURCE, CUE, OBJECT, CLAUSE, ACT, DOUBT = VOICE_REASONS
CLOSE = 1 / 5
"""How near the beginning of a content, as one over the tokens, the object of its cue stands."""


def find_reasons(features: dict[str, np.ndarray]) -> np.ndarray:
    """Give the first reason that fits each span, judged by its features (see `surroundings`), shape (spans,).

    `narrator` (the author says I), `own release` (the outlet is who speaks), `gloss` (in brackets or as an apposition),
    `source` or `cue` (it names who speaks, or is part of the word of saying), `object` (what the cue is about:
    "condemned the rioters"), `own clause` (a clause of the narrator begins between cue and word), `act` (the relation
    tells of a wish or a fact), else `doubt`: the judge does not believe the attribution.
    """
    clause = features["U between"] + features["R between"] + features["but between"] + features["semicolon between"]
    found = np.select(
        [
            features["narrator"],
            features["own"],
            (features["bracketed"] > 0) | (features["apposition"] > 0),
            features["in source"] > 0,
            features["in cue"] > 0,
            (features["near begin"] >= CLOSE) & (features["cue left"] > 0) & (features["V between"] == 0),
            clause > 0,
            (features["act intention"] > 0) | (features["act fact"] > 0),
        ],
        [NARRATOR, OWN, GLOSS, SOURCE, CUE, OBJECT, CLAUSE, ACT],
        DOUBT,
    )
    return found.astype(object)
