from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from framing.comparison.contrasts import compare
from framing.comparison.declaration import change_study, describe_study, find_departures
from framing.comparison.study import Study, find_study, is_about, read_study, run_study, select_articles
from framing.corpus.collections.catalogue import REGISTRY, find_collection
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.schema import SOURCE_TYPES
from framing.scoring.measure import list_measures

DECLARED = """
question = "Do state media call the crowd names?"
codebook = "protest"
outlets = ["courier", "herald", "tribune"]
measures = ["stance"]
resamples = 99
seed = 4
wire = "drop"

[exclude]
genre = ["opinion"]

[[contrasts]]
outlet = "courier"
reference = "herald"
method = "unpaired"

[[contrasts]]
outlet = "courier"
"""


@pytest.fixture(scope="module")
def tables(make_articles, make_scores):
    rng = np.random.default_rng(0)
    outlets = rng.choice(["courier", "herald", "tribune", "gazette"], 200)
    articles = make_articles(outlets, [f"s{i}" for i in rng.integers(0, 40, 200)])
    articles["genre"] = np.where(rng.random(200) < 0.1, "opinion", "news")
    articles["wire"] = rng.random(200) < 0.1
    scores = pd.concat([make_scores(articles, rng.random(200)), make_scores(articles, rng.random(200), measure="tone")])
    return scores.reset_index(drop=True), articles


@pytest.fixture
def study(tmp_path):
    (tmp_path / "study.toml").write_text(DECLARED, encoding="utf-8")
    return read_study(tmp_path)


def test_a_study_makes_the_declared_contrasts_and_no_others(study, tables):
    table = run_study(study, *tables)
    made = table[["outlet", "reference", "method", "n_tests"]].to_numpy().tolist()
    assert made == [
        ["courier", "herald", "unpaired", 2],
        ["courier", "rest", "paired", 1],
        ["courier", "rest", "unpaired", 2],
    ]
    assert set(table["measure"]) == {"stance"}
    assert set(table["wire"]) == {"left out"}
    kept = tables[1].query("genre == 'news' and not wire and outlet_id in ['courier', 'herald', 'tribune']")
    row = table.iloc[0]
    assert row["articles_outlet"] == (kept["outlet_id"] == "courier").sum()
    assert table.iloc[2]["articles_reference"] == (kept["outlet_id"] != "courier").sum()
    assert find_departures(study, table, codebook="protest") == []


def test_departures_are_told(study, tables):
    other = compare(*tables, resamples=50)
    told = find_departures(study, other, codebook="migration")
    assert told[:4] == [
        "The codebook is 'migration'; 'protest' was declared.",
        "The seed is 0; 4 was declared.",
        "The resamples are 50; 99 was declared.",
        "Agency copy is kept; it was to be left out.",
    ]
    assert "Not declared, yet compared: the measure tone." in told
    assert "Not declared, yet compared: the outlet gazette." in told
    assert "Not declared: gazette, herald, tribune against rest, paired." in told
    assert "Declared, yet not compared: reference herald, outlet courier, method unpaired." in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question = ", "no valid TOML"),
        ("codebook = 'protest'", "asks no question"),
        ("question = 'x'\ncolour = 1", "unknown key 'colour'"),
        ("question = 'x'\nseed = 'one'", "a whole number"),
        ("question = 'x'\nwire = 'burn'", "one of keep, drop, weigh"),
        ("question = 'x'\n[[contrasts]]\nmethod = 'magic'", "paired or unpaired"),
        ("question = 'x'\nfamily = ['colour']", "columns among method, measure"),
        ("question = 'x'\nresamples = 0", "must lie between 1"),
        ("question = 'x'\ntargets = [1]", "a list of texts in quotation marks"),
        ("question = 'x'\nby = true", "a text in quotation marks"),
        ("question = 'x'\n[exclude]\ngenre = 'opinion'", "list of values"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path, text, message):
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FramingError, match=message):
        read_study(tmp_path / "study.toml")


def test_what_is_declared_must_be_there(study, tables, tmp_path):
    scores, articles = tables
    with pytest.raises(FramingError, match="no measure 'stance' among the scores; there are tone"):
        run_study(study, scores[scores["measure"] == "tone"], articles)
    with pytest.raises(FramingError, match="no article has it"):
        run_study(study, scores, articles[articles["outlet_id"] != "tribune"])
    for other, told in (
        ({"exclude": {"genre": ["opinion", "Opinion"]}}, "excludes 'Opinion' among its values of 'genre', and no"),
        (
            {"contrasts": [{"outlet": "currier"}]},
            "names 'currier' among its contrasts, and no article has it; some have courier, ",
        ),
    ):
        with pytest.raises(FramingError, match=told):
            run_study(replace(study, **other), scores, articles)
    with pytest.raises(FramingError, match="column 'genre'"):
        run_study(study, scores, articles.drop(columns="genre"))
    with pytest.raises(FramingError, match="There is no study file"):
        read_study(tmp_path / "none.toml")


