"""Turns of transcripts, and interviews whose questions and answers run together: who speaks, and whose words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.attribution.transcripts import read_transcripts
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.voice import find_voice
from framing.corpus.corpus import Corpus

INTERVIEW = (
    "Ada Lind has led the harbour for ten years. DW: Ms. Lind, who broke the crane? Ada Lind: Nobody did. The rioters "
    "came only later. And the strikers? They had gone home. Did the police find the looters? No. I saw the vandals "
    "myself. The interview was held in May. The hooligans had left by then."
)


def relations(body):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    table, spans = attribution_tables(tokens, find_attributions(tokens, find_quotations(tokens)))
    content = spans[spans["role"] == "content"].groupby("attribution")["text"].agg(" | ".join)
    return list(zip(table["source_text"], table["attribution"].map(content), strict=True))


def voices(body, words):
    corpus = Corpus("a", pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    spans = [("a", "body", body.index(word), body.index(word) + len(word)) for word in words]
    return find_voice(corpus, pd.DataFrame(spans, columns=["article_id", "part", "start", "end"]))["voice"].tolist()


def test_turns_of_a_transcript_are_their_speakers():
    body = (
        "HOST: Did the crane fail?\n\nLIND: No. The men dropped the load.\n\nHOST: Are you sure?\n\nLIND: I was there."
    )
    assert relations(body) == [
        ("HOST", "Did the crane fail?"),
        ("LIND", "No. The men dropped the load"),
        ("HOST", "Are you sure?"),
        ("LIND", "I was there"),
    ]
    assert relations("Q: Who dropped it?\n\nA: The men on the quay.")[1] == ("A", "The men on the quay")


def test_labels_in_capitals_need_no_lines():
    body = "MAYOR LIND: Yes, please. MR. BERG: Who broke it? MAYOR LIND: The rioters did. DATE: 4 May. More follows."
    assert relations(body)[:3] == [
        ("MAYOR LIND", "Yes, please"),
        ("MR. BERG", "Who broke it?"),
        ("MAYOR LIND", "The rioters did"),
    ]


def test_question_and_answer_are_turns_within_a_line():
    body = "Question: Who set it on fire? Answer: The looters, and we know them. Question: Then why is nobody held?"
    assert voices(body, ["looters"]) == ["quoted"]


def test_results_behind_names_are_no_transcript():
    assert relations("Ada Lind: 1,769.\n\nJan Orman: 1,501.\n\nPLEDGED\n\nAda Lind: 99.\n\nJan Orman: 80.") == []


def test_a_list_with_colons_is_no_transcript():
    assert relations("Winner: the blue boat\n\nLoser: the red boat\n\nTime: four hours") == []


def test_an_interview_that_runs_together_is_its_speakers_to_its_close():
    found = relations(INTERVIEW)
    assert ("DW", "Ms. Lind, who broke the crane?") in found
    (answers,) = [content for source, content in found if source == "Ada Lind" and content.startswith("Nobody did.")]
    assert answers.endswith("I saw the vandals myself")


def test_what_is_said_in_an_interview_is_quoted_and_what_stands_round_it_is_not():
    said = ["rioters", "strikers", "looters", "vandals"]
    assert voices(INTERVIEW, [*said, "hooligans"]) == ["quoted"] * len(said) + ["outlet"]


def test_what_the_asker_tells_before_the_question_is_quoted_as_well():
    body = (
        "DW: President Orman declined to offer a mandate to the main rebels. Before that, the radical leader Jan Sol "
        "had failed to form a government. How do you see that? Ada Lind: Badly. Is that all? It is. And you? I stay."
    )
    assert voices(body, ["rebels", "radical", "government"]) == ["quoted"] * 3


def test_a_speaker_who_is_named_again_takes_the_turn_back():
    body = (
        "Orman: Who broke the crane? Lind: The rioters did. Why? I was not there. READ MORE: Was the crane too old? "
        "Orman: Is that all? Lind: It is all."
    )
    assert [source for source, _ in relations(body)] == ["Orman", "Lind", "Orman", "Lind"]


@pytest.mark.parametrize(
    "body",
    [
        "Who broke the crane? Ada Lind: a life. The book is out now.",
        "READ MORE: Who broke the crane? WATCH: The crane falls. READ MORE: Why did it fall? PHOTO: The crane.",
    ],
)
def test_a_title_with_a_colon_after_a_question_is_no_interview(body):
    assert not [source for source, _ in relations(body) if source]


def test_a_headline_with_a_colon_and_a_form_below_are_no_interview():
    body = "Ada Lind: Cranes Must Go. " + "The harbour is old and the men are few. " * 15 + "Why? What? Who? Dock: 9"
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    assert not read_transcripts(tokens, np.zeros(len(tokens), np.int8)).any()


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["DW:", "Lind:", "Why?", "No.", "The interview", "\n\n", '"', "-", ":", "?"]), max_size=30)
)
def test_any_mixture_of_turns_has_a_reading(pieces):
    body = " ".join(pieces)
    for _, content in relations(body):
        assert all(part in body for part in content.split(" | "))
