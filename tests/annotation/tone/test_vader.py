import importlib.util
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

from framing.annotation.tone import vader_words
from framing.annotation.tone.vader import read_vader_lexicon, sentence_tone, word_tones
from framing.annotation.tone.vader_rules import strip_marks
from framing.errors import FramingError

RULES = VaderConstants()


@pytest.fixture(scope="module")
def nltk_vader():
    """nltk's analyser with the lexicon set from text: nltk itself refuses files outside its data folder."""
    analyser = SentimentIntensityAnalyzer.__new__(SentimentIntensityAnalyzer)
    folder = Path(importlib.util.find_spec("vaderSentiment").origin).parent
    analyser.lexicon_file = (folder / "vader_lexicon.txt").read_text(encoding="utf8").rstrip("\n")
    analyser.lexicon = analyser.make_lex_dict()
    analyser.constants = RULES
    return analyser


def assert_equal_to_nltk(nltk_vader, texts):
    got = sentence_tone(texts).to_dict("records")
    for text, ours in zip(texts, got, strict=True):
        assert ours == nltk_vader.polarity_scores(text), repr(text)


def test_the_words_of_the_rules_are_nltks():
    assert vader_words.BOOSTERS == RULES.BOOSTER_DICT
    assert vader_words.NEGATIONS == RULES.NEGATE
    assert vader_words.IDIOMS == RULES.SPECIAL_CASE_IDIOMS
    assert set(RULES.PUNC_LIST) == vader_words.PUNCTUATION_MARKS
    own = (vader_words.B_DECR, vader_words.C_INCR, vader_words.N_SCALAR)
    assert own == (RULES.B_DECR, RULES.C_INCR, RULES.N_SCALAR)


def test_written_cases_equal_nltk(nltk_vader):
    texts = [
        "",
        " ",
        "x",
        "a b c",
        "The deal is good.",
        "The deal is VERY good!!!",
        "GOOD and bad, GOOD",
        "THE DEAL IS GOOD",
        "The mayor was kind of good but the police were awful??",
        "It was not good, it was never so good.",
        "least good",
        "the least good",
        "at least good",
        "very least good",
        "the kiss of death for the yeah right talks",
        "sort of nice",
        "a truly kind of nice day",
        "just enough hope for him",
        "she said it was the bomb",
        "cut the mustard",
        "It isn't good. It isn’t good. ISN'T GOOD",
        "but good but bad",
        "good :) :( <3 (good) ((bad))",
        "???",
        "good????",
        "good good GOOD, 'good' \"good\" good's",
        "uh-uh great\x1cgreat\u2003great",
        "hope\nhope\thope",
    ]
    assert_equal_to_nltk(nltk_vader, texts)


def test_shuffled_rule_words_equal_nltk(nltk_vader):
    rng = random.Random(7)
    idioms = [word for phrase in RULES.SPECIAL_CASE_IDIOMS for word in phrase.split()]
    special = [*sorted(RULES.NEGATE), *RULES.BOOSTER_DICT, *idioms, *RULES.SPECIAL_CASE_IDIOMS]
    special += ["never", "so", "this", "at", "least", "very", "but", "kind", "of", "sort", "just", "enough"] * 8
    listed = list(nltk_vader.lexicon)

    def one_word():
        word = rng.choice(special) if rng.random() < 0.6 else rng.choice(listed) if rng.random() < 0.8 else "table"
        word = rng.choice([word, word, word, word.upper(), word.title()])
        return rng.choice(
            [word] * 6 + [word + rng.choice(RULES.PUNC_LIST), rng.choice(RULES.PUNC_LIST) + word, f"({word})"]
        )

    texts = [
        " ".join(one_word() for _ in range(rng.randint(0, 14))) + rng.choice(["", "!", "?", "!!??"])
        for _ in range(4000)
    ]
    assert_equal_to_nltk(nltk_vader, texts)


WORDS = st.sampled_from(
    ["good", "BAD", "not", "very", "but", "n't", "never", "so", "kind", "of", "least", "the", "shit", "🙂", ":)"]
)
MARKS = st.sampled_from([" ", "  ", ", ", "! ", "? ", ". ", "\n", "-", "'", '"', "…", "”"])


@given(st.one_of(st.text(), st.lists(st.tuples(WORDS, MARKS)).map(lambda pairs: "".join(a + b for a, b in pairs))))
@settings(max_examples=400, deadline=None)
def test_any_text_equals_nltk(nltk_vader, text):
    assert_equal_to_nltk(nltk_vader, [text])


@given(st.lists(st.text(), max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_text_scores_the_same_in_company(texts):
    together = sentence_tone(texts)
    assert len(together) == len(texts)
    for row, text in enumerate(texts):
        assert together.loc[row].to_dict() == sentence_tone([text]).loc[0].to_dict()


def test_marks_come_off_one_side_only():
    cut = [strip_marks(token) for token in ("cat,", "'cat", "(cat)", "cat?!?", "cat!?", "it's", "a.", "-5", "ok-")]
    assert cut == ["cat", "cat", "(cat)", "cat", "cat!?", "it's", "a.", "-5", "ok"]


def test_words_slice_back_and_add_up():
    texts = ["A good plan, but a terrible, terrible start.", "Nothing here", "Not good!"]
    words = word_tones(texts)
    assert [
        texts[row][start:end] for row, start, end in zip(words["row"], words["start"], words["end"], strict=True)
    ] == list(words["text"])
    assert list(words["text"]) == ["good", "terrible", "terrible", "good"]
    assert words["valence"].tolist() == pytest.approx([1.9 * 0.5, -2.1 * 1.5, -2.1 * 1.5, 1.9 * -0.74])


def test_the_lexicon_has_a_name_and_a_fingerprint():
    lexicon = read_vader_lexicon()
    assert "VADER" in lexicon.name
    assert len(lexicon.fingerprint) == 16
    assert lexicon.valence["peacekeepers"] == 1.6
    assert "rioter" not in lexicon.valence


def test_a_missing_text_is_named():
    with pytest.raises(FramingError, match="Text 1 is missing"):
        sentence_tone(["fine", None])
