"""What an encoder reads of a source, and what becomes of what it says."""

import numpy as np
import pandas as pd
import pytest

from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.inference.encoder import read_pieces
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources import types
from framing.annotation.sources.description import find_sources
from framing.annotation.sources.passages import (
    LONGEST,
    ROOM,
    cut_passage,
    read_type_chances,
    source_texts,
    who_speaks,
)
from framing.annotation.text.tokens import tokenize
from framing.schema import SOURCE_TYPES

BODY = (
    "Ada Lind, the head of the harbour union, said the port was shut. She added that nobody was paid. "
    "A nurse said the ward was full. A nurse said it was cold. It was announced that the bridge was safe."
)


def relations_of(*bodies, headline="", model="fast"):
    names = [str(number) for number in range(len(bodies))]
    tokens = tokenize(pd.DataFrame({"article_id": names, "headline": headline, "body": bodies}))
    return tokens, find_attributions(tokens, find_quotations(tokens), model=model)


def known_of(*bodies, headline=""):
    tokens, found = relations_of(*bodies, headline=headline)
    return find_sources(tokens, found.relations, found.spans), found.relations


def test_each_person_and_designation_of_an_article_is_read_once():
    known, relations = known_of(BODY, BODY)
    row, same = who_speaks(known, relations)
    # twice in each article: Ada Lind with "she", and the nurse; nobody announced
    half = len(relations) // 2
    assert half == 5
    assert same[:half].tolist() == [0, 0, 1, 1, -1]
    assert same[half:].tolist() == [2, 2, 3, 3, -1]
    assert row.tolist() == [0, 2, half, half + 2]


def test_a_passage_holds_what_the_article_says_of_a_source():
    known, relations = known_of(BODY, headline="Port shut")
    own, name, described, here, first, headline = source_texts(known, relations, np.array([1]))[0]
    assert (own, name, headline) == ("She", "Ada Lind", "Port shut")
    assert "head of the harbour union" in described
    assert here == "She added that nobody was paid."
    assert first.startswith("Ada Lind, the head")


def test_the_sentence_is_not_read_twice_and_a_long_one_is_cut_round_the_source():
    long = "and so on " * 60
    known, relations = known_of(
        f"Ada Lind said the port was shut {long}.", f"When it rained {long}, Ada Lind said it was shut."
    )
    texts = source_texts(known, relations, who_speaks(known, relations)[0])
    assert texts[0][3].startswith("Ada Lind") and texts[0][4] == ""
    assert all("Ada Lind" in parts[3] and len(parts[3].split()) <= 70 for parts in texts)


@pytest.mark.parametrize("words", [0, 1, 300])
def test_a_passage_keeps_its_room_and_marks_what_the_source_is_called(words):
    cutter = read_pieces()
    pieces, own = cut_passage(("mayor " * words, "port " * words, *["city " * words] * 4), cutter)
    assert len(pieces) <= LONGEST
    assert own == min(words, ROOM["own"]) + 1 + min(words, ROOM["name"])
    called = pieces[1 : own + 1]
    assert called.count(cutter.cut("mayor")[0]) == min(words, ROOM["own"])
    assert pieces[0] == cutter.number["[CLS]"] and pieces.count(cutter.number["[SEP]"]) == 4


def test_chances_are_those_of_the_first_time_and_missing_where_nobody_is_named():
    pytest.importorskip("onnxruntime")
    known, relations = known_of(BODY)
    found = read_type_chances(known, relations)
    assert found.shape == (5, len(SOURCE_TYPES))
    assert np.allclose(found[:4].sum(axis=1), 1) and np.isnan(found[4]).all()
    assert (found[0] == found[1]).all() and (found[2] == found[3]).all() and (found[0] != found[2]).any()


def test_company_changes_no_chances():
    pytest.importorskip("onnxruntime")
    alone = read_type_chances(*known_of(BODY))
    both = read_type_chances(*known_of("The mayor said it was cold.", BODY))
    assert np.array_equal(alone, both[1:], equal_nan=True)


def test_the_accurate_model_hears_the_encoder_where_it_is_asked(monkeypatch):
    known, relations = known_of(BODY)
    cue = pd.Series("said", index=relations.index)
    fast = types.find_source_types(known, relations, cue)
    read = np.full((len(relations), len(SOURCE_TYPES)), np.nan)
    read[2:4] = np.eye(len(SOURCE_TYPES))[SOURCE_TYPES.index("media")]
    monkeypatch.setattr(types, "read_type_chances", lambda *_: read)
    accurate = types.find_source_types(known, relations, cue, model="accurate")
    assert accurate["source_type"].iloc[2:4].tolist() == ["media", "media"]
    pd.testing.assert_frame_equal(accurate.iloc[[0, 1, 4]], fast.iloc[[0, 1, 4]], check_dtype=False)
    assert "media" not in fast["source_type"].tolist()


def test_the_table_of_accurate_relations_is_typed_by_the_accurate_model():
    pytest.importorskip("onnxruntime")
    tokens, found = relations_of(BODY, model="accurate")
    assert found.model == "accurate"
    table = attribution_tables(tokens, found)[0]
    known = find_sources(tokens, found.relations, found.spans)
    cue = table["cue_text"].str.lower().str.split().str[0].set_axis(found.relations.index)
    expected = types.find_source_types(known, found.relations, cue, model="accurate")
    assert table["source_type"].fillna("").tolist() == expected["source_type"].fillna("").tolist()
