"""Where a process listens, and who comes in first.

uvloop's loop (libuv 1.45 and later) accepts one connection per listening descriptor and turn. When
a network falls and thousands come back, each turn is long and they stay in the kernel's queue until
that overflows: their knocking is dropped, and repeated after 1, 3 and 7 seconds. The same queue
under several descriptors lets several in with every turn.

A page that opens its socket then waits in line, a few with every turn. A request does not: a press
is read and answered between them.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from weakref import WeakKeyDictionary

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

log = structlog.get_logger("listening")

ACCEPTED_AT_ONCE = 64
OPENED_AT_ONCE = 4
QUEUE = 4096
"""What Linux allows (net.core.somaxconn) unless told otherwise."""


def doors(host: str, port: int) -> list[socket.socket]:
    """Every address of this host, each under as many descriptors as connections are to be accepted
    in a turn of the loop. Nobody is let in before the server has started. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    bound = [_bound(family, address) for family, _, _, _, address in dict.fromkeys(found)]
    again = [one.dup() for one in bound for _ in range(ACCEPTED_AT_ONCE - 1)]
    return [*bound, *again]


def _bound(family: int, address: tuple[object, ...]) -> socket.socket:
    one = socket.socket(family)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        one.bind(address)
    except OSError:
        one.close()
        raise
    return one


class Entrance(HttpToolsProtocol):
    """uvicorn's, whose upgrades to a websocket wait for their turn, in the order they came."""

    _waits = False

    def handle_websocket_upgrade(self) -> None:
        self._waits = True
        line_of(self.server_state).join(self)

    def data_received(self, data: bytes) -> None:
        """Nobody who opens a websocket says more before she is answered."""
        if self._waits:
            self.transport.abort()
        else:
            super().data_received(data)

    def open(self) -> None:
        """Unless she has left meanwhile."""
        if not self.transport.is_closing():
            super().handle_websocket_upgrade()
        # It and the parser would keep each other until somebody looked for them.
        self.parser = None  # type: ignore[assignment]

    def abort(self) -> None:
        self.transport.abort()


class Line:
    """Of one server, on one loop."""

    def __init__(self) -> None:
        self._waiting: deque[Entrance] = deque()
        self._loop = asyncio.get_running_loop()

    def join(self, one: Entrance) -> None:
        self._waiting.append(one)
        if len(self._waiting) == 1:
            self._loop.call_soon(self._open_some)

    def leave(self) -> None:
        """The process goes: they try another at once."""
        for one in self._waiting:
            one.abort()
        self._waiting.clear()

    def _open_some(self) -> None:
        for _ in range(min(OPENED_AT_ONCE, len(self._waiting))):
            one = self._waiting.popleft()
            try:
                one.open()
            except Exception as wrong:
                log.error("a socket was not opened", kind=type(wrong).__name__)
                one.abort()
        if self._waiting:
            self._loop.call_soon(self._open_some)


_lines: WeakKeyDictionary[ServerState, Line] = WeakKeyDictionary()


def line_of(server: ServerState) -> Line:
    if server not in _lines:
        _lines[server] = Line()
    return _lines[server]
