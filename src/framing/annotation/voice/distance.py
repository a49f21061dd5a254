"""Labels at a distance: marked as somebody's term, or denied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from framing.annotation.voice.forms import word_kinds
from framing.lexicon import read_lexicon

BEFORE, AFTER = 18, 8
"""Words on either side of a label in which markers are looked for."""
STOPS = frozenset((".", ";", ":", "?", "!"))
MARKS = frozenset("\"'“”‘’«»`")
Phrases = list[tuple[tuple[str, ...], int]]


@dataclass(frozen=True)
class MarkWords:
    """Words of the lexicons `distance` and `negation`, by what they do."""

    before: Phrases
    word: Phrases
    after: Phrases
    naming: frozenset[str]
    no_naming: frozenset[str]
    as_verbs: frozenset[str]
    negators: frozenset[str]
    negations: Phrases
    no_negation: frozenset[str]
    denial: frozenset[str]
    proof: frozenset[str]
    claim: frozenset[str]
    no_name: Phrases
    be: frozenset[str]
    finite: frozenset[str]
    classes: dict[str, frozenset[str]]

    @property
    def triggers(self) -> frozenset[str]:
        """Give the words without one of which near a label nothing is at a distance."""
        phrases = (*self.before, *self.word, *self.after, *self.negations)
        last_words = {phrase[-1] for phrase, _ in phrases}
        return self.naming | self.as_verbs | self.negators | self.denial | self.proof | last_words


@cache
def mark_words() -> MarkWords:
    """Read the two lexicons."""
    distance, negation = _phrases("distance"), _phrases("negation")
    single = lambda rows: frozenset(phrase[0] for phrase, _ in rows if len(phrase) == 1)  # noqa: E731
    return MarkWords(
        before=distance["before"],
        word=distance["word"],
        after=distance["after"],
        naming=single(distance["naming"]),
        no_naming=single(distance["no-naming"]),
        as_verbs=single(distance["as"]),
        negators=single(negation["not"]),
        negations=[row for row in negation["not"] if len(row[0]) > 1],
        no_negation=single(negation["no-not"]),
        denial=single(negation["denial"]),
        proof=single(negation["proof"]),
        claim=single(negation["claim"]),
        no_name=negation["no-name"],
        be=single(negation["be"]),
        finite=single(distance["finite"]),
        classes=word_kinds("distance"),
    )


def _phrases(name: str) -> dict[str, Phrases]:
    """Give the phrases of a marker lexicon by kind, as words with their reach."""
    found: dict[str, Phrases] = {}
    for row in read_lexicon(name).terms.itertuples():
        words = tuple(str(row.term).replace("-", " - ").split())
        found.setdefault(str(row.kind), []).append((words, int(str(row.reach))))
    return found


class Around:
    """The words of a sentence before and after a label, in lower case and without quotation marks."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        places = [i for i, word in enumerate(before) if word not in MARKS]
        self.before = [before[i] for i in places]
        self.back = [len(before) - i for i in places]
        self.after = [word for word in after if word not in MARKS]
        self.is_object = after[:1] in (['"'], ["“"], ["'"]) or "as" in after[:3]
        self.closes = not self.after or self.after[0] in mark_words().classes["closing"]
        stop = next((i for i in range(len(self.before) - 1, -1, -1) if self.before[i] in STOPS), -1)
        self.before, self.back = self.before[stop + 1 :], self.back[stop + 1 :]

    def naming_verb(self) -> int:
        """Give how many words before the label the nearest verb of naming or describing stands, 0 if there is none."""
        verbs, words = mark_words().naming | mark_words().as_verbs, self.before
        articles = mark_words().classes["article"]
        near = (
            i for i in range(len(words) - 1, -1, -1) if words[i] in verbs and (i == 0 or words[i - 1] not in articles)
        )
        return next((self.back[i] for i in near), 0)


def is_distanced(around: Around) -> bool:
    """Tell whether a marker (so-called, what X called, described as, branded) makes a label somebody's term."""
    words = mark_words()
    return (
        _stands_before(around, words.before)
        or _stands_before(around, words.word)
        or _stands_after(around, words.after)
        or _is_called(around, words)
        or _is_described(around, words)
    )


def is_quoted_distance(around: Around) -> bool:
    """Tell whether the speaker of a quotation keeps a label at a distance: only so-called and the like count."""
    return _stands_before(around, mark_words().before)


