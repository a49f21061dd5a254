"""A run that is cut off leaves no mixture, and goes on where it was with the same bytes."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from framing import pipeline
from framing.annotation.text.tokens import tokenize
from framing.errors import FramingError
from framing.pipeline import open_results, score_collection
from framing.results import read_results
from framing.running import folder as folders
from framing.running import partitions


class Killed(BaseException):
    """What no code of ours catches."""


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "PARTITION_ARTICLES", 2)
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    body = "Protesters marched for ward {}. “We stay,” said Aida Serik. The minister said that rioters burned house {}."
    rows = [{"article_id": f"a{i}", "outlet": "ab"[i % 2], "title": "", "body": body.format(i, i)} for i in range(6)]
    path = tmp_path / "six.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def digests(folder):
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def killed_at(monkeypatch, owner, name, count):
    """Let a function work a number of times, and then die in it."""
    real, calls = getattr(owner, name), []

    def work(*arguments, **choices):
        calls.append(arguments)
        if len(calls) > count:
            raise Killed
        return real(*arguments, **choices)

    monkeypatch.setattr(owner, name, work)
    return calls


@pytest.mark.parametrize(
    ("owner", "name", "count"),
    [
        (partitions, "clean_batch", 1),
        (pipeline, "find_marks", 0),
        (partitions, "annotate", 0),
        (partitions, "annotate", 2),
        (pipeline, "write_manifest", 0),
    ],
)
def test_a_run_goes_on_at_its_partition_with_the_same_bytes(source, tmp_path, monkeypatch, owner, name, count):
    score_collection(source, tmp_path / "whole")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_at(patch, owner, name, count)
        score_collection(source, tmp_path / "cut")
    assert not (tmp_path / "cut" / "manifest.json").exists()
    with monkeypatch.context() as patch:
        again = killed_at(patch, partitions, "annotate", 99)
        score_collection(source, tmp_path / "cut")
    done = {("annotate", 2): 2, ("write_manifest", 0): 3}.get((name, count), 0)
    assert len(again) == 3 - done
    assert digests(tmp_path / "cut") == digests(tmp_path / "whole")


@pytest.mark.parametrize("moved", [0, 5, 14])
def test_results_are_old_or_new_or_none_wherever_the_move_into_place_stops(source, tmp_path, monkeypatch, moved):
    out = tmp_path / "out"
    score_collection(source, out)
    old = digests(out)
    source.write_text(source.read_text(encoding="utf-8").replace("rioters", "bandits"), encoding="utf-8")
    real, count = Path.replace, []

    def replace(self, target):
        if Path(self).parent.name == folders.READY:
            count.append(target)
            if len(count) > moved:
                raise Killed
        return real(self, target)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "replace", replace)
        score_collection(source, out)
    if moved:
        with pytest.raises(FramingError, match="There are no results in"):
            read_results(out)
    else:
        assert old.items() <= digests(out).items()  # beside what waits to be taken up
    score_collection(source, out)
    score_collection(source, tmp_path / "new")
    assert digests(out) == digests(tmp_path / "new")


def test_a_full_disk_leaves_the_old_results(source, tmp_path, monkeypatch):
    score_collection(source, tmp_path / "out")
    before = digests(tmp_path / "out")
    source.write_text(source.read_text(encoding="utf-8").replace("rioters", "bandits"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(partitions.WorkFolder, "write", lambda *a: (_ for _ in ()).throw(OSError(28, os.strerror(28))))
        with pytest.raises(OSError, match="No space"):
            score_collection(source, tmp_path / "out")
    assert {name: d for name, d in digests(tmp_path / "out").items() if name.parts[0] != folders.NAME} == before
    read_results(tmp_path / "out")


def test_torn_results_are_one_sentence_and_are_made_anew(source, tmp_path):
    results = open_results(source)
    scores = results.folder / "scores.parquet"
    whole = scores.read_bytes()
    scores.write_bytes(whole[:-9])
    with pytest.raises(FramingError, match=r"are not whole: scores.parquet is not the one that was written"):
        read_results(results.folder)
    open_results(source)
    assert scores.read_bytes() == whole
    (results.folder / "sentences.parquet").unlink()
    with pytest.raises(FramingError, match=r"not whole: sentences.parquet is missing; run framing score again"):
        read_results(results.folder)
    for damage in ("", "{", "[]", "{}"):
        (results.folder / "manifest.json").write_text(damage, encoding="utf-8")
        with pytest.raises(FramingError, match="are not whole"):
            read_results(results.folder)
        open_results(source)
        assert scores.read_bytes() == whole


def test_another_input_begins_anew(source, tmp_path, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_at(patch, partitions, "annotate", 2)
        score_collection(source, tmp_path / "out")
    source.write_text(source.read_text(encoding="utf-8").replace("rioters", "bandits"), encoding="utf-8")
    score_collection(source, tmp_path / "out")
    score_collection(source, tmp_path / "new")
    assert digests(tmp_path / "out") == digests(tmp_path / "new")


def test_partitions_with_vocabularies_of_any_size_are_joined(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "PARTITION_ARTICLES", 1)
    bodies = ["The protesters stayed.", " ".join(f"word{i}" for i in range(300)) + ".", "The rioters fled."]
    rows = [{"article_id": f"a{i}", "outlet": "a", "title": "", "body": body} for i, body in enumerate(bodies)]
    (tmp_path / "three.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    score_collection(tmp_path / "three.jsonl", tmp_path / "out")
    corpus = read_results(tmp_path / "out").corpus
    wanted = tokenize(corpus.articles)
    assert corpus.tokens.types[corpus.tokens.type_id].tolist() == wanted.types[wanted.type_id].tolist()
    assert corpus.tokens.sentence.tolist() == wanted.sentence.tolist()
