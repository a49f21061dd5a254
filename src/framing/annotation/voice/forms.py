"""Does a label name people, modify another noun, or neither: words on both sides of it decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.text.inflection import noun_forms
from framing.annotation.text.matching import find_terms
from framing.lexicon import read_lexicon, word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

NOUN, MODIFIER, OTHER = "noun", "modifier", "other"
MARKS = frozenset("\"'“”‘’«»`[]")


def find_not_people(tokens: Tokens) -> np.ndarray:
    """Flag the tokens of names, titles and idioms that hold a label and name nobody, shape (tokens,)."""
    phrases = [form for term in read_lexicon("not-people").terms["term"] for form in noun_forms(term)]
    first, last, _ = find_terms(tokens, phrases)
    edges = np.zeros(len(tokens) + 1, np.int32)
    np.add.at(edges, first, 1)
    np.add.at(edges, last, -1)
    return np.cumsum(edges[:-1]) > 0


class Neighbours:
    """Properties of the tokens beside a span, none across the end of a sentence."""

    def __init__(self, tokens: Tokens) -> None:
        self._kinds = {kind: tokens.flag(words) for kind, words in word_kinds("form").items()}
        self._kinds["mark"] = tokens.type_flag(lambda word: word in MARKS)
        self._kinds["word"] = tokens.type_flag(lambda word: word[:1].isalpha())
        self._kinds["hyphen"] = tokens.type_flag(lambda word: word in "-‐‑–")
        self._kinds["participle"] = tokens.type_flag(lambda word: word.endswith(("ed", "ly", "ing")))
        self._kinds["function"] |= tokens.type_flag(lambda word: word.lower().endswith(("n't", "n’t")))
        self._kinds["verb-end"] = tokens.type_flag(lambda word: word == "to" or word.endswith("ly"))
        self._kinds["comma"], self._kinds["of"] = tokens.flag([","]), tokens.flag(["of"])
        self._kinds["name"], self._kinds["possessive"] = _names(tokens), tokens.flag(["'s", "’s"])
        self._kinds["capital"] = tokens.type_flag(lambda word: word[:1].isupper())
        self._kinds["acronym"] = tokens.type_flag(lambda word: word.isupper() and len(word) > 1)
        counted = tuple(word_kinds("form")["counted-end"])
        self._kinds["counted"] = tokens.type_flag(lambda word: word.lower().endswith(counted) and word[-4:] != "ment")
        self._kinds["plural"] = tokens.type_flag(_is_plural)
        self._kinds["tight"] = ~tokens.space_before
        self.sentence = tokens.sentence

    def is_(self, kind: str, position: np.ndarray, anchor: np.ndarray) -> np.ndarray:
        """Tell whether tokens are of a kind and in the same sentence as their anchors."""
        inside = (position >= 0) & (position < len(self.sentence))
        safe = np.where(inside, position, 0)
        return inside & self._kinds[kind][safe] & (self.sentence[safe] == self.sentence[anchor])


def find_forms(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Tell whether labels are nouns, modifiers or neither.

    Parameters
    ----------
    tokens : Tokens
    first, last : ndarray of int
        Token ranges [first, last) of the labels.

    Returns
    -------
    ndarray of str, shape (labels,)
        "noun" where the label names people or an event, "modifier" where it qualifies the word after it, "other" where
        it does neither: a verb, part of a title, an adjective of degree.

    Notes
    -----
    Word lists, not a parse. A name after a label is taken for an apposition ("rebel Jonas Odo": noun), a common noun
    for its head ("rebel commander": modifier). Against hand codes see ``benchmarks/voice.py``.
    """
    if not len(first):
        return np.zeros(0, object)
    near = tokens.once(Neighbours, Neighbours)
    head = last - 1
    before = first - 1
    before -= near.is_("mark", before, head)
    after = last + near.is_("mark", last, head)
    form = np.where(_is_modifier(near, head, before, after), MODIFIER, NOUN).astype(object)
    form[_is_no_label(near, first, head, before, after)] = OTHER
    inner = tokens.once(find_not_people, find_not_people)[first] & ~near.is_("hyphen", first - 1, head)
    form[inner] = OTHER
    return form


