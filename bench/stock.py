"""The fan-out workload on python-socketio as it comes: no session, no store, no encryption.

Run by the bench as a process of its own: `python -m bench.stock`, with the address of a Redis to be
one of several. Prints its port.
"""

from __future__ import annotations

import socket
import sys
import time
from typing import Any

import socketio
import uvicorn


def workload(sio: socketio.AsyncServer) -> None:
    """Enter a room; say something, and everybody of the room hears it. Nothing is stored. `point`
    is the size of a position, and told at once."""

    @sio.on("room.enter")
    async def enter(sid: str, payload: dict[str, Any]) -> dict[str, Any]:
        await sio.enter_room(sid, payload["room"])
        return {"ok": {}}

    @sio.on("room.say")
    async def say(_sid: str, payload: dict[str, Any]) -> dict[str, Any]:
        entry = {**payload["entry"], "text": payload["text"], "at": int(time.time() * 1000)}
        told = {"room": payload["room"], "channel": "her", "entry": entry}
        await sio.emit("room.entry", told, room=payload["room"])
        return {"ok": {"entry": entry}}

    @sio.on("point.say")
    async def point(_sid: str, payload: dict[str, Any]) -> None:
        await sio.emit("point.said", payload, room=payload["room"])


def positions(sio: socketio.AsyncServer) -> None:
    """Report where one is, and everybody of the room hears it."""

    @sio.on("position.report")
    async def report(sid: str, payload: dict[str, Any]) -> None:
        await sio.emit("position.moved", {**payload, "who": sid}, room=payload["room"])


def serve(app: Any) -> None:
    """On a free port, which is printed."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(
        app,
        log_level="error",
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # Engine.IO has its own
        access_log=False,
    )
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    redis = sys.argv[1:]
    sio = socketio.AsyncServer(
        async_mode="asgi",
        client_manager=socketio.AsyncRedisManager(*redis) if redis else None,
        transports=["websocket"],
        cors_allowed_origins="*",
        http_compression=False,
        ping_interval=8,
        ping_timeout=60,
    )
    workload(sio)
    positions(sio)
    serve(socketio.ASGIApp(sio))


if __name__ == "__main__":
    main()
