"""Somebody's open socket to one process, every frame kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import websockets

from server.gateway.socket import COOKIE
from tests.faults.device import Device
from tests.gateway.doors import Raw, until

OPENS_WITHIN_S = 20.0


@asynccontextmanager
async def opened(device: Device, port: int) -> AsyncIterator[Raw]:
    shown = {"Origin": device.origin, "Cookie": f"{COOKIE}={device.proof.cookie}"}
    url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    async with websockets.connect(url, additional_headers=shown) as ws:
        raw = Raw(ws)
        listening = asyncio.create_task(raw.listen())
        await ws.send("40" + json.dumps({"device": device.proof.device}))
        await until(lambda: raw.opened or raw.refused or raw.closed, OPENS_WITHIN_S)
        yield raw
    await listening
