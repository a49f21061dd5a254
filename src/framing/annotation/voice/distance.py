"""Labels at a distance: marked as somebody's term."""

from __future__ import annotations

from itertools import pairwise

from framing.annotation.voice.mark_words import STOPS, Around, MarkWords, Phrases, mark_words, stands_before

SUBJECTS = frozenset({"it", "he", "she", "they"})


def is_distanced(around: Around) -> bool:
    """Tell whether a marker (so-called, what X called, described as, branded) makes a label somebody's term."""
    words = mark_words()
    return (
        stands_before(around, words.before)
        or stands_before(around, words.word)
        or _stands_after(around, words.after)
        or is_called(around, words)
        or is_described(around, words)
    )


def is_quoted_distance(around: Around) -> bool:
    """Tell whether the speaker of a quotation keeps a label at a distance: only so-called and the like count."""
    return stands_before(around, mark_words().before)


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
    articles, naming = mark_words().classes["article"], mark_words().naming
    said = said[: said.index(",")] if "," in said else said
    verbs = (b for a, b in pairwise(said) if a not in articles and b in naming)
    return next(verbs, None) is not None and not STOPS.intersection(said)


def is_called(around: Around, markers: MarkWords) -> bool:
    """Whether the label is what an object is called: "called the marchers bandits", "whom he branded thugs"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        if around.is_object or words[i] in {"that", "who", "which"}:
            return False
        if words[i] in markers.naming and words[i - 1 : i] != ["-"]:
            if words[i - 1 : i] == [","] and "," in words[i + 1 :]:  # "the raid, called Clean Sweep, netted 17"
                return False
            if words[i].endswith("ed") and _is_predicate(words, i, around, markers):
                return True
            return _names(words[max(0, i - 8) : i], words[i + 1 :], markers, closes=around.closes)
    return False


def _is_predicate(words: list[str], verb: int, around: Around, markers: MarkWords) -> bool:
    """Whether a label right after a participle is what someone was called: "branded rioters by the ministry"."""
    if set(words[verb + 1 :]) - markers.classes["article"]:
        return False
    opens = verb == 0 or words[verb - 1] in {",", "and"}
    return around.after[:1] == ["by"] or (opens and around.closes)


def _names(before: list[str], between: list[str], markers: MarkWords, *, closes: bool) -> bool:
    """Whether the words between a naming verb and a label leave the label as the name that is given."""
    classes, inside = markers.classes, set(between)
    core = [word for word in between if word not in classes["article"]]
    if {"be", "being"}.intersection(core[-3:]):
        return True
    loose = "of" in inside and not classes["class-noun"] & inside
    barred = classes["question"] | classes["preposition"] | markers.finite | {"as"}
    if loose or barred & inside or markers.no_naming.intersection(between[:1]):
        return False
    if classes["relative"].intersection(before) or classes["passive"].intersection(before[-1:]):
        return len(core) <= 5
    if not core and closes and SUBJECTS.intersection(before[-1:]):  # "eleven persons it terms bandits"
        return len(before) > 1 and not barred.union({"and", "but", "then", ","}).intersection(before[-2:-1])
    named = closes and len(core) == 1 and core[0].endswith(("s", "men", "people"))
    pronoun = classes["object"].intersection(between[:1])
    return bool(named or pronoun or len(core) >= 2 or {"a", "an"}.intersection(between[1:]))


def is_described(around: Around, markers: MarkWords) -> bool:
    """Whether the label follows as: "described them as bandits", "seen as a traitor"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 9), -1):
        if words[i] == "as":
            tail = words[i + 1 :]
            joined = "and" in tail or "or" in tail
            barred = markers.finite | markers.classes["preposition"] | markers.classes["relative"]
            loose = "of" in tail and not markers.classes["class-noun"].intersection(tail)
            if (
                loose
                or barred.union(() if joined else {","}).intersection(tail)
                or (tail[:1] and tail[0].endswith("ing"))
            ):
                return False
            return bool(markers.as_verbs.intersection(words[max(0, i - 7) : i]))
    return False
