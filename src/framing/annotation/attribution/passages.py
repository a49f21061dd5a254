"""The accurate attribution tagger: a small encoder reads passages, and its labels count beside the fast one's."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors.numpy import load_file

from framing.annotation.attribution.tagger import Reader, read_ranges, read_tokens
from framing.annotation.attribution.tagger_features import FLAGS, SHAPES, type_shapes
from framing.annotation.attribution.tagger_weights import read_network
from framing.annotation.inference.encoder import HOME, open_session, read_pieces
from framing.annotation.inference.wordpiece import WORD, WordPieces
from framing.annotation.text.ranges import running

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens

CORE, AROUND = 200, 50  # pieces of a passage that are labelled, and that are read besides on either side
MOST = 16  # pieces of one token that are read
HEARD = 0.6  # weight of what the encoder says beside the fast tagger
LONGEST = CORE + 2 * AROUND + 2


@dataclass(frozen=True)
class Field:
    """The encoder and what makes probabilities of its scores (see the model card)."""

    session: Any  # of onnxruntime, with inputs `pieces`, `signs` and `heads` and output `scores`
    cutter: WordPieces
    transitions: np.ndarray  # shape (labels, labels)
    confidence: np.ndarray  # as in `tagger_weights.Network`, for the mean of both taggers


@dataclass(frozen=True)
class PassageReader(Reader):
    """Tokens made ready for both taggers."""

    field: Field
    pieces: np.ndarray  # word pieces of all tokens, one after the other
    at: np.ndarray  # where the pieces of each token begin, and the end
    shapes: np.ndarray  # of each token, as in `tagger_features`

    def probabilities(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Give the probability of each label for each token, what the two taggers say, weighted."""
        scores = np.zeros((len(self.tokens), len(self.field.transitions)), np.float32)
        for begin, end in zip(first.tolist(), last.tolist(), strict=True):
            for core, stop, left, right in passages(self.at, begin, end):
                scores[core:stop] = self._read(left, right)[core - left : stop - left]
        read = read_ranges(len(self.tokens), first, last, lambda rows: scores[rows.text], self.field.transitions)
        return HEARD * read + (1 - HEARD) * super().probabilities(first, last)

    def _read(self, left: int, right: int) -> np.ndarray:
        """Label scores of the tokens [left, right), read as one passage."""
        number = self.field.cutter.number
        bounds = self.at[left : right + 1] - self.at[left]
        signs = np.zeros((1, bounds[-1] + 2, len(FLAGS) + SHAPES), np.float32)
        token = np.repeat(np.arange(left, right), np.diff(bounds))
        signs[0, 1:-1, : len(FLAGS)] = self.flags[token]
        signs[0, np.arange(1, len(token) + 1), len(FLAGS) + self.shapes[token]] = 1
        pieces = self.pieces[self.at[left] : self.at[right]]
        given = {
            "pieces": np.concatenate([[number["[CLS]"]], pieces, [number["[SEP]"]]])[None],
            "signs": signs,
            "heads": bounds[:-1] + 1,
        }
        return self.field.session.run(["scores"], given)[0][0]


def passages(at: np.ndarray, first: int, last: int) -> list[tuple[int, int, int, int]]:
    """Cut tokens [first, last), whose pieces begin `at`, into passages.

    Returns
    -------
    list of (core, stop, left, right)
        Tokens [core, stop) take their labels from the passage [left, right). The cores add up to the range.
    """
    found, core = [], first
    while core < last:
        stop = last
        if at[last] - at[core] > CORE + AROUND:
            stop = max(int(np.searchsorted(at, at[core] + CORE, side="right")) - 1, core + 1)
        left = max(int(np.searchsorted(at, at[core] - AROUND)), first)
        right = min(int(np.searchsorted(at, at[stop] + AROUND, side="right")) - 1, last)
        found.append((core, stop, left, right))
        core = stop
    return found


def read_passages(tokens: Tokens, quotations: Quotations, field: Field | None = None) -> PassageReader:
    """Make tokens ready for the accurate tagger, by default the one that comes with the package.

    Raises
    ------
    FramingError
        When onnxruntime is not installed.
    """
    field = field or read_field()
    fast = read_tokens(tokens, quotations, replace(read_network(), confidence=field.confidence))
    pieces, at = cut_tokens(tokens, field.cutter)
    known = {part.name: getattr(fast, part.name) for part in fields(fast)}
    return PassageReader(**known, field=field, pieces=pieces, at=at, shapes=type_shapes(tokens)[tokens.type_id])


def cut_tokens(tokens: Tokens, cutter: WordPieces) -> tuple[np.ndarray, np.ndarray]:
    """Give the word pieces of all tokens, one after the other, and where those of each token begin."""
    cut = [_pieces(word, cutter) for word in tokens.types]
    length = np.fromiter(map(len, cut), np.int64, len(cut))[tokens.type_id]
    pieces = np.concatenate([np.array(cut[t], np.int64) for t in tokens.type_id]) if len(tokens) else length
    return pieces, running(length)


def _pieces(word: str, cutter: WordPieces) -> tuple[int, ...]:
    pieces = tuple(piece for part in WORD.findall(word) for piece in cutter.cut(part))
    return pieces[:MOST] or (cutter.unknown,)


@cache
def read_field() -> Field:
    """Read the encoder and its field, which come with the package."""
    folder = HOME / "attribution-encoder"
    arrays = load_file(folder / "field.safetensors")
    session = open_session(folder / "tagger.onnx", instead="fast")
    return Field(session, read_pieces(), arrays["transitions"], arrays["confidence"])
