"""Tables to share: others get the same paper, and no one gets a text."""

import json
import re

import pandas as pd
import pytest

from framing import schema
from framing.errors import FramingError
from framing.paper.build import write_paper
from framing.paper.check import compare_papers
from framing.paper.files import hash_files, hash_text
from framing.paper.opening import open_paper
from framing.paper.share import FREE, strip_table, write_share


@pytest.fixture(scope="module")
def shared(material, tmp_path_factory):
    folder = tmp_path_factory.mktemp("share") / "shared"
    write_share(material, folder)
    return folder


def test_the_same_paper_is_made_without_the_texts(shared, paper, tmp_path):
    before = hash_files(shared)
    write_paper(open_paper(shared), tmp_path / "paper")
    outcome = compare_papers(paper, tmp_path / "paper")
    assert outcome.same and not outcome.causes
    assert hash_files(shared) == before
    made, known = hash_files(tmp_path / "paper"), hash_files(paper)
    assert {name for name in known if made[name] != known[name]} <= {n for n in known if n.endswith((".json", ".lock"))}


def test_no_words_of_an_article_are_in_any_column(shared, material):
    """Every text of every table is looked up in the articles; only entries of our lists and addresses may be there."""
    text = "\n".join(material.results.corpus.articles["body"]).lower()
    allowed = {("mentions", "term"), ("mentions", "target"), ("articles", "url"), ("outlets", "name"),
               ("events", "verb")}  # fmt: skip
    for path in sorted((shared / "tables").glob("*.parquet")):
        table = pd.read_parquet(path)
        for name in table.columns:
            if table[name].dtype.kind in "iufbM" or (path.stem, name) in allowed:
                continue
            for value in table[name].dropna().astype(str).unique():
                assert not (" " in value and value.lower() in text), (path.stem, name, value)
    bodies = material.results.corpus.articles["body"]
    pieces = [re.escape(body[at : at + 30]) for body in bodies for at in range(0, len(body) - 30, 90)]
    whole = b"\n".join(path.read_bytes() for path in shared.rglob("*") if path.is_file()).decode("latin-1")
    assert not re.search("|".join(pieces[:400]), whole)


def test_people_and_sources_are_not_named(shared, material):
    speakers = set(material.results.corpus.attributions["speaker"].dropna())
    evidence = pd.read_parquet(shared / "tables" / "evidence.parquet")
    assert not speakers & set(evidence["category"].dropna())
    for table in ("attributions", "mentions", "articles"):
        columns = set(pd.read_parquet(shared / "tables" / f"{table}.parquet").columns)
        assert not columns & {"speaker", "source_text", "cue_text", "byline", "headline", "body", "text", "credit"}


def test_columns_of_the_users_stay_behind_unless_a_study_needs_them():
    table = pd.DataFrame({"article_id": ["a"], "abstract": ["The crowd marched."], "desk": ["foreign"]})
    assert list(strip_table(table, schema.ARTICLES, also={"desk"}).columns) == ["article_id", "desk"]


def test_every_free_text_that_goes_along_is_a_column_of_its_table():
    for name, columns in FREE.items():
        assert set(columns) <= set(schema.TABLES[name].names)


def test_hashes_tell_whoever_has_the_articles_that_theirs_are_the_same(shared, material):
    listed = pd.read_csv(shared / "articles.csv").set_index("article_id")["text_sha256"]
    article = material.results.corpus.articles.iloc[3]
    assert listed[article["article_id"]] == hash_text(f"{article['headline']}\n{article['body']}")


def test_what_the_study_is_about_is_told_without_the_texts(home, tmp_path):
    folder = home / "data" / "raw" / "small"
    (folder / "study-airport.toml").write_text(
        'question = "q"\nabout = ["airport"]\nmeasures = ["stance"]\nresamples = 50\n', encoding="utf-8"
    )
    whole = open_paper("small", study="airport")
    write_share(whole, tmp_path / "shared")
    again = open_paper(tmp_path / "shared", study="airport")
    assert 0 < len(again.articles) == len(whole.articles) < 62
    pd.testing.assert_frame_equal(again.comparisons, whole.comparisons)
    (folder / "study-airport.toml").unlink()


def test_a_damaged_table_is_one_sentence(shared, tmp_path):
    (tmp_path / "shared.json").write_text(json.dumps({"collection": "x"}), encoding="utf-8")
    with pytest.raises(FramingError, match="are not whole"):
        open_paper(tmp_path)


def test_a_folder_that_holds_something_else_is_left_alone(material, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FramingError, match="holds something else"):
        write_share(material, tmp_path)
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"
