"""Does a label name people, modify another noun, or neither: words on both sides of it decide."""

from __future__ import annotations

import numpy as np

from framing.annotation.text.inflection import noun_forms
from framing.annotation.text.matching import find_terms
from framing.annotation.text.tokens import Tokens
from framing.corpus.arrays import cover
from framing.lexicon import read_lexicon, word_kinds

NOUN, MODIFIER, OTHER = "noun", "modifier", "other"
MARKS = frozenset("\"'“”‘’«»`[]")


def find_not_people(tokens: Tokens) -> np.ndarray:
    """Flag the tokens of names, titles and idioms that hold a label and name nobody, shape (tokens,)."""
    phrases = [form for term in read_lexicon("not-people").terms["term"] for form in noun_forms(term)]
    return cover(len(tokens), *find_terms(tokens, phrases)[:2])


def _kinds(tokens: Tokens) -> dict[str, np.ndarray]:
    """Flag the tokens of each kind of word."""
    kinds = {kind: tokens.flag(words) for kind, words in word_kinds("form").items()}
    counted = tuple(word_kinds("form")["counted-end"])
    kinds["mark"] = tokens.type_flag(lambda word: word in MARKS)
    kinds["word"] = tokens.type_flag(lambda word: word[:1].isalpha())
    kinds["hyphen"] = tokens.type_flag(lambda word: word in "-‐‑–")
    kinds["participle"] = tokens.type_flag(lambda word: word.endswith(("ed", "ly", "ing")))
    kinds["function"] |= tokens.type_flag(lambda word: word.lower().endswith(("n't", "n’t")))
    kinds["verb-end"] = tokens.type_flag(lambda word: word == "to" or word.endswith("ly"))
    kinds["comma"], kinds["of"], kinds["possessive"] = (
        tokens.flag([","]),
        tokens.flag(["of"]),
        tokens.flag(["'s", "’s"]),
    )
    kinds["name"] = _names(tokens)
    kinds["capital"] = tokens.type_flag(lambda word: word[:1].isupper())
    kinds["acronym"] = tokens.type_flag(lambda word: word.isupper() and len(word) > 1)
    kinds["counted"] = tokens.type_flag(lambda word: word.lower().endswith(counted) and word[-4:] != "ment")
    kinds["plural"] = tokens.type_flag(_is_plural)
    kinds["tight"] = ~tokens.space_before
    return kinds


class _Beside:
    """Some labels, and what stands beside each of them within its sentence.

    `head` is the last token of each label; `before` and `after` are the nearest tokens that are no mere marks.
    """

    def __init__(self, tokens: Tokens, first: np.ndarray, last: np.ndarray) -> None:
        self._kinds, self._sentence = tokens.once(_kinds, _kinds), tokens.sentence
        self.first, self.head = first, last - 1
        self.before = first - 1 - self.at(first - 1, "mark")
        self.after = last + self.at(last, "mark")

    def at(self, position: np.ndarray, *kinds: str) -> np.ndarray:
        """Tell whether tokens are of one of some kinds and in the same sentence as their labels."""
        inside = (position >= 0) & (position < len(self._sentence))
        safe = np.where(inside, position, 0)
        of_kind = np.logical_or.reduce([self._kinds[kind][safe] for kind in kinds])
        return inside & of_kind & (self._sentence[safe] == self._sentence[self.head])


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
    near = _Beside(tokens, first, last)
    form = np.where(_is_modifier(near), MODIFIER, NOUN).astype(object)
    form[_is_no_label(near)] = OTHER
    form[tokens.once(find_not_people, find_not_people)[first] & ~near.at(first - 1, "hyphen")] = OTHER
    return form


def _is_modifier(near: _Beside) -> np.ndarray:
    at, head, before, after = near.at, near.head, near.before, near.after
    singular, adjective, content = ~at(head, "plural"), at(head, "adjective"), _is_content(near, after)
    qualified = adjective & at(after, "creed", "acronym")
    compound = at(after, "hyphen") & at(after, "tight") & at(after + 1, "tight")
    compound &= at(after + 1, "word") & ~at(after + 1, "name")
    content |= at(head, "degree-adjective") & at(after, "people-or-creed")
    prefixed = at(before, "hyphen") & at(head, "tight") & ~at(before - 1, "name")
    prefixed &= content | at(before - 1, "against")  # "rebel-held towns", "anti-immigrant, anti-Muslim"
    said = adjective & at(before, "be") & ~at(before, "possessive") & ~at(after, "name")
    bare = (content & ~at(after, "name")) | qualified | compound | prefixed | said
    return singular & (bare | _is_institution(near) | _is_listed(near))


