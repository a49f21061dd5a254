"""Sources that break off after a preposition, forwarded posts, and bullets that look like quotation marks."""

import pandas as pd

from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.voice import attributed, find_voice
from framing.corpus.corpus import Corpus


def attributed_of(body):
    return attributed(Corpus("t", pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]})))


def test_a_source_goes_on_after_its_preposition():
    corpus = attributed_of("The bandits fled to the hills, according to a statement by the Interior Ministry.")
    assert corpus.attributions["source_text"].tolist() == ["a statement by the Interior Ministry"]


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
