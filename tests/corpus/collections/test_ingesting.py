"""Files of any format to a collection of one's own."""

from pathlib import Path

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
        "notes.csv",
        "outlets.csv",
    ]
    assert "sha256" in (done.path / "DATASHEET.md").read_text(encoding="utf-8")
    assert (done.path / "outlets.csv").read_text(encoding="utf-8").splitlines()[1].startswith("x,x")


def test_collection_that_is_there_is_never_edited(write_jsonl, tmp_path, unlike):
    source = write_jsonl([{"text": unlike(1)}])
    write_collection(source, "mine", to=tmp_path / "m")
    with pytest.raises(FramingError, match="is there already"):
        write_collection(source, "mine", to=tmp_path / "m")


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_articles_of_an_earlier_ingest_are_replaced_and_what_a_person_wrote_stays(write_jsonl, tmp_path, unlike):
    names = ["Herald", "Herald", "The Herald", "gone"]
    old = write_jsonl([{"text": unlike(n), "outlet": name} for n, name in enumerate(names)])
    folder = write_collection(old, "mine", to=tmp_path / "m").path
    (folder / "study.toml").write_text("question = 'who?'\n", encoding="utf-8")
    (folder / "words").mkdir()
    for name in ("terms.csv", "card.toml"):
        (folder / "words" / name).write_text("term,target,category\n" * (name == "terms.csv"), encoding="utf-8")
    (folder / "ingest.html").write_text("old", encoding="utf-8")
    table = (folder / "outlets.csv").read_text(encoding="utf-8")
    (folder / "outlets.csv").write_text(table.replace("Herald,Herald", "Herald,The Herald of Ostry"), encoding="utf-8")
    (folder / "outlet_names.csv").write_text("name,outlet_id\nThe Herald,Herald\n", encoding="utf-8")
    sheet = (folder / "DATASHEET.md").read_text(encoding="utf-8").replace("To be written", "I chose them")
    (folder / "DATASHEET.md").write_text(f"{sheet}\n## Rights\n\nAsk me.\n", encoding="utf-8")

    new = write_jsonl([{"text": unlike(n), "outlet": name} for n, name in enumerate(["The Herald", "late"], 9)])
    done = write_collection(new, "mine", to=folder, replace=True)
    assert done.kept == 2 and len((folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert list(read_corpus(folder).articles["outlet_id"]) == ["Herald", "late"]
    told = (folder / "outlets.csv").read_text(encoding="utf-8")
    assert "Herald,The Herald of Ostry" in told and "late,late" in told and "gone" not in told
    assert (folder / "study.toml").is_file() and (folder / "words" / "card.toml").is_file()
    assert not (folder / "ingest.html").exists()
    sheet = (folder / "DATASHEET.md").read_text(encoding="utf-8")
    assert "2 articles; 0 documents left out" in sheet and "I chose them" in sheet and "## Rights\n\nAsk me." in sheet
    assert sheet.count("## Input") == 1 and sheet.count("sha256") == 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_articles_are_added_by_giving_the_collection_itself(write_jsonl, tmp_path, unlike):
    first = write_jsonl([{"id": "a", "text": unlike(1), "outlet": "x"}])
    folder = write_collection(first, "mine", to=tmp_path / "m").path
    more = write_jsonl([{"id": "b", "text": unlike(2), "outlet": "y"}])
    assert write_collection([folder, more], "mine", to=folder, replace=True).kept == 2
    assert list(read_corpus(folder).articles["article_id"]) == ["a", "b"]


def test_an_ingest_that_fails_leaves_the_collection_as_it_was(write_jsonl, tmp_path, unlike, monkeypatch):
    folder = write_collection(write_jsonl([{"text": unlike(1)}]), "mine", to=tmp_path / "m").path
    before = files(folder)
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(FramingError, match="No article was found"):
        write_collection(empty, "mine", to=folder, replace=True)
    assert files(folder) == before

    rename = Path.rename
    broken = [tmp_path]
    monkeypatch.setattr(
        Path, "rename", lambda self, to: broken.pop().rmdir() if to == folder and broken else rename(self, to)
    )
    with pytest.raises(OSError, match="not empty"):
        write_collection(write_jsonl([{"text": unlike(2)}]), "mine", to=folder, replace=True)
    assert files(folder) == before


def test_a_folder_that_no_ingest_wrote_is_not_replaced(write_jsonl, tmp_path, unlike):
    source = write_jsonl([{"text": unlike(1)}])
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "my.csv").write_text("text\nA text.\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"was not written by framing ingest \(it has no articles.jsonl\)"):
        write_collection(source, "own", to=folder, replace=True)
    assert [path.name for path in folder.iterdir()] == ["my.csv"]
    assert write_collection(source, "new", to=tmp_path / "new", replace=True).kept == 1


def test_same_input_gives_the_same_bytes(write_jsonl, tmp_path, unlike):
    source = write_jsonl([{"text": unlike(i), "outlet": f"o{i}"} for i in range(5)])
    first, second = (write_collection(source, "mine", to=tmp_path / name) for name in "ab")
    for file in first.path.iterdir():
        assert file.read_bytes() == (second.path / file.name).read_bytes()


@pytest.mark.parametrize("name", ["", "Mine", "a/b", "../up", "ä"])
def test_bad_names_are_refused(name, tmp_path):
    with pytest.raises(FramingError, match="cannot be the name"):
        write_collection(tmp_path, name)


def test_outlets_that_look_alike_are_joined_when_a_person_says_so(write_jsonl, tmp_path, unlike):
    rows = [{"text": unlike(n), "outlet": name} for n, name in enumerate(["Herald", "Herald", "The Herald", "HERALD"])]
    done = write_collection(write_jsonl(rows), "mine", to=tmp_path / "m")
    assert list(read_corpus(done.path).articles["outlet_id"]) == ["Herald", "Herald", "The Herald", "Herald"]
    names = done.path / "outlet_names.csv"
    table = names.read_text(encoding="utf-8")
    assert table.splitlines()[1].startswith("The Herald,The Herald,Herald,")
    names.write_text(table.replace("The Herald,The Herald", "The Herald,Herald"), encoding="utf-8")
    assert set(read_corpus(done.path).articles["outlet_id"]) == {"Herald"}


def test_what_was_read_comes_back_the_same_after_ingesting(tmp_path, write_jsonl, page, unlike):
    rows = [
        {"title": "A headline only", "outlet": "x", "date": "13/03/2017"},
        {"title": "B", "abstract": unlike(1), "outlet": "x", "date": "04/03/2017"},
    ]
    file = write_jsonl(rows)
    done = write_collection([file, page], "mine", to=tmp_path / "m")
    again = read_corpus(done.path).articles.set_index("headline")
    for straight in (read_corpus(file), read_corpus(page)):
        for row in straight.articles.itertuples():
            twin = again.loc[row.headline]
            assert (twin["body"], str(twin["published"]), str(twin["extent"])) == (
                row.body,
                str(row.published),
                str(row.extent),
            )


def test_columns_and_the_order_of_dates_can_be_told(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("nr,Volltxt,wo,wann\n1,Some text here.,Herald,03/04/2017\n", encoding="utf-8")
    with pytest.raises(FramingError, match="--columns"):
        write_collection(file, "mine", to=tmp_path / "m")
    assert not (tmp_path / "m").exists()
    columns = {"body": "Volltxt", "outlet_id": "wo", "published": "wann"}
    done = write_collection(file, "mine", to=tmp_path / "m", columns=columns, dates="dmy")
    article = read_corpus(done.path).articles.iloc[0]
    assert (article["outlet_id"], str(article["published"])[:10]) == ("Herald", "2017-04-03")


def test_ids_that_count_from_one_in_every_file_lose_nothing(tmp_path, unlike):
    for n in range(3):
        (tmp_path / f"week{n}.csv").write_text(
            f"id,outlet,text\n1,x,{unlike(2 * n)}\n2,x,{unlike(2 * n + 1)}\n", encoding="utf-8"
        )
    done = write_collection(tmp_path, "mine", to=tmp_path.parent / f"{tmp_path.name}-m")
    assert (done.kept, len(done.dropped)) == (6, 0)
    assert list(read_corpus(done.path).articles["article_id"]) == ["1", "2", "week1-1", "week1-2", "week2-1", "week2-2"]


def test_markup_in_a_table_is_never_counted(tmp_path):
    file = tmp_path / "a.csv"
    text = '<p>They met <a href=""/terrorists"">them</a>.</p><script>rioters()</script> &ldquo;No&rdquo;'
    file.write_text(f'outlet,text\nx,"{text}"\n', encoding="utf-8")
    assert (
        read_corpus(write_collection(file, "mine", to=tmp_path / "m").path).articles["body"][0]
        == "They met them.\n“No”"
    )
    assert "<script>" in read_corpus(file, clean=False).articles["body"][0]
