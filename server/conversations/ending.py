"""How rooms and words end: closed, fallen silent, destroyed with their keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from server.conversations import entries, store
from server.conversations.participants import Standpoint
from server.conversations.policies import POLICIES
from server.services import Services, Tx
from server.vault import actions as vault

AfterSilence = Callable[[Services, Tx, str], Awaitable[None]]
AFTER_SILENCE: dict[str, AfterSilence] = {}
"""What else goes, in the same transaction, when a kind of room has fallen silent for good."""

LocksFirst = Callable[[Services, str], Awaitable[None]]
LOCKS_FIRST: dict[str, LocksFirst] = {}
"""What a kind of room locks before its channels are, here as when somebody writes in it."""


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
        async with services.transaction() as tx:
            if POLICIES[room["kind"]].kept_for is None:
                await _end_of_silence(services, tx, room["id"])
            else:
                await do_drop_text(services, room["id"])
    return len(over)


async def _end_of_silence(services: Services, tx: Tx, room_id: str) -> None:
    """Unless somebody has written at this very moment."""
    room = await store.room(room_id)
    if room and (first := LOCKS_FIRST.get(room.kind)):
        await first(services, room_id)
    await store.lock_heads(services.db, room_id)
    room = await store.room(room_id)
    if room and room.text_dies_at is not None and room.text_dies_at <= services.clock.now():
        if after := AFTER_SILENCE.get(room.kind):
            await after(services, tx, room_id)
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
        await entries.do_append(services, tx, room_id, channel, "erased", author)
    return erased
