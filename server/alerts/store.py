"""SQL of alerts, presses, places, waves and calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.alerts.rules import PlaceView
from server.alerts.tables import Alert, Call, Place, Press, Wave
from server.engines.database import Database, Row, found, marks, padded


async def lock_caller(db: Database, person_id: str) -> Row | None:
    """The caller's row, locked: her presses queue here, whichever process they reach."""
    return await db.row(
        "SELECT id, role, partition, verified, banned_at, mixed_help, pin_hash, duress_hash,"
        " code_word_hash, pseudonym FROM person WHERE id = $1",
        person_id,
        lock=True,
    )


async def alert(alert_id: str) -> Alert | None:
    return await found(Alert, id=alert_id)


async def alerts(ids: Sequence[str]) -> dict[str, Alert]:
    return {alert.id: alert for alert in await Alert.filter(id__in=padded(ids))}


async def alert_of_room(room_id: str) -> Alert | None:
    return await found(Alert, room_id=room_id)


async def lock_alerts(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    """What a point must know of alerts. Locked in the order of their ids, by everybody alike."""
    each = padded(ids)
    rows = await db.rows(
        "SELECT id, open_for, last_point_at FROM alert"  # noqa: S608  placeholders only
        f" WHERE id IN ({marks(each)}) ORDER BY id",
        *each,
        lock=True,
    )
    return {row["id"]: row for row in rows}


async def followed(db: Database, people: Sequence[str]) -> list[Row]:
    """Where a point of each `person_id` goes: a row for each open alert she launched or shares her
    position in (`alert` is null when there is none), each with when her last point was kept."""
    each = padded(people)
    return await db.rows(
        "SELECT me.id AS person_id, s.point_at AS kept_at, p.id AS who,"  # noqa: S608
        " p.room_id, p.side, p.partition, p.shares,"
        " p.shows_her, a.id AS alert, a.caller_id, a.state, a.located, a.last_point_at,"
        " (SELECT max(t.at) FROM trail_point t WHERE t.room_id = a.room_id"
        " AND t.participant_id = p.id) AS newest"
        " FROM person me LEFT JOIN standing s ON s.person_id = me.id"
        " LEFT JOIN (participant p JOIN alert a ON a.room_id = p.room_id"
        " AND a.open_for IS NOT NULL) ON p.person_id = me.id AND p.left_at IS NULL"
        " AND (p.side = 'caller' OR p.shares OR p.shows_her)"
        f" WHERE me.id IN ({marks(each)})",
        *each,
    )


async def set_last_points(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (at, alert)."""
    await db.many("UPDATE alert SET last_point_at = $1 WHERE id = $2", rows)


async def lock_alert(db: Database, alert_id: str) -> Alert | None:
    """The alert, its row locked for this transaction."""
    return await found(Alert, id=alert_id, locked=True)


async def open_alert(person_id: str) -> Alert | None:
    return await found(Alert, open_for=person_id)


async def press(press_id: str) -> Press | None:
    return await found(Press, id=press_id)


async def add_press(**values: Any) -> None:
    await Press.create(**values)


async def launches_since(person_id: str, since: int) -> int:
    """Presses that started or re-opened a window."""
    return await Press.filter(caller_id=person_id, at__gte=since, launched=True).count()


async def add_alert(**values: Any) -> Alert:
    return await Alert.create(**values)


async def update_alert(alert_id: str, **values: Any) -> None:
    await Alert.filter(id=alert_id).update(**values)


async def places(db: Database, alert_id: str) -> list[PlaceView]:
    rows = await db.rows(
        "SELECT person_id, state, alarmed_at FROM place WHERE alert_id = $1", alert_id
    )
    return [PlaceView(row["person_id"], row["state"], row["alarmed_at"]) for row in rows]


async def place(alert_id: str, person_id: str) -> Place | None:
    return await found(Place, id=place_id(alert_id, person_id))


async def add_places(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (id, alert, person, wave, distance_km, alarmed_at). Somebody silent from an earlier
    launch is alarmed anew; nobody else is ever alarmed twice."""
    await db.many(
        "INSERT INTO place (id, alert_id, person_id, wave, state, distance_km, alarmed_at)"
        " VALUES ($1, $2, $3, $4, 'alarmed', $5, $6)"
        " ON CONFLICT (id) DO UPDATE SET wave = excluded.wave, state = 'alarmed',"
        " alarmed_at = excluded.alarmed_at, distance_km = excluded.distance_km"
        " WHERE place.state IN ('alarmed', 'freed')",
        rows,
    )


async def place_states(db: Database, alert_id: str) -> dict[str, str]:
    rows = await db.rows("SELECT person_id, state FROM place WHERE alert_id = $1", alert_id)
    return {row["person_id"]: row["state"] for row in rows}


async def states_of(db: Database, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """By alert and person, those who have a place."""
    each = padded([place_id(*one) for one in wanted])
    rows = await db.rows(
        f"SELECT alert_id, person_id, state FROM place WHERE id IN ({marks(each)})",  # noqa: S608
        *each,
    )
    return {(row["alert_id"], row["person_id"]): row["state"] for row in rows}


async def sign_places(
    db: Database, alert_id: str, people: Sequence[str], state: str, now: int
) -> None:
    """The first sign of each stays the first."""
    each = padded([place_id(alert_id, person) for person in people])
    await db.run(
        "UPDATE place SET state = $1, signed_at = COALESCE(signed_at, $2)"  # noqa: S608
        f" WHERE state <> $1 AND id IN ({marks(each, 3)})",
        state,
        now,
        *each,
    )


async def decline(db: Database, alert_id: str, person_id: str) -> None:
    sql = "UPDATE place SET state = 'declined' WHERE id = $1"
    await db.run(sql, place_id(alert_id, person_id))


async def free_place(db: Database, alert_id: str, person_id: str) -> int:
    """Her only subscription is dead and she gave no sign: the place is for the next nearest."""
    return await db.run(
        "UPDATE place SET state = 'freed' WHERE id = $1 AND state = 'alarmed'",
        place_id(alert_id, person_id),
    )


async def add_wave(**values: Any) -> None:
    await Wave.create(**values)


async def last_wave(alert_id: str) -> Wave | None:
    return await Wave.filter(alert_id=alert_id).order_by("-number").first()


async def tallies(db: Database, alert_id: str, room_id: str) -> list[Row]:
    """Counts of each partition, without the banned."""
    return await db.rows(
        "SELECT partition, sum(alarmed) AS alarmed, sum(seen) AS seen, sum(acting) AS acting,"
        " sum(writing) AS writing FROM ("
        " SELECT x.partition, 1 AS alarmed,"
        " CASE WHEN l.state IN ('seen', 'acting') THEN 1 ELSE 0 END AS seen,"
        " CASE WHEN l.state = 'acting' THEN 1 ELSE 0 END AS acting, 0 AS writing"
        " FROM place l JOIN person x ON x.id = l.person_id"
        " WHERE l.alert_id = $1 AND x.banned_at IS NULL"
        " UNION ALL"
        " SELECT y.partition, 0, 0, 0, 1 FROM participant t JOIN person y ON y.id = t.person_id"
        " WHERE t.room_id = $2 AND t.wrote_her AND t.side <> 'caller' AND y.banned_at IS NULL"
        ") counted GROUP BY partition",
        alert_id,
        room_id,
    )


async def concerning(db: Database, people: Sequence[str]) -> list[Row]:
    """Open alerts of which `person_id`, one of these, was alarmed, newest first, without those of
    whom she blocked or who blocked her; and her own, whose `my_state` is null. One question: every
    idle page asks it all the time."""
    named = "a.id, a.room_id, a.caller_id, a.state, a.launched_at, a.window_ends_at"
    blocked = "SELECT 1 FROM block b WHERE"
    each = padded(people)
    return await db.rows(
        f"SELECT l.person_id, {named}, l.state AS my_state, l.distance_km"  # noqa: S608
        " FROM place l JOIN alert a ON a.id = l.alert_id"
        f" WHERE l.person_id IN ({marks(each)}) AND a.open_for IS NOT NULL"
        f" AND NOT EXISTS ({blocked} b.blocker_id = l.person_id AND b.blocked_id = a.caller_id)"
        f" AND NOT EXISTS ({blocked} b.blocker_id = a.caller_id AND b.blocked_id = l.person_id)"
        f" UNION ALL SELECT a.open_for, {named}, NULL, NULL FROM alert a"
        f" WHERE a.open_for IN ({marks(each)}) ORDER BY launched_at DESC",
        *each,
    )


async def alarmed_since(db: Database, since: int) -> list[Row]:
    return await db.rows(
        "SELECT l.person_id, l.alert_id, a.launched_at FROM place l JOIN alert a"
        " ON a.id = l.alert_id WHERE l.alarmed_at >= $1 AND l.state = 'alarmed'"
        " AND a.open_for IS NOT NULL",
        since,
    )


async def due_refills(db: Database, now: int) -> list[str]:
    rows = await db.rows(
        "SELECT id FROM alert WHERE state = 'running' AND open_for IS NOT NULL"
        " AND refill_at <= $1 ORDER BY refill_at LIMIT 50",
        now,
    )
    return [row["id"] for row in rows]


async def due_closings(db: Database, now: int) -> list[str]:
    rows = await db.rows(
        "SELECT id FROM alert WHERE open_for IS NOT NULL AND window_ends_at <= $1", now
    )
    return [row["id"] for row in rows]


async def past(db: Database, person_id: str) -> list[Row]:
    """Her closed alerts whose text still lives, newest first."""
    return await db.rows(
        "SELECT a.id, a.room_id, a.launched_at, r.closed_at, r.text_dies_at, r.held"
        " FROM alert a JOIN room r ON r.id = a.room_id"
        " WHERE a.caller_id = $1 AND a.open_for IS NULL AND r.text_dies_at IS NOT NULL"
        " ORDER BY a.launched_at DESC",
        person_id,
    )


async def open_alerts(db: Database, departments: Sequence[str]) -> list[Row]:
    """Open windows in these départements, and those whose place nobody knows."""
    within = f"a.department IN ({marks(departments)}) OR " if departments else ""
    return await db.rows(
        "SELECT a.*,"  # noqa: S608  placeholders only
        " (SELECT count(*) FROM place l WHERE l.alert_id = a.id) AS alarmed,"
        " (SELECT count(*) FROM place l WHERE l.alert_id = a.id"
        " AND l.state IN ('seen', 'acting')) AS seen,"
        " (SELECT count(*) FROM place l WHERE l.alert_id = a.id AND l.state = 'acting') AS acting"
        f" FROM alert a WHERE a.open_for IS NOT NULL AND ({within}a.department IS NULL)"
        " ORDER BY a.launched_at DESC",
        *departments,
    )


async def add_call(**values: Any) -> bool:
    """False when this tap is already known."""
    if await Call.filter(id=values["id"]).exists():
        return False
    await Call.create(**values)
    return True


async def end_call(call_id: str, person_id: str, outcome: str) -> int:
    return await Call.filter(id=call_id, person_id=person_id, outcome=None).update(outcome=outcome)


async def drop_closed_before(db: Database, before: int) -> int:
    """Who was alarmed by alerts long closed is forgotten; the anonymous figures stay."""
    old = "SELECT id FROM alert WHERE open_for IS NULL AND window_ends_at <= $1"
    for table in ("wave", "call", "press"):
        await db.run(f"DELETE FROM {table} WHERE alert_id IN ({old})", before)  # noqa: S608
    return await db.run(f"DELETE FROM place WHERE alert_id IN ({old})", before)  # noqa: S608


async def told_out(db: Database, before: int) -> list[Row]:
    """Alerts long closed whose text is gone too, and that still say whose they were."""
    return await db.rows(
        "SELECT a.id, a.room_id FROM alert a JOIN room r ON r.id = a.room_id"
        " WHERE a.open_for IS NULL AND a.window_ends_at <= $1 AND a.caller_id <> ''"
        " AND r.text_dies_at IS NULL",
        before,
    )


async def figures() -> list[dict[str, Any]]:
    return await Alert.all().values("first_sign_ms", "first_contact_ms", "contacts_first_minute")


def place_id(alert_id: str, person_id: str) -> str:
    return f"{alert_id}:{person_id}"
