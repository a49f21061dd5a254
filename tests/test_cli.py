"""The command as its user meets it: exit status, one plain sentence, nothing lost."""

import json
import sys

import pandas as pd
import pytest

from framing.cli.main import main
from framing.cli.shared import bar, waiting
from framing.display.pages.front import make_front
from framing.errors import FramingError
from framing.report import write_report


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["framing", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return ended.value.code or 0, out, err

    return call


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(
        "Headline of the day\n\nRioters fled, police said. The protesters stayed in the square.\n", encoding="utf-8"
    )
    return path


def test_score_writes_the_tables_of_the_contract(run, article, tmp_path):
    code, _, _ = run("score", article, "--out", tmp_path / "out")
    assert code == 0
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert {"articles.parquet", "mentions.parquet", "scores.parquet", "dropped.csv", "manifest.json"} <= names
    mentions = pd.read_parquet(tmp_path / "out" / "mentions.parquet").set_index("text")
    assert mentions.loc["Rioters", "voice"] == "reported"
    assert mentions.loc["protesters", "voice"] == "outlet"


def test_the_accurate_model_is_on_record_and_finds_the_same_here(run, article, tmp_path):
    for model in ("fast", "accurate"):
        assert run("score", article, "--out", tmp_path / model, "--model", model)[0] == 0
        assert json.loads((tmp_path / model / "manifest.json").read_text())["model"] == model
    fast, accurate = (pd.read_parquet(tmp_path / model / "attributions.parquet") for model in ("fast", "accurate"))
    assert fast["speaker"].tolist() == accurate["speaker"].tolist() == ["police"]
    assert fast["confidence"].tolist() != accurate["confidence"].tolist()


def test_as_is_leaves_the_text_as_given(run, tmp_path):
    body = "Comments\nasdasd\nThe protesters stayed in the square all day long.\nendNewsMessage1"
    path = tmp_path / "raw.jsonl"
    path.write_text(json.dumps({"article_id": "x", "body": body}), encoding="utf-8")
    run("score", path, "--out", tmp_path / "out", "--as-is")
    assert pd.read_parquet(tmp_path / "out" / "articles.parquet")["body"].tolist() == [body]
    run("score", path, "--out", tmp_path / "out")
    assert pd.read_parquet(tmp_path / "out" / "articles.parquet")["body"].tolist() != [body]


def test_three_broken_rows_cost_three_rows(run, tmp_path):
    good = "g{0},The protesters stayed in the square on day {0}.\n"
    path = tmp_path / "rows.csv"
    lines = [good.format(i) for i in range(4)]
    for place, broken in (
        (1, "b1,too,many,fields,here\n"),
        (3, "b2,and,again,too,many\n"),
        (5, "b3,one,more,time,yes\n"),
    ):
        lines.insert(place, broken)
    path.write_text("article_id,body\n" + "".join(lines), encoding="utf-8")
    code, _, err = run("score", path, "--out", tmp_path / "out")
    assert code == 1
    assert "3 documents could not be used" in err
    dropped = pd.read_csv(tmp_path / "out" / "dropped.csv")
    assert len(dropped) == 3 and dropped["row"].notna().all()
    assert len(pd.read_parquet(tmp_path / "out" / "articles.parquet")) == 4


def test_an_id_that_stands_twice_loses_nothing_in_silence(run, tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text("article_id,body\nx,The protesters stayed.\nx,The rioters fled the square.\n", encoding="utf-8")
    run("score", path, "--out", tmp_path / "out")
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet")
    assert articles["article_id"].is_unique
    assert len(articles) + len(pd.read_csv(tmp_path / "out" / "dropped.csv")) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty", None, "empty"),
        ("no-body.csv", b"article_id,colour\nx,red\n", "no-body.csv"),
        ("binary.txt", bytes(range(256)) * 40, "binary.txt is not text"),
        ("nothing.csv", b"", "nothing.csv"),
        ("missing.jsonl", None, "missing.jsonl"),
    ],
)
def test_unusable_input_is_one_plain_sentence(run, tmp_path, name, content, told):
    path = tmp_path / name
    if name == "empty":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    code, out, err = run("score", path, "--out", tmp_path / "out")
    assert code in (1, 2) and out == ""
    assert told in err
    assert len(err.strip().splitlines()) <= 2


