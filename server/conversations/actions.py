"""The room engine: verbs that every kind of room shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

import msgspec

from server import audience, errors
from server.actor import Actor
from server.conversations import rules, store
from server.conversations.messages import (
    Channel,
    Entries,
    Entry,
    EntryKind,
    Marked,
    MarkRead,
    RoomEntry,
    RoomHead,
    RoomRead,
    Said,
    Say,
    Sync,
)
from server.conversations.policies import POLICIES, Policy
from server.conversations.tables import Participant, Room
from server.people import store as people
from server.services import Services, Tx
from server.vault import actions as vault
from server.wire import Event


class Body(msgspec.Struct, frozen=True):
    """The sealed part of an entry."""

    text: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Standpoint:
    """Somebody in a room, and what she may read there."""

    room: Room
    participant: Participant
    channels: tuple[str, ...]

    def may(self, channel: str) -> None:
        """Raises NotFound: a channel that is not hers does not exist for her."""
        if channel not in self.channels:
            raise errors.NotFound


BeforeSaid = Callable[[Services, Standpoint, str], Awaitable[None]]
BEFORE_SAID: dict[str, BeforeSaid] = {}
"""What a kind of room locks before one of its channels is. Whoever needs both takes them in this
order, or two people would wait for each other."""
AfterSaid = Callable[[Services, Tx, Standpoint, str], Awaitable[None]]
AFTER_SAID: dict[str, AfterSaid] = {}
"""What a kind of room does, in the same transaction, when somebody has written in it."""
AfterBlocked = Callable[[Services, Tx, str, str], Awaitable[None]]
AFTER_BLOCKED: list[AfterBlocked] = []
"""What else happens, in the same transaction, when one person blocks another."""


async def do_open(services: Services, policy: Policy) -> str:
    """A new room. Call inside a transaction."""
    room_id, now = services.ids.new(), services.clock.now()
    await store.add_room(room_id, policy.kind, now, policy.channels)
    await _put_off(room_id, policy, now)
    return room_id


async def _put_off(room_id: str, policy: Policy, now: int) -> None:
    """A room that goes with its text lives on from each word."""
    if policy.kept_for is None:
        await store.update_room(room_id, text_dies_at=now + policy.text_lives_ms)


async def do_enter(
    services: Services, room_id: str, person_id: str, side: str, partition: str
) -> Participant:
    """Somebody takes part from now on (again, if she had left)."""
    now = services.clock.now()
    held = await store.participant(room_id, person_id)
    if held is None:
        return await store.add_participant(
            id=services.ids.new(),
            room_id=room_id,
            person_id=person_id,
            side=side,
            partition=partition,
            joined_at=now,
        )
    if held.left_at is not None:
        await store.update_participant(held.id, left_at=None)
        held.left_at = None
    return held


async def standpoint(room_id: str, person_id: str) -> Standpoint:
    """Raises NotFound to a stranger, Closed to whom the room is closed."""
    room = await store.room(room_id)
    held = await store.participant(room_id, person_id)
    if room is None or held is None or held.left_at is not None:
        raise errors.NotFound
    policy, closed = POLICIES[room.kind], room.closed_at is not None
    channels = policy.readable(held.side, held.partition, closed=closed)
    if not channels:
        raise errors.Closed
    return Standpoint(room, held, channels)


async def participant(room_id: str, person_id: str) -> Participant | None:
    return await store.participant(room_id, person_id)


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
    seq = await store.next_seq(services.db, room_id, channel)
    if seq is None:
        raise errors.NotFound
    if by and client_id and (told := await _repeat(services, room_id, channel, by, client_id)):
        await store.give_back(services.db, room_id, channel)
        return told
    entry = Entry(
        seq=seq,
        kind=kind,
        at=services.clock.now(),
        who=by.id if by else None,
        name=await store.pseudonym(services.db, by.person_id) if by else None,
        text=text,
        detail=detail,
        client_id=client_id,
    )
    await _save(services, room_id, channel, entry)
    tx.tell(audience.channel(room_id, channel), _told(room_id, channel, entry))
    return entry


async def _save(services: Services, room_id: str, channel: str, entry: Entry) -> None:
    key_id, sealed = None, None
    if entry.text is not None or entry.detail is not None:
        key = await vault.text_key(services, room_id, entry.who or "", entry.at)
        body = msgspec.json.encode(Body(entry.text, entry.detail)).decode()
        key_id, sealed = key.id, key.seal(body, _place(room_id, channel, entry.seq))
    await store.add_entry(
        id=f"{room_id}:{channel}:{entry.seq}",
        room_id=room_id,
        channel=channel,
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        participant_id=entry.who,
        client_id=entry.client_id,
        key_id=key_id,
        body_sealed=sealed,
    )


async def _repeat(
    services: Services, room_id: str, channel: str, by: Participant, client_id: str
) -> Entry | None:
    held = await store.entry_by_client(room_id, channel, by.id, client_id)
    if held is None:
        return None
    return (await _read(services, room_id, channel, held.seq - 1, 1))[0]


async def do_say(services: Services, actor: Actor, wish: Say) -> Said:
    """Write in a channel. Raises NotFound, Closed, Invalid (nothing visible left)."""
    text = rules.clean(wish.text)
    if not text:
        raise errors.Invalid("text")
    async with services.transaction() as tx:
        at = await standpoint(wish.room, actor.person)
        at.may(wish.channel)
        if at.room.closed_at is not None:
            raise errors.Closed
        if before := BEFORE_SAID.get(at.room.kind):
            await before(services, at, wish.channel)
        entry = await do_append(
            services,
            tx,
            wish.room,
            wish.channel,
            "said",
            at.participant,
            text=text,
            client_id=wish.client_id,
        )
        await _put_off(wish.room, POLICIES[at.room.kind], services.clock.now())
        if after := AFTER_SAID.get(at.room.kind):
            await after(services, tx, at, wish.channel)
    return Said(entry=entry)


async def sync(services: Services, actor: Actor, wish: Sync) -> Entries:
    at = await standpoint(wish.room, actor.person)
    at.may(wish.channel)
    head = (await store.heads(services.db, wish.room)).get(wish.channel, 0)
    entries = await _read(services, wish.room, wish.channel, wish.after, wish.limit)
    return Entries(entries=entries, head=head)


async def _read(
    services: Services, room_id: str, channel: str, after: int, limit: int
) -> list[Entry]:
    rows = await store.entries_after(services.db, room_id, channel, after, limit)
    present = await store.people(services.db, room_id) if rows else []
    names = {row["id"]: row["pseudonym"] for row in present}
    return [_entry(services, room_id, channel, row, names) for row in rows]


def _entry(
    services: Services, room_id: str, channel: str, row: dict[str, object], names: dict[str, str]
) -> Entry:
    body, kind = _body(services, room_id, channel, row)
    who = row["participant_id"]
    return Entry(
        seq=int(str(row["seq"])),
        kind=kind,
        at=int(str(row["at"])),
        who=str(who) if who else None,
        name=names.get(str(who)),
        text=body.text,
        detail=body.detail,
        client_id=str(row["client_id"]) if row["client_id"] else None,
    )


def _body(
    services: Services, room_id: str, channel: str, row: dict[str, object]
) -> tuple[Body, EntryKind]:
    """What was sealed, and the kind to show: words whose key is gone are `erased`."""
    kind: EntryKind = row["kind"]  # type: ignore[assignment]  # the column holds one of the kinds
    if row["body_sealed"] is None:
        return Body(), "erased" if kind == "said" else kind
    if row["wrapped"] is None:
        return Body(), "erased"
    key = vault.opened(services, {**row, "id": row["key_id"]})
    place = _place(room_id, channel, int(str(row["seq"])))
    sealed = bytes(row["body_sealed"])  # type: ignore[call-overload]  # the column is bytes
    return msgspec.json.decode(key.unseal(sealed, place), type=Body), kind


async def do_mark_read(services: Services, actor: Actor, wish: MarkRead) -> Marked:
    async with services.transaction() as tx:
        at = await standpoint(wish.room, actor.person)
        at.may(wish.channel)
        head = (await store.heads(services.db, wish.room)).get(wish.channel, 0)
        seq = await store.move_read_mark(
            services.db, wish.room, at.participant.id, wish.channel, min(wish.seq, head)
        )
        tell = RoomRead(room=wish.room, channel=wish.channel, who=at.participant.id, seq=seq)
        if at.participant.side in POLICIES[at.room.kind].tells_reading:
            tx.tell(audience.channel(wish.room, wish.channel), tell)
    return Marked(seq=seq)


async def do_block(services: Services, actor: Actor, room_id: str, who: str) -> None:
    """Never to be alarmed by, nor to alarm, somebody met in this room."""
    at = await standpoint(room_id, actor.person)
    other = await store.participant_by_id(room_id, who)
    if other is None or other.id == at.participant.id:
        raise errors.NotFound
    async with services.transaction() as tx:
        now = services.clock.now()
        await people.block(services.db, actor.person, other.person_id, now)
        for react in AFTER_BLOCKED:
            await react(services, tx, actor.person, other.person_id)
    await services.db.forget_deleted()


async def audiences(services: Services, person_id: str) -> list[audience.Audience]:
    """What a person's sockets should hear on connect: every channel she may read now."""
    return [
        audience.channel(row["room_id"], name)
        for row in await store.open_rooms_of(services.db, person_id)
        for name in POLICIES[row["kind"]].readable(row["side"], row["partition"], closed=False)
    ]


