"""A client that reads nothing is cut; one that reads slowly is not."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from engineio import packet

from server.gateway import line as lines
from server.gateway.line import HELD_BYTES
from server.gateway.outlet import UNSENT_BYTES, framed
from tests.gateway.doors import Gate, until
from tests.gateway.test_fast_line import Wire, a_line, a_server, congested


async def test_who_takes_nothing_for_some_seconds_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "STALLED_S", 0.01)
    line = await a_line(wire := Wire(), server := a_server())
    congested(wire)
    wire.writable.clear()
    line.put(framed("a"))
    await until(lambda: wire.aborted)
    assert not line.held_bytes
    await until(lambda: not server.sockets)


async def test_who_takes_a_little_now_and_then_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer in all than one frame may wait, never longer for one frame."""
    monkeypatch.setattr(lines, "STALLED_S", 0.2)
    line = await a_line(wire := Wire())
    congested(wire)
    wire.writable.clear()
    for word in "abcdef":
        line.put(framed(word))
    for taken in range(1, 7):
        await asyncio.sleep(0.05)
        wire.writable.set()
        await until(lambda taken=taken: len(wire.sent) >= taken)
        wire.writable.clear()
    assert wire.sent == list("abcdef")
    assert not wire.aborted


@pytest.mark.skipif(not hasattr(socket, "TCP_NOTSENT_LOWAT"), reason="no such limit here")
async def test_the_kernel_keeps_little_for_a_client(gate: Gate) -> None:
    camille = await gate.town.person("camille")
    async with gate.socket(await camille.signs_in()):
        (line,) = gate.town.house.sio.eio.sockets.values()
        held: Any = line._outlet._transport.get_extra_info("socket")
        assert held.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT) == UNSENT_BYTES
        assert gate.town.house.held_most() == 0


async def test_her_own_answers_wait_until_what_is_held_has_left() -> None:
    """However much she asks for at once, nobody takes her for one who does not read."""
    line = await a_line(wire := Wire())
    congested(wire)
    wire.writable.clear()
    line.put(framed("x" * 600_000))
    asking = [asyncio.create_task(line.send(answer("y" * 600_000))) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert not wire.aborted
    assert line.held_bytes < HELD_BYTES
    wire.buffered = 0
    wire.writable.set()
    await asyncio.gather(*asking)
    await until(lambda: len(wire.sent) == 4)
    assert not wire.aborted


def answer(text: str) -> packet.Packet:
    return packet.Packet(packet.MESSAGE, text)
