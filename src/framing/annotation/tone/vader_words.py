"""The words of VADER's rules as nltk has them: those of vaderSentiment but for a few; importing nltk takes a second."""

import vaderSentiment.vaderSentiment as vader  # noqa: N813 (the module has the package's name)

ONLY_THERE = frozenset(
    "considerable enormous exceptional extreme frackin fracking fuggin fugging fuckin incredible major marginal "
    "occasional scarce slight total tremendous utter".split()
)
"""Boosters that vaderSentiment has and nltk has not."""
B_DECR, C_INCR, N_SCALAR = vader.B_DECR, vader.C_INCR, vader.N_SCALAR
BOOSTERS = {word: weight for word, weight in vader.BOOSTER_DICT.items() if word not in ONLY_THERE}
NEGATIONS = frozenset(vader.NEGATE)
IDIOMS = {
    "the shit": 3,
    "the bomb": 3,
    "bad ass": 1.5,
    "yeah right": -2,
    "cut the mustard": 2,
    "kiss of death": -1.5,
    "hand to mouth": -2,
}
PUNCTUATION_MARKS = frozenset(". ! ? , ; : - ' \" !! !!! ?? ??? ?!? !?! ?!?! !?!?".split())
