"""Which tokens stand in quotation marks: the marks of an article are read together, so that none flips the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.quotations.marks import KIND, Marks, find_marks
from framing.annotation.quotations.pairing import Layout, Span, pair_doubles
from framing.annotation.quotations.single_marks import pair_singles
from framing.annotation.text.ranges import running
from framing.annotation.text.tokens import tokenize
from framing.corpus.arrays import Quotations

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens
    from framing.corpus.corpus import Corpus

__all__ = ["Quotations", "find_quotations"]


def find_quotations(tokens: Tokens) -> Quotations:
    """Find what stands in quotation marks, double, single and guillemets, nested or not, balanced or not.

    Parameters
    ----------
    tokens : Tokens
        Tokens with sentences.

    Notes
    -----
    Marks are not voice: titles, nicknames and scare quotes stand in quotation marks too. Where a closing mark is lost,
    the quotation is taken to end with its sentence, or with the paragraph where text has paragraphs; where an opening
    mark is lost, the quotation is taken to begin with its sentence. Either may cut off or add words.
    """
    marks = find_marks(tokens)
    layout = Layout(tokens)
    spans = pair_doubles(marks.only(~marks.is_single), layout)
    spans += pair_singles(marks.only(marks.is_single), layout, spans, size=len(tokens))
    counted = running(tokens.is_word)
    spans = [span for span in spans if counted[span.last] > counted[span.first]]
    return _assemble(tokens, spans, marks, counted)


def with_arrays(corpus: Corpus) -> Corpus:
    """Give a corpus with the tokens and quotations of its articles, found anew where they are not there."""
    if corpus.has_arrays:
        return corpus
    tokens = tokenize(corpus.articles)
    return corpus.with_(tokens=tokens, quotations=find_quotations(tokens))


def _assemble(tokens: Tokens, spans: list[Span], marks: Marks, counted: np.ndarray) -> Quotations:
    spans = sorted(spans, key=lambda s: (s.first, -s.last))
    family = dict(zip(marks.first.tolist(), KIND[marks.family].tolist(), strict=True))
    number = {id(span): i for i, span in enumerate(spans)}
    inside = np.full(len(tokens), -1, np.int32)
    outer = np.full(len(tokens), -1, np.int32)
    parent = []
    stack: list[int] = []
    for i, span in enumerate(spans):
        while stack and spans[stack[-1]].last <= span.first:
            stack.pop()
        parent.append(stack[-1] if stack else -1)
        if not stack:
            outer[span.first : span.last] = i
        inside[span.first : span.last] = i
        stack.append(i)

    def column(values: list[int]) -> np.ndarray:
        return np.array(values, np.int64)

    first, last = column([s.first for s in spans]), column([s.last for s in spans])
    return Quotations(
        first=first,
        last=last,
        opening=column([s.opening for s in spans]),
        closing=column([s.closing for s in spans]),
        kind=np.array([_kind(s, family) for s in spans], np.int8),
        parent=column(parent),
        continues=column([number.get(id(s.continues), -1) if s.continues is not None else -1 for s in spans]),
        words=counted[last] - counted[first],
        inside=inside,
        outer=outer,
    )


def _kind(span: Span, family: dict[int, int]) -> int:
    """Give the kind of a quotation; where its two marks differ, the one that is no single mark decides."""
    kinds = {family[mark] for mark in (span.opening, span.closing) if mark >= 0}
    if not kinds and span.continues is not None:
        return _kind(span.continues, family)
    return min(kinds - {1}, default=1)
