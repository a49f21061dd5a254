from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.quotations import Quotations, find_quotations
from framing.annotation.tokens import Tokens, tokenize


def read(*bodies: str, headline: str = "") -> tuple[Tokens, Quotations]:
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(bodies))],
            "headline": [headline] * len(bodies),
            "body": list(bodies),
        }
    )
    tokens = tokenize(articles)
    return tokens, find_quotations(tokens)


def quoted(body: str) -> list[str]:
    tokens, found = read(body)
    return tokens.table(found.first, found.last)["text"].tolist() if len(found) else []


CASES = {
    "plain": ('The mayor said: "We will talk." He left.', ["We will talk."]),
    "curly": ("The mayor said: “We will talk.” He left.", ["We will talk."]),
    "german": ("Der Titel „Am Fluss“ blieb.", ["Am Fluss"]),
    "scare": ('The "bandits" were students.', ["bandits"]),
    "adjective": ('Foreign-trained "terrorist" gangs, he said.', ["terrorist"]),
    "number": ('He spoke of "20,000 bandits" in town.', ["20,000 bandits"]),
    "list": ('Papers wrote of "thugs," "bandits," and "wreckers."', ["thugs,", "bandits,", "wreckers."]),
    "interrupted": ('"We came," she said, "to be heard."', ["We came,", "to be heard."]),
    "nested": ("\"He called us 'terrorists' again,\" she said.", ["He called us 'terrorists' again,", "terrorists"]),
    "nested at the end": ("\"He called us 'thugs.'\" She left.", ["He called us 'thugs.'", "thugs."]),
    "single": ("Army fires on 'armed bandits' in capital", ["armed bandits"]),
    "curly single": ("Army fires on ‘armed bandits’ in capital", ["armed bandits"]),
    "guillemets": ("Il a dit « oui » hier.", ["oui"]),
    "doubled": ("He called them ''vandals'' and ``looters''.", ["vandals", "looters"]),
    "bracket": ('("Enough" was the slogan.)', ["Enough"]),
    "apostrophes": ("The workers' leader didn't sing in the '90s, rock 'n' roll or not; O'Neill's did.", []),
    "possessive inside": ("They backed the 'workers' party' plan.", ["workers' party"]),
    "inches": ('He is 6\'2" tall and said "no" twice.', ["no"]),
    "damage": ('"We lost,"?she said. "We don"t know why."?It rained.', ["We lost,", 'We don"t know why.']),
    "dash damage": ('The talks "?held at night "?failed. "Sad," he said.', ["Sad,"]),
    "lost space": ('"We lost."He left. "We know."', ["We lost.", "We know."]),
    "odd mark": ('He left" early. She said "yes" and "no".', ["yes", "no"]),
    "lost closing": ('He said "we go home. It rained all day. They called it "sad" later.', ["we go home.", "sad"]),
    "lost closing at the end": ('It rained. He said: "We go. Nobody came.', ["We go."]),
    "bracketed insertion": (
        '"We fear them (a banned group - agency)," he said.',
        ["We fear them (a banned group - agency),"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_stands_in_quotation_marks(name: str) -> None:
    body, expected = CASES[name]
    assert quoted(body) == expected


def test_a_quotation_over_paragraphs_is_carried_on_by_an_opening_mark() -> None:
    tokens, found = read('"We came in peace.\n"We stay in peace," he said.\nIt rained.')
    assert tokens.table(found.first, found.last)["text"].tolist() == ["We came in peace.", "We stay in peace,"]
    assert found.closing[0] == -1
    assert found.continues.tolist() == [-1, 0]


def test_a_mark_that_is_not_closed_ends_with_its_paragraph() -> None:
    assert quoted('He said: "We came. We saw.\nNobody won.\nShe said "no".') == ["We came. We saw.", "no"]


MARKS = st.text(alphabet="\"'“”‘’«»„ ab.A?,\n-�`(5", max_size=60)


def well_formed(tokens: Tokens, found: Quotations) -> None:
    assert ((found.first < found.last) & (found.first >= 0) & (found.last <= len(tokens))).all()
    assert (tokens.segment[found.first] == tokens.segment[found.last - 1]).all()
    for i, parent in enumerate(found.parent.tolist()):
        assert parent < i
        if parent >= 0:
            assert found.first[parent] <= found.first[i] and found.last[i] <= found.last[parent]
    order = np.argsort(found.first, kind="stable")
    assert order.tolist() == list(range(len(found)))
    for i in range(len(found)):
        for j in range(i + 1, len(found)):
            crossing = found.first[i] < found.first[j] < found.last[i] < found.last[j]
            assert not crossing
    for name in ("inside", "outer"):
        of_token = getattr(found, name)
        assert len(of_token) == len(tokens)
        held = np.flatnonzero(of_token >= 0)
        assert ((found.first[of_token[held]] <= held) & (held < found.last[of_token[held]])).all()
    assert ((found.inside >= 0) == (found.outer >= 0)).all()
    assert (found.parent[found.outer[found.outer >= 0]] == -1).all()


@settings(max_examples=120, deadline=None)
@given(MARKS, MARKS)
def test_any_text_gives_well_nested_ranges(headline: str, body: str) -> None:
    tokens, found = read(body, "x " + body, headline=headline)
    well_formed(tokens, found)
    again = find_quotations(tokens)
    assert all((getattr(found, f) == getattr(again, f)).all() for f in found.__dataclass_fields__)
