"""SQL of officers, their conversations and disclosures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.desk.tables import Disclosure
from server.engines.database import Database, Row, marks, padded
from server.helpline.tables import Officer

_COLLEAGUE = (
    "SELECT o.person_id, o.team_id, o.kind, o.duty, o.seen_until, p.pseudonym,"
    " (SELECT count(*) FROM participant t JOIN visit v ON v.room_id = t.room_id"
    " WHERE t.person_id = o.person_id AND t.left_at IS NULL AND v.state = 'talking') AS talks"
    " FROM officer o JOIN person p ON p.id = o.person_id WHERE p.banned_at IS NULL"
)


async def add_officer(**values: Any) -> None:
    await Officer.create(**values)


async def update_officer(person_id: str, **values: Any) -> int:
    return await Officer.filter(person_id=person_id).update(**values)


async def see(db: Database, ids: Sequence[str], until: int) -> None:
    """These officers' pages are connected until then."""
    if ids:
        each = padded(ids)
        await db.run(
            f"UPDATE officer SET seen_until = $1 WHERE person_id IN ({marks(each, 2)})",  # noqa: S608
            until,
            *each,
        )


async def colleagues(db: Database) -> list[Row]:
    """Everybody of the desk, with how many conversations each holds."""
    return await db.rows(_COLLEAGUE + " ORDER BY p.pseudonym, o.person_id")


async def colleague(db: Database, person_id: str) -> Row | None:
    return await db.row(_COLLEAGUE + " AND o.person_id = $1", person_id)


async def talks(db: Database, people: Sequence[str]) -> list[Row]:
    """The conversations these people are in, with their own name there."""
    each = padded(people)
    return await db.rows(
        "SELECT t.person_id, t.id AS me, v.* FROM participant t"  # noqa: S608
        " JOIN visit v ON v.room_id = t.room_id"
        f" WHERE t.person_id IN ({marks(each)}) AND +t.left_at IS NULL"
        " ORDER BY COALESCE(v.taken_at, v.came_at), v.id",
        *each,
    )


async def channels(db: Database, rooms: Sequence[str], people: Sequence[str]) -> list[Row]:
    """How far each channel goes, and how far each of these people has read."""
    each, readers = padded(rooms), padded(people)
    return await db.rows(
        "SELECT h.room_id, h.channel, h.seq, t.person_id, COALESCE(m.seq, 0) AS seen"  # noqa: S608
        " FROM channel_head h JOIN participant t ON t.room_id = h.room_id"
        " LEFT JOIN read_mark m ON m.participant_id = t.id AND m.channel = h.channel"
        f" WHERE h.room_id IN ({marks(each)})"
        f" AND t.person_id IN ({marks(readers, len(each) + 1)}) ORDER BY h.channel",
        *each,
        *readers,
    )


async def visitors(db: Database, rooms: Sequence[str]) -> dict[str, str]:
    """Each visitor's name in her room."""
    each = padded(rooms)
    rows = await db.rows(
        "SELECT room_id, id FROM participant"  # noqa: S608  placeholders only
        f" WHERE side = 'visitor' AND room_id IN ({marks(each)})",
        *each,
    )
    return {row["room_id"]: row["id"] for row in rows}


async def queues(db: Database) -> list[Row]:
    """Of each team: how many wait and talk, and since when the first waits."""
    return await db.rows(
        "SELECT team_id, sum(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS waiting,"
        " sum(CASE WHEN state = 'talking' THEN 1 ELSE 0 END) AS talking,"
        " min(CASE WHEN state = 'waiting' THEN came_at END) AS first_at"
        " FROM visit GROUP BY team_id"
    )


async def add_disclosure(**values: Any) -> None:
    await Disclosure.create(**values)


async def disclosure(disclosure_id: str) -> Disclosure | None:
    return await Disclosure.get_or_none(id=disclosure_id)


async def turn(disclosure_id: str, was: str, **values: Any) -> int:
    """Change one that is still in this state."""
    return await Disclosure.filter(id=disclosure_id, state=was).update(**values)


async def keep_address(disclosure_id: str, sealed: bytes) -> None:
    await Disclosure.filter(id=disclosure_id).update(address_sealed=sealed)


async def disclosures(limit: int | None) -> list[Disclosure]:
    """The latest first."""
    held = Disclosure.all().order_by("-asked_at")
    return await (held.limit(limit) if limit else held)


async def agreed(visits: Sequence[str]) -> list[Disclosure]:
    """Of these visitors, whose address two officers wait for."""
    return await Disclosure.filter(state="agreed", visit_id__in=list(visits))


async def lapse(asked_before: int) -> int:
    """Nobody agreed in time, or she was not connected any more."""
    return await Disclosure.filter(state__in=["asked", "agreed"], asked_at__lt=asked_before).update(
        state="lapsed"
    )


async def forget_addresses(given_before: int) -> int:
    return (
        await Disclosure.filter(given_at__lt=given_before)
        .exclude(address_sealed=None)
        .update(address_sealed=None)
    )


async def forget_disclosures(before: int) -> list[str]:
    """Ids of those older than their register is kept."""
    ids = [one.id for one in await Disclosure.filter(asked_at__lt=before)]
    await Disclosure.filter(id__in=ids).delete()
    return ids