async def heads_since(services: Services, since: int) -> list[tuple[audience.Audience, Event]]:
    """What was said lately, for pages that heard nothing of it."""
    return [
        (
            audience.channel(row["room_id"], row["channel"]),
            RoomHead(room=row["room_id"], channel=_channel(row["channel"]), seq=row["seq"]),
        )
        for row in await store.heads_since(services.db, since)
    ]


async def left_since(services: Services, since: int) -> list[tuple[str, list[audience.Audience]]]:
    """Who left a room lately, and what she must not hear any more."""
    return [
        (
            row["person_id"],
            [audience.channel(row["room_id"], name) for name in POLICIES[row["kind"]].channels],
        )
        for row in await store.left_since(services.db, since)
    ]


async def do_close(services: Services, room_id: str) -> None:
    """Nobody takes part any more; the text lives on for the side the policy keeps it for."""
    room = await store.room(room_id)
    if room is None or room.closed_at is not None:
        return
    now = services.clock.now()
    dies = now + POLICIES[room.kind].text_lives_ms
    await store.update_room(room_id, closed_at=now, text_dies_at=dies)


async def do_destroy_text(services: Services) -> int:
    """Rooms whose text has reached its end."""
    over = await store.over_text(services.db, services.clock.now())
    for room in over:
        async with services.transaction():
            if POLICIES[room["kind"]].kept_for is None:
                await _end_of_silence(services, room["id"])
            else:
                await do_drop_text(services, room["id"])
    return len(over)


