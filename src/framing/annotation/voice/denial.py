"""Labels that are denied: somebody says that they do not apply."""

from __future__ import annotations

from itertools import pairwise

from framing.annotation.voice.distance import is_called, is_described
from framing.annotation.voice.mark_words import STOPS, Around, MarkWords, mark_words, stands_before

CLAUSE = frozenset({",", "that", "of", "as", "when"})
"""Words after which a label is no longer what someone is said to be."""
COPULAS = frozenset({"be", "been", "become"})
SKIPPED = frozenset({"be", "been", "being", "have"})
"""Words of a verb group: "could never have been called"."""


def is_rejected(around: Around) -> bool:
    """Tell whether the sentence denies that a label applies: not, nobody, denied being, wrong to call, mistaken for."""
    words = mark_words()
    return any(
        denies(around, words)
        for denies in (_is_negated, _is_of_nobody, _is_denied, _is_disbelieved, _is_false, _is_misnamed)
    )


def _copula(words: list[str], markers: MarkWords) -> int:
    """Give the place of the "are" whose predicate a label after these words is, -1 if it is none."""
    barred = markers.finite | markers.classes["preposition"] | markers.classes["relative"] | CLAUSE
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if _is_be(words[i], markers) and words[i] != "'s":
            return -1 if any(word.endswith("ing") for word in words[i + 1 : i + 2]) else i  # "are defying police"
        if words[i] in barred:
            return -1
    return -1


def _is_be(word: str, markers: MarkWords) -> bool:
    return word in markers.be or word.endswith(("'re", "'m"))


def _is_negated(around: Around, markers: MarkWords) -> bool:
    """Whether not, never or neither stands before the label as what someone is said to be."""
    words = around.before
    if stands_before(around, markers.negations):
        return words[:2] not in (["instead", "of"], ["rather", "than"]) or "being" in words[2:3]  # "Instead of them, …"
    places = range(len(words) - 1, max(-1, len(words) - 6), -1)
    return next((_negates(words, i, markers) for i in places if words[i] in markers.negators), False)


def _negates(words: list[str], at: int, markers: MarkWords) -> bool:
    """Whether the negator at a place of the words before a label denies that someone is so."""
    word, right = words[at], words[at + 1 :]
    between = [word for word in right if word not in COPULAS]
    inverted = word == "nor" and bool(markers.be.intersection(right[:1]))  # "nor were they"
    between = right[2:] if inverted else between
    spoiled = markers.no_negation | markers.finite | markers.classes["preposition"] | markers.classes["relative"]
    compared = any(b == "as" and not a.endswith("ed") for a, b in pairwise(["", *between]))
    if compared or (spoiled | {"that"}).intersection(between) or (word == "no" and len(between) > 1):
        return False
    if "there" in words[max(0, at - 4) : at]:
        return False
    linked = any(_is_be(left, markers) for left in words[max(0, at - 2) : at]) or COPULAS.intersection(right)
    listed = words[at - 1 : at] in ([","], ["and"], ["-"]) and word in {"not", "never"}
    return bool(inverted or word.endswith(("sn't", "ren't")) or linked or listed)


def _is_of_nobody(around: Around, markers: MarkWords) -> bool:
    """Whether the label is said of nobody: "none of them is", "nobody here was", "not all marchers are"."""
    words = around.before
    copula = _copula(words, markers)
    for phrase, _ in markers.nobody if copula > 0 else ():
        for end in range(copula, max(0, copula - 14), -1):
            if tuple(words[max(0, end - len(phrase)) : end]) == phrase:
                barred = markers.finite | markers.classes["relative"] | {"that", "doubt", "longer", "and", "but"}
                return not barred.union({","} if phrase == ("no",) else ()).intersection(words[end:copula])
    return False


def _is_denied(around: Around, markers: MarkWords) -> bool:
    """Whether somebody denies that someone is so: "denied being", "the claim that they were", "no proof that"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 17), -1):
        if words[i] in markers.denial or (words[i] in markers.proof and words[i - 1 : i] == ["no"]):
            if markers.negators.intersection(words[max(0, i - 2) : i]) and words[i] in markers.denial:
                return False
            named = markers.claim.intersection(around.after[:1]) or markers.term.intersection(words[-1:])
            return bool((named and len(words) - i <= 4) or _copula(words, markers) > i)
    return False


def _is_disbelieved(around: Around, markers: MarkWords) -> bool:
    """Whether somebody does not believe or think that someone is so."""
    words = around.before
    copula = _copula(words, markers)
    for i in range(copula - 1, 0, -1):
        if words[i] in markers.belief:
            return bool((markers.negators | {"nobody"}).intersection(words[max(0, i - 5) : i]))
        if words[i - 1] == "to" and markers.wrong.intersection(words[max(0, i - 4) : i]):  # "wrong to say that"
            return True
    return False


def _is_false(around: Around, markers: MarkWords) -> bool:
    """Whether what says so is called false: "the idea that they are … was rejected", "…, a term he rejects"."""
    after = around.after[: next((i for i, word in enumerate(around.after) if word in STOPS), None)]
    refused = next((i for i, word in enumerate(after) if word in markers.denial | markers.wrong), len(after))
    if markers.be.intersection(after[:1]) and refused < 4 and markers.term.intersection(after[refused : refused + 2]):
        return True  # "terrorists is the wrong word"
    term = next((i for i, word in enumerate(after[:4]) if word in markers.term), len(after))
    if term < refused < len(after):
        return bool(markers.classes["relative"].union({"that"}).intersection(after[term:refused]))
    copula = _copula(around.before, markers)
    claimed = any(a in markers.claim and b == "that" for a, b in pairwise(around.before))
    return refused < 6 and copula > 0 and claimed and bool(markers.be.intersection(after[:refused]))


def _is_misnamed(around: Around, markers: MarkWords) -> bool:
    """Whether the label is avoided or a mistake: "stopped short of calling", "wrong to call", "wrongly accused"."""
    words, articles = around.before, markers.classes["article"]
    core = [word for word in words if word not in articles]
    if core[-1:] == ["for"] and markers.mistake.intersection(core[-8:]):
        return True
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        if words[i] in markers.wrongly:
            return len(set(words[i + 2 :]) - articles - SKIPPED - {"as", "of", "to"}) <= 1
        if words[i] in markers.naming or words[i] in markers.as_verbs:
            return _avoids(around, i, markers)
    return False


def _avoids(around: Around, verb: int, markers: MarkWords) -> bool:
    """Whether somebody will not call someone so, or finds it wrong to: the naming verb stands at `verb`."""
    words, word = around.before, around.before[verb]
    left = [word for word in words[max(0, verb - 7) : verb] if not word.endswith("ly") and word not in SKIPPED]
    unfair = left[-1:] == ["to"] and markers.wrong.intersection(left[-4:])  # "it is unfair to call them"
    gerund = word.endswith("ing") and markers.be.intersection(around.after[:1])
    unfair = unfair or (gerund and markers.wrong.intersection(around.after[1:3]))  # "calling them thugs is unfair"
    if unfair or markers.wrongly.intersection(words[max(0, verb - 1) : verb]):
        return True
    passive = word.endswith("ed") and {"be", "been"}.intersection(words[max(0, verb - 2) : verb])
    avoided = any(tuple(left[-len(phrase) :]) == phrase for phrase, _ in markers.no_name)
    avoided = avoided or bool(passive and markers.negators.intersection(left[-1:]))
    return avoided and bool(passive or is_called(around, markers) or is_described(around, markers))
