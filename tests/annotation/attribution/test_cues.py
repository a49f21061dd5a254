"""Forms of verbs, and classes of cues."""

import pandas as pd
import pytest

from framing.annotation.attribution.cues import classify_cues, cue_words
from framing.annotation.text.inflection import verb_forms
from framing.annotation.text.tokens import tokenize
from framing.lexicon import read_lexicon
from framing.schema import ACTS, CUE_CLASSES
from framing.scoring.measures.attribution import PRESUPPOSED


@pytest.mark.parametrize(
    ("verb", "irregular", "forms"),
    [
        ("claim", "", ["claim", "claims", "claiming", "claimed"]),
        ("deny", "", ["deny", "denies", "denying", "denied"]),
        ("argue", "", ["argue", "argues", "arguing", "argued"]),
        ("admit", "", ["admit", "admits", "admitting", "admitted"]),
        ("offer", "", ["offer", "offers", "offering", "offered"]),
        ("stress", "", ["stress", "stresses", "stressing", "stressed"]),
        ("point out", "", ["point out", "points out", "pointing out", "pointed out"]),
        ("say", "said", ["say", "says", "saying", "said"]),
        ("go on", "went on|gone on", ["go on", "goes on", "going on", "went on", "gone on"]),
        ("lie", "lied", ["lie", "lies", "lying", "lied"]),
    ],
)
def test_verbs_are_inflected(verb, irregular, forms):
    assert verb_forms(verb, irregular) == forms


def class_of(cue):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [cue]}))
    spans = pd.DataFrame({"relation": [7], "role": ["cue"], "first": [0], "last": [len(tokens)]})
    found = classify_cues(tokens, spans)
    return None if found.empty else " ".join(found.loc[7, ["cue_class", "act"]])


@pytest.mark.parametrize("row", list(read_lexicon("cues").examples.itertuples()), ids=lambda row: row.text)
def test_the_examples_of_the_lexicon(row):
    assert class_of(row.text) == row.expected, row.because


def test_of_two_words_the_marked_one_counts():
    assert class_of("said and slammed") == "emotive communication"


def test_a_cue_that_nobody_listed_has_no_class():
    assert class_of("xyzzed") is None


def test_a_phrase_must_lie_inside_the_cue():
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": ["She said in a statement so."]}))
    spans = pd.DataFrame({"relation": [0, 1], "role": ["cue", "cue"], "first": [1, 4], "last": [2, 5]})
    assert classify_cues(tokens, spans)["cue_class"].tolist() == ["neutral", "neutral"]


def test_the_lexicon_is_large_cited_and_keeps_to_the_classes():
    terms, card = read_lexicon("cues").terms, read_lexicon("cues").card
    assert terms["term"].nunique() >= 300
    assert set(terms["cue_class"]) == set(CUE_CLASSES) and set(terms["act"]) == set(ACTS)
    assert set(" ".join(terms["citation"]).split()) <= set(card["citations"])
    assert len(cue_words()[1]) > 2 * len(terms[terms["part"] == "verb"])


def test_no_verb_is_endorsed_by_its_class_and_doubted_by_what_it_presupposes():
    terms = read_lexicon("cues").terms.query("presupposes != ''")
    assert len(terms) > 100 and set(terms["part"]) == {"verb"} and terms["term"].is_unique
    assert set(terms["presupposes"]) == set(PRESUPPOSED)
    pairs = set(zip(terms["presupposes"], terms["cue_class"], strict=True))
    assert not pairs & {
        ("fact", "doubting"),
        ("emphasis", "doubting"),
        ("concession", "doubting"),
        ("doubt", "endorsing"),
    }
