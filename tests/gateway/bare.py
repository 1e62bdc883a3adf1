"""The gateway's fan-out alone: rooms, lines and the doors of uvicorn, without our application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import socketio
import uvicorn
import websockets

from server.gateway.line import Line
from server.gateway.outlet import Exposed
from server.gateway.rooms import Rooms
from server.gateway.socket import make_server
from server.gateway.tick import Tick
from server.wire import Event, Latest
from tests.gateway.doors import Raw, until
from tests.services import free_port


class Moved(Event):
    """Of these only the latest of each counts."""

    who: str
    n: int
    text: str


LATEST = Latest(attrgetter("who"), attrgetter("n"))
Moved.name, Moved.latest = "moved", LATEST


def stock() -> socketio.AsyncServer:
    """The library as it comes."""
    return socketio.AsyncServer(
        async_mode="asgi", async_handlers=False, cors_allowed_origins="*", ping_interval=8
    )


def ours() -> socketio.AsyncServer:
    return make_server(Rooms(), ["*"])


@dataclass
class Bare:
    sio: socketio.AsyncServer
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[Line]:
        return list(self.sio.eio.sockets.values())

    @asynccontextmanager
    async def socket(self, room: str = "room", **options: Any) -> AsyncIterator[Raw]:
        """A client in the room, which keeps every frame."""
        url = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"
        async with websockets.connect(url, **options) as ws:
            raw = Raw(ws)
            listening = asyncio.create_task(raw.listen())
            await ws.send("40")
            await until(lambda: raw.opened)
            await raw.asks("enter", {"room": room})
            yield raw
        await listening


def _commands(sio: socketio.AsyncServer) -> None:
    @sio.on("enter")
    async def enter(sid: str, wish: dict[str, Any]) -> dict[str, Any]:
        await sio.enter_room(sid, wish["room"])
        return {"ok": wish["room"]}

    @sio.on("say")
    async def say(_sid: str, wish: dict[str, Any]) -> dict[str, Any]:
        """Told to the room so many times; then acknowledged."""
        for n in range(wish["times"]):
            text = wish["text"] * wish.get("repeat", 1)
            told = {"number": wish["number"], "n": n, "text": text}
            await sio.emit("told", told, room=wish["room"])
        return {"ok": wish["number"]}

    @sio.on("move")
    async def move(_sid: str, wish: dict[str, Any]) -> dict[str, Any]:
        """Three people move twice, which leaves in two writes; then acknowledged."""
        turns: list[Any] = []
        tick, text = Tick(sio.manager.say, turns.append), wish["text"] * wish["repeat"]
        for n in range(2):
            for who in "abc":
                moved = Moved(who=who, n=2 * wish["number"] + n, text=text)
                tick.tell(wish["room"], moved, LATEST)
        turns.pop()()
        return {"ok": wish["number"]}

    @sio.on("blob")
    async def blob(_sid: str, wish: dict[str, Any]) -> dict[str, Any]:
        await sio.emit("told", {"blob": b"\x00\xff"}, room=wish["room"])
        return {"ok": "blob"}


@asynccontextmanager
async def served(
    sio: socketio.AsyncServer, *, exposed: bool = True, compressed: bool = False
) -> AsyncIterator[Bare]:
    """On a port of its own, until the block ends."""
    _commands(sio)
    app = socketio.ASGIApp(sio)
    port = free_port()
    config = uvicorn.Config(
        Exposed(app, app) if exposed else app,
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=compressed,
        ws_ping_interval=None,
        log_level="error",
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())  # without taking over the signals of the tests
    try:
        await until(lambda: server.started or running.done())
        yield Bare(sio, port)
    finally:
        server.should_exit = True
        await running
