"""Relations whose source is the outlet itself: "the ministry said" in what the ministry publishes."""

from __future__ import annotations

import numpy as np

from framing.annotation.sources.name_words import SMALL, name_words
from framing.corpus.corpus import Corpus

RELAYS = ("quot", "cit")
"""How cues begin by which an outlet hands on what somebody else says."""


def says_itself(corpus: Corpus) -> np.ndarray:
    """Tell which attributions have their article's outlet as the source, shape (attributions,); none if it has no name.

    Notes
    -----
    By its full name, its initials, the beginning of its name ("the Ministry of Defence" of Norda), or by what it is
    where nobody else in the article was found for it ("the ministry"). Somebody who speaks for it is a source.
    """
    table = corpus.attributions
    if not len(corpus.outlets) or not len(table):
        return np.zeros(len(table), bool)
    names = corpus.articles["outlet_id"].map(corpus.outlets.drop_duplicates("outlet_id").set_index("outlet_id")["name"])
    name = table["article_id"].map(dict(zip(corpus.articles["article_id"], names, strict=True)))
    relayed = table["cue_text"].str.lower().str.startswith(RELAYS).fillna(value=False)
    said = table["speaker"].fillna(table["source_text"].where(table["source_text"].str.lower().str.startswith("the ")))
    known = name.notna() & said.notna() & ~relayed
    same = [_is_name(*pair) for pair in zip(name[known], said[known], strict=True)]
    own = known.to_numpy(copy=True)
    own[own] = same
    return own


def _is_name(outlet: str, said: str) -> bool:
    """Tell whether words name an outlet."""
    whole, short = _words(outlet), _words(said)
    if short == whole or said == "".join(word[0] for word in whole if word not in SMALL).upper():
        return True
    if len(short) == 1:
        return said.lower().startswith("the ") and short[0] in whole and short[0] in name_words().institutions
    return short == whole[: len(short)] and " ".join(short) not in name_words().places


def _words(name: str) -> list[str]:
    return name.casefold().removeprefix("the ").split()