def test_one_long_line_is_an_article_like_any_other(run, tmp_path):
    path = tmp_path / "long.txt"
    text = " ".join(f"The protesters stayed in square {i}." for i in range(20_000))
    path.write_text(text, encoding="utf-8")
    assert run("score", path, "--out", tmp_path / "out")[0] == 0
    assert len(pd.read_parquet(tmp_path / "out" / "mentions.parquet")) == 20_000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("score", "nowhere"), "no collection, folder or file 'nowhere'"),
        (("score", "january", "--codebook", "nothing"), "no lexicon 'nothing'"),
        (("score", "januari"), "'januari' (did you mean 'january'?)"),
        (
            ("compare", "january", "--codebook", "migrations"),
            "'migrations' (did you mean 'migration'?); the codebooks are",
        ),
        (("compare", "january", "--measure", "stanse"), "'stanse' (did you mean 'stance'?)"),
        (("report", "january", "--target", "protestors"), "'protestors' (did you mean 'protesters'?)"),
        (("score", "january", "--model", "best"), "no model 'best'; choose one of fast, accurate"),
        (("report", "nowhere"), "nowhere"),
        (("fetch", "nowhere"), "'nowhere' cannot be fetched"),
        (("score", "january", "--workers", "many"), "Invalid value"),
        (("frobnicate",), "frobnicate"),
        (("code", "sample", "january", "--out", "x.csv", "--unit", "word"), "no units 'word'"),
        (("code", "agree", "x.csv"), "two coders"),
    ],
)
def test_wrong_usage_is_status_2(run, words, told):
    code, _, err = run(*words)
    assert code == 2
    assert told in err


def test_list_names_collections_codebooks_and_measures(run):
    code, out, _ = run("list")
    assert code == 0
    for word in ("january", "news-2017", "protest", "armed-conflict", "migration", "stance"):
        assert word in out


def test_compare_says_in_words_what_holds(run, tmp_path):
    code, out, _ = run("compare", "january", "--measure", "stance", "--resamples", "200")
    assert code == 0
    assert "resamples of stories" in out
    table = pd.read_csv(tmp_path / "data" / "processed" / "january" / "comparisons.csv")
    assert set(table["measure"]) == {"stance"}
    code, _, err = run("compare", "january", "--measure", "bias")
    assert code == 2 and "no measure 'bias'" in err


def test_a_study_is_carried_out_and_departures_are_told(run, tmp_path):
    code, out, _ = run("compare", "january")
    assert code == 0
    assert "Declared beforehand in study.toml" in out
    assert "Departures from the declaration: none." in out
    folder = tmp_path / "data" / "processed" / "january"
    table = pd.read_csv(folder / "comparisons.csv")
    assert set(table["measure"]) == {"stance", "official_share"}
    assert set(table["target"]) == {"protesters", "all"}
    record = json.loads((folder / "comparisons.json").read_text(encoding="utf-8"))["study"]
    assert record["departures"] == [] and len(record["fingerprint"]) == 12
    code, out, _ = run(
        *("compare", "january", "--reference", "tramline", "--seed", "3", "--wire", "drop", "--measure", "stance")
    )
    assert code == 0
    for told in (
        "The seed is 3; 0 was declared.",
        "Agency copy is left out; it was to be kept.",
        "Declared, yet not compared: the measure official_share.",
        "Not declared: courier, ken, merriton, volmar against tramline, paired.",
        "Declared, yet not compared: reference rest.",
    ):
        assert f"- {told}" in out
    record = json.loads((folder / "comparisons.json").read_text(encoding="utf-8"))["study"]
    assert "The seed is 3; 0 was declared." in record["departures"]


