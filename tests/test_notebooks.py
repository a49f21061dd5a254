"""The notebooks are thin, run from top to bottom on the teaching collection, and make the report."""

import hashlib
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from framing.comparison.declaration import describe_study
from framing.comparison.study import Study, find_study
from framing.corpus.collections.catalogue import find_collection
from framing.display.pages.front import make_front
from framing.display.pages.notebooks import find_notebooks
from framing.display.pages.tables import describe_findings, name_outlets
from framing.pipeline import score_collection
from framing.report import write_report
from framing.results import read_results

NOTEBOOKS = find_notebooks()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_is_thin_and_says_what_it_does(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        assert len(cell.source.splitlines()) <= 10
        assert not re.search(r"^\s*(def|class|lambda) ", cell.source, re.MULTILINE)
        assert not re.search(r"(from|import) framing\.", cell.source), "what a notebook needs is public"
        assert not cell.outputs and cell.execution_count is None, "outputs are not committed: make notebooks"
    assert notebook.cells[0].source.startswith("# ")
    assert "*Reads*" in notebook.cells[0].source and "*Writes*" in notebook.cells[0].source
    assert "does and does not show" in notebook.cells[-1].source
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in code) == 1


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    score_collection("january", folder / "scored")
    made = write_report(folder / "scored", folder)
    assert made.missing == []
    return made.front


def test_a_report_that_is_cut_off_has_a_front_page_to_the_pages_it_has(tmp_path, monkeypatch):
    def one_page(sources, *_, **__):
        yield nbformat.read(sources[0], as_version=4), []
        raise KeyboardInterrupt

    (tmp_path / "mine.jsonl").write_text('{"outlet": "x", "text": "The protesters stayed."}\n', encoding="utf-8")
    score_collection(tmp_path / "mine.jsonl", tmp_path / "scored")
    monkeypatch.setattr("framing.report.run_notebooks", one_page)
    with pytest.raises(KeyboardInterrupt):
        write_report(tmp_path / "scored", tmp_path)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "This report is being made: 1 of 9 pages are here." in index
    page = (tmp_path / "00-start-here.html").read_text(encoding="utf-8")
    assert "Two outlets write that a president" in page and "Reads" not in page
    assert "00-start-here.html" in index and "01-know-the-corpus.html" not in index


def test_every_notebook_becomes_a_page_without_errors(report):
    for path in NOTEBOOKS:
        page = (report.parent / f"{path.stem}.html").read_text(encoding="utf-8")
        assert "Traceback" not in page and "<em>Reads</em>" not in page
        assert "jp-OutputArea-output" in page


def test_the_index_leads_to_pages_figures_and_tables(report):
    index = report.read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', index)
    assert {f"{p.stem}.html" for p in NOTEBOOKS} <= set(links)
    assert len([link for link in links if link.endswith(".png")]) >= 10
    for link in links:
        assert f'id="{link[1:]}"' in index if link.startswith("#") else (report.parent / link).is_file(), link
    assert not re.search(r"<!--[A-Z]+-->", index)
    assert "there is no study file" in index


def test_the_index_says_what_was_declared_and_what_departs_from_it(report):
    study = find_study(find_collection("january"))
    record = {"declared": describe_study(study), "departures": ["The seed is <3>; 0 was declared."]}
    manifest = json.loads((report.parent / "scored" / "manifest.json").read_text(encoding="utf-8"))
    index = make_front(report.parent, manifest | {"study": record}, [], [])
    assert study.question in index
    assert "<li>The seed is &lt;3&gt;; 0 was declared.</li>" in index
    assert "none." in make_front(report.parent, manifest | {"study": record | {"departures": []}}, [], [])


def test_the_index_says_when_its_sentences_are_of_more_articles_than_the_study(report):
    manifest = json.loads((report.parent / "scored" / "manifest.json").read_text(encoding="utf-8"))
    record = {"declared": describe_study(Study("Who?", about=["Orlov*"])), "departures": []}
    index = make_front(report.parent, manifest | {"study": record}, [], [])
    assert "of all 62 articles. What was declared is asked of the articles about Orlov*" in index
    assert '<details id="found" open>' in index
    whole = {"declared": describe_study(Study("Who?")), "departures": []}
    assert "What was declared is asked of" not in make_front(report.parent, manifest | {"study": whole}, [], [])


def test_nothing_of_this_machine_or_this_hour_is_in_the_pages(report):
    place = str(report.parent)
    for path in [report, *report.parent.glob("*.html"), *report.parent.glob("notebooks/*.ipynb")]:
        assert place not in path.read_text(encoding="utf-8"), path.name


def test_a_second_run_in_two_processes_writes_the_same_figures_and_tables(report, tmp_path):
    again = write_report(report.parent / "scored", tmp_path, workers=2).front
    for path in sorted(
        [*report.parent.glob("figures/*"), *report.parent.glob("tables/*"), *report.parent.glob("*.html")]
    ):
        other = again.parent / path.relative_to(report.parent)
        digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in (path, other)]
        assert digests[0] == digests[1], Path(path).name


