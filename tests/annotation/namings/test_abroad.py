"""An army at home or abroad: where the article plays, and whose the army is, decide its target."""

import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.annotation.namings.abroad import find_scenes
from framing.annotation.namings.places import Places
from framing.annotation.text.tokens import tokenize
from framing.corpus.corpus import Corpus

ABROAD, HOME = "foreign-forces", "security-forces"


def targets(body, *, headline=""):
    articles = pd.DataFrame({"article_id": ["a"], "outlet_id": "o", "headline": headline, "body": body})
    mentions = annotate(Corpus("c", articles), codebook="armed-conflict").mentions
    mentions = mentions[mentions["target"].isin([ABROAD, HOME])]
    return list(zip(mentions["text"].str.lower(), mentions["target"], strict=True))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Fighting went on in Mali. French soldiers came. The soldiers left.", [ABROAD, ABROAD]),
        ("Fighting went on in Mali. Malian soldiers came. The soldiers left.", [HOME, HOME]),
        ("Kenya's navy fired near Kismayo, in Somalia. The navy said so.", [ABROAD, ABROAD]),
        ("Two Navy SEALs died in Yemen. Yemeni troops in Aden stayed.", [ABROAD, HOME]),
        ("In Afghanistan, NATO troops left. The troops had stayed for years.", [ABROAD, ABROAD]),
        ("Turkish soldiers shot at each other in Istanbul, in Turkey.", [HOME]),
        ("Police in Paris watched. In Syria, French troops fought near Raqqa.", [HOME, ABROAD]),
        ("In Homs, in Syria, Russian troops met government troops.", [ABROAD, HOME]),
        ("The army fired.", [HOME]),
    ],
)
def test_the_actor_and_the_scene_decide(body, expected):
    assert [target for _, target in targets(body)] == expected


def test_the_same_sentence_in_another_country_names_another_target():
    for scene, expected in (("Chad", HOME), ("Mali", ABROAD)):
        assert targets(f"The Chadian army fought in {scene}. Shots fell in {scene}.") == [("army", expected)]


def test_a_word_other_than_a_place_keeps_its_target():
    assert targets("In Syria, Russian troops came near Homs. Regime forces and occupying forces stayed.")[1:] == [
        ("regime forces", HOME), ("occupying forces", ABROAD),
    ]  # fmt: skip


def test_the_scene_is_where_something_happens():
    def scene(body):
        tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": "", "body": body}))
        counts = find_scenes(Places(tokens), 0)
        return max(counts, key=counts.get, default=None), max(counts.values(), default=0) >= 1

    assert scene("France and French voters watched what happened in Mali.") == ("Mali", True)
    assert scene("Mosul and Basra were quiet, American officials and Americans said.") == ("Iraq", True)
    assert scene("French voters watched.") == ("France", False)
    assert scene("") == (None, False)


def test_an_article_with_two_scenes_moves_nobody():
    assert targets("People died in Chad and in Mali. Malian troops and Chadian troops fought.") == [
        ("troops", HOME), ("troops", HOME),
    ]  # fmt: skip
