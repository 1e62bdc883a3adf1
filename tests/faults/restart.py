"""Each web process is asked to go, in turn, while thousands are connected and rooms write: R1."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

from server.geo import Point
from tests.faults.crowd import Crowd, crowd
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.page import Page
from tests.faults.runs import Size
from tests.faults.stage import Room
from tests.processes.house import Web

GONE_S = 8.0
BACK_S = 15.0
EVERY_S = 1.1


async def restart(size: Size) -> Verdict:
    """SIGTERM, and the process started again, `size.times` for each; `size.alerts` pages."""
    async with crowd(size.alerts, dice("R1")) as held:
        writing = [page for _ in range(size.rooms) for page in await _room(held, size.writers)]
        idle = [held.page(p) for p in held.people if p.index not in held.pages]
        await held.come([*writing, *idle])
        over = asyncio.Event()
        talking = [asyncio.create_task(_writes(page, over)) for page in writing]
        gone, backs = [], []
        for _ in range(size.times):
            for web in list(held.town.webs):
                gone.append(await _goes(held, web))
                backs.append(await _all_live(held))
        over.set()
        await asyncio.gather(*talking)
        for page in writing:
            await page.fill()
        verdict = held.ledger.verdict("R1 graceful restart", round(BACK_S * 1000), _owed(writing))
    note = f"{len(gone)} restarts under {len(idle) + len(writing)} pages;"
    note += f" gone in {max(gone):.1f} s, all back in {max(backs):.1f} s at most"
    late = "a process took too long to go" if max(gone) > GONE_S else ""
    return replace(verdict, worst_delay_ms=round(max(backs) * 1000), note=note, failed=late)


async def _goes(held: Crowd, web: Web) -> float:
    """Seconds until it has gone; another takes its place at once."""
    began = time.monotonic()
    web.process.terminate()
    await asyncio.to_thread(web.process.wait)
    took = time.monotonic() - began
    held.town.shape.webs.remove(web)
    await held.town.started(held.town.shape.serve(web.port))
    return took


async def _all_live(held: Crowd) -> float:
    """Seconds from the new process's first answer until every page is live again."""
    began = time.monotonic()
    pages = list(held.pages.values())
    await held.back([page for page in pages if not page.live], began)
    return time.monotonic() - began


async def _room(held: Crowd, writers: int) -> list[Page]:
    """An alert, and the pages of those who write in it."""
    caller = next(held.callers)
    wish: dict[str, Any] = {"press": f"press-{caller.index}", "fix": None}
    point = {"lat": caller.point.lat, "lon": caller.point.lon, "accuracy_m": 9.0}
    wish["fix"] = {**point, "at": int(time.time() * 1000)}
    alert = await held.device(caller).insists("alert.start", wish)
    here = Point(caller.point.lat, caller.point.lon)
    near = [one for one in held.fifty(here) if one.index not in held.pages][: writers - 1]
    for one in near:
        await held.device(one).insists("alert.open", {"alert": alert["alert"]})
    room = Room(alert["alert"], alert["room"], [])
    return [held.page(one, room) for one in (caller, *near)]


async def _writes(page: Page, over: asyncio.Event) -> None:
    number = 0
    while not over.is_set():
        await page.says(f"{page.name} {number}", number)
        number += 1
        await asyncio.sleep(EVERY_S)


def _owed(pages: list[Page]) -> dict[str, list[str]]:
    """Everybody is owed all that was said in her room."""
    return {page.name: [other.name for other in pages if other.room == page.room] for page in pages}
