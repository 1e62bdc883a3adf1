"""A push service that takes everything at once and remembers whom it woke when; or hangs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Sink:
    """`woken`: by the number in the address of a subscription. `hangs`: it takes a push and never
    answers; nobody's phone rings."""

    origin: str = ""
    hangs: bool = False
    woken: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def host(self) -> str:
        return self.origin.partition("//")[2]

    def took(self, head: bytes) -> bytes:
        if self.hangs:
            return b""
        path = head.split(b" ", 2)[1]
        self.woken[int(path.rpartition(b"/")[2])].append(time.monotonic())
        return CREATED


class _Taking(asyncio.Protocol):
    """HTTP/1.1 with a length, as our own sender speaks it; nothing more."""

    def __init__(self, service: Sink) -> None:
        self._service, self._held = service, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            _, _, rest = head.partition(b"content-length:")
            whole = end + 4 + int(rest.split(b"\r\n", 1)[0] or 0)
            if len(self._held) < whole:
                return
            self._held = self._held[whole:]
            self._transport.write(self._service.took(head))


@contextmanager
def sink() -> Iterator[Sink]:
    """On a thread of its own: what it notes is not delayed by those who load the servers."""
    service, ready = Sink(), threading.Event()
    loop = asyncio.new_event_loop()

    async def listen() -> None:
        server = await loop.create_server(lambda: _Taking(service), "127.0.0.1", 0)
        service.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()

    def run() -> None:
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