def test_the_codebook_of_the_study_is_the_default(run, article, tmp_path):
    (tmp_path / "study.toml").write_text('question = "Who fled?"\ncodebook = "migration"\n', encoding="utf-8")
    assert run("score", article, "--out", tmp_path / "out")[0] == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["codebook"]["name"] == "migration"
    run("score", article, "--out", tmp_path / "out", "--codebook", "protest")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["codebook"]["name"] == "protest"


def test_a_faulty_study_is_one_plain_sentence(run, article, tmp_path):
    (tmp_path / "study.toml").write_text("question = 'x'\ncolour = 1\n", encoding="utf-8")
    code, _, err = run("compare", article)
    assert code == 2 and "unknown key 'colour'" in err
    code, _, err = run("compare", "january", "--study", "nowhere")
    assert code == 2 and "no study 'nowhere'" in err
    code, _, err = run("compare", "january", "--wire", "burn")
    assert code == 2 and "in three ways" in err


def test_a_sample_goes_out_and_comes_back_and_is_compared(run, tmp_path):
    sheets = [tmp_path / f"{name}.csv" for name in ("ann", "ben")]
    for sheet in sheets:
        assert run("code", "sample", "january", "--out", sheet, "-n", "30", "--coder", sheet.stem)[0] == 0
        table = pd.read_csv(sheet, dtype=str).assign(voice="outlet", form="noun")
        table.loc[:9, "voice"] = "quoted"
        table.to_csv(sheet, index=False)
    code, out, _ = run("code", "agree", *sheets)
    assert code == 0 and "voice" in out and "1.000" in out
    code, out, _ = run("code", "validate", "january", sheets[0], "--worst", "2")
    assert code == 0 and "validated on n = 30" in out and "left out" not in out
    assert "coders outlet, machine" in out or "coders quoted, machine" in out
    table.loc[:9, "voice"] = "scare"
    table.to_csv(sheets[1], index=False)
    code, out, _ = run("code", "agree", *sheets, "--discuss", "3")
    assert code == 0 and "voice: 10 units to discuss" in out and "form: 0 units to discuss" in out
    code, out, _ = run("code", "validate", "january", *sheets)
    assert code == 0 and "validated on n = 20" in out and "10 of 30 coded units left out" in out


