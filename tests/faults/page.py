"""A member's open page, as web/src/net and web/src/model do it: a socket that comes back by itself,
plain HTTPS while it is away, and everything asked again on each connection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.device import PASSING, Device, GaveUp, Refused
from tests.faults.ledger import Ledger
from tests.faults.wire import Away, NotYou, Wire, dial, until

FIRST_S, MOST_S, SPREAD = 0.5, 4.0, 0.5
POLL_S = 1.5
LOST_S = 4.0
BUSY_S = 3.0
CALM_S = 20.0
CHECK_S = 30.0
AGAIN_S = 60.0
RETRY_S = 3.0
GIVES_UP_S = 180.0
BESIDES = ("alert.past", "direct.mine")
"""What no alert hangs on: a page that comes back asks for it when everybody has passed."""


@dataclass
class Log:
    """One channel (web/src/model/log.ts): what came too early waits until the hole is filled."""

    through: int = 0
    ahead: dict[int, dict[str, Any]] = field(default_factory=dict)

    def meets(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        """Those that can be shown now, in their order."""
        self.ahead |= {entry["seq"]: entry for entry in entries if entry["seq"] > self.through}
        shown = []
        while entry := self.ahead.pop(self.through + 1, None):
            self.through += 1
            shown.append(entry)
        return shown


@dataclass(eq=False)
class Page:
    """`device` asks by HTTPS; the socket goes to the first of `ports` that takes it, beginning with
    `at`, as behind a proxy. With a `room` open it reads her channel and keeps the ledger; without,
    it is idle."""

    device: Device
    ports: list[int]
    dice: Random
    ledger: Ledger = field(default_factory=Ledger)
    alert: str = ""
    room: str = ""
    log: Log = field(default_factory=Log)
    at: int = 0
    wire: Wire | None = None
    alarms: dict[str, float] = field(default_factory=dict)
    sent_at: dict[str, float] = field(default_factory=dict)
    lates: list[float] = field(default_factory=list)
    saying: str = ""
    resyncs: int = 0
    ready_at: float = 0.0
    refused: str = ""
    had_socket: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _filling: bool = False
    _polling: asyncio.Task[Any] | None = None
    _calm: asyncio.Task[Any] | None = None
    _asides: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def live(self) -> bool:
        return self.wire is not None and self.wire.up

    @property
    def port(self) -> int:
        return self.ports[self.at % len(self.ports)]

    @property
    def name(self) -> str:
        return f"{self.device.name}@{self.room}"

    def opens(self) -> None:
        follows = self._checks if self.room else self._asks_again
        self._tasks = [asyncio.create_task(one()) for one in (self._connects, follows)]

    async def closes(self) -> None:
        for task in (*self._tasks, *self._asides):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._asides, return_exceptions=True)
        if self.wire:
            self.wire.abort()

    async def call(self, command: str, payload: object = None) -> dict[str, Any] | None:
        """By the best door open; None when nobody answered."""
        if self.wire is not None and self.wire.up:
            with suppress(Away):
                return await self.wire.ask(command, payload if payload is not None else {})
        return await self.device.asks(command, payload)

    async def says(self, word: str, number: int) -> None:
        """Until it is acknowledged (web/src/model/sending.ts). Raises Refused or GaveUp."""
        client_id = f"c-{self.device.name}-{self.room[:8]}-{number}"
        wish = {"room": self.room, "channel": "her", "text": word, "client_id": client_id}
        self.sent_at[word], self.saying = time.monotonic(), word
        ends = time.monotonic() + GIVES_UP_S
        while time.monotonic() < ends:
            answer = await self.call("room.say", wish)
            if answer is not None and "code" not in answer:
                self.saying = ""
                self.ledger.acknowledge(self.name, word)
                self._show(answer["entry"])
                return
            if answer is not None and answer["code"] not in PASSING:
                raise Refused(f"{self.name}: {answer['code']}")
            wait = (answer or {}).get("retry_after_ms") or RETRY_S * 1000
            await self._until_resync_or(wait / 1000)
        raise GaveUp(self.name)

    async def _until_resync_or(self, seconds: float) -> None:
        """Whatever finds the line again sends what waits at once."""
        before = self.resyncs
        await until(lambda: self.resyncs != before, seconds)

    async def _connects(self) -> None:
        tries = 0
        self._look_elsewhere()
        while not self.refused:
            try:
                self.wire = await dial(
                    self.port, self.device.proof, self.device.origin, self._heard
                )
            except NotYou as no:
                self.refused = str(no)
            except Away:
                await asyncio.sleep(self._pause(tries))
                tries += 1
                self.at += 1
            else:
                tries, self.had_socket = 0, True
                self._aside(self._resync())
                await self.wire.gone.wait()
                self.at += 1
                self._look_elsewhere()
                await asyncio.sleep(self._pause(0))

    def _look_elsewhere(self) -> None:
        if self._polling is None or self._polling.done():
            self._polling = self._aside(self._polls())

    def _pause(self, tries: int) -> float:
        """Doubled each time, and spread: not all come at once."""
        whole = min(MOST_S, FIRST_S * 2 ** min(tries, 6))
        return whole * self.dice.uniform(1 - SPREAD, 1 + SPREAD)

    async def _polls(self) -> None:
        """While the socket keeps trying, whether plain HTTPS passes."""
        patient = self.had_socket and not self.room
        await asyncio.sleep(LOST_S * self.dice.uniform(1, 2) if patient else POLL_S)
        while not self.live:
            found = await self.device.asks("alert.current")
            busy = found is not None and found.get("code") == "try_again"
            if found is not None and not busy and not self.live:
                await self._resync()
            await asyncio.sleep(BUSY_S * self.dice.uniform(1, 2) if busy else POLL_S)

    async def _resync(self) -> None:
        """What may have been missed: where she stands, and the room that is open."""
        self.resyncs += 1
        if self._calm is None or self._calm.done():
            self._calm = self._aside(self._asks_besides(first=self._calm is None))
        if await self._stands():
            self.ready_at = time.monotonic()
        if self.room:
            await self.call("alert.open", {"alert": self.alert})
            await self.fill()

    async def _asks_besides(self, first: bool) -> None:
        if not first:
            await asyncio.sleep(CALM_S * self.dice.random())
        for command in BESIDES:
            await self.call(command)

    async def _checks(self) -> None:
        while True:
            await asyncio.sleep(CHECK_S)
            if self.live:
                self._aside(self.fill())

    async def _asks_again(self) -> None:
        while True:
            await asyncio.sleep(AGAIN_S * self.dice.uniform(0.8, 1.2))
            if self.live:
                await self._stands()

    async def _stands(self) -> bool:
        """Her alert, and those she was alarmed of: a hint may have been lost. A busy server is
        asked again when it says. Whether it answered."""
        while (answer := await self.call("alert.mine")) is not None:
            if "code" not in answer:
                self._alarmed(answer["invitations"])
                return True
            if answer["code"] not in PASSING:
                break
            await self._waits_as_told(answer)
        return False

    def _alarmed(self, invitations: Iterable[dict[str, Any]]) -> None:
        for invitation in invitations:
            self.alarms.setdefault(invitation["alert"], time.monotonic())

    async def fill(self) -> bool:
        """Everything after what is held. Whether nothing is missing any more."""
        if self._filling:
            return False
        self._filling = True
        try:
            while True:
                wish = {"room": self.room, "channel": "her", "after": self.log.through}
                answer = await self.call("room.sync", wish)
                if answer is None or "entries" not in answer:
                    self._aside(self._fills_when_free(answer or {}))
                    return False
                self._show(*answer["entries"])
                if self.log.through >= answer["head"] or not answer["entries"]:
                    return True
        finally:
            self._filling = False

    async def _fills_when_free(self, refusal: dict[str, Any]) -> None:
        if refusal.get("code") in PASSING:
            await self._waits_as_told(refusal)
            await self.fill()

    async def _waits_as_told(self, refusal: dict[str, Any]) -> None:
        """Spread: not all ask again at once."""
        await asyncio.sleep((refusal["retry_after_ms"] or 0) / 1000 * self.dice.uniform(1, 2))

    def _heard(self, name: str, payload: Any) -> None:
        if name == "alert.alarm":
            self._alarmed([payload["invitation"]])
        elif name == "room.entry" and payload["room"] == self.room and payload["channel"] == "her":
            self._show(payload["entry"])
            if self.log.ahead:
                self._aside(self.fill())
        elif name == "room.head" and payload["room"] == self.room and payload["channel"] == "her":
            if payload["seq"] > self.log.through:
                self._aside(self.fill())
        elif name == "alert.called" and payload["alert"] not in self.alarms:
            self._aside(self._stands())

    def _show(self, *entries: dict[str, Any]) -> None:
        for entry in self.log.meets(*entries):
            if entry["kind"] == "said":
                word = entry["text"]
                self.ledger.show(self.name, word)
                if word in self.sent_at:
                    self.lates.append(time.monotonic() - self.sent_at[word])

    def _aside(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
        return task
