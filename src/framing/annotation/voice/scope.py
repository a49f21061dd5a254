"""Which words of a sentence are a source's in indirect speech: a cue, and how far to either side it reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.annotation.text.matching import find_terms
from framing.annotation.voice.forms import word_kinds
from framing.annotation.voice.line import NEAR, PAUSES, RELATIVE, Cue, Line, Span
from framing.annotation.voice.verbatim import quotation_states

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens


class Scope(NamedTuple):
    """Words [first, last) that a cue attributes, with the range of cue and source (empty where there is none)."""

    first: int
    last: int
    cue: Span
    source: Span

    def moved(self, by: int) -> Scope:
        """Give the scope in positions that begin elsewhere."""
        cue, source = ((pair[0] + by, pair[1] + by) for pair in (self.cue, self.source))
        return Scope(self.first + by, self.last + by, cue, source)


class Reader:
    """Reads the scopes of single sentences.

    Parameters
    ----------
    tokens : Tokens
    quotations : Quotations
    """

    def __init__(self, tokens: Tokens, quotations: Quotations) -> None:
        kinds, form = word_kinds("reporting"), word_kinds("form")
        self._sentence_tokens = tokens.sentence_tokens
        self._cues = _find_cues(tokens, kinds)
        self._kinds = kinds
        words = tokens.folded[tokens.fold[tokens.type_id]] if len(tokens) else np.zeros(0, object)
        past = tokens.type_flag(lambda word: word.endswith("ed") and word.islower())
        finite = tokens.flag(kinds["finite"] | form["predicate"]) | past
        capital = tokens.type_flag(lambda word: word[:1].isupper())
        opens, closes = np.zeros((2, len(tokens) + 1), bool)
        speech = np.flatnonzero(quotation_states(tokens, quotations)[0] & (quotations.parent < 0))
        opens[np.maximum(quotations.first[speech] - (quotations.opening[speech] >= 0), 0)] = True
        closes[quotations.last[speech] - (quotations.closing[speech] < 0)] = True
        self._columns = (words, finite, capital, quotations.outer >= 0, opens, closes)

    def read(self, sentence: int) -> list[Scope]:
        """Give the scopes of a sentence, in token positions of the collection."""
        begin, end = self._sentence_tokens[sentence : sentence + 2].tolist()
        low, high = np.searchsorted(self._cues[0], [begin, end]).tolist()
        if low == high:
            return []
        line = self._line(begin, end)
        rows = zip(*(column[low:high].tolist() for column in self._cues), strict=True)
        cues = (Cue(first - begin, last - begin, KINDS[code]) for first, last, code in rows)
        return [scope.moved(begin) for cue in cues for scope in reach(line, cue)]

    def subject(self, verb: int, sentence: int) -> Span:
        """Find the noun phrase before a verb, in token positions of the collection."""
        begin, end = self._sentence_tokens[sentence : sentence + 2].tolist()
        line = self._line(begin, end)
        first, last = line.subject(Cue(verb - begin, verb - begin + 1, "clause"))
        if line.word(last - 1) in self._kinds["pronoun"]:  # "by what he called"
            first = max(first, last - 1)
        return (first + begin, last + begin)

    def is_gloss(self, first: int, last: int, sentence: int) -> bool:
        """Tell whether a label stands in an apposition to a name: "Alpha, the militant group, had …"."""
        begin, end = self._sentence_tokens[sentence : sentence + 2].tolist()
        return self._line(begin, end).is_gloss(first - begin, last - begin)

    def _line(self, begin: int, end: int) -> Line:
        words, finite, capital, quoted, opens, closes = (column[begin:end].tolist() for column in self._columns)
        return Line(words, finite, capital, quoted, opens, closes, self._kinds)


def _find_cues(tokens: Tokens, kinds: dict[str, frozenset[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    terms = [(word, code) for code, kind in enumerate(KINDS) for word in sorted(kinds[kind])]
    first, last, term = find_terms(tokens, [word for word, _ in terms])
    return first, last, np.array([code for _, code in terms], np.int8)[term]


def reach(line: Line, cue: Cue) -> list[Scope]:
    """Give what a cue attributes in its sentence; nothing where it introduces a quotation or is no cue."""
    if line.quoted[cue.first] or line.is_no_cue(cue):
        return []
    return RULES[cue.kind](line, cue)


def _scope(cue: Cue, first: int, last: int, source: Span) -> list[Scope]:
    return [Scope(first, last, (cue.first, cue.last), source)] if last > first else []


def _clause(line: Line, cue: Cue) -> list[Scope]:
    """Give the scopes of a verb of saying or thinking: the clause after it, or the one before ", he said"."""
    start = line.complement(cue)
    source = line.subject(cue)
    border = source[0] - 1
    paused = line.word(border) in PAUSES
    behind_speech = border >= 0 and (line.closes[border] or line.closes[max(border - 1, 0)])
    if start < 0 or (behind_speech and line.word(start - 1) != "that"):
        return []
    if behind_speech:
        return _scope(cue, start, line.cut(start), source)
    inverted = paused and source[0] == source[1]
    follows = start > 0 and (line.runs_on(cue, start) or (paused and line.words[cue.first].endswith("ing")))
    if inverted and follows:
        inverted, source = False, line.subject_before(border)
    if line.word(border) == "as" and not start:
        return _as_said(line, cue, border, source)
    tail = border > 0 and paused and line.word(source[0]) not in RELATIVE and (not start or inverted)
    if tail and not (inverted and not line.is_name(cue.last)):
        return _around(line, cue, border, line.subject_behind(cue) if inverted else source)
    if tail or not follows:
        return []
    last = line.cut(start)
    relative = line.word(source[0]) in RELATIVE and line.word(border) == ","
    return _scope(cue, start, line.find((",",), start, last) if relative else last, source)


def _that_clause(line: Line, cue: Cue) -> list[Scope]:
    return _clause(line, cue) if line.word(cue.last) == "that" else []


def _tail(line: Line, cue: Cue) -> list[Scope]:
    """Give the clause before ", the cabinet agreed." for verbs that report only there."""
    first, last = line.subject(cue)
    ends = line.complement(cue) == 0 and last > first > 1 and line.word(first) not in RELATIVE
    return _around(line, cue, first - 1, (first, last)) if ends and line.word(first - 1) == "," else []


def _as_said(line: Line, cue: Cue, opening: int, source: Span) -> list[Scope]:
    """Give what "as the army reported," is said of: the words after it, or before it at the end."""
    start = line.find((",",), cue.last, len(line)) + 1
    return (
        _scope(cue, start, line.cut(start), source)
        if line.has_verb(start, len(line))
        else _scope(cue, 0, opening, source)
    )


def _around(line: Line, cue: Cue, border: int, source: Span) -> list[Scope]:
    """Give what stands before ", he said" and, where the clause only ends behind it, that too."""
    closing = source[1] if source[0] >= cue.last else cue.last
    goes_on = line.word(closing) == "," and line.word(closing + 1) not in {*RELATIVE, "and"}
    behind = goes_on and line.has_verb(closing + 1, len(line)) and not line.word(closing + 1).endswith("ing")
    before = line.has_verb(0, border)
    scopes = _scope(cue, 0, border, source) if before or behind or line.is_said(cue) else []
    return scopes + (_scope(cue, closing + 1, line.cut(closing + 1), source) if behind and not before else [])


def _object(line: Line, cue: Cue) -> list[Scope]:
    """Give what follows a verb of accusing or wanting; the agent of a passive is the narrator's."""
    return _scope(cue, cue.last, line.cut(cue.last), line.subject(cue)) if line.word(cue.last) != "by" else []


