"""What the words round a target say: the features of the linear model of tone towards a target."""

import itertools
import re
from collections.abc import Iterable, Mapping

TOKEN = re.compile(r"['’]s\b|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")
# A clause ends at these marks and words; what stands beyond them seldom describes the target. These words and the
# negators are part of the model: its weights were learned with them.
BREAK_WORDS = ("but", "while", "although", "though", "because", "who", "which", "that", "when", "after", "if")
BREAKS = frozenset([*',;:—–-()"“”', *BREAK_WORDS])
NEGATING = ("not", "no", "never", "without", "nor", "neither", "cannot", "hardly", "barely", "none", "nothing")
NEGATORS = frozenset([*NEGATING, "nobody", "denied", "denies"])
MARKS = frozenset(",.;:!?()[]-—–'’‘\"“”")
WINDOW = 6
TARGET = "@"
SUMS = 14


def cut_words(text: str) -> list[str]:
    """Cut a text into words and marks, without capitals."""
    return TOKEN.findall(text.lower().replace("’", "'"))


def target_features(left: list[str], right: list[str]) -> list[str]:
    """Name the features of a target.

    `left` and `right` are the words before and after it, from `cut_words`.

    Returns
    -------
    list of str
        Words and pairs anywhere; words by side (``<``, ``>``), by nearness (``<0`` to ``<3``) and in the target's
        clause (``=``); words after a negator (``!``); phrases with the target (``@``) among them. The target's own
        words are in none: what somebody is called is counted elsewhere, and who somebody is must not set the tone.
    """
    whole = [*left, TARGET, *right]
    before, after = left[: -WINDOW - 1 : -1], right[:WINDOW]
    here = [*_until_break(reversed(left)), *_until_break(right)]
    names = list({word for word in whole if word not in MARKS})
    names += {f"{a} {b}" for a, b in itertools.pairwise(whole)}
    names += {f"<{word}" for word in left[-15:]}
    names += {f">{word}" for word in right[:15]}
    for sign, near in (("<", before), (">", after)):
        names += [f"{sign}{min(i, 3)}{word}" for i, word in enumerate(near[:4])]
        names += [f"{sign}{a} {b}" for a, b in itertools.pairwise(near)]
    names += {f"={word}" for word in here}
    names += {f"!{word}" for at in negator_places(whole) for word in whole[at + 1 : at + 4]}
    around = [*before[1::-1], TARGET, *after[:2]]
    names += [" ".join(around[at : at + 3]) for at in range(len(around) - 2)]
    if len(after) > 2:
        names.append(" ".join([TARGET, *after[:3]]))
    return names


def _until_break(words: Iterable[str]) -> list[str]:
    listed = list(words)
    return [*listed[:1], *itertools.takewhile(lambda word: word not in BREAKS, listed[1:])]


def negator_places(words: list[str]) -> list[int]:
    """Find where negators stand."""
    return [at for at, word in enumerate(words) if word in NEGATORS or word[-3:] == "n't"]


def valence_features(left: list[str], right: list[str], valence: Mapping[str, float]) -> list[float]:
    """Sum valences of the words round a target: good and bad apart, in the sentence, near, on each side, in the clause.

    Fourteen sums, of the words that have a `valence`.
    """
    signed_left, signed_right = _signed(left, valence), _signed(right, valence)
    n, size = len(signed_left), 5
    ranges = (
        signed_left + signed_right,
        signed_left[max(0, n - size) :],
        signed_right[:size],
        signed_left[max(0, n - 2) :],
        signed_right[:2],
        _signed(_until_break(reversed(left))[::-1], valence) + _signed(_until_break(right), valence),
        [v / (1 + d) for side in (signed_left[::-1], signed_right) for d, v in enumerate(side)],
    )
    return [sum(v for v in values if v * sign > 0) for values in ranges for sign in (1, -1)]


def _signed(words: list[str], valence: Mapping[str, float]) -> list[float]:
    """Valences, turned round where a negator stands up to three words before."""
    values = [valence.get(word, 0.0) for word in words]
    if any(values):
        for at in negator_places(words):
            for near in range(at + 1, min(at + 4, len(words))):
                values[near] = -0.74 * valence.get(words[near], 0.0)
    return values
