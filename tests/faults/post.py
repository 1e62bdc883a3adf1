"""One POST on a connection of its own: thousands of pages may ask at once, from one process."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from tests.faults.device import ACK_S, Device


@dataclass
class Phone(Device):
    """A device as cheap as a crowd needs it."""

    async def asks(self, command: str, payload: object = None) -> dict[str, Any] | None:
        self._turn += 1
        port = self.ports[self._turn % len(self.ports)]
        body = json.dumps(payload if payload is not None else {}).encode()
        try:
            async with asyncio.timeout(ACK_S):
                return await post(port, self._head(port, command, len(body)) + body)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            self.unanswered += 1
            return None

    def _head(self, port: int, command: str, size: int) -> bytes:
        headers = {
            "Host": f"127.0.0.1:{port}",
            "Content-Type": "application/json",
            "Content-Length": str(size),
            "Connection": "close",
            **self._headers(),
        }
        lines = [f"POST /api/{command} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def post(port: int, request: bytes) -> dict[str, Any]:
    """Raises OSError, ValueError, or IncompleteReadError."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        _, _, body = (await reader.read()).partition(b"\r\n\r\n")
        found: dict[str, Any] = json.loads(body)
        return found
    finally:
        writer.transport.abort()