def _is_institution(near: _Beside) -> np.ndarray:
    """Whether names up to the word for a body stand after it: "rebel Free Syrian Army"."""
    at, after = near.at, near.after
    named, found = at(after, "name"), np.zeros(len(after), bool)
    for step in range(4):
        found |= named & at(after + step, "body")
        named &= at(after + step, "name")
    return found


def _is_content(near: _Beside, after: np.ndarray) -> np.ndarray:
    """Whether the word after is one that a label can qualify: no function word, no verb."""
    at, head = near.at, near.head
    collective = at(head, "collective")
    acts = at(after, "plural") & at(after + 1, "article", "verb-end")  # "the wall divides the valley", "… ends quickly"
    acts &= ~collective  # "police moves to clear": police move, and never moves
    acts |= collective & at(after, "act") & ~at(after + 1, "of")
    acts |= at(after, "article") & ~at(head, "verbal")  # "they gave the police a card"
    verbal = acts | at(after, "function", "predicate", "participle")
    return at(after, "word") & (~verbal | at(after, "nominal"))


def _is_listed(near: _Beside) -> np.ndarray:
    """Whether a bare singular is coordinated with another qualifier: "terrorist and extremist groups"."""
    at, head, before, after = near.at, near.head, near.before, near.after
    bare = at(head, "counted") & ~at(before, "determiner") & ~(at(before, "word") & at(before - 1, "determiner"))
    other = after + 1
    other += at(other, "also")
    follows = at(after, "also") & at(other, "word") & ~at(other, "function", "name")
    follows &= ~at(head, "side")  # "the government and rebel groups met"
    follows &= ~(at(after, "comma") & at(other, "participle"))  # "the rebel, wounded in March"
    first = at(head, "adjective") & ~at(other, "determiner", "participle")  # "called him a terrorist and telling lies"
    second = at(other, "adjective") | first | bare
    second |= at(head, "collective") & at(other + 1, "speaker")  # "police and fire officials"
    return follows & second & _is_content(near, other + 1)


def _is_no_label(near: _Beside) -> np.ndarray:
    """Whether the word is an adjective of degree or a verb."""
    at, head, before, after = near.at, near.head, near.before, near.after
    single, plural, content = near.first == head, at(head, "plural"), _is_content(near, after)
    labels = at(after, "people-or-creed", "acronym", "name") | at(after + 1, "people-or-creed")
    labels |= at(after, "also") & at(after + 2, "people-or-creed")
    article = at(before, "determiner") | (at(before - 1, "determiner") & at(before, "word"))  # "a masked radical."
    article |= at(before - 3, "determiner") & at(before - 1, "hyphen")  # "a black-clad radical."
    degree = at(head, "degree-adjective") & ~plural & ~(labels | (article & ~content))
    adverb = at(head, "adjective") & ~plural & at(before, "degree") & ~content
    verb = at(head, "verbal") & at(before, "verb-left") & ~at(after, "hyphen") & ~content
    third = at(before, "verb-left-s") | (at(before, "name") & at(after, "verb-right"))
    third &= at(head, "verbal") & plural
    return single & (degree | adverb | verb | third | _is_matter(near))


def _is_matter(near: _Beside) -> np.ndarray:
    """Whether the word is of law, founding, a title or a stance: "criminal history", "the establishment of"."""
    at, head, before, after = near.at, near.head, near.before, near.after
    second = after + 1 + at(after, "also")  # "criminal and civil enforcement"
    law = at(after, "law") | at(after + 1, "law") | at(second, "law")
    alone = ~at(after, "word") | at(after, "function")  # "carelessness is not criminal, at least"
    alone &= at(before, "be") | at(before - 1, "be")
    title = at(before, "preposition") & at(before - 1, "office") & at(after, "office")
    title |= at(before, "work") & at(head, "capital")  # "the film Rebel Harbour"
    founding = at(head, "founding") & at(after, "of")
    return (at(head, "law-adjective") & (law | alone)) | founding | title | _is_stance(near)


def _is_stance(near: _Beside) -> np.ndarray:
    """Whether the word is what somebody does and no body of people: "his firm opposition", "in opposition to"."""
    at, before, after = near.at, near.before, near.after
    owner = before - (at(before, "word") & ~at(before, "function"))
    told = at(before, "owner", "preposition-of-stance") | at(owner, "owner") | at(after, "against-what")
    return at(near.head, "stance") & told & ~_is_content(near, after)


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
