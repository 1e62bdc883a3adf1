"""Somebody's device while things break: it asks again, as the page does, until it is answered."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from server.actor import Proof
from server.gateway.socket import COOKIE
from tests.faults.ledger import Ledger

ACK_S = 5.0
AGAIN_S = 0.2
GIVES_UP_S = 180.0
LOOKS_EVERY_S = 0.5


PASSING = {"too_fast", "try_again"}


class Refused(Exception):
    """The server said no to what it must carry out."""


class GaveUp(Exception):
    """Nobody answered for so long that no recovery can be meant."""


@dataclass
class Device:
    """`ports`: any process that answers will do, as behind a proxy."""

    http: httpx2.AsyncClient
    ports: list[int]
    origin: str
    proof: Proof
    name: str
    person: str
    unanswered: int = 0
    _turn: int = 0

    async def insists(self, command: str, payload: object = None) -> dict[str, Any]:
        """The response, however often it takes. Raises GaveUp."""
        ends = time.monotonic() + GIVES_UP_S
        while time.monotonic() < ends:
            answer = await self.asks(command, payload)
            if answer is not None and "code" not in answer:
                return answer
            if answer is not None and answer["code"] not in PASSING:
                raise Refused(f"{self.name}: {command}: {answer['code']}")
            wait = (answer or {}).get("retry_after_ms") or AGAIN_S * 1000
            await asyncio.sleep(wait / 1000)
        raise GaveUp(f"{self.name}: {command}")

    async def asks(self, command: str, payload: object = None) -> dict[str, Any] | None:
        """The response or the refusal; None when there was no answer."""
        self._turn += 1
        port = self.ports[self._turn % len(self.ports)]
        try:
            answer = await self.http.post(
                f"http://127.0.0.1:{port}/api/{command}",
                json=payload if payload is not None else {},
                headers=self._headers(),
                timeout=ACK_S,
            )
            found: dict[str, Any] = answer.json()
        except (httpx2.HTTPError, ValueError, AttributeError):
            # The last one is the client library's, when the other side is killed while it connects.
            self.unanswered += 1
            return None
        return found

    def _headers(self) -> dict[str, str]:
        if self.proof.visit:
            return {"Origin": self.origin, "X-Veilleuse-Visit": self.proof.visit}
        cookie = f"{COOKIE}={self.proof.cookie}"
        return {"Origin": self.origin, "Cookie": cookie, "X-Veilleuse-Device": self.proof.device}


@dataclass
class Reader:
    """A page with one channel open: it asks what came after the last entry it holds."""

    device: Device
    room: str
    ledger: Ledger
    said_at: dict[str, float]
    channel: str = "her"
    last: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        return f"{self.device.name}@{self.room}"

    async def reads(self) -> None:
        """Until it is over, and once more then."""
        while not self.over.is_set():
            await self._catch_up()
            await asyncio.sleep(LOOKS_EVERY_S)
        for _ in range(round(GIVES_UP_S / AGAIN_S)):
            if await self._catch_up():
                return
            await asyncio.sleep(AGAIN_S)
        raise GaveUp(f"{self.name}: the last words")

    async def _catch_up(self) -> bool:
        """Whether everything there is has been read."""
        wish = {"room": self.room, "channel": self.channel, "after": self.last}
        answer = await self.device.asks("room.sync", wish)
        if answer is None or "entries" not in answer:
            return False
        for entry in answer["entries"]:
            self.last = max(self.last, entry["seq"])
            if entry["kind"] == "said":
                self._show(entry["text"])
        return not answer["entries"]

    def _show(self, word: str) -> None:
        self.ledger.show(self.name, word)
        if at := self.said_at.get(word):
            self.ledger.delayed((time.monotonic() - at) * 1000)
