"""A line that misbehaves, between a page and a server: TCP in, TCP out, on loopback.

What is simulated is what TCP shows an application, not packets. `cut`: connections are reset and
new ones refused at once, as when an interface goes. `half_open`: nothing passes any more on the
connections there are, and nobody is told (a NAT that forgot them); new ones pass. Latency: a round
trip longer by `round_trip_s` (half each way), the handshake of TCP included. Loss: so large a share
of the pieces is lost and sent again after 200 ms, then 400, 800 (TCP's timeout), everything behind
them waiting; one loss in twenty resets the connection. The bytes themselves always arrive whole and
in order, or not at all: with TCP nothing else is possible.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random

AGAIN_S = 0.2
RESETS = 0.05
PIECE = 16_384
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Weather:
    """What the line is like now."""

    round_trip_s: float = 0.0
    loss: float = 0.0


@dataclass(eq=False)
class Passage:
    """One connection through the line. `silent`: it stands, and carries nothing, not even an end;
    when each side gave it up is written down."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter | None = None
    silent_at: float = 0.0
    socket: bool = False
    given_up: dict[str, float] = field(default_factory=dict)

    def reset(self) -> None:
        for end in (self.near, self.far):
            if end is not None:
                end.transport.abort()

    def ends(self, side: str) -> None:
        """Raises ConnectionResetError: then the other side ends too."""
        if not self.silent_at:
            raise ConnectionResetError
        self.given_up[side] = _now() - self.silent_at


@dataclass
class Proxy:
    """`port` is where pages go."""

    to: int
    dice: Random
    weather: Weather = field(default_factory=Weather)
    port: int = 0
    _server: asyncio.Server | None = None
    _passages: set[Passage] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Both ways, and nobody comes in until `start`."""
        if self._server:
            self._server.close()
        self.reset()

    def reset(self) -> None:
        """Every connection, at once; new ones pass."""
        for passage in list(self._passages):
            passage.reset()

    def half_open(self) -> list[Passage]:
        """No FIN, no RST: they stand until somebody gives them up. Those that are sockets."""
        for passage in self._passages:
            passage.silent_at = _now()
        return [passage for passage in self._passages if passage.socket]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passage = Passage(writer)
        self._passages.add(passage)
        try:
            await asyncio.sleep(self.weather.round_trip_s)  # the handshake of TCP
            far_reader, passage.far = await asyncio.open_connection("127.0.0.1", self.to)
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._way(passage, "near", reader, passage.far))
                ways.create_task(self._way(passage, "far", far_reader, writer))
        except* OSError:
            pass
        finally:
            passage.reset()
            self._passages.discard(passage)

    async def _way(
        self,
        passage: Passage,
        side: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """What comes from one side, until it ends."""
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(passage, late, writer))
        try:
            with suppress(OSError):
                while (data := await reader.read(PIECE)) and not delivering.done():
                    passage.socket |= b"Upgrade: websocket" in data
                    late.put_nowait((_now() + self.weather.round_trip_s / 2, data))
                late.put_nowait((_now(), b""))
                await asyncio.wait([delivering])  # what came before the end passes before it
            passage.ends(side)
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)

    async def _deliver(
        self,
        passage: Passage,
        late: asyncio.Queue[tuple[float, bytes]],
        writer: asyncio.StreamWriter,
    ) -> None:
        while True:
            due, data = await late.get()
            await asyncio.sleep(max(0.0, due - _now()))
            if not data:
                return
            await self._lose(passage)
            if not passage.silent_at:
                writer.write(data)
                await writer.drain()

    async def _lose(self, passage: Passage) -> None:
        """Sent again, and again, until it passes."""
        wait = AGAIN_S
        while self.dice.random() < self.weather.loss:
            if self.dice.random() < RESETS:
                passage.reset()
            await asyncio.sleep(wait)
            wait *= 2


def _now() -> float:
    return asyncio.get_running_loop().time()


@asynccontextmanager
async def proxy(to: int, dice: Random) -> AsyncIterator[Proxy]:
    line = Proxy(to, dice)
    await line.start()
    try:
        yield line
    finally:
        with suppress(OSError):
            await line.cut()
