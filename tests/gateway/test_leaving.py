"""A process that goes: what runs is answered, then its socket is closed."""

from __future__ import annotations

import asyncio
from typing import Any

from server.gateway import leaving
from server.gateway.outlet import framed
from tests.gateway.doors import until
from tests.gateway.test_fast_line import Wire, a_line, a_server


async def test_an_idle_line_is_closed_at_once() -> None:
    server = a_server()
    await a_line(wire := Wire(), server)
    await leaving.retire(server.sockets)
    assert wire.sent == ["closed"]
    assert not server.sockets


async def test_a_running_command_is_answered_first() -> None:
    server, database = a_server(), asyncio.Event()
    line = await a_line(wire := Wire(), server)

    async def slowly(*_: object) -> None:
        await database.wait()
        line.put(framed("its answer"))

    server.on("message", slowly)
    wire.incoming.put_nowait("4a command")
    await until(lambda: line._busy)
    going = asyncio.create_task(leaving.retire(server.sockets))
    await until(lambda: line._retiring)
    assert wire.sent == []
    database.set()
    await going
    assert wire.sent == ["its answer", "closed"]


async def test_nothing_more_is_heard_then() -> None:
    server, heard = a_server(), list[Any]()
    line = await a_line(wire := Wire(), server)

    async def hear(_sid: str, said: str) -> None:
        heard.append(said)
        line.retire()

    server.on("message", hear)
    for said in ("4last", "4a word too many"):
        wire.incoming.put_nowait(said)
    await line.listening
    assert heard == ["last"]
    assert not server.sockets


async def test_a_command_without_end_is_not_waited_for(monkeypatch: Any) -> None:
    monkeypatch.setattr(leaving, "LAST_COMMANDS_S", 0.0)
    server = a_server()
    line = await a_line(wire := Wire(), server)

    async def for_ever(*_: object) -> None:
        await asyncio.Event().wait()

    server.on("message", for_ever)
    wire.incoming.put_nowait("4a command")
    await until(lambda: line._busy)
    await leaving.retire(server.sockets)
    line.listening.cancel()
