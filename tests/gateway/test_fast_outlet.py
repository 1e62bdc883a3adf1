"""The way past `send`: frames are the library's, byte for byte, and uvicorn is as we know it.

If this file fails after an upgrade of uvicorn, nothing is broken for anybody (every line falls back
to the usual way), but a delivery costs several times as much. Read docs/fanout.md.
"""

from __future__ import annotations

import asyncio
import inspect
import tomllib
from pathlib import Path

import pytest
import uvicorn
import websockets
from socketio.packet import EVENT, Packet
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode

from server.gateway.outlet import each, event_frame, framed, outlet_of, unframed
from tests.gateway.bare import Bare, ours, served
from tests.gateway.doors import Gate

ROOT = Path(__file__).resolve().parents[2]
SIZES = (0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000)


@pytest.mark.parametrize("size", SIZES)
def test_a_frame_is_what_websockets_would_write(size: int) -> None:
    text = "x" * size
    assert framed(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
    assert framed(text.encode()) == Frame(Opcode.BINARY, text.encode()).serialize(mask=False)


@pytest.mark.parametrize("payload", ["", "🕯️ là", "x" * 126, "y" * 65_536, b"", b"\x00" * 70_000])
def test_what_was_framed_can_be_read_back(payload: str | bytes) -> None:
    assert unframed(framed(payload)) == payload


def test_frames_in_one_piece_are_told_apart() -> None:
    frames = [framed("x" * size) for size in SIZES] + [framed(b"\x81\x7f")]
    assert list(each(b"".join(frames))) == frames


def test_an_event_is_read_back_as_the_library_reads_it() -> None:
    payload = {"text": 'là 🕯️ "\\', "n": [1, 2.5, None, True]}
    packet = Packet(encoded_packet=str(unframed(event_frame("room.entry", payload)))[1:])
    assert packet.packet_type == EVENT
    assert packet.data == ["room.entry", payload]


def test_uvicorn_is_pinned_to_the_minor_version_that_was_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "uvicorn>=0.54,<0.55" in project["dependencies"]
    assert uvicorn.__version__.startswith("0.54.")


def test_uvicorn_still_writes_a_frame_as_we_do() -> None:
    """One plain write per message, no state of its own between messages."""
    send = inspect.getsource(WebSocketsSansIOProtocol.send)
    assert "await self.writable.wait()" in send
    said = send.index("self.conn.send_text(text_data.encode())")
    written = send.index('self.transport.write(b"".join(output))', said)
    assert "await" not in send[said:written]
    assert "self.close_sent = True" in send


async def test_behind_the_whole_application_the_connection_is_in_reach(gate: Gate) -> None:
    proof = await (await gate.town.person("camille")).signs_in()
    async with gate.socket(proof) as socket:
        assert "ok" in await socket.asks("me")
        (line,) = gate.town.house.sio.eio.sockets.values()
        assert line._outlet is not None
        assert line._outlet.direct


async def test_a_websocket_to_anywhere_else_is_refused(gate: Gate) -> None:
    for path in ("/", "/socket.iox/", "/api/me"):
        url = f"ws://127.0.0.1:{gate.settings.port}{path}?EIO=4&transport=websocket"
        with pytest.raises(websockets.InvalidStatus, match="403"):
            await websockets.connect(url)


def test_another_server_in_front_of_us_is_not_taken_for_uvicorn() -> None:
    assert outlet_of({}) is None
    assert outlet_of({"veilleuse.protocol": object()}) is None


async def test_the_bytes_on_the_wire_are_those_of_the_usual_way() -> None:
    """Read from the connection itself, with and without the way past `send`."""
    direct, usual = [await _bytes_heard(exposed=exposed) for exposed in (True, False)]
    assert direct == usual
    assert direct.startswith(b"\x81")


async def _bytes_heard(*, exposed: bool) -> bytes:
    async with served(ours(), exposed=exposed) as bare, bare.socket():
        reader, writer = await _joined(bare)
        for text in ("x", "é🕯️" * 40, "y" * 70_000):
            await bare.sio.emit("told", {"text": text}, room="room")
        await bare.sio.emit("told", "end", room="room")
        heard = await asyncio.wait_for(reader.readuntil(b'"end"]'), 5)
        writer.close()
    return heard


async def _joined(bare: Bare) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", bare.port, limit=2**22)
    writer.write(UPGRADE)
    await reader.readuntil(b"\r\n\r\n")
    await reader.readuntil(b"}")  # the greeting, whose sid is another one each time
    writer.write(masked(b"40"))
    await reader.readuntil(b"}")
    writer.write(masked(b'420["enter",{"room":"room"}]'))
    await reader.readuntil(b"]")
    return reader, writer


def masked(text: bytes) -> bytes:
    return bytes((0x81, 0x80 | len(text))) + b"\0\0\0\0" + text


UPGRADE = b"\r\n".join(
    (
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Version: 13",
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        b"\r\n",
    )
)
