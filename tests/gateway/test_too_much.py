"""What no page of ours sends: bytes, announced attachments, a body that does not come."""

from __future__ import annotations

import asyncio

import pytest

from server import limits
from tests.gateway.doors import PATIENCE_S, Gate, until

ANNOUNCED = '4510000-0["room.say",{"_placeholder":true,"num":0}]'


@pytest.mark.parametrize(
    "frame", [b"bytes", ANNOUNCED, ANNOUNCED.replace("45", "46")], ids=["bytes", "event", "ack"]
)
async def test_a_socket_that_sends_bytes_is_cut(gate: Gate, frame: str | bytes) -> None:
    nour = await gate.town.person("nour")
    async with gate.socket(await nour.signs_in()) as socket:
        assert "ok" in await socket.asks("me")
        await socket.ws.send(frame)
        await until(lambda: socket.closed)


async def test_a_body_that_does_not_come_is_refused_and_its_connection_closed(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BODY_WITHIN_S", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.settings.port)
    shown = {"Origin": gate.origin, "Content-Type": "application/json", "Content-Length": "100"}
    head = "".join(f"{name}: {value}\r\n" for name, value in shown.items())
    writer.write(f"POST /api/me HTTP/1.1\r\nHost: localhost\r\n{head}\r\n{{".encode())
    said = await asyncio.wait_for(reader.read(), PATIENCE_S)
    assert said.startswith(b"HTTP/1.1 503")
    assert b"try_again" in said
    writer.close()
