"""Collections are found where they lie."""

import pandas as pd
import pytest

from framing import schema
from framing.corpus.collections.catalogue import (
    check_out,
    complete_outlets,
    data_home,
    find_collection,
    list_collections,
    registry_outlets,
)
from framing.errors import FramingError


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "data" / "raw" / "mine"
    folder.mkdir(parents=True)
    (folder / "articles.jsonl").write_text('{"body": "x"}\n', encoding="utf-8")
    (folder / "outlets.csv").write_text("outlet_id,name,host,ownership\nab,The AB,ab.org,public\n", encoding="utf-8")
    (folder / "DATASHEET.md").write_text("# mine\n", encoding="utf-8")
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    return folder


def test_collection_by_name(home):
    found = find_collection("mine")
    assert (found.name, found.path) == ("mine", home)
    assert [file.name for file in found.files] == ["articles.jsonl"]
    assert found.outlets["ownership"][0] == "public"
    assert found.hosts["ab.org"] == "ab"
    assert found.hosts["tass.com"] == "tass"


def test_collection_by_path_and_another_name(home):
    found = find_collection(home / "articles.jsonl", name="other")
    assert (found.name, found.root) == ("other", home)
    assert found.outlets["name"][0] == "The AB"


def test_data_folder_is_looked_for_upwards(tmp_path, monkeypatch):
    monkeypatch.delenv("FRAMING_DATA", raising=False)
    (tmp_path / "data" / "raw").mkdir(parents=True)
    deep = tmp_path / "notebooks" / "more"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert data_home() == tmp_path / "data"


def test_catalogue_names_what_is_here_and_what_can_be_fetched(home):
    catalogue = list_collections().set_index("collection")
    assert catalogue.loc["mine", "files"] == 3
    assert "news-2017" in catalogue.index


def test_unknown_name_is_told_with_the_remedy(home, monkeypatch):
    with pytest.raises(FramingError, match=r"no collection, folder or file 'nowhere' .*mine"):
        find_collection("nowhere")
    monkeypatch.setattr("framing.corpus.collections.catalogue._shelves", lambda: [home.parent])
    with pytest.raises(FramingError, match="framing fetch news-2017"):
        find_collection("news-2017")


def test_wrong_ownership_is_told_in_a_sentence(home):
    (home / "outlets.csv").write_text("outlet_id,name,ownership\nab,The AB,party\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"'party'.*use one of state, public, private, nonprofit"):
        find_collection("mine")


def test_outlets_that_nobody_described_get_a_row():
    articles = pd.DataFrame({"outlet_id": ["zz", "tass", "zz"]})
    outlets = complete_outlets(schema.OUTLETS.empty(), articles)
    assert list(outlets["outlet_id"]) == ["tass", "zz"]
    assert outlets["ownership"][0] == "state"
    assert outlets["name"][1] == "zz"
    schema.OUTLETS.check(outlets)


def test_registry_keeps_to_the_schema():
    schema.OUTLETS.check(registry_outlets())
    assert len(registry_outlets()) == 9


def test_results_are_never_written_over_the_articles(home, tmp_path):
    collection = find_collection(home)
    for out in (home, home / "out", home / "deep" / "out"):
        with pytest.raises(FramingError, match="lies in the collection"):
            check_out(collection, out)
    check_out(collection, tmp_path / "out")
    file = tmp_path / "articles.parquet"
    pd.DataFrame({"body": ["x"]}).to_parquet(file)
    with pytest.raises(FramingError, match=r"take the place of 'articles\.parquet'"):
        check_out(find_collection(file), tmp_path)
