"""SQL of subscriptions and of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.engines.database import Database, Row
from server.push.tables import Outgoing, Subscription


async def subscription_by_index(endpoint_index: str) -> Subscription | None:
    return await Subscription.get_or_none(endpoint_index=endpoint_index)


async def add_subscription(**values: Any) -> None:
    await Subscription.create(**values)


async def count(person_id: str) -> int:
    return await Subscription.filter(person_id=person_id).count()


async def drop(subscription_id: str) -> int:
    return await Subscription.filter(id=subscription_id).delete()


async def drop_of_person(person_id: str) -> int:
    return await Subscription.filter(person_id=person_id).delete()


async def of_session(session_id: str) -> list[Subscription]:
    return await Subscription.filter(session_id=session_id)


async def of_people(people: Sequence[str]) -> list[dict[str, Any]]:
    return await Subscription.filter(person_id__in=list(people)).values("id", "person_id")


async def enqueue(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (id, subscription, person, alert, kind, ref, due_at, dies_at)."""
    await db.many(
        "INSERT INTO push_outbox (id, subscription_id, person_id, alert_id, kind, ref, state,"
        " attempts, due_at, claimed_until, dies_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'due', 0, $7, 0, $8)",
        rows,
    )


async def claim(db: Database, now: int, until: int, limit: int) -> list[Row]:
    """Take what is due, for a while. The condition stands twice so that, of two workers that chose
    the same row, the second finds it taken."""
    return await db.rows(
        "UPDATE push_outbox SET claimed_until = $2, attempts = attempts + 1 WHERE id IN"
        " (SELECT id FROM push_outbox WHERE state = 'due' AND due_at <= $1"
        " AND claimed_until <= $1 ORDER BY due_at LIMIT $3)"
        " AND state = 'due' AND claimed_until <= $1"
        " RETURNING id, subscription_id, person_id, alert_id, kind, ref, attempts, dies_at",
        now,
        until,
        limit,
    )


async def subscriptions(ids: Sequence[str]) -> dict[str, Subscription]:
    return {s.id: s for s in await Subscription.filter(id__in=list(ids))}


async def settle(db: Database, outgoing_id: str, state: str, status: int | None) -> None:
    await settle_all(db, [(state, status, outgoing_id)])


async def settle_all(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (state, status, id)."""
    await db.many("UPDATE push_outbox SET state = $1, last_status = $2 WHERE id = $3", rows)


async def put_back(db: Database, outgoing_id: str, due_at: int, status: int | None) -> None:
    await db.run(
        "UPDATE push_outbox SET due_at = $1, claimed_until = 0, last_status = $2 WHERE id = $3",
        due_at,
        status,
        outgoing_id,
    )


async def drop_settled(db: Database, before: int, poison_before: int) -> int:
    return await db.run(
        "DELETE FROM push_outbox WHERE dies_at <= $1 AND (state <> 'poison' OR dies_at <= $2)",
        before,
        poison_before,
    )


async def drop_of_subscription(db: Database, subscription_id: str) -> int:
    return await db.run(
        "DELETE FROM push_outbox WHERE subscription_id = $1 AND state = 'due'", subscription_id
    )


async def states() -> dict[str, int]:
    """How many pushes stand in each state, for `doctor`."""
    counts: dict[str, int] = {}
    for row in await Outgoing.all().values("state"):
        counts[row["state"]] = counts.get(row["state"], 0) + 1
    return counts
