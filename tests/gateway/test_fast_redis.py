"""The bus between processes: a frame travels once, as it is; without the bus nobody waits."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from server import audience
from server.gateway.bus import OverRedis
from server.gateway.fanout import SocketFanout
from server.gateway.socket import make_server
from server.gateway.tick import Tick
from tests import engines, services
from tests.gateway.bare import LATEST, Bare, Moved, served
from tests.gateway.doors import Raw, until


@pytest.fixture(scope="module")
def bus() -> Iterator[services.Redis]:
    try:
        with services.redis() as running:
            yield running
    except services.Missing as missing:
        if engines.mandatory():
            raise
        pytest.skip(f"not installed: {missing}")


@dataclass
class Two:
    """Camille's page is on one process, Nour's on the other; both are in the room."""

    one: Bare
    other: Bare
    camille: Raw
    nour: Raw
    bus: services.Redis

    async def tell(self, text: str, room: str = "room") -> None:
        await self.one.sio.emit("told", {"text": text}, room=room)

    def heard(self, who: Raw) -> list[str]:
        return [event["text"] for event in who.events("told")]


@asynccontextmanager
async def _process(bus: services.Redis) -> AsyncIterator[Bare]:
    manager = OverRedis(bus.url, beat_s=0.1)
    async with served(make_server(manager, ["*"])) as bare:
        yield bare
        await manager.settle()
        await manager.redis.aclose()


async def _two(bus: services.Redis) -> AsyncIterator[Two]:
    async with (
        _process(bus) as one,
        _process(bus) as other,
        one.socket() as camille,
        other.socket() as nour,
    ):
        two = Two(one, other, camille, nour, bus)
        await _connected(two)
        yield two


async def _connected(two: Two) -> None:
    """Both listen to the bus: each has heard the other's first word."""
    async with asyncio.timeout(10):
        while "first" not in two.heard(two.nour):
            await two.tell("first")
            await asyncio.sleep(0.02)
        while not two.camille.events("hello"):
            await two.other.sio.emit("hello", {}, room="room")
            await asyncio.sleep(0.02)
    await two.tell("begin")
    await until(lambda: "begin" in two.heard(two.nour))
    for raw in (two.camille, two.nour):
        raw.frames.clear()


two = pytest_asyncio.fixture(_two, name="two")


async def test_a_room_hears_in_both_processes_once_and_in_order(two: Two) -> None:
    texts = [f"{n} là 🕯️" for n in range(50)] + ["x" * 70_000, "end"]
    for text in texts:
        await two.tell(text)
    await until(lambda: "end" in two.heard(two.nour))
    assert two.heard(two.nour) == texts
    assert two.heard(two.camille) == texts
    assert two.nour.frames == two.camille.frames


async def test_another_room_hears_nothing(two: Two) -> None:
    await two.tell("not for them", room="elsewhere")
    await two.tell("end")
    await until(lambda: "end" in two.heard(two.nour))
    assert two.heard(two.nour) == two.heard(two.camille) == ["end"]


async def test_what_is_withdrawn_in_one_process_never_leaves_the_other(two: Two) -> None:
    """Her page is on the other; she stops sharing, or is banned, on this one."""
    turns = list[Any]()
    tick = two.other.sio.manager.tick = Tick(two.other.sio.manager.say, turns.append)
    for n in range(2):
        for who in "ab":
            tick.tell("room", Moved(who=who, n=n, text=""), LATEST)
    two.one.sio.manager.withdraw("room", "a")
    await two.tell("end")
    await until(lambda: "end" in two.heard(two.nour))
    turns.pop()()
    await until(lambda: len(two.camille.events("moved")) == 2)
    assert [(e["who"], e["n"]) for e in two.nour.events("moved")] == [("a", 0), ("b", 1)]
    assert two.camille.events("moved") == two.nour.events("moved")


async def test_the_librarys_own_messages_still_travel(two: Two) -> None:
    """Bytes, and closing a room."""
    await two.one.sio.emit("told", {"text": b"x"}, room="room")
    await until(lambda: any(frame.startswith("451-") for frame in two.nour.frames))
    await two.one.sio.close_room("room")
    await until(lambda: "room" not in two.other.sio.manager.rooms["/"])


async def test_a_process_without_sockets_tells_as_well_and_leaves_nothing_unsaid(two: Two) -> None:
    worker = OverRedis(two.bus.url)
    make_server(worker, ["*"])
    await worker.emit("told", {"text": "the window has closed"}, room="room")
    await worker.settle()
    await until(lambda: two.heard(two.nour) == two.heard(two.camille) == ["the window has closed"])
    await worker.redis.aclose()


@asynccontextmanager
async def hanging(two: Two) -> AsyncIterator[None]:
    process: Any = two.bus.process
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)
    await _again(two)


async def test_a_bus_that_hangs_keeps_nobody_waiting(two: Two) -> None:
    async with hanging(two):
        async with asyncio.timeout(5):  # waiting for the bus even once would take ten
            for n in range(50):
                await two.tell(f"{n}")
        await until(lambda: len(two.heard(two.camille)) == 50)
        await until(lambda: not two.one.sio.manager.connected)  # it gives up


async def test_a_bus_that_hangs_holds_up_no_closing(two: Two) -> None:
    """The worker closes one window after the other: the next must not wait for this one's bus."""
    async with hanging(two), asyncio.timeout(5):  # the library alone waits ten
        await SocketFanout(two.one.sio).close(audience.channel("a-room", "her"))


async def _again(two: Two) -> None:
    """The bus answers again: so does the other process."""
    async with asyncio.timeout(10):
        while "again" not in two.heard(two.nour):
            await two.tell("again")
            await asyncio.sleep(0.05)
