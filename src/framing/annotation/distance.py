"""Labels at a distance: marked as somebody's term, or denied."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.forms import word_kinds
from framing.corpus.lexicon import read_lexicon

if TYPE_CHECKING:
    from framing.annotation.tokens import Tokens

REACH = 18
ARTICLES = frozenset("a an the any as such some his her their its our your my".split())
STOPS = frozenset(". ; : ? !".split())
MARKS = frozenset("\" ' “ ” ‘ ’ « » `".split())
PREPOSITIONS = frozenset("for on in at to from with by about against over after into between during near through".split())
JOINS = frozenset(", and or / & by".split())


@cache
def _phrases(name: str) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Give the phrases of a marker lexicon by kind, as words with their reach, the longest first."""
    terms = read_lexicon(name).terms
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in terms.itertuples():
        words = tuple(str(row.term).replace("-", " - ").split())
        found.setdefault(str(row.kind), []).append((words, int(row.reach)))
    return {kind: sorted(rows, key=lambda row: -len(row[0])) for kind, rows in found.items()}


class Around:
    """The words of a sentence before and after a label, without quotation marks, in lower case."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        self.before = [word for word in before if word not in MARKS]
        self.after = [word for word in after if word not in MARKS]


def is_distanced(around: Around) -> bool:
    """Tell whether a marker (so-called, what X called, described as, branded) makes a label somebody's term."""
    phrases = _phrases("distance")
    return (
        _stands_before(around, phrases["before"])
        or _stands_before(around, phrases["word"])
        or _stands_after(around, phrases["after"])
        or _is_called(around)
        or _is_described(around)
    )


def is_quoted_distance(around: Around) -> bool:
    """Tell whether the speaker of a quotation keeps a label at a distance: only so-called and the like count."""
    return _stands_before(around, _phrases("distance")["before"])


def _stands_before(around: Around, phrases: list[tuple[tuple[str, ...], int]]) -> bool:
    words = around.before
    for phrase, reach in phrases:
        n = len(phrase)
        for end in range(len(words), max(n - 1, len(words) - reach), -1):
            if tuple(words[end - n : end]) == phrase:
                between = words[end:]
                if not STOPS.intersection(between) and "," not in between and not _has_verb(between):
                    return True
    return False


def _stands_after(around: Around, phrases: list[tuple[tuple[str, ...], int]]) -> bool:
    words = around.after
    for phrase, reach in phrases:
        n = len(phrase)
        for start in range(0, min(reach, len(words) - n + 1)):
            if tuple(words[start : start + n]) == phrase:
                return all(word in {",", "(", "-"} for word in words[:start]) or start < 2
    return False


def _has_verb(words: list[str]) -> bool:
    finite = word_kinds("reporting")["finite"]
    return any(word in finite and word != "'s" for word in words)


def _is_called(around: Around) -> bool:
    """Whether the label is what an object is called: "called the marchers bandits", "whom he branded thugs"."""
    words = around.before
    naming = {phrase[0] for phrase, _ in _phrases("distance")["naming"]}
    not_naming = {phrase[0] for phrase, _ in _phrases("distance")["no-naming"]}
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        word = words[i]
        if word in STOPS or (word in {"that", "who", "which"} and i < len(words) - 1):
            return False
        if word in naming:
            return _names(words, i, not_naming) and _ends_phrase(around.after)
    return False


def _names(words: list[str], i: int, not_naming: set[str]) -> bool:
    between = words[i + 1 :]
    if between and between[0] in not_naming:
        return False
    relative = {"what", "whom", "who", "which"}.intersection(words[max(0, i - 8) : i])
    passive = words[i - 1 : i] and words[i - 1] in {"is", "are", "was", "were", "been", "being", "be", "so", "'s"}
    object_first = bool(relative or passive)
    core = [word for word in between if word not in ARTICLES]
    if "be" in core[-2:] or "being" in core[-2:]:
        return True
    if PREPOSITIONS.intersection(between) or _has_verb(between):
        return False
    if object_first:
        return len(core) <= 5
    article = next((k for k in range(len(between) - 1, -1, -1) if between[k] in {"a", "an"}), -1)
    if article > 0 and len(between) - article <= 4:
        return True
    pronoun = between[:1] and between[0] in {"him", "her", "them", "it", "us", "me", "himself", "themselves", "herself"}
    return bool(pronoun) or (len(core) >= 1 and between[0] in ARTICLES and len(core) >= 2) or len(core) >= 2


