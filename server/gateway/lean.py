"""uvicorn's websocket protocol for thousands of sockets that say nothing for hours.

What an idle connection keeps is the price of being there for everybody. Of uvicorn's, a third is
the handshake, which nobody reads again, and queues and events that hold room for waiters which a
connection with one reader does not have. The behaviour is uvicorn's; tests/gateway/test_lean.py
fails when it uses more of them than is here.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request


class Lean(WebSocketsSansIOProtocol):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable = Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        """The application has got its own copy of the headers; the parser keeps these for good."""
        super().handle_connect(event)
        event.headers.clear()


class Inbox:
    """An `asyncio.Queue` for one reader."""

    __slots__ = ("_held", "_reader")

    def __init__(self) -> None:
        self._held: list[Any] = []
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, one: Any) -> None:
        self._held.append(one)
        if self._reader and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> Any:
        while not self._held:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self._held.pop(0)

    def empty(self) -> bool:
        return not self._held


class Gate:
    """An `asyncio.Event` that nobody waits for most of the time."""

    __slots__ = ("_open", "_waiting")

    def __init__(self) -> None:
        self._open = True
        self._waiting: list[asyncio.Future[None]] | None = None

    def set(self) -> None:
        self._open = True
        waiting, self._waiting = self._waiting, None
        for one in waiting or ():
            if not one.done():
                one.set_result(None)

    def clear(self) -> None:
        self._open = False

    async def wait(self) -> None:
        while not self._open:
            one = asyncio.get_running_loop().create_future()
            self._waiting = [*(self._waiting or ()), one]
            await one
