"""Rooms of sockets: what is told to a room is encoded and framed once, then written to all of it.
"Frames" is one, or several in one piece that leave in one write.

Subclasses of python-socketio's managers: who is in which room is decided as ever. What does not
look like an event of ours (a callback, binary, several arguments, another namespace) goes their
way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Any

import socketio
import structlog
from engineio.packet import Packet as EioPacket

from server.gateway.line import Line
from server.gateway.outlet import each, event_frame, holds_bytes, unframed
from server.gateway.tick import Tick

log = structlog.get_logger("rooms")

FRAMES, WITHDRAWN = b"\0f", b"\0w"  # no JSON begins like this
MARK = 2
HOST = 32
LEAVING = 10_000
BUS_S = 0.5


class Rooms(socketio.AsyncManager):  # type: ignore[misc]  # the library ships no types
    """In this process."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tick = Tick(self.say)

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str | None = None,
        room: str | Sequence[str] | None = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: str | Sequence[str] | None = None,
        **options: Any,
    ) -> None:
        """`data` is JSON values or a message of ours."""
        if callback or skip_sid or not plain(data, namespace):
            await super().emit(event, data, namespace, to or room, skip_sid, callback, **options)
        else:
            self.write(to or room, event_frame(event, data))

    def say(self, room: str, frames: bytes) -> None:
        """To every member, wherever: here."""
        self.write(room, frames)

    def write(self, room: str | Sequence[str] | None, frames: bytes) -> None:
        """To every member here."""
        sockets = self.server.eio.sockets
        for _, number in self.get_participants("/", room):
            socket = sockets.get(number)
            if isinstance(socket, Line):
                socket.put(frames)
            elif socket is not None:  # polling: the library's queue has no limit
                for frame in each(frames):
                    socket.queue.put_nowait(EioPacket(encoded_packet=unframed(frame)))

    def withdraw(self, room: str, who: str = "") -> None:
        """What is held of somebody, or of everybody, never leaves."""
        self.tick.withdraw(room, who)

    def basic_close_room(self, room: str, namespace: str) -> None:
        self.tick.withdraw(room)
        super().basic_close_room(room, namespace)

    async def settle(self) -> None:
        """Until what was told has left this process."""


class OverRedis(socketio.AsyncRedisManager, Rooms):  # type: ignore[misc]
    """In all processes. The members here are written to first; then the frame, as it is, goes to
    the others on the library's own channel, together with whatever else is on its way."""

    def __init__(self, url: str) -> None:
        super().__init__(url, channel="veilleuse")
        self._host: bytes = self.host_id.encode()
        self.connected = False
        self._leaving: deque[bytes] = deque(maxlen=LEAVING)
        self._publisher: asyncio.Task[None] | None = None

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str | None = None,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        room = to or room
        if callback or skip_sid or not isinstance(room, str) or not plain(data, namespace):
            await super().emit(event, data, namespace, room, skip_sid, callback, **options)
            return
        self.say(room, event_frame(event, data))

    def say(self, room: str, frames: bytes) -> None:
        self.write(room, frames)
        self._send(FRAMES, room, frames)

    def withdraw(self, room: str, who: str = "") -> None:
        """Held in whichever process its sender is connected to."""
        super().withdraw(room, who)
        self._send(WITHDRAWN, room, who.encode())

    def _send(self, mark: bytes, room: str, said: bytes) -> None:
        name = room.encode()
        self._leaving.append(mark + self._host + len(name).to_bytes(2, "big") + name + said)
        self._publisher = self._publisher or asyncio.create_task(self._publish_frames())

    async def _publish_frames(self) -> None:
        try:
            while self._leaving:
                together = list(self._leaving)
                self._leaving.clear()
                if not await self._published(together):
                    await self._published(together)
        finally:
            self._publisher = None

    async def _published(self, together: list[bytes]) -> bool:
        try:
            async with asyncio.timeout(BUS_S):
                if not self.connected:
                    self._redis_connect()
                pipe = self.redis.pipeline(transaction=False)
                for one in together:
                    pipe.publish(self.channel, one)
                await pipe.execute()
        except Exception as wrong:
            self.connected = False
            log.warning("the bus is silent", kind=type(wrong).__name__)
        return self.connected

    async def _listen(self) -> AsyncIterator[Any]:
        """Frames are ours; the rest (entering, leaving, closing rooms) is the library's."""
        async for said in super()._listen():
            if said[:MARK] in (FRAMES, WITHDRAWN):
                self._hear(said[:MARK], said[MARK:])
            else:
                yield said

    def _hear(self, mark: bytes, envelope: bytes) -> None:
        if envelope[:HOST] == self._host:
            return
        start = HOST + 2
        end = start + int.from_bytes(envelope[HOST:start], "big")
        room, said = envelope[start:end].decode(), envelope[end:]
        if mark == FRAMES:
            self.write(room, said)
        else:
            self.tick.withdraw(room, said.decode())

    async def settle(self) -> None:
        if self._publisher:
            await asyncio.wait([self._publisher], timeout=BUS_S)


def plain(data: Any, namespace: str | None) -> bool:
    """One payload of JSON values, in the main namespace."""
    if data is None or isinstance(data, tuple) or namespace not in (None, "/"):
        return False
    return not holds_bytes(data)
