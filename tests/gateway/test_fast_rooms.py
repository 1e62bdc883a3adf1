"""Whole rooms over real connections: fallbacks keep the order, one bad reader costs nobody else."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
import socketio
import uvloop

from server import metrics
from server.gateway.outlet import Outlet, event_frame
from tests.gateway.bare import Bare, ours, served
from tests.gateway.doors import Gate, until
from tests.gateway.test_fast_outlet import UPGRADE, masked
from tests.people import PARIS

WAYS: list[dict[str, Any]] = [{}, {"exposed": False}, {"compressed": True}]


@pytest.mark.parametrize("way", WAYS, ids=["direct", "unknown server", "compressed"])
async def test_every_way_keeps_the_order_of_events_and_answers(way: dict[str, Any]) -> None:
    async with served(ours(), **way) as bare, bare.socket() as her, bare.socket() as him:
        (line, _) = bare.lines
        assert (line._outlet is not None and line._outlet.direct) == (not way)
        texts = [("x", 1), ("é🕯️", 30_000), ("y", 1)]
        answers = [her.asks("say", _say(n, *text)) for n, text in enumerate(texts)]
        await asyncio.gather(*answers)
        await until(lambda: len(him.events("told")) == 6)
        kinds = [frame[:2] for frame in her.frames[-9:]]
        assert kinds == ["42", "42", "43"] * 3
        heard = [(e["number"], e["n"], e["text"]) for e in her.events("told")]
        assert heard == [
            (n, k, text * times) for n, (text, times) in enumerate(texts) for k in range(2)
        ]
        assert him.events("told") == her.events("told")


def _say(number: int, text: str, repeat: int = 1) -> dict[str, Any]:
    return {"room": "room", "number": number, "times": 2, "text": text, "repeat": repeat}


async def test_what_is_said_together_leaves_in_one_write_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes, take = list[bytes](), Outlet.take
    async with served(ours()) as bare, bare.socket() as her, bare.socket() as him:
        await her.asks("enter", {"room": "hers"})

        def spied(outlet: Outlet, frames: bytes) -> bool:
            writes.append(frames)
            return take(outlet, frames)

        monkeypatch.setattr(Outlet, "take", spied)
        with contextlib.suppress(ZeroDivisionError), bare.sio.manager.together():
            for n, room in enumerate(("room", "hers", "room")):
                bare.sio.manager.say(room, event_frame("told", {"n": n}))
            raise ZeroDivisionError  # what was said before leaves all the same
        assert len(writes) == 2
        bare.sio.manager.say("room", event_frame("told", {"n": 3}))
        assert len(writes) == 4
        await until(lambda: len(her.events("told")) == 4 and len(him.events("told")) == 3)
        assert [e["n"] for e in her.events("told")] == [0, 1, 2, 3]
        assert [e["n"] for e in him.events("told")] == [0, 2, 3]


async def test_one_change_is_one_write_for_each_who_hears_of_it(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nour answers: Inès hears the counts, the entry, and who it was."""
    camille, nour = await gate.town.person("camille"), await gate.town.person("nour")
    ines = await (await gate.town.person("ines")).stands(*PARIS)
    for somebody in (camille, nour):
        await somebody.stands(*PARIS)
    alert, writes, take = await camille.launches(), list[bytes](), Outlet.take
    await nour.opens(alert)
    await ines.opens(alert)

    def spied(outlet: Outlet, frames: bytes) -> bool:
        writes.append(frames)
        return take(outlet, frames)

    async with gate.socket(await ines.signs_in()) as hers:
        monkeypatch.setattr(Outlet, "take", spied)
        await nour.answers(alert, "acting")
        await until(lambda: len(hers.events()) == 3)
        assert len(writes) == 1


async def test_a_slow_reader_hears_everything_in_order() -> None:
    """Enough for the connection to fill, not enough to be cut."""
    async with served(ours()) as bare, bare.socket() as her, _never_reads(bare) as sock:
        (_, slow), told = bare.lines, 0
        while not slow._held:
            await bare.sio.emit("told", {"n": told, "text": "x" * 100_000}, room="room")
            told += 1
        for _ in range(5):
            await bare.sio.emit("told", {"n": told, "text": "y"}, room="room")
            told += 1
        heard = await _read_until(sock, b'{"n":%d,' % (told - 1))
        at = [heard.index(b'{"n":%d,' % n) for n in range(told)]
        assert at == sorted(at)
        await until(lambda: len(her.events("told")) == told)


