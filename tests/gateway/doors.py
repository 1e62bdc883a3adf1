"""Both doors as a browser sees them: HTTPS posts, and the frames of a raw websocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2
import uvicorn
import websockets

from server import app as house_app
from server.actor import Proof
from server.gateway.socket import COOKIE
from server.settings import Settings
from tests.people import Town

PATIENCE_S = 20.0


async def until(true: Callable[[], Any], seconds: float = PATIENCE_S) -> None:
    """Wait until it is true, at most this long."""
    ends = asyncio.get_running_loop().time() + seconds
    while not true():
        if asyncio.get_running_loop().time() > ends:
            raise AssertionError("it did not happen in time")
        await asyncio.sleep(0.01)


@dataclass
class Raw:
    """One device's websocket, every frame kept. Speaks Engine.IO 4 and Socket.IO 5 by hand."""

    ws: websockets.ClientConnection
    frames: list[str] = field(default_factory=list)
    refused: str = ""
    opened: bool = False
    closed: bool = False
    _acks: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=count)

    async def listen(self) -> None:
        try:
            async for frame in self.ws:
                await self._hear(str(frame))
        except websockets.ConnectionClosed:
            pass
        self.closed = True

    async def _hear(self, frame: str) -> None:
        if frame == "2":
            await self.ws.send("3")
            return
        self.frames.append(frame)
        if frame.startswith("44"):
            said = json.loads(frame[2:])
            self.refused = said["message"] if isinstance(said, dict) else said
        elif frame.startswith("40"):
            self.opened = True
        elif frame.startswith("43"):
            number, _, answer = frame[2:].partition("[")
            self._acks.pop(int(number)).set_result(json.loads("[" + answer)[0])

    async def asks(self, name: str, payload: object = None) -> dict[str, Any]:
        """The acknowledgement."""
        return await self.asks_raw([name, payload if payload is not None else {}])

    async def asks_raw(self, packet: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._acks[number] = asyncio.get_running_loop().create_future()
        await self.ws.send(f"42{number}{json.dumps(packet)}")
        return await asyncio.wait_for(answer, PATIENCE_S)

    def events(self, name: str = "") -> list[Any]:
        heard = [json.loads(frame[2:]) for frame in self.frames if frame.startswith("42")]
        return [payload for event, payload in heard if name in ("", event)]


@dataclass
class Gate:
    """A served house, and its town."""

    town: Town
    settings: Settings
    http: httpx2.AsyncClient

    @property
    def origin(self) -> str:
        return self.settings.origins[0]

    def headers(self, proof: Proof = Proof(), **more: str) -> dict[str, str]:  # noqa: B008  frozen
        shown = {"Origin": self.origin}
        if proof.cookie:
            shown |= {"Cookie": f"{COOKIE}={proof.cookie}", "X-Veilleuse-Device": proof.device}
        if proof.credential:
            shown["X-Veilleuse-Credential"] = proof.credential
        return shown | {name.replace("_", "-"): value for name, value in more.items()}

    async def post(
        self,
        command: str,
        payload: object = None,
        proof: Proof = Proof(),  # noqa: B008  frozen
        **headers: str,
    ) -> httpx2.Response:
        body = payload if payload is not None else {}
        return await self.http.post(
            f"/api/{command}", json=body, headers=self.headers(proof, **headers)
        )

    @asynccontextmanager
    async def socket(
        self,
        proof: Proof = Proof(),  # noqa: B008  frozen
        *,
        origin: str | None = "",
    ) -> AsyncIterator[Raw]:
        """A device's socket, connected or refused."""
        shown = {"Cookie": f"{COOKIE}={proof.cookie}"} if proof.cookie else {}
        auth = {"credential": proof.credential} if proof.credential else {"device": proof.device}
        if proof.visit:
            auth = {"visit": proof.visit}
        if origin is not None:
            shown["Origin"] = origin or self.origin
        url = f"ws://127.0.0.1:{self.settings.port}/socket.io/?EIO=4&transport=websocket"
        async with websockets.connect(url, additional_headers=shown) as ws:
            raw = Raw(ws)
            listening = asyncio.create_task(raw.listen())
            await ws.send("40" + json.dumps(auth))
            await until(lambda: raw.opened or raw.refused or raw.closed)
            yield raw
        await listening


@asynccontextmanager
async def served(town: Town) -> AsyncIterator[Gate]:
    """The town's house on its port, until the block ends."""
    settings = town.house.services.settings
    config = house_app.uvicorn_config(settings, house_app.asgi(town.house))
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())  # without taking over the signals of the tests
    try:
        await until(lambda: server.started or running.done())
        base = f"http://127.0.0.1:{settings.port}"
        async with httpx2.AsyncClient(base_url=base) as http:
            yield Gate(town, settings, http)
    finally:
        server.should_exit = True
        await running
