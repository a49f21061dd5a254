"""What an encoder reads of a source: its own words, its name, what describes it, and where the article speaks of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.annotation.inference.encoder import HOME, open_session, read_pieces
from framing.annotation.sources.features import Known, described_ranges, own_ranges
from framing.schema import SOURCE_TYPES

if TYPE_CHECKING:
    from framing.annotation.inference.wordpiece import WordPieces

ROOM = {"own": 40, "name": 16, "described": 40, "sentence": 76, "first": 76, "headline": 24}
"""Word pieces of each part of a passage that are read, at most."""
WORDS = 70
"""Tokens of a sentence that are read, round the source."""
LONGEST = sum(ROOM.values()) + 7


def read_type_chances(known: Known, relations: pd.DataFrame) -> np.ndarray:
    """Give the probabilities of the types of the source of each relation, shape (relations, types).

    Notes
    -----
    Each person, body or designation of an article is read once, where it speaks first. Relations without a source
    have missing values.
    """
    row, same = who_speaks(known, relations)
    session, cutter = read_session(), read_pieces()
    odds = np.full((len(row), len(SOURCE_TYPES)), np.nan)
    for number, parts in enumerate(source_texts(known, relations, row)):
        pieces, own = cut_passage(parts, cutter)
        given = {"pieces": np.array([pieces], np.int64), "read": np.arange(own + 1)}
        odds[number] = session.run(["log_odds"], given)[0][0]
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    found = np.full((len(relations), len(SOURCE_TYPES)), np.nan)
    found[same >= 0] = (odds / odds.sum(axis=1, keepdims=True))[same[same >= 0]]
    return found


@cache
def read_session() -> Any:
    """Open the network that comes with the package."""
    return open_session(HOME / "source-types-encoder" / "types.onnx", instead="fast")


def who_speaks(known: Known, relations: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give the relations in which somebody speaks first, and for each relation the number among them or -1."""
    tokens, entity = known.tokens, known.speakers.entity
    first, last = own_ranges(known.speakers)
    words = [
        tokens.text[tokens.start[a] : tokens.end[b - 1]].lower() if b > a else ""
        for a, b in zip(first.tolist(), last.tolist(), strict=True)
    ]
    key = pd.DataFrame({"article": relations["article"].to_numpy(), "entity": entity, "words": words})
    key.loc[entity >= 0, "words"] = ""
    same = key.groupby(["article", "entity", "words"], sort=False).ngroup().to_numpy(copy=True)
    same[(entity < 0) & (last <= first)] = -1
    number, row = np.unique(same, return_index=True)
    row = row[number >= 0]
    renumbered = np.full(number.max(initial=-1) + 2, -1)
    renumbered[number[number >= 0]] = np.arange(len(row))
    return row, renumbered[same]


def source_texts(known: Known, relations: pd.DataFrame, rows: np.ndarray) -> list[tuple[str, ...]]:
    """Give the parts of the passages of some relations, in the order of `ROOM`."""
    tokens, entity, people = known.tokens, known.speakers.entity, known.people
    first, last = own_ranges(known.speakers)
    described: dict[int, list[str]] = {}
    for row, a, b in zip(*(column.tolist() for column in described_ranges(known)), strict=True):
        described.setdefault(row, []).append(tokens.text[tokens.start[a] : tokens.end[b - 1]])
    article, sentence = relations["article"].to_numpy(), relations["sentence"].to_numpy()
    found: list[tuple[str, ...]] = []
    for row in rows.tolist():
        own = tokens.text[tokens.start[first[row]] : tokens.end[last[row] - 1]] if last[row] > first[row] else ""
        here = _words_round(known, int(sentence[row]), int(first[row]))
        name = there = ""
        if entity[row] >= 0:
            place = int(people.place[entity[row]])
            name, there = people.name[entity[row]], _words_round(known, int(tokens.sentence[place]), place)
        a, b = tokens.segment_tokens[2 * article[row]], tokens.segment_tokens[2 * article[row] + 1]
        headline = tokens.text[tokens.start[a] : tokens.end[b - 1]] if b > a else ""
        about = "; ".join(dict.fromkeys(described.get(row, ())))
        found.append((own, name, about, here, there if there != here else "", headline))
    return found


def _words_round(known: Known, sentence: int, place: int) -> str:
    """Words of a sentence; of a long one those round a token, if it lies in it."""
    tokens = known.tokens
    first, last = (int(at) for at in tokens.sentence_tokens[sentence : sentence + 2])
    if last - first > WORDS and first <= place < last:
        first = min(max(place - WORDS // 2, first), last - WORDS)
    return tokens.text[tokens.start[first] : tokens.end[min(last, first + WORDS) - 1]]


def cut_passage(parts: tuple[str, ...], cutter: WordPieces) -> tuple[list[int], int]:
    """Give the word pieces of a passage, and how many of them, after the first, are the source's own words and name."""
    cut = [cutter.encode(part[: 8 * room])[0][:room] for part, room in zip(parts, ROOM.values(), strict=True)]
    own, name, described, *rest = cut
    mark, dash = cutter.number["[SEP]"], cutter.cut("-")
    pieces = [cutter.number["[CLS]"], *own, *dash, *name, *dash, *described]
    for part in rest:
        pieces += [mark, *part]
    return [*pieces, mark], len(own) + 1 + len(name)
