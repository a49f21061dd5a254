"""Work on a cluster: the same bytes, also when a worker dies, and a sentence when there is no cluster."""

import hashlib
import json
import os
import signal

import pytest
from distributed import Client, LocalCluster

from framing import pipeline
from framing.errors import FramingError
from framing.pipeline import score_collection
from framing.running.workers import hire


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, death_timeout=60
    ) as made:
        yield made


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "PARTITION_ARTICLES", 2)
    body = "Protesters marched for ward {}. “We stay,” said Aida Serik. The minister said that rioters burned house {}."
    rows = [{"article_id": f"a{i}", "outlet": "ab"[i % 2], "title": "", "body": body.format(i, i)} for i in range(8)]
    path = tmp_path / "eight.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def digests(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def die_once(path, number):
    """Kill the worker that this runs on, the first time."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return number
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def test_a_cluster_gives_the_bytes_of_one_process_and_little_travels(source, tmp_path, cluster):
    score_collection(source, tmp_path / "here")
    score_collection(source, tmp_path / "there", workers=cluster.scheduler_address)
    assert digests(tmp_path / "there") == digests(tmp_path / "here")


def test_work_of_a_worker_that_dies_is_done_by_another(tmp_path, cluster):
    with hire(cluster.scheduler_address) as run:
        done = run(die_once, [(str(tmp_path / "died"), number) for number in range(4)])
        assert list(done) == [0, 1, 2, 3]
    assert (tmp_path / "died").exists()


def test_a_wrong_address_is_one_sentence(monkeypatch, tmp_path, source):
    monkeypatch.setattr("framing.running.workers.PATIENCE", "2s")
    for address in ("tcp://127.0.0.1:9", "nonsense", "tcp://no.such.host.invalid:1"):
        with pytest.raises(FramingError, match=f"There is no Dask scheduler at '{address}'"):
            score_collection(source, tmp_path / "out", workers=address)


def test_a_scheduler_without_workers_or_that_goes_away_is_one_sentence(tmp_path):
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as empty:
        with pytest.raises(FramingError, match="has no workers"), hire(empty.scheduler_address):
            pass
        with Client(empty):
            pass
