"""Fifty pushes to the same local service: our outbox (rows claimed, addresses opened, each
settled), and `webpush_async` on one shared session with nothing around it, in turn. And how long
our event loop stands still while it encrypts: the longest of each fifty, in the median."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from pywebpush import webpush_async

from bench.community import FIFTY, Community
from bench.figures import median, spread
from bench.run import Figures, Run
from server import settings
from server.app import House, build
from server.demo import seed
from server.push import actions, outbox, vapid
from server.push.store import of_people, subscriptions

PEOPLE = 200
WARM_UP = 3


def measure(run: Run) -> Figures:
    with TemporaryDirectory(prefix="veilleuse-bench-") as folder:
        environ = {"VEILLEUSE_DATA": folder, "VEILLEUSE_PUSH_HOSTS": run.sink.partition("//")[2]}
        return asyncio.run(_measure(environ, run.sink, run.pick(40, 8)))


async def _measure(environ: dict[str, str], sink: str, times: int) -> Figures:
    house = build(settings.read(environ))
    await house.open()
    try:
        await house.services.db.migrate()
        community = Community.of(PEOPLE)
        plan = seed.Plan(community.people, community.secret, sink, "correct horse battery")
        await seed.do_seed(house.services, plan, lambda done, of: None)
        await house.worker.sender.open()
        fifty = [p.id for p in community.awake[:FIFTY]]
        return await _in_turn(house, fifty, times)
    finally:
        await house.close()


async def _in_turn(house: House, fifty: list[str], times: int) -> Figures:
    ours: list[float] = []
    theirs: list[float] = []
    gaps: list[float] = []
    targets = await _targets(house, fifty)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=FIFTY)) as session:
        for number in range(times + WARM_UP):
            await _enqueue(house, fifty)
            with_gap = await _timed(lambda: outbox.do_deliver(house.services, house.worker.sender))
            plain = await _timed(lambda: _plain(house, session, targets))
            if number >= WARM_UP:
                ours.append(with_gap[0])
                gaps.append(with_gap[1])
                theirs.append(plain[0])
    return {
        "outbox_ms": spread(ours),
        "webpush_ms": spread(theirs),
        "gaps_ms": spread(gaps, 2),
        "vs_webpush": round(median(ours) / median(theirs), 2),
        "gap_ms": round(median(gaps), 2),
    }


async def _enqueue(house: House, fifty: list[str]) -> None:
    async with house.services.transaction() as tx:
        await actions.do_enqueue(house.services, tx, fifty, house.services.ids.new())


async def _timed(doing: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Milliseconds it took, and the longest the loop did not go round meanwhile."""
    longest, going = 0.0, True

    async def watch() -> None:
        nonlocal longest
        last = time.perf_counter()
        while going:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    watching = asyncio.create_task(watch())
    started = time.perf_counter()
    await doing()
    took = time.perf_counter() - started
    going = False
    await watching
    return took * 1000, longest * 1000


async def _targets(house: House, fifty: list[str]) -> list[dict[str, Any]]:
    held = await subscriptions([row["id"] for row in await of_people(fifty)])
    opened = await actions.targets(house.services, list(held.values()))
    return [
        {"endpoint": t.endpoint, "keys": {"p256dh": t.p256dh, "auth": t.auth}}
        for t in opened.values()
    ]


async def _plain(
    house: House, session: aiohttp.ClientSession, targets: list[dict[str, Any]]
) -> None:
    key = vapid.signer(actions.vapid_pem(house.services))
    await asyncio.gather(*(_one(session, key, target) for target in targets))


async def _one(session: aiohttp.ClientSession, key: Any, target: dict[str, Any]) -> None:
    await webpush_async(
        target,
        data=b'{"k":"a","i":"x7sRk2mQpW4vTb9LcY1dZg"}',
        vapid_private_key=key,
        vapid_claims={"sub": "mailto:push@localhost"},
        ttl=3600,
        headers={"Urgency": "high"},
        aiohttp_session=session,
    )