def _ends_phrase(after: list[str]) -> bool:
    head = after[0] if after else ""
    return head not in {"of"} or True


def _is_described(around: Around) -> bool:
    """Whether the label follows as: "described them as bandits", "seen as a traitor"."""
    words = around.before
    verbs = {phrase[0]: reach for phrase, reach in _phrases("distance")["as"]}
    for i in range(len(words) - 1, max(-1, len(words) - 9), -1):
        if words[i] in STOPS:
            return False
        if words[i] == "as":
            tail = words[i + 1 :]
            if _has_verb(tail) or "," in tail or len([w for w in tail if w in PREPOSITIONS]) > 0:
                if not JOINS.intersection(tail) or _has_verb(tail):
                    return False
            head = words[max(0, i - 12) : i]
            return any(word in verbs for word in head) and not STOPS.intersection(head)
    return False


def is_rejected(around: Around) -> bool:
    """Tell whether the sentence denies that a label applies: not, never, denied being, stopped short of calling."""
    return _is_negated(around) or _is_denied(around) or _is_left_unnamed(around)


def _is_negated(around: Around) -> bool:
    phrases = _phrases("negation")
    single = {phrase[0] for phrase, _ in phrases["not"] if len(phrase) == 1}
    spoiled = {phrase[0] for phrase, _ in phrases["no-not"]}
    be = {phrase[0] for phrase, _ in phrases["be"]}
    words = around.before
    if _stands_before(around, [row for row in phrases["not"] if len(row[0]) > 1]):
        return True
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        word = words[i]
        if word in STOPS:
            return False
        if word in single or word.endswith("n't"):
            between = words[i + 1 :]
            if spoiled.intersection(between) or _has_verb(between) or PREPOSITIONS.intersection(between):
                return False
            copula = bool(be.intersection(words[max(0, i - 2) : i])) or word.endswith(("sn't", "ren't"))
            listed = i > 0 and words[i - 1] == ","
            if word in {"no", "neither", "nor", "never", "hardly"}:
                return copula
            return (copula or listed or words[i - 1 : i] == ["and"]) and len(between) <= 4
    return False


def _is_denied(around: Around) -> bool:
    phrases = _phrases("negation")
    denial = {phrase[0] for phrase, _ in phrases["denial"]}
    be = {phrase[0] for phrase, _ in phrases["be"]}
    claim = {phrase[0] for phrase, _ in phrases["claim"]}
    words = around.before
    near = [word for word in words[-5:]]
    for i in range(len(words) - 1, max(-1, len(words) - 17), -1):
        if words[i] in STOPS:
            return False
        if words[i] in denial:
            between = words[i + 1 :]
            predicated = be.intersection(near) and be.intersection(between)
            named = around.after[:1] and around.after[0] in claim and len(between) <= 3
            return bool((predicated and not PREPOSITIONS.intersection(between[-3:])) or named)
    return False


def _is_left_unnamed(around: Around) -> bool:
    """Whether somebody avoids the label: "stopped short of calling them terrorists"."""
    words = around.before
    verbs = {p[0] for p, _ in _phrases("distance")["naming"]} | {p[0] for p, _ in _phrases("distance")["as"]}
    for i in range(len(words) - 1, max(-1, len(words) - 11), -1):
        if words[i] in verbs:
            left = words[max(0, i - 5) : i]
            for phrase, _ in _phrases("negation")["no-name"]:
                n = len(phrase)
                if any(tuple(left[k : k + n]) == phrase for k in range(len(left) - n + 1)):
                    return _is_called(around) or _is_described(around)
    return False
