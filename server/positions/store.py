"""SQL of positions: standings, candidates by cell, trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from server.engines.database import Database, Row, marks, padded
from server.geo import Vector
from server.positions.tables import Standing

Pool = Literal["members", "mixed", "allies"]
_WHO = {
    "members": "s.partition = 'member'",
    "mixed": "s.partition IN ('member', 'ally')",
    "allies": "(s.partition = 'ally' OR s.helps_allies)",
}
_CHORD2 = "(s.x - $1) * (s.x - $1) + (s.y - $2) * (s.y - $2) + (s.z - $3) * (s.z - $3)"
_ORDER = {
    "sqlite": _CHORD2,
    "postgres": "cube(ARRAY[s.x, s.y, s.z]) <-> cube(ARRAY[$1::float8, $2::float8, $3::float8])",
}
_KEYS = "k.epoch, k.wrapped, s.key_id, s.point_sealed, s.person_id"


FIRST_HALF = 0.004
"""Half the side of the first box SQLite looks in, as a chord of the unit sphere: 25 km."""


async def candidates(
    db: Database, origin: Vector, level: int, pool: Pool, now: int, limit: int
) -> list[Row]:
    """The reachable of one level, by the distance of their cell's centre (`chord2`, squared).

    Always from the nearest on, never from an offset: a crowd in one cell ties, and no index orders
    ties the same way twice, so that a second page could skip somebody. `wrapped` is null when the
    key of a point is gone. SQLite has no index of nearest neighbours: it looks in a box, four times
    wider as long as the sphere in the box holds fewer than asked for.
    """
    if db.dialect == "postgres":
        return await _page(db, origin, level, pool, now, limit, "")
    half = FIRST_HALF
    while True:
        rows = await _page(db, origin, level, pool, now, limit, _box(origin, half))
        if len(rows) == limit or half >= 2:
            return rows
        half *= 4


async def _page(
    db: Database, origin: Vector, level: int, pool: Pool, now: int, limit: int, within: str
) -> list[Row]:
    casts = "::float8" if db.dialect == "postgres" else ""
    chord2 = _CHORD2.replace("$1", f"$1{casts}").replace("$2", f"$2{casts}")
    near = (
        f"SELECT s.person_id, s.key_id, s.x, s.y, s.z FROM standing s"  # noqa: S608  constants
        f" WHERE s.reachable AND s.level = {int(level)} AND {_WHO[pool]}"
        f" AND (s.push_devices > 0 OR s.online_until > $4){within}"
        f" ORDER BY {_ORDER[db.dialect]} LIMIT $5"
    )
    return await db.rows(
        f"SELECT {chord2.replace('$3', '$3' + casts)} AS chord2, {_KEYS}"  # noqa: S608  constants
        f" FROM ({near}) n JOIN standing s ON s.person_id = n.person_id"
        " LEFT JOIN data_key k ON k.id = s.key_id ORDER BY 1",
        *origin,
        now,
        limit,
    )


def _box(origin: Vector, half: float) -> str:
    """Numbers of our own making. The box lets the index skip; of what it holds only the sphere
    counts, since beyond it somebody outside the box could be nearer."""
    sides = [
        f" AND s.{axis} BETWEEN {at - half!r} AND {at + half!r}"
        for axis, at in zip("xyz", origin, strict=True)
    ]
    return "".join(sides) + f" AND {_CHORD2} <= {half * half!r}"


async def standing(person_id: str) -> Standing | None:
    return await Standing.get_or_none(person_id=person_id)


async def add_standing(**values: Any) -> None:
    await Standing.create(**values)


async def update(person_id: str, **values: Any) -> None:
    await Standing.filter(person_id=person_id).update(**values)


async def lock_standings(db: Database, people: Sequence[str]) -> dict[str, Row]:
    """Locked in the order of their people, by everybody alike."""
    each = padded(people)
    rows = await db.rows(
        "SELECT person_id, point_at, key_id FROM standing"  # noqa: S608  placeholders only
        f" WHERE person_id IN ({marks(each)}) ORDER BY person_id",
        *each,
        lock=True,
    )
    return {row["person_id"]: row for row in rows}


async def set_points(db: Database, rows: Sequence[dict[str, object]]) -> None:
    names = ("level", "x", "y", "z", "key_id", "point_sealed", "point_at", "person_id")
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(names[:-1], 1))
    await db.many(
        f"UPDATE standing SET {sets} WHERE person_id = ${len(names)}",  # noqa: S608  constants
        [[row[name] for name in names] for row in rows],
    )


async def recount(db: Database, person_id: str, now: int) -> None:
    """Set `reachable` from what it stands for."""
    await db.run(
        "UPDATE standing SET reachable = (eligible AND (push_devices > 0 OR online_until > $1))"
        " WHERE person_id = $2",
        now,
        person_id,
    )


async def online(db: Database, people: Sequence[str], until: int) -> None:
    """These people have an open socket; say so until then."""
    await db.many(
        "UPDATE standing SET online_until = $1, reachable = eligible WHERE person_id = $2",
        [(until, person) for person in people],
    )


async def offline_by(db: Database, people: Sequence[str], when: int) -> list[str]:
    """Those of them whose page would no longer count as open then."""
    each = padded(people)
    rows = await db.rows(
        "SELECT person_id FROM standing WHERE online_until < $1"  # noqa: S608  placeholders only
        f" AND person_id IN ({marks(each, 2)})",
        when,
        *each,
    )
    return [row["person_id"] for row in rows]


async def leaving(db: Database, people: Sequence[str], until: int) -> None:
    await db.many(
        "UPDATE standing SET online_until = $1 WHERE person_id = $2",
        [(until, person) for person in people],
    )


async def sweep_unreachable(db: Database, now: int) -> int:
    """Nobody is reachable by a socket that was last heard of too long ago."""
    return await db.run(
        "UPDATE standing SET reachable = FALSE"
        " WHERE reachable AND push_devices = 0 AND online_until <= $1",
        now,
    )


async def count_within(db: Database, asker: Standing, chord: float) -> int:
    """Others of the asker's partition whose cell's centre is within a chord of hers."""
    casts = "::float8" if db.dialect == "postgres" else ""
    terms = _CHORD2.replace("s.", "")
    for mark in ("$1", "$2", "$3"):
        terms = terms.replace(mark, mark + casts)
    found = await db.row(
        "SELECT count(*) AS n FROM standing"  # noqa: S608  constants
        f" WHERE eligible AND level IS NOT NULL AND {terms} <= $4"
        " AND partition = $5 AND person_id <> $6",
        asker.x,
        asker.y,
        asker.z,
        chord * chord,
        asker.partition,
        asker.person_id,
    )
    return int(found["n"]) if found else 0


async def unopened_since(db: Database, before: int) -> list[str]:
    """People whose last known point is older than its lifetime."""
    rows = await db.rows("SELECT person_id FROM standing WHERE point_at < $1", before)
    return [row["person_id"] for row in rows]


async def add_trail(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (room, participant, at, key, sealed point)."""
    await db.many(
        "INSERT INTO trail_point (room_id, participant_id, at, key_id, point_sealed)"
        " VALUES ($1, $2, $3, $4, $5)",
        rows,
    )


