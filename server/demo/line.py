"""A simulated person's line to the server: a real Socket.IO client with a real session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import socketio

from server.demo.cast import Pass

COOKIE = "__Host-veilleuse"
ANSWER_S = 15
Payload = dict[str, Any]
Heard = Callable[[str, Payload], Coroutine[Any, Any, None]]


class Refused(Exception):
    """The server said no; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """Connects, reconnects by itself, asks and listens."""

    def __init__(self, server: str, origin: str, shown: Pass, heard: Heard) -> None:
        self._server, self._origin, self._pass, self._heard = server, origin, shown, heard
        self._client = socketio.AsyncClient(
            reconnection=True, reconnection_delay=0.5, reconnection_delay_max=4
        )
        self._client.on("connect", self._connected)
        self._client.on("*", self._event)

    @property
    def up(self) -> bool:
        return bool(self._client.connected)

    async def open(self) -> None:
        """Raises socketio's ConnectionError when the server is not there, or refuses."""
        await self._client.connect(
            self._server,
            headers={"Origin": self._origin, "Cookie": f"{COOKIE}={self._pass.cookie}"},
            auth={"device": self._pass.device},
            transports=["websocket"],
            wait_timeout=ANSWER_S,
        )

    async def close(self) -> None:
        await self._client.disconnect()

    async def ask(self, command: str, **payload: Any) -> Payload:
        """The answer. Raises Refused, or TimeoutError when nothing came."""
        try:
            answer = await self._client.call(command, payload, timeout=ANSWER_S)
        except (socketio.exceptions.SocketIOError, aiohttp.ClientError) as lost:
            raise TimeoutError(command) from lost
        if "error" in answer:
            raise Refused(answer["error"]["code"])
        return dict(answer["ok"])

    async def _connected(self) -> None:
        await self._hear("connected", {})

    async def _event(self, name: str, payload: Payload) -> None:
        await self._hear(name, payload)

    async def _hear(self, name: str, payload: Payload) -> None:
        # Not awaited here: what a person does about an event may take minutes.
        task = asyncio.create_task(self._heard(name, payload))
        _PENDING.add(task)
        task.add_done_callback(_PENDING.discard)


_PENDING: set[asyncio.Task[None]] = set()
