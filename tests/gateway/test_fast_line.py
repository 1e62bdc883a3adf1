"""One client's line: nothing overtakes, nothing piles up, nothing is said after the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from server.gateway.line import HELD_BYTES, HELD_PACKETS, Line, Lines
from server.gateway.outlet import BUFFER_BYTES, Outlet, each, framed, unframed
from tests.gateway.doors import until

LONG = ["a", "é🕯️", "x" * 126, "y" * 70_000]


@dataclass
class Wire:
    """A connection written down: `sent` in its order, whichever way it came. Also the protocol in
    front of it, and the library's websocket."""

    sent: list[Any] = field(default_factory=list)
    writes: int = 0
    buffered: int = 0
    closing: bool = False
    aborted: bool = False
    close_sent: bool = False
    extensions: tuple[str, ...] = ()
    usual: int = 0
    writable: asyncio.Event = field(default_factory=asyncio.Event)
    incoming: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.writable.set()
        self.transport: Any = self
        self.conn = SimpleNamespace(extensions=self.extensions)
        self.response = SimpleNamespace(headers={"Upgrade": "websocket"})

    def write(self, frames: bytes) -> None:
        self.writes += 1
        self.sent += [unframed(frame) for frame in each(frames)]

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return self.buffered

    def abort(self) -> None:
        self.aborted = self.closing = True
        self.incoming.put_nowait(None)

    async def send(self, text: str) -> None:
        await self.writable.wait()
        self.usual += 1
        self.sent.append(text)

    async def wait(self) -> str | None:
        return await self.incoming.get()

    async def close(self) -> None:
        self.sent.append("closed")
        self.incoming.put_nowait(None)


def a_server(**options: Any) -> Lines:
    return Lines(async_mode="asgi", async_handlers=False, **options)


async def a_line(wire: Wire, server: Lines | None = None, *, exposed: bool = True) -> Line:
    """A line that stands: it listens, and nothing is held."""
    server = server or a_server()
    line = Line(server, "camille", Outlet(wire) if exposed else None)
    server.sockets["camille"] = line
    line.listening = asyncio.create_task(line._websocket_handler(wire))
    await until(lambda: line.connected and line._writer is None)
    return line


async def test_what_is_said_leaves_at_once() -> None:
    line = await a_line(wire := Wire())
    line.put(framed("a"))
    assert wire.sent == ["a"]
    assert not wire.usual


async def test_several_frames_in_one_piece_leave_in_one_write() -> None:
    line = await a_line(wire := Wire())
    line.put(b"".join(map(framed, LONG)))
    assert wire.sent == LONG
    assert wire.writes == 1


async def test_several_frames_that_have_to_wait_are_held_apart() -> None:
    line = await a_line(wire := Wire())
    congested(wire)
    line.put(b"".join(map(framed, LONG)))
    line.put(framed("end"))
    await until(lambda: wire.sent == [*LONG, "end"])
    assert not line._held_bytes
    assert wire.usual == 5


def congested(wire: Wire) -> None:
    wire.buffered = BUFFER_BYTES + 1


def closing(wire: Wire) -> None:
    wire.closing = True


def closed_by_us(wire: Wire) -> None:
    wire.close_sent = True


@pytest.mark.parametrize("trouble", [congested, closing, closed_by_us])
async def test_in_trouble_it_goes_the_usual_way(trouble: Callable[[Wire], None]) -> None:
    line = await a_line(wire := Wire())
    trouble(wire)
    line.put(framed("a"))
    assert wire.sent == []
    await until(lambda: wire.sent == ["a"])
    assert wire.usual == 1


async def test_compressed_it_goes_the_usual_way() -> None:
    line = await a_line(wire := Wire(extensions=("permessage-deflate",)))
    line.put(framed("a"))
    await until(lambda: wire.sent == ["a"])
    assert wire.usual == 1


async def test_behind_an_unknown_server_it_goes_the_usual_way() -> None:
    line = await a_line(wire := Wire(), exposed=False)
    line.put(framed("a"))
    await until(lambda: wire.sent == ["a"])
    assert wire.usual == 1


async def test_nothing_overtakes_what_the_writer_has_in_hand() -> None:
    """The connection is free again, but the writer has not yet been woken: everything waits."""
    line = await a_line(wire := Wire())
    wire.writable.clear()
    congested(wire)
    line.put(framed("a"))
    await asyncio.sleep(0)  # the writer now has `a`, nothing else waits, and it sleeps
    wire.buffered = 0
    line.put(framed("b"))
    assert wire.sent == []
    wire.writable.set()
    line.put(framed("c"))
    await until(lambda: len(wire.sent) == 3)
    line.put(framed("d"))
    assert wire.sent == list("abcd")
    assert wire.usual == 3


