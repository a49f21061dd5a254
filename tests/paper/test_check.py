"""A paper made again: the same bytes anywhere, and every change put down to what caused it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import framing
from framing.cli.main import app
from framing.corpus.collections.catalogue import find_collection
from framing.errors import FramingError
from framing.paper.build import write_paper
from framing.paper.check import compare_papers, read_lock
from framing.paper.files import hash_files
from framing.paper.opening import open_paper

STUDY = """
question = "Whose words?"
codebook = "mybook"
targets = ["protesters", "all"]
measures = ["stance", "official_share"]
voices = ["outlet", "all"]
resamples = 100
seed = 3
[[figure]]
kind = "levels"
measure = "stance"
target = "protesters"
[[table]]
kind = "comparison"
"""
CARD = 'title = "Mine"\nkind = "codebook"\nauthor = "Me"\nlicence = "CC0"\ndate = "2026"\n'


def fill(folder: Path) -> Path:
    """A collection of two outlets and eight stories, with a study and a codebook of its own."""
    folder.mkdir(parents=True)
    lines = (find_collection("january").root / "articles.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["outlet_id"] in ("ken", "tramline")][:16]
    (folder / "articles.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    book = Path(framing.__file__).parent / "lexicons" / "protest"
    (folder / "mybook").mkdir()
    shutil.copy(book / "terms.csv", folder / "mybook" / "terms.csv")
    (folder / "mybook" / "card.toml").write_text(CARD, encoding="utf-8")
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    return folder


def make(folder: Path, out: Path) -> Path:
    write_paper(open_paper(folder / "study.toml", fresh=out.with_suffix(".scored")), out)
    return out


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    root = tmp_path_factory.mktemp("check")
    return fill(root / "tiny"), make(root / "tiny", root / "paper")


@pytest.fixture
def change(tiny, tmp_path):
    """Change a file of the collection, make the paper again, and compare."""

    def compare(name, edit):
        folder = fill(tmp_path / "tiny")
        text = (folder / name).read_text("utf-8")
        assert edit(text) != text
        (folder / name).write_text(edit(text), encoding="utf-8")
        return compare_papers(tiny[1], make(folder, tmp_path / "again"))

    return compare


def test_a_changed_seed_is_named(change):
    outcome = change("study.toml", lambda text: text.replace("seed = 3", "seed = 4"))
    assert outcome.causes == ["Settings: seed is 4; it was 3."]
    assert any(line.startswith("Table comparison") for line in outcome.changes) and not outcome.same


def test_a_dropped_article_is_named(change):
    outcome = change("articles.jsonl", lambda text: text.partition("\n")[2])
    assert outcome.causes == ["Data: article s01-ken is no longer there."]
    assert any("Number articles: 16, now 15." in line for line in outcome.changes)


def test_a_changed_term_is_named_with_what_it_moved(change):
    outcome = change(
        "mybook/terms.csv",
        lambda text: text.replace("\nterrorist,protesters,delegitimising,", "\nterrorist,protesters,neutral,"),
    )
    assert len(outcome.causes) == 1
    assert outcome.causes[0].startswith("Words: the codebook mybook has changed: terrorist (protesters, neutral) new")
    assert any("Number ken-own" in line for line in outcome.changes)
    assert not any("official" in line for line in outcome.changes if line.startswith("Number"))


def package(folder: Path) -> Path:
    """A copy of the package that can be changed."""
    home = Path(framing.__file__).parent
    shutil.copytree(home, folder / "framing", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "framing"


def run(code: str, path: Path, **environment: str) -> None:
    known = {**os.environ, **environment, "PYTHONPATH": str(path)}
    subprocess.run([sys.executable, "-c", code], env=known, check=True, capture_output=True)


MAKE = "from pathlib import Path; from test_check import make; make(Path({!r}), Path({!r}))"


def test_a_changed_line_of_a_measure_is_named(tiny, tmp_path):
    module = package(tmp_path / "changed") / "scoring" / "measures" / "source_voices.py"
    text = module.read_text("utf-8")
    assert text.count("isin(OFFICIAL)") == 1
    module.write_text(text.replace("isin(OFFICIAL)", "isin(OFFICIAL[:1])"), encoding="utf-8")
    folder = fill(tmp_path / "tiny")
    path = f"{tmp_path / 'changed'}{os.pathsep}{Path(__file__).parent}"
    run(MAKE.format(str(folder), str(tmp_path / "again")), path)
    outcome = compare_papers(tiny[1], tmp_path / "again")
    assert outcome.causes == ["Code: scoring/measures/source_voices.py has changed."]
    assert any("Number official-share-ken-all" in line for line in outcome.changes)
    assert not any("Number ken-own" in line for line in outcome.changes)


def test_another_folder_hash_seed_locale_and_zone_give_the_same_bytes(tiny, tmp_path):
    folder = fill(tmp_path / "elsewhere" / "tiny")
    run(MAKE.format(str(folder), str(tmp_path / "again")), Path(__file__).parent, PYTHONHASHSEED="77", LC_ALL="C",
        TZ="Pacific/Auckland")  # fmt: skip
    assert hash_files(tmp_path / "again") == hash_files(tiny[1])


def test_check_ends_with_0_when_all_is_the_same_and_1_when_a_file_was_edited(tiny, tmp_path):
    folder, paper = tiny
    shutil.copytree(paper, tmp_path / "paper")
    words = ["paper", str(folder / "study.toml"), "--out", str(tmp_path / "paper"), "--check"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and "is the same" in done.output
    (tmp_path / "paper" / "macros.tex").write_text("edited", encoding="utf-8")
    outcome = compare_papers(tmp_path / "paper", paper)
    assert outcome.touched == ["Edited: macros.tex is not as it was written."] and not outcome.same
    (tmp_path / "paper" / "article.pdf").write_bytes(b"of the author")
    (tmp_path / "paper" / "article.tex").write_text("of the author", encoding="utf-8")
    assert len(compare_papers(tmp_path / "paper", paper).touched) == 1


def test_a_lock_alone_tells_numbers_and_causes(tiny, tmp_path):
    (tmp_path / "framing.lock").write_bytes((tiny[1] / "framing.lock").read_bytes())
    assert compare_papers(tmp_path, tiny[1]).same


def test_no_verdict_is_left_out_because_its_name_ends_like_another_one(tiny, tmp_path):
    lock = json.loads((tiny[1] / "framing.lock").read_text("utf-8"))
    assert lock["main_series"] == "stance-protesters"
    keys = [f"{series}{outlet}-own-same-verdict" for series in ("", "stance-protesters-", "official-share-")
            for outlet in ("news", "fox-news")]  # fmt: skip
    for name, verdict in (("was", "differs"), ("is", "not clear")):
        (tmp_path / name).mkdir()
        made = lock | {"numbers": dict.fromkeys(keys, verdict)}
        (tmp_path / name / "framing.lock").write_text(json.dumps(made), encoding="utf-8")
    outcome = compare_papers(tmp_path / "was", tmp_path / "is")
    assert outcome.verdicts == [
        f"{key}-own-same: differs, now not clear."
        for key in ("news", "fox-news", "official-share-news", "official-share-fox-news")
    ]


@pytest.mark.parametrize("content", ["{", "[]", '{"lock": 1}'])
def test_a_damaged_lock_is_one_sentence(content, tmp_path):
    with pytest.raises(FramingError, match=r"There is no framing\.lock"):
        read_lock(tmp_path)
    (tmp_path / "framing.lock").write_text(content, encoding="utf-8")
    with pytest.raises(FramingError, match="is damaged"):
        read_lock(tmp_path)


def test_one_figure_is_made_again_from_its_record(paper, tmp_path):
    words = ["rebuild", str(paper / "figures" / "naming-stance-protesters.json"), "--out", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and "numbers of the figure are the same" in done.output
    for name in ("naming-stance-protesters.svg", "naming-stance-protesters.pdf", "naming-stance-protesters.csv"):
        assert (tmp_path / name).read_bytes() == (paper / "figures" / name).read_bytes()


def test_a_figure_without_its_record_is_one_sentence(tmp_path):
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(app, ["rebuild", str(tmp_path / "x.json")])
    assert done.exit_code != 0 and "is no record of a paper's figure" in str(done.exception)
