"""Labels that are denied: somebody says that they do not apply."""

from __future__ import annotations

from itertools import pairwise

from framing.annotation.voice.distance import is_called, is_described
from framing.annotation.voice.mark_words import STOPS, Around, mark_phrases, mark_words, stands_before

COPULAS = frozenset({"be", "been", "become"})


def is_rejected(around: Around) -> bool:
    """Tell whether the sentence denies that a label applies: not, nobody, denied being, wrong to call, mistaken for."""
    rules = (_is_negated, _is_of_nobody, _is_denied, _is_disbelieved, _is_false, _is_misnamed)
    return any(denies(around) for denies in rules)


def _copula(words: list[str]) -> int:
    """Give the place of the "are" whose predicate a label after these words is, -1 if it is none."""
    kinds = mark_words()
    barred = kinds["finite"] | kinds["preposition"] | kinds["relative"] | kinds["clause"]
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        if _is_be(words[i]) and words[i] != "'s":
            return -1 if any(word.endswith("ing") for word in words[i + 1 : i + 2]) else i  # "are defying police"
        if words[i] in barred:
            return -1
    return -1


def _is_be(word: str) -> bool:
    return word in mark_words()["be"] or word.endswith(("'re", "'m"))


def _is_negated(around: Around) -> bool:
    """Whether not, never or neither stands before the label as what someone is said to be."""
    words = around.before
    if stands_before(around, mark_phrases()["instead"]):
        return words[:2] not in (["instead", "of"], ["rather", "than"]) or "being" in words[2:3]  # "Instead of them, …"
    places = range(len(words) - 1, max(-1, len(words) - 6), -1)
    return next((_negates(words, i) for i in places if words[i] in mark_words()["not"]), False)


def _negates(words: list[str], at: int) -> bool:
    """Whether the negator at a place of the words before a label denies that someone is so."""
    kinds, word, right = mark_words(), words[at], words[at + 1 :]
    between = [word for word in right if word not in COPULAS]
    inverted = word == "nor" and bool(kinds["be"].intersection(right[:1]))  # "nor were they"
    between = right[2:] if inverted else between
    spoiled = kinds["no-not"] | kinds["finite"] | kinds["preposition"] | kinds["relative"]
    compared = any(b == "as" and not a.endswith("ed") for a, b in pairwise(["", *between]))
    if compared or (spoiled | {"that"}).intersection(between) or (word == "no" and len(between) > 1):
        return False
    if "there" in words[max(0, at - 4) : at]:
        return False
    linked = any(_is_be(left) for left in words[max(0, at - 2) : at]) or COPULAS.intersection(right)
    listed = words[at - 1 : at] in ([","], ["and"], ["-"]) and word in {"not", "never"}
    return bool(inverted or word.endswith(("sn't", "ren't")) or linked or listed)


def _is_of_nobody(around: Around) -> bool:
    """Whether the label is said of nobody: "none of them is", "nobody here was", "not all marchers are"."""
    kinds, words = mark_words(), around.before
    copula = _copula(words)
    for phrase, _ in mark_phrases()["nobody"] if copula > 0 else ():
        for end in range(copula, max(0, copula - 14), -1):
            if tuple(words[max(0, end - len(phrase)) : end]) == phrase:
                barred = kinds["finite"] | kinds["relative"] | kinds["no-nobody"]
                return not barred.union({","} if phrase == ("no",) else ()).intersection(words[end:copula])
    return False


def _is_denied(around: Around) -> bool:
    """Whether somebody denies that someone is so: "denied being", "the claim that they were", "no proof that"."""
    kinds, words = mark_words(), around.before
    for i in range(len(words) - 1, max(-1, len(words) - 17), -1):
        if words[i] in kinds["denial"] or (words[i] in kinds["proof"] and words[i - 1 : i] == ["no"]):
            if kinds["not"].intersection(words[max(0, i - 2) : i]) and words[i] in kinds["denial"]:
                return False
            named = (kinds["claim"] | kinds["term"]).intersection(around.after[:1]) or kinds["term"].intersection(
                words[-1:]
            )
            return bool((named and len(words) - i <= 4) or _copula(words) > i)
    return False


def _is_disbelieved(around: Around) -> bool:
    """Whether somebody does not believe or think that someone is so."""
    kinds, words = mark_words(), around.before
    copula = _copula(words)
    for i in range(copula - 1, 0, -1):
        if words[i] in kinds["belief"]:
            return bool((kinds["not"] | {"nobody"}).intersection(words[max(0, i - 5) : i]))
        if words[i - 1] == "to" and kinds["wrong"].intersection(words[max(0, i - 4) : i]):  # "wrong to say that"
            return True
    return False


def _is_false(around: Around) -> bool:
    """Whether what says so is called false: "the idea that they are … was rejected", "…, a term he rejects"."""
    kinds = mark_words()
    after = around.after[: next((i for i, word in enumerate(around.after) if word in STOPS), None)]
    refused = next((i for i, word in enumerate(after) if word in kinds["denial"] | kinds["wrong"]), len(after))
    if kinds["be"].intersection(after[:1]) and refused < 4 and kinds["term"].intersection(after[refused : refused + 2]):
        return True  # "terrorists is the wrong word"
    term = next((i for i, word in enumerate(after[:4]) if word in kinds["term"]), len(after))
    if term < refused < len(after):
        return bool(kinds["relative"].union({"that"}).intersection(after[term:refused]))
    copula = _copula(around.before)
    claimed = any(a in kinds["claim"] | kinds["term"] and b == "that" for a, b in pairwise(around.before))
    return refused < 6 and copula > 0 and claimed and bool(kinds["be"].intersection(after[:refused]))


def _is_misnamed(around: Around) -> bool:
    """Whether the label is avoided or a mistake: "stopped short of calling", "wrong to call", "wrongly accused"."""
    kinds, words = mark_words(), around.before
    articles = kinds["article"]
    core = [word for word in words if word not in articles]
    if core[-1:] == ["for"] and kinds["mistake"].intersection(core[-8:]):
        return True
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        if words[i] in kinds["wrongly"]:
            return len(set(words[i + 2 :]) - articles - kinds["skipped"] - {"as", "of", "to"}) <= 1
        if words[i] in kinds["naming"] or words[i] in kinds["as"]:
            return _avoids(around, i)
    return False


def _avoids(around: Around, verb: int) -> bool:
    """Whether somebody will not call someone so, or finds it wrong to: the naming verb stands at `verb`."""
    kinds, words, word = mark_words(), around.before, around.before[verb]
    left = [word for word in words[max(0, verb - 7) : verb] if not word.endswith("ly") and word not in kinds["skipped"]]
    unfair = left[-1:] == ["to"] and kinds["wrong"].intersection(left[-4:])  # "it is unfair to call them"
    gerund = word.endswith("ing") and kinds["be"].intersection(around.after[:1])
    unfair = unfair or (gerund and kinds["wrong"].intersection(around.after[1:3]))  # "calling them thugs is unfair"
    if unfair or kinds["wrongly"].intersection(words[max(0, verb - 1) : verb]):
        return True
    passive = word.endswith("ed") and {"be", "been"}.intersection(words[max(0, verb - 2) : verb])
    avoided = any(tuple(left[-len(phrase) :]) == phrase for phrase, _ in mark_phrases()["no-name"])
    avoided = avoided or bool(passive and kinds["not"].intersection(left[-1:]))
    return avoided and bool(passive or is_called(around) or is_described(around))
