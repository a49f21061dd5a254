"""Attribution that its form gives away."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.attribution.constructions import read_constructions
from framing.annotation.attribution.linking import LABELS
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize


def relations(body, headline=""):
    """Source and content of each relation of a text."""
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [headline], "body": [body]}))
    table, spans = attribution_tables(tokens, find_attributions(tokens, find_quotations(tokens)))
    content = spans[spans["role"] == "content"].groupby("attribution")["text"].agg(" | ".join)
    return list(zip(table["source_text"], table["attribution"].map(content), strict=True))


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "“The crane is safe.”\n\nThose were the words of Ada Lind before she left.",
            "Ada Lind",
            "“The crane is safe.”",
        ),
        ("“It failed.” That was the verdict of the engineer, Ada Lind.", "the engineer, Ada Lind", "“It failed.”"),
        ('"We all had to wait," put in little Ada Lind, with a shrug.', "little Ada Lind", '"We all had to wait,"'),
        (
            "ORLOV, 3 March - The harbour board said the crane had failed.",
            "The harbour board",
            "the crane had failed",
        ),
        ("The harbour board’s channel posted: ⚡️Crane mended⚡️", "The harbour board’s channel", "Crane mended"),
        (
            "Harbour News quoted a port official as saying that the crane had failed.",
            "a port official",
            "that the crane had failed",
        ),
        (
            "Mayor Ada Lind was quoted by local radio as saying that the crane had failed.",
            "Mayor Ada Lind",
            "that the crane had failed",
        ),
        (
            "“The crane will be mended by Friday,” the engineer was quoted by local radio as saying.",
            "the engineer",
            "“The crane will be mended by Friday,”",
        ),
        ("In the words of Ada Lind, the crane had failed.", "Ada Lind", "the crane had failed"),
        ("As Lind put it, the crane had failed.", "Lind", "the crane had failed"),
    ],
)
def test_forms_of_attribution(body, source, content):
    assert relations(body) == [(source, content)]


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("The crane failed at noon. This was announced by the port authority.", "the port authority"),
        ("The crane failed at noon. Mayor Ada Lind announced this.", "Mayor Ada Lind"),
        ("The crane failed at noon. Mayor Ada Lind confirmed this on Friday.", "Mayor Ada Lind"),
        ("The crane failed at noon. Mayor Ada Lind has confirmed this information.", "Mayor Ada Lind"),
        ("The crane failed at noon. The port authority informed of this on Friday.", "The port authority"),
        ("The crane failed at noon. The port authority told reporters about this.", "The port authority"),
        ("The crane failed at noon. The press service of the port reported this.", "The press service of the port"),
        ("The crane failed at noon. This information was confirmed by the port authority.", "the port authority"),
        ("The crane failed at noon. This is according to the port authority.", "the port authority"),
        ("The crane failed at noon. The police said so.", "The police"),
        ("The crane failed at noon, as reported by the port authority.", "the port authority"),
    ],
)
def test_attribution_to_the_sentence_before(body, source):
    assert relations(body) == [(source, "The crane failed at noon")]


def test_who_is_informed_does_not_confirm_or_hands_on_what_is_said_says_nothing():
    for body in (
        "The crane failed at noon. The port authority was informed of this.",
        "The crane failed at noon. The police could not confirm this.",
        "The crane failed at noon. Nobody has confirmed this information.",
        "The crane failed at noon. The mayor denied this.",
        "“The crane failed at noon,” the foreman said. The port authority has confirmed this information.",
    ):
        assert not any("noon" in content and "foreman" not in source for source, content in relations(body))


def test_this_that_belongs_to_what_follows_points_to_no_sentence_before():
    for body in ("Mayor Ada Lind said this was a step forward.", "Mayor Ada Lind said this week that it had failed."):
        assert all("noon" not in content for _, content in relations(f"The crane failed at noon. {body}"))


def test_a_quotation_handed_over():
    body = "The board praised the choice.\n\nAnd from Chairwoman Ada Lind:\n\n“The harbour needs a steady hand.”"
    assert ("Chairwoman Ada Lind", "“The harbour needs a steady hand.”") in relations(body)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("« We have, he said, lost the port to the bandits. »", "direct"),
        ("“We have, Linden said, lost the port to the bandits.”", "direct"),
        ("The mayor told me: “She said nobody had come to the port.”", "indirect"),
    ],
)
def test_a_clause_put_into_a_quotation_leaves_it_direct(body, form):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    table = attribution_tables(tokens, find_attributions(tokens, find_quotations(tokens)))[0]
    assert table["form"].tolist()[-1] == form


POST = "Bandits have seized the port. We will take it back."


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (f"On Telegram the mayor, Viktor Lind, wrote:\n\n{POST}\n\nThe port is closed.", "Viktor Lind", POST),
        (f"Lind tweeted on Monday:\n\n{POST}\n\nThe port is closed.", "Lind", POST),
        (f"The letter reads:\n\n{POST}\n\nThe union said it would stay.", "The letter", POST),
        (
            f"The text of the statement by the Dockers Union:\n\n{POST}\n\nGlory to Orlov!\n\n---\n\nRain fell.",
            "the statement by the Dockers Union",
            f"{POST}\n\nGlory to Orlov!",
        ),
    ],
)
def test_what_is_set_apart_without_marks_is_whose_it_is_said_to_be(body, source, content):
    found = [(who, what) for who, what in relations(f"The strike went on.\n\n{body}") if "Bandits" in what]
    assert found == [(source, content.removesuffix("."))]


@pytest.mark.parametrize(
    "line", ["Here is what we know:", "Lind wrote three books:", "The programme:", "The port today:"]
)
def test_a_colon_alone_sets_nobodys_words_apart(line):
    assert relations(f"The strike went on.\n\n{line}\n\n{POST}\n\nThe port is closed.") == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Lindholm: Cranes must leave the harbour", "Lindholm"),
        ("Viktor Lindholm: Cranes were sold abroad", "Viktor Lindholm"),
        ("Interior ministry: Cranes were sold abroad", "Interior ministry"),
        ("Cranes were sold abroad – Lindholm", "Lindholm"),
        ("Cranes were sold abroad, harbour board says", "harbour board"),
        ("WATCH: Cranes leave the harbour", None),
        ("Harbour fire: Cranes leave the quay", None),
        ("France: Cranes leave the quay", None),
    ],
)
def test_names_beside_the_marks_of_a_headline(headline, expected):
    found = relations("The talks go on.", headline)
    assert (found[0][0] if found else None) == expected


def test_a_name_of_which_the_body_tells_is_a_topic_unless_it_speaks():
    assert relations("A ship named Lindholm sank off the coast.", "Lindholm: Cranes leave the harbour") == []


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["X", "quoted", "was", "as", "saying", ",", ":", ".", "\n", "In", "the", "words", "of"]),
        max_size=30,
    ),
    st.integers(0, 10),
)
def test_any_text_and_labels_are_read(words, seed):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [" ".join(words)]}))
    labels = np.random.default_rng(seed).integers(0, len(LABELS), len(tokens)).astype(np.int8)
    before = labels.copy()
    after = read_constructions(tokens, labels)
    assert len(after) == len(tokens) and after.max(initial=0) < len(LABELS)
    assert np.array_equal(labels, before)


def test_an_article_alone_is_no_source():
    assert all(source != "The" for source, _ in relations("The alleged ringleader, whom the board blames, denies it."))
