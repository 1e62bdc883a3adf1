"""A page of the helpline on its line, as web/src/aide/net/link.ts does it: a socket that comes back
by itself, plain HTTPS while it is away, and everything asked again on each connection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.device import PASSING, Device, GaveUp
from tests.faults.wire import Away, NotYou, Wire, dial, until

FIRST_S, MOST_S, SPREAD = 0.5, 4.0, 0.5
POLL_S = 3.0
RETRY_S = 3.0
REFUSED_S = 0.5
GIVES_UP_S = 180.0
Answer = dict[str, Any]


@dataclass(eq=False)
class Link:
    """`ports`: the first that takes the socket, beginning with `at`, as behind a proxy. `resync`
    asks for whatever may have been missed; `overhears` is given every text of the server."""

    device: Device
    ports: list[int]
    dice: Random
    hears: Callable[[str, Any], None]
    resync: Callable[[], Awaitable[None]]
    overhears: Callable[[str], None]
    at: int = 0
    wire: Wire | None = None
    refused: str = ""
    connects: int = 0
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def live(self) -> bool:
        return self.wire is not None and self.wire.up

    def opens(self) -> None:
        self.aside(self._connects())

    async def closes(self) -> None:
        mine = asyncio.current_task()
        others = [task for task in self._tasks if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self.wire:
            self.wire.abort()

    async def call(self, command: str, payload: object = None) -> Answer | None:
        """By the best door open; None when nobody answered."""
        if self.wire is not None and self.wire.up:
            with suppress(Away):
                return await self.wire.ask(command, payload if payload is not None else {})
        return await self._asks_by_https(command, payload)

    async def _asks_by_https(self, command: str, payload: object) -> Answer | None:
        """As behind a proxy that tries its next server when one does not take the connection."""
        for _ in self.ports:
            began = time.monotonic()
            answer = await self.device.asks(command, payload)
            if answer is not None or time.monotonic() - began > REFUSED_S:
                break
        return answer

    async def insists(self, command: str, payload: object = None) -> Answer:
        """The response, or a refusal that no repeat mends. Raises GaveUp."""
        ends = time.monotonic() + GIVES_UP_S
        while time.monotonic() < ends:
            answer = await self.call(command, payload)
            if answer is not None and answer.get("code") not in PASSING:
                return answer
            wait = (answer or {}).get("retry_after_ms") or RETRY_S * 1000
            await self._until_connected_or(wait / 1000 * self.dice.uniform(1, 1 + SPREAD))
        raise GaveUp(f"{self.device.name}: {command}")

    async def _until_connected_or(self, seconds: float) -> None:
        """Whatever finds the line again sends what waits at once."""
        before = self.connects
        await until(lambda: self.connects != before, seconds)

    async def _connects(self) -> None:
        tries = 0
        while not self.refused:
            try:
                self.wire = await self._dials()
            except NotYou as no:
                self.refused = str(no)
            except Away:
                await asyncio.sleep(self._pause(tries))
                tries += 1
                self.at += 1
            else:
                tries, self.connects = 0, self.connects + 1
                self.aside(self.resync())
                await self.wire.gone.wait()
                self.at += 1
                self.aside(self._polls())
                await asyncio.sleep(self._pause(0))

    async def _dials(self) -> Wire:
        """Raises NotYou, Away."""
        port, device = self.ports[self.at % len(self.ports)], self.device
        try:
            return await dial(
                port, device.proof, device.origin, self.hears, overheard=self.overhears
            )
        except NotYou as no:
            if str(no) in PASSING:
                raise Away from no
            raise

    def _pause(self, tries: int) -> float:
        whole = min(MOST_S, FIRST_S * 2 ** min(tries, 6))
        return whole * self.dice.uniform(1 - SPREAD, 1 + SPREAD)

    async def _polls(self) -> None:
        before = self.connects
        await asyncio.sleep(POLL_S / 2)
        while self.connects == before and not self.refused:
            await self.resync()
            await asyncio.sleep(POLL_S)

    def aside(self, work: Coroutine[Any, Any, Any] | Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
