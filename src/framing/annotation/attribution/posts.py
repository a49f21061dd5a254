"""Posts and statements copied as they were written: before "Name (@handle)", behind "RT @name:" and "X wrote:"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.linking import CUE, KIND
from framing.annotation.attribution.marking import NAMED, STOPS, Sentences, attribute, is_source
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

POST = 150
"""Characters before a signature in which the sentences of a post are looked for."""
LONGEST_NAME = 6
SPEECH = ("“", '"', "«", "„", "‘", "'", "-", "–", "—", "•", "<")
"""Marks of a paragraph that says by itself what it is."""
AFTER_VERB, SHORTEST = 6, 4
"""Tokens from the verb of "X wrote on Monday:" to its colon at most; of what is set apart, at least."""


def read_posts(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Label what is copied, whose it is, and the mark that attributes the one to the other."""
    labels = labels.copy()
    _signed(tokens, labels)
    if len(tokens):
        _handed_over(Sentences(tokens), labels)
        _set_apart(Sentences(tokens), labels)
    return labels


def _signed(tokens: Tokens, labels: np.ndarray) -> None:
    """Read the sentences before a signature, "Name (@handle) February 7", that nobody said yet."""
    named = tokens.type_flag(lambda word: word[0].isupper() or word == ".")
    signs = np.flatnonzero(tokens.flag(["@"]))
    for sign in signs[(signs > 3) & tokens.flag(["("])[signs - 1]].tolist():
        name = sign - 1
        while name > 0 and sign - name < LONGEST_NAME and named[name - 1]:
            name -= 1
        start = _begin(tokens, name)
        if start < name < sign - 1 and not labels[start:name].any():
            attribute(labels, (name, sign - 1), (sign, sign + 1), (start, name))


def _begin(tokens: Tokens, name: int) -> int:
    """Give the first token of the sentences before a name that a post may be."""
    segment = tokens.segment[name]
    reach = max(tokens.start[name] - POST, tokens.segment_start[segment])
    begins = tokens.sentence_tokens[: tokens.sentence[name] + 1]
    low = np.searchsorted(tokens.start[begins], reach)
    return int(begins[low]) if low < len(begins) else name


def _handed_over(text: Sentences, labels: np.ndarray) -> None:
    """Read "And from X:" before a quotation, and "RT @name:", up to the end of the line."""
    tokens = text.tokens
    marks = np.flatnonzero(tokens.flag([":"])[:-1])
    quote, forwards = tokens.flag(["“", '"', "«", "„"]), tokens.type_flag(_is_forwarding)
    for mark in marks.tolist():
        first, end = text.line(mark)[0], text.line(mark + 1)[1]
        begin = first + (text.word(first) in {"and", "then"})
        if quote[mark + 1] and text.word(begin) == "from" and 1 < mark - begin <= NAMED:
            source = begin + 1, mark
        elif mark > 2 and forwards[mark - 3] and text.word(mark - 2) == "@":
            first, source = mark - 3, (mark - 2, mark)
        else:
            continue
        attribute(labels, source, (mark, mark + 1), (mark + 1, end), instead=(first, end))


def _is_forwarding(word: str) -> bool:
    return word == "RT"


def _set_apart(text: Sentences, labels: np.ndarray) -> None:
    """Read the paragraph behind "X wrote:" and the paragraphs behind "The letter in full:" that have no marks."""
    tokens, kinds = text.tokens, word_kinds("reporting")
    writing, documents, whole, away = (kinds[kind] for kind in ("writing", "document", "whole", "away"))
    ends = np.append(tokens.break_before[1:], False) & tokens.flag([":"])
    ends &= (tokens.segment_part[tokens.segment] == 1) & ~np.append(tokens.flag(SPEECH)[1:], False)
    for mark in np.flatnonzero(ends).tolist():
        first, stop = text.bounds(mark)[0], int(tokens.segment_tokens[tokens.segment[mark] + 1])
        end = min(text.line(mark + 1)[1], stop)
        back = range(mark - 1, max(text.line(mark)[0], first) - 1, -1)
        noun = next((token for token in back if text.word(token) in documents), -1)
        verb = next((token for token in back[:AFTER_VERB] if text.word(token) in writing), -1)
        if noun >= 0 and not whole.isdisjoint(map(text.word, back)):
            begin = noun - (text.word(noun - 1) in word_kinds("source-words")["definite"])
            source = begin, text.until(noun + 1, mark, whole | {"in", ","})
            end = _returns(text, labels, end, stop)
            attribute(labels, source, (mark, mark + 1), (mark + 1, end), instead=(begin, end))
        elif (
            verb > first
            and text.word(verb + 1) in away | {":"}
            and not (is_source(labels[mark + 1 : end]) | (KIND[labels[mark + 1 : end]] == CUE)).any()
            and end - mark > SHORTEST
        ):
            last = begin = verb - (text.word(verb - 1) == ",")
            while begin > first and last - begin < NAMED and text.word(begin - 1) not in STOPS | away:
                begin -= 1
            attribute(labels, (begin, last), (verb, verb + 1), (mark + 1, end), instead=(first, end))


def _returns(text: Sentences, labels: np.ndarray, begin: int, stop: int) -> int:
    """Where what is printed in full ends: before a line without words or where somebody else says something."""
    tokens = text.tokens
    while begin < stop:
        end = min(text.line(begin)[1], stop)
        others = is_source(labels[begin:end]) & ~tokens.flag(word_kinds("source-words")["we"])[begin:end]
        if others.any() or not tokens.is_word[begin:end].any():
            break
        begin = end
    return begin
