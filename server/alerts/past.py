"""What remains of an alert after its window: the text, for her alone."""

from __future__ import annotations

from server import errors
from server.actor import Actor
from server.alerts import store
from server.alerts.messages import Hold, Past, PastAlert
from server.conversations import store as rooms
from server.services import Services


async def past(services: Services, actor: Actor) -> Past:
    rows = await store.past(services.db, actor.person)
    return Past(
        alerts=[
            PastAlert(
                alert=row["id"],
                room=row["room_id"],
                launched_at=row["launched_at"],
                closed_at=row["closed_at"],
                text_dies_at=None if row["held"] else row["text_dies_at"],
                held=bool(row["held"]),
            )
            for row in rows
        ]
    )


async def do_hold(services: Services, actor: Actor, wish: Hold) -> Past:
    """Raises NotFound when the alert is not hers, not closed, or its text is gone."""
    rows = await store.past(services.db, actor.person)
    row = next((row for row in rows if row["id"] == wish.alert), None)
    if row is None:
        raise errors.NotFound
    async with services.transaction():
        await rooms.update_room(row["room_id"], held=wish.held)
    return await past(services, actor)
