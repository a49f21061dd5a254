"""A qualifier makes the same of every noun of its target: synonyms are swapped, and the category must stay."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.namings.checking import check_codebook
from framing.annotation.namings.finding import find_namings
from framing.annotation.namings.symmetry import check_symmetry, find_gaps
from framing.annotation.text.tokens import tokenize
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon

ROWS = [
    ("marcher", "crowd", "neutral", "", ""),
    ("picketer", "crowd", "neutral", "", ""),
    ("yob", "crowd", "delegitimising", "", ""),
    ("people", "crowd", "neutral", "noun", "qualifier"),
    ("pupil", "crowd", "neutral", "", "sentence event"),
    ("leader", "crowd", "neutral", "", "qualifier"),
    ("leader", "state", "neutral", "", "qualifier"),
    ("march", "event", "neutral", "", ""),
    ("hooded", "crowd", "delegitimising", "qualifier", ""),
    ("calm", "crowd", "legitimising", "qualifier", ""),
    ("calm", "event", "legitimising", "qualifier", ""),
    ("cruel", "state", "delegitimising", "qualifier", ""),
    ("young", "crowd", "neutral", "filler", ""),
    ("hill", "crowd", "neutral", "qualifier", ""),
    ("peace pupil", "crowd", "neutral", "other", ""),
]
BOOK = Lexicon(
    "small", {}, pd.DataFrame(ROWS, columns=["term", "target", "category", "form", "needs"], dtype="str")
)  # fmt: skip


def find(text, book=BOOK):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [text]}))
    found = find_namings(tokens, check_codebook(book))
    texts = tokens.table(found["first"].to_numpy(), found["last"].to_numpy())["text"]
    return list(zip(texts, found["target"], found["category"], strict=True))


@pytest.mark.parametrize("noun", ["marchers", "picketers", "people", "leaders"])
def test_a_qualifier_decides_before_every_noun_of_its_target(noun):
    assert find(f"The hooded {noun} left.") == [(f"hooded {noun}", "crowd", "delegitimising")]
    assert find(f"The calm {noun} left.") == [(f"calm {noun}", "crowd", "legitimising")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hooded young Harbour Town marchers", ("hooded young Harbour Town marchers", "crowd", "delegitimising")),
        ("calm and hooded marchers", ("calm and hooded marchers", "crowd", "delegitimising")),
        ("hooded, calm marchers", ("hooded, calm marchers", "crowd", "delegitimising")),
        ("calm yobs", ("yobs", "crowd", "delegitimising")),
        ("young marchers", ("marchers", "crowd", "neutral")),
        ("“hooded” marchers", ("marchers", "crowd", "neutral")),
    ],
)
def test_several_words_stand_before_a_noun(text, expected):
    assert find(text) == [expected]


def test_a_comma_alone_and_a_sentence_part_a_word_from_the_noun():
    assert find("The square stayed calm, marchers said.") == [("marchers", "crowd", "neutral")]
    assert find("All was calm. Marchers sang.") == [("Marchers", "crowd", "neutral")]


def test_nouns_that_need_a_qualifier_or_a_target_beside_them_are_silent_without():
    assert find("People and pupils met their leader.") == []
    assert [text for text, *_ in find("Pupils joined the march.")] == ["Pupils", "march"]
    assert find("Pupils came. The march began.") == [("march", "event", "neutral")]


def test_a_noun_of_two_targets_goes_to_the_one_whose_qualifier_it_has():
    assert find("A cruel leader faced a hooded leader.") == [
        ("cruel leader", "state", "delegitimising"), ("hooded leader", "crowd", "delegitimising"),
    ]  # fmt: skip


def test_a_name_keeps_its_words():
    assert find("A march for the hooded peace pupils.") == [("march", "event", "neutral")]


WORDS = ("hooded", "calm", "young", "marchers", "picketers", ",", "and", ".", "the")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_swapping_synonyms_never_moves_a_category(words):
    swap = {"marchers": "picketers", "picketers": "marchers"}
    plain, swapped = find(" ".join(words)), find(" ".join(swap.get(word, word) for word in words))
    assert [row[1:] for row in plain] == [row[1:] for row in swapped]


@pytest.mark.parametrize("name", ["protest", "armed-conflict", "migration"])
def test_a_shipped_codebook_has_no_gaps(name):
    assert find_gaps(read_lexicon(name)).empty


SYNONYMS = [
    ("protest", ("protesters", "protestors", "demonstrators", "marchers", "activists")),
    ("protest", ("protests", "demonstrations", "rallies", "marches")),
    ("armed-conflict", ("fighters", "rebels", "insurgents")),
    ("migration", ("migrants", "immigrants")),
]


@pytest.mark.parametrize(("name", "nouns"), SYNONYMS)
def test_synonyms_are_treated_alike_behind_every_qualifier(name, nouns):
    book = read_lexicon(name)
    target = find(nouns[0], book)[0][1]
    chosen = book.terms.query("form == 'qualifier' and target == @target and category != 'neutral'")
    words, expected = list(chosen["term"]), chosen.set_index("term")["category"]
    assert len(words) >= 5
    for noun in nouns:
        found = find(". ".join(f"The {word} {noun} met" for word in words), book)
        assert [row[1:] for row in found] == [(target, expected[word]) for word in words]


def test_a_list_of_strings_has_gaps():
    rows = [("rebel", "group", "neutral"), ("fighter", "group", "neutral"), ("cruel rebel", "group", "delegitimising")]
    book = Lexicon("list", {}, pd.DataFrame(rows, columns=["term", "target", "category"], dtype="str"))
    assert find_gaps(book).to_numpy().tolist() == [["group", "cruel", "delegitimising", "rebel", "fighter"]]
    assert check_symmetry(book).query("category == 'legitimising'")["terms"].tolist() == [0]


def test_a_condition_that_cannot_be_met_is_named():
    rows = [("rebel", "group", "neutral", "sentence nobody")]
    book = Lexicon("odd", {}, pd.DataFrame(rows, columns=["term", "target", "category", "needs"], dtype="str"))
    with pytest.raises(FramingError, match="needs 'sentence nobody' of the term 'rebel' in the codebook 'odd'"):
        check_codebook(book)


def test_a_neutral_qualifier_makes_a_naming_and_a_filler_does_not():
    assert find("The hill people left.") == [("people", "crowd", "neutral")]
    assert find("The young people left.") == []
    assert find("The young hill people left.") == [("people", "crowd", "neutral")]


def test_the_nearest_qualifier_tells_whose_a_word_of_two_targets_is():
    assert find("The cruel leader left.") == [("cruel leader", "state", "delegitimising")]
    assert find("The hill leader left.") == [("leader", "crowd", "neutral")]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Norland: Turkish troops left.", "foreign-forces"),
        ("NATO's soldiers left.", "foreign-forces"),
        ("Syrian troops left.", "security-forces"),
        ("US-backed forces left.", "armed-groups"),
        ("US-backed Iraqi forces left.", "security-forces"),
        ("Syrian government forces left.", "security-forces"),
        ("Rebel forces left.", "armed-groups"),
    ],
)
def test_whose_forces(text, target):
    assert [found[1] for found in find(text, read_lexicon("armed-conflict"))] == [target]


def test_offices_and_aircraft_name_nobody():
    assert find("Immigration and Customs Enforcement wrote.", read_lexicon("migration")) == []
    assert find("A B-52 bomber and a long-range bomber flew.", read_lexicon("armed-conflict")) == []


def test_namings_side_by_side_are_one_and_the_last_word_is_its_head():
    assert find("The calm marchers picketers left.") == [("calm marchers picketers", "crowd", "legitimising")]
    assert find("The yob leaders left.") == [("yob leaders", "crowd", "delegitimising")]  # a leader of whom? of yobs
    assert find("The marchers, picketers left.") == [
        ("marchers", "crowd", "neutral"), ("picketers", "crowd", "neutral"),
    ]  # fmt: skip
    assert find("The marchers march left.") == [("marchers", "crowd", "neutral"), ("march", "event", "neutral")]
    assert find("They were marchers. Picketers left.")[0][0] == "marchers"
