"""The codebooks that come with the package: complete cards, both ways, and every example as its author expects it."""

import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.mentions import check_codebook
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon

CODEBOOKS = ("protest", "armed-conflict", "migration", "climate-protest", "war")
RULES = ("not-people", "form", "distance", "negation", "reporting")
EXAMPLES = [
    (name, row.text, row.expected) for name in CODEBOOKS for row in read_lexicon(name).examples.itertuples()
]  # fmt: skip


def code(text, name):
    articles = pd.DataFrame({"article_id": ["a"], "outlet_id": ["o"], "headline": [""], "body": [text], "n_words": [9]})
    return annotate(Corpus("t", articles), codebook=name).mentions


@pytest.mark.parametrize(("name", "text", "expected"), EXAMPLES)
def test_example_as_expected(name, text, expected):
    found = "; ".join(
        f"{row.text}: {row.target} {row.category} {row.form} {row.voice}" for row in code(text, name).itertuples()
    )
    assert (found or "none") == expected


@pytest.mark.parametrize("name", CODEBOOKS)
def test_the_terms_are_clean(name):
    terms = read_lexicon(name).terms
    assert len(terms) >= 60
    assert not terms.duplicated(["term", "target", "form"]).any()
    assert set(terms["form"]) <= {"", "noun", "modifier", "other", "qualifier", "filler"}
    assert terms["weight"].between(0.5, 1).all()
    check_codebook(read_lexicon(name))


@pytest.mark.parametrize("name", CODEBOOKS)
def test_labels_stand_against_both_sides(name):
    terms = read_lexicon(name).terms
    hostile = terms[terms["category"] == "delegitimising"]["target"].value_counts()
    state = {"government", "security-forces", "state-actors", "foreign-forces", "state-action"}
    assert hostile[read_lexicon(name).card["primary"]] >= 20
    assert hostile[hostile.index.isin(state)].sum() >= 20
    assert set(terms["category"]) == set(schema.CATEGORIES)


@pytest.mark.parametrize("name", [*CODEBOOKS, *RULES])
def test_the_card_is_complete(name):
    card = read_lexicon(name).card
    for field in ("title", "kind", "question", "author", "licence", "date", "sources", "limits"):
        assert card.get(field), f"{name}: {field}"
    assert card["licence"] == "CC BY 4.0"


def test_the_primary_target_is_a_target():
    for name in CODEBOOKS:
        book = read_lexicon(name)
        assert book.card["primary"] in book.targets


def test_events_are_a_target_of_their_own():
    found = code("Riots broke out and the crackdown began.", "protest")
    assert found["target"].tolist() == ["events", "state-action"]


RULE_EXAMPLES = [(name, row.text, row.expected) for name in RULES for row in read_lexicon(name).examples.itertuples()]


@pytest.mark.parametrize(("name", "text", "expected"), RULE_EXAMPLES)
def test_example_of_a_rule_lexicon(name, text, expected):
    label, _, value = expected.partition(": ")
    found = pd.concat([code(text, book) for book in ("protest", "armed-conflict")]).set_index("text")
    if expected == "none":
        assert found.empty
    else:
        row = found.loc[[label]].iloc[0]
        assert value == (row["form"] if name == "form" else row["voice"])