def is_rejected(around: Around) -> bool:
    """Tell whether the sentence denies that a label applies: not, never, denied being, stopped short of calling."""
    words = mark_words()
    return _is_negated(around, words) or _is_denied(around, words) or _is_left_unnamed(around, words)


def _stands_before(around: Around, phrases: Phrases) -> bool:
    words, present = around.before, frozenset(around.before)
    for phrase, reach in phrases:
        n = len(phrase)
        if phrase[-1] not in present or phrase[-1] not in words[-reach:]:
            continue
        for end in range(len(words), max(n - 1, len(words) - reach), -1):
            if tuple(words[end - n : end]) == phrase:
                between = words[end:]
                return "," not in between and not mark_words().finite.intersection(between)
    return False


def _stands_after(around: Around, phrases: Phrases) -> bool:
    words, present = around.after, frozenset(around.after)
    for phrase, reach in phrases:
        n = len(phrase)
        if phrase[0] not in present:
            continue
        for start in range(min(reach, len(words) - n + 1)):
            if tuple(words[start : start + n]) == phrase:
                return start < 2
    return False


def _is_called(around: Around, markers: MarkWords) -> bool:
    """Whether the label is what an object is called: "called the marchers bandits", "whom he branded thugs"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 13), -1):
        if around.is_object or words[i] in {"that", "who", "which"}:
            return False
        if words[i] in markers.naming and words[i - 1 : i] != ["-"]:
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
    barred = classes["question"] | classes["preposition"] | markers.finite
    if loose or barred & inside or markers.no_naming.intersection(between[:1]):
        return False
    if classes["relative"].intersection(before) or classes["passive"].intersection(before[-1:]):
        return len(core) <= 5
    named = closes and len(core) == 1 and core[0].endswith(("s", "men", "people"))
    pronoun = classes["object"].intersection(between[:1])
    return bool(named or pronoun or len(core) >= 2 or {"a", "an"}.intersection(between[1:]))


def _is_described(around: Around, markers: MarkWords) -> bool:
    """Whether the label follows as: "described them as bandits", "seen as a traitor"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 9), -1):
        if words[i] == "as":
            tail = words[i + 1 :]
            joined = "and" in tail or "or" in tail
            if markers.finite.intersection(tail) or (
                not joined and markers.classes["preposition"].union({","}).intersection(tail)
            ):
                return False
            return bool(markers.as_verbs.intersection(words[max(0, i - 7) : i]))
    return False


def _is_negated(around: Around, markers: MarkWords) -> bool:
    """Whether not, never or neither stands before the label as what someone is said to be."""
    if _stands_before(around, markers.negations):
        return True
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        word = words[i]
        if word in markers.negators:
            between = words[i + 1 :]
            spoiled = (
                markers.no_negation
                | markers.finite
                | markers.classes["preposition"]
                | markers.classes["relative"]
                | {"that"}
            )
            existing = "there" in words[max(0, i - 4) : i]
            if spoiled.intersection(between) or existing or (word == "no" and len(between) > 1):
                return False
            left = words[max(0, i - 2) : i]
            copula = word.endswith(("sn't", "ren't")) or any(w in markers.be or w.endswith(("'re", "'m")) for w in left)
            listed = i > 0 and words[i - 1] in {",", "and", "-"}
            return copula or (listed and word == "not")
    return False


def _is_denied(around: Around, markers: MarkWords) -> bool:
    """Whether somebody denies that someone is so: "denied being", "the claim that they were", "no proof that"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 17), -1):
        if words[i] in markers.denial or (words[i] in markers.proof and words[i - 1 : i] == ["no"]):
            between = words[i + 1 :]
            predicated = markers.be.intersection(between[-4:]) and not markers.classes["preposition"].intersection(
                between[-3:]
            )
            named = markers.claim.intersection(around.after[:1]) and len(between) <= 3
            return bool(predicated or named)
    return False


def _is_left_unnamed(around: Around, markers: MarkWords) -> bool:
    """Whether somebody avoids the label: "stopped short of calling them terrorists"."""
    words = around.before
    for i in range(len(words) - 1, max(-1, len(words) - 11), -1):
        if words[i] in markers.naming or words[i] in markers.as_verbs:
            left = [word for word in words[max(0, i - 6) : i] if not word.endswith("ly")]
            avoided = any(tuple(left[-len(phrase) :]) == phrase for phrase, _ in markers.no_name)
            return avoided and (_is_called(around, markers) or _is_described(around, markers))
    return False
