"""SQL of rooms, participants, channels and entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.conversations.tables import ChannelHead, Entry, Participant, Room
from server.engines.database import Database, Row, found, marks, padded

NAMES = (
    "SELECT t.id, t.person_id, t.side, t.partition, t.joined_at, t.left_at, t.shares, t.shows_her,"
    " t.wrote_her, p.pseudonym, p.banned_at FROM participant t JOIN person p ON p.id = t.person_id"
    " WHERE t.room_id = $1"
)


async def add_room(room_id: str, kind: str, now: int, channels: Sequence[str]) -> None:
    await Room.create(id=room_id, kind=kind, opened_at=now)
    await ChannelHead.bulk_create(
        [
            ChannelHead(id=head_id(room_id, name), room_id=room_id, channel=name, seq=0)
            for name in channels
        ]
    )


async def room(room_id: str) -> Room | None:
    return await found(Room, id=room_id)


async def update_room(room_id: str, **values: Any) -> None:
    await Room.filter(id=room_id).update(**values)


async def open_rooms_of(db: Database, people: Sequence[str]) -> list[Row]:
    each = padded(people)
    return await db.rows(
        "SELECT t.person_id, t.id, t.room_id, t.side, t.partition, r.kind FROM participant t"  # noqa: S608
        " JOIN room r ON r.id = t.room_id"
        # the sign keeps SQLite from reading all who have not left instead
        f" WHERE t.person_id IN ({marks(each)}) AND +t.left_at IS NULL AND r.closed_at IS NULL",
        *each,
    )


async def participant(room_id: str, person_id: str) -> Participant | None:
    return await found(Participant, room_id=room_id, person_id=person_id)


async def standings(
    db: Database, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Room, Participant]]:
    """By room and person, those who are or were in it: asked before whatever anybody reads or
    says."""
    each = [one for pair in padded(wanted) for one in pair]
    # SQLite would read everybody for a list of pairs
    any_of = " OR ".join(
        f"(t.room_id = ${n} AND t.person_id = ${n + 1})" for n in range(1, len(each), 2)
    )
    rows = await db.rows(
        "SELECT t.id, t.room_id, t.person_id, t.side, t.partition, t.joined_at, t.left_at,"  # noqa: S608
        " t.shares, t.shows_her, t.wrote_her, r.kind, r.opened_at, r.closed_at, r.text_dies_at,"
        f" r.held FROM participant t JOIN room r ON r.id = t.room_id WHERE {any_of}",
        *each,
    )
    return {(row["room_id"], row["person_id"]): _standing(row) for row in rows}


def _standing(row: Row) -> tuple[Room, Participant]:
    room = Room._init_from_db(**row | {"id": row["room_id"]})
    return room, Participant._init_from_db(**row)


async def participant_by_id(room_id: str, participant_id: str) -> Participant | None:
    return await Participant.get_or_none(id=participant_id, room_id=room_id)


async def add_participants(made: Sequence[Participant]) -> None:
    await Participant.bulk_create(made)


async def come_back(db: Database, ids: Sequence[str]) -> None:
    """These participants had left."""
    sql = "UPDATE participant SET left_at = NULL WHERE id = $1"
    await db.many(sql, [(one,) for one in ids])


async def sharing(db: Database, ids: Sequence[str]) -> dict[str, Row]:
    """Those of these participants who are still there, and whom they show where they are."""
    each = padded(ids)
    rows = await db.rows(
        "SELECT id, shares, shows_her FROM participant"  # noqa: S608  placeholders only
        f" WHERE left_at IS NULL AND id IN ({marks(each)})",
        *each,
    )
    return {row["id"]: row for row in rows}


async def update_participant(participant_id: str, **values: Any) -> None:
    await Participant.filter(id=participant_id).update(**values)


async def left_since(db: Database, since: int) -> list[Row]:
    """Who left lately, in whatever process: their sockets must hear no more."""
    return await db.rows(
        "SELECT t.person_id, t.room_id, r.kind FROM participant t JOIN room r ON r.id = t.room_id"
        " WHERE t.left_at >= $1",
        since,
    )


async def end_membership(db: Database, room_id: str, now: int) -> int:
    """Everybody but the caller leaves."""
    return await db.run(
        "UPDATE participant SET left_at = $1"
        " WHERE room_id = $2 AND side <> 'caller' AND left_at IS NULL",
        now,
        room_id,
    )


async def people(db: Database, room_id: str) -> list[Row]:
    """Participants with their pseudonyms, in the order they came."""
    return await db.rows(NAMES + " ORDER BY t.joined_at, t.id", room_id)


async def named(db: Database, room_id: str, ids: Sequence[str]) -> list[Row]:
    """Some of them, in that order."""
    each = padded(ids)
    rows = await db.rows(f"{NAMES} AND t.id IN ({marks(each, 2)})", room_id, *each)
    held = {row["id"]: row for row in rows}
    return [held[one] for one in ids]


async def pseudonyms(db: Database, people: Sequence[str]) -> dict[str, str]:
    each = padded(people)
    sql = f"SELECT id, pseudonym FROM person WHERE id IN ({marks(each)})"  # noqa: S608
    return {row["id"]: row["pseudonym"] for row in await db.rows(sql, *each)}


async def next_seqs(db: Database, room_id: str, channel: str, many: int) -> range | None:
    """So many of the channel's next seqs; its row is now this transaction's."""
    sql = "UPDATE channel_head SET seq = seq + $2 WHERE id = $1 RETURNING seq"
    rows = await db.rows(sql, head_id(room_id, channel), many)
    return range(rows[0]["seq"] - many + 1, rows[0]["seq"] + 1) if rows else None


async def give_back(db: Database, room_id: str, channel: str) -> None:
    """That seq was not needed."""
    sql = "UPDATE channel_head SET seq = seq - 1 WHERE id = $1"
    await db.run(sql, head_id(room_id, channel))


async def heads(db: Database, room_id: str) -> dict[str, int]:
    rows = await db.rows("SELECT channel, seq FROM channel_head WHERE room_id = $1", room_id)
    return {row["channel"]: row["seq"] for row in rows}


async def kept_head(db: Database, room_id: str, channel: str) -> int | None:
    """How far the channel goes. Until the transaction ends nobody destroys it; None: somebody
    has."""
    sql = f"SELECT seq FROM channel_head WHERE id = $1{db.kept}"  # noqa: S608  a constant
    found = await db.row(sql, head_id(room_id, channel))
    return int(found["seq"]) if found else None


async def heads_of(db: Database, channels: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The last `seq` of each (room, channel)."""
    each = padded([head_id(*channel) for channel in channels])
    rows = await db.rows(
        f"SELECT room_id, channel, seq FROM channel_head WHERE id IN ({marks(each)})",  # noqa: S608
        *each,
    )
    return {(row["room_id"], row["channel"]): row["seq"] for row in rows}


