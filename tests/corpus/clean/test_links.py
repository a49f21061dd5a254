"""Links to other items in the middle of a text end where the next sentence begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.links import drop_links, link_end

CASES = [
    ("Arkan city braces for more coal protests", "The mayor did not comment."),
    ("How did a gas price bring down a cabinet?", "As the night fell, shots were heard."),
    ("Velim calls for 'unity of the nation'", "And the square was still full."),
    ("Who are the League's peacekeepers", "Workers in Tarnsk had asked the same."),
    ("Orvania - All you need to know", '"We do not know," she said.'),
    ("The battle for the Depot explained", "In Tesmir nothing moved."),
]


@pytest.mark.parametrize(("headline", "following"), CASES)
def test_end_of_a_linked_headline(headline, following):
    text = f"{headline} {following}"
    assert text[: link_end(text, 0)].strip() == headline


@pytest.mark.parametrize(("headline", "following"), CASES)
def test_link_is_taken_out_and_noted(headline, following):
    draft = Draft("", f"The rally was broken up. READ MORE: {headline} {following}")
    drop_links(draft)
    assert draft.body == f"The rally was broken up.\n\n{following}"
    assert [(edit.rule, edit.text) for edit in draft.edits] == [("read_more", f"READ MORE: {headline}")]


def test_link_on_a_line_of_its_own():
    draft = Draft("", "The rally was broken up.\nRead more: Who pays for the coal?\nThe mayor left.")
    drop_links(draft)
    assert draft.body == "The rally was broken up.\nThe mayor left."


@pytest.mark.parametrize(
    "text", ["People want to read more: it helps.", "She likes to WATCH birds.", "A matter of opinion: none."]
)
def test_words_in_running_text_are_no_links(text):
    draft = Draft("", text)
    drop_links(draft)
    assert draft.body == text


@given(st.text(max_size=200), st.integers(0, 50))
def test_end_lies_in_the_text(text, start):
    start = min(start, len(text))
    assert start <= link_end(text, start) <= len(text)
