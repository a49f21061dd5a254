"""What is said about an article is lifted out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.clean import credits as lifting
from framing.corpus.clean.drafts import Draft


@pytest.mark.parametrize(
    "credit",
    [
        "Source: Al Jazeera and news agencies",
        "mb/rt (AFP, dpa, Reuters)",
        "(AP)",
        "The Associated Press contributed to this report.",
        "Ann Ott and B. Velim contributed to this story.",
        "(Reporting by Ann Ott; editing by B. Velim)",
        "ann.ott@chinadaily.com.cn",
    ],
)
def test_closing_credits(credit):
    draft = Draft("", f"The square was empty on Monday. {credit}")
    lifting.lift_credit(draft)
    assert draft.body == "The square was empty on Monday."
    assert draft.credit == credit


def test_several_credits_are_kept_in_order():
    draft = Draft(
        "",
        "It ended. Ann Ott contributed to this report. ann@daily.cn (China Daily European Weekly 01/27/2017 page1)",
    )
    lifting.lift_credit(draft)
    assert draft.body == "It ended."
    assert draft.credit.startswith("Ann Ott contributed")
    assert draft.credit.endswith("page1)")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Ott", "Ann Ott"),
        ("By Ann Ott and Ben Velim", "Ann Ott and Ben Velim"),
        ("By Charlotte Penhale in Arkan", "Charlotte Penhale in Arkan"),
    ],
)
def test_bylines(line, name):
    draft = Draft("", f"{line}\nThe square was empty.")
    lifting.lift_byline(draft)
    assert (draft.byline, draft.body) == (name, "The square was empty.")


@pytest.mark.parametrize("line", ["By Monday the square was empty.", "By all accounts it was cold"])
def test_lines_that_begin_with_by_stay(line):
    draft = Draft("", f"{line}\nThe rest.")
    lifting.lift_byline(draft)
    assert draft.body.startswith(line)


@pytest.mark.parametrize(
    "line", ["Published 7 January 2022 10:15", "January 7, 2022", "Updated: Jan 5, 2019 5:12 PM", "2022-01-07"]
)
def test_date_lines(line):
    draft = Draft("", f"{line}\nThe square was empty.")
    lifting.lift_date(draft)
    assert (draft.date, draft.body) == (line, "The square was empty.")


def test_bio_gives_the_author():
    draft = Draft(
        "", "The square was empty.\nIt was cold.\nAnn Ott is a visiting fellow at the Upland Institute in Kessin."
    )
    lifting.lift_bio(draft)
    assert draft.body == "The square was empty.\nIt was cold."
    assert draft.byline == "Ann Ott"


def test_a_person_in_the_news_is_no_author():
    body = "Ann Ott is a lawyer and said she was beaten.\nIt was cold.\nBen Velim is a journalist, she told reporters."
    draft = Draft("Lawyers arrested", body)
    lifting.lift_bio(draft)
    assert draft.body == body


@given(st.text(max_size=300))
def test_lifting_never_fails_and_never_adds(text):
    draft = Draft("", text)
    for rule in (lifting.lift_date, lifting.lift_byline, lifting.lift_credit, lifting.lift_bio):
        rule(draft)
    assert len(draft.body) <= len(text)
