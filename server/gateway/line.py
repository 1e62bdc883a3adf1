"""One client's line. Everything said to it passes `put`, so its order is the order of the calls.

A frame is written at once when nothing waits before it and the connection can take it. Otherwise it
is held, and a writer lives for as long as something is. An idle line has one task (it listens) and
one timer (its ping).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import engineio
import structlog
from engineio import exceptions, packet
from engineio.async_socket import AsyncSocket

from server import metrics
from server.gateway.outlet import Outlet, each, framed, outlet_of, unframed

log = structlog.get_logger("line")

HELD_BYTES = 1024 * 1024
HELD_PACKETS = 500
STALLED_S = 5.0
LAST_WORDS_S = 2.0
MESSAGE = str(packet.MESSAGE)
WITH_ATTACHMENTS = ("45", "46")  # a binary event, a binary acknowledgement
CLOSE, PING = framed(str(packet.CLOSE)), framed(str(packet.PING))


class Lines(engineio.AsyncServer):  # type: ignore[misc]  # the library ships no types
    """Engine.IO whose websockets are our lines. Polling, where allowed, stays as it comes."""

    async def _handle_connect(
        self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None
    ) -> Any:
        if transport != "websocket":
            return await super()._handle_connect(environ, transport, jsonp_index)
        sid = self.generate_id()
        line = self.sockets[sid] = Line(self, sid, outlet_of(environ["asgi.scope"]))
        await line.send(packet.Packet(packet.OPEN, self._greeting(sid)))
        await self._trigger_event("connect", sid, environ, run_async=False)
        line.schedule_ping()
        try:
            return await line.handle_get_request(environ)
        finally:
            await line.close(wait=False, abort=True, reason=self.reason.TRANSPORT_CLOSE)

    def _greeting(self, sid: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }


class Line(AsyncSocket):  # type: ignore[misc]
    """`deaf`: nothing is said to it any more, whoever still counts it in."""

    def __init__(self, server: Lines, sid: str, outlet: Outlet | None) -> None:
        super().__init__(server, sid)
        self.deaf = self.closing = self.closed = False
        self.queue = None  # the library's; ours is `_held`
        self.last_ping = None  # the library's watch reads the wall clock; ours is a timer
        self._outlet = outlet
        self._ws: Any = None
        self._held: list[bytes] = []  # a deque holds room for sixty-four, in every idle line
        self._held_bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._pinged = self._busy = self._retiring = False

    @property
    def held_bytes(self) -> int:
        """What waits for a client that does not keep up."""
        return self._held_bytes

    async def send(self, pkt: packet.Packet) -> None:
        """The library's way in: acknowledgements, greetings. They wait until what is held has left:
        nobody is cut for the answers she asked for herself. Raises SocketIsClosedError."""
        while self._writer and not self.deaf:
            await asyncio.wait([self._writer])
        if self.closed:
            raise exceptions.SocketIsClosedError
        self.put(framed(pkt.encode()))

    def put(self, frames: bytes) -> None:
        """One frame, or several in one piece: they leave in one write."""
        if self.deaf:
            return
        held, outlet = self._held, self._outlet
        if held or self._ws is None or outlet is None or not outlet.take(frames):
            self._hold(frames)

    def _hold(self, frames: bytes) -> None:
        self._held.extend(each(frames))
        self._held_bytes += len(frames)
        if len(self._held) > HELD_PACKETS or self._held_bytes > HELD_BYTES:
            self._give_up()
        elif self._ws is not None and self._writer is None:
            self._writer = asyncio.create_task(self._write(self._ws))

    async def _write(self, ws: Any) -> None:
        """The usual way, which waits for the client. A frame counts as held until it has left."""
        try:
            while self._held:
                async with asyncio.timeout(STALLED_S):
                    await ws.send(unframed(self._held[0]))
                self._held_bytes -= len(self._held.pop(0))
        except TimeoutError:
            self._give_up()
        except Exception:  # the client has gone: the listener learns it from the server in front
            self._forget()
        finally:
            self._writer = None

    def _give_up(self) -> None:
        """Too much is held, or for too long: it does not read, and the others do not pay for it."""
        log.warning("a socket that does not read is cut")
        metrics.unread.inc()
        self._end(self.server.reason.TRANSPORT_ERROR)

    def _end(self, reason: str) -> None:
        """Now, without a word; the bookkeeping follows."""
        self.deaf = True
        self._forget()
        if self._outlet:
            self._outlet.abort()
        self._farewell = self.server.start_background_task(self.close, False, True, reason)

    def _forget(self) -> None:
        self._held.clear()
        self._held_bytes = 0
        if self._writer and self._writer is not asyncio.current_task():
            self._writer.cancel()

    async def close(
        self, wait: bool = True, abort: bool = False, reason: str | None = None
    ) -> None:
        """At once: from here on it receives nothing. The bookkeeping, which may ask a database,
        comes after."""
        if self.closing or self.closed:
            return
        if not abort:
            self.put(CLOSE)
        self.closing = self.deaf = True
        self._after(None)
        try:
            await self._hang_up()
            why = reason or self.server.reason.SERVER_DISCONNECT
            await self.server._trigger_event("disconnect", self.sid, why, run_async=False)
        finally:
            self.closed = True
            self.server.sockets.pop(self.sid, None)
            self.session = self._ws = self._outlet = None  # no cycle keeps them

    def retire(self) -> None:
        """The process goes. What is being answered is answered; nothing more is heard."""
        self._retiring = True
        if not self._busy:
            self._farewell = self.server.start_background_task(self.close, False, True)

    async def _hang_up(self) -> None:
        """Politely to a client that keeps up. Nobody waits for one that does not."""
        if self._outlet and (self._held or self._outlet.congested):
            self._outlet.abort()
        elif self._ws is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_S):
                    if self._writer:
                        await asyncio.wait([self._writer])
                    await self._ws.close()
        self._forget()

    async def _websocket_handler(self, ws: Any) -> None:
        self.connected = self.upgraded = True
        self._ws = ws
        if self._outlet:
            self._outlet.forget_handshake()
        self._writer = asyncio.create_task(
            self._write(self._ws)
        )  # what was said during the handshake
        await self._listen(ws)

    async def _listen(self, ws: Any) -> None:
        """Until the client leaves, is cut, or says what nobody can read."""
        with suppress(OSError, ValueError, RecursionError, exceptions.SocketIsClosedError):
            while data := await ws.wait():
                if self.deaf or not self._takes(data):
                    return
                self._busy = True
                await self._hear(data)
                self._busy = False
                if self._retiring:
                    return await self.close(abort=True)

    def _takes(self, data: str | bytes) -> bool:
        """Messages of ours hold no bytes. The library would keep whatever attachments a client
        announces until the last has come: thousands of them, of any size."""
        short = len(data) <= self.server.max_http_buffer_size
        return short and isinstance(data, str) and not data.startswith(WITH_ATTACHMENTS)

    async def _hear(self, data: str | bytes) -> None:
        """A message goes to the application as it came; the rest is the library's business."""
        if data[:1] == MESSAGE:
            await self.server._trigger_event("message", self.sid, data[1:], run_async=False)
        else:
            with suppress(exceptions.UnknownPacketError):
                await self.receive(packet.Packet(encoded_packet=data))

    def schedule_ping(self) -> None:
        """An answered ping starts the wait for the next. An answer to none does nothing."""
        if self._timer is None or self._pinged:
            self._pinged = False
            self._after(self._ping)

    def _ping(self) -> None:
        self._pinged = True
        self._after(self._miss)
        self.put(PING)

    def _miss(self) -> None:
        """No answer in time. While a command of its is being answered, nobody has looked."""
        if self._busy:
            self._after(self._miss)
        else:
            self._end(self.server.reason.PING_TIMEOUT)

    def _after(self, then: Callable[[], None] | None) -> None:
        """The one timer: `then` after the wait for a ping, or for its answer; or never."""
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if then and not self.deaf:
            wait = self.server.ping_timeout if self._pinged else self.server.ping_interval
            self._timer = asyncio.get_running_loop().call_later(wait, then)