def _is_modifier(near: Neighbours, head: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    singular = ~near.is_("plural", head, head)
    content = _is_content(near, head, after)
    name = near.is_("name", after, head)
    qualified = near.is_("adjective", head, head) & (near.is_("creed", after, head) | near.is_("acronym", after, head))
    institution = _is_institution(near, head, after)
    compound = near.is_("hyphen", after, head) & near.is_("tight", after, head) & near.is_("tight", after + 1, head)
    compound &= near.is_("word", after + 1, head) & ~near.is_("name", after + 1, head)
    prefixed = near.is_("hyphen", before, head) & near.is_("tight", head, head) & ~near.is_("name", before - 1, head)
    listed = _is_listed(near, head, before, after)
    content |= near.is_("degree-adjective", head, head) & near.is_("people-or-creed", after, head)
    prefixed &= content | near.is_("against", before - 1, head)  # "rebel-held towns", "anti-immigrant, anti-Muslim"
    said = near.is_("adjective", head, head) & near.is_("be", before, head) & ~near.is_("possessive", before, head)
    said &= ~near.is_("name", after, head)
    return singular & ((content & ~name) | qualified | institution | compound | listed | prefixed | said)


def _is_institution(near: Neighbours, head: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether names up to the word for a body stand after it: "rebel Free Syrian Army"."""
    named, found = near.is_("name", after, head), np.zeros(len(head), bool)
    for step in range(4):
        found |= named & near.is_("body", after + step, head)
        named &= near.is_("name", after + step, head)
    return found


def _is_content(near: Neighbours, head: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether the word after is one that a label can qualify: no function word, no verb."""
    verbal = (
        near.is_("function", after, head) | near.is_("predicate", after, head) | near.is_("participle", after, head)
    )
    acts = near.is_("plural", after, head) & near.is_("article", after + 1, head)  # "the wall divides the valley"
    acts |= near.is_("plural", after, head) & near.is_("verb-end", after + 1, head)  # "the rebellion ends quickly"
    acts &= ~near.is_("collective", head, head)  # "police moves to clear": police move, and never moves
    acts |= near.is_("collective", head, head) & near.is_("act", after, head) & ~near.is_("of", after + 1, head)
    acts |= near.is_("article", after, head) & ~near.is_("verbal", head, head)  # "they gave the police a card"
    return near.is_("word", after, head) & ((~verbal & ~acts) | near.is_("nominal", after, head))


def _is_listed(near: Neighbours, head: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether a bare singular is coordinated with another qualifier: "terrorist and extremist groups"."""
    bare = near.is_("counted", head, head) & ~near.is_("determiner", before, head)
    bare &= ~(near.is_("word", before, head) & near.is_("determiner", before - 1, head))
    other = after + 1
    other += near.is_("also", other, head)
    follows = near.is_("also", after, head) & near.is_("word", other, head) & ~near.is_("function", other, head)
    follows &= ~near.is_("name", other, head)
    follows &= ~near.is_("side", head, head)  # "the government and rebel groups met"
    follows &= ~(near.is_("comma", after, head) & near.is_("participle", other, head))  # "the rebel, wounded in March"
    first = near.is_("adjective", head, head) & ~near.is_("determiner", other, head)
    first &= ~near.is_("participle", other, head)  # "called him a terrorist and telling lies"
    second = near.is_("adjective", other, head) | first | bare
    second |= near.is_("collective", head, head) & near.is_("speaker", other + 1, head)  # "police and fire officials"
    return follows & second & _is_content(near, head, other + 1)


def _is_no_label(
    near: Neighbours, first: np.ndarray, head: np.ndarray, before: np.ndarray, after: np.ndarray
) -> np.ndarray:
    """Whether the word is an adjective of degree or a verb."""
    single = first == head
    degree = near.is_("degree-adjective", head, head) & single & ~near.is_("plural", head, head)
    labels = near.is_("people-or-creed", after, head) | near.is_("acronym", after, head) | near.is_("name", after, head)
    joined = near.is_("also", after, head) & near.is_("people-or-creed", after + 2, head)
    article = near.is_("determiner", before, head)
    article |= near.is_("determiner", before - 1, head) & near.is_("word", before, head)  # "a masked radical."
    article |= near.is_("determiner", before - 3, head) & near.is_(
        "hyphen", before - 1, head
    )  # "a black-clad radical."
    article &= ~_is_content(near, head, after)
    degree &= ~(labels | joined | article | near.is_("people-or-creed", after + 1, head))
    adverb = near.is_("adjective", head, head) & ~near.is_("plural", head, head) & near.is_("degree", before, head)
    adverb &= single & ~_is_content(near, head, after)
    verb = near.is_("verbal", head, head) & single & near.is_("verb-left", before, head)
    verb &= ~near.is_("hyphen", after, head) & ~_is_content(near, head, after)
    third = near.is_("verbal", head, head) & near.is_("plural", head, head) & single
    third &= near.is_("verb-left-s", before, head) | (
        near.is_("name", before, head) & near.is_("verb-right", after, head)
    )
    return degree | adverb | verb | third | (single & _is_matter(near, head, before, after))


def _is_matter(near: Neighbours, head: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether the word is of law, founding, a title or a stance: "criminal history", "the establishment of"."""
    legal = near.is_("law-adjective", head, head)
    second = after + 1 + near.is_("also", after, head)  # "criminal and civil enforcement"
    law = near.is_("law", after, head) | near.is_("law", after + 1, head) | near.is_("law", second, head)
    alone = ~near.is_("word", after, head) | near.is_(
        "function", after, head
    )  # "carelessness is not criminal, at least"
    alone &= near.is_("be", before, head) | near.is_("be", before - 1, head)
    title = (
        near.is_("preposition", before, head) & near.is_("office", before - 1, head) & near.is_("office", after, head)
    )
    title |= near.is_("work", before, head) & near.is_("capital", head, head)  # "the film Rebel Harbour"
    founding = near.is_("founding", head, head) & near.is_("of", after, head)
    return (legal & (law | alone)) | founding | title | _is_stance(near, head, before, after)


def _is_stance(near: Neighbours, head: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether the word is what somebody does and no body of people: "his firm opposition", "in opposition to"."""
    owner = before - (near.is_("word", before, head) & ~near.is_("function", before, head))
    owned = near.is_("owner", before, head) | near.is_("owner", owner, head)
    taken = near.is_("preposition-of-stance", before, head) | near.is_("against-what", after, head)
    return near.is_("stance", head, head) & (owned | taken) & ~_is_content(near, head, after)


def _is_plural(word: str) -> bool:
    low = word.lower()
    return (low.endswith("s") and not low.endswith(("ss", "us", "is"))) or low.endswith(("men", "people", "children"))


def _names(tokens: Tokens) -> np.ndarray:
    """Flag capitalised words that are never written small in these texts, and given names."""
    small = {word for word in tokens.types if word[:1].islower()}
    small -= frozenset(read_lexicon("first-names").terms["term"].str.lower())
    return tokens.type_flag(
        lambda word: word[:1].isupper() and word.lower() not in small and not word.isupper() and word[:4] != "Anti"
    )
