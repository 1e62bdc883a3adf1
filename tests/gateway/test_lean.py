"""What an idle connection keeps, and that uvicorn asks no more of it than it can do."""

from __future__ import annotations

import asyncio
import inspect
import re

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.gateway.lean import Gate, Inbox
from tests.gateway.doors import Gate as Doors


def _asked(name: str) -> set[str]:
    source = inspect.getsource(WebSocketsSansIOProtocol)
    return set(re.findall(rf"self\.{name}\.(\w+)", source))


def test_uvicorn_asks_no_more_of_its_queue_and_its_event_than_ours_can_do() -> None:
    assert _asked("queue") == {"put_nowait", "get", "empty"}
    assert _asked("writable") == {"set", "clear", "wait"}


async def test_the_handshake_is_forgotten(gate: Doors) -> None:
    """Cookie, origin and browser: nobody reads them again, and no memory is to hold them."""
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        assert "ok" in await socket.asks("me")
        (line,) = gate.town.house.sio.eio.sockets.values()
        protocol = line._outlet._protocol
        request = protocol.conn.parser.gi_frame.f_locals["request"]
        assert list(request.headers.raw_items()) == []
        assert list(protocol.response.headers.raw_items()) == []
        assert protocol.scope["headers"] == []


async def test_an_inbox_gives_in_the_order_it_took() -> None:
    inbox = Inbox()
    assert inbox.empty()
    for number in range(3):
        inbox.put_nowait(number)
    assert not inbox.empty()
    assert [await inbox.get() for _ in range(3)] == [0, 1, 2]


async def test_who_waits_at_an_inbox_is_woken() -> None:
    inbox = Inbox()
    reader = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    inbox.put_nowait("one")
    inbox.put_nowait("two")
    assert [await reader, await inbox.get()] == ["one", "two"]


async def test_a_reader_who_gave_up_takes_nothing_with_her() -> None:
    inbox = Inbox()
    reader = asyncio.create_task(inbox.get())
    await asyncio.sleep(0)
    reader.cancel()
    inbox.put_nowait("one")
    await asyncio.wait([reader])
    assert await inbox.get() == "one"


async def test_a_gate_holds_everybody_until_it_opens() -> None:
    gate = Gate()
    await gate.wait()
    gate.clear()
    waiting = [asyncio.create_task(gate.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting[1:])
    gate.set()
    await asyncio.gather(*waiting[1:])
