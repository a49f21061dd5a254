from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.text.sentences import sentence_starts
from framing.annotation.text.tokens import tokenize
from framing.lexicon import read_lexicon


def split(body: str) -> list[str]:
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    bounds = tokens.sentence_tokens
    return [tokens.text[tokens.start[a] : tokens.end[b - 1]] for a, b in pairwise(bounds)]


CASES = {
    "plain": "It rained. | He left! | Who came?",
    "titles": "Mr. Osk met Gen. Ivo Brand and Sen. Ann Hale. | They spoke.",
    "a title cut short in brackets": "Col. (rtd.) J. Brand spoke. | It was late (so they say). | Nobody came.",
    "initials": "J. P. Arlen and Donald R. Voss met in the U.S. Senate. | It took an hour.",
    "country ends a sentence": "She moved to the U.S. | The visit was short.",
    "month": "On Jan. 5 the town voted. | It was cold in Dec. | The lake froze.",
    "time": "Polls close at 8 p.m. | The count begins at 9 a.m. Monday.",
    "number": "See No. 10 for details. | He said no. | Ten left.",
    "company": "Arvo Inc. Chairman Lee left. | He sold Arvo Corp. | The price fell.",
    "street": "The church on St. Anne Street is in Elm St. | It is old.",
    "decimals": "It cost 3.5 million. | Prices rose 2.1 percent. | 40 people came.",
    "ellipsis": "He waited ... and left. | She stayed.",
    "quotation": 'He said: "We came. | We saw." | Then he left.',
    "closing bracket": "It rained (so they say.) | He left.",
    "question in quotation": '"Why?" he asked. | "Stop!" she cried.',
    "question and name": '"Who won?" Osk asked. | Nobody knew.',
    "quotation follows": 'It rained. | "We left," he said. | "It was wet."',
    "curly": "He said: “We came.” | “We saw.”",
    "damaged space": 'She said "we lost."?| He left.',
    "damaged space and quotation": 'She said "we lost."?| "We know."',
    "damaged dash": "It rained.-| He left.",
    "damaged letter": "The caf?s in Bogot? were full. | He left.",
    "damaged dash inside": "The talks ? Trump was there ? failed. | He left.",
    "possessive damage": 'The teachers"?Union met. | It voted.',
    "lost space": "The talks failed.| Police came.",
    "address": "Write to press@osk.com or www.Osk.com today. | Thanks.",
    "lines": "A headline with no stop\n| A line\n\n| Another",
    "list": "1. First, go. | 2. Then come back.",
    "academic": "Dr. Ann Vale, Ph.D., spoke. | Others, e.g. Brand, did not.",
}


def boundaries(marked: str) -> list[str]:
    return [piece.strip() for piece in marked.split("|")]


@pytest.mark.parametrize("name", CASES)
def test_sentences_end_where_a_reader_ends_them(name: str) -> None:
    marked = CASES[name]
    body = marked.replace("?| ", "?").replace("-| ", "-").replace(".| ", ".").replace("| ", "")
    assert split(body) == boundaries(marked)


def test_the_examples_of_the_lexicon_hold() -> None:
    for row in read_lexicon("abbreviations").examples.itertuples():
        assert split(row.text) == boundaries(row.expected), row.because


def test_an_abbreviation_ends_no_sentence_in_a_headline() -> None:
    headline = "U.S. And Allies Meet"
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [headline], "body": [headline]}))
    headline_sentences = tokens.sentence[tokens.segment == 0]
    assert headline_sentences.max() == headline_sentences.min()


def test_wrapped_lines_are_one_sentence() -> None:
    wrapped = "The council of Osk met on\nMonday and voted to close the\nport for a week. It was the\n"
    wrapped += "third vote since May, the\nclerk of"
    assert split(wrapped + "\nPort Osk said.\n\nRain fell.") == [
        "The council of Osk met on\nMonday and voted to close the\nport for a week.",
        "It was the\nthird vote since May, the\nclerk of\nPort Osk said.",
        "Rain fell.",
    ]


def test_lines_that_are_no_wrapping_are_sentences() -> None:
    assert split("Weather\nSport\nMarkets\nRain fell.") == ["Weather", "Sport", "Markets", "Rain fell."]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aB .?!\"'\n(-1", max_size=60))
def test_any_text_is_cut_into_sentences_that_cover_it(body: str) -> None:
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": ["H."], "body": [body]}))
    starts = sentence_starts(tokens)
    assert starts.dtype == bool and len(starts) == len(tokens)
    assert starts[tokens.segment_tokens[:-1][np.diff(tokens.segment_tokens) > 0]].all()
    assert (np.diff(tokens.sentence) >= 0).all()
    assert tokens.sentence_tokens[-1] == len(tokens)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("First they came.“We stay” she said. Then it rained.", 3),  # a space lost before a quotation
        ("It is item no. 4. Then came no. 5, and nos. 6 and 7.", 2),
        ("She said no. 4 people left.", 2),
    ],
)
def test_a_lost_space_and_a_number_at_the_end(body: str, count: int) -> None:
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    assert len(tokens.sentence_tokens) - 1 == count
