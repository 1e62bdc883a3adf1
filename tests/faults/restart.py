"""Each web process is asked to go, in turn, while thousands are connected and rooms write: R1."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

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
    moves = []
    for _ in range(size.times):
        for web in list(held.town.webs):
            moves.append(await _goes(held, web))
    over.set()
    await asyncio.gather(*talking)
    for page in writing:
        await page.fill()
    await held.go()
    verdict = held.ledger.verdict("R1 graceful restart", round(BACK_S * 1000), owed(writing))
    gone = max(move.gone_s for move in moves)
    away = max(move.away_s for move in moves)
    note = f"{len(moves)} restarts, up to {max(move.pages for move in moves):,} pages move to the"
    note += f" other process; gone in {gone:.1f} s, all back in"
    note += f" {max(move.back_s for move in moves):.1f} s, none away for more than {away:.1f} s"
    late = "a process took too long to go" if gone > GONE_S else ""
    return replace(verdict, worst_delay_ms=round(away * 1000), note=note, failed=late)


@dataclass
class Move:
    """In seconds: from the signal until the process is gone, and until all are back; and the
    longest that any page had no line. It is served until its turn to be closed has come."""

    pages: int
    gone_s: float
    back_s: float
    away_s: float


async def _goes(held: Crowd, web: Web) -> Move:
    """Its pages come back wherever the proxy leads them. Then another takes its place."""
    its = {page: page.wire for page in held.pages.values() if page.port == web.port and page.wire}
    began = time.monotonic()
    web.process.terminate()
    coming = asyncio.create_task(held.back(list(its), began))
    await asyncio.to_thread(web.process.wait)
    gone = time.monotonic() - began
    back = await coming
    away = max(page.ready_at - wire.cut_at for page, wire in its.items())
    held.town.shape.webs.remove(web)
    await held.town.started(held.town.shape.serve(web.port))
    return Move(len(its), gone, back, away)
