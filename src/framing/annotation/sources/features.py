"""Features of a source: its words, what describes it, roles, organisations, public figures, cue and topics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse

from framing.annotation.sources.appositions import Descriptions
from framing.annotation.sources.names import Names
from framing.annotation.sources.naming import PREPOSITIONS
from framing.annotation.sources.people import People, figure_of, figures
from framing.annotation.sources.roles import DOCUMENT, HEAD, INSTITUTION, Roles, role_words
from framing.annotation.sources.speakers import Speakers
from framing.annotation.text.tokens import Tokens, fold
from framing.lexicon import read_lexicon, word_kinds
from framing.schema import SOURCE_TYPES

GENERIC, THING, NOTHING = 11, 12, 13
"""Codes after the eleven types: a post without a type of its own, a document, nothing found."""
NAMINGS, BESIDE = 8, 7
"""Namings of somebody beside which words are read, and how many words on either side, at most."""
SENTENCE = 40
"""Most words of the sentence in which somebody is named first."""
PRESS = word_kinds("source-words")["press"]
Block = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Known:
    """What was found in the text before the type of a source is judged."""

    tokens: Tokens
    names: Names
    people: People
    roles: Roles
    described: Descriptions
    speakers: Speakers


def feature_matrix(known: Known, relations: pd.DataFrame, cue: pd.Series, names: dict[str, int]) -> sparse.csr_matrix:
    """Turn relations into rows of features; those that `names` does not hold are left out."""
    rows, columns = [], []
    for row, labels, code in feature_blocks(known, relations, cue):
        column = np.fromiter((names.get(label, -1) for label in labels), np.int64, len(labels))[code]
        rows.append(row[column >= 0])
        columns.append(column[column >= 0])
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (len(relations), len(names))
    matrix = sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=shape)
    matrix.data[:] = 1.0
    return matrix


def feature_blocks(known: Known, relations: pd.DataFrame, cue: pd.Series) -> Iterator[Block]:
    """Yield one kind of feature at a time: rows of relations, names of features, and the number of each row's name."""
    speakers, people = known.speakers, known.people
    row = np.arange(len(relations))
    yield from _slot("own", row, own_ranges(speakers), known)
    owner, *ranges = described_ranges(known)
    yield from _slot("described", owner, (ranges[0], ranges[1]), known)
    yield from _first_sentence(known)
    yield from _around_names(known)
    yield row, *_figure_labels(people, speakers)
    yield row, np.array([f"how={i}" for i in range(8)], object), speakers.how
    yield row, np.array(["place=no", "place=yes"], object), speakers.place.astype(np.int64)
    kind = np.where(speakers.entity >= 0, people.kind[speakers.entity] if len(people) else 0, 4)
    yield row, np.array([f"kind={i}" for i in range(5)], object), kind.astype(np.int64)
    code, label = pd.factorize(cue.to_numpy(object))
    yield row, np.array([f"cue={x}" for x in label], object), code
    topics, levels = _topics(known.tokens)
    labels = np.array([f"topic={t}:{i}" for t in topics for i in range(4)], object)
    for place in range(len(topics)):
        yield row, labels, 4 * place + levels[relations["article"].to_numpy(), place]


def _first_sentence(known: Known) -> Iterator[Block]:
    """Yield the words of the sentence in which the person or organisation is named first."""
    tokens, entity = known.tokens, known.speakers.entity
    row = np.flatnonzero(entity >= 0)
    sentence = tokens.sentence[known.people.place[entity[row]]]
    first = tokens.sentence_tokens[sentence]
    last = np.minimum(tokens.sentence_tokens[sentence + 1], first + SENTENCE)
    which, token = spread(first, last)
    yield row[which], _words("first", tokens), tokens.fold[tokens.type_id[token]]


def _around_names(known: Known) -> Iterator[Block]:
    """Yield the words beside the first namings of the person or organisation."""
    tokens, people, entity = known.tokens, known.people, known.speakers.entity
    order = np.argsort(people.of_name, kind="stable")
    of_name = people.of_name[order]
    row = np.flatnonzero(entity >= 0)
    low = np.searchsorted(of_name, entity[row])
    high = np.minimum(np.searchsorted(of_name, entity[row], side="right"), low + NAMINGS)
    which, place = spread(low, high)
    run = order[place]
    bounds = tokens.sentence_tokens
    sentence = tokens.sentence[known.names.first[run]]
    first = np.maximum(known.names.first[run] - BESIDE, bounds[sentence])
    last = np.minimum(known.names.last[run] + BESIDE, bounds[sentence + 1])
    part, token = spread(first, last)
    yield row[which[part]], _words("near", tokens), tokens.fold[tokens.type_id[token]]


def _words(slot: str, tokens: Tokens) -> np.ndarray:
    """Names of the features that words are in a slot, numbers as one."""
    return np.array([f"{slot}:{'#' if word.isdigit() else word}" for word in tokens.folded], object)