async def test_a_client_that_never_reads_is_cut_and_nobody_else_notices() -> None:
    async with served(ours()) as bare, bare.socket() as her, _never_reads(bare):
        before, told = metrics.unread._value.get(), 0
        while len(bare.lines) == 2 and told < 200:
            await bare.sio.emit("told", {"n": told, "text": "x" * 100_000}, room="room")
            told += 1
            await until(lambda told=told: len(her.events("told")) == told)
        assert len(bare.lines) == 1
        assert metrics.unread._value.get() == before + 1
        assert [e["n"] for e in her.events("told")] == list(range(told))
        assert (await her.asks("say", _say(1, "still here")))["ok"] == 1


@asynccontextmanager
async def _never_reads(bare: Bare) -> AsyncIterator[socket.socket]:
    """A client in the room which takes in little, and that only when it is asked to."""
    loop = asyncio.get_running_loop()
    with socket.socket() as sock:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await loop.sock_connect(sock, ("127.0.0.1", bare.port))
        await loop.sock_sendall(sock, UPGRADE)
        await _read_until(sock, b"pingTimeout")
        await loop.sock_sendall(sock, masked(b"40"))
        await loop.sock_sendall(sock, masked(b'421["enter",{"room":"room"}]'))
        await _read_until(sock, b"431")
        yield sock


async def _read_until(sock: socket.socket, last: bytes) -> bytes:
    heard = bytearray()
    async with asyncio.timeout(5):
        while last not in heard[-70_000:]:
            heard += await asyncio.get_running_loop().sock_recv(sock, 65_536)
    return bytes(heard)


async def test_a_cut_socket_hears_nothing_while_its_leaving_is_noted() -> None:
    """It stands in its rooms until the bookkeeping is done: it is deaf all the same."""
    sio, noted = ours(), asyncio.Event()

    @sio.on("disconnect")
    async def slowly(_sid: str, _reason: str) -> None:
        await noted.wait()

    async with served(sio) as bare, bare.socket() as her, bare.socket() as him:
        (line, _) = bare.lines
        cutting = asyncio.create_task(bare.sio.eio.disconnect(line.sid))
        await until(lambda: her.closed)
        await bare.sio.emit("told", {"text": "among us"}, room="room")
        await until(lambda: him.events("told"))
        assert not her.events("told")
        noted.set()
        await cutting
        await until(lambda: len(sio.manager.rooms["/"]["room"]) == 1)


async def test_whoever_polls_hears_the_same() -> None:
    """Our own door allows websockets only; the fan-out does not rely on it."""
    sio = ours()
    sio.eio.transports = ["polling", "websocket"]
    sio.eio.ping_interval = sio.eio.ping_timeout = 0.5  # the last poll waits as long
    async with served(sio) as bare, bare.socket() as her:
        polling, heard = socketio.AsyncClient(), list[Any]()
        polling.on("told", heard.append)
        await polling.connect(bare.url, transports=["polling"])
        await polling.call("enter", {"room": "room"})
        await her.asks("say", _say(1, "🕯️"))
        polling.on("moved", heard.append)
        await her.asks("move", _say(1, "🕯️"))
        await until(lambda: len(heard) == 6)
        assert heard == her.events()
        await polling.disconnect()


async def test_a_wish_to_cut_nobody_cuts_nobody(gate: Any) -> None:
    """The library takes a missing name for everybody."""
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        await gate.town.house.fanout.hang_up("gone already")
        assert "ok" in await socket.asks("me")


@pytest.mark.parametrize(
    "case",
    [
        test_a_slow_reader_hears_everything_in_order,
        test_a_client_that_never_reads_is_cut_and_nobody_else_notices,
        test_a_cut_socket_hears_nothing_while_its_leaving_is_noted,
        lambda: test_every_way_keeps_the_order_of_events_and_answers({}),
    ],
    ids=["slow", "never reads", "cut", "order"],
)
def test_the_same_on_the_loop_that_serves(case: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """The tests run on Python's own loop, the server on uvloop, whose transports are its own."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: uvloop.run(case())).result(30)
