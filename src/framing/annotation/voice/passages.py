"""What an encoder makes of a span: it reads the words round it with the span marked, and gives odds of the voices."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from scipy.special import softmax

from framing.annotation.attribution.labels import CERTAIN, ROLES, role_chances
from framing.annotation.attribution.passages import cut_tokens
from framing.annotation.attribution.tagger_features import FLAGS, SHAPES, token_flags, type_shapes
from framing.annotation.inference.encoder import HOME, open_session, read_pieces
from framing.annotation.inference.wordpiece import WordPieces
from framing.annotation.voice.held import Held
from framing.corpus.arrays import Quotations, Tokens
from framing.schema import VOICES

LEFT, RIGHT = 84, 40
"""Word pieces that are read before and after a span, within its part of the article."""
WIDEST = 24
"""Word pieces of a span that are read."""
SIGNS = len(FLAGS) + SHAPES + 3 * len(ROLES) + 1
"""What is added to each piece: flags and shape of its token; for each role, how likely the fast tagger finds it there,
whether some relation holds the token so, and whether the span's own does; last, whether it lies in the span."""
CHANCES, HELD, OWN = (slice(at, at + len(ROLES)) for at in range(len(FLAGS) + SHAPES, SIGNS - 1, len(ROLES)))
LONGEST = LEFT + WIDEST + RIGHT + 4
OPEN, CLOSE = "[unused1]", "[unused2]"


class Passages:
    """Texts cut into word pieces, from which a passage round any span can be taken."""

    def __init__(self, tokens: Tokens, quotations: Quotations, held: Held, cutter: WordPieces | None = None) -> None:
        cutter = cutter or read_pieces()
        self._tokens, self._held = tokens, held
        self._number = cutter.number
        self._pieces, self._at = cut_tokens(tokens, cutter)
        self._signs = np.zeros((len(tokens), SIGNS), np.float32)
        self._signs[:, : len(FLAGS)] = token_flags(tokens, quotations)
        self._signs[:, CHANCES] = role_chances(tokens, quotations) / CERTAIN
        for column, role in enumerate(ROLES, HELD.start):
            self._signs[:, column] = getattr(held, role) >= 0
        self._shapes = type_shapes(tokens)[tokens.type_id]

    def passage(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give what is read for the span of tokens [first, last).

        Returns
        -------
        pieces, signs, read : ndarray
            Shape (length,), (length, signs) and (places,): the places that the voice is read from, the first piece of
            all and then those of the span with its two marks.
        """
        at, segment = self._at, self._tokens.segment[first]
        begin, end = (int(self._tokens.segment_tokens[segment + i]) for i in (0, 1))
        if at[last] - at[first] > WIDEST:
            last = max(int(np.searchsorted(at, at[first] + WIDEST, side="right")) - 1, first + 1)
        left = max(begin, int(np.searchsorted(at, at[first] - LEFT)))
        right = max(min(end, int(np.searchsorted(at, at[last] + RIGHT, side="right")) - 1), last)
        token = np.repeat(np.arange(left, right), np.diff(at[left : right + 1]))
        signs = self._signs[token]
        head = np.diff(token, prepend=-1) > 0
        signs[head, len(FLAGS) + self._shapes[token[head]]] = 1
        own = self._held.relation(self._held.content[first : first + 1])[0]
        if own >= 0:
            for column, role in enumerate(ROLES, OWN.start):
                signs[:, column] = self._held.relation(getattr(self._held, role)[token]) == own
        inside = (token >= first) & (token < last)
        signs[inside, -1] = 1
        open_, close = int(np.searchsorted(token, first)), int(np.searchsorted(token, last))
        pieces, number = self._pieces[at[left] : at[right]], self._number
        pieces = np.insert(pieces, [open_, close], [number[OPEN], number[CLOSE]])
        pieces = np.insert(pieces, [0, len(pieces)], [number["[CLS]"], number["[SEP]"]])
        none, mark = np.zeros((1, SIGNS), np.float32), np.eye(SIGNS, dtype=np.float32)[-1:]
        signs = np.concatenate([none, signs[:open_], mark, signs[open_:close], mark, signs[close:], none])
        return pieces.astype(np.int64), signs, np.append(0, np.flatnonzero(signs[:, -1]))


class SpanReader:
    """Passages and the encoder that reads them."""

    def __init__(self, tokens: Tokens, quotations: Quotations, held: Held) -> None:
        self._passages = Passages(tokens, quotations, held)
        self._session = read_session()

    def probability(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Give probabilities of the voices of spans, token ranges [first, last), shape (spans, voices).

        Notes
        -----
        Passages go through one at a time, so that none gets another score in company than alone.
        """
        odds = np.zeros((len(first), len(VOICES)))
        for number, span in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            pieces, signs, read = self._passages.passage(*span)
            given = {"pieces": pieces[None], "signs": signs[None], "read": read}
            odds[number] = self._session.run(["log_odds"], given)[0][0]
        return softmax(odds, axis=1)


@cache
def read_session() -> Any:
    """Open the network that comes with the package."""
    return open_session(HOME / "voice-encoder" / "judge.onnx", instead="fast")
