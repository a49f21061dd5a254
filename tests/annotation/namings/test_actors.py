"""Whose government, whose police: what stands beside a naming, else what was said before."""

import pandas as pd
import pytest

from framing.annotation.namings.actors import bind_targets, find_actors
from framing.annotation.namings.finding import find_namings
from framing.annotation.text.tokens import tokenize
from framing.lexicon import Lexicon

TERMS = pd.DataFrame(
    [("government", "state"), ("police", "guards"), ("officer", "guards"), ("army", "guards"), ("crowd", "crowd")],
    columns=["term", "target"], dtype="str",
).assign(category="neutral")  # fmt: skip
BOOK = Lexicon("small", {"actors": ["state", "guards"], "bind": ["state@Kenya"]}, TERMS)


def actors(*bodies):
    ids = [f"a{i}" for i in range(len(bodies))]
    tokens = tokenize(pd.DataFrame({"article_id": ids, "headline": "", "body": bodies}))
    found = find_namings(tokens, BOOK)
    target = found["target"].to_numpy(object)
    return find_actors(tokens, BOOK, found["first"].to_numpy(), found["last"].to_numpy(), target).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya's riot police came.", ["Kenya"]),
        ("The Kenyan government met.", ["Kenya"]),
        ("The government of Kenya met.", ["Kenya"]),
        ("Police in Kenya met.", ["Kenya"]),
        ("U.S. police and the US army met.", ["United States", "United States"]),
        ("The Obama government met.", ["United States"]),
        ("Many governments met.", ["generic"]),
        ("An officer slept.", [None]),
        ("The crowd of Kenya met.", [None]),
    ],
)
def test_a_place_beside_a_naming(text, expected):
    assert actors(text) == expected


def test_a_bare_naming_has_the_actor_of_the_last_one_of_its_target():
    assert actors("Kenyan police came. Chad's government met. The police left. The government stayed.") == [
        "Kenya", "Chad", "Kenya", "Chad",
    ]  # fmt: skip


def test_else_of_the_next_one_else_the_scene_and_never_that_of_another_article():
    assert actors("Police came. The Kenyan police left.") == ["Kenya", "Kenya"]
    assert actors("A fire broke out in Chad. Police came.", "Police came.") == ["Chad", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad's army left. In Kenya, in Nairobi, a crowd grew. Police came.", "Kenya"),
        ("Crowds met in Hong Kong. China was silent. The central government was silent.", "China"),
        ("Crowds met in Hong Kong. China and Chinese people were silent. The SAR government was not.", "Hong Kong"),
        ("Crowds met in Hong Kong, and China and Chinese people watched. Police came.", "Hong Kong"),
        ("Chicago and Boston asked. Canada did not. Federal government aid came.", "United States"),
        ("China was named. Carrie Lam spoke of China. Her government would stay.", "Hong Kong"),
        ("Parties in Kenya talked for weeks to form a government.", "Kenya"),
        ("People in Kenya think that governments are alike.", "generic"),
        ("Europe is large. In Chad the government met.", "Chad"),
    ],
)
def test_places_compete_for_a_naming_without_one(text, expected):
    assert actors(text)[-1] == expected


def test_the_same_word_tells_more_than_another_of_its_target():
    said = "The Kenyan army came. Chad's police came."
    assert actors(f"{said} The army left.")[-1] == "Kenya"
    assert actors(f"{said} The police left.")[-1] == "Chad"


def test_a_place_far_back_counts_less_than_one_near():
    talk = " ".join(["People talked."] * 20)
    assert actors(f"A fire broke out in Chad. {talk} A fire broke out in Kenya. Police came.") == ["Kenya"]


def test_a_bound_target_sets_others_apart():
    target = pd.Series(["state"] * 4 + ["guards"]).to_numpy(object)
    actor = pd.Series(["Kenya", "Chad", "generic", None, "Kenya"]).to_numpy(object)
    assert bind_targets(BOOK, target, actor).tolist() == [
        "state@Kenya", "state@other", "state@other", "state", "guards",
    ]  # fmt: skip
    assert BOOK.targets == ["state", "guards", "crowd", "state@Kenya", "state@other"]