def test_ingest_ends_well_when_only_empty_rows_were_left_out(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,outlet,date,text\n1,x,2022-01-03,The protesters stayed.\n2,x,2022-01-04,\n", encoding="utf-8")
    code, _, err = run("ingest", path, "--to", "mine")
    assert code == 0
    assert "1 articles kept, 1 documents left out" in err
    page = (tmp_path / "data" / "raw" / "mine" / "ingest.html").read_text(encoding="utf-8")
    assert "Nothing wants a look" in page


def test_ingest_replaces_what_it_wrote_and_says_how_where_it_is_not_asked_to(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,outlet,date,text\n1,x,2022-01-03,The protesters stayed.\n", encoding="utf-8")
    assert run("ingest", path, "--to", "mine")[0] == 0
    path.write_text("id,outlet,date,text\n2,x,2022-01-04,Police came.\n", encoding="utf-8")
    code, _, err = run("ingest", path, "--to", "mine")
    assert code == 2 and "is there already" in err and "--replace" in err
    assert run("ingest", path, "--to", "mine", "--replace")[0] == 0
    kept = (tmp_path / "data" / "raw" / "mine" / "articles.jsonl").read_text(encoding="utf-8")
    assert "Police came." in kept and "stayed" not in kept


def test_ingest_says_what_wants_a_look_on_a_page_that_runs_nothing(run, tmp_path):
    path = tmp_path / "a.csv"
    rows = "1,x<script>alert(1)</script>,yesterday<b>,The protesters stayed.\n2,x,03/04/2017,Two.\n3,x\n"
    path.write_text(f"id,outlet,date,text\n{rows}", encoding="utf-8")
    code, _, err = run("ingest", path, "--to", "mine")
    assert code == 1
    assert "line 4: 2 values where the header has 4 columns" in err
    assert "month first, but nothing in them shows which" in err
    assert err.endswith("mine can be used as it is; status 1 only says that something wants a look.\n")
    page = (tmp_path / "data" / "raw" / "mine" / "ingest.html").read_text(encoding="utf-8")
    assert "yesterday&lt;b&gt;" in page and "<script" not in page
    assert run("ingest", path, "--to", "other", "--dates", "ymd")[0] == 2


def test_ingest_names_each_date_that_could_not_be_read_and_why(run, tmp_path):
    path = tmp_path / "a.csv"
    days = ("2022-01-03", "soon", "2017-02-30", "31/02/2017", "2017")
    rows = "".join(f"{n},x,{day},The protesters stayed {n} days.\n" for n, day in enumerate(days))
    path.write_text(f"id,outlet,date,text\n{rows}", encoding="utf-8")
    err = run("ingest", path, "--to", "mine")[2]
    assert "'soon' is no whole date; a.csv, row 3: '2017-02-30' is no day of the calendar; a.csv, row 4: '31/02" in err
    notes = pd.read_csv(tmp_path / "data" / "raw" / "mine" / "notes.csv").set_index("row")["detail"]
    assert notes[4] == "'31/02/2017' is no day of the calendar" and notes[5] == "'2017' is no whole date"


def test_results_are_not_written_among_the_articles(run, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text("The protesters stayed.", encoding="utf-8")
    for out in (folder, folder / "out"):
        code, _, err = run("score", folder, "--out", out)
        assert code == 2 and "lies in the collection" in err
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_log_has_a_line_for_each_step(capsys):
    with bar("notebooks") as tick:
        tick(0, 9, "notebook 00-start-here")
        tick(1, 9, "notebook 01-know")
        tick(1, 9, "notebook 01-know")
    with waiting("comparing"):
        pass
    assert capsys.readouterr().err.splitlines() == [
        "0 of 9 notebooks after 0:00; now notebook 00-start-here",
        "1 of 9 notebooks after 0:00; now notebook 01-know",
        "comparing …",
    ]


def test_other_languages_are_told(run, tmp_path):
    german = (
        "Die Polizei ging am Montag gegen die Demonstranten vor, und der Präsident sprach von Banditen aus dem Land. "
        * 3
    )
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": german, "outlet": "x"}) + "\n", encoding="utf-8")
    assert "1 articles are not in English (de 1)" in run("score", path, "--out", tmp_path / "out")[2]
    scores = pd.read_parquet(tmp_path / "out" / "scores.parquet").set_index("measure")
    assert (scores.loc["word_tone", "n"] == 0).all()


def test_a_report_removes_nothing_that_is_not_its_own(run, tmp_path):
    mine = tmp_path / "project" / "notebooks" / "mine.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("my work", encoding="utf-8")
    (tmp_path / "project" / "index.html").write_text("<title>My site</title>", encoding="utf-8")
    code, _, err = run("report", "january", "--out", tmp_path / "project")
    assert code == 2 and "holds no report; write to another folder" in err
    assert not (tmp_path / "project" / "scored").exists()
    with pytest.raises(FramingError, match="holds no report"):
        write_report(tmp_path / "data" / "processed" / "january", tmp_path / "project")
    assert mine.read_text(encoding="utf-8") == "my work"


def test_a_report_whose_results_cannot_be_read_leaves_the_earlier_one(tmp_path):
    for name in ("figures", "tables"):
        (tmp_path / name).mkdir()
    rows = dict.fromkeys(("articles", "dropped", "sentences", "attributions", "mentions"), 0)
    page = make_front(tmp_path, {"collection": "c", "rows": rows}, [], [])
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(FramingError, match="no results"):
        write_report(tmp_path / "nowhere", tmp_path)
    assert (tmp_path / "figures").is_dir()