async def test_what_is_said_before_it_stands_comes_after_the_greeting() -> None:
    wire, server = Wire(), a_server()
    line = Line(server, "camille", Outlet(wire))
    for word in "ab":
        line.put(framed(word))
    task = asyncio.create_task(line._websocket_handler(wire))
    await until(lambda: line.connected)
    line.put(framed("c"))
    await until(lambda: line._writer is None)
    assert wire.sent == list("abc")
    task.cancel()


@pytest.mark.parametrize(
    ("frame", "most"),
    [(framed("x"), HELD_PACKETS), (framed("x" * 65_000), HELD_BYTES // 65_004)],
)
async def test_whoever_does_not_read_is_cut_at_the_limit(frame: bytes, most: int) -> None:
    line = await a_line(wire := Wire(), server := a_server())
    congested(wire)
    wire.writable.clear()
    for _ in range(most):
        line.put(frame)
    assert not wire.aborted
    line.put(frame)
    assert wire.aborted
    assert not line._held
    await until(lambda: not server.sockets)
    assert wire.sent == []


async def test_after_the_end_nothing_is_said() -> None:
    line = await a_line(wire := Wire())
    ending = asyncio.create_task(line.close())
    await asyncio.sleep(0)
    line.put(framed("a word too many"))
    await ending
    assert wire.sent == ["1", "closed"]


async def test_after_the_end_nothing_is_listened_to() -> None:
    """Not even what had already come."""
    server, heard = a_server(), list[str]()
    line = await a_line(wire := Wire(), server)

    async def hear(_sid: str, said: str) -> None:
        heard.append(said)
        await line.close()

    server.on("message", hear)
    for said in ("4last", "4a word too many"):
        wire.incoming.put_nowait(said)
    await line.listening
    assert heard == ["last"]


async def test_the_end_does_not_wait_for_whoever_does_not_read() -> None:
    line = await a_line(wire := Wire())
    congested(wire)
    wire.writable.clear()
    line.put(framed("a"))
    await line.close()
    assert wire.aborted
    wire.writable.set()
    await asyncio.sleep(0)
    assert wire.sent == []


async def test_the_end_comes_before_the_bookkeeping() -> None:
    """The database may hang: she is cut all the same."""
    server, database = a_server(), asyncio.Event()

    async def slowly(*_: object) -> None:
        await database.wait()

    server.on("disconnect", slowly)
    line = await a_line(wire := Wire(), server)
    ending = asyncio.create_task(line.close())
    await until(lambda: "closed" in wire.sent)
    line.put(framed("a word too many"))
    assert wire.sent == ["1", "closed"]
    database.set()
    await ending
    assert not server.sockets


async def test_a_silent_client_is_found_dead() -> None:
    server = a_server(ping_interval=0.01, ping_timeout=0.01)
    line = await a_line(wire := Wire(), server)
    line.schedule_ping()
    await until(lambda: wire.aborted)
    assert wire.sent[0] == "2"
    await until(lambda: not server.sockets)


async def test_an_answered_ping_is_followed_by_another() -> None:
    server = a_server(ping_interval=0.01, ping_timeout=60)
    line = await a_line(wire := Wire(), server)
    line.schedule_ping()
    for asked in (1, 2, 3):
        await until(lambda asked=asked: wire.sent == ["2"] * asked)
        wire.incoming.put_nowait("3")
    assert not wire.aborted
    await line.close()


async def test_answers_to_no_ping_change_nothing() -> None:
    server = a_server(ping_interval=60, ping_timeout=60)
    line = await a_line(wire := Wire(), server)
    line.schedule_ping()
    timer = line._timer
    wire.incoming.put_nowait("3")
    await until(wire.incoming.empty)
    assert line._timer is timer
    await line.close()


async def test_whose_command_is_being_answered_is_not_dead() -> None:
    """While it is, nobody looks at what she sends."""
    server, database = a_server(ping_interval=0.01, ping_timeout=0.01), asyncio.Event()

    async def slowly(*_: object) -> None:
        await database.wait()

    server.on("message", slowly)
    line = await a_line(wire := Wire(), server)
    wire.incoming.put_nowait("4hello")
    line.schedule_ping()
    await until(lambda: line._pinged and line._busy)
    line._miss()
    assert not wire.aborted
    database.set()
    await until(lambda: wire.aborted)


@pytest.mark.parametrize("said", ["", "x", "4" + "x" * 2_000_000])
async def test_who_says_what_nobody_can_read_is_gone(said: str) -> None:
    server = a_server()
    line = await a_line(wire := Wire(), server)
    wire.incoming.put_nowait(said)
    await line.listening
