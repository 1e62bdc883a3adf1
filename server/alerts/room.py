"""Inside the room: opening it, answering, calling, sharing, reporting."""

from __future__ import annotations

from collections.abc import Sequence

from server import audience, errors
from server.actor import Actor
from server.alerts import joining, rules, running, store, views
from server.alerts.messages import (
    Answer,
    Answered,
    Invitation,
    Mine,
    PersonChanged,
    Report,
    RoomView,
    Share,
)
from server.alerts.tables import Alert
from server.alerts.telling import HER, US, tell_tally
from server.conversations import entries, participants
from server.conversations import store as room_store
from server.conversations.messages import EntryKind
from server.conversations.tables import Participant
from server.engines.database import Row, of_each
from server.moderation import actions as moderation
from server.services import Services, Tx
from server.wire import Who


async def mine(services: Services, actor: Actor) -> Mine:
    rows = await services.asked(_concerning, actor.person)
    own = await _hers(actor, rows)
    invitations = [
        Invitation(
            alert=row["id"],
            room=row["room_id"],
            first_name=await services.asked(views.first_names, row["caller_id"]),
            state=row["state"],
            my_state=row["my_state"],
            launched_at=row["launched_at"],
            window_ends_at=row["window_ends_at"],
            distance_km=row["distance_km"],
        )
        for row in rows
        if not _own(row)
    ]
    mine = await views.own(services, own) if own else None
    return Mine(own=mine, invitations=invitations, now=services.clock.now())


async def current(services: Services, actor: Actor) -> Alert | None:
    """Her own open alert."""
    return await _hers(actor, await services.asked(_concerning, actor.person))


async def _hers(actor: Actor, rows: Sequence[Row]) -> Alert | None:
    return await store.open_alert(actor.person) if any(map(_own, rows)) else None


async def _concerning(services: Services, people: Sequence[str]) -> list[list[Row]]:
    return of_each(people, await store.concerning(services.db, people))


def _own(row: Row) -> bool:
    return row["my_state"] is None


async def do_open(services: Services, actor: Actor, alert_id: str) -> RoomView:
    """Open the room: for somebody alarmed, a sign. Raises NotFound to a stranger, Closed."""
    alert = await running.asked_for(services, alert_id)
    if actor.person != alert.caller_id and actor.who != Who.PARTNER:
        await joining.do_join(services, actor, alert)
    at = await participants.reader(services, alert.room_id, actor.person)
    heard = [audience.channel(alert.room_id, name) for name in at.channels]
    await services.fanout.admit(actor.person, heard)
    return await views.room(services, alert, at)


async def do_answer(services: Services, actor: Actor, wish: Answer) -> Answered:
    """`acting`, or `declined`: the place is freed for the next nearest at once."""
    alert = await running.open_alert(wish.alert)
    if wish.answer == "acting":
        await joining.do_join(services, actor, alert)
    elif await store.place(alert.id, actor.person) is None:
        raise errors.NotFound
    async with services.transaction() as tx:
        alert = await running.lock_open(services, alert.id)
        if wish.answer == "acting":
            those = {actor.person: actor.partition}
            await joining.do_sign(services, tx, alert, those, "acting")
        else:
            await _decline(services, tx, alert, actor)
        if me := await participants.participant(alert.room_id, actor.person):
            channel = US[me.partition]
            await entries.do_append(services, tx, alert.room_id, channel, wish.answer, me)
            await joining.tell_people(services, tx, alert, [me])
    return Answered(state=wish.answer)


async def _decline(services: Services, tx: Tx, alert: Alert, actor: Actor) -> None:
    now = services.clock.now()
    await store.decline(services.db, alert.id, actor.person)
    if alert.state == "running":
        await store.update_alert(alert.id, refill_at=now)
        tx.wake_worker()
    await tell_tally(services, tx, alert, {actor.partition})


async def do_share(services: Services, actor: Actor, wish: Share) -> Share:
    """With the responders, and separately with her."""
    alert = await running.open_alert(wish.alert)
    async with services.transaction() as tx:
        alert = await running.lock_open(services, alert.id)
        at = await participants.standpoint(services, alert.room_id, actor.person)
        me = at.participant
        if me.side == "caller":
            raise errors.NotAllowed
        await room_store.update_participant(me.id, shares=wish.among, shows_her=wish.with_her)
        if me.shares and not wish.among:
            tx.withdraw(audience.channel(alert.room_id, US[me.partition]), me.id)
        if me.shows_her and not wish.with_her:
            tx.withdraw(audience.person(alert.caller_id), me.id)
        if me.shares != wish.among:
            kind: EntryKind = "sharing" if wish.among else "not_sharing"
            await entries.do_append(services, tx, alert.room_id, US[me.partition], kind, me)
        if me.shows_her != wish.with_her:
            shown: EntryKind = "showing_her" if wish.with_her else "hiding_from_her"
            await entries.do_append(services, tx, alert.room_id, HER[me.partition], shown, me)
            await _tell_her(services, tx, alert, me)
        await joining.tell_people(services, tx, alert, [me])
    return wish


async def _tell_her(services: Services, tx: Tx, alert: Alert, me: Participant) -> None:
    """Somebody chose to be shown to her, or no longer."""
    (shown,) = await views.people_now(services, alert, [me.id], "caller")
    tx.tell(audience.person(alert.caller_id), PersonChanged(alert=alert.id, person=shown))


async def do_report(services: Services, actor: Actor, wish: Report) -> str:
    """To the moderators, by whoever is or was in the room. Neither she nor the room is told.
    Raises NotFound to a stranger, Closed when it is long over."""
    alert = await store.alert(wish.alert)
    if alert is None:
        raise errors.NotFound
    if alert.open_for is not None:
        await participants.standpoint(services, alert.room_id, actor.person)
    elif await participants.participant(alert.room_id, actor.person) is None:
        raise errors.NotFound
    elif not rules.reportable(alert.window_ends_at, services.clock.now()):
        raise errors.Closed
    await moderation.do_report(
        services,
        reporter=actor.person,
        launcher=alert.caller_id,
        alert_id=alert.id,
        reason=wish.reason,
        client_id=wish.client_id,
    )
    return alert.id
