"""Whoever blocks the one in danger, or is blocked by her, is in her room no more. Whoever is banned
is not shown there any more."""

from __future__ import annotations

from server import audience
from server.alerts import store
from server.alerts.tables import Alert
from server.alerts.telling import tell_tally, withdraw
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations import store as room_store
from server.conversations.policies import ALERT
from server.people import actions as people
from server.services import Services, Tx


async def do_part(services: Services, tx: Tx, blocker: str, blocked: str) -> None:
    """Call inside the transaction of a block. Two responders who block each other both stay: she
    needs them; they are never alarmed for each other again."""
    for caller, other in ((blocker, blocked), (blocked, blocker)):
        found = await store.open_alert(caller)
        alert = await store.lock_alert(services.db, found.id) if found else None
        if alert and alert.open_for:
            await _leave(services, tx, alert, other)


async def _leave(services: Services, tx: Tx, alert: Alert, person_id: str) -> None:
    """Her place is freed for the next nearest; what she showed and shared ends here."""
    now = services.clock.now()
    me = await participants.participant(alert.room_id, person_id)
    if me is None or me.side != "responder" or me.left_at is not None:
        return
    await store.decline(services.db, alert.id, person_id)
    await room_store.update_participant(me.id, left_at=now, shares=False, shows_her=False)
    withdraw(tx, alert, me.id)
    heard = [audience.channel(alert.room_id, name) for name in ALERT.channels]
    await services.fanout.expel(person_id, heard)
    await tell_tally(services, tx, alert, {me.partition})
    if alert.state == "running":
        await store.update_alert(alert.id, refill_at=now)
        tx.wake_worker()


async def do_hide(services: Services, tx: Tx, banned: str) -> None:
    """Call inside the transaction of a ban. (Her own alert goes on, and where she is with it.)"""
    for held in await room_store.open_rooms_of(services.db, [banned]):
        alert = await store.alert_of_room(held["room_id"])
        if alert and held["side"] != "caller":
            withdraw(tx, alert, held["id"])


rooms.AFTER_BLOCKED.append(do_part)
people.AFTER_BANNED.append(do_hide)
