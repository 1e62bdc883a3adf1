"""A push service that takes everything at once and remembers when: 201, nothing read, nothing kept.

Run by the bench as a process of its own: `python -m bench.sink`. Prints its port. `GET /arrivals`
answers the times of what has come since the last such question (seconds of the machine's monotonic
clock, which all its processes share).
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import cast

import uvloop

CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
arrivals: list[float] = []


class Sink(asyncio.Protocol):
    """HTTP/1.1 with a length, as our own sender speaks it; nothing more."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._held = b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end].lower()
            whole = end + 4 + _length(head)
            if len(self._held) < whole:
                return
            self._held = self._held[whole:]
            self._transport.write(_answer(head))


def _length(head: bytes) -> int:
    _, _, rest = head.partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if rest else 0


def _answer(head: bytes) -> bytes:
    if head.startswith(b"post"):
        arrivals.append(time.perf_counter())
        return CREATED
    body = json.dumps(arrivals).encode()
    arrivals.clear()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
