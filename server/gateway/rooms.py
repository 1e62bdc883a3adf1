"""Rooms of sockets: what is told to a room is encoded and framed once, then written to all of it.

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
from server.gateway.outlet import event_frame, holds_bytes, unframed

log = structlog.get_logger("rooms")

MARK = b"\0"  # no JSON begins with it
HOST = 32
LEAVING = 10_000
BUS_S = 0.5


class Rooms(socketio.AsyncManager):  # type: ignore[misc]  # the library ships no types
    """In this process."""

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
            await self.write(to or room, event_frame(event, data))

    async def write(self, room: str | Sequence[str] | None, frame: bytes) -> None:
        """To every member here."""
        sockets = self.server.eio.sockets
        for _, number in self.get_participants("/", room):
            socket = sockets.get(number)
            if isinstance(socket, Line):
                socket.put(frame)
            elif socket is not None:  # polling
                await self.server.eio.send_packet(number, EioPacket(encoded_packet=unframed(frame)))

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
        frame = event_frame(event, data)
        await self.write(room, frame)
        self._leaving.append(self._envelope(room, frame))
        self._publisher = self._publisher or asyncio.create_task(self._publish_frames())

    def _envelope(self, room: str, frame: bytes) -> bytes:
        name = room.encode()
        return MARK + self._host + len(name).to_bytes(2, "big") + name + frame

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
            if said[:1] == MARK:
                await self._hear(said[1:])
            else:
                yield said

    async def _hear(self, envelope: bytes) -> None:
        if envelope[:HOST] == self._host:
            return
        start = HOST + 2
        end = start + int.from_bytes(envelope[HOST:start], "big")
        await self.write(envelope[start:end].decode(), envelope[end:])

    async def settle(self) -> None:
        if self._publisher:
            await asyncio.wait([self._publisher], timeout=BUS_S)


def plain(data: Any, namespace: str | None) -> bool:
    """One payload of JSON values, in the main namespace."""
    if data is None or isinstance(data, tuple) or namespace not in (None, "/"):
        return False
    return not holds_bytes(data)