async def _end_of_silence(services: Services, room_id: str) -> None:
    """Unless somebody has written at this very moment."""
    await store.lock_heads(services.db, room_id)
    room = await store.room(room_id)
    if room and room.text_dies_at is not None and room.text_dies_at <= services.clock.now():
        await do_destroy(services, room_id)


async def do_drop_text(services: Services, room_id: str) -> int:
    """The keys of a closed room's text, and what they sealed. Call inside a transaction."""
    await vault.destroy(services, "text", room_id)
    return await store.drop_text(services.db, room_id)


async def do_destroy(services: Services, room_id: str) -> None:
    """A room, its keys and all that was said there, as if it had never been. Whoever is writing is
    waited for, and whoever comes next finds nothing. Call inside a transaction."""
    await store.lock_heads(services.db, room_id)
    await vault.destroy(services, "text", room_id)
    await store.drop_room(services.db, room_id)


async def do_erase_words(services: Services, tx: Tx, at: Standpoint) -> int:
    """Destroy the keys of one person's words in a room, and tell the open pages that show them."""
    room_id, author = at.room.id, at.participant
    spoken = await store.spoken_in(services.db, room_id, author.id)
    await vault.destroy(services, "text", room_id, author.id)
    erased = await store.drop_bodies(services.db, room_id, author.id)
    for channel in spoken:
        await do_append(services, tx, room_id, channel, "erased", author)
    return erased


def _told(room_id: str, channel: str, entry: Entry) -> RoomEntry:
    return RoomEntry(room=room_id, channel=_channel(channel), entry=entry)


def _channel(name: str) -> Channel:
    return cast(Channel, name)


def _place(room_id: str, channel: str, seq: int) -> str:
    return f"entry|body_sealed|{room_id}|{channel}|{seq}"
