"""Sources that break off after a preposition, forwarded posts, and bullets that look like quotation marks."""

import numpy as np
import pandas as pd
import pytest

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.marking import attribute
from framing.annotation.attribution.relation_spans import read_spans
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.voice import attributed, find_voice
from framing.corpus.corpus import Corpus


def attributed_of(body):
    return attributed(Corpus("t", pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]})))


def test_a_source_goes_on_after_its_preposition():
    corpus = attributed_of("The bandits fled to the hills, according to a statement by the Interior Ministry.")
    assert corpus.attributions["source_text"].tolist() == ["a statement by the Interior Ministry"]


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("Yesterday evening Farid Naseem, a union man, said the bridge was safe.", "Farid Naseem, a union man"),
        ("Late last night the mayor said the bridge was safe.", "the mayor"),
        ("Yesterday the mayor told reporters that the bridge was safe.", "the mayor"),
        ("Monday morning Ada Lind told the council that the bridge was safe.", "Ada Lind"),
        ("April Jones said the bridge was safe.", "April Jones"),
        ("Sunday Times columnist Ana Roth said the bridge was safe.", "Sunday Times columnist Ana Roth"),
        ("Last week's visitors said the bridge was safe.", "Last week's visitors"),
        ("Next Generation Orlov said the bridge was safe.", "Next Generation Orlov"),
    ],
)
def test_when_somebody_spoke_is_no_part_of_who_spoke(body, source):
    assert attributed_of(body).attributions["source_text"].tolist() == [source]


def test_the_time_goes_where_the_tagger_took_it_for_the_source():
    tokens = tokenize(
        pd.DataFrame({"article_id": ["a"], "headline": [""], "body": ["Late last night the mayor said no ."]})
    )
    labels = np.array([LABELS.index(f"{'B' if at == 0 else 'I'}-source-right") for at in range(5)] + [1, 7, 0])
    spans = read_spans(tokens, labels, tokens.segment)
    assert spans.loc[spans["role"] == "source", ["first", "last"]].to_numpy().tolist() == [[3, 5]]


def test_what_goes_on_from_a_range_that_a_rule_writes_goes_with_it():
    source, cue, inside = (LABELS.index(name) for name in ("B-source-right", "B-cue", "I-content-left"))
    labels = np.array([source, cue, inside - 1, inside, inside, inside, 0, inside - 1, inside], np.int8)
    attribute(labels, (0, 1), (1, 2), (2, 4), instead=(0, 4))
    assert labels.tolist() == [source, cue, inside - 1, inside, 0, 0, 0, inside - 1, inside]


@pytest.mark.parametrize("behind", ["B-content-left", "I-source-right", "I-content-right", "B-cue"])
def test_a_span_that_begins_behind_a_range_stays(behind):
    content, behind = LABELS.index("B-content-left"), LABELS.index(behind)
    labels = np.array([0, content, content + 1, behind, 0], np.int8)
    attribute(labels, (0, 1), (1, 2), (2, 3), instead=(0, 3))
    assert labels[3:].tolist() == [behind, 0]


def test_a_forwarded_post_is_its_authors_up_to_the_end_of_the_line():
    text = "RT @mvd: Rioters left the square.\nThe rioters went home."
    corpus = attributed_of(text)
    starts = [text.index("Rioters"), text.index("rioters")]
    spans = pd.DataFrame({"article_id": "a", "part": "body", "start": starts, "end": [start + 7 for start in starts]})
    found = find_voice(corpus, spans)
    assert found["voice"].tolist() == ["quoted", "outlet"]
    assert found["source_text"].iloc[0] == "@mvd"


def test_a_bullet_opens_no_quotation():
    body = "» Rally banned in Orlov\n» Mayor resigns\n\nThe mayor said the ban stands."
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    assert not len(find_quotations(tokens))