def _head(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Token that ranges are about: the last before a preposition: "spokesman" of "a spokesman for the court"."""
    ties = np.append(np.flatnonzero(tokens.flag(PREPOSITIONS)), len(tokens))
    tie = ties[np.searchsorted(ties, first, side="right")]
    return np.maximum(np.minimum(tie, last) - 1, first)


def own_ranges(speakers: Speakers) -> tuple[np.ndarray, np.ndarray]:
    """Token range of the words that name the source; of the antecedent where the source is a pronoun for it."""
    place = np.where((speakers.like >= 0) & (speakers.entity < 0), speakers.like, np.arange(len(speakers.like)))
    return speakers.first[place], speakers.last[place]


def described_ranges(known: Known) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of relations with the ranges that describe their entity."""
    described, entity = known.described, known.speakers.entity
    low = np.searchsorted(described.entity, entity)
    high = np.where(entity >= 0, np.searchsorted(described.entity, entity, side="right"), low)
    row, place = spread(low, high)
    return row, described.first[place], described.last[place]


def spread(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For ranges [low, high): the number of the range and each place in it."""
    count = high - low
    row = np.repeat(np.arange(len(low)), count)
    return row, np.repeat(low - np.cumsum(count) + count, count) + np.arange(count.sum())


def _slot(slot: str, row: np.ndarray, ranges: tuple[np.ndarray, np.ndarray], known: Known) -> Iterator[Block]:
    """Yield the features of token ranges: their words, their roles and organisations."""
    tokens, roles, words = known.tokens, known.roles, role_words()
    first, last = ranges
    which, token = spread(first, last)
    heard = ~_in_press_service(tokens)[token]
    yield row[which[heard]], _words(slot, tokens), tokens.fold[tokens.type_id[token[heard]]]
    some = last > first
    yield row[some], _words(f"{slot}.head", tokens), tokens.fold[tokens.type_id[_head(tokens, first, last)[some]]]
    which, place = spread(*roles.within(first, last))
    term = roles.term[place]
    kind, source_type = words.kind[term], words.source_type[term].astype(np.int64)
    source_type = np.where(kind == HEAD, GENERIC, np.where(kind == DOCUMENT, THING, source_type))
    source_type = np.where(source_type < 0, NOTHING, source_type)
    labels = np.array([f"{slot}.{g}={i}" for g in ("role", "organisation") for i in range(14)], object)
    yield row[which], labels, 14 * (kind == INSTITUTION) + source_type
    role, organisation = np.full((2, len(row)), NOTHING)
    for value, wanted in ((role, kind != INSTITUTION), (organisation, kind == INSTITUTION)):
        place = np.flatnonzero(wanted & (source_type != NOTHING))[::-1]
        value[which[place]] = source_type[place]  # the first is written last
    labels = np.array([f"{slot}.pair={i}+{j}" for i in range(14) for j in range(14)], object)
    yield row, labels, 14 * role + organisation


def _in_press_service(tokens: Tokens) -> np.ndarray:
    """Tell of tokens whether they are the words "press service" or the like, which say nothing of whose it is."""
    pair = np.append(tokens.flag(["press"])[:-1] & tokens.flag(PRESS)[1:], False)
    return pair | np.append(False, pair[:-1])[: len(tokens)]


def figure_types(people: People, speakers: Speakers) -> np.ndarray:
    """Place in `SOURCE_TYPES` of sources that are public figures, -1 elsewhere."""
    code = _figure_labels(people, speakers)[1]
    return np.where(code < len(SOURCE_TYPES), code, -1)


def _figure_labels(people: People, speakers: Speakers) -> tuple[np.ndarray, np.ndarray]:
    types = figures().source_type
    labels = np.array([*(f"figure={t}" for t in SOURCE_TYPES), "figure=none"], object)
    number = {t: i for i, t in enumerate(SOURCE_TYPES)}
    known = [figure_of(key) for key in people.key]
    of_entity = np.array([number[types[key]] if key else len(SOURCE_TYPES) for key in known] + [len(SOURCE_TYPES)])
    return labels, of_entity[speakers.entity]


@lru_cache(maxsize=1)
def _topic_words() -> dict[str, list[str]]:
    terms = read_lexicon("topics").terms
    return {topic: group["term"].tolist() for topic, group in terms.groupby("topic", sort=True)}


def _topics(tokens: Tokens) -> tuple[list[str], np.ndarray]:
    """Level 0 to 3 of each topic in each article: under 1, 2.5, 5 words in a hundred, or more."""
    topics = _topic_words()
    number = {fold(word): i for i, words in enumerate(topics.values()) for word in words}
    of_fold = np.fromiter((number.get(word, len(topics)) for word in tokens.folded), np.int64, len(tokens.folded))
    n, width = len(tokens.article_ids), len(topics) + 1
    code = tokens.article.astype(np.int64) * width + of_fold[tokens.fold][tokens.type_id]
    counts = np.bincount(code, minlength=n * width).reshape(n, width)
    share = 100 * counts[:, :-1] / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return list(topics), np.digitize(share, [1.0, 2.5, 5.0])
