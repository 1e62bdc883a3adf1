"""The window's life without anyone's doing: refills, and the end after 48 h."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from server import audience
from server.alerts import launch, rules, store, telling, waves
from server.alerts.messages import AlertChanged
from server.alerts.tables import Alert
from server.conversations import ending, entries, participants
from server.conversations import store as room_store
from server.conversations.policies import ALERT
from server.geo import Point
from server.people import store as people
from server.positions import trails
from server.push import outbox
from server.services import Services, Tx

log = structlog.get_logger("window")

FORGET_PLACES_AFTER = rules.REPORTABLE_FOR
AtClosing = Callable[[Services, Tx, Alert], Awaitable[None]]
AT_CLOSING: list[AtClosing] = []
"""What else happens in the transaction that closes an alert, while its people are still there."""


async def do_refill_due(services: Services) -> int:
    """Every place that has fallen free or silent is offered to the next nearest."""
    due = await store.due_refills(services.db, services.clock.now())
    await _each(services, due, _refill)
    return len(due)


async def _each(
    services: Services, due: list[str], act: Callable[[Services, str], Awaitable[None]]
) -> None:
    """One alert that cannot be handled holds up no other; it is tried again at the next tick."""
    for alert_id in due:
        try:
            await act(services, alert_id)
        except Exception as wrong:
            log.error("alert not handled", act=act.__name__, kind=type(wrong).__name__)


async def _refill(services: Services, alert_id: str) -> None:
    async with services.transaction() as tx:
        alert = await store.lock_alert(services.db, alert_id)
        if alert is None or alert.state != "running" or alert.refill_at is None:
            return
        now = services.clock.now()
        places = await store.places(services.db, alert.id)
        plan = rules.refill(places, alert.launched_at, now)
        again = plan.again_at
        if plan.wanted:
            origin = await _where(services, alert)
            await waves.do_wave(services, tx, alert, origin, plan.wanted, "refill")
            again = now + rules.LOOK_AGAIN
        await store.update_alert(alert.id, refill_at=again)


async def _where(services: Services, alert: Alert) -> Point | None:
    """Her newest point: of the room, else the last known, else her commune."""
    points = await trails.latest(services, alert.room_id)
    held = await participants.participant(alert.room_id, alert.caller_id)
    fix = points.get(held.id) if held else None
    if fix is not None:
        return Point(fix.lat, fix.lon)
    return (await launch.origin_of(services, alert.caller_id, None)).point


async def do_close_due(services: Services) -> int:
    """After 48 h: closed for all, points and their keys destroyed, membership over."""
    due = await store.due_closings(services.db, services.clock.now())
    await _each(services, due, _close)
    if due:
        await services.db.forget_deleted()
    return len(due)


async def _close(services: Services, alert_id: str) -> None:
    now = services.clock.now()
    async with services.transaction() as tx:
        alert = await store.lock_alert(services.db, alert_id)
        if alert is None or alert.open_for is None or alert.window_ends_at > now:
            return
        for channel in telling.HER.values():
            await entries.do_append(services, tx, alert.room_id, channel, "window_closed")
        for react in AT_CLOSING:
            await react(services, tx, alert)
        values = {"state": "closed", "open_for": None, "refill_at": None}
        await store.update_alert(alert.id, **values)
        await trails.do_close_trail(services, alert.room_id)
        await ending.do_close(services, alert.room_id)
        await room_store.end_membership(services.db, alert.room_id, now)
        changed = AlertChanged(alert=alert.id, state="closed", window_ends_at=alert.window_ends_at)
        telling.withdraw(tx, alert)
        telling.tell_changed(tx, alert, changed)
    for channel in ALERT.channels:
        await services.fanout.close(audience.channel(alert.room_id, channel))


async def do_forget_places(services: Services) -> int:
    """Who was alarmed is forgotten 30 days after the window; once the text is gone as well, whose
    alert it was and who was in its room. Anonymous figures stay."""
    before = services.clock.now() - FORGET_PLACES_AFTER
    async with services.transaction():
        forgotten = await store.drop_closed_before(services.db, before)
        for alert in await store.told_out(services.db, before):
            await ending.do_destroy(services, alert["room_id"])
            await store.update_alert(alert["id"], caller_id="", commune=None)
    return forgotten


async def free_unreachable(services: Services, tx: Tx, alert_id: str, person_id: str) -> None:
    """Her last device is dead and she gave no sign: the next nearest, at once."""
    alert = await store.lock_alert(services.db, alert_id)
    if alert is None or not await store.free_place(services.db, alert_id, person_id):
        return
    if alert.state == "running":
        await store.update_alert(alert_id, refill_at=services.clock.now())
        tx.wake_worker()
    partitions = await people.partitions([person_id])
    await telling.tell_tally(services, tx, alert, partitions.values())


outbox.ON_UNREACHABLE.append(free_unreachable)
