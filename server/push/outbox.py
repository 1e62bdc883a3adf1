"""The outbox: what was promised in the alert's transaction leaves here, however often it takes.

Any number of workers share it. A hang, a failing service or a poison message delays nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from server import metrics
from server.clock import DAY, SECOND
from server.engines.database import Row
from server.people import store as people
from server.positions import store as positions
from server.push import actions, rules, store
from server.push.rules import Outcome
from server.push.sender import Push, Result, Sender
from server.push.tables import Subscription
from server.services import Services, Tx

log = structlog.get_logger("outbox")

CLAIM = 30 * SECOND
BATCH = 64
KEEP_SETTLED = DAY
KEEP_POISON = 7 * DAY

OnUnreachable = Callable[[Services, Tx, str, str], Awaitable[None]]
ON_UNREACHABLE: list[OnUnreachable] = []
"""Told (alert, person) when somebody alarmed cannot be reached by any device any more."""


async def do_deliver(services: Services, sender: Sender) -> int:
    """Send one batch of what is due, to its end."""
    claimed = await do_claim(services)
    await do_send(services, sender, claimed)
    return len(claimed)


async def do_claim(services: Services) -> list[Row]:
    """Take a batch of what is due."""
    now = services.clock.now()
    return await store.claim(services.db, now, now + CLAIM, BATCH)


async def do_send(services: Services, sender: Sender, claimed: list[Row]) -> None:
    """Send a batch; each push is settled as soon as its own answer is there."""
    held = await store.subscriptions([row["subscription_id"] for row in claimed])
    ready: list[tuple[Row, Subscription, Push]] = []
    pushes = await _pushes(services, claimed, held)
    recording: list[asyncio.Task[None]] = []
    for row in claimed:
        subscription = held.get(row["subscription_id"])
        push = pushes.get(row["id"])
        if subscription and push:
            ready.append((row, subscription, push))
        else:
            recording.append(asyncio.create_task(_unsendable(services, row, subscription)))
    async for number, result in sender.send_each([push for _, _, push in ready]):
        row, subscription, _ = ready[number]
        recording.append(asyncio.create_task(_record(services, row, subscription, result)))
    await asyncio.sleep(0)  # the last of them asks to be written too
    services.hurry(do_settle)
    for found in await asyncio.gather(*recording, return_exceptions=True):
        if isinstance(found, Exception):  # its claim ends, and it is tried again
            log.error("push not recorded", kind=type(found).__name__)


async def _unsendable(services: Services, row: Row, held: Subscription | None) -> None:
    """The device is forgotten, or its key destroyed: nobody can be woken by it any more. It holds
    back no other."""
    if held is None:
        await store.settle(services.db, row["id"], "gone", None)
    else:
        await _lost(services, row, held, Result(Outcome.GONE))


async def _pushes(
    services: Services, claimed: list[Row], held: dict[str, Subscription]
) -> dict[str, Push]:
    """By row, without those whose device is forgotten or cannot be read."""
    targets = await actions.targets(services, list(held.values()))
    alarmed = await people.persons({row["person_id"] for row in claimed})
    return {
        row["id"]: Push(target, actions.payload(row["kind"], row["ref"], alarmed.get(person)))
        for row in claimed
        for person in [row["person_id"]]
        if (target := targets.get(row["subscription_id"]))
    }


Settled = tuple[str, int | None, str]


async def do_settle(services: Services, rows: Sequence[Settled]) -> list[None]:
    """Those (state, status, id) will not be sent again."""
    await store.settle_all(services.db, rows)
    return [None] * len(rows)


async def _record(services: Services, row: Row, held: Subscription, result: Result) -> None:
    metrics.pushes.labels(result.outcome.value).inc()
    if result.outcome is Outcome.DELIVERED:
        await services.together(do_settle, ("sent", result.status, row["id"]))
    elif result.outcome.frees_place:
        await _lost(services, row, held, result)
    else:
        await _again(services, row, result)


async def _again(services: Services, row: Row, result: Result) -> None:
    now = services.clock.now()
    wait = rules.next_try(
        row["attempts"],
        result.outcome,
        result.retry_after_ms,
        services.ids.fraction(),
        left_ms=row["dies_at"] - now,
    )
    if wait is None:
        state = "poison" if result.outcome is Outcome.POISON else "expired"
        await store.settle(services.db, row["id"], state, result.status)
    else:
        await store.put_back(services.db, row["id"], now + wait, result.status)


async def _lost(services: Services, row: Row, held: Subscription, result: Result) -> None:
    """The device is gone for good: if it was her last way to hear, her place is free."""
    async with services.transaction() as tx:
        await store.settle(services.db, row["id"], "gone", result.status)
        left = await actions.do_lose(services, held)
        standing = await positions.standing(held.person_id)
        if left == 0 and row["alert_id"] and not (standing and standing.reachable):
            for told in ON_UNREACHABLE:
                await told(services, tx, row["alert_id"], held.person_id)


async def do_forget_settled(services: Services) -> int:
    now = services.clock.now()
    return await store.drop_settled(services.db, now - KEEP_SETTLED, now - KEEP_POISON)
