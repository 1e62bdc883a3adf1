"""A push service that takes everything at once and remembers whom it woke when; or hangs."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    service = Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Taking(service), "127.0.0.1", 0)
    service.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield service
    finally:
        server.close()
