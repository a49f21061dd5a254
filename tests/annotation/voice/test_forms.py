"""Whether a label names people: law, founding, titles of works and departments name nobody; anti- makes a modifier."""

import pandas as pd
import pytest

from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.forms import find_forms


def form_of(text):
    start, end = text.index("["), text.index("]") - 1
    tokens = tokenize(
        pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [text.replace("[", "").replace("]", "")]})
    )
    span = pd.DataFrame({"article_id": ["a"], "part": ["body"], "start": [start], "end": [end]})
    return find_forms(tokens, *tokens.locate(span))[0]


@pytest.mark.parametrize(
    "text",
    [
        "The clerk checked his [criminal] history twice.",
        "The office advises on [criminal] and civil enforcement.",
        "What she did was not [criminal], at least not here.",
        "They favoured the [establishment] of a free port.",
        "The Department for [Refugee] Affairs was closed.",
        "The mayor repeated his firm [opposition] to the dam.",
        "The party went into [opposition] last year.",
        "They marched in [opposition] to the dam.",
        "The novel [Anarchist] of the South won a prize.",
    ],
)
def test_these_name_nobody(text):
    assert form_of(text) == "other"


@pytest.mark.parametrize(
    "text",
    [
        "They saw an anti-[immigrant], anti-press tone.",
        "The [criminal] gang left.",
        "A [rebel] Free Valley Army came.",
        "The remark was [racist], she said.",
        "The [populist] and moderate wings met.",
    ],
)
def test_these_are_modifiers(text):
    assert form_of(text) == "modifier"


@pytest.mark.parametrize(
    "text",
    [
        "She met a masked [radical].",
        "He faced a black-clad [radical].",
        "They are [thugs] without a plan.",
        "The [establishment] met on Monday.",
        "The [rebel] Mike Orlo and his group left.",
        "A [refugee] held on the island wrote home.",
    ],
)
def test_these_are_nouns(text):
    assert form_of(text) == "noun"


def test_an_opposition_that_acts_is_people():
    for text in (
        "The [opposition] is gone.",
        "Orlov's [opposition] has won.",
        "A leader of the [opposition] was there.",
    ):
        assert form_of(text) == "noun"
