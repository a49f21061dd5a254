"""Visiting pages politely: robots.txt is kept, hosts are given time, and what fails is tried again, then named."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego

from framing.corpus.collecting.connections import PrivateAddressError, Session

AGENT = "framing (media research; keeps robots.txt)"
REDIRECTS = 5
ATTEMPTS = 3
WAIT = 60.0
"""Longest pause that a robots.txt or a Retry-After is given, in seconds."""
ROBOTS_BYTES = 500_000
BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Visit:
    """What came of visiting an address.

    Parameters
    ----------
    url : str
        As asked for.
    final : str
        As answered, after redirects.
    status : int
        Status of the answer; 0 when there was none.
    headers : tuple of pairs of str
    body : bytes
        As it came over the wire.
    problem : str
        Why it cannot be used, in a few words; empty when it can.
    """

    url: str
    final: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    problem: str = ""


@dataclass
class Visitor:
    """Visits one page after the other.

    Parameters
    ----------
    delay : float
        Seconds between two visits to one host; a longer Crawl-delay of its robots.txt is kept.
    seconds : float
        Longest time for one page.
    limit : int
        Largest page, in bytes.
    local : bool
        Whether 127.0.0.1 may be visited: for tests.
    sleep, clock : callable
        For tests.
    """

    delay: float = 2.0
    seconds: float = 30.0
    limit: int = 10_000_000
    local: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session = Session(agent=AGENT, local=self.local)

    def visit(self, url: str) -> Visit:
        """Visit a page; whatever goes wrong is told in `Visit.problem`."""
        here = url
        for _ in range(REDIRECTS + 1):
            refused = self._refused(here)
            if refused:
                return Visit(url, here, problem=refused)
            found = self._try(here)
            target = {name.lower(): value for name, value in found.headers}.get("location", "")
            if not (300 <= found.status < 400 and target):
                return Visit(url, here, found.status, found.headers, found.body, found.problem)
            here = urljoin(here, target)
        return Visit(url, here, problem=f"more than {REDIRECTS} redirects")

    def _refused(self, url: str) -> str:
        """Say why an address is not visited; empty when it may be."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return "not an address"
        if parts.scheme not in ("http", "https") or not host:
            return "not an http address"
        rules = self._rules(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
        if rules is None:
            return "its robots.txt cannot be read"
        return "" if rules.can_fetch(url, "framing") else "its robots.txt forbids it"

    def _rules(self, origin: str) -> Protego | None:
        """Rules of a host; none where they cannot be had, which means to stay away (RFC 9309)."""
        if origin not in self._robots:
            found = self._try(f"{origin}/robots.txt", limit=ROBOTS_BYTES, hops=REDIRECTS)
            if found.status and 400 <= found.status < 500:
                self._robots[origin] = Protego.parse("")
            else:
                whole = found.status == 200 and not found.problem.startswith("cut off")
                text = _opened(found) if whole else None
                self._robots[origin] = None if text is None else Protego.parse(text)
        return self._robots[origin]

    def _try(self, url: str, *, limit: int | None = None, hops: int = 0) -> Visit:
        """Read an address, again after a pause where the host is busy or the line broke."""
        found = Visit(url, url, problem="not visited")
        for attempt in range(ATTEMPTS):
            self._wait(url)
            found, pause = self._once(url, limit or self.limit)
            location = {name.lower(): value for name, value in found.headers}.get("location", "")
            if hops and 300 <= found.status < 400 and location:
                return self._try(urljoin(url, location), limit=limit, hops=hops - 1)
            if pause is None or attempt == ATTEMPTS - 1:
                break
            self.sleep(min(WAIT, max(pause, self.delay * 2**attempt)))
        return found

    def _once(self, url: str, limit: int) -> tuple[Visit, float | None]:
        """Read an address once; give the pause after which to try again, None where that would not help."""
        try:
            response, body, problem = self.session.read(url, seconds=self.seconds, limit=limit)
        except PrivateAddressError as error:
            return Visit(url, url, problem=str(error)), None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
            return Visit(url, url, problem="not an address"), None
        except (requests.RequestException, OSError, ValueError) as error:
            inner = _cause(error)
            if isinstance(inner, PrivateAddressError):
                return Visit(url, url, problem=str(inner)), None
            return Visit(url, url, problem=f"no answer ({type(inner).__name__})"), 0.0
        headers = tuple((str(name), str(value)) for name, value in response.headers.items())
        if response.status_code in BUSY:
            after = response.headers.get("Retry-After", "")
            problem = f"the host answers {response.status_code}"
            pause = float(after[:6]) if after.isdecimal() else 0.0
            return Visit(url, url, response.status_code, headers, body, problem), pause
        if response.status_code >= 400:
            problem = f"the host answers {response.status_code}"
        return Visit(url, url, response.status_code, headers, body, problem), 0.0 if "cut off" in problem else None

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        rules = self._robots.get(f"{urlsplit(url).scheme}://{host}")
        asked = rules.crawl_delay("framing") if rules is not None else None
        now = self.clock()
        if now < self._next.get(host, now):
            self.sleep(self._next[host] - now)
        self._next[host] = self.clock() + max(self.delay, min(WAIT, float(asked or 0)))


def _opened(found: Visit) -> str | None:
    """Unpack a robots.txt, as far as is read of one; None where it cannot be unpacked."""
    packed = {name.lower(): value for name, value in found.headers}.get("content-encoding", "").strip().lower()
    content = found.body
    if packed not in ("", "identity"):
        try:  # whatever else it may be packed with, it is none of what was asked for
            content = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, ROBOTS_BYTES)
        except zlib.error:
            return None
    return content.decode("utf-8-sig", errors="replace")


def _cause(error: BaseException) -> BaseException:
    """Find the fault under the wrappings of requests and urllib3."""
    seen: BaseException = error
    for _ in range(8):
        inner = seen.__cause__ or seen.__context__ or getattr(seen, "reason", None)
        if not isinstance(inner, BaseException):
            break
        seen = inner
    return seen
