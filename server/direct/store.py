"""SQL of wishes, and of the rooms that two people share."""

from __future__ import annotations

from server.conversations.policies import DIRECT
from server.direct.tables import Wish
from server.engines.database import Database, Row

_SHARED = (
    "SELECT r.id, r.text_dies_at, me.id AS me, o.id AS who, o.person_id, o.side, p.pseudonym,"
    " p.banned_at, h.seq AS head, COALESCE(m.seq, 0) AS seen"
    " FROM participant me JOIN room r ON r.id = me.room_id"
    " JOIN participant o ON o.room_id = r.id AND o.id <> me.id"
    " JOIN person p ON p.id = o.person_id JOIN channel_head h ON h.room_id = r.id"
    " LEFT JOIN read_mark m ON m.participant_id = me.id AND m.channel = h.channel"
    " WHERE r.kind = $1 AND me.person_id = $2 AND me.left_at IS NULL"
)


async def add_wish(db: Database, wish_id: str, alert_id: str) -> None:
    await db.run(
        "INSERT INTO wish (id, alert_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        wish_id,
        alert_id,
    )


async def drop_wish(wish_id: str) -> None:
    await Wish.filter(id=wish_id).delete()


async def wishes(alert_id: str) -> set[str]:
    return {wish.id for wish in await Wish.filter(alert_id=alert_id)}


async def drop_wishes(alert_id: str) -> None:
    await Wish.filter(alert_id=alert_id).delete()


async def chats(db: Database, person_id: str) -> list[Row]:
    """Her chats, each with the other one, the last word first."""
    return await db.rows(_SHARED + " ORDER BY r.text_dies_at DESC, r.id", DIRECT.kind, person_id)


async def shared(db: Database, person_id: str, other_id: str) -> list[str]:
    """Chats of these two."""
    sql = _SHARED + " AND o.person_id = $3"
    return [row["id"] for row in await db.rows(sql, DIRECT.kind, person_id, other_id)]