def test_every_table_figure_and_sentence_gives_the_same_verdict(report):
    key = ["measure", "target", "voice", "outlet", "reference", "method"]
    tables = report.parent / "tables"
    kept = [pd.read_parquet(path) for path in report.parent.glob("scored/analysis/*/treated.parquet")]
    assert len(kept) == 1  # one analysis
    treated = kept[0].set_index([*key, "wire"])["verdict"]
    planned = kept[0][kept[0]["wire"] == "kept"]
    verdicts = planned.set_index(key)["verdict"]
    for path in (tables / "04-comparison.csv", report.parent / "figures" / "04-difference.csv"):
        table = pd.read_csv(path).set_index(key)
        assert len(table) and (table["verdict"] == verdicts[table.index]).all(), path.name
    drawn = [*report.parent.glob("figures/08-stance-*.csv"), report.parent / "figures" / "05-officials-compared.csv"]
    for path in (tables / "08-comparisons.csv", *drawn):
        table = pd.read_csv(path).set_index([*key, "wire"])
        assert len(table) and (table["verdict"] == treated[table.index]).all(), path.name
    told = (tables / "findings.txt").read_text(encoding="utf-8").splitlines()
    outlets = read_results(report.parent / "scored").corpus.outlets
    assert told == describe_findings(name_outlets(planned, outlets))
    assert sum("(difference" in line for line in told) == min(8, (planned["verdict"] == "differs").sum())
    survival = pd.read_csv(tables / "08-survival.csv").set_index(key[:-1])["survival"]
    whole = planned[planned["method"] == "unpaired"].set_index(key[:-1])["verdict"]
    silent = {"within stories only", "not shown", "too few to tell"}
    assert (~survival.isin(silent) == (whole[survival.index] == "differs")).all()
    rows = (tables / "04-comparison.tex").read_text(encoding="utf-8").count("differs")
    assert rows == (planned.query("measure == 'stance' and target == 'protesters'")["verdict"] == "differs").sum()
    checks = pd.read_csv(tables / "08-checks.csv").query("check == 'as declared'")
    assert (verdicts[pd.MultiIndex.from_frame(checks[key])] == "differs").all()


def test_titles_of_figures_name_those_that_differ_and_no_others(report):
    outlets = pd.read_parquet(report.parent / "scored" / "outlets.parquet").set_index("outlet_id")["name"]
    figures = report.parent / "figures"
    seen = 0
    for path in [
        figures / "04-difference.csv",
        figures / "05-officials-compared.csv",
        *figures.glob("08-stance-*.csv"),
    ]:
        rows = pd.read_csv(path)
        if path.name == "04-difference.csv":
            mine = rows[rows["method"] == ("paired" if (rows["method"] == "paired").any() else "unpaired")]
        else:
            mine = rows[(rows["method"] == "paired") & (rows["wire"] == "left out")]
        held = mine[mine["verdict"] == "differs"]
        differ = set(held["outlet"])
        title = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["title"]
        assert (held["difference"] > 0).value_counts().max() <= 3 if len(held) else True, "more are counted, not named"
        assert {outlet for outlet, name in outlets.items() if name in title} == differ, title
        assert title.startswith("No difference") == (not differ)
        seen += len(differ)
    assert seen, "a report in which nothing differs shows nothing of this"


def test_the_table_as_declared_shows_the_verdicts_of_the_analysis(report):
    kept = pd.read_parquet(next(report.parent.glob("scored/analysis/*/treated.parquet")))
    planned = kept[kept["wire"] == "kept"]
    page = (report.parent / "08-does-it-survive.html").read_text(encoding="utf-8")
    shown = page.partition("As declared")[2].partition("</table>")[0]
    for verdict, count in planned["verdict"].value_counts().items():
        assert len(re.findall(rf">{verdict}<", shown)) == count, verdict
    assert "Stories were matched by hand" in page


def test_pages_speak_of_outlets_by_name_and_of_the_corpus_in_a_sentence(report):
    for number in ("04", "05", "06", "08"):
        page = next(report.parent.glob(f"{number}-*.html")).read_text(encoding="utf-8")
        assert "&lt;Corpus" not in page and "january: 62 articles of 5 outlets" in page
        cells = set(re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page))
        assert {"Volmar One", "The Wexmoor Courier"} <= cells and not {"volmar", "courier"} & cells, number


def test_pages_have_contents_and_a_way_back_and_show_code_on_demand(report):
    page = (report.parent / "04-stance.html").read_text(encoding="utf-8")
    assert 'href="index.html"' in page and 'href="03-sentiment.html"' in page
    anchors = re.findall(r'<li><a href="#([^"]+)">', page)
    assert len(anchors) > 5 and all(f'id="{anchor}"' in page for anchor in anchors)
    assert page.count("<summary>Code</summary>") > 5
    assert "results = None" not in page, "the cell of parameters is hidden"
    assert "Delegitimising share" in page.partition('alt="')[2] or "delegitimising" in page.partition('alt="')[2]
