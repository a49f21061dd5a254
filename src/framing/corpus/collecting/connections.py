"""Connections that reach public addresses only, and end when their time is over."""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from framing.errors import FramingError


class PrivateAddressError(FramingError):
    """A host that lies in a private network, by its name or by what the name stands for."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet: not of this machine, its network, or a cloud's inside."""
    found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


class _Guard:
    """What all connections of a session share: whether this machine may be visited, and the sockets now open."""

    def __init__(self, *, local: bool) -> None:
        self.local = local
        self.sockets: list[socket.socket] = []

    def admit(self, found: socket.socket) -> socket.socket:
        """Close a connection again whose other end is no public address; asked of the socket, so no name can lie."""
        address = found.getpeername()[0]
        if not (is_public(address) or (self.local and address == "127.0.0.1")):
            found.close()
            raise PrivateAddressError(f"the address {address} is not a public one")
        self.sockets.append(found)
        return found

    def cut(self) -> None:
        """End whatever is being read."""
        for found in self.sockets:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def _guarded(base: type, guard: _Guard) -> type:
    class Connection(base):
        def _new_conn(self) -> socket.socket:
            return guard.admit(super()._new_conn())

    return Connection


class _Adapter(HTTPAdapter):
    """Transport whose every connection, also one after a redirect, passes the guard."""

    def __init__(self, guard: _Guard) -> None:
        self.guard = guard
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager

        class Plain(HTTPConnectionPool):
            ConnectionCls = _guarded(HTTPConnection, self.guard)

        class Secure(HTTPSConnectionPool):
            ConnectionCls = _guarded(HTTPSConnection, self.guard)

        manager.pool_classes_by_scheme = {"http": Plain, "https": Secure}


class Session:
    """A client that visits public addresses only and never longer than it is told.

    Parameters
    ----------
    agent : str
        What it calls itself.
    local : bool
        Whether 127.0.0.1 may be visited too: for tests against a server on this machine.
    """

    def __init__(self, *, agent: str, local: bool = False) -> None:
        self.guard = _Guard(local=local)
        self.session = requests.Session()
        self.session.trust_env = False  # a proxy or a password of the environment is not the collection's business
        accepted = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1", "Accept-Encoding": "gzip, deflate"}
        self.session.headers.update({"User-Agent": agent} | accepted)  # no packing that a reader of WARC cannot open
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter(self.guard))

    def read(self, url: str, *, seconds: float, limit: int) -> tuple[requests.Response, bytes, str]:
        """Read one address, without following redirects.

        Parameters
        ----------
        url : str
        seconds : float
            Longest time for all of it, however slowly it drips.
        limit : int
            Bytes after which the reading ends.

        Returns
        -------
        response : requests.Response
        body : bytes
            As it came over the wire, still compressed if it was.
        problem : str
            Empty; or ``"too large"`` or ``"cut off"`` and how.
        """
        late = threading.Event()

        def end() -> None:
            late.set()
            self.guard.cut()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            response = self.session.get(url, stream=True, allow_redirects=False, timeout=seconds)
            body, problem = bytearray(), ""
            try:
                while block := response.raw.read1(1 << 16, decode_content=False):
                    body += block
                    if len(body) > limit:
                        problem = "too large"
                        break
            except Exception as error:
                problem = f"cut off ({type(error).__name__})"
            if late.is_set():
                problem = f"cut off (longer than {seconds:g} seconds)"
            length = response.headers.get("Content-Length", "")
            if not problem and length.isdecimal() and len(body) < int(length[:18]):
                problem = f"cut off ({len(body):,} of {int(length[:18]):,} bytes)"
            response.close()
            return response, bytes(body[:limit]), problem
        finally:
            timer.cancel()
            self.guard.sockets.clear()
            self.session.cookies.clear()
