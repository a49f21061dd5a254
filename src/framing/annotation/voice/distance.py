"""Labels at a distance: marked as somebody's term."""

from __future__ import annotations

from itertools import pairwise

from framing.annotation.voice.mark_words import STOPS, Around, Phrases, mark_phrases, mark_words, stands_before


def is_distanced(around: Around) -> bool:
    """Tell whether a marker (so-called, what X called, described as, branded) makes a label somebody's term."""
    phrases = mark_phrases()
    return (
        stands_before(around, phrases["before"])
        or stands_before(around, phrases["word"])
        or _stands_after(around, phrases["after"])
        or is_called(around)
        or is_described(around)
    )


def is_quoted_distance(around: Around) -> bool:
    """Tell whether the speaker of a quotation keeps a label at a distance: only so-called and the like count."""
    return stands_before(around, mark_phrases()["before"])


def _stands_after(around: Around, phrases: Phrases) -> bool:
    words, present = around.after, frozenset(around.after)
    for phrase, reach in phrases:
        n = len(phrase)
        if phrase[0] not in present:
            continue
        for start in range(min(reach, len(words) - n + 1)):
            if tuple(words[start : start + n]) == phrase:
                return start < 2
    said = words[words.index("as") + 1 :][:7] if "as" in words[:2] else []  # "hooligans, as the palace calls them"
    articles, naming = mark_words()["article"], mark_words()["naming"]
    said = said[: said.index(",")] if "," in said else said
    verbs = (b for a, b in pairwise(said) if a not in articles and b in naming)
    return next(verbs, None) is not None and not STOPS.intersection(said)


def is_called(around: Around) -> bool:
    """Whether the label is what an object is called: "called the marchers bandits", "whom he branded thugs"."""
    kinds, words = mark_words(), around.before
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        if around.is_object or words[i] in {"that", "who", "which"}:
            return False
        if words[i] in kinds["naming"] and words[i - 1 : i] != ["-"]:
            if words[i - 1 : i] == [","] and "," in words[i + 1 :]:  # "the raid, called Clean Sweep, netted 17"
                return False
            if words[i].endswith("ed") and _is_predicate(words, i, around):
                return True
            return _names(words[max(0, i - 8) : i], words[i + 1 :], closes=around.closes)
    return False


def _is_predicate(words: list[str], verb: int, around: Around) -> bool:
    """Whether a label right after a participle is what someone was called: "branded rioters by the ministry"."""
    if set(words[verb + 1 :]) - mark_words()["article"]:
        return False
    opens = verb == 0 or words[verb - 1] in {",", "and"}
    return around.after[:1] == ["by"] or (opens and around.closes)


def _names(before: list[str], between: list[str], *, closes: bool) -> bool:
    """Whether the words between a naming verb and a label leave the label as the name that is given."""
    kinds, inside = mark_words(), set(between)
    core = [word for word in between if word not in kinds["article"]]
    if {"be", "being"}.intersection(core[-3:]):
        return True
    loose = "of" in inside and not kinds["class-noun"] & inside
    barred = kinds["question"] | kinds["preposition"] | kinds["finite"] | {"as"}
    if loose or barred & inside or kinds["no-naming"].intersection(between[:1]):
        return False
    if kinds["relative"].intersection(before) or kinds["passive"].intersection(before[-1:]):
        return len(core) <= 5
    if not core and closes and kinds["subject"].intersection(before[-1:]):  # "eleven persons it terms bandits"
        return len(before) > 1 and not barred.union(kinds["joint"]).intersection(before[-2:-1])
    named = closes and len(core) == 1 and core[0].endswith(("s", "men", "people"))
    pronoun = kinds["object"].intersection(between[:1])
    return bool(named or pronoun or len(core) >= 2 or {"a", "an"}.intersection(between[1:]))


def is_described(around: Around) -> bool:
    """Whether the label follows as: "described them as bandits", "seen as a traitor"."""
    kinds, words = mark_words(), around.before
    for i in range(len(words) - 1, max(-1, len(words) - 9), -1):
        if words[i] == "as":
            tail = words[i + 1 :]
            joined = "and" in tail or "or" in tail
            barred = kinds["finite"] | kinds["preposition"] | kinds["relative"]
            loose = "of" in tail and not kinds["class-noun"].intersection(tail)
            if (
                loose
                or barred.union(() if joined else {","}).intersection(tail)
                or (tail[:1] and tail[0].endswith("ing"))
            ):
                return False
            return bool(kinds["as"].intersection(words[max(0, i - 7) : i]))
    return False
