"""Everything at once: a storm of logins, everybody coming back, a push service that hangs; and
somebody in danger: S1."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random

from tests.faults.crowd import FIFTY, Crowd, Drill, crowd, drill
from tests.faults.device import ACK_S
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.post import post
from tests.faults.runs import Size

LOGINS_PER_S = 200
IN_FLIGHT = 1_500
ACKNOWLEDGED_S = 2.0
EVERY_S = 0.5
PROXY = {"VEILLEUSE_TRUSTED_PROXIES": "127.0.0.1"}


@dataclass
class Logins:
    """So many a second, from as many addresses, each with an account and a password that nobody
    has: as much work as any other. Answers by their code."""

    ports: list[int]
    origin: str
    dice: Random
    answers: Counter[str] = field(default_factory=Counter)
    _flying: set[asyncio.Task[None]] = field(default_factory=set)

    async def pour(self) -> None:
        """Until cancelled, whether or not anybody answers."""
        began, poured = time.monotonic(), 0
        while True:
            due = int((time.monotonic() - began) * LOGINS_PER_S)
            for number in range(poured, due):
                self._fly(number)
            poured = due
            await asyncio.sleep(1 / LOGINS_PER_S)

    def _fly(self, number: int) -> None:
        if len(self._flying) < IN_FLIGHT:
            task = asyncio.create_task(self._knock(number))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _knock(self, number: int) -> None:
        wish = {"email": f"nobody{number}@example.org", "password": f"no password {number}"}
        port, body = self.ports[number % len(self.ports)], json.dumps(wish).encode()
        code = "no answer"
        with suppress(OSError, TimeoutError, ValueError):
            async with asyncio.timeout(ACK_S):
                code = (await post(port, self._head(len(body)) + body)).get("code", "ok")
        self.answers[code] += 1

    def _head(self, size: int) -> bytes:
        address = ".".join(str(self.dice.randrange(1, 255)) for _ in range(4))
        return (
            f"POST /api/session.open HTTP/1.1\r\nHost: localhost\r\nOrigin: {self.origin}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {size}\r\nConnection: close\r\n"
            f"X-Forwarded-For: {address}\r\nX-Forwarded-Proto: https\r\n\r\n"
        ).encode()


async def storm(size: Size) -> Verdict:
    """`size.alerts` pages, `size.times` alerts."""
    async with crowd(size.alerts, dice("S1"), **PROXY) as held:
        return await breaks(held, size)


async def breaks(held: Crowd, size: Size) -> Verdict:
    pages = [held.page(person) for person in held.people[: size.alerts]]
    await held.come(pages)
    shape = held.town.shape
    logins = Logins(shape.ports, f"http://localhost:{shape.ports[0]}", held.dice)
    held.sink.hangs = True
    pouring = asyncio.create_task(logins.pour())
    await asyncio.sleep(2 * EVERY_S)
    since = time.monotonic()
    for page in pages:
        if page.wire:
            page.wire.abort()
    drills = [await _launches(held) for _ in range(size.times)]
    pouring.cancel()
    back = await held.back(pages, since)
    await held.go()
    return _verdict(len(pages), back, drills, logins.answers)


async def _launches(held: Crowd) -> Drill:
    await asyncio.sleep(EVERY_S)
    return await drill(held, next(held.callers))


def _verdict(pages: int, back: float, drills: list[Drill], answers: Counter[str]) -> Verdict:
    short = sum(one.alarmed != FIFTY for one in drills)
    slowest = max(one.acknowledged_s for one in drills)
    reached = max(one.reached_s for one in drills)
    told = ", ".join(f"{count} {code}" for code, count in answers.most_common())
    verdict = Verdict("S1 storm", len(drills), short, 0, 0, round(slowest * 1000), 2_000)
    note = (
        f"{LOGINS_PER_S} logins a second ({told}), {pages} pages back in {back:.1f} s, push hung;"
    )
    note += f" fifty pages alarmed in {reached:.1f} s at most"
    return replace(verdict, note=note)
