"""Live positions: the last known point of everybody, and the rooms that may follow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server import audience, errors
from server.actor import Actor
from server.alerts import store, telling, views
from server.alerts.launch import area_of, keep_trail
from server.alerts.telling import US
from server.alerts.waves import do_recompute
from server.audience import Audience
from server.conversations import participants
from server.conversations import store as room_store
from server.engines.database import Row, of_each
from server.geo import Point
from server.positions import actions as positions
from server.positions import rules as position_rules
from server.positions import trails
from server.positions.messages import Fix, PositionMoved, Reported, Trail
from server.services import Services
from server.wire import Event


async def do_report(services: Services, actor: Actor, fix: Fix) -> Reported:
    """The page is open and the device moved. Raises Invalid for a reading two days old."""
    fix = _sane(services, fix)
    places = await services.asked(_followed, actor.person)
    open_alerts = [place for place in places if place["alert"]]
    own = any(place["side"] == "caller" for place in open_alerts)
    now = services.clock.now()
    if position_rules.worth_keeping(_kept_at(places), fix.at, now, in_alert=own):
        await services.together(positions.do_keep_all, positions.LastKnown(actor.person, fix))
    live = [await _follow(services, place, fix) for place in open_alerts]
    return Reported(live=any(live))


async def _followed(services: Services, people: Sequence[str]) -> list[list[Row]]:
    return of_each(people, await store.followed(services.db, people))


def _sane(services: Services, fix: Fix) -> Fix:
    at = position_rules.sane_time(fix.at, services.clock.now())
    if at is None:
        raise errors.Invalid("at")
    return Fix(lat=fix.lat, lon=fix.lon, accuracy_m=fix.accuracy_m, at=at)


def _kept_at(places: list[Row]) -> int | None:
    return places[0]["kept_at"] if places else None


async def _follow(services: Services, place: Row, fix: Fix) -> bool:
    """To those who may see it. Newest wins, never back."""
    hers = place["side"] == "caller"
    last = place["last_point_at"] if hers else place["newest"]
    if last is not None and fix.at <= last:
        return False
    if hers and place["state"] == "running" and place["located"] != "fix":
        await _first_fix(services, place["alert"], fix)
        return True
    if last is None or fix.at - last >= position_rules.KEEP_EVERY_IN_ALERT:
        moved = Moved(place["alert"], trails.Step(place["room_id"], place["who"], fix), hers)
        shown = await services.together(do_keep_steps, moved)
        if shown is None:
            return False
        place = place | shown
    for to, event in _told(place, fix):
        await services.fanout.tell(to, event)
    return True


def _told(place: Row, fix: Fix) -> list[tuple[Audience, Event]]:
    """Hers to the responders; a responder's to whom he or she chose."""
    room, who = place["room_id"], place["who"]
    if place["side"] == "caller":
        return views.moved(room, who, fix)
    among = (place["shares"], audience.channel(room, US.get(place["partition"], "us")))
    with_her = (place["shows_her"], audience.person(place["caller_id"]))
    event = PositionMoved(room=room, who=who, fix=fix)
    return [(to, event) for chosen, to in (among, with_her) if chosen]


@dataclass(frozen=True)
class Moved:
    """A point to keep in an alert's trail."""

    alert: str
    step: trails.Step
    hers: bool


async def do_keep_steps(services: Services, moves: Sequence[Moved]) -> list[Row | None]:
    """Of many people in many alerts: to whom each is shown now that the point is kept. None where
    the window closed meanwhile (nothing is kept after it), where it is shown to nobody any more,
    or where another page of hers was quicker with a newer one."""
    async with services.transaction():
        alerts = await store.lock_alerts(services.db, sorted({move.alert for move in moves}))
        shown = await room_store.sharing(services.db, sorted({move.step.who for move in moves}))
        kept = [move for move in moves if _still(alerts.get(move.alert), shown, move)]
        if kept:
            await trails.do_trail(services, [move.step for move in kept])
        newest = {m.alert: m.step.fix.at for m in sorted(kept, key=_at) if m.hers}
        if newest:
            await store.set_last_points(services.db, [(at, key) for key, at in newest.items()])
    return [shown[move.step.who] if move in kept else None for move in moves]


def _at(move: Moved) -> int:
    return move.step.fix.at


def _still(alert: Row | None, shown: dict[str, Row], move: Moved) -> bool:
    """Both are read under the alert's lock, which whoever closes it or shares less takes too."""
    who = shown.get(move.step.who)
    if alert is None or alert["open_for"] is None or who is None:
        return False
    if not move.hers:
        return bool(who["shares"] or who["shows_her"])
    return alert["last_point_at"] is None or _at(move) > alert["last_point_at"]


async def _first_fix(services: Services, alert_id: str, fix: Fix) -> None:
    """The first fix recomputes the places: whoever is among the fifty now is alarmed too."""
    async with services.transaction() as tx:
        held = await store.lock_alert(services.db, alert_id)
        if held is None or held.open_for is None:
            return
        telling.tell_board(tx, held)  # whoever watched where she was thought to be
        department, commune = area_of(services, Point(fix.lat, fix.lon))
        values = {"located": "fix", "department": department, "commune": commune}
        await store.update_alert(held.id, **values)
        held.update_from_dict(values)
        await keep_trail(services, tx, held, fix)
        telling.tell_board(tx, held)
        if held.state == "running":  # she may have stopped it while this waited
            await do_recompute(services, tx, held, Point(fix.lat, fix.lon))


async def trail(services: Services, actor: Actor, room_id: str) -> Trail:
    """For late joiners and the authorities: of whoever the asker may see."""
    at = await participants.standpoint(services, room_id, actor.person)
    if at.room.closed_at is not None:
        raise errors.Closed
    rows = await room_store.people(services.db, room_id)
    seen = [r["id"] for r in rows if views.sees_trail(at.participant, r)]
    return Trail(points=await trails.trail(services, room_id, seen))
