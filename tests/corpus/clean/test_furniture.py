"""What real pages print round an article goes; what only resembles it stays. Every text is invented."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import schema
from framing.corpus.clean import furniture
from framing.corpus.clean.cleaning import clean_articles
from framing.corpus.clean.drafts import Draft

STORY = [
    "The mayor of Karabor met striking drivers on Monday and heard their demands. They want higher pay.",
    "“We will come back tomorrow,” said Ann Ott, who drives a bus. The mayor made no promise.",
    "Shops in the old town stayed shut until noon. Police said the march was calm.",
]
CLEAN = "\n\n".join(STORY)


def cleaned(body):
    row = {"article_id": "a", "outlet_id": "o", "headline": "Mayor meets drivers", "body": body, "n_words": 1}
    return clean_articles(schema.ARTICLES.cast(pd.DataFrame([row])))


@pytest.mark.parametrize(
    "line",
    [
        "We and our partners use cookies to store information on your device.",
        "Accept all cookies",
        "Manage preferences",
        "You have reached your limit of free articles this month.",
        "This story is for members only.",
        "Already a member? Sign in",
        "Sign up for our weekly newsletter and never miss a report from the upland.",
        "Get the best of our reporting straight to your inbox.",
        "Please enter a valid email address.",
        "Registration was successful!",
        "Left Menu",
        "Home > World > Upland",
        "World | Politics",
        "7 min read",
        "1.2K shares",
        "Share Tweet Email",
        "Leave a Reply",
        "Correction: An earlier version of this article gave the wrong age of Ms Ott.",
        "Editor's note: this report describes scenes that some may find hard to read.",
        "This article was amended on 14 March to add a comment of the mayor.",
        "(Adds quote of the mayor, details)",
        "Drivers in Karabor on Monday. Photograph: Tom Weil/Valley Images",
        "Mayor Dana Reyes speaks to drivers, March 13. (Tom Weil/AFP via Getty Images)",
        "Drivers wait outside city hall [Tom Weil/Reuters]",
        "FILE PHOTO: Drivers on strike in Karabor, Kervania, March 1. REUTERS/Tom Weil",
        "{{ article.related_links }}",
        "[caption id=attachment_12 align=right]",
        "window.dataLayer = window.dataLayer || []",
        "Found a mistake? Select the text and press Ctrl+Enter",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_furniture_goes_wherever_it_stands(line, place):
    body = "\n\n".join([*STORY[:place], line, *STORY[place:]])
    articles, cleaning = cleaned(body)
    assert articles["body"][0] == CLEAN
    assert len(cleaning) == 1


@pytest.mark.parametrize(
    "line",
    [
        "“You have to sign up for the newsletter to get in,” she said.",
        "The company said cookies on its website had tracked you and your family.",
        "He asked drivers to follow the law.",
        "They posted a photo of the mayor.",
        "The police published a correction on Tuesday.",
        "More than 200 comments were read out in court.",
        "Most read the letter in silence, and left.",
        "Ten best men of the guard were sent home.",
        "The drivers (most of them women) cheered.",
        "Two of them, Ann Ott (Karabor/West) and Ben Velim, were elected.",
        "At 10:45 the doors opened.",
    ],
)
def test_sentences_stay(line):
    body = "\n\n".join([STORY[0], line, *STORY[1:]])
    assert cleaned(body)[0]["body"][0] == body


@pytest.mark.parametrize(
    "heading", ["Most read", "Related stories", "You may also like", "Editors' picks", "More from World"]
)
@pytest.mark.parametrize(
    "items", [["1. Storm hits coast", "2. Rioters seize bus"], ["Storm hits coast", "Rioters seize bus"]]
)
def test_lists_of_other_items_go_with_their_heading(heading, items):
    assert cleaned("\n\n".join([*STORY, heading, *items]))[0]["body"][0] == CLEAN
    assert cleaned("\n\n".join([STORY[0], heading, *items, *STORY[1:]]))[0]["body"][0] == CLEAN


@pytest.mark.parametrize(
    "comments",
    [
        ["Comments (12)", "User77: these thugs should be jailed", "Reply Report"],
        ["3 Comments", "Ben says:", "These thugs again.", "2 days ago", "Reply"],
        ["Leave a Reply", "Your email address will not be published.", "Name *", "These thugs!"],
        ["Comments", "angry_man12: thugs, all of them", "Like · Reply · 3 h ago"],
    ],
)
def test_readers_comments_are_not_the_outlets_words(comments):
    articles, cleaning = cleaned("\n\n".join([*STORY, *comments]))
    assert articles["body"][0] == CLEAN
    assert set(cleaning["rule"]) == {"comments"}


def test_an_article_that_stands_under_a_comment_button_stays():
    assert cleaned("\n\n".join(["12 Comments", *STORY]))[0]["body"][0] == CLEAN
    assert cleaned("\n\n".join([STORY[0][:40], "Comments (3)", *STORY]))[0]["body"][0].endswith(CLEAN)


def test_clocks_of_a_live_blog_go_and_their_entries_stay():
    body = "\n\n".join([f"14:05 {STORY[0]}", "13:40 GMT", STORY[1], f"12.10pm {STORY[2]}"])
    articles, cleaning = cleaned(body)
    assert articles["body"][0] == CLEAN
    assert list(cleaning["text"]) == ["14:05", "13:40 GMT", "12.10pm"]


def test_a_picture_story_keeps_its_caption():
    caption = "Drivers wait in Karabor on Monday. (Photo: Tom Weil/AFP)"
    assert cleaned(caption + "\n\n" + caption.replace("Drivers", "Guards"))[0]["body"][0].startswith("Drivers wait")


@pytest.mark.parametrize("text", ["", "x", "Subscribe", "\n\n", "12:00", "{{", "}"])
def test_next_to_nothing_is_no_fault(text):
    cleaned(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*STORY, "Most read", "Comments (2)", "Reply", "14:05", "{{x}}", "Share", ""]), max_size=9)
)
def test_what_goes_is_noted(lines):
    body = "\n".join(lines)
    draft = Draft("", body)
    for rule in (
        furniture.drop_templates,
        furniture.drop_comments,
        furniture.drop_link_lists,
        furniture.drop_clocks,
        furniture.drop_notices,
    ):
        rule(draft)
    noted = [word for edit in draft.edits for word in edit.text.split()]
    assert sorted([*draft.body.split(), *noted]) == sorted(body.split())
