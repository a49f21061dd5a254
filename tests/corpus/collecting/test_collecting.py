"""Collecting from a server on this machine that does all that servers on the web do."""

import gzip
import json
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pandas as pd
import pytest

from framing.corpus.collecting.collecting import check_pages, collect_pages
from framing.corpus.collecting.connections import is_public
from framing.corpus.collecting.manifests import read_manifest
from framing.corpus.collecting.visits import Visitor
from framing.corpus.reading import read_corpus
from framing.errors import FramingError

TEXT = (
    "The mayor of Karabor met striking drivers on Monday and heard their demands for higher pay and shorter shifts.",
    "Ann Ott, who drives a bus, said that they would come back the next day, and every day until they were heard.",
    "Shops in the old town stayed shut until noon. Police said that the march had been calm and nobody was hurt.",
)
BOMB = gzip.compress(b"<p>" + b"0" * 30_000_000)
"""Thirty kilobytes that unpack to a thousand times as much."""


def page(title="Mayor meets drivers"):
    body = "".join(f"<p>{line}</p>" for line in TEXT)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"


class Server(BaseHTTPRequestHandler):
    visits: ClassVar[list] = []
    robots = b"User-agent: *\nDisallow: /secret\n"
    robots_packed = ""
    busy = 0
    title = "Mayor meets drivers"

    def log_message(self, *args):
        pass

    def answer(self, content, status=200, **headers):
        self.send_response(status)
        usual = {"Content_Type": "text/html", "Content_Length": str(len(content))}
        for name, value in (usual | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        type(self).visits.append((self.path, time.monotonic()))
        content = page(type(self).title).encode()
        name = self.path.strip("/").split("?")[0].replace("-", "_").replace(".", "_") or "root"
        getattr(self, f"get_{name}", lambda _: self.answer(content))(content)

    def get_robots_txt(self, _):
        self.answer(self.robots, **({"Content_Encoding": self.robots_packed} if self.robots_packed else {}))

    def get_gone(self, _):
        self.answer(b"nothing", status=404)

    def get_busy(self, content):
        type(self).busy += 1
        self.answer(content, **({"status": 503, "Retry_After": "7"} if type(self).busy < 3 else {}))

    def get_circle(self, _):
        self.answer(b"", status=302, Location="/circle")

    def get_moved(self, _):
        self.answer(b"", status=301, Location="/root")

    def get_to_metadata(self, _):
        self.answer(b"", status=302, Location="http://169.254.169.254/latest/meta-data")

    def get_to_file(self, _):
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def get_short(self, content):
        self.answer(content, Content_Length=str(len(content) + 500))

    def get_huge(self, _):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(2 * 10**9))
        self.end_headers()
        try:
            for _ in range(2000):
                self.wfile.write(b"<p>" + b"word " * 200_000)
        except OSError:
            return

    def get_drip(self, _):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b"<p>")
                time.sleep(0.05)
        except OSError:
            return

    def get_bomb(self, _):
        self.answer(BOMB, Content_Encoding="gzip")

    def get_packed(self, content):
        self.answer(gzip.compress(content), Content_Encoding="gzip")

    def get_not_packed(self, content):
        self.answer(content, Content_Encoding="gzip")

    def get_pdf(self, _):
        self.answer(b"%PDF-1.7 \x00\x01 binary")

    def get_latin(self, content):
        self.answer(
            content.replace(b"Karabor", "Karab\u00f3r".encode("latin-1")), Content_Type="text/html; charset=utf-8"
        )

    def get_empty(self, _):
        self.answer(b"")


@pytest.fixture
def server():
    Server.visits, Server.busy, Server.title = [], 0, "Mayor meets drivers"
    Server.robots, Server.robots_packed = b"User-agent: *\nDisallow: /secret\n", ""
    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def visitor():
    pauses = []
    made = Visitor(delay=0.5, seconds=2, limit=300_000, local=True, sleep=pauses.append)
    made.pauses = pauses
    return made


def manifest(tmp_path, *urls, name="list.csv"):
    file = tmp_path / name
    rows = [{"url": url, "outlet": "Karabor Times", "date": "2022-01-07", "title": "Given"} for url in urls]
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


def collect(tmp_path, visitor, *urls):
    return collect_pages(
        manifest(tmp_path, *urls), "made", to=tmp_path / "made", pages=tmp_path / "pages", visitor=visitor
    )


@pytest.mark.parametrize("path", ["/a", "/moved", "/packed", "/busy", "/latin"])
def test_page_becomes_an_article(server, visitor, tmp_path, path):
    done = collect(tmp_path, visitor, server + path)
    assert (done.kept, len(done.dropped)) == (1, 0)
    article = json.loads((tmp_path / "made" / "articles.jsonl").read_text())
    assert article["outlet_id"] == "Karabor Times"
    assert article["published"] == "2022-01-07"
    assert TEXT[1] in article["body"]
    assert len(read_corpus(tmp_path / "made").articles) == 1


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone", "answers 404"),
        ("/circle", "redirects"),
        ("/secret", "robots.txt forbids"),
        ("/to-metadata", "no"),
        ("/to-file", "not an http address"),
        ("/short", "cut off"),
        ("/huge", "too large"),
        ("/drip", "cut off"),
        ("/pdf", "no article"),
        ("/empty", "no article"),
        ("/bomb", "no article"),
    ],
)
def test_what_cannot_be_used_is_named_and_costs_nothing_else(server, visitor, tmp_path, path, problem):
    done = collect(tmp_path, visitor, server + path, server + "/a")
    assert done.kept == 1
    assert len(done.dropped) == 1
    assert problem in done.dropped["detail"][0]
    assert path in done.dropped["detail"][0]


