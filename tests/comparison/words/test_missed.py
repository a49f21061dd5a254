"""Words that a codebook misses: those that stand where its namings stand, and that one outlet has for itself."""

import pandas as pd
import pytest

from framing.comparison.words.missed import missed
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon

BOOK = Lexicon(
    "small", {}, pd.DataFrame({"term": ["marcher"], "target": ["crowd"], "category": ["neutral"]}, dtype="str")
)
FRAMES = (
    "Angry {} blocked the bridge near the market.", "The guards pushed {} off the square before noon.",
    "Some {} and their friends sang until dusk.",
)  # fmt: skip


@pytest.fixture
def corpus():
    rows = []
    for i in range(30):
        for outlet, name in (("plain", "marchers"), ("harsh", "hoodlums" if i % 2 else "marchers")):
            body = " ".join(frame.format(name) for frame in FRAMES) + f" The weather of the {outlet} coast stayed mild."
            rows.append((f"{outlet}{i}", outlet, body))
    articles = pd.DataFrame(rows, columns=["article_id", "outlet_id", "body"]).assign(headline="", story_id=None)
    return Corpus("small", articles.assign(n_words=30))


def test_the_word_in_the_slot_comes_first_with_who_uses_it_and_a_sentence(corpus):
    first = missed(corpus, BOOK).iloc[0]
    assert (first["term"], first["target"], first["outlet"]) == ("hoodlums", "crowd", "harsh")
    assert (first["count"], first["articles"]) == (45, 15)
    assert "hoodlums" in first["example"] and first["log_ratio"] > 3


def test_what_the_codebook_has_is_not_missed(corpus):
    assert not missed(corpus, BOOK)["term"].str.contains("marcher").any()


def test_a_codebook_that_names_nobody_teaches_nothing(corpus):
    other = Lexicon("other", {}, BOOK.terms.assign(term="zebra"))
    with pytest.raises(FramingError, match="The codebook 'other' names nobody"):
        missed(corpus, other)
