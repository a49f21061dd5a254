"""Labels of tokens, the likeliest, corrected where the form of a text says who speaks; and how likely they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.constructions import read_constructions
from framing.annotation.attribution.headlines import read_headlines
from framing.annotation.attribution.posts import read_posts
from framing.annotation.attribution.tagger import read_tokens
from framing.annotation.attribution.tagger_weights import read_network
from framing.annotation.attribution.transcripts import read_transcripts

if TYPE_CHECKING:
    from framing.annotation.attribution.tagger import Reader
    from framing.corpus.arrays import Quotations, Tokens

ROLES = {"cue": slice(1, 3), "source": slice(3, 7), "content": slice(7, 11)}
"""Labels of each role in `linking.LABELS`."""
CERTAIN = 255


def read_labels(reader: Reader) -> tuple[np.ndarray, np.ndarray]:
    """Give the label of each token, and the probabilities of all labels, shape (tokens, labels)."""
    tokens, bounds = reader.tokens, reader.tokens.segment_tokens
    probability = reader.probabilities(bounds[:-1], bounds[1:])
    labels = probability.argmax(axis=1).astype(np.int8)
    for read in (read_headlines, read_posts, read_constructions, read_transcripts):
        labels = read(tokens, labels)
    return labels, probability


def keep_chances(tokens: Tokens, quotations: Quotations, labels: np.ndarray, probability: np.ndarray) -> None:
    """Keep what a reading of texts found, for who asks for its chances next; what was corrected is certain."""
    corrected = np.flatnonzero(labels != probability.argmax(axis=1))
    chances = np.stack([probability[:, role].sum(axis=1) for role in ROLES.values()], axis=1)
    for number, role in enumerate(ROLES.values()):
        chances[corrected, number] = (labels[corrected] >= role.start) & (labels[corrected] < role.stop)
    tokens.keep(role_chances, (quotations, np.rint(chances * CERTAIN).astype(np.uint8)))


def role_chances(tokens: Tokens, quotations: Quotations) -> np.ndarray:
    """Give the chance that each token belongs to a cue, a source and a content, shape (tokens, 3), of `CERTAIN`.

    Notes
    -----
    Those that the fast tagger gives, whichever model found the relations. They are kept with the tokens.
    """
    kept = tokens.kept(role_chances)
    if kept is None or kept[0] is not quotations:
        keep_chances(tokens, quotations, *read_labels(read_tokens(tokens, quotations, read_network())))
    return tokens.kept(role_chances)[1]
