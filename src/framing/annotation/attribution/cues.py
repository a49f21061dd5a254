"""What the attributing word says: neutral, endorsing, doubting or emotive; communication, belief, fact or intention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from framing.annotation.text.inflection import third_person, verb_forms
from framing.annotation.text.phrases import Phrases, compile_phrases, find_phrases
from framing.annotation.text.tokens import Tokens
from framing.lexicon import read_lexicon


@dataclass(frozen=True)
class CueWords:
    """All forms of all cues, with the class and act of each in the order of `phrases`; `rank` prefers marked cues."""

    phrases: Phrases
    cue_class: np.ndarray
    act: np.ndarray
    rank: np.ndarray


@lru_cache(maxsize=1)
def cue_words() -> CueWords:
    """Read the cues once, in all their forms."""
    terms = read_lexicon("cues").terms
    rows: dict[str, tuple[str, str]] = {}
    terms = terms.assign(order=terms["part"].map({"phrase": 0, "verb": 1, "noun": 2})).sort_values(
        "order", kind="stable"
    )
    columns = [terms[name] for name in ("term", "part", "irregular", "cue_class", "act")]
    for term, part, irregular, cue_class, act in zip(*columns, strict=True):
        forms = verb_forms(term, irregular) if part == "verb" else [term, *_variants(term, part, irregular)]
        for form in forms:
            rows.setdefault(form, (cue_class, act))
    cue_class = np.array([c for c, _ in rows.values()], object)
    return CueWords(
        compile_phrases(list(rows)), cue_class, np.array([a for _, a in rows.values()], object), cue_class != "neutral"
    )


def _variants(term: str, part: str, irregular: str) -> list[str]:
    if part == "noun":
        return [third_person(term)]
    return [form for form in irregular.split("|") if form]


def classify_cues(tokens: Tokens, spans: pd.DataFrame) -> pd.DataFrame:
    """Give the class and act of the cue of each relation.

    Parameters
    ----------
    tokens : Tokens
    spans : DataFrame
        Spans of relations (relation, role, first, last); only those of role `cue` count.

    Returns
    -------
    DataFrame
        Columns cue_class and act, by relation; relations whose cue is not in the lexicon are left out.

    Notes
    -----
    Of several words in one cue the longest phrase counts; among equals one that is not neutral, then the first. "She
    claimed victory" and "she claimed that …" look the same here.
    """
    cues = spans[spans["role"] == "cue"].sort_values(["first", "last"])
    words = cue_words()
    ranges = cues[["first", "last"]].drop_duplicates("first", keep="last").to_numpy(copy=True)
    ranges[:-1, 1] = np.minimum(ranges[:-1, 1], ranges[1:, 0])
    first, last, term = find_phrases(tokens, words.phrases, within=(ranges[:, 0], ranges[:, 1]))
    low = np.searchsorted(first, cues["first"].to_numpy())
    high = np.maximum(low, np.searchsorted(last, cues["last"].to_numpy(), side="right"))
    count = high - low
    hit = np.repeat(low, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    table = pd.DataFrame(
        {
            "relation": np.repeat(cues["relation"].to_numpy(), count),
            "length": -(last - first)[hit],
            "rank": ~words.rank[term[hit]],
            "cue_class": words.cue_class[term[hit]],
            "act": words.act[term[hit]],
        }
    )
    best = table.sort_values(["relation", "length", "rank"], kind="stable").drop_duplicates("relation")
    return best.set_index("relation")[["cue_class", "act"]]
