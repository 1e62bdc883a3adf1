"""Live positions: the last known point of everybody, and the rooms that may follow one."""

from __future__ import annotations

from server import audience, errors
from server.actor import Actor
from server.alerts import store, telling, views
from server.alerts.launch import area_of, keep_trail
from server.alerts.tables import Alert
from server.alerts.telling import US
from server.alerts.waves import do_recompute
from server.conversations import actions as rooms
from server.conversations import store as room_store
from server.conversations.tables import Participant
from server.geo import Point
from server.positions import actions as positions
from server.positions import rules as position_rules
from server.positions import store as position_store
from server.positions.messages import Fix, PositionMoved, Reported, Trail
from server.services import Services


async def do_report(services: Services, actor: Actor, fix: Fix) -> Reported:
    """The page is open and the device moved. Raises Invalid for a reading two days old."""
    now = services.clock.now()
    at = position_rules.sane_time(fix.at, now)
    if at is None:
        raise errors.Invalid("at")
    fix = Fix(lat=fix.lat, lon=fix.lon, accuracy_m=fix.accuracy_m, at=at)
    own = await store.open_alert(actor.person)
    await positions.do_keep(services, actor.person, fix, in_alert=own is not None)
    live = own is not None and await _follow_her(services, own, fix)
    for held in await room_store.rooms_of(actor.person):
        if held.side != "caller" and (held.shares or held.shows_her):
            live = await _follow_responder(services, held, fix) or live
    return Reported(live=live)


async def _follow_her(services: Services, alert: Alert, fix: Fix) -> bool:
    """Her point, to those who opened the room. Newest wins, never back."""
    if not _newer(alert, fix):
        return False
    if alert.state == "running" and alert.located != "fix":
        await _first_fix(services, alert, fix)
        return True
    if _due(alert, fix):
        return await _keep(services, alert, fix)
    held = await rooms.participant(alert.room_id, alert.caller_id)
    for to, event in views.moved(alert, held.id if held else "", fix):
        await services.fanout.tell(to, event)
    return True


async def _keep(services: Services, alert: Alert, fix: Fix) -> bool:
    """False when another page of hers was quicker with a newer one."""
    async with services.transaction() as tx:
        held = await store.lock_alert(services.db, alert.id)
        if held is None or held.open_for is None or not _newer(held, fix):
            return False
        await keep_trail(services, tx, held, fix)
    return True


def _newer(alert: Alert, fix: Fix) -> bool:
    return alert.last_point_at is None or fix.at > alert.last_point_at


def _due(alert: Alert, fix: Fix) -> bool:
    last = alert.last_point_at
    return last is None or fix.at - last >= position_rules.KEEP_EVERY_IN_ALERT


async def _first_fix(services: Services, alert: Alert, fix: Fix) -> None:
    """The first fix recomputes the places: whoever is among the fifty now is alarmed too."""
    async with services.transaction() as tx:
        held = await store.lock_alert(services.db, alert.id)
        if held is None or held.open_for is None:
            return
        telling.tell_board(tx, held)  # whoever watched where she was thought to be
        department, commune = area_of(services, Point(fix.lat, fix.lon))
        values = {"located": "fix", "department": department, "commune": commune}
        await store.update_alert(alert.id, **values)
        held.update_from_dict(values)
        await keep_trail(services, tx, held, fix)
        telling.tell_board(tx, held)
        await do_recompute(services, tx, held, Point(fix.lat, fix.lon))


async def _follow_responder(services: Services, held: Participant, fix: Fix) -> bool:
    alert = await store.alert_of_room(held.room_id)
    if alert is None or alert.open_for is None:
        return False
    last = await position_store.newest_at(services.db, held.room_id, held.id)
    if last is not None and fix.at <= last:
        return False
    if last is None or fix.at - last >= position_rules.KEEP_EVERY_IN_ALERT:
        async with services.transaction():
            locked = await store.lock_alert(services.db, alert.id)
            if locked is None or locked.open_for is None:
                return False  # the window closed meanwhile: nothing is kept after it
            await positions.do_trail(services, held.room_id, held.id, fix)
    await _tell_of_responder(services, alert, held, fix)
    return True


async def _tell_of_responder(services: Services, alert: Alert, held: Participant, fix: Fix) -> None:
    """To whom he or she is shown now: it may have been revoked while this was being kept."""
    now = await room_store.participant(held.room_id, held.person_id)
    if now is None or now.left_at is not None:
        return
    event = PositionMoved(room=held.room_id, who=held.id, fix=fix)
    if now.shares:
        await services.fanout.tell(audience.channel(held.room_id, US[held.partition]), event)
    if now.shows_her:
        await services.fanout.tell(audience.person(alert.caller_id), event)


async def trail(services: Services, actor: Actor, room_id: str) -> Trail:
    """For late joiners and the authorities: of whoever the asker may see."""
    at = await rooms.standpoint(room_id, actor.person)
    if at.room.closed_at is not None:
        raise errors.Closed
    rows = await room_store.people(services.db, room_id)
    seen = [r["id"] for r in rows if views.sees_trail(at.participant, r)]
    return Trail(points=await positions.trail(services, room_id, seen))
