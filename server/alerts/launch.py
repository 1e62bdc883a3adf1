"""Launching: one transaction, from the press to the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from server import errors
from server.actor import Actor
from server.alerts import rules, store, telling, views, waves
from server.alerts.messages import Alert as AlertView
from server.alerts.messages import AlertChanged, Start
from server.alerts.tables import Alert
from server.alerts.telling import HER
from server.conversations import actions as rooms
from server.conversations import entries, participants
from server.conversations.policies import ALERT
from server.conversations.tables import Participant
from server.engines.database import Row
from server.geo import Point
from server.people import rules as people_rules
from server.people import store as people
from server.positions import actions as positions
from server.positions import rules as position_rules
from server.positions import trails
from server.positions.actions import LastKnown
from server.positions.messages import Fix
from server.push import actions as push
from server.services import Services, Tx


@dataclass(frozen=True)
class Origin:
    """Where an alert starts from, and how that is known."""

    located: str
    point: Point | None = None
    fix: Fix | None = None


async def do_start(services: Services, actor: Actor, wish: Start) -> AlertView:
    """Launch, re-open or find the running alert of this press. Never waits for a position.

    The answer is read inside the transaction: the fifty open the room at once, and her
    acknowledgement must not queue behind them."""
    press_id = f"{actor.person}:{wish.press}"
    if alert := await _of_press(press_id):  # it is out: said without waiting for any lock
        return await views.own(services, alert)
    origin = await origin_of(services, actor.person, wish.fix)
    async with services.transaction() as tx:
        caller = await _lock_caller(services, actor.person)
        alert = await _of_press(press_id)
        if alert is None:
            alert = await _press(services, tx, caller, press_id, origin, wish)
        return await views.own(services, alert)


async def _of_press(press_id: str) -> Alert | None:
    known = await store.press(press_id)
    return await store.alert(known.alert_id) if known else None


async def _lock_caller(services: Services, person_id: str) -> Row:
    caller = await store.lock_caller(services.db, person_id)
    if caller is None or not people_rules.can_launch(
        caller["role"], verified=bool(caller["verified"]), banned=caller["banned_at"] is not None
    ):
        raise errors.NotAllowed
    return caller


async def _press(
    services: Services, tx: Tx, caller: Row, press_id: str, origin: Origin, wish: Start
) -> Alert:
    alert = await _open_window(services, caller["id"])
    kind = rules.launch(alert.state if alert else None)
    if kind == "new":
        alert = await _open(services, tx, caller, origin, wish)
    elif kind == "again" and alert:
        alert = await _reopen(services, tx, alert, origin)
    if alert is None:
        raise errors.TryAgain
    await store.add_press(
        id=press_id,
        alert_id=alert.id,
        caller_id=caller["id"],
        at=services.clock.now(),
        launched=kind != "same",
    )
    if kind != "same":
        await _flag_if_often(services, alert)
        await _first_wave(services, tx, alert, origin)
    if origin.fix:
        await positions.do_keep_within(services, [LastKnown(caller["id"], origin.fix)])
    return alert


async def _open_window(services: Services, person_id: str) -> Alert | None:
    """Hers, locked: a stop or a closing of this very moment is over."""
    found = await store.open_alert(person_id)
    held = await store.lock_alert(services.db, found.id) if found else None
    return held if held and held.open_for else None


async def _open(services: Services, tx: Tx, caller: Row, origin: Origin, wish: Start) -> Alert:
    now = services.clock.now()
    room_id = await rooms.do_open(services, ALERT)
    her = await participants.do_enter(
        services, room_id, caller["id"], "caller", caller["partition"]
    )
    department, commune = area_of(services, origin.point)
    mixed = bool(caller["mixed_help"]) if wish.mixed is None else wish.mixed
    alert = await store.add_alert(
        id=services.ids.new(),
        room_id=room_id,
        caller_id=caller["id"],
        open_for=caller["id"],
        state="running",
        launched_at=now,
        window_ends_at=now + rules.WINDOW,
        mixed=mixed,
        located=origin.located,
        department=department,
        commune=commune,
        refill_at=now + rules.SILENT_AFTER,
    )
    await entries.do_append_each(services, tx, room_id, HER.values(), "launched", [her])
    return alert


async def _reopen(services: Services, tx: Tx, alert: Alert, origin: Origin) -> Alert:
    """Inside its window: the same room, a new 48 h; whoever showed a sign stays."""
    now = services.clock.now()
    department, commune = area_of(services, origin.point)
    values = {
        "state": "running",
        "launched_at": now,
        "window_ends_at": now + rules.WINDOW,
        "stopped_at": None,
        "constrained": False,
        "located": origin.located,
        "refill_at": now + rules.SILENT_AFTER,
    }
    if department:
        telling.tell_board(tx, alert)  # whoever watched where she was before
        values |= {"department": department, "commune": commune}
    await store.update_alert(alert.id, **values)
    alert.update_from_dict(values)
    her = [await _her(alert)]
    await entries.do_append_each(services, tx, alert.room_id, HER.values(), "relaunched", her)
    changed = AlertChanged(alert=alert.id, state="running", window_ends_at=alert.window_ends_at)
    telling.tell_changed(tx, alert, changed)
    places = await store.places(services.db, alert.id)
    never = await people.blocked_with(services.db, alert.caller_id)
    here = [p.person for p in places if p.state in rules.SIGNS and p.person not in never]
    await push.do_enqueue(services, tx, here, alert.id)  # their phones may sleep by now
    return alert


async def _flag_if_often(services: Services, alert: Alert) -> None:
    since = services.clock.now() - rules.REVIEW_OVER
    if rules.flagged(await store.launches_since(alert.caller_id, since)):
        await store.update_alert(alert.id, flagged=True)
        alert.flagged = True


async def _first_wave(services: Services, tx: Tx, alert: Alert, origin: Origin) -> None:
    if origin.fix:
        await keep_trail(services, tx, alert, origin.fix)
    await waves.do_wave(services, tx, alert, origin.point, rules.PLACES, "launch")
    telling.tell_board(tx, alert)


async def keep_trail(services: Services, tx: Tx, alert: Alert, fix: Fix) -> None:
    """A point of hers, for late joiners. Call inside a transaction."""
    if alert.last_point_at is not None and fix.at <= alert.last_point_at:
        return  # another page of hers was quicker with a newer one
    her = await _her(alert)
    await trails.do_trail(services, [trails.Step(alert.room_id, her.id, fix)])
    await store.update_alert(alert.id, last_point_at=fix.at)
    tx.told.extend(views.moved(alert.room_id, her.id, fix))


async def _her(alert: Alert) -> Participant:
    """In her own room. Whoever launches enters it in the same transaction."""
    her = await participants.participant(alert.room_id, alert.caller_id)
    if her is None:
        raise errors.NotFound
    return her


async def origin_of(services: Services, person_id: str, fix: Fix | None) -> Origin:
    """The fix of the press; else the last known point; else the commune chosen at home; else
    unknown, and the partners are told."""
    if fix:
        sane = _now_fix(services, fix)
        return Origin("fix", Point(sane.lat, sane.lon), sane)
    if known := await positions.last_known(services, person_id):
        return Origin("last_known", Point(known.lat, known.lon))
    centre = services.gazetteer.centre(await views.commune(services, person_id))
    return Origin("commune", Point(*centre)) if centre else Origin("unknown")


def _now_fix(services: Services, fix: Fix) -> Fix:
    """A press is now: a phone whose clock is wrong must not lose an alert."""
    now = services.clock.now()
    at = position_rules.sane_time(fix.at, now)
    return Fix(lat=fix.lat, lon=fix.lon, accuracy_m=fix.accuracy_m, at=now if at is None else at)


def area_of(services: Services, point: Point | None) -> tuple[str | None, str | None]:
    """Département and commune, as the watch board shows them."""
    return (services.gazetteer.area(point.lat, point.lon) if point else None) or (None, None)
