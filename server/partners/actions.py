"""The watch board, and entering a room openly: verbs."""

from __future__ import annotations

from typing import Any, cast

from server import audience, errors
from server.actor import Actor
from server.alerts import room
from server.alerts import store as alerts
from server.alerts.messages import AlertState, RoomView
from server.alerts.telling import EVERYWHERE, HER, US
from server.audience import Audience
from server.conversations import entries, participants
from server.partners import store
from server.partners.messages import Board, Watched
from server.partners.tables import Association
from server.people import store as people
from server.services import Services


async def do_create_association(
    services: Services,
    name: str,
    departments: list[str],
    about: str | None = None,
    number: str | None = None,
) -> str:
    association_id = services.ids.new()
    async with services.transaction():
        await store.add_association(
            id=association_id,
            name=name,
            departments=",".join(departments),
            about=about,
            number=number,
        )
    return association_id


async def do_add_agent(services: Services, person_id: str, association_id: str) -> None:
    async with services.transaction():
        await store.add_agent(person_id, association_id)


async def _association(actor: Actor) -> Association:
    held = await store.association_of(actor.person)
    if held is None:
        raise errors.NotAllowed
    return held


def _departments(held: Association) -> list[str]:
    return [part for part in held.departments.split(",") if part]


async def audiences(person_id: str) -> list[Audience]:
    """What an agent's sockets hear: her départements, and alerts whose place is unknown."""
    held = await store.association_of(person_id)
    places = [*_departments(held), EVERYWHERE] if held else []
    return [audience.board(place) for place in places]


async def watch(services: Services, actor: Actor) -> Board:
    held = await _association(actor)
    rows = await alerts.open_alerts(services.db, _departments(held))
    blocked = await people.blocked_with(services.db, actor.person)
    shown = [row for row in rows if row["caller_id"] not in blocked]
    return Board(
        association=held.name,
        departments=_departments(held),
        alerts=[await _watched(row, actor) for row in shown],
    )


async def _watched(row: dict[str, Any], actor: Actor) -> Watched:
    """No name, no exact point, before anyone enters."""
    inside = await participants.participant(row["room_id"], actor.person)
    return Watched(
        alert=row["id"],
        room=row["room_id"],
        department=row["department"],
        commune=row["commune"],
        state=cast(AlertState, row["state"]),
        constrained=bool(row["constrained"]),
        launched_at=row["launched_at"],
        window_ends_at=row["window_ends_at"],
        alarmed=row["alarmed"],
        seen=row["seen"],
        acting=row["acting"],
        last_sign_at=row["last_sign_at"],
        last_point_at=row["last_point_at"],
        entered=inside is not None and inside.left_at is None,
    )


async def do_enter(services: Services, actor: Actor, alert_id: str) -> RoomView:
    """Openly: announced to her and to both partitions. Raises NotFound outside her area."""
    held = await _association(actor)
    rows = await alerts.open_alerts(services.db, _departments(held))
    row = next((row for row in rows if row["id"] == alert_id), None)
    blocked = await people.blocked_with(services.db, actor.person)
    if row is None or row["caller_id"] in blocked:
        raise errors.NotFound
    async with services.transaction() as tx:
        await alerts.lock_alert(services.db, alert_id)
        inside = await participants.participant(row["room_id"], actor.person)
        me = await participants.do_enter(
            services, row["room_id"], actor.person, "partner", "member"
        )
        for channel in (*HER.values(), *US.values()) if inside is None else ():
            await entries.do_append(
                services, tx, row["room_id"], channel, "partner_entered", me, detail=held.name
            )
    return await room.do_open(services, actor, alert_id)
