import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from framing.annotation.tone.vader import read_vader_lexicon, sentence_tone, word_tones
from framing.errors import FramingError

AUTHORS = SentimentIntensityAnalyzer()
SPECIAL = [
    *NEGATE,
    *BOOSTER_DICT,
    *SPECIAL_CASES,
    "never",
    "so",
    "this",
    "at",
    "least",
    "kind",
    "of",
    "no",
    "or",
    "without",
    "doubt",
]
LISTED = [word for word in AUTHORS.lexicon if word.isalpha()][::40]
WORDS = st.one_of(st.sampled_from(SPECIAL), st.sampled_from(LISTED), st.sampled_from(["table", ":)", "good", "BAD"]))
CASED = st.tuples(WORDS, st.sampled_from([str, str, str.upper, str.title])).map(lambda pair: pair[1](pair[0]))
MARKS = st.sampled_from([" ", " ", " ", "  ", ", ", "! ", "? ", ". ", "\n", " (", ") ", "' ", ' "', "…", "” "])


@given(st.lists(st.tuples(CASED, MARKS), max_size=14).map(lambda pairs: "".join(a + b for a, b in pairs).strip()))
@settings(max_examples=500, deadline=None)
def test_any_text_scores_as_the_authors_code_scores_it(text):
    assert sentence_tone([text]).loc[0].to_dict() == AUTHORS.polarity_scores(text)


def test_but_weighs_what_stands_before_and_after_it():
    words = word_tones(["A good plan, but a terrible, terrible start."])
    assert words["valence"].tolist() == pytest.approx([1.9 * 0.5, -2.1 * 1.5, -2.1 * 1.5])


@given(st.lists(st.text(), max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_text_scores_the_same_in_company(texts):
    together = sentence_tone(texts)
    assert len(together) == len(texts)
    for row, text in enumerate(texts):
        assert together.loc[row].to_dict() == sentence_tone([text]).loc[0].to_dict()


@given(st.lists(st.lists(st.tuples(CASED, MARKS)).map(lambda pairs: "".join(a + b for a, b in pairs)), max_size=3))
@settings(max_examples=60, deadline=None)
def test_words_slice_back(texts):
    words = word_tones(texts)
    cut = [texts[row][a:b] for row, a, b in zip(words["row"], words["start"], words["end"], strict=True)]
    assert cut == words["text"].tolist()


def test_words_with_their_valence():
    words = word_tones(["Nothing here", "Not good!"])
    assert words[["row", "text"]].to_numpy().tolist() == [[1, "good"]]
    assert words["valence"].tolist() == pytest.approx([1.9 * -0.74])


def test_the_lexicon_has_a_name_and_a_fingerprint():
    lexicon = read_vader_lexicon()
    assert "VADER" in lexicon.name
    assert len(lexicon.fingerprint) == 16
    assert lexicon.valence["peacekeepers"] == 1.6
    assert "rioter" not in lexicon.valence


def test_a_missing_text_is_named():
    with pytest.raises(FramingError, match="Text 1 is missing"):
        sentence_tone(["fine", None])
