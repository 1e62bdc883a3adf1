"""Direct chats: verbs. A chat ends when one of the two leaves or blocks, or of a long silence; then
nothing of it is left, for either."""

from __future__ import annotations

from server import audience, errors
from server.actor import Actor
from server.alerts import views
from server.conversations import actions as rooms
from server.conversations import ending, participants
from server.conversations import store as room_store
from server.conversations.participants import Standpoint
from server.conversations.policies import DIRECT
from server.direct import store
from server.direct.messages import Chat, Chats, ChatsChanged, ReportChat
from server.engines.database import Row
from server.moderation import actions as moderation
from server.people import store as people
from server.services import Services, Tx


async def mine(services: Services, actor: Actor) -> Chats:
    """From here on this person's pages hear them."""
    rows = await store.chats(services.db, actor.person)
    heard = [audience.channel(row["id"], name) for row in rows for name in DIRECT.channels]
    await services.fanout.admit(actor.person, heard)
    return Chats(chats=[await _chat(services, row) for row in rows])


async def _chat(services: Services, row: Row) -> Chat:
    """Under the name they had for each other in the alert."""
    hers = row["side"] == "caller"
    name = await views.first_name(services, row["person_id"]) if hers else row["pseudonym"]
    return Chat(
        room=row["id"],
        me=row["me"],
        who=row["who"],
        name=name,
        head=row["head"],
        read=row["seen"],
        dies_at=row["text_dies_at"],
        open=row["banned_at"] is None,
    )


async def do_leave(services: Services, actor: Actor, room_id: str) -> Chats:
    """For both: its keys are destroyed, and all that was said. Raises NotFound."""
    await _mine(services, actor, room_id)
    async with services.transaction() as tx:
        await _end(services, tx, room_id)
    await services.db.forget_deleted()
    for name in DIRECT.channels:
        await services.fanout.close(audience.channel(room_id, name))
    return await mine(services, actor)


async def _mine(services: Services, actor: Actor, room_id: str) -> Standpoint:
    """Raises NotFound when this is no chat of hers."""
    at = await participants.standpoint(services, room_id, actor.person)
    if at.room.kind != DIRECT.kind:
        raise errors.NotFound
    return at


async def _end(services: Services, tx: Tx, room_id: str) -> None:
    for row in await room_store.people(services.db, room_id):
        tx.tell(audience.person(row["person_id"]), ChatsChanged())
    await ending.do_destroy(services, room_id)


async def _other(services: Services, at: Standpoint) -> Row:
    """Raises NotFound when the chat has just ended."""
    rows = await room_store.people(services.db, at.room.id)
    other = next((row for row in rows if row["id"] != at.participant.id), None)
    if other is None:
        raise errors.NotFound
    return other


async def do_report(services: Services, actor: Actor, wish: ReportChat) -> str:
    """The other person, to the moderators. He is not told."""
    at = await _mine(services, actor, wish.room)
    other = await _other(services, at)
    await moderation.do_report(
        services,
        reporter=actor.person,
        launcher=other["person_id"],
        alert_id=at.room.id,
        about="chat",
        reason=wish.reason,
        client_id=wish.client_id,
    )
    return at.room.id


async def before_said(services: Services, at: Standpoint, channel: str) -> None:
    """Nothing is said to whom nobody could answer any more."""
    other = await people.person((await _other(services, at))["person_id"])
    if other is None or other.banned_at is not None:
        raise errors.NotFound


async def after_blocked(services: Services, tx: Tx, person_id: str, blocked_id: str) -> None:
    """Wherever somebody blocks, the chat of these two ends."""
    for room_id in await store.shared(services.db, person_id, blocked_id):
        await _end(services, tx, room_id)


rooms.BEFORE_SAID[DIRECT.kind] = before_said
rooms.AFTER_BLOCKED.append(after_blocked)
