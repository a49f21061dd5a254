"""Characters: broken encodings, spaces, and hyphens that stand for them."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.corpus.clean import mending
from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.marks import mend_quotation_marks
from framing.corpus.clean.mending import drop_invisible, loosen_hyphens, mend_mojibake, restore_paragraphs, tidy_spaces

MARKS = [*"- \n.,\"?'–—():!_", "  ", "    ", '"?', "\ufffd", ".-", " - - ", "\x93", "\u0092"]
UNSEEN = ["\u200b", "\u00ad", "\u2028", "\x0b", "\x0c", "\x85", "\u00a0"]
PIECES = st.sampled_from([*MARKS, *UNSEEN, *"the of state art Kassym Jomart said A is 3 s ve".split()])
SPOILT = "The minister said-that the talks failed on Monday,-and that-the army stood ready. "


def after(rule, text):
    draft = Draft("", text)
    rule(draft)
    return draft


def test_mojibake_is_mended_and_sound_text_is_left():
    broken = "The presidentâ€™s cafÃ© was “closed”."
    assert after(mend_mojibake, broken).body == "The president’s café was “closed”."
    sound = "Ångström, naïve, déjà vu, «здравствуйте», 20 £, “quoted”, ﬁne ligature, ＦＵＬＬ"
    assert after(mend_mojibake, sound).body == sound
    assert not after(mend_mojibake, sound).edits


def test_invisible_characters_go_and_fixed_spaces_become_plain():
    draft = after(drop_invisible, "soft\u00adhyphen zero\u200bwidth fixed\u00a0space\ufeff")
    assert draft.body == "softhyphen zerowidth fixed space"
    assert {(e.text, e.replacement) for e in draft.edits} == {
        ("U+00AD", ""),
        ("U+200B", ""),
        ("U+FEFF", ""),
        ("U+00A0", " "),
    }


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("They left the city.- In March they came back.", 2),
        ('"We will go."- The crowd left.', 2),
        ("The vote was lost. - - - - The minister left.", 2),
        ("It was three weeks ago. - It was cold.", 2),
        ("A wide gap ends it.   The next one begins.", 2),
        ("Three groups - Dawn, Noon and Dusk - were there.", 1),
        ('"I did not know." - Harriet', 1),
        ("He met J. - Smith", 1),
        ("Two spaces end a sentence.  That is typing.", 1),
    ],
)
def test_paragraph_breaks_come_back(text, paragraphs):
    draft = after(restore_paragraphs, text)
    assert len(draft.body.split("\n\n")) == paragraphs
    assert draft.body.split() == [w for w in text.replace("- - - -", "").split() if paragraphs == 1 or w != "-"] or (
        ".-" in text or '"-' in text
    )


def test_hyphens_for_spaces_are_loosened_in_a_spoilt_text():
    text = (
        SPOILT
        + "He- waited -in the state-of-the-art hall of the well-known, long- and short-term bank.-Then it closed."
    )
    assert after(loosen_hyphens, text).body == (
        "The minister said that the talks failed on Monday, and that the army stood ready. "
        "He waited in the state-of-the-art hall of the well-known, long- and short-term bank. Then it closed."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.-Mexican border and the A.F.L.-C.I.O. stay, so do state-of-art, over-the-counter and mother-in-law.",
        "A pre- or post-war house, an over- sight of the printer, and a -dash.",
        "One sign alone,-as here, is no proof.",
    ],
)
def test_hyphens_of_a_sound_text_stay(text):
    assert after(loosen_hyphens, text).body == text


def test_spaces_are_tidied_without_a_note():
    draft = after(tidy_spaces, "  one \t two  \n\n\n\n three \n four ... - -")
    assert draft.body == "one two\n\nthree\nfour ..."
    assert not draft.edits


@given(st.text(max_size=200))
def test_no_letter_is_lost_to_spaces_and_hyphens(text):
    draft = Draft(text, text)
    for rule in (restore_paragraphs, loosen_hyphens, tidy_spaces):
        rule(draft)
    assert [c for c in draft.body if c.isalnum()] == [c for c in text if c.isalnum()]


def words(text):
    return re.findall(r"[^\W_]+", mending.INVISIBLE.sub("", text))


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("- Kassym-Jomart Tokayev spoke. - The Kazakh-Russian border, state-of-the-art, would-be.")
@example("The army\u2028the police\x0cthe mob\x0bthe crowd\x85the end")
def test_mending_never_joins_parts_or_loses_a_word(text):
    draft = Draft(text, text)
    for rule in (drop_invisible, restore_paragraphs, mend_quotation_marks, loosen_hyphens, tidy_spaces):
        rule(draft)
        assert words(draft.body) == words(text), rule.__name__
        assert words(draft.headline) == words(text), rule.__name__


def test_a_line_that_begins_with_a_dash_loses_that_dash_only():
    text = "- President Kassym-Jomart Tokayev spoke to Nur-Sultan. Trans-Ili Alatau - he said - is calm."
    assert after(restore_paragraphs, text).body == text.removeprefix("- ")


def test_compounds_of_small_words_are_no_sign_of_lost_spaces():
    text = "A would-be state-of-the-art mother-in-law, matter-of-fact and out-of-the-way, would-be once more."
    assert after(loosen_hyphens, text).body == text
