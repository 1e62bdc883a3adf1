"""What a line can do between a page and its server, while rooms write: F4."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from random import Random

from tests.faults.device import GaveUp
from tests.faults.dice import dice
from tests.faults.ledger import Ledger, Verdict
from tests.faults.page import Page
from tests.faults.proxy import Proxy, Weather, proxy
from tests.faults.runs import Size
from tests.faults.stage import STARTS_WITHIN_S, Stage, stage
from tests.faults.wire import until

CAUGHT_UP_S = 3.0
GIVES_UP_S = 60.0
FOUND_S = 15.0
EVERY_S = 1.1
"""A person may say sixty things a minute."""

CALM = Weather()
LOSSY = Weather(loss=0.05)
FAR = Weather(round_trip_s=2.0)


@dataclass
class Weathered:
    """Pages of every room, every other one behind a line of its own web process."""

    pages: list[Page]
    behind: list[Page]
    lines: list[Proxy]
    ledger: Ledger
    caught_up: dict[str, float] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=lambda: {"near": 0.0, "far": 0.0})
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def writes(self, page: Page) -> None:
        number = 0
        while not self.over.is_set():
            await page.says(f"{page.name} {number}", number)
            number += 1
            await asyncio.sleep(EVERY_S)

    async def cut(self, name: str, seconds: float) -> None:
        for line in self.lines:
            await line.cut()
        await asyncio.sleep(seconds)
        for line in self.lines:
            await line.start()
        await self._catches_up(name)

    async def half_open(self, name: str, seconds: float) -> None:
        """Until both sides have found out."""
        await until(lambda: all(page.live for page in self.behind), STARTS_WITHIN_S)
        held = [passage for line in self.lines for passage in line.half_open()]
        await until(lambda: all(len(one.given_up) == 2 for one in held), seconds)
        for one in held:
            for side in self.found:
                self.found[side] = max(self.found[side], one.given_up.get(side, seconds))
            one.reset()
        await self._catches_up(name)

    async def under(self, name: str, weather: Weather, seconds: float) -> None:
        for line in self.lines:
            line.weather = weather
        await asyncio.sleep(seconds)
        for line in self.lines:
            line.weather = CALM
        await self._catches_up(name)

    async def _catches_up(self, name: str) -> None:
        """From now, until whoever was behind the line has all that was acknowledged before, and
        what she was saying has been."""
        began = time.monotonic()
        owed = {page.name: set(self._said(page.room)) for page in self.behind}
        saying = {page.name: page.saying for page in self.behind if page.saying}

        def caught_up() -> bool:
            return all(self._has(page, owed, saying) for page in self.behind)

        if not await until(caught_up, GIVES_UP_S):
            raise GaveUp(name)
        took = time.monotonic() - began
        self.caught_up[name] = max(self.caught_up.get(name, 0.0), took)

    def _said(self, room: str) -> list[str]:
        authors = [page.name for page in self.pages if page.room == room]
        return [word for name in authors for word in self.ledger.acknowledged[name]]

    def _has(self, page: Page, owed: dict[str, set[str]], saying: dict[str, str]) -> bool:
        if page.saying and page.saying == saying.get(page.name):
            return False
        return owed[page.name] <= set(self.ledger.shown[page.name])

    def entitled(self) -> dict[str, list[str]]:
        """Everybody is owed all that was said in her room."""
        return {
            page.name: [other.name for other in self.pages if other.room == page.room]
            for page in self.pages
        }


async def weather(size: Size) -> Verdict:
    """A line that is cut, half-open, lossy and slow, while alert rooms write."""
    async with stage(webs=2) as town, _pages(town, size, dice("F4")) as held:
        writing = [asyncio.create_task(held.writes(page)) for page in held.pages]
        for _ in range(size.times):
            for seconds in {min(2.0, size.seconds), size.seconds}:
                await held.cut(f"cut {seconds:.0f} s", seconds)
            await held.half_open("half-open", min(20.0, size.seconds * 2))
            await held.under("5 % loss", LOSSY, size.seconds)
            await held.under("2 s latency", FAR, size.seconds)
        held.over.set()
        await asyncio.gather(*writing)
        await held._catches_up("the end")
        for page in held.pages:
            await page.fill()
    return _verdict(held, size)


def _verdict(held: Weathered, size: Size) -> Verdict:
    verdict = held.ledger.verdict("F4 the line", round(CAUGHT_UP_S * 1000), held.entitled())
    back = {name: took for name, took in held.caught_up.items() if name != "the end"}
    note = ", ".join(f"{name} {took:.1f} s" for name, took in back.items())
    found = f"half-open found by the server in {held.found['far']:.1f} s"
    found += f", by the page in {held.found['near']:.1f} s"
    return replace(
        verdict,
        worst_delay_ms=round(max(back.values()) * 1000),
        note=f"{size.times} times; caught up after {note}; {found}",
        failed="half-open found too late" if max(held.found.values()) > FOUND_S else "",
    )


@asynccontextmanager
async def _pages(town: Stage, size: Size, drawn: Random) -> AsyncIterator[Weathered]:
    async with AsyncExitStack() as stack:
        lines = [await stack.enter_async_context(proxy(w.port, drawn)) for w in town.webs]
        held = Weathered([], [], lines, Ledger())
        sent_at: dict[str, float] = {}
        for room in await town.rooms(size.rooms, size.writers):
            for number, writer in enumerate(room.writers):
                line, web = lines[number // 2 % 2], town.webs[number // 2 % 2]
                port = web.port if number % 2 else line.port
                device = replace(writer, ports=[port])
                page = Page(device, [port], drawn, held.ledger, room.alert, room.room)
                page.sent_at = sent_at
                held.pages.append(page)
                held.behind += [] if number % 2 else [page]
                page.opens()
                stack.push_async_callback(page.closes)
        yield held
