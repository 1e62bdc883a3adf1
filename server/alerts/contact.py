"""Contact: somebody calls her or writes to her. From then on she may see who it is."""

from __future__ import annotations

from server import audience, errors
from server.actor import Actor
from server.alerts import rules, running, store, views
from server.alerts.messages import Answered, CallEnd, CallTap, PersonChanged
from server.alerts.tables import Alert
from server.alerts.telling import HER, US, tell_tally
from server.conversations import actions as rooms
from server.conversations import entries, participants
from server.conversations import store as room_store
from server.conversations.participants import Standpoint
from server.services import Services, Tx


async def do_call(services: Services, actor: Actor, wish: CallTap) -> Answered:
    """She sees who calls; the first contact is counted."""
    alert = await running.open_alert(wish.alert)
    async with services.transaction() as tx:
        alert = await running.lock_open(services, alert.id)
        at = await participants.standpoint(services, alert.room_id, actor.person)
        if at.participant.side == "caller":
            raise errors.NotAllowed
        new = await store.add_call(
            id=f"{at.participant.id}:{wish.call}",
            alert_id=alert.id,
            person_id=actor.person,
            at=services.clock.now(),
        )
        if new:
            channel = HER[at.participant.partition]
            await entries.do_append(services, tx, alert.room_id, channel, "calling", at.participant)
            await do_contact(services, tx, alert, at)
    return await _answered(alert, actor)


async def do_call_end(services: Services, actor: Actor, wish: CallEnd) -> Answered:
    alert = await running.open_alert(wish.alert)
    async with services.transaction() as tx:
        at = await participants.standpoint(services, alert.room_id, actor.person)
        call_id = f"{at.participant.id}:{wish.call}"
        if await store.end_call(call_id, actor.person, wish.outcome):
            channel = US[at.participant.partition]
            await entries.do_append(
                services,
                tx,
                alert.room_id,
                channel,
                "call_ended",
                at.participant,
                detail=wish.outcome,
            )
    return await _answered(alert, actor)


async def _answered(alert: Alert, actor: Actor) -> Answered:
    place = await store.place(alert.id, actor.person)
    return Answered(state=place.state if place else "acting")  # type: ignore[arg-type]  # a literal


async def do_contact(services: Services, tx: Tx, alert: Alert, at: Standpoint) -> None:
    """Somebody wrote to her or called her: figures, and from now on she may see who it is."""
    me = await room_store.participant_by_id(at.room.id, at.participant.id)
    if me is None or me.side == "caller" or me.wrote_her:
        return
    since = services.clock.now() - alert.launched_at
    values: dict[str, int] = {}
    if alert.first_contact_ms is None:
        values["first_contact_ms"] = since
    if since <= rules.SILENT_AFTER:
        values["contacts_first_minute"] = alert.contacts_first_minute + 1
    if values:
        await store.update_alert(alert.id, **values)
    await room_store.update_participant(at.participant.id, wrote_her=True)
    (shown,) = await views.people_now(services, alert, [at.participant.id], "caller")
    tx.tell(audience.person(alert.caller_id), PersonChanged(alert=alert.id, person=shown))
    await tell_tally(services, tx, alert, {me.partition})


def _first_words(at: Standpoint, channel: str) -> bool:
    """Writing to her is a contact. (Writing among responders is not.)"""
    she_knows = at.participant.side == "caller" or at.participant.wrote_her
    return channel in HER.values() and not she_knows


async def before_said(services: Services, at: Standpoint, channel: str) -> None:
    if _first_words(at, channel) and (alert := await store.alert_of_room(at.room.id)):
        await store.lock_alert(services.db, alert.id)


async def after_said(services: Services, tx: Tx, at: Standpoint, channel: str) -> None:
    if _first_words(at, channel) and (alert := await store.alert_of_room(at.room.id)):
        await do_contact(services, tx, alert, at)


rooms.BEFORE_SAID["alert"] = before_said
rooms.AFTER_SAID["alert"] = after_said
