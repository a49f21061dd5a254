"""What bears on whose word a span is, as numbers: the relation that holds it, marks, clauses, the course of things."""

from __future__ import annotations

import numpy as np

from framing.annotation.quotations.speech import find_speech
from framing.annotation.text.classes import find_classes
from framing.annotation.text.ranges import running
from framing.annotation.text.sentences import paragraph_starts
from framing.annotation.voice.chances import Chances
from framing.annotation.voice.held import Held
from framing.annotation.voice.marks import find_marks
from framing.annotation.voice.places import Place
from framing.corpus.arrays import Quotations, Tokens
from framing.lexicon import word_kinds
from framing.schema import ACTS, CUE_CLASSES, QUOTATION_FORMS

Columns = dict[str, np.ndarray]
CLASSES = "DENPOYBHMSJRCUAVT"
WORDS = {
    "comma": [","],
    "colon": [":"],
    "semicolon": [";"],
    "that": ["that"],
    "as": ["as"],
    "who": ["who", "which"],
    "and": ["and", "or"],
    "but": ["but"],
    "not": ["not"],
    "open": ["(", "["],
    "close": [")", "]"],
    "to": ["to"],
    "with": ["with"],
    "quote": list('"“”‘’«»'),
    "possessive": ["'s"],
}
BETWEEN = ("comma", "but", "quote", "as", "semicolon", "dash", "R", "U", "V")
"""Words and classes counted between a cue and a span."""


