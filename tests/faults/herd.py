"""Everybody comes back at once, and an alert is launched meanwhile: F7."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from tests.faults.crowd import FIFTY, Crowd, Drill, crowd, drill
from tests.faults.dice import dice
from tests.faults.ledger import Verdict
from tests.faults.runs import Size

BACK_S = 15.0
ALERT_S = 2.0
SPREAD_S = 0.5
LATER_S = 5.0
"""Then the pages ask what could wait."""


async def herd(size: Size) -> Verdict:
    """`size.writers` pages, `size.alerts` alerts."""
    async with crowd(size.writers, dice("F7")) as held:
        return await comes_back(held, size)


async def comes_back(held: Crowd, size: Size) -> Verdict:
    """Every connection is reset at one moment, as when a network falls."""
    pages = [held.page(person) for person in held.people[: size.writers]]
    await held.come(pages)
    backs, drills = [], list[Drill]()
    for _ in range(size.times):
        since = time.monotonic()
        for page in pages:
            if page.wire:
                page.wire.abort()
        launching = asyncio.create_task(_launches(held, size.alerts))
        backs.append(await held.back(pages, since))
        drills += await launching
        await asyncio.sleep(LATER_S)
        drills += await _launches(held, 1)
    await held.go()
    return _verdict(len(pages) * size.times, backs, drills)


async def _launches(held: Crowd, count: int) -> list[Drill]:
    """One after the other, from the first moment on."""
    launched = []
    for _ in range(count):
        await asyncio.sleep(SPREAD_S)
        launched.append(await drill(held, next(held.callers)))
    return launched


def _verdict(tried: int, backs: list[float], drills: list[Drill]) -> Verdict:
    short = sum(one.alarmed != FIFTY for one in drills)
    acknowledged = max(one.acknowledged_s for one in drills)
    reached = max(one.reached_s for one in drills)
    verdict = Verdict("F7 all at once", tried, short, 0, 0, 0, round(BACK_S * 1000))
    note = f"all back in {max(backs):.1f} s; of {len(drills)} alerts meanwhile and after it the"
    note += (
        f" slowest was acknowledged in {acknowledged:.2f} s, its fifty reached in {reached:.2f} s"
    )
    late = "an alert was late" if max(acknowledged, reached) > ALERT_S else ""
    return replace(verdict, worst_delay_ms=round(max(backs) * 1000), note=note, failed=late)
