import numpy as np
import pandas as pd
import pytest

from framing.comparison.contrasts import compare
from framing.comparison.declaration import find_departures
from framing.comparison.study import read_study, run_study
from framing.errors import FramingError

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
        ("question = 'x'\nresamples = 0", "at least 1"),
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
    with pytest.raises(FramingError, match="column 'genre'"):
        run_study(study, scores, articles.drop(columns="genre"))
    with pytest.raises(FramingError, match="There is no study file"):
        read_study(tmp_path / "none.toml")
