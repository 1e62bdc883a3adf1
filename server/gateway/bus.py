"""Rooms over several processes: what is told here is passed on to those that hold the room, and to
nobody else. While that is not known for sure, to everybody. See docs/fanout.md.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec
import socketio
import structlog
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.gateway.neighbours import ALL, Notice, Ours, Theirs
from server.gateway.outlet import event_frame
from server.gateway.rooms import Rooms, plain

log = structlog.get_logger("bus")

CHANNEL = "veilleuse"
FRAMES, WITHDRAWN, NOTICE = b"\0f", b"\0w", b"\0n"  # no JSON begins like this
MARK = 2
HOST = 32
LEAVING = 10_000
BUS_S = 0.5
ANNOUNCED_S = 0.1
AGAIN_S = 0.5
DEAD = 10.0  # beats without one's own heart
FEW = 3


class OverRedis(socketio.AsyncRedisManager, Rooms):  # type: ignore[misc]
    """The members here are written to first; then the frames, as they are, go to the others, each
    of which has a channel of its own beside the library's."""

    def __init__(self, url: str, beat_s: float = 1.0) -> None:
        super().__init__(url, channel=CHANNEL)
        self._host: bytes = self.host_id.encode()
        self._beat_s = beat_s
        self.thread: asyncio.Task[None] | None = None  # the library's, once it listens
        self.connected = False
        self.ours, self.theirs = Ours(self.host_id), Theirs(beat_s)
        self._leaving: deque[tuple[str, bytes]] = deque(maxlen=LEAVING)
        self._publisher: asyncio.Task[None] | None = None
        self._next_left = self._left = asyncio.Event()
        self._librarys: asyncio.Queue[bytes] = asyncio.Queue()

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
        else:
            self.say(room, event_frame(event, data))

    def say(self, room: str, frames: bytes) -> None:
        self.write(room, frames)
        holders = self.theirs.holders(room)
        if holders is None or len(holders) > FEW:
            self._send([CHANNEL], FRAMES, room, frames)
        elif holders:
            self._send([_inbox(host) for host in holders], FRAMES, room, frames)

    def withdraw(self, room: str, who: str = "") -> None:
        """Held in whichever process its sender is connected to, in the room or not."""
        super().withdraw(room, who)
        self._send([CHANNEL], WITHDRAWN, room, who.encode())

    def _send(self, channels: list[str], mark: bytes, room: str, said: bytes) -> None:
        name = room.encode()
        envelope = b"".join((mark, self._host, len(name).to_bytes(2, "big"), name, said))
        self._leaving.extend((channel, envelope) for channel in channels)
        self._publish_soon()

    def came(self, room: str) -> None:
        self.ours.came(room)
        self._announce()

    def went(self, room: str) -> None:
        self.ours.went(room)
        self._announce()

    def _announce(self) -> None:
        """Before the bus is heard, nobody could answer: then all is said at once."""
        if self.theirs.listening:
            self._publish_soon()

    async def announced(self) -> None:
        """At most a moment: a bus that hangs keeps nobody waiting."""
        if self._publisher and self.theirs.listening and self.connected:
            left = self._next_left if self.ours.due else self._left
            with suppress(TimeoutError):
                async with asyncio.timeout(ANNOUNCED_S):
                    await left.wait()

    def _publish_soon(self) -> None:
        self._publisher = self._publisher or asyncio.create_task(self._publish_all())

    async def _publish_all(self) -> None:
        try:
            while together := self._take_leaving():
                if not (await self._published(together) or await self._published(together)):
                    self.ours.say_all()
                    if not self._leaving:
                        return
                self._left.set()
        finally:
            self._publisher = None

    def _take_leaving(self) -> list[tuple[str, bytes]]:
        """What is announced goes first."""
        told = self.ours.due and self.theirs.listening
        together = [(CHANNEL, self._notice()), *self._leaving] if told else list(self._leaving)
        self._leaving.clear()
        self._left, self._next_left = self._next_left, asyncio.Event()
        return together

    def _notice(self, *, leaves: bool = False) -> bytes:
        return NOTICE + msgspec.msgpack.encode(self.ours.notice(leaves=leaves))

    async def _published(self, together: list[tuple[str, bytes]]) -> bool:
        try:
            async with asyncio.timeout(BUS_S):
                if not self.connected:
                    self._redis_connect()
                pipe = self.redis.pipeline(transaction=False)
                for channel, one in together:
                    pipe.publish(channel, one)
                await pipe.execute()
        except Exception as wrong:
            self.connected = False
            log.warning("the bus is silent", kind=type(wrong).__name__)
        return self.connected

    async def _listen(self) -> AsyncIterator[Any]:
        """Frames and announcements are ours; the rest (entering, leaving, closing rooms) is the
        library's, which is given it here."""
        tasks = [asyncio.create_task(self._subscribe()), asyncio.create_task(self._beat())]
        try:
            while True:
                yield await self._librarys.get()
        finally:
            for task in tasks:
                task.cancel()

    async def _subscribe(self) -> None:
        """Again and again: a lost connection is noticed at once, and not mended behind our back."""
        while True:
            client = aioredis.from_url(self.redis_url, retry=Retry(NoBackoff(), 0))
            try:
                await self._hear_all(client.pubsub())
            except Exception as wrong:
                if self.theirs.listening:
                    log.warning("the bus is not heard", kind=type(wrong).__name__)
            finally:
                self.theirs.deaf()
                with suppress(Exception):
                    await client.aclose()
            await asyncio.sleep(AGAIN_S)

    async def _hear_all(self, said: Any) -> None:
        """Raises TimeoutError when not even our own announcements have come for long."""
        async with asyncio.timeout(DEAD * self._beat_s) as patience, said:
            await said.subscribe(CHANNEL, _inbox(self.host_id))
            while True:
                kind, _, data = await said.parse_response()
                if kind == b"message":
                    if self._understood(data):
                        patience.reschedule(self._now + DEAD * self._beat_s)
                elif data == 2:  # both channels
                    self._begin()

    def _begin(self) -> None:
        self.theirs.listen(self._now)
        self.ours.say_all()
        self.ours.ask([ALL])
        self._publish_soon()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._beat_s)
            self.theirs.look(self._now)
            self.ours.ask(self.theirs.unclear())
            self._announce()

    def _understood(self, envelope: bytes) -> bool:
        """What another version may have said costs nobody the connection."""
        try:
            return self._hear(envelope)
        except Exception as wrong:
            log.warning("the bus says what nobody understands", kind=type(wrong).__name__)
            return False

    def _hear(self, envelope: bytes) -> bool:
        """True when it is our own announcement."""
        mark, said = envelope[:MARK], envelope[MARK:]
        if mark == NOTICE:
            return self._hear_notice(msgspec.msgpack.decode(said, type=Notice))
        if mark not in (FRAMES, WITHDRAWN):
            self._librarys.put_nowait(envelope)
        elif said[:HOST] != self._host:
            start = HOST + 2
            end = start + int.from_bytes(said[HOST:start], "big")
            self._hear_of_room(mark, said[start:end].decode(), said[end:])
        return False

    def _hear_of_room(self, mark: bytes, room: str, said: bytes) -> None:
        if mark == FRAMES:
            self.write(room, said)
        else:
            self.tick.withdraw(room, said.decode())

    def _hear_notice(self, notice: Notice) -> bool:
        if notice.host == self.host_id:
            return True
        self.theirs.hear(notice, self._now)
        if ALL in notice.asks or self.host_id in notice.asks:
            self.ours.say_all()
            self._announce()
        return False

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def settle(self) -> None:
        """The others are told that this process holds nothing any more."""
        if self.theirs.listening:
            self._leaving.append((CHANNEL, self._notice(leaves=True)))
            self._publish_soon()
        if self.thread:
            self.thread.cancel()
        if self._publisher:
            await asyncio.wait([self._publisher], timeout=BUS_S)


def _inbox(host: str) -> str:
    return f"{CHANNEL}:{host}"
