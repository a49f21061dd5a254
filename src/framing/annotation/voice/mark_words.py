"""Words that mark a label as somebody's term or deny it, and those round a label among which they are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from framing.annotation.voice.forms import word_kinds
from framing.lexicon import read_lexicon

BEFORE, AFTER = 24, 12
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
    term: frozenset[str]
    no_name: Phrases
    nobody: Phrases
    belief: frozenset[str]
    wrong: frozenset[str]
    wrongly: frozenset[str]
    mistake: frozenset[str]
    be: frozenset[str]
    finite: frozenset[str]
    classes: dict[str, frozenset[str]]

    @property
    def triggers(self) -> frozenset[str]:
        """Give the words without one of which near a label it is neither at a distance nor denied."""
        last_words = {
            phrase[-1] for phrase, _ in (*self.before, *self.word, *self.after, *self.negations, *self.nobody)
        }
        single = (self.naming, self.as_verbs, self.negators, self.denial, self.proof, self.mistake)
        return frozenset(last_words.union(*single, self.wrong, self.wrongly))


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
        claim=single(negation["claim"]) | single(negation["term"]),
        term=single(negation["term"]),
        no_name=negation["no-name"],
        nobody=negation["nobody"],
        belief=single(negation["belief"]),
        wrong=single(negation["wrong"]),
        wrongly=single(negation["wrongly"]),
        mistake=single(negation["mistake"]),
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


def stands_before(around: Around, phrases: Phrases) -> bool:
    """Tell whether a phrase stands before a label, within reach and as a part of its noun phrase."""
    words, present = around.before, frozenset(around.before)
    for phrase, reach in phrases:
        n = len(phrase)
        if phrase[-1] not in present or phrase[-1] not in words[-reach:]:
            continue
        for end in range(len(words), max(n - 1, len(words) - reach), -1):
            if tuple(words[end - n : end]) == phrase and _is_one_phrase(words[end:]):
                return True
    return False


def _is_one_phrase(between: list[str]) -> bool:
    """Whether words before a label belong to its noun phrase: "so-called young" rebels, not "ceasefire with the"."""
    markers = mark_words()
    barred = markers.finite | markers.classes["preposition"] | markers.classes["relative"] | {",", "of", "that"}
    doing = any(word.endswith("ing") for word in between[:1])  # "instead of sending"
    return not doing and not barred.intersection(between) and not markers.classes["article"].intersection(between[1:])
