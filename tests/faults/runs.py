"""The runs. Each breaks one thing while people launch and write, then counts what is missing."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.faults.device import Device
from tests.faults.dice import dice
from tests.faults.ledger import Ledger, Verdict
from tests.faults.stage import Stage, Talk, fix, stage

UP_S = 3.0
LANDS_S = 5.0
LIVES_S = (0.7, 2.3)
"""Between two kills, at random: long enough that some words get through, and many do not."""
RUSHES_EVERY, RUSH_S = 10, 0.05
"""So often it dies again at once, while all who waited rush in."""


@dataclass(frozen=True)
class Size:
    """How much of it: a profile of minutes, or the whole."""

    times: int
    alerts: int
    rooms: int
    writers: int
    words_each: int
    seconds: float = 0.0


async def kill_the_server(size: Size) -> Verdict:
    """kill -9 of the web process, again and again, at moments nobody chose. Everybody writes every
    `size.seconds` or so: the words last as long as the killing."""
    chance = dice("F1")
    thinking = Random(chance.random())  # noqa: S311  the killer's dice stay her own

    def pauses() -> float:
        """Half of the words follow at once."""
        return thinking.choice((0.0, thinking.uniform(0, 4 * size.seconds)))

    async with stage() as town:
        up: list[float] = []

        async def breaking() -> None:
            for number in range(size.times):
                rush = number % RUSHES_EVERY == RUSHES_EVERY - 1
                await asyncio.sleep(RUSH_S if rush else chance.uniform(*LIVES_S))
                up.append(await town.reborn(town.webs[0]))

        verdict = await _while_it_breaks(
            town, size, "F1 kill -9 the server", breaking, 5_000, pauses
        )
    note = f"{size.times} kills, up again in {max(up):.1f} s at most"
    return _with(verdict, note, "up too late" if max(up) > UP_S else "")


async def kill_redis(size: Size) -> Verdict:
    """Redis killed, and restarted empty."""
    async with stage(webs=2) as town:

        async def breaking() -> None:
            for _ in range(size.times):
                await asyncio.sleep(0.5)
                await asyncio.to_thread(town.bus.kill)
                await asyncio.sleep(1.0)
                await asyncio.to_thread(town.bus.start)

        verdict = await _while_it_breaks(town, size, "F2 kill Redis", breaking, 3_000)
    return _with(verdict, f"{size.times} times, restarted empty")


async def stop_postgres(size: Size) -> Verdict:
    """The database away: nothing is acknowledged meanwhile, and all that waits lands after."""
    async with stage(webs=2) as town:
        landed: list[float] = []

        async def breaking() -> None:
            for _ in range(size.times):
                await asyncio.sleep(1.0)
                landed.append(await _without_postgres(town, size.seconds))

        verdict = await _while_it_breaks(
            town, size, "F3 stop PostgreSQL", breaking, round(size.seconds * 1000) + 5_000
        )
    note = f"{size.times} times {size.seconds:.0f} s; a press made meanwhile lands"
    note = f"{note} in {max(landed):.1f} s at most"
    return _with(verdict, note, "landed too late" if max(landed) > LANDS_S else "")


async def many_presses(size: Size) -> Verdict:
    """Twenty presses within two seconds from three tabs: one alert, fifty alarms."""
    async with stage(webs=2) as town:
        callers = await town.callers(size.alerts)
        extra = 0
        for caller in callers:
            await asyncio.gather(*(_press(caller, n % 3, n // 3) for n in range(20)))
            places = await town.rows(
                "SELECT a.id, count(*) AS n FROM alert a JOIN place p ON p.alert_id = a.id"
                " JOIN press q ON q.alert_id = a.id AND q.id LIKE $1 GROUP BY a.id, q.id",
                f"%:{caller.name}-0-0",
            )
            extra += [row["n"] for row in places] != [50]
        alerts = await town.rows("SELECT count(*) AS n FROM alert")
    twice = int(alerts[0]["n"]) - len(callers)
    return Verdict(
        "F9 twenty presses at once", 20 * len(callers), extra, twice, 0, 0, 0, "one alert each"
    )


async def _press(caller: Device, tab: int, number: int) -> dict[str, Any]:
    wish = {"press": f"{caller.name}-{tab}-{number}", "fix": fix()}
    return await caller.insists("alert.start", wish)


async def _without_postgres(town: Stage, seconds: float) -> float:
    """Seconds from the database's return to the acknowledgement of a press made without it."""
    (caller,) = await town.callers(1)
    await asyncio.to_thread(town.pg.stop)
    pressing = asyncio.create_task(_press(caller, 0, 0))
    await asyncio.sleep(seconds)
    if pressing.done():
        raise AssertionError("an alert was acknowledged without its database")
    back = time.monotonic()
    await asyncio.to_thread(town.pg.start)
    await pressing
    return time.monotonic() - back


async def _while_it_breaks(
    town: Stage,
    size: Size,
    run: str,
    breaking: Callable[[], Awaitable[None]],
    limit_ms: int,
    pauses: Callable[[], float] = float,
) -> Verdict:
    """Launching and writing at once; then every acknowledged thing is looked for."""
    ledger = Ledger()
    talk = Talk(await town.rooms(size.rooms, size.writers), size.words_each, pauses)
    callers = await town.callers(size.alerts)
    started = asyncio.ensure_future(breaking())
    launching = asyncio.gather(*(_launches(caller, n) for n, caller in enumerate(callers)))
    readers = await talk.run(ledger, started)
    launched = await launching
    verdict = ledger.verdict(run, limit_ms, talk.entitled(readers))
    lost, twice = await _alerts_missing(town, launched)
    return Verdict(
        run,
        verdict.tried + len(launched),
        verdict.lost + lost,
        verdict.duplicated + twice,
        verdict.reordered,
        verdict.worst_delay_ms,
        limit_ms,
        f"{len(launched)} alerts, {verdict.tried} messages",
    )


async def _launches(caller: Device, number: int) -> tuple[Device, str]:
    """Spread over the run: one every third of a second."""
    await asyncio.sleep(number / 3)
    answer = await _press(caller, 0, 0)
    return caller, str(answer["alert"])


async def _alerts_missing(town: Stage, launched: list[tuple[Device, str]]) -> tuple[int, int]:
    """Alerts acknowledged and not hers any more, or without their fifty; alerts made twice."""
    lost = 0
    places = Counter(
        {
            str(row["alert_id"]): int(row["n"])
            for row in await town.rows(
                "SELECT alert_id, count(*) AS n FROM place WHERE state <> 'freed' GROUP BY alert_id"
            )
        }
    )
    for caller, alert in launched:
        held = await caller.insists("alert.current")
        lost += held["alert"] is None or held["alert"]["alert"] != alert or places[alert] < 50
    callers = await town.rows(
        "SELECT caller_id, count(*) AS n FROM alert GROUP BY caller_id HAVING count(*) > 1"
    )
    return lost, len(callers)


def _with(verdict: Verdict, note: str, failed: str = "") -> Verdict:
    return replace(verdict, note=f"{verdict.note}; {note}", failed=failed)
