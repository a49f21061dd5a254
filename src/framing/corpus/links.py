"""Cleaning rule for links to other items ("READ MORE: …") that stand in the middle of a text."""

from __future__ import annotations

import re

from framing.corpus.drafts import Draft
from framing.corpus.lines import drop_matching_lines
from framing.corpus.patterns import words_of

MARK = re.compile(
    r"\s*\b(?:READ MORE|READ ALSO|ALSO READ|WATCH|OPINION|INTERACTIVE|IN PICTURES|LISTEN|EXPLAINER|SEE ALSO|RELATED)(?: ?[:–—>] ?| ?- ?)-?\s*(?=[A-Z'\"‘“\d])"
)
KEYS = ("READ", "WATCH", "OPINION", "INTERACTIVE", "IN PICTURES", "LISTEN", "EXPLAINER", "SEE ALSO", "RELATED")
MAX_WORDS = 18
"""No linked headline of the sample was longer."""
WORD = re.compile(r"\S+")


def drop_links(draft: Draft) -> None:
    """Drop links to other items: lines of their own, and in a text without lines the marker and its headline."""
    DROP_LINES(draft)
    if any(key in draft.body for key in KEYS):
        body, position, pieces = draft.body, 0, []
        for match in MARK.finditer(body):
            if match.start() < position:
                continue
            end = link_end(body, match.end())
            draft.remove("read_more", body[match.start() : end])
            pieces.append(body[position : match.start()])
            position = end
        draft.body = "\n\n".join([*(piece.rstrip() for piece in pieces), body[position:].lstrip()]) if pieces else body


DROP_LINES = drop_matching_lines("read_more")


def link_end(text: str, start: int) -> int:
    """Find the end of the headline that begins at `start`, when nothing but a capital letter tells it.

    Parameters
    ----------
    text : str
    start : int

    Returns
    -------
    int
        End of the headline: a line end, sentence mark, or the place before the word that looks most like the first
        one of a sentence; `start` itself when no such place is found within `MAX_WORDS` words.

    Notes
    -----
    Read by eye on news-2017; see the data sheet for how often it is a word or two off.
    """
    line_end = text.find("\n", start)
    stop = len(text) if line_end < 0 else line_end
    words = []
    for match in WORD.finditer(text, start, stop):
        words.append(match)
        if len(words) > MAX_WORDS + 1:
            break
    if line_end >= 0 and len(words) <= MAX_WORDS + 1 and words and words[-1].end() >= stop - 1:
        whole = stop
    else:
        whole = start
    candidates = [i for i in range(2, len(words)) if _may_begin(words[i - 1][0], words[i][0])]
    strong = [i for i in candidates if words[i][0].strip("\"'").lower() in words_of("starter")]
    weak = [
        i
        for i in candidates
        if (words[i - 1][0][-1:].islower() and words[i - 1][0][:1].islower()) or words[i - 1][0][-1] in "'\"?!"
    ]
    if weak and (not strong or strong[0] > weak[0] + 2):
        return words[weak[0]].start()
    if strong:
        return words[strong[0]].start()
    return words[candidates[0]].start() if candidates and whole == start else whole


def _may_begin(before: str, word: str) -> bool:
    """Tell whether a sentence may begin with this word after that one."""
    first = word.lstrip("\"'‘“")[:1]
    return (
        (first.isupper() or (first.isdigit() and before[-1:] in ".?!"))
        and before.lower() not in words_of("inside_headline")
        and before[-1] not in ",:-–—"
    )
