"""Numbers say what made them: results hang on code, models and lexicons, and not on threads or working directories."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from framing import provenance
from framing.annotation.annotate import annotate
from framing.annotation.attribution.tagger import Reader
from framing.cli.main import app
from framing.comparison.levels import estimate
from framing.corpus.collections import catalogue
from framing.corpus.collections.catalogue import find_collection
from framing.corpus.reading import read_corpus
from framing.pipeline import open_results
from framing.scoring.score import score


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the package as far as its fingerprint goes, with the weights left out."""
    home = tmp_path / "package"
    shutil.copytree(provenance.HOME, home, ignore=shutil.ignore_patterns("*.onnx", "*.safetensors", "__pycache__"))
    (home / "models" / "target-tone" / "weights.safetensors").write_bytes(b"weights")
    monkeypatch.setattr(provenance, "HOME", home)
    monkeypatch.setattr(provenance, "_fingerprint", provenance._fingerprint.__wrapped__)  # a process sees one package
    return home


CHANGES = {
    "scoring/measures/stance.py": "code",
    "corpus/clean/patterns.py": "code",
    "models/target-tone/weights.safetensors": "models",
    "lexicons/protest/terms.csv": "lexicons",
}


@pytest.mark.parametrize(("place", "part"), CHANGES.items(), ids=CHANGES)
def test_a_changed_line_weight_or_term_makes_the_results_anew(place, part, package, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    (tmp_path / "one.txt").write_text("Head\n\nRioters fled, police said. The protesters stayed.", encoding="utf-8")
    first = open_results(tmp_path / "one.txt")
    made_at = (first.folder / "scores.parquet").stat().st_mtime_ns
    assert (open_results(tmp_path / "one.txt").folder / "scores.parquet").stat().st_mtime_ns == made_at
    before = provenance.fingerprint()
    changed = package / place
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert {name for name, value in provenance.fingerprint().items() if value != before[name]} == {part}
    again = open_results(tmp_path / "one.txt")
    assert (again.folder / "scores.parquet").stat().st_mtime_ns != made_at
    assert again.manifest["made_by"] == provenance.fingerprint()


def test_what_only_shows_numbers_is_no_part_of_the_fingerprint(package):
    before = provenance.fingerprint()
    (package / "display" / "figures" / "style.py").write_text("INK = 'red'", encoding="utf-8")
    (package / "scoring" / "__pycache__").mkdir(exist_ok=True)
    (package / "scoring" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert provenance.fingerprint() == before


def test_the_call_travels_with_the_rows_taken_from_a_table():
    table = provenance.record_call(pd.DataFrame({"x": [1, 2]}), "compare", seed=7)
    rows = table[table["x"] > 1].assign(y=3).reset_index(drop=True)
    assert provenance.calls_of([rows, rows, pd.DataFrame()]) == [{"function": "compare", "seed": 7}]


def test_annotation_does_not_depend_on_the_number_of_threads(monkeypatch):
    corpus = read_corpus("january")
    seen = []
    real = Reader.probabilities
    monkeypatch.setattr(Reader, "probabilities", lambda self, *a: seen.append(real(self, *a)) or seen[-1])
    tables = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"):
            annotated = annotate(corpus)
            levels = estimate(score(annotated), annotated.articles, resamples=200)
            tables.append({**annotated.tables, "levels": levels})
    half = len(seen) // 2
    assert seen[0].size > 100_000
    assert [p.tobytes() for p in seen[:half]] == [p.tobytes() for p in seen[half:]]
    for name, table in tables[0].items():
        pd.testing.assert_frame_equal(table, tables[1][name], check_exact=True)


def test_a_name_is_resolved_once_at_the_door(monkeypatch, tmp_path):
    from typer.testing import CliRunner  # noqa: PLC0415

    looked_up = []
    real = catalogue._locate
    monkeypatch.setattr(catalogue, "_locate", lambda source: looked_up.append(source) or real(source))
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    CliRunner().invoke(app, ["score", "january", "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert (tmp_path / "out" / "manifest.json").is_file()
    assert looked_up == ["january"]


def test_an_address_finds_the_collection_and_not_a_folder_of_the_same_name(monkeypatch, tmp_path):
    (tmp_path / "january").mkdir()
    (tmp_path / "january" / "manifest.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = find_collection("january")
    assert found.address == "january" and found.path.resolve() != Path("january").resolve()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("Head\n\nThe protesters stayed.", encoding="utf-8")
    address = find_collection("mine").address
    monkeypatch.chdir(tmp_path / "january")
    assert find_collection(address).path == tmp_path / "mine"