async def add_entries(db: Database, rows: Sequence[Sequence[object]]) -> None:
    """Rows of (id, room, channel, seq, kind, at, participant, client_id, key, sealed body)."""
    await db.many(
        "INSERT INTO entry (id, room_id, channel, seq, kind, at, participant_id, client_id,"
        " key_id, body_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rows,
    )


async def heads_since(db: Database, since: int) -> list[Row]:
    """How far each channel goes in which something was said lately."""
    return await db.rows(
        "SELECT room_id, channel, max(seq) AS seq FROM entry WHERE at >= $1"
        " GROUP BY room_id, channel",
        since,
    )


async def entry_by_client(
    room_id: str, channel: str, participant_id: str, client_id: str
) -> Entry | None:
    return await found(
        Entry, room_id=room_id, channel=channel, participant_id=participant_id, client_id=client_id
    )


async def entries_after(
    db: Database, room_id: str, channel: str, after: int, limit: int
) -> list[Row]:
    """Entries with the names of their authors and their wrapped keys; a key that was destroyed is
    null."""
    return await db.rows(
        "SELECT e.seq, e.kind, e.at, e.participant_id, e.client_id, e.key_id, e.body_sealed,"
        " k.epoch, k.wrapped, p.pseudonym FROM entry e LEFT JOIN data_key k ON k.id = e.key_id"
        " LEFT JOIN participant t ON t.id = e.participant_id"
        " LEFT JOIN person p ON p.id = t.person_id"
        " WHERE e.room_id = $1 AND e.channel = $2 AND e.seq > $3 ORDER BY e.seq LIMIT $4",
        room_id,
        channel,
        after,
        limit,
    )


async def move_read_mark(
    db: Database, room_id: str, participant_id: str, channel: str, seq: int
) -> int:
    """Forward only; the mark as it stands now."""
    found = await db.rows(
        "INSERT INTO read_mark (id, room_id, participant_id, channel, seq)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE"
        " SET seq = CASE WHEN read_mark.seq > excluded.seq THEN read_mark.seq"
        " ELSE excluded.seq END RETURNING seq",
        f"{participant_id}:{channel}",
        room_id,
        participant_id,
        channel,
        seq,
    )
    return int(found[0]["seq"])


async def over_text(db: Database, now: int) -> list[Row]:
    """Rooms whose text has reached its end, and that nobody holds as evidence."""
    return await db.rows("SELECT id, kind FROM room WHERE text_dies_at <= $1 AND NOT held", now)


async def drop_text(db: Database, room_id: str) -> int:
    await db.run("UPDATE room SET text_dies_at = NULL WHERE id = $1", room_id)
    return await db.run("DELETE FROM entry WHERE room_id = $1", room_id)


async def lock_heads(db: Database, room_id: str) -> None:
    """Every channel of the room is this transaction's."""
    await db.rows("SELECT id FROM channel_head WHERE room_id = $1 ORDER BY id", room_id, lock=True)


async def drop_room(db: Database, room_id: str) -> None:
    for table in ("entry", "read_mark", "channel_head", "participant"):
        await db.run(f"DELETE FROM {table} WHERE room_id = $1", room_id)  # noqa: S608
    await db.run("DELETE FROM room WHERE id = $1", room_id)


async def spoken_in(db: Database, room_id: str, participant_id: str) -> list[str]:
    """The channels that hold words of hers. The others must not learn that she is here."""
    rows = await db.rows(
        "SELECT DISTINCT channel FROM entry"
        " WHERE room_id = $1 AND participant_id = $2 AND kind = 'said' AND body_sealed IS NOT NULL",
        room_id,
        participant_id,
    )
    return sorted(row["channel"] for row in rows)


async def drop_bodies(db: Database, room_id: str, participant_id: str) -> int:
    """Blank one person's words; their place in the order stays."""
    return await db.run(
        "UPDATE entry SET body_sealed = NULL, key_id = NULL"
        " WHERE room_id = $1 AND participant_id = $2 AND body_sealed IS NOT NULL",
        room_id,
        participant_id,
    )


def head_id(room_id: str, channel: str) -> str:
    return f"{room_id}:{channel}"