def _behind_word(line: Line, cue: Cue, words: tuple[str, ...]) -> list[Scope]:
    """Give what follows a word near the cue; the object between them is named by the narrator."""
    last = line.cut(cue.last)
    return _scope(cue, line.find(words, cue.last, min(last, cue.last + NEAR)) + 1, last, line.subject(cue))


def _infinitive(line: Line, cue: Cue) -> list[Scope]:
    return _behind_word(line, cue, ("to", "not"))


def _description(line: Line, cue: Cue) -> list[Scope]:
    return _behind_word(line, cue, ("as",))


def _noun(line: Line, cue: Cue) -> list[Scope]:
    """Give what follows "on suspicion of" or "allegations that", to the next comma."""
    return _scope(cue, cue.last, line.find((",",), cue.last, line.cut(cue.last)), (cue.first, cue.first))


def _according_to(line: Line, cue: Cue) -> list[Scope]:
    source = (cue.last, line.find((",", ".", ";", ":", "(", ")"), cue.last, len(line)))
    start = source[1] + 1
    after = _scope(cue, start, line.cut(start), source) if line.word(source[1]) in {",", ":"} else []
    if cue.first <= 1 or line.capital[cue.first]:
        return after
    return _scope(cue, 0, cue.first, source) + (after if line.word(cue.first - 1) == "," else [])


def _hearsay(line: Line, cue: Cue) -> list[Scope]:
    """Give the clause in which "reportedly" stands."""
    stops = {",", ";", ".", "who", "which", "but", ":"}
    first = next((i + 1 for i in range(cue.first - 1, -1, -1) if line.words[i] in stops), 0)
    return _scope(cue, first, line.find((",", ";", "."), cue.last, len(line)), (cue.first, cue.first))


def _opinion(line: Line, cue: Cue) -> list[Scope]:
    """Give what follows "in his view", which belongs to the pronoun in the middle."""
    return _scope(cue, cue.last, line.cut(cue.last), (cue.first + 1, cue.first + 2))


RULES: dict[str, Callable[[Line, Cue], list[Scope]]] = {
    "clause": _clause,
    "accusation": _object,
    "intention": _object,
    "address-verb": _infinitive,
    "as-verb": _description,
    "suspicion": _noun,
    "hearsay": _hearsay,
    "source-of": _according_to,
    "opinion": _opinion,
    "tail": _tail,
    "clause-that": _that_clause,
}
"""What to do with a cue, by its kind in the lexicon `reporting`; of two kinds of a word the earlier counts."""
KINDS = tuple(RULES)
