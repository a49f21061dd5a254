"""Datelines of agencies all over the world, lifted; sentences that look like one, left."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import schema
from framing.corpus.clean.cleaning import clean_articles
from framing.corpus.clean.datelines import lift_dateline
from framing.corpus.clean.drafts import Draft
from framing.corpus.repeats.duplicates import find_agencies

SENTENCE = "The mayor met the drivers on Monday."


def agency_of(body, outlet="herald"):
    row = {"article_id": "a", "outlet_id": outlet, "headline": "Mayor meets drivers", "body": body, "n_words": 1}
    articles, _ = clean_articles(schema.ARTICLES.cast(pd.DataFrame([row])))
    return articles["body"][0], find_agencies(articles)[0]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("DAMASCUS, March 3 /TASS/.", "Several dozen men laid down arms."),
        ("MOSCOW, February 9./TASS/.", "Talks go on."),
        ("HMEIMIM /Syria/, March 25. /TASS/.", "The centre said so."),
        ("MOSCOW, March 17. /TASS, Anna Velim, Pavel Ott/.", "Winning matters."),
        ("LONDON (Reuters) -", "Prices doubled."),
        ("WASHINGTON, June 24 (UPI) —", "The senator left."),
        ("Cleveland (AFP) –", "The delegates left."),
        ("WASHINGTON –", "Nothing moved."),
        ("KARABOR, Kervania, Jan 3 (Merriton) -", "Police opened fire."),
        ("TESMIR, January 4 /KEN/.", "The ministry explained."),
        ("Islamabad, Pakistan -", "The streets were full."),
    ],
)
def test_datelines(line, rest):
    draft = Draft("", f"{line} {rest}")
    lift_dateline(draft)
    assert (draft.dateline, draft.body) == (line, rest)


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press (AP) reported the talks.",
        "A crowd of Reuters (AP) men stood there.",
        "Police - who came late - fired.",
        "NATO and the EU agreed.",
        "Prime Minister Velim, 61, left.",
    ],
)
def test_first_sentences_are_no_datelines(text):
    draft = Draft("", text)
    lift_dateline(draft)
    assert draft.body == text


@pytest.mark.parametrize("before", ["", "asdasd\n\n", "Drivers wait for an answer\n\n"])
@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("YEREVAN, JANUARY 7, ARMENPRESS. ", "armenpress"),
        ("ALMATY. KAZINFORM ", "kazinform"),
        ("NUR-SULTAN, January 7. KAZINFORM – ", "kazinform"),
        ("MOSCOW (TASS): ", "tass"),
        ("MOSCOW, January 7. /TASS Correspondent Ivan Velim/. ", "tass"),
        ("TEHRAN (Tasnim) – ", "tasnim"),
        ("TEHRAN, Jan. 07 (MNA) – ", "mehr"),
        ("Tehran, Jan 7, IRNA – ", "irna"),
        ("Tehran, IRNA – ", "irna"),
        ("New Delhi, Jan 6 (PTI) ", "pti"),
        ("ISLAMABAD, Jan 7 (APP): ", "app"),
        ("MOSCOW. Jan 6 (Interfax) - ", "interfax"),
        ("Moscow, Jan 6 (EFE).- ", "efe"),
        ("(ANSA) - ROME, JAN 7 - ", "ansa"),
        ("BAKU, Azerbaijan, Jan. 7. By Elchin Velim - Trend: ", "trend"),
        ("BAKU, Azerbaijan, Jan. 7\nTrend: ", "trend"),
        ("MOSCOW, January 7 - RIA Novosti. ", "ria"),
        ("PARIS, Jan 5, 2022 (BSS/AFP) - ", "afp,bss"),
        ("ALMATY, Kazakhstan/MOSCOW, Jan 7 (Reuters) - ", "reuters"),
        ("ST. PETERSBURG, Fla. (AP) — ", "ap"),
        ("Ankara (AA) – ", "anadolu"),
        ("Washington (CNN)", "cnn"),
        ("ARMENPRESS – ", "armenpress"),
    ],
)
def test_agency_copy_is_told_by_its_dateline_even_after_a_line_of_junk(line, agency, before):
    body, found = agency_of(before + line + SENTENCE)
    assert body.endswith(SENTENCE)
    assert line.strip() not in body
    assert found == agency


@pytest.mark.parametrize(
    "text",
    [
        "Moscow, Russia's capital. TASS reported that.",
        "The Trend (Report) - A new way.",
        "AN INSPECTOR GENERAL -- The man in question.",
        "Fans – The crowd said.",
        "Russia – The state of things.",
        "President Velim, Reuters reported.",
        "FIVE MONTHS after protests began, nothing moved.",
    ],
)
def test_openings_that_only_look_like_one(text):
    draft = Draft("", text)
    lift_dateline(draft)
    assert draft.body == text


def test_a_town_is_no_agency_though_one_bears_its_name():
    assert pd.isna(agency_of(f"PETRA, Jordan — {SENTENCE}")[1])
    assert agency_of(f"AMMAN, Jan. 7 (Petra) -- {SENTENCE}")[1] == "petra"


@pytest.mark.parametrize("outlet", ["tass", "TASS", "TASS (English)", "tass-russian-news"])
def test_an_agency_does_not_carry_agency_copy_of_its_own(outlet):
    assert pd.isna(agency_of(f"MOSCOW, January 7. /TASS/. {SENTENCE}", outlet)[1])


def test_a_dateline_in_a_later_paragraph_belongs_to_the_text():
    body = f"{SENTENCE} {'He said that they would be heard, one by one. ' * 6}\n\nLONDON (Reuters) - {SENTENCE}"
    draft = Draft("", body)
    lift_dateline(draft)
    assert draft.body == body


@given(st.text(alphabet='AB (),./-–:REUTSreuters12\n"', max_size=200))
def test_lifting_never_fails_and_takes_only_from_the_opening(text):
    draft = Draft("", text)
    lift_dateline(draft)
    assert len(draft.body) <= len(text)
    assert text.endswith(draft.body[-20:])
