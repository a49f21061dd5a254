from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.annotation.quotations.spans import Quotations, find_quotations
from framing.annotation.text.tokens import Tokens, tokenize


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
    "guillemets not closed": ("He spoke of « wreckers on air. The crowd left.", ["wreckers on air."]),
    "curly in guillemets": ("He said «we “will” win» and left.", ["we “will” win", "will"]),
    "curly in straight": ('"He said “no” to me," she said.', ["He said “no” to me,", "no"]),
    "straight in curly": ('“He said "no" to me,” she said.', ['He said "no" to me,', "no"]),
    "straight in straight": (
        '"They call us "wreckers" again," she said.',
        ['They call us "wreckers" again,', "wreckers"],
    ),
    "double in single": ("'He called it \"mad\" and left,' she said.", ['He called it "mad" and left,', "mad"]),
    "mixed pair": ('They were “bandits" to him. She said "no”.', ["bandits", "no"]),
    "closing shapes only": ("”We go,” he said. ”We stay.”", ["We go,", "We stay."]),
    "turned guillemets": ("»We go«, he said.", ["We go"]),
    "headline style": ("Osk \"deeply concerned\" at 'mass arrests'", ["deeply concerned", "mass arrests"]),
    "colon in headline": ("Osk: 'We won't talk to wreckers'", ["We won't talk to wreckers"]),
    "lost paragraph breaks": ('He said: "We came. "We saw. "We stay." He left.', ["We came.", "We saw.", "We stay."]),
    "lost closing before a cue": ('"We go home, he said. Rain fell. "We know."', ["We go home,", "We know."]),
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


def test_a_quotation_that_the_next_paragraph_closes_runs_over_both() -> None:
    tokens, found = read('Osk said: "We came in peace.\nWe stay in peace."\nIt rained.')
    assert tokens.table(found.first, found.last)["text"].tolist() == ["We came in peace.", "We stay in peace."]
    assert found.continues.tolist() == [-1, 0]
    assert found.closing[0] == -1 and found.opening[1] == -1


def test_a_wrapped_line_ends_no_quotation() -> None:
    assert quoted('The clerk said: "We will\nnot open the gates."\nIt rained.') == ["We will\nnot open the gates."]


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
@example("”", "“ 'a'")
@given(MARKS, MARKS)
def test_any_text_gives_well_nested_ranges(headline: str, body: str) -> None:
    tokens, found = read(body, "x " + body, headline=headline)
    well_formed(tokens, found)
    again = find_quotations(tokens)
    assert all((getattr(found, f) == getattr(again, f)).all() for f in found.__dataclass_fields__)


SENTENCES = [
    'The council met on Monday and "nothing was settled," the clerk said.',
    "Rain fell on the square.",
    '"We will come back," Osk told them.',
    'The paper called it a "long night" for the town.',
    'Brand said: "The gates stay shut. Nobody may pass."',
    "The workers' committee didn't answer.",
]


def inside_by_word(body: str) -> list[tuple[str, bool]]:
    tokens, found = read(body)
    state = (found.outer >= 0).tolist()
    words = [tokens.types[t] for t in tokens.type_id.tolist()]
    return [(word, inside) for word, inside in zip(words, state, strict=True) if word[0].isalnum()]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=6), st.data())
def test_an_odd_mark_changes_nothing_outside_its_paragraph(paragraphs: list[str], data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(paragraphs) - 1))
    place = data.draw(st.integers(0, len(paragraphs[where])))
    damaged = [*paragraphs]
    damaged[where] = paragraphs[where][:place] + '"' + paragraphs[where][place:]
    for k, (plain, odd) in enumerate(zip(paragraphs, damaged, strict=True)):
        if k != where:
            size = len(inside_by_word(plain))
            before = sum(len(inside_by_word(p)) for p in damaged[:k])
            assert inside_by_word("\n".join(damaged))[before : before + size] == inside_by_word(odd)


@settings(max_examples=150, deadline=None)
@given(st.permutations(SENTENCES), st.permutations(SENTENCES), st.data())
def test_an_odd_mark_is_forgotten_where_paragraph_breaks_are_lost(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    sentence = data.draw(st.sampled_from(SENTENCES))
    place = data.draw(st.sampled_from([i for i, c in enumerate(sentence) if c == " "]))
    odd = sentence[:place] + data.draw(st.sampled_from([' "', '" '])) + sentence[place + 1 :]
    head, tail = " ".join(left), " ".join(right)
    plain, damaged = inside_by_word(f"{head} {sentence} {tail}"), inside_by_word(f"{head} {odd} {tail}")
    ahead, behind = len(inside_by_word(head)), len(inside_by_word(tail)) - 30
    assert plain[:ahead] == damaged[:ahead]
    assert plain[-behind:] == damaged[-behind:]
