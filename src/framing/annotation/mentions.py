"""Who is named, and how: the mentions table, one row for each naming of a codebook's targets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.namings.abroad import move_abroad
from framing.annotation.namings.actors import bind_targets, find_actors
from framing.annotation.namings.checking import check_codebook
from framing.annotation.namings.finding import find_namings
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.text.tokens import Tokens
from framing.annotation.voice.forms import MODIFIER, NOUN, OTHER
from framing.annotation.voice.voice import find_voice
from framing.corpus.corpus import Corpus
from framing.lexicon import Lexicon

LEDE = 3
"""Sentences of the body that count as its lede."""


def find_mentions(corpus: Corpus, *, codebook: Lexicon | None = None, model: str = "fast") -> pd.DataFrame:
    """Find every naming of a codebook's targets, with its form and its voice.

    Parameters
    ----------
    corpus : Corpus
        With tokens, quotations and attributions, as `annotate` prepares it.
    codebook : Lexicon, optional
        The corpus's own unless another is given.
    model : {"fast", "accurate"}
        Who judges the voice, as in `find_voice`.

    Returns
    -------
    DataFrame
        The mentions table. `term` is the entry of the codebook, `text` what stands in the article.

    Raises
    ------
    FramingError
        If the lexicon is no codebook: a column or a category is missing or unknown.

    Notes
    -----
    A word list finds words, not references: "he", "the group" and "those who marched" name targets too and are not
    here. An article with no row has named no target by a term of this codebook; that is missing, and never neutral.
    """
    book = check_codebook(codebook or corpus.codebook)
    corpus = with_arrays(corpus)
    tokens = corpus.tokens
    found = find_namings(tokens, book)
    first, last, wanted = found["first"].to_numpy(), found["last"].to_numpy(), found["wanted"]
    actor = find_actors(tokens, book, first, last, found["target"].to_numpy(object))
    found["target"] = bind_targets(book, move_abroad(book, tokens, found, actor), actor)
    named = tokens.table(first, last).assign(
        **found[["term", "target", "category"]], actor=actor, **_places(tokens, first)
    )
    coded = find_voice(corpus, named, model=model)
    coded["form"] = coded["form"].where(wanted != MODIFIER, MODIFIER)
    kept = coded[(coded["form"] != OTHER) & ((wanted != NOUN) | (coded["form"] == NOUN))]
    kept = kept.assign(mention=kept.groupby("article_id", sort=False).cumcount()).reset_index(drop=True)
    return schema.MENTIONS.cast(kept)


def _places(tokens: Tokens, first: np.ndarray) -> dict[str, np.ndarray]:
    """Sentence number in the article and prominence of mentions that begin at some tokens."""
    segment = tokens.segment[first]
    in_lede = tokens.sentence[first] - tokens.sentence[tokens.segment_tokens[segment]] < LEDE
    prominence = np.where(tokens.segment_part[segment] == 0, "headline", np.where(in_lede, "lede", "rest"))
    return {"sentence": tokens.sentence_in_article(first), "prominence": prominence}