def test_words_that_begin_or_end_with_a_mark_are_found():
    heads = [
        "#MeToo again",
        "MeToo again",
        "In the U.S., rain",
        "U.S.S.R. falls",
        "C++",
        "Syrians flee",
        "Aleppos",
        "U.S.A",
    ]
    articles = pd.DataFrame({"headline": heads, "body": ""})
    for word, found in (("#MeToo", [0]), ("U.S.", [2]), ("C++", [4]), ("Syria*", [5]), ("Aleppo", [])):
        assert np.flatnonzero(is_about(articles, [word])).tolist() == found, word


def test_a_plan_that_departs_is_carried_out(study):
    moved = change_study(study, {"reference": "herald", "seed": 5, "measures": None})
    assert moved.seed == 5
    assert moved.measures == study.measures
    assert [contrast["reference"] for contrast in moved.contrasts] == ["herald", "herald"]
    assert change_study(study, {"by": "genre"}).outlets == []
    declared = Study(codebook="protest", targets=["protesters", "all"])
    assert change_study(declared, {"codebook": "migration"}).targets == []
    assert change_study(declared, {"codebook": "protest"}).targets == ["protesters", "all"]


def test_what_is_compared_otherwise_is_told(tables):
    declared = Study(question="Who?", outlets=["courier"], resamples=50)
    table = run_study(Study(by="genre", resamples=50), *tables)
    told = find_departures(declared, table, by="genre")
    assert told == ["Compared by 'genre'; 'outlet_id' was declared, with its outlets and contrasts."]
    against = run_study(change_study(Study(resamples=50), {"reference": "herald"}), *tables)
    assert find_departures(Study(resamples=50), against)[-1] == "Declared, yet not compared: reference rest."
    other = run_study(Study(resamples=50, family=["method"]), *tables)
    assert find_departures(Study(resamples=50), other) == [
        "The p-values are not adjusted over the declared family (method, measure)."
    ]


def test_a_study_keeps_to_what_it_is_about(make_articles):
    articles = make_articles(["courier"] * 4, [None] * 4)
    articles["headline"] = ["Syrians vote", "A day", "A day", None]
    articles["body"] = ["Nothing.", "Syria, Syria and SYRIA.", "Syria, Syria and syrup.", "Assyria Assyria Assyria"]
    kept = select_articles(Study(about=["Syria*"]), articles)
    assert kept.index.tolist() == [0, 1]
    assert select_articles(Study(about=["Syria"]), articles).index.tolist() == [1]
    with pytest.raises(FramingError, match="No article is about Atlantis"):
        select_articles(Study(about=["Atlantis"]), articles)


def test_a_column_of_the_outlets_can_be_compared(tables):
    scores, articles = tables
    outlets = pd.DataFrame({"outlet_id": ["courier", "herald", "tribune", "gazette"], "ownership": list("abab")})
    table = run_study(Study(by="ownership", resamples=50), scores, articles, outlets=outlets)
    assert set(table["outlet"]) == {"a"}  # two groups are one contrast
    table = run_study(
        Study(by="ownership", contrasts=[{"outlet": "b"}], resamples=50), scores, articles, outlets=outlets
    )
    assert set(zip(table["outlet"], table["reference"], strict=True)) == {("b", "rest")}


def test_the_study_of_a_collection_is_found(tmp_path):
    (tmp_path / "articles.csv").write_text("article_id,body\nx,The protesters stayed.\n", encoding="utf-8")
    home = find_collection(tmp_path)
    assert find_study(home) is None
    (tmp_path / "study-side.toml").write_text('question = "Why?"\ncodebook = "words"\n', encoding="utf-8")
    (tmp_path / "words").mkdir()
    side = find_study(home, "side")
    assert (side.question, side.codebook) == ("Why?", str(tmp_path / "words"))
    assert describe_study(side)["Codebook"] == "words"
    with pytest.raises(FramingError, match=r"no study 'other'; .* \(study-side.toml\)"):
        find_study(home, "other")
    assert find_study(find_collection("january")).question.startswith("On the same events")


@pytest.mark.parametrize("path", sorted(REGISTRY.glob("*/study*.toml")), ids=lambda path: path.name)
def test_the_studies_that_come_with_framing_are_sound(path):
    study = read_study(path)
    assert set(study.targets) <= {*read_lexicon(study.codebook).targets, "all", *SOURCE_TYPES}
    assert set(study.measures) <= set(list_measures()["measure"])
