"""Does the program find what was planted in the teaching collection?"""

import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.coding.reference import read_reference
from framing.coding.sampling import units_of
from framing.coding.validity import validate
from framing.comparison.levels import estimate
from framing.corpus.collections.catalogue import find_collection
from framing.corpus.reading import read_corpus
from framing.scoring.score import score


@pytest.fixture(scope="module")
def corpus():
    return annotate(read_corpus("january"))


@pytest.fixture(scope="module")
def codes(corpus):
    return read_reference(find_collection("january"), corpus)


def test_at_least_95_of_100_planted_namings_are_found(codes):
    planted, missed = (
        len(pd.read_csv(find_collection("january").path / "codings_namings.csv")),
        len(codes.attrs["missed"]),
    )
    assert planted == 543
    assert 0 <= planted - missed - codes["unit_id"].nunique() <= 3  # "foreign-trained militants" is one naming of two
    assert missed / planted <= 0.05, codes.attrs["missed"]["text"].value_counts().to_dict()


@pytest.mark.parametrize(("variable", "least"), [("voice", 0.95), ("form", 0.95)])
def test_those_found_are_judged_as_coded(corpus, codes, variable, least):
    units = units_of(corpus, "mention")
    table = validate(units.assign(value=units[variable]), codes, variable=variable)
    assert table.query("outlet == 'all' and category == 'all'")["accuracy"].iloc[0] >= least


def test_the_planted_difference_comes_out(corpus):
    """State media and the neighbour call the crowd names in their own voice; the other three report such names."""
    levels = estimate(score(corpus, ["stance"]), corpus.articles, resamples=50)
    own = levels.query("target == 'protesters' and voice == 'outlet'").set_index("outlet")["value"]
    every = levels.query("target == 'protesters' and voice == 'all'").set_index("outlet")["value"]
    assert own[["ken", "volmar"]].min() > 0.6
    assert own[["courier", "merriton", "tramline"]].max() < 0.3
    assert every[["courier", "merriton", "tramline"]].min() > 0.45


def test_a_collection_without_codes_has_none(tmp_path):
    (tmp_path / "one.txt").write_text("Head\n\nThe protesters stayed in the square.", encoding="utf-8")
    corpus = annotate(read_corpus(tmp_path / "one.txt"))
    codes = read_reference(find_collection(tmp_path / "one.txt"), corpus)
    assert isinstance(codes, pd.DataFrame) and not len(codes)
