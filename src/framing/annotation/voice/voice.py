"""Whose word is it: every label is the outlet's own unless a source, a mark of distance or a denial stands round it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.voice.ascription import OUTLET, QUOTED, REJECTED, REPORTED, SCARE, Judgement, attach_sources
from framing.annotation.voice.colons import Colons
from framing.annotation.voice.distance import (
    AFTER,
    BEFORE,
    Around,
    is_distanced,
    is_quoted_distance,
    is_rejected,
    markers,
)
from framing.annotation.voice.forms import find_forms
from framing.annotation.voice.scope import Reader, Scope
from framing.annotation.voice.verbatim import find_brackets, find_posts, quotation_states
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.annotation.quotations.spans import Quotations
    from framing.annotation.text.tokens import Tokens
    from framing.corpus.corpus import Corpus

SPAN = ("article_id", "part", "start", "end")
NOBODY = (0, 0)


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def find_voice(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Tell whose word each of some spans is.

    Parameters
    ----------
    corpus : Corpus
        Annotated; of one that is not, tokens, quotations and attributions are found anew.
    spans : DataFrame
        Any table with article_id, part, start, end: labels for people or events, of a codebook or your own.

    Returns
    -------
    DataFrame
        The spans with the columns form (noun, modifier, other), voice (outlet, quoted, reported, scare, rejected: the
        first that fits, from the right), attribution, source_text, speaker and source_type; the last four are missing
        where the word is the outlet's or no source is in sight. A span that touches no word has no form and no voice.

    Raises
    ------
    FramingError
        If a column is missing.

    Notes
    -----
    Two readers agree in 94 of 100 cases, these rules with them in nine of ten (``benchmarks/voice.py``). The outlet's
    gloss within reported speech and free indirect speech without a cue are where they err most. `outlet` says that
    nobody else is made responsible for the word, not that the outlet chose it with intent.
    """
    missing = [name for name in SPAN if name not in spans]
    if missing:
        raise FramingError(f"The spans have no column '{missing[0]}'; a span table has {', '.join(SPAN)}.")
    corpus = _prepared(corpus)
    tokens, quotations = corpus.tokens, corpus.quotations
    first, last = tokens.locate(spans)
    found = last > first
    form = np.full(len(spans), None, object)
    form[found] = find_forms(tokens, first[found], last[found])
    judgements = judge(tokens, quotations, first[found], last[found])
    voice = np.full(len(spans), None, object)
    voice[found] = [judgement.voice for judgement in judgements]
    coded = spans.assign(
        form=pd.Series(form, spans.index, dtype="str"), voice=pd.Series(voice, spans.index, dtype="str")
    )
    judged = list(zip(first[found].tolist(), judgements, strict=True))
    return attach_sources(corpus, quotations, coded, np.flatnonzero(found), judged)


def _prepared(corpus: Corpus) -> Corpus:
    """Give a corpus with tokens, quotations and attributions, found anew where they are not there."""
    corpus = with_arrays(corpus)
    if corpus.is_annotated:
        return corpus
    relations = find_attributions(corpus.tokens, corpus.quotations)
    attributions, spans = attribution_tables(corpus.tokens, relations)
    return corpus.with_(attributions=attributions, attribution_spans=spans)


def judge(tokens: Tokens, quotations: Quotations, first: np.ndarray, last: np.ndarray) -> list[Judgement]:
    """Give the voice of labels at token ranges [first, last), with the source that the rules saw."""
    if not len(first):
        return []
    bench = _Bench(tokens, quotations)
    return [bench.judge(a, b) for a, b in zip(first.tolist(), last.tolist(), strict=True)]


