"""Who does what to whom, as a sentence puts it: verbs of harm, active or passive, with or without an agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.harm.clauses import NOMINAL, Clauses, Range
from framing.annotation.harm.constructions import (
    ACTIVE,
    INTRANSITIVE,
    PASSIVE,
    PASSIVE_BY,
    RECIPROCAL,
    Place,
    tell_construction,
)
from framing.annotation.harm.verbs import Pattern, harm_verbs
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.text.tokens import Tokens
from framing.annotation.voice.voice import voices_of
from framing.corpus.corpus import Corpus
from framing.lexicon import word_kinds

REACH = 80
"""Tokens before and after a verb that are read: a sentence can be a whole file where stops are missing."""


@dataclass
class Event:
    """One use of a verb of harm; ranges are token ranges."""

    first: int
    last: int
    pattern: Pattern
    construction: str
    agent: Range | None
    patient: Range | None


def find_events(corpus: Corpus) -> pd.DataFrame:
    """Find verbs of harm and repression, and who stands on which side of them.

    Parameters
    ----------
    corpus : Corpus
        As `annotate` gives it.

    Returns
    -------
    DataFrame
        The events table: one row for each use of a verb, with its construction (`active`, `passive_by`, `passive`
        without an agent, `reciprocal` as in "police and crowds clashed", `intransitive` as in "protesters died") and
        its sides, missing where there is none.

    Notes
    -----
    No parser stands behind this: noun phrases are bounded by lists of function words. Of the verbs of harm that it
    finds in news, one in eight is sport, metaphor or a noun; of the agents, one in six is the wrong phrase; of the
    targets it puts on a side, one in fifteen stands elsewhere (``benchmarks/agency.py``). Nouns ("the killing of
    protesters") are not read, nor agents named a sentence before; "the blast killed six" has an agent that is no
    actor. An agentless passive is often plain ignorance of who did it, and no sign of a wish to hide it.
    """
    corpus = with_arrays(corpus)
    tokens = corpus.tokens
    events = events_in(tokens)
    first, last = (np.array([getattr(event, end) for event in events], np.int64) for end in ("first", "last"))
    spans = tokens.table(first, last)
    targets = _Targets(corpus)
    sides = {
        f"{side}_{what}": [give(getattr(event, side)) for event in events]
        for side in ("agent", "patient")
        for what, give in (("text", lambda r: _text(tokens, r)), ("target", targets.of))
    }
    table = spans.assign(
        event=spans.groupby("article_id", sort=False).cumcount(),
        sentence=tokens.sentence_in_article(first),
        verb=[e.pattern.term for e in events],
        category=[e.pattern.category for e in events],
        construction=[e.construction for e in events],
        voice=voices_of(corpus, spans).to_numpy(),
        **sides,
    )
    return schema.EVENTS.cast(table)


def events_in(tokens: Tokens) -> list[Event]:
    """Find the uses of verbs of harm in tokens, in order."""
    known = harm_verbs()
    hits = np.flatnonzero(tokens.flag(known))
    if not len(hits):
        return []
    reader = _Reader(tokens)
    sentence = tokens.sentence[hits]
    low = np.maximum(tokens.sentence_tokens[sentence], hits - REACH).tolist()
    high = np.minimum(tokens.sentence_tokens[sentence + 1], hits + REACH).tolist()
    words = tokens.folded[tokens.fold[tokens.type_id[hits]]].tolist()
    events: list[Event] = []
    for verb, word, begin, end in zip(hits.tolist(), words, low, high, strict=True):
        event = reader.read(verb, known[word], begin, end)
        if event:
            events.append(event)
    return events


class _Reader:
    """Read one verb after the other, remembering the last event for coordinated verbs."""

    def __init__(self, tokens: Tokens) -> None:
        self.clauses = tokens.once(Clauses, Clauses)
        self.codes = self.clauses.codes
        folded, fold, type_id = tokens.folded, tokens.fold, tokens.type_id
        self.word: Callable[[int], str] = lambda i: folded[fold[type_id[i]]]
        self.is_verb = tokens.flag(harm_verbs())
        plural = tokens.flag(word_kinds("clause-words")["plural"])
        self.plural = plural | tokens.type_flag(lambda w: w[-1] == "s" and len(w) > 3)
        self.last: Event | None = None

    def read(self, verb: int, patterns: list[tuple[Pattern, frozenset[str]]], low: int, high: int) -> Event | None:
        """Tell what a verb form does at a place, by the first pattern that fits; None where it is no verb."""
        if self.last and self.last.first < low:
            self.last = None
        for pattern, forms in patterns:
            after = self._after(pattern, verb + 1, high)
            if after is None:
                continue
            event = self._event(pattern, forms, (verb, after, low, high))
            if event:
                self.last = event
                return event
        return None

    def _after(self, pattern: Pattern, i: int, high: int) -> int | None:
        """Give the token after the particle that a pattern needs, or None if it is not there."""
        if i < high and self.word(i) in pattern.never:
            return None
        if not pattern.particles:
            if i < high and self.word(i) == "dead":
                return i + 1
            return i + 2 if i + 1 < high and self.word(i) == "to" and self.word(i + 1) == "death" else i
        for particle in pattern.particles:
            if i + len(particle) <= high and all(self.word(i + k) == word for k, word in enumerate(particle)):
                return i + len(particle)
        return None

    def _event(self, pattern: Pattern, forms: frozenset[str], place: tuple[int, int, int, int]) -> Event | None:
        verb, after, low, high = place
        construction = self._construction(pattern, forms, place)
        if construction is None:
            return None
        start = verb
        while start > low and (self.codes[start - 1] in "BHMA" or self._glued(start - 1)):
            start -= 1
        subject = self._subject(verb, start, low, reduced=construction == PASSIVE and "B" not in self.codes[start:verb])
        if construction == PASSIVE:
            agent = self.clauses.agent(after, high)
            return Event(start, after, pattern, PASSIVE_BY if agent else PASSIVE, agent, subject)
        if construction == INTRANSITIVE:
            return Event(start, after, pattern, construction, None, subject) if subject else None
        patient = self._patient(pattern, self._past_other_verb(after, high), high)
        one_sided = construction == RECIPROCAL and not (subject or patient)
        return None if one_sided else Event(start, after, pattern, construction, subject, patient)

    def _subject(self, verb: int, start: int, low: int, *, reduced: bool) -> Range | None:
        before = self.codes[start - 1] if start > low else ""
        if self.last and before and before in "C," and self._coordinated(start):
            return self.last.patient if self.last.construction in (PASSIVE, PASSIVE_BY) else self.last.agent
        if self.last and self.last.agent and before in tuple("NTD") and self.word(verb).endswith("ing"):
            return self.last.agent  # "attacked a checkpoint with grenades killing six"
        if reduced and before == ",":  # "the guard, shot in the leg, …"
            return self.clauses.subject(start - 1, low)
        if before in ("P", "O", "Y", "U") and self.codes[verb - 1] == before:  # "accused of killing"
            i = start - 2
            if i >= low and before == "O" and self.codes[i] in "NV":
                return self.clauses.subject(i + 1, low, near=self.codes[i] == "V" and self.codes[i - 1] in NOMINAL)
            return self.clauses.first_subject(verb, low)
        return self.clauses.subject(start, low)

    def _glued(self, i: int) -> bool:
        """Tell whether a hyphen is a damaged space after an auxiliary ("were-killed")."""
        return self.codes[i] == "-" and i > 0 and self.codes[i - 1] in "BHM"

    def _past_other_verb(self, after: int, high: int) -> int:
        """Give the token after a second verb of harm that shares the object ("shot and killed the guard")."""
        i = after
        while i < high and self.codes[i] in "CA" and i < after + 3:
            i += 1
        return i + 1 if i > after and i < high and self.is_verb[i] and self.codes[i] == "V" else after

    def _coordinated(self, start: int) -> bool:
        """Tell whether nothing but a conjunction and the object of the last verb stands between it and this one."""
        assert self.last is not None
        between = self.codes[self.last.last : start]
        return not any(c in "XURSVBHM" for c in between)

    def _patient(self, pattern: Pattern, after: int, high: int) -> Range | None:
        if not pattern.prepositions:
            return self.clauses.object(after, high)
        reached = after < high and self.word(after) in pattern.prepositions
        return self.clauses.object(after + 1, high) if reached else None

    def _construction(self, pattern: Pattern, forms: frozenset[str], place: tuple[int, int, int, int]) -> str | None:
        verb, after, low, high = place
        i = verb - 1
        while i >= low and (self.codes[i] in "AQ" or self._glued(i)):
            i -= 1
        after = self._past_other_verb(after, high)
        before = self.codes[i] if i >= low else "^"
        after += after + 1 < high and self.codes[after] == "Q"
        follows = self.codes[after] if after < high else "."
        joined = before in "C," and self.last is not None and self.last.construction != ACTIVE
        seen = Place(
            before=before,
            word_before=self.word(i) if i >= low else "",
            plural_before=i >= low and bool(self.plural[i]),
            follows=follows,
            word_after=self.word(after) if after < high else "",
            takes_object=follows in "DEJSN" and self.codes[after : after + 2] not in ("DT", "ET"),
            after_passive=joined,
        )
        return tell_construction(pattern, forms, seen)


class _Targets:
    """Targets of the codebook by the tokens that name them."""

    def __init__(self, corpus: Corpus) -> None:
        mentions = corpus.mentions[corpus.mentions["form"] == "noun"]
        first, last = corpus.tokens.locate(mentions)
        order = np.argsort(first, kind="stable")
        self.first, self.last = first[order], last[order]
        self.target = mentions["target"].to_numpy(object)[order]
        self.collective = corpus.tokens.flag(word_kinds("clause-words")["collective"])
        self.possessive = corpus.tokens.flag(["'s"])
        self.codes = corpus.tokens.once(Clauses, Clauses).codes

    def of(self, phrase: Range | None) -> str | None:
        """Give the target that the head of a phrase names: not its owner, nor what follows *of* after another noun."""
        if phrase is None:
            return None
        end = self._head_end(phrase)
        for i in range(int(np.searchsorted(self.first, phrase[0])), len(self.first)):
            if self.last[i] > end:
                break
            if not (self.last[i] < end and self.possessive[self.last[i]]):
                return self.target[i]
        return None

    def _head_end(self, phrase: Range) -> int:
        """Give the token after the head noun: that before *of*, unless it only counts or collects ("a group of")."""
        first, last = phrase
        place = self.codes.find("O", first + 1, last)
        while place > 0:
            if self.codes[place - 1] == "N" and not self.collective[place - 1]:
                return place
            place = self.codes.find("O", place + 1, last)
        return last


def _text(tokens: Tokens, phrase: Range | None) -> str | None:
    return None if phrase is None else tokens.text[tokens.start[phrase[0]] : tokens.end[phrase[1] - 1]]
