"""Each web process is asked to go, in turn, while thousands are connected and rooms write: R1."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from tests.faults.crowd import Crowd, crowd
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.runs import Size
from tests.faults.talk import open_room, owed, writes
from tests.processes.house import Web

GONE_S = 8.0
BACK_S = 15.0


async def restart(size: Size) -> Verdict:
    """`size.alerts` pages, of which `size.writers` in each of `size.rooms` write."""
    async with crowd(size.alerts, dice("R1")) as held:
        return await goes_in_turn(held, size)


async def goes_in_turn(held: Crowd, size: Size) -> Verdict:
    """SIGTERM, and the process started again, `size.times` for each."""
    writing = [page for _ in range(size.rooms) for page in await open_room(held, size.writers)]
    others = [one for one in held.people[: size.alerts] if one.index not in held.pages]
    idle = [held.page(person) for person in others]
    await held.come([*writing, *idle])
    over = asyncio.Event()
    talking = [asyncio.create_task(writes(page, over)) for page in writing]
    gone, backs = [], []
    for _ in range(size.times):
        for web in list(held.town.webs):
            took, back = await _goes(held, web)
            gone.append(took)
            backs.append(back)
    over.set()
    await asyncio.gather(*talking)
    for page in writing:
        await page.fill()
    await held.go()
    verdict = held.ledger.verdict("R1 graceful restart", round(BACK_S * 1000), owed(writing))
    note = f"{len(gone)} restarts under {len(idle) + len(writing)} pages;"
    note += f" gone in {max(gone):.1f} s, its pages back in {max(backs):.1f} s at most"
    late = "a process took too long to go" if max(gone) > GONE_S else ""
    return replace(verdict, worst_delay_ms=round(max(backs) * 1000), note=note, failed=late)


async def _goes(held: Crowd, web: Web) -> tuple[float, float]:
    """Seconds until it has gone, and until all its pages are back, wherever the proxy leads them.
    Then another takes its place."""
    its = [page for page in held.pages.values() if page.port == web.port]
    began = time.monotonic()
    web.process.terminate()
    coming = asyncio.create_task(held.back(its, began))
    await asyncio.to_thread(web.process.wait)
    took = time.monotonic() - began
    back = await coming
    held.town.shape.webs.remove(web)
    await held.town.started(held.town.shape.serve(web.port))
    return took, back
