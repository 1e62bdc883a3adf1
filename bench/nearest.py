"""What finding the nearest fifty costs, by the server's own verb, at the size of today's community
and at a million, on both engines.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench import million
from bench.figures import spread
from bench.run import Figures, Run
from server import settings
from server.app import House, build
from server.demo.community import PEOPLE
from server.geo import Point
from server.positions import nearby
from tests.services import Missing, postgres

FIFTY = 50
WARM_UP = 10
LONGEST_S = 25.0
LATEST_S = 720
"""Into the run: a million take nearly three minutes."""
FAR = (Point(0, -140), Point(89.9, 0), Point(-89.9, 12), Point(0, 180), Point(30, -40))
"""The Pacific, the poles, the date line, the Atlantic: nobody lives near."""


def measure(run: Run) -> Figures:
    found: Figures = {}
    alerts = run.pick(200, 30)
    for size in run.pick((PEOPLE, 1_000_000), (run.people,)):
        if size > PEOPLE and run.seconds > LATEST_S:
            found[str(size)] = {"stopped": "no time left"}
            continue
        run.say(f"the nearest fifty of {size:,}")
        found[str(size)] = {
            "sqlite": on_sqlite(size, alerts),
            "postgresql": on_postgres(size, alerts),
        }
    return found


def on_sqlite(count: int, alerts: int) -> dict[str, Any]:
    with TemporaryDirectory(prefix="veilleuse-bench-") as folder:
        environ = {"VEILLEUSE_DATA": folder}

        async def fill(house: House) -> None:
            await house.services.db.close()
            held = house.services.settings
            million.fill_sqlite(held.sqlite, _rows(house, count))
            await house.services.db.open()

        return asyncio.run(_measure(environ, fill, alerts))


def on_postgres(count: int, alerts: int) -> dict[str, Any] | str:
    """The figures, or the name of what is missing."""
    try:
        with TemporaryDirectory(prefix="veilleuse-bench-") as folder, postgres(durable=True) as pg:
            url = pg.fresh()
            environ = {
                "VEILLEUSE_DATA": folder,
                "VEILLEUSE_ENGINE": "production",
                "VEILLEUSE_DATABASE_URL": url,
                "VEILLEUSE_REDIS_URL": "redis://127.0.0.1:1/0",  # never asked for anything here
            }

            async def fill(house: House) -> None:
                await million.fill_postgres(url, _rows(house, count))

            return asyncio.run(_measure(environ, fill, alerts))
    except Missing as name:
        return f"missing: {name}"


def _rows(house: House, count: int) -> Any:
    return million.rows(house.services.keyring, count, house.services.clock.now())


async def _measure(
    environ: dict[str, str], fill: Callable[[House], Any], alerts: int
) -> dict[str, Any]:
    house = build(settings.read(environ))
    await house.open()
    try:
        await house.services.db.migrate()
        started = time.perf_counter()
        await fill(house)
        filled = time.perf_counter() - started
        dice = Random(3)  # noqa: S311  invented places, no secret
        places, weights = million.homes()
        asked = [home.point for home in dice.choices(places, weights, k=alerts + WARM_UP)]
        at_home = await _times(house, asked)
        return {
            "where_people_live_ms": spread(at_home[min(WARM_UP, len(at_home) // 2) :], 2),
            "far_from_everybody_ms": spread(await _times(house, FAR * 4), 2),
            "filled_in_s": round(filled, 1),
        }
    finally:
        await house.close()


async def _times(house: House, places: Sequence[Point]) -> list[float]:
    """Milliseconds of each, as many as fit into the time."""
    took: list[float] = []
    ends = time.monotonic() + LONGEST_S
    for point in places:
        if took and time.monotonic() > ends:
            break
        started = time.perf_counter()
        found = await nearby.nearest(house.services, point, FIFTY, "members", ())
        took.append((time.perf_counter() - started) * 1000)
        if len(found) != FIFTY:
            raise RuntimeError(f"{len(found)} found near {point}")
    return took