def test_a_page_that_says_it_is_packed_and_is_not(server, visitor, tmp_path):
    done = collect(tmp_path, visitor, server + "/not-packed")
    assert done.kept + len(done.dropped) == 1


@pytest.mark.parametrize(
    "url", ["ftp://host.example/x", "file:///etc/passwd", "javascript:alert(1)", "http://", "seed", "http://[::1"]
)
def test_other_addresses_are_not_visited(visitor, url):
    assert visitor.visit(url).problem.startswith("not an")


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "http://10.0.0.1/", "http://2130706433/", "http://[::1]/", "http://0.0.0.0/"]
)
def test_nothing_of_this_machine_or_its_network_is_read(url):
    assert Visitor(delay=0, seconds=0.5, sleep=lambda _: None).visit(url).problem


def test_this_machine_is_refused_unless_a_test_asks_for_it(server):
    strict = Visitor(delay=0, seconds=1, sleep=lambda _: None)
    assert "not a public one" in strict._once(server + "/a", 1000)[0].problem
    assert Server.visits == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "::1", "fe80::1", "fc00::1", "0.0.0.0",
     "100.64.0.1", "::ffff:127.0.0.1", "224.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_private_addresses_are_told(address):
    assert not is_public(address)


def test_public_addresses_are_told():
    assert is_public("8.8.8.8")
    assert is_public("2001:4860:4860::8888")


def test_a_host_is_given_time_and_asked_for_its_rules_once(server, visitor, tmp_path):
    Server.robots = b"User-agent: *\nCrawl-delay: 9\n"
    collect(tmp_path, visitor, server + "/a", server + "/b", server + "/c")
    assert [path for path, _ in Server.visits] == ["/robots.txt", "/a", "/b", "/c"]
    assert [round(pause) for pause in visitor.pauses[1:]] == [9, 9]


@pytest.mark.parametrize(
    ("packed", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("GZIP", gzip.compress),
        ("", lambda rules: b"\xef\xbb\xbf" + rules),
    ],
)
def test_rules_are_kept_however_they_are_packed(server, visitor, packed, pack):
    Server.robots, Server.robots_packed = pack(Server.robots), packed
    assert "robots.txt forbids" in visitor.visit(server + "/secret").problem
    assert not visitor.visit(server + "/a").problem


@pytest.mark.parametrize(("packed", "rules"), [("br", b"\x0b\x02\x80"), ("gzip", b"User-agent: *\n")])
def test_a_host_whose_rules_cannot_be_unpacked_is_left_alone(server, visitor, packed, rules):
    Server.robots, Server.robots_packed = rules, packed
    assert "cannot be read" in visitor.visit(server + "/a").problem


def test_rules_that_unpack_to_very_much_are_read_to_their_limit(server, visitor):
    Server.robots, Server.robots_packed = BOMB, "gzip"
    assert not visitor.visit(server + "/a").problem


def test_a_busy_host_is_asked_again_after_the_time_it_names(server, visitor):
    assert not visitor.visit(server + "/busy").problem
    assert 7.0 in visitor.pauses


def test_a_run_goes_on_where_it_stopped_and_tries_failures_again(server, visitor, tmp_path):
    collect(tmp_path, visitor, server + "/a", server + "/gone")
    before = len(Server.visits)
    done = collect(tmp_path, visitor, server + "/a", server + "/gone", server + "/b")
    assert [path for path, _ in Server.visits[before:]] == ["/gone", "/b"]
    assert done.kept == 2


def test_a_damaged_page_is_visited_again(server, visitor, tmp_path):
    collect(tmp_path, visitor, server + "/a")
    kept = next((tmp_path / "pages").glob("*.warc.gz"))
    kept.write_bytes(kept.read_bytes()[:60])
    assert collect(tmp_path, visitor, server + "/a").kept == 1
    assert [path for path, _ in Server.visits].count("/a") == 2


def test_manifest_with_hashes_stands_for_the_texts(server, visitor, tmp_path):
    collect(tmp_path, visitor, server + "/a", server + "/gone")
    published = tmp_path / "made" / "manifest.csv"
    table = read_manifest(published)
    assert list(table["status"]) == ["collected", "the host answers 404"]
    assert list(table["text_sha256"].str.len()) == [64, 0]
    assert TEXT[0] not in published.read_text()
    again = collect_pages(published, "other", to=tmp_path / "other", pages=tmp_path / "pages2", visitor=visitor)
    assert list(again.manifest["text_sha256"]) == list(table["text_sha256"])


def test_check_says_what_changed_and_writes_nothing(server, visitor, tmp_path):
    collect(tmp_path, visitor, server + "/a", server + "/gone")
    published = tmp_path / "made" / "manifest.csv"
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert list(check_pages(published, visitor=visitor)["change"]) == ["same text", "still missing"]
    Server.get_a = lambda self, content: self.answer(content.replace(b"nobody was hurt", b"two people were hurt"))
    try:
        assert list(check_pages(published, visitor=visitor)["change"]) == ["changed", "still missing"]
    finally:
        del Server.get_a
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("link,date\nhttp://x.example/,2022\n", "no column 'outlet_id'"),
        ("url,outlet\nhttp://x.example/,\n", "Row 2"),
        ("", "cannot be read"),
        ("url,outlet,article_id\nhttp://x.example/,a,1\nhttp://y.example/,a,1\n", "twice"),
    ],
)
def test_a_faulty_manifest_is_one_sentence(tmp_path, content, told):
    file = tmp_path / "list.csv"
    file.write_text(content)
    with pytest.raises(FramingError, match=told):
        read_manifest(file)


def test_a_folder_of_something_else_is_not_written_into(visitor, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.docx").write_text("x")
    with pytest.raises(FramingError, match=r"mine\.docx"):
        collect(tmp_path, visitor, "http://host.example/")
