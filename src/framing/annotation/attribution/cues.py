"""What the attributing word says: neutral, endorsing, doubting or emotive; communication, belief, fact or intention."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from framing.annotation.text.inflection import third_person, verb_forms
from framing.annotation.text.matching import Phrases, compile_phrases, find_phrases
from framing.annotation.text.tokens import Tokens
from framing.corpus.arrays import positions_in
from framing.lexicon import read_lexicon


@cache
def cue_words() -> tuple[Phrases, pd.DataFrame]:
    """Give all forms of all cues, ready to be found, and in the same order the class and act of each."""
    rows: dict[str, tuple[str, str]] = {}
    terms = read_lexicon("cues").terms
    for part in ("phrase", "verb", "noun"):
        for row in terms[terms["part"] == part].itertuples():
            irregular = [form for form in row.irregular.split("|") if form]
            other = [third_person(row.term)] if part == "noun" else irregular
            forms = verb_forms(row.term, row.irregular) if part == "verb" else [row.term, *other]
            for form in forms:
                rows.setdefault(form, (row.cue_class, row.act))
    return compile_phrases(tuple(rows)), pd.DataFrame(rows.values(), columns=["cue_class", "act"])


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
    phrases, classes = cue_words()
    ranges = cues[["first", "last"]].drop_duplicates("first", keep="last").to_numpy(copy=True)
    ranges[:-1, 1] = np.minimum(ranges[:-1, 1], ranges[1:, 0])
    first, last, term = find_phrases(tokens, phrases, within=(ranges[:, 0], ranges[:, 1]))
    low = np.searchsorted(first, cues["first"].to_numpy())
    high = np.maximum(low, np.searchsorted(last, cues["last"].to_numpy(), side="right"))
    hit = positions_in(low, high)
    table = classes.iloc[term[hit]].assign(
        relation=np.repeat(cues["relation"].to_numpy(), high - low), length=(last - first)[hit]
    )
    table["marked"] = table["cue_class"] != "neutral"
    best = table.sort_values(["relation", "length", "marked"], ascending=[True, False, False], kind="stable")
    return best.drop_duplicates("relation").set_index("relation")[["cue_class", "act"]]
