"""Files of any format to a collection of one's own."""

import pytest

from framing.corpus.collections.ingesting import write_collection
from framing.corpus.reading import read_corpus
from framing.errors import FramingError


def test_new_collection_reads_like_its_sources(write_jsonl, page, tmp_path, unlike):
    rows = [
        {"id": "r1", "title": "One", "text": unlike(1), "outlet": "x", "date": "2020-01-02", "desk": "world"},
        {"id": "r2", "title": "Two", "text": "", "outlet": "x"},
    ]
    done = write_collection([write_jsonl(rows), page], "mine", to=tmp_path / "raw" / "mine")
    assert (done.kept, len(done.dropped)) == (2, 1)
    corpus = read_corpus(done.path)
    assert list(corpus.articles["article_id"]) == ["r1", "note"]
    assert corpus.articles["desk"][0] == "world"
    assert str(corpus.articles["published"][0].date()) == "2020-01-02"
    assert corpus.articles["byline"][1] == "Mirela Santo"
    assert len(corpus.articles) + len(done.dropped) == 3


def test_folder_tells_what_it_holds(write_jsonl, tmp_path, unlike):
    done = write_collection(write_jsonl([{"text": unlike(1), "outlet": "x"}]), "mine", to=tmp_path / "m")
    assert sorted(file.name for file in done.path.iterdir()) == [
        "DATASHEET.md",
        "articles.jsonl",
        "dropped.csv",
        "outlets.csv",
    ]
    assert "sha256" in (done.path / "DATASHEET.md").read_text(encoding="utf-8")
    assert (done.path / "outlets.csv").read_text(encoding="utf-8").splitlines()[1].startswith("x,x")


def test_collection_that_is_there_is_never_edited(write_jsonl, tmp_path, unlike):
    source = write_jsonl([{"text": unlike(1)}])
    write_collection(source, "mine", to=tmp_path / "m")
    with pytest.raises(FramingError, match="is there already"):
        write_collection(source, "mine", to=tmp_path / "m")


def test_same_input_gives_the_same_bytes(write_jsonl, tmp_path, unlike):
    source = write_jsonl([{"text": unlike(i), "outlet": f"o{i}"} for i in range(5)])
    first, second = (write_collection(source, "mine", to=tmp_path / name) for name in "ab")
    for file in first.path.iterdir():
        assert file.read_bytes() == (second.path / file.name).read_bytes()


@pytest.mark.parametrize("name", ["", "Mine", "a/b", "../up", "ä"])
def test_bad_names_are_refused(name, tmp_path):
    with pytest.raises(FramingError, match="cannot be the name"):
        write_collection(tmp_path, name)
