"""VADER's rules as nltk applies them, asked once per distinct word and applied to all places at once."""

import re
import string
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from framing.annotation.tone.vader_words import (
    B_DECR,
    BOOSTERS,
    C_INCR,
    IDIOMS,
    N_SCALAR,
    NEGATIONS,
    PUNCTUATION_MARKS,
)

PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
# How much a booster counts when it stands one, two or three words before the word it boosts.
FADE = (1.0, 0.95, 0.9)


def strip_marks(token: str) -> str:
    """Take one known mark off the front or the back of a token, as VADER does ("cat," is "cat"; "(cat)" stays)."""
    if token.isalnum():
        return token
    if len(token) > 2 and token[:-1].isalnum():  # the usual case, "cat,", without a pattern
        return token[:-1] if token[-1] in PUNCTUATION_MARKS else token
    bare = PUNCTUATION.sub("", token)
    if len(bare) > 1:
        if token.startswith(bare) and token[len(bare) :] in PUNCTUATION_MARKS:
            return bare
        if token.endswith(bare) and token[: -len(bare)] in PUNCTUATION_MARKS:
            return bare
    return token


@dataclass(frozen=True)
class Words:
    """Texts as arrays: per place its word, sentence and token; per word what the rules ask of it."""

    words: list[str]
    ids: np.ndarray  # word at each place; the last word is a blank that fits no rule
    sentence: np.ndarray
    token: np.ndarray  # which of the sentence's whitespace tokens stands here
    bounds: np.ndarray  # first place of each sentence, and the end
    traits: dict[str, np.ndarray]
    mixed_case: np.ndarray  # per sentence: some but not all words in capitals


def read_words(texts: Sequence[str], lexicon: dict[str, float]) -> Words:
    """Cut texts at white space, and number their words."""
    token_ids: defaultdict[str, int] = defaultdict()
    token_ids.default_factory = token_ids.__len__
    numbers, lengths = array("q"), array("q")
    for text in texts:  # one text at a time: its tokens are still in the cache when they are looked up
        tokens = text.split()
        lengths.append(len(tokens))
        numbers.extend(map(token_ids.__getitem__, tokens))
    flat, counts = np.array(numbers, dtype=np.int64), np.array(lengths, dtype=np.int64)
    word_ids: defaultdict[str, int] = defaultdict()
    word_ids.default_factory = word_ids.__len__
    long_enough = np.array([len(token) > 1 for token in token_ids], dtype=bool)
    word_of = np.array([word_ids[strip_marks(token)] for token in token_ids], dtype=np.int64)
    words = [*word_ids, ""]
    starts = np.cumsum(counts) - counts
    kept = long_enough[flat] if len(flat) else np.zeros(0, dtype=bool)
    sentence = np.repeat(np.arange(len(counts)), counts)
    token = (np.arange(len(flat)) - starts[sentence])[kept]
    ids, sentence = (word_of[flat][kept] if len(flat) else flat), sentence[kept]
    bounds = np.concatenate([[0], np.cumsum(np.bincount(sentence, minlength=len(counts)))])
    traits = _word_traits(words, lexicon)
    capitals = np.bincount(sentence[traits["upper"][ids]], minlength=len(counts))
    mixed_case = (capitals > 0) & (capitals < np.diff(bounds))
    return Words(words, ids, sentence, token, bounds, traits, mixed_case)


def _word_traits(words: list[str], lexicon: dict[str, float]) -> dict[str, np.ndarray]:
    """Answer once for each distinct word what the rules ask of it."""
    lowered = [word.lower() for word in words]
    # An idiom can only stand where its longest word stands.
    idiom_keys = {max(phrase.split(), key=len) for phrase in (*IDIOMS, *BOOSTERS) if " " in phrase}

    def flags(answers):
        return np.fromiter(answers, dtype=bool, count=len(words))

    return {
        "listed": flags(word in lexicon for word in lowered),
        "valence": np.array([lexicon.get(word, 0.0) for word in lowered]),
        "booster": flags(word in BOOSTERS for word in lowered),
        "boost": np.array([BOOSTERS.get(word, 0.0) for word in lowered]),
        "negates": flags(word in NEGATIONS or "n't" in word for word in lowered),
        "upper": flags(word.isupper() for word in words),
        "never": flags(word == "never" for word in words),
        "so": flags(word in {"so", "this"} for word in words),
        "least": flags(word == "least" for word in lowered),
        "at": flags(word in {"at", "very"} for word in lowered),
        "kind": flags(word == "kind" for word in lowered),
        "of": flags(word == "of" for word in lowered),
        "but": flags(word == "but" for word in lowered),
        "idiom": flags(word in idiom_keys for word in words),
    }


