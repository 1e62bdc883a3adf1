"""What is written in a channel: sealed and told, opened and read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

import msgspec

from server import audience, crypto, errors, metrics
from server.conversations import store
from server.conversations.messages import (
    Channel,
    Entries,
    Entry,
    EntryKind,
    RoomEntry,
    RoomHead,
)
from server.conversations.tables import Participant
from server.engines.database import Row
from server.services import Services, Tx
from server.vault import actions as vault
from server.wire import Event


class Body(msgspec.Struct, frozen=True):
    """The sealed part of an entry."""

    text: str | None = None
    detail: str | None = None


async def do_append(
    services: Services,
    tx: Tx,
    room_id: str,
    channel: str,
    kind: EntryKind,
    by: Participant | None = None,
    *,
    text: str | None = None,
    detail: str | None = None,
    client_id: str | None = None,
) -> Entry:
    """Add an entry to a channel and tell its readers after the commit.

    The channel's head row is taken first: writers of one channel queue here, `seq` has no gap,
    and a repeated `client_id` finds its first result.
    """
    (seq,) = await _next(services, room_id, channel)
    if by and client_id and (told := await _repeat(services, room_id, channel, by, client_id)):
        await store.give_back(services.db, room_id, channel)
        return told
    entry = Entry(
        seq=seq,
        kind=kind,
        at=services.clock.now(),
        who=by.id if by else None,
        name=(await _names(services, [by]))[0] if by else None,
        text=text,
        detail=detail,
        client_id=client_id,
    )
    await _save(services, tx, room_id, [(channel, entry)])
    return entry


async def do_append_each(
    services: Services,
    tx: Tx,
    room_id: str,
    channels: Iterable[str],
    kind: EntryKind,
    by: Sequence[Participant],
) -> None:
    """The same, without words, in each of these channels, by each of these: in this order."""
    seqs = {name: await _next(services, room_id, name, len(by)) for name in channels}
    names, at = await _names(services, by), services.clock.now()
    made = [
        (channel, Entry(seq=seq, kind=kind, at=at, who=one.id, name=name))
        for channel, numbers in seqs.items()
        for seq, one, name in zip(numbers, by, names, strict=True)
    ]
    await _save(services, tx, room_id, made)


async def _next(services: Services, room_id: str, channel: str, many: int = 1) -> range:
    """Raises NotFound: the channel is gone with its room."""
    seqs = await store.next_seqs(services.db, room_id, channel, many)
    if seqs is None:
        raise errors.NotFound
    return seqs


async def _names(services: Services, by: Sequence[Participant]) -> list[str | None]:
    held = await store.pseudonyms(services.db, [one.person_id for one in by])
    return [held.get(one.person_id) for one in by]


async def _save(
    services: Services, tx: Tx, room_id: str, made: Sequence[tuple[str, Entry]]
) -> None:
    """Channels, and what is added to them."""
    rows = [await _row(services, room_id, channel, entry) for channel, entry in made]
    await store.add_entries(services.db, rows)
    for channel, entry in made:
        tx.tell(audience.channel(room_id, channel), _told(room_id, channel, entry))


async def _row(services: Services, room: str, channel: str, entry: Entry) -> tuple[object, ...]:
    key_id, sealed = await _sealed(services, room, channel, entry)
    entry_id = f"{room}:{channel}:{entry.seq}"
    said = entry.seq, entry.kind, entry.at, entry.who, entry.client_id
    return entry_id, room, channel, *said, key_id, sealed


async def _sealed(
    services: Services, room: str, channel: str, entry: Entry
) -> tuple[str | None, bytes | None]:
    """Key and body. Nobody's words are lost in silence; the size of a wave, whose key is damaged,
    must stop no alarm."""
    if entry.text is None and entry.detail is None:
        return None, None
    try:
        key = await vault.text_key(services, room, entry.who or "", entry.at)
    except crypto.Unreadable:
        if entry.text is not None:
            raise
        metrics.unreadable.inc()
        return None, None
    body = msgspec.json.encode(Body(entry.text, entry.detail)).decode()
    return key.id, key.seal(body, _place(room, channel, entry.seq))


async def _repeat(
    services: Services, room_id: str, channel: str, by: Participant, client_id: str
) -> Entry | None:
    held = await store.entry_by_client(room_id, channel, by.id, client_id)
    if held is None:
        return None
    return (await read(services, room_id, channel, held.seq - 1, 1))[0]


class Missing(NamedTuple):
    """What a page of this channel does not have yet."""

    room: str
    channel: str
    after: int
    limit: int


async def read_all(services: Services, wanted: Sequence[Missing]) -> list[Entries]:
    """Fifty who come back to one room are one question. Whether they may read was asked before."""
    each = list(dict.fromkeys(wanted))
    heads = await store.heads_of(services.db, [(one.room, one.channel) for one in each])
    found = {
        one: Entries(entries=await read(services, *one), head=heads.get(one[:2], 0)) for one in each
    }
    return [found[one] for one in wanted]


async def read(
    services: Services, room_id: str, channel: str, after: int, limit: int
) -> list[Entry]:
    rows = await store.entries_after(services.db, room_id, channel, after, limit)
    return [_entry(services, room_id, channel, row) for row in rows]


def _entry(services: Services, room_id: str, channel: str, row: Row) -> Entry:
    body, kind = _body(services, room_id, channel, row)
    return Entry(
        seq=row["seq"],
        kind=kind,
        at=row["at"],
        who=row["participant_id"],
        name=row["pseudonym"],
        text=body.text,
        detail=body.detail,
        client_id=row["client_id"],
    )


def _body(services: Services, room_id: str, channel: str, row: Row) -> tuple[Body, EntryKind]:
    """What was sealed, and the kind to show: words that cannot be read are `erased`, and hold up
    no others."""
    kind: EntryKind = row["kind"]
    if row["body_sealed"] is None:
        return Body(), "erased" if kind == "said" else kind
    if row["wrapped"] is None:
        return Body(), "erased"
    place, sealed = _place(room_id, channel, row["seq"]), bytes(row["body_sealed"])
    try:
        body = vault.opened(services, {**row, "id": row["key_id"]}).unseal(sealed, place)
    except crypto.Unreadable:
        metrics.unreadable.inc()
        return Body(), "erased"
    return msgspec.json.decode(body, type=Body), kind


async def heads_since(services: Services, since: int) -> list[tuple[audience.Audience, Event]]:
    """What was said lately, for pages that heard nothing of it."""
    return [
        (
            audience.channel(row["room_id"], row["channel"]),
            RoomHead(room=row["room_id"], channel=_channel(row["channel"]), seq=row["seq"]),
        )
        for row in await store.heads_since(services.db, since)
    ]


def _told(room_id: str, channel: str, entry: Entry) -> RoomEntry:
    return RoomEntry(room=room_id, channel=_channel(channel), entry=entry)


def _channel(name: str) -> Channel:
    return cast(Channel, name)


def _place(room_id: str, channel: str, seq: int) -> str:
    return f"entry|body_sealed|{room_id}|{channel}|{seq}"