class Surroundings:
    """The texts and what is known of them, ready to describe any span."""

    def __init__(self, tokens: Tokens, quotations: Quotations, held: Held) -> None:
        self.tokens, self.quotations, self.held = tokens, quotations, held
        self.speech = find_speech(tokens, quotations)
        classes = find_classes(tokens)
        self.flags = {letter: classes == ord(letter) for letter in CLASSES}
        self.flags |= {name: tokens.flag(words) for name, words in WORDS.items()}
        self.flags["dash"] = tokens.flag(["-", "–", "—"]) & tokens.space_before
        self.flags["capital"] = tokens.type_flag(lambda word: word[0].isupper())
        self.flags["digit"] = tokens.type_flag(lambda word: word[0].isdigit())
        self._chances = Chances(tokens, quotations)
        self.places = {name: np.flatnonzero(flag) for name, flag in self.flags.items()}
        self.totals = {name: running(self.flags[name]) for name in BETWEEN}
        self.paragraph = np.cumsum(paragraph_starts(tokens))
        self.act, self.cue_class, self.form = (
            held.table[name].to_numpy(object) for name in ("act", "cue_class", "form")
        )
        self.confidence = held.table["confidence"].to_numpy(float)
        self.sourced = held.table["source_text"].notna().to_numpy()
        self.nested = held.table["parent"].notna().to_numpy()
        self.narrator = (
            held.table["source_text"].str.lower().isin(word_kinds("distance")["narrator"]).to_numpy() & ~self.nested
        )

    def describe(self, first: np.ndarray, last: np.ndarray, *, marks: bool = True) -> Columns:
        """Describe spans, token ranges [first, last): one column a feature, each of shape (spans,).

        Without `marks` what marks a label as somebody's term, or denies it, is not looked for.
        """
        place = Place(self.tokens, first, last)
        return {
            **self._relation(place),
            **self._chances.describe(place),
            **self._cues_near(place),
            **self._course(place),
            **self._quotation(place),
            **find_marks(self.tokens, self.quotations, self.speech, first, last, look=marks),
            **self._words(place),
            **self._between(place),
            **self._gloss(place),
            **self._place(place),
        }

    def _relation(self, place: Place) -> Columns:
        """Tell of the innermost relation whose content holds the span."""
        held, first = self.held, place.first
        span = held.content[first]
        inside = span >= 0
        row = held.relation(span)
        cue, cue_end = (ends[row] for ends in held.cue_range)
        left = inside & (cue < first)
        right = inside & ~left
        begin, end = (ends[span] if len(ends) else first for ends in (held.first, held.last))
        sentences = self.tokens.sentence[first] - self.tokens.sentence[np.maximum(cue, 0)]
        place.inside, place.row, place.left, place.cue, place.cue_end = inside, row, left, cue, cue_end
        return {
            "held": inside,
            "depth": held.depth[first],
            "confidence": self._of(self.confidence, row, inside),
            "sourced": self._of(self.sourced, row, inside),
            "nested": self._of(self.nested, row, inside),
            "narrator": self._of(self.narrator, row, inside).astype(bool) & (self.quotations.inside[first] < 0),
            "turn": held.turn[first],
            "own": self._of(held.own, row, inside).astype(bool),
            "in source": held.source[first] >= 0,
            "in cue": held.cue[first] >= 0,
            "head held": held.content[place.head] >= 0,
            **{f"act {name}": self._is(self.act, name, row, inside) for name in ACTS},
            **{f"class {name}": self._is(self.cue_class, name, row, inside) for name in CUE_CLASSES},
            **{f"form {name}": self._is(self.form, name, row, inside) for name in QUOTATION_FORMS},
            "cue left": left,
            "cue right": right,
            "near cue left": _near(first - cue_end + 1, left),
            "near cue right": _near(cue - place.head, right),
            "sentences from cue": np.where(inside, np.clip(sentences, -4, 4), 0),
            "near begin": _near(first - begin + 1, inside),
            "near end": _near(end - place.head, inside),
            "length": np.where(inside, np.log1p(np.maximum(end - begin, 0)), 0),
        }

    def _cues_near(self, place: Place) -> Columns:
        """Tell of the cues before and after the span in its sentence."""
        marked = np.flatnonzero(self.held.cue >= 0)
        columns: Columns = {"held share": place.share(self.held.content >= 0, place.sentence)}
        columns["cue row"] = np.full(len(place.first), -1)
        for name, (at, there, distance) in (("after", place.after(marked)), ("before", place.before(marked))):
            row = self.held.relation(self.held.cue[at])
            columns["cue row"] = np.where(there, row, columns["cue row"])
            columns |= {
                f"cue {name}": _near(distance, there),
                f"confidence {name}": self._of(self.confidence, row, there),
                f"own {name}": there & place.inside & (row == place.row),
                **{f"act {act} {name}": self._is(self.act, act, row, there) for act in ACTS},
            }
        return columns

    def _course(self, place: Place) -> Columns:
        """Tell what the sentences before and after are: another's, in quotation marks, with a cue."""
        content, cue, quoted = self.held.content >= 0, self.held.cue >= 0, self.quotations.outer >= 0
        columns: Columns = {}
        for step in (-2, -1, 1):
            other, same = place.neighbour(step)
            joined = same & (self.paragraph[place.begin_of(other)] == self.paragraph[place.first])
            columns |= {
                f"same part {step}": same,
                f"same paragraph {step}": joined,
                f"held {step}": np.where(same, place.share(content, other), 0),
                f"held in paragraph {step}": np.where(joined, place.share(content, other), 0),
            }
            if step < 0:
                columns[f"quoted {step}"] = np.where(same, place.share(quoted, other), 0)
                columns[f"cues {step}"] = np.where(same, np.minimum(place.count(cue, other), 2), 0)
        return columns

    def _quotation(self, place: Place) -> Columns:
        """Tell of the quotation marks round the span."""
        quotations, first = self.quotations, place.first
        inner, outer = quotations.inside[first], quotations.outer[first]
        quoted = inner >= 0
        words, every = self._of(quotations.words, inner, quoted), self._of(quotations.words, outer, quoted)
        speech = self._of(self.speech, inner, quoted) > 0
        begin, end = self._of(quotations.first, inner, quoted), self._of(quotations.last, inner, quoted)
        return {
            "quoted": quoted,
            "words quoted": np.log1p(words),
            "all words quoted": np.log1p(every),
            "four words": quoted & (words <= 4),
            "two words": quoted & (words <= 2),
            "all four words": quoted & (every <= 4),
            "single marks": self._of(quotations.kind == 1, inner, quoted),
            "guillemets": self._of(quotations.kind == 2, inner, quoted),
            "inner": self._of(quotations.parent >= 0, inner, quoted),
            "no opening": self._of(quotations.opening < 0, inner, quoted),
            "no closing": self._of(quotations.closing < 0, inner, quoted),
            "near opening": _near(first - begin + 1, quoted),
            "near closing": _near(end - place.head, quoted),
            "speech": speech,
            "short": quoted & ~speech,
            "crosses": quoted & (quotations.inside[place.head] != inner),
            "quoted share": place.share(quotations.outer >= 0, place.sentence),
        }

    def _words(self, place: Place) -> Columns:
        """Tell how near words of each kind stand before and after the span, within its sentence."""
        columns: Columns = {}
        for name, at in self.places.items():
            for side, (_, there, distance) in (("before", place.before(at)), ("after", place.after(at))):
                columns[f"{name} {side}"] = _near(distance, there)
        return columns

    def _between(self, place: Place) -> Columns:
        """Count marks, clauses and verbs between the cue and the span."""
        low = np.where(place.left, place.cue_end, place.last)
        high = np.maximum(np.where(place.left, place.first, place.cue), low)
        counts = {name: np.minimum(total[high] - total[low], 4) for name, total in self.totals.items()}
        return {f"{name} between": np.where(place.inside, n, 0) for name, n in counts.items()}

    def _gloss(self, place: Place) -> Columns:
        """Tell whether the span stands in brackets, or between pauses as an apposition to a name."""
        flags, n = self.flags, len(self.tokens)
        opened, in_bracket, _ = place.before(self.places["open"])
        closed, ended, _ = place.before(self.places["close"])
        comma, paused, distance = place.before(np.flatnonzero(flags["comma"] | flags["dash"]))
        verbs = running(flags["V"] | flags["B"] | flags["H"])
        follows = np.minimum(place.last, n - 1)
        stop = flags["comma"] | flags["dash"] | flags["close"] | self.tokens.flag(["."])
        pause = stop[follows] | (stop[np.minimum(follows + 1, n - 1)] & flags["N"][follows])
        determined = flags["E"] | flags["D"]
        apposed = paused & (distance <= 8) & flags["capital"][comma - 1] & determined[np.minimum(comma + 1, n - 1)]
        apposed &= pause & (verbs[place.first] == verbs[np.maximum(comma, 0)])
        return {"bracketed": in_bracket & ~(ended & (closed > opened)), "apposition": apposed}

    def _place(self, place: Place) -> Columns:
        """Tell where in the article and the sentence the span stands, and how it is written."""
        tokens, first = self.tokens, place.first
        opening = tokens.sentence[np.minimum(tokens.segment_tokens[tokens.segment[first]], len(tokens) - 1)]
        start, end = place.begin, place.end
        return {
            "headline": tokens.segment_part[tokens.segment[first]] == 0,
            "sentence length": np.log1p(end - start),
            "place in sentence": (first - start) / (end - start),
            "opens sentence": first == start,
            "place in article": np.log1p(place.sentence - opening),
            "opens paragraph": self.paragraph[first] != self.paragraph[np.maximum(start - 1, 0)],
            "small letter": ~self.flags["capital"][first],
        }

    @staticmethod
    def _of(values: np.ndarray, row: np.ndarray, where: np.ndarray) -> np.ndarray:
        return np.where(where, np.append(values, 0)[row], 0)

    @staticmethod
    def _is(values: np.ndarray, name: str, row: np.ndarray, where: np.ndarray) -> np.ndarray:
        return where & np.append(values == name, False)[row]


def _near(distance: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Give 1 beside a span, less the farther off, 0 for what is not there."""
    return np.where(where, 1 / np.maximum(distance, 1), 0)
