"""SQL of visits, queues, teams and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.engines.database import Database, Row, found, marks, padded
from server.helpline.tables import Helped, Shift, Team, UsedTicket, Visit

_VIEW = (
    "SELECT v.*, p.id AS me, h.seq AS head,"
    " (SELECT count(*) FROM visit w WHERE v.state = 'waiting' AND w.team_id = v.team_id"
    " AND w.state = 'waiting' AND (w.came_at, w.id) <= (v.came_at, v.id)) AS place"
    " FROM visit v JOIN participant p ON p.room_id = v.room_id AND p.person_id = v.id"
    " JOIN channel_head h ON h.room_id = v.room_id AND h.channel = 'all'"
)


async def teams() -> list[Team]:
    return await Team.all().order_by("id")


async def shifts() -> list[Shift]:
    return await Shift.all()


async def add_team(**values: Any) -> None:
    await Team.create(**values)


async def add_shift(**values: Any) -> None:
    await Shift.create(**values)


async def there(db: Database, now: int) -> dict[str, int]:
    """How many officers of each team are on duty and connected."""
    rows = await db.rows(
        "SELECT o.team_id, count(*) AS n FROM officer o JOIN person p ON p.id = o.person_id"
        " WHERE o.kind = 'officer' AND o.duty AND o.seen_until > $1 AND p.banned_at IS NULL"
        " GROUP BY o.team_id",
        now,
    )
    return {row["team_id"]: row["n"] for row in rows}


async def add_visit(**values: Any) -> None:
    await Visit.create(**values)


async def visit(visit_id: str, *, locked: bool = False) -> Visit | None:
    return await found(Visit, id=visit_id, locked=locked)


async def visit_by_ticket(ticket: str) -> Visit | None:
    return await found(Visit, ticket=ticket)


async def visit_by_room(room_id: str, *, locked: bool = False) -> Visit | None:
    return await found(Visit, room_id=room_id, locked=locked)


async def use_ticket(ticket: str, now: int) -> None:
    await UsedTicket.create(id=ticket, at=now)


async def ticket_used(ticket: str) -> bool:
    return await found(UsedTicket, id=ticket) is not None


async def used_since(db: Database, since: int) -> int:
    """Visits begun, whatever became of them."""
    rows = await db.rows("SELECT count(*) AS n FROM used_ticket WHERE at >= $1", since)
    return int(rows[0]["n"])


async def forget_tickets(before: int) -> int:
    return await UsedTicket.filter(at__lt=before).delete()


async def proofs(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    each = padded(ids)
    rows = await db.rows(
        f"SELECT id, secret_digest, language FROM visit WHERE id IN ({marks(each)})",  # noqa: S608
        *each,
    )
    return {row["id"]: row for row in rows}


async def views(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    """Each with its place in the queue (0: answered), its own name in the room, and the head of
    what is said."""
    each = padded(ids)
    rows = await db.rows(f"{_VIEW} WHERE v.id IN ({marks(each)})", *each)
    return {row["id"]: row for row in rows}


async def helped_by(db: Database, visits: Sequence[str]) -> list[Row]:
    """Who talks with these visitors."""
    each = padded(visits)
    return await db.rows(
        "SELECT v.id, t.person_id FROM visit v JOIN participant t ON t.room_id = v.room_id"  # noqa: S608
        " JOIN officer o ON o.person_id = t.person_id"
        f" WHERE v.id IN ({marks(each)}) AND +t.left_at IS NULL",
        *each,
    )


async def helpers(db: Database, rooms: Sequence[str]) -> list[Row]:
    """Who talks with the visitors of these rooms."""
    each = padded(rooms)
    return await db.rows(
        "SELECT t.room_id, t.id AS who, t.person_id, p.pseudonym AS name, o.kind, o.seen_until"  # noqa: S608
        " FROM participant t JOIN person p ON p.id = t.person_id"
        " JOIN officer o ON o.person_id = t.person_id"
        f" WHERE t.room_id IN ({marks(each)}) AND +t.left_at IS NULL"
        " ORDER BY t.joined_at, t.id",
        *each,
    )


async def waiting(db: Database) -> list[Row]:
    """Everybody who waits, in the order they came."""
    return await db.rows("SELECT * FROM visit WHERE state = 'waiting' ORDER BY came_at, id")


async def last_came(db: Database, team_id: str) -> int:
    """When the last of this queue came; until the transaction ends nobody else comes into it. Who
    is told a place is never overtaken by somebody whose beginning was committed later."""
    await db.rows("SELECT id FROM team WHERE id = $1", team_id, lock=True)
    rows = await db.rows(
        "SELECT max(came_at) AS at FROM visit WHERE team_id = $1 AND state = 'waiting'", team_id
    )
    return rows[0]["at"] or 0


async def update_visit(visit_id: str, **values: Any) -> int:
    return await Visit.filter(id=visit_id).update(**values)


async def take(visit_id: str, now: int) -> int:
    """Answered, unless somebody else was first."""
    return await Visit.filter(id=visit_id, state="waiting").update(state="talking", taken_at=now)


async def move(visit_id: str, team_id: str, near: bool) -> int:
    """Into another queue, if she still waits."""
    return await Visit.filter(id=visit_id, state="waiting").update(team_id=team_id, near=near)


async def raise_alarm(db: Database, ids: Sequence[str], level: int) -> list[Row]:
    """Of these, those who still wait, in the order they came."""
    each = padded(ids)
    rows = await db.rows(
        "UPDATE visit SET alarm = $1 WHERE state = 'waiting' AND alarm < $1"  # noqa: S608
        f" AND id IN ({marks(each, 2)}) RETURNING *",
        level,
        *each,
    )
    return sorted(rows, key=lambda row: (row["came_at"], row["id"]))


async def unheld(db: Database, seen_before: int) -> list[Row]:
    """Conversations in which no officer has been connected since."""
    return await db.rows(
        "SELECT v.* FROM visit v WHERE v.state = 'talking' AND v.taken_at < $1 AND NOT EXISTS"
        " (SELECT 1 FROM participant t JOIN officer o ON o.person_id = t.person_id"
        " WHERE t.room_id = v.room_id AND t.left_at IS NULL AND o.kind = 'officer'"
        " AND o.seen_until > $1)",
        seen_before,
    )


async def drop_visit(visit_id: str) -> int:
    return await Visit.filter(id=visit_id).delete()


async def see(db: Database, ids: Sequence[str], until: int) -> None:
    """These visitors' pages count as connected until then."""
    if ids:
        each = padded(ids)
        await db.run(
            f"UPDATE visit SET seen_until = $1 WHERE NOT gone AND id IN ({marks(each, 2)})",  # noqa: S608
            until,
            *each,
        )


async def living(db: Database, ids: Sequence[str]) -> set[str]:
    """Those of these visits somebody may still come back to."""
    each = padded(ids)
    rows = await db.rows(
        f"SELECT id FROM visit WHERE NOT gone AND id IN ({marks(each)})",  # noqa: S608
        *each,
    )
    return {row["id"] for row in rows}


async def add_helped(**values: Any) -> None:
    await Helped.create(**values)


async def lately(db: Database, team_id: str, since_day: int, limit: int) -> list[int]:
    """How long conversations of a team took, of late."""
    rows = await db.rows(
        "SELECT talked_ms FROM helped WHERE team_id = $1 AND day >= $2 AND talked_ms IS NOT NULL"
        " ORDER BY day DESC LIMIT $3",
        team_id,
        since_day,
        limit,
    )
    return [row["talked_ms"] for row in rows]


async def helped_since(db: Database, day: int) -> list[Row]:
    return await db.rows(
        "SELECT day, outcome, waited_ms, talked_ms FROM helped WHERE day >= $1 ORDER BY day DESC",
        day,
    )


async def forget_helped(before_day: int) -> int:
    return await Helped.filter(day__lt=before_day).delete()
