"""Where sentences begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from framing.annotation.tokens import Tokens


def sentence_starts(tokens: Tokens) -> np.ndarray:
    """Tell for each token whether a sentence begins with it, shape (tokens,)."""
    stop = tokens.flag([".", "!", "?"])
    after = np.concatenate([[True], stop[:-1]]) if len(stop) else stop
    capital = tokens.type_flag(lambda word: word[0].isupper() or not word[0].isalnum())
    return tokens.break_before | (after & capital & tokens.space_before)