def find_valences(read: Words) -> tuple[np.ndarray, np.ndarray]:
    """Places of words with a valence, and the valence there after all rules."""
    trait, blank = read.traits, len(read.words) - 1
    scored = trait["listed"] & ~trait["booster"]
    hits = np.flatnonzero(scored[read.ids])
    # nltk scores every occurrence of a word in a sentence as it scores the first.
    key = read.sentence[hits] * np.int64(blank + 1) + read.ids[hits]
    _, first, again = np.unique(key, return_index=True, return_inverse=True)
    place = hits[first]
    begin, end = read.bounds[read.sentence[place]], read.bounds[read.sentence[place] + 1]

    def near(offset: int) -> np.ndarray:
        at = place + offset
        inside = (at >= begin) & (at < end)
        return np.where(inside, read.ids[np.where(inside, at, 0)] if len(read.ids) else blank, blank)

    value = _window_rules(read, place, near)
    least = trait["least"][near(-1)] & ~trait["listed"][near(-1)] & ~trait["at"][near(-2)]
    value = np.where(least, value * N_SCALAR, value)
    value[trait["kind"][near(0)] & trait["of"][near(1)]] = 0.0
    return hits, value[again]


def _window_rules(read: Words, place: np.ndarray, near: Callable[[int], np.ndarray]) -> np.ndarray:
    """Valence of the word at each place after capitals, boosters, negators and idioms near it."""
    trait = read.traits
    mixed = read.mixed_case[read.sentence[place]]
    value = trait["valence"][near(0)]
    loud = np.where(value > 0, C_INCR, -C_INCR)
    value = np.where(trait["upper"][near(0)] & mixed, value + loud, value)
    one, two, three = near(-1), near(-2), near(-3)
    special = (
        np.zeros(len(place), dtype=bool),
        trait["never"][two] & trait["so"][one],
        (trait["never"][three] & trait["so"][two]) | trait["so"][one],
    )
    depth = place - read.bounds[read.sentence[place]]
    for back, before in enumerate((one, two, three)):
        active = (depth > back) & ~trait["listed"][before]
        boost = np.where(value < 0, -trait["boost"][before], trait["boost"][before])
        shout = trait["booster"][before] & trait["upper"][before] & mixed
        boost = np.where(shout, np.where(value > 0, boost + C_INCR, boost - C_INCR), boost)
        value = np.where(active, value + boost * FADE[back], value)
        raised = value * (1.0, 1.5, 1.25)[back]
        turned = np.where(trait["negates"][before], value * N_SCALAR, value)
        value = np.where(active, np.where(special[back], raised, turned), value)
    idiom = np.any([trait["idiom"][near(offset)] for offset in range(-3, 3)], axis=0)
    for i in np.flatnonzero(active & idiom):
        end = read.bounds[read.sentence[place[i]] + 1]
        window = [read.words[word] for word in read.ids[place[i] - 3 : min(place[i] + 3, end)]]
        value[i] = _apply_idioms(float(value[i]), window)
    return value


def _apply_idioms(value: float, window: list[str]) -> float:
    """Apply nltk's check of idioms to the word at place 3 of a window."""
    before = [(2, 4), (1, 4), (1, 3), (0, 3), (0, 2)]
    phrases = [" ".join(window[first:last]) for first, last in before]
    value = next((IDIOMS[phrase] for phrase in phrases if phrase in IDIOMS), value)
    for last in (5, 6):
        if len(window) >= last:
            value = IDIOMS.get(" ".join(window[3:last]), value)
    if phrases[4] in BOOSTERS or phrases[2] in BOOSTERS:
        value = value + B_DECR
    return value


def weigh_but(read: Words, hits: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Halve what stands before a sentence's first "but", and raise what stands after it by half."""
    but = np.flatnonzero(read.traits["but"][read.ids])
    if not len(but):
        return value
    sentences, first = np.unique(read.sentence[but], return_index=True)
    where = np.full(len(read.bounds) - 1, -1)
    where[sentences] = but[first]
    turn = where[read.sentence[hits]]
    factor = np.where(turn < 0, 1.0, np.where(hits < turn, 0.5, np.where(hits > turn, 1.5, 1.0)))
    return value * factor
