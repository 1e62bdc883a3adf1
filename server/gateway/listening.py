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
from typing import ClassVar

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ACCEPTED_AT_ONCE = 64
OPENED_AT_ONCE = 4
QUEUE = 4096
"""What Linux allows (net.core.somaxconn) unless told otherwise."""


def doors(config: uvicorn.Config) -> list[socket.socket]:
    """One address, as many descriptors as connections are to be accepted in a turn of the loop.
    Nobody is let in before the server has started."""
    address = config.bind_socket()
    return [address, *(address.dup() for _ in range(ACCEPTED_AT_ONCE - 1))]


class Entrance(HttpToolsProtocol):
    """uvicorn's, whose upgrades to a websocket wait for their turn, in the order they came."""

    line: ClassVar[deque[Entrance]] = deque()

    def handle_websocket_upgrade(self) -> None:
        self.transport.pause_reading()
        if not Entrance.line:
            self.loop.call_soon(_open_some, self.loop)
        Entrance.line.append(self)

    def open(self) -> None:
        if not self.transport.is_closing():
            super().handle_websocket_upgrade()
            self.transport.resume_reading()


def _open_some(loop: asyncio.AbstractEventLoop) -> None:
    for _ in range(min(OPENED_AT_ONCE, len(Entrance.line))):
        Entrance.line.popleft().open()
    if Entrance.line:
        loop.call_soon(_open_some, loop)
