"""Transcripts: turns that begin with a speaker and a colon, and interviews that name their two speakers only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.annotation.attribution.marking import Sentences, attribute
from framing.lexicon import read_lexicon, word_kinds

if TYPE_CHECKING:
    from framing.corpus.arrays import Tokens

NAME = 5
"""Tokens of a speaker's name."""
QUESTION, ALONE = 200, 80
"""Tokens of a turn that asks, at most; of the only one that is named."""
SAID = 4
"""Tokens that most turns of a transcript have at least; a list of results has fewer behind its colons."""
QUESTIONS = 3
"""Questions that tell an interview whose speakers are named once from a title with a colon."""
CLOSED = word_kinds("reporting")["closes"]
"""Words that begin a sentence which closes an interview, where nobody asks any more: "The interview was held by …"."""
NOBODY = word_kinds("reporting")["nobody"]
"""Last words of what stands before a colon and is no speaker: "READ MORE:", "PHOTO OF THE DAY:"."""
PAIRS = frozenset("q a".split()), frozenset("question answer".split())
"""Labels of who asks and who answers."""
Turn = tuple[int, int]


def read_transcripts(tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Label the turns of transcripts: speaker, colon, and what is said until the next turn.

    Notes
    -----
    Turns are lines that begin with a name and a colon, where a name comes back, or Q and A; a name in capitals need not
    begin a line. In an interview they may stand within a line, the first speaker asks and the second answers; where
    neither is named again, all that follows is taken for the answers of the second, the questions among them.
    """
    labels = labels.copy()
    text = _Transcripts(tokens)
    for turns in text.found():
        for first, mark, stop in turns:
            if stop > mark + 1:
                attribute(labels, (first, mark), (mark, mark + 1), (mark + 1, stop), instead=(first, stop))
    return labels


class _Transcripts:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens, self._text = tokens, Sentences(tokens)
        self._asks = tokens.flag(["?"])
        self._ordinary = tokens.flag(read_lexicon("ordinary-words").terms["term"])
        self._shouted = tokens.type_flag(lambda word: word.isupper() or not word[0].isalpha())

    def found(self) -> list[list[tuple[int, int, int]]]:
        """Find the articles that are transcripts: of each turn its first token, its colon, and where it ends."""
        result = []
        by_segment: dict[int, list[Turn]] = {}
        for turn in self._candidates():
            by_segment.setdefault(int(self._tokens.segment[turn[0]]), []).append(turn)
        for segment, turns in by_segment.items():
            end = int(self._tokens.segment_tokens[segment + 1])
            spoken = self._interview(turns, end)
            if spoken:
                result.append(_until(spoken, spoken, self._closing(spoken, end)))
                continue
            lines = [turn for turn in turns if self._tokens.break_before[turn[0]] or self._is_label(turn)]
            names = [self._name(turn) for turn in lines]
            again = len(names) > 2 and len(set(names)) < len(names) and self._says(lines, end)
            if again or any(pair <= set(names) for pair in PAIRS):
                result.append(_until(lines, turns, self._text.line(lines[-1][1])[1]))
        return result

    def _is_label(self, turn: Turn) -> bool:
        """Tell whether a name is written as the label of a turn, wherever it stands: in capitals, or "Answer"."""
        shouted = self._shouted[turn[0] : turn[1]].all() and not self._ordinary[turn[1] - 1]
        return bool(shouted) or any({self._name(turn)} <= pair for pair in PAIRS)

    def _says(self, turns: list[Turn], end: int) -> bool:
        """Tell whether most turns say something."""
        stops = [first for first, _ in turns[1:]] + [end]
        return bool(np.mean([stop - mark > SAID for (_, mark), stop in zip(turns, stops, strict=True)]) > 1 / 2)

    def _candidates(self) -> list[Turn]:
        """Names of capitals before a colon, at the beginning of a line or sentence of a body."""
        tokens = self._tokens
        capital = tokens.type_flag(lambda word: word[0].isupper() or word in {".", "-"})
        dash, nobody = tokens.flag(["-", "–", "—"]), tokens.flag(NOBODY)
        turns = []
        for colon in np.flatnonzero(tokens.flag([":"]) & (tokens.segment_part[tokens.segment] == 1)).tolist():
            begin = max(int(tokens.sentence_tokens[tokens.sentence[colon]]), self._text.line(colon)[0])
            begin += bool(dash[begin]) and begin < colon
            if 0 < colon - begin <= NAME and capital[begin:colon].all() and not nobody[colon - 1]:
                turns.append((begin, colon))
        return turns

    def _interview(self, turns: list[Turn], end: int) -> list[Turn]:
        """Find the turns of an interview; none where no speaker answers another's question."""
        answers = [
            i
            for i in range(1, len(turns))
            if turns[i][0] - turns[i - 1][1] <= QUESTION
            and self._asks[max(turns[i][0] - 2, 0) : turns[i][0]].any()
            and self._name(turns[i]) != self._name(turns[i - 1])
        ]
        if not answers:
            return []
        asked, answered = turns[answers[0] - 1], turns[answers[0]]
        far = answered[0] - asked[1] > ALONE or self._asks[asked[0] : end].sum() < QUESTIONS
        if len(answers) == 1 and far:
            return []
        speakers = {self._name(turns[j]).split()[-1] for i in answers for j in (i - 1, i)}
        return [turn for turn in turns[answers[0] - 1 :] if self._name(turn).split()[-1] in speakers]

    def _closing(self, turns: list[Turn], end: int) -> int:
        """Find where the last turn ends: with its line where all turns have one, else where the interview is closed."""
        tokens, text = self._tokens, self._text
        if len(turns) > 2 and tokens.break_before[[first for first, _ in turns]].all():
            return text.line(turns[-1][1])[1]
        asked = np.flatnonzero(self._asks[turns[-1][1] : end])
        last = turns[-1][1] + (int(asked[-1]) if len(asked) else 0)
        for begin in tokens.sentence_tokens[tokens.sentence[last] + 1 : tokens.sentence[end - 1] + 1].tolist():
            if CLOSED & {text.word(begin), text.word(begin + 1)}:
                return begin
        return end

    def _name(self, turn: Turn) -> str:
        return " ".join(self._text.word(i) for i in range(*turn))


def _until(turns: list[Turn], others: list[Turn], end: int) -> list[tuple[int, int, int]]:
    """Give each turn the place where it ends: where the next of `others` begins, or all of them end."""
    begins = [first for first, _ in others]
    return [(first, mark, next((begin for begin in begins if begin > mark), end)) for first, mark in turns]