class _Bench:
    """All that is known of the texts, and the rules in the order in which they apply."""

    def __init__(self, tokens: Tokens, quotations: Quotations) -> None:
        self._tokens, self._quotations = tokens, quotations
        self._words = tokens.folded[tokens.fold[tokens.type_id]] if len(tokens) else np.zeros(0, object)
        self._reader = Reader(tokens, quotations)
        self._speech, self._short = quotation_states(tokens, quotations)
        self._bracket = find_brackets(tokens)
        self._posts = find_posts(tokens)
        self._colons = Colons(tokens)
        self._in_headline = tokens.segment_part[tokens.segment] == 0
        self._post_ends = [post[1] for post in self._posts]
        self._triggers = np.concatenate([[0], np.cumsum(tokens.flag(markers().triggers))])
        self._scopes: dict[int, list[Scope]] = {}

    def judge(self, first: int, last: int) -> Judgement:
        """Give the first voice that fits: rejected, scare, quoted, reported, outlet."""
        sentence = int(self._tokens.sentence[first])
        quotation = int(self._quotations.inside[first])
        speech = quotation if quotation >= 0 and self._speech[quotation] else -1
        around = self._around(first, last, sentence, speech)
        distance = _distance(around, in_speech=speech >= 0)
        if distance == OUTLET and quotation >= 0 and self._short[quotation]:
            distance = SCARE
        scope = self._scope(first, sentence)
        if distance != OUTLET:
            return self._distanced(distance, first, scope, around)
        if self._bracket[first]:
            return Judgement(OUTLET, NOBODY, NOBODY)
        post = self._post(first) if speech < 0 else NOBODY
        if speech >= 0 or post is not None:
            return Judgement(QUOTED, post or NOBODY, NOBODY)
        if scope is not None and not self._reader.is_gloss(first, last, sentence):
            return Judgement(REPORTED, scope.source, scope.cue)
        speaker = self._colons.source(first) if self._in_headline[first] else None
        return Judgement(REPORTED, speaker, NOBODY) if speaker else Judgement(OUTLET, NOBODY, NOBODY)

    def _distanced(self, voice: str, first: int, scope: Scope | None, around: Around | None) -> Judgement:
        """Give the source of a label at a distance: of the naming verb near it, else of the words that report it."""
        back = around.naming_verb() if around is not None and voice == SCARE else 0
        if back:
            verb = first - back
            return Judgement(voice, self._reader.subject(verb, int(self._tokens.sentence[first])), (verb, verb + 1))
        return Judgement(voice, scope.source, scope.cue) if scope else Judgement(voice, NOBODY, NOBODY)

    def _around(self, first: int, last: int, sentence: int, speech: int) -> Around | None:
        """Give the words beside a label in its sentence (and in its quotation), None if no marker is among them."""
        begin, end = (int(self._tokens.sentence_tokens[sentence + i]) for i in (0, 1))
        if speech >= 0:
            begin = max(begin, int(self._quotations.first[speech]))
            end = min(end, int(self._quotations.last[speech]))
        begin, end = max(begin, first - BEFORE), min(end, last + AFTER)
        if self._triggers[max(end, last)] == self._triggers[begin]:
            return None
        return Around(self._words[begin:first].tolist(), self._words[last:end].tolist())

    def _scope(self, token: int, sentence: int) -> Scope | None:
        """Find the scope that holds a token; of several the one whose cue is nearest."""
        if sentence not in self._scopes:
            self._scopes[sentence] = self._reader.read(sentence)
        holding = [scope for scope in self._scopes[sentence] if scope.first <= token < scope.last]
        return min(holding, key=lambda scope: abs(scope.cue[0] - token), default=None)

    def _post(self, token: int) -> tuple[int, int] | None:
        i = int(np.searchsorted(self._post_ends, token, side="right"))
        if i < len(self._posts) and self._posts[i][0] <= token:
            return self._posts[i][2:]
        return None


def _distance(around: Around | None, *, in_speech: bool) -> str:
    """Give rejected or scare where words beside a label deny it or mark it, outlet where none do."""
    if around is None:
        return OUTLET
    if is_rejected(around):
        return REJECTED
    marked = is_quoted_distance(around) if in_speech else is_distanced(around)
    return SCARE if marked else OUTLET
