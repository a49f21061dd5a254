"""Cleaning rule for links to other items ("READ MORE: …") that stand in the middle of a text."""

from __future__ import annotations

import re
from functools import cache

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.lines import drop_matching_lines
from framing.corpus.clean.patterns import words_of

MAX_WORDS = 18
"""No linked headline of the sample was longer."""
USUAL = (4, 11)
"""Words that most linked headlines have."""
REACH = 5
"""A word such as *The* so many words after a likelier place beats it: no sentence has one inside so soon."""
WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[a-z\d)][.!?][\"'’”]?\Z")


def drop_links(draft: Draft) -> None:
    """Drop links to other items: lines of their own, and in a text without lines the marker and its headline."""
    DROP_LINES(draft)
    if any(key in draft.body for key in words_of("link")):
        body, position, pieces = draft.body, 0, []
        for match in _mark().finditer(body):
            if match.start() < position:
                continue
            end = link_end(body, match.end())
            draft.remove("read_more", body[match.start() : end])
            pieces.append(body[position : match.start()])
            position = end
        draft.body = "\n\n".join([*(piece.rstrip() for piece in pieces), body[position:].lstrip()]) if pieces else body


DROP_LINES = drop_matching_lines("read_more")


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words_of('link')))})(?: ?[:–—>] ?| ?- ?)-?\s*(?=[A-Z'\"‘“\d])")


def link_end(text: str, start: int) -> int:
    """Find the end of the headline that begins at `start`, when nothing but a capital letter tells it.

    Parameters
    ----------
    text : str
    start : int

    Returns
    -------
    int
        End of the headline: the line end, or the place before the word that looks most like the first one of a
        sentence; `start` itself when no such place is found within `MAX_WORDS` words.

    Notes
    -----
    Read by eye on news-2017; see the data sheet for how often it is a word or two off.
    """
    line_end = text.find("\n", start)
    stop = len(text) if line_end < 0 else line_end
    words: list[tuple[str, int]] = []
    for match in WORD.finditer(text, start, stop):
        words.append((match[0], match.start()))
        if len(words) >= MAX_WORDS or (len(words) > 2 and SENTENCE_END.search(words[-2][0])):
            break
    else:
        if line_end >= 0:
            return stop
    places = [
        i for i in range(2, len(words)) if _may_begin(words[i - 1][0], words[i][0]) and not _in_quotation(words[:i])
    ]
    chosen = _choose([word for word, _ in words], places)
    return words[chosen][1] if chosen else start


def _choose(words: list[str], places: list[int]) -> int:
    """Choose the place where a sentence most likely begins; 0 when there is none."""
    strong = [i for i in places if words[i].strip("\"'").lower() in words_of("starter")]
    weak = [i for i in places if words[i - 1][0].islower() or words[i - 1][-1] in "'\"?!"]
    weak = [i for i in weak if i >= USUAL[0]] or weak
    best = strong[0] if strong and (not weak or strong[0] <= weak[0] + REACH) else (weak or [0])[0]
    if best and best <= USUAL[1]:
        return best
    calm = [i for i in places if USUAL[0] <= i <= USUAL[1] and i + 1 < len(words) and words[i + 1][0].islower()]
    return calm[-1] if calm else best


def _in_quotation(words: list[tuple[str, int]]) -> bool:
    """Tell whether a quotation that began in these words is still open."""
    opened = sum(word[0] in "'‘\"“" for word, _ in words)
    return opened > sum(word.rstrip(".,:")[-1:] in "'’\"”?!" and len(word) > 1 for word, _ in words)


def _may_begin(before: str, word: str) -> bool:
    """Tell whether a sentence may begin with this word after that one."""
    first = word.lstrip("\"'‘“")[:1]
    goes_on = before[-1] in ",:–—" or before == "-"
    return first.isupper() and before.lower() not in words_of("inside_headline") and not goes_on