async def trail(db: Database, room: str, participants: Sequence[str]) -> list[Row]:
    """The trail of these participants, oldest first, with its wrapped keys."""
    return await db.rows(
        "SELECT t.participant_id, t.point_sealed, t.key_id, k.epoch, k.wrapped"  # noqa: S608
        " FROM trail_point t JOIN data_key k ON k.id = t.key_id"
        f" WHERE t.room_id = $1 AND t.participant_id IN ({marks(participants, 2)}) ORDER BY t.at",
        room,
        *participants,
    )


async def latest(db: Database, room: str, participants: Sequence[str]) -> list[Row]:
    """The newest point of each of these participants of a room; of everybody when none is named."""
    each = padded(participants) if participants else []
    only = f" AND t.participant_id IN ({marks(each, 2)})" if each else ""
    return await db.rows(
        "SELECT t.participant_id, t.point_sealed, t.key_id, k.epoch, k.wrapped"  # noqa: S608
        " FROM trail_point t JOIN data_key k ON k.id = t.key_id"
        " WHERE t.room_id = $1 AND (t.participant_id, t.at) IN"
        " (SELECT participant_id, max(at) FROM trail_point WHERE room_id = $1"
        f" GROUP BY participant_id){only}",
        room,
        *each,
    )


async def drop_trail_before(db: Database, before: int) -> int:
    return await db.run("DELETE FROM trail_point WHERE at <= $1", before)


async def drop_trail(db: Database, room: str, participant: str = "") -> int:
    sql = "DELETE FROM trail_point WHERE room_id = $1"
    if participant:
        return await db.run(sql + " AND participant_id = $2", room, participant)
    return await db.run(sql, room)
