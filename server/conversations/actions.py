"""The room engine: verbs that every kind of room shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from server import audience, errors
from server.actor import Actor
from server.conversations import entries, rules, store
from server.conversations.messages import Entries, Marked, MarkRead, RoomRead, Said, Say, Sync
from server.conversations.participants import Standpoint, reader, standpoint
from server.conversations.policies import POLICIES, Policy
from server.people import store as people
from server.services import Services, Tx

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


async def do_say(services: Services, actor: Actor, wish: Say) -> Said:
    """Write in a channel. Raises NotFound, Closed, Invalid (nothing visible left)."""
    text = rules.clean(wish.text)
    if not text:
        raise errors.Invalid("text")
    async with services.transaction() as tx:
        at = await standpoint(services, wish.room, actor.person)
        at.may(wish.channel)
        if at.room.closed_at is not None:
            raise errors.Closed
        if before := BEFORE_SAID.get(at.room.kind):
            await before(services, at, wish.channel)
        entry = await entries.do_append(
            services,
            tx,
            wish.room,
            wish.channel,
            "said",
            at.participant,
            text=text,
            client_id=wish.client_id,
        )
        policy = POLICIES[at.room.kind]
        if wish.channel in (policy.lives_by or policy.channels):
            await _put_off(wish.room, policy, services.clock.now())
        if after := AFTER_SAID.get(at.room.kind):
            await after(services, tx, at, wish.channel)
    return Said(entry=entry)


async def sync(services: Services, actor: Actor, wish: Sync) -> Entries:
    at = await reader(services, wish.room, actor.person)
    at.may(wish.channel)
    missing = entries.Missing(wish.room, wish.channel, wish.after, wish.limit)
    return await services.asked(entries.read_all, missing)


async def do_mark_read(services: Services, actor: Actor, wish: MarkRead) -> Marked:
    async with services.transaction() as tx:
        at = await standpoint(services, wish.room, actor.person)
        at.may(wish.channel)
        head = await store.kept_head(services.db, wish.room, wish.channel)
        if head is None:
            raise errors.NotFound
        seq = await store.move_read_mark(
            services.db, wish.room, at.participant.id, wish.channel, min(wish.seq, head)
        )
        tell = RoomRead(room=wish.room, channel=wish.channel, who=at.participant.id, seq=seq)
        if at.participant.side in POLICIES[at.room.kind].tells_reading:
            tx.tell(audience.channel(wish.room, wish.channel), tell)
    return Marked(seq=seq)


async def do_block(services: Services, actor: Actor, room_id: str, who: str) -> None:
    """Never to be alarmed by, nor to alarm, somebody met in this room."""
    at = await standpoint(services, room_id, actor.person)
    other = await store.participant_by_id(room_id, who)
    if other is None or other.id == at.participant.id:
        raise errors.NotFound
    async with services.transaction() as tx:
        now = services.clock.now()
        await people.block(services.db, actor.person, other.person_id, now)
        for react in AFTER_BLOCKED:
            await react(services, tx, actor.person, other.person_id)
    await services.db.forget_deleted()
