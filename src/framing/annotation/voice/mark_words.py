"""Words that mark a label as somebody's term or deny it, and those round a label among which they are looked for."""

from __future__ import annotations

from functools import cache

import pandas as pd

from framing.lexicon import read_lexicon, word_kinds

BEFORE, AFTER = 24, 12
"""Words on either side of a label in which markers are looked for."""
STOPS = frozenset((".", ";", ":", "?", "!"))
MARKS = frozenset("\"'“”‘’«»`")
Phrases = list[tuple[tuple[str, ...], int]]


@cache
def mark_words() -> dict[str, frozenset[str]]:
    """Give the words of the lexicons `distance` and `negation` by what they do."""
    return {**word_kinds("distance"), **word_kinds("negation")}


@cache
def mark_phrases() -> dict[str, Phrases]:
    """Give the same as phrases, each with its reach in words."""
    found: dict[str, Phrases] = {}
    for row in pd.concat([read_lexicon("distance").terms, read_lexicon("negation").terms]).itertuples():
        words = tuple(str(row.term).replace("-", " - ").split())
        found.setdefault(str(row.kind), []).append((words, int(str(row.reach))))
    return found


@cache
def trigger_words() -> frozenset[str]:
    """Give the words without one of which near a label it is neither at a distance nor denied."""
    kinds, phrases = mark_words(), mark_phrases()
    single = ("naming", "as", "denial", "proof", "mistake", "wrong", "wrongly")
    last = (
        phrase[-1] for kind in ("before", "word", "after", "not", "instead", "nobody") for phrase, _ in phrases[kind]
    )
    return frozenset(last).union(*(kinds[kind] for kind in single))


class Around:
    """The words of a sentence before and after a label, in lower case and without quotation marks."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        places = [i for i, word in enumerate(before) if word not in MARKS]
        self.before = [before[i] for i in places]
        self.back = [len(before) - i for i in places]
        self.after = [word for word in after if word not in MARKS]
        self.is_object = after[:1] in (['"'], ["“"], ["'"]) or "as" in after[:3]
        self.closes = not self.after or self.after[0] in mark_words()["closing"]
        stop = next((i for i in range(len(self.before) - 1, -1, -1) if self.before[i] in STOPS), -1)
        self.before, self.back = self.before[stop + 1 :], self.back[stop + 1 :]

    def naming_verb(self) -> int:
        """Give how many words before the label the nearest verb of naming or describing stands, 0 if there is none."""
        kinds, words = mark_words(), self.before
        verbs, articles = kinds["naming"] | kinds["as"], kinds["article"]
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
    kinds = mark_words()
    barred = kinds["finite"] | kinds["preposition"] | kinds["relative"] | {",", "of", "that"}
    doing = any(word.endswith("ing") for word in between[:1])  # "instead of sending"
    return not doing and not barred.intersection(between) and not kinds["article"].intersection(between[1:])
