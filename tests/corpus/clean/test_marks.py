"""Quotation marks, apostrophes and dashes that a wrong code page has eaten; expected values by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.marks import mend_quotation_marks

CASES = [
    ('The mayor didn"t come.', "The mayor didn't come."),
    ('He said. "We won"t go,"?she added.', 'He said. "We won\'t go," she added.'),
    ('"It is over."?The crowd left.', '"It is over." The crowd left.'),
    ('Talks failed "?at least for now "?and troops left.', "Talks failed – at least for now – and troops left."),
    ('ARKAN "?The square is empty.', "ARKAN – The square is empty."),
    ('It called the march a "riot"?on Monday.', 'It called the march a "riot" on Monday.'),
    ('The two leaders"?statements differ.', "The two leaders' statements differ."),
    ('"We heard the workers"?demands," he said.', '"We heard the workers\' demands," he said.'),
    ('They met Martin O"�Neill there.', "They met Martin O'Neill there."),
    ('a national "�Open Gate"?day', 'a national "Open Gate" day'),
    ('the lives"�and the pieces', "the lives – and the pieces"),
    ("a word \u0093quoted\u0094 in windows", 'a word "quoted" in windows'),
    ('A plain "quotation" stays, and 6" of rain.', 'A plain "quotation" stays, and 6" of rain.'),
]


@pytest.mark.parametrize(("text", "mended"), CASES)
def test_marks_are_put_back(text, mended):
    draft = Draft("", text)
    mend_quotation_marks(draft)
    assert draft.body == mended
    changed = sum(edit.times for edit in draft.edits)
    assert (changed == 0) == (text == mended)


def test_every_change_is_noted_with_what_stood_there():
    draft = Draft('The "end"?of it', 'He didn"t and wouldn"t.')
    mend_quotation_marks(draft)
    assert [(e.part, e.text, e.replacement, e.times) for e in draft.edits] == [
        ("headline", '"?', '" ', 1),
        ("body", '"', "'", 2),
    ]


@given(st.text(alphabet="ab s.,\"?� O'\n", max_size=80))
def test_mending_twice_changes_nothing_more_in_number_of_words(text):
    draft = Draft("", text)
    mend_quotation_marks(draft)
    assert draft.body.replace('"', "").replace("'", "").count("a") == text.count("a")
    assert "".join(draft.body.split()).count("b") == text.count("b")
