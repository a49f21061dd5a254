import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.inference.wordpiece import WordPieces, fold_word

LETTERS = [*"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz")]
VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[unused1]",
    "[unused2]",
    "march",
    "##ers",
    "left",
    ",",
    ".",
    "the",
    *LETTERS,
]


@pytest.fixture(scope="module")
def cutter():
    return WordPieces(VOCABULARY)


def names(numbers):
    return [VOCABULARY[number] for number in numbers]


def test_words_are_cut_into_the_longest_known_pieces(cutter):
    numbers, starts, ends = cutter.encode("The Marchers left, bé €")
    assert names(numbers) == ["the", "march", "##ers", "left", ",", "b", "##e", "[UNK]"]
    assert starts == [0, 4, 4, 13, 17, 19, 19, 22]
    assert ends == [3, 12, 12, 17, 18, 21, 21, 23]


def test_a_target_stands_between_marks_and_has_its_own_segment(cutter):
    pieces, segments = cutter.encode_target("The marchers left.", 4, 12)
    assert names(pieces) == ["[CLS]", "the", "[unused1]", "march", "##ers", "[unused2]", "left", ".", "[SEP]"]
    assert segments == [0, 0, 1, 1, 1, 1, 0, 0, 0]


def test_a_target_within_a_word_takes_the_word(cutter):
    pieces, _ = cutter.encode_target("marchers left", 2, 5)
    assert names(pieces)[:4] == ["[CLS]", "[unused1]", "march", "##ers"]


def test_a_long_sentence_keeps_what_is_near_the_target(cutter):
    text = "a " * 300 + "marchers" + " b" * 300
    pieces, segments = cutter.encode_target(text, 600, 608, longest=40)
    assert len(pieces) == 40
    assert names(pieces).count("march") == 1
    assert {"a", "b"} <= set(names(pieces))
    assert sum(segments) == 4


def test_folding_takes_off_capitals_and_accents():
    assert [fold_word(word) for word in ("ÉLAN", "Toqaev", "İ")] == ["elan", "toqaev", "i"]


@given(st.text(), st.data())
@settings(max_examples=150, deadline=None)
def test_any_target_in_any_text_can_be_marked(cutter, text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces, segments = cutter.encode_target(text, start, end, longest=24)
    assert len(pieces) == len(segments) <= 24
    assert names(pieces).count("[unused1]") == names(pieces).count("[unused2]") == 1
    assert sum(segments) >= 2
    inside = [i for i, one in enumerate(segments) if one]
    assert inside == list(range(inside[0], inside[-1] + 1))
    assert names(pieces)[inside[0]] == "[unused1]"
    assert names(pieces)[inside[-1]] == "[unused2]"
