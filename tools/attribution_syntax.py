"""Guesses at syntax for the training text, from spaCy: a side task that teaches the tagger what subjects are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.text.tokens import Tokens

FAR = 6  # distances to the head beyond this are one


def guess_syntax(tokens: Tokens, package: Path) -> list[np.ndarray]:
    """Tag and parse tokens paragraph by paragraph.

    Parameters
    ----------
    tokens : Tokens
    package : Path
        Folder of a spaCy pipeline with tagger, parser and entities (en_core_web_sm was used).

    Returns
    -------
    list of ndarray, shape (tokens,)
        Part of speech, dependency, distance to the head, entity; as codes from 0.
    """
    import spacy  # noqa: PLC0415 (needed for training only)
    from spacy.tokens import Doc  # noqa: PLC0415

    pipeline = spacy.load(package, exclude=["lemmatizer", "attribute_ruler"])
    words = tokens.types[tokens.type_id]
    spaces = np.append(tokens.space_before[1:], False)
    edges = np.append(np.flatnonzero(tokens.break_before), len(tokens))
    paragraphs = (
        Doc(pipeline.vocab, words=words[a:b].tolist(), spaces=spaces[a:b].tolist()) for a, b in pairwise(edges.tolist())
    )
    rows = [
        (token.tag_, token.dep_, int(np.clip(token.head.i - token.i, -FAR, FAR)), token.ent_iob_ + token.ent_type_)
        for doc in pipeline.pipe(paragraphs, batch_size=200)
        for token in doc
    ]
    return [pd.factorize(column)[0] for _, column in pd.DataFrame(rows).items()]
