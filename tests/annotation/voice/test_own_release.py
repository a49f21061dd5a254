"""What an organisation publishes itself: "the group said" in the group's own text is no report of somebody else."""

import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.schema import ARTICLES, OUTLETS


def voices(outlet, body):
    """Voice and reason of each naming in the text of an outlet of some name; "" for one that has none."""
    article = {"article_id": "a", "outlet_id": "o", "headline": "", "body": body, "n_words": 9}
    corpus = Corpus("t", ARTICLES.of_rows([article]))
    named = OUTLETS.cast(pd.DataFrame({"outlet_id": ["o"], "name": [outlet]}))
    found = annotate(corpus.with_(outlets=named) if outlet else corpus).mentions
    return list(zip(found["voice"], found["voice_reason"].fillna(""), strict=True))


OWN = ("outlet", "own release")
GROUP, MINISTRY = "Amnesty International", "Ministry of Defence of Norda"
LEFT = "The rioters left the square, "


@pytest.mark.parametrize(
    ("outlet", "body"),
    [
        (GROUP, f"{LEFT}Amnesty International said on Monday."),
        (GROUP, "Amnesty International published a report. The rioters were beaten, the group said today."),
        (GROUP, "“The rioters were beaten for hours,” Amnesty International said on Monday."),
        ("Human Rights Watch", f"{LEFT}HRW said."),
        (MINISTRY, f"{LEFT}the ministry said on its website."),
        (MINISTRY, f"{LEFT}the Ministry of Defence said."),
        ("BBC", f"{LEFT}the BBC reported."),
    ],
)
def test_what_the_outlet_itself_says_is_its_own(outlet, body):
    assert voices(outlet, body) == [OWN]


@pytest.mark.parametrize(
    ("outlet", "body", "voice"),
    [
        ("", f"{LEFT}Amnesty International said on Monday.", "reported"),
        ("BBC", f"{LEFT}Amnesty International said on Monday.", "reported"),
        ("BBC", f"{LEFT}he told the BBC.", "reported"),
        (GROUP, "The minister told Amnesty International that the rioters had left the square.", "reported"),
        (MINISTRY, f"{LEFT}the Ministry of Justice said.", "reported"),
        (MINISTRY, f"{LEFT}a ministry said.", "reported"),
        (MINISTRY, f"{LEFT}ministry spokesman Bo Li said.", "reported"),
        ("TASS", "“The rioters left the square at noon,” TASS quoted the mayor as saying.", "quoted"),
        ("New York Times", f"{LEFT}New York said.", "reported"),
    ],
)
def test_what_others_say_in_it_is_theirs(outlet, body, voice):
    assert voices(outlet, body) == [(voice, "")]
