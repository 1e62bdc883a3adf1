"""Waves: the nearest are placed, put into the outbox and told, all in the caller's transaction."""

from __future__ import annotations

from server import audience, geo
from server.alerts import rules, store, telling, views
from server.alerts.messages import Alarm, Called, Invitation
from server.alerts.tables import Alert
from server.alerts.telling import US
from server.audience import Audience
from server.conversations import entries
from server.geo import Point
from server.people import actions as accounts
from server.people import store as people
from server.people.tables import Person
from server.positions import cells, nearby
from server.positions.rules import Near
from server.positions.store import Pool
from server.push import actions as push
from server.services import Services, Tx
from server.wire import Event


async def do_wave(
    services: Services, tx: Tx, alert: Alert, origin: Point | None, wanted: int, reason: str
) -> int:
    """Alarm up to `wanted` more, the nearest first. Call inside a transaction that holds the
    alert's row (or its caller's)."""
    if origin is None or wanted <= 0:
        return 0
    places = await store.places(services.db, alert.id)
    if reason == "launch":
        wanted -= sum(p.state in rules.SIGNS for p in places)
    without = rules.not_again(places, alert.launched_at) | await _never(services, alert)
    caller = await accounts.load(alert.caller_id)
    near = await nearby.nearest(services, origin, wanted, _pool(alert, caller), without)
    await _alarm(services, tx, alert, caller, near, origin, reason)
    return len(near)


async def do_recompute(services: Services, tx: Tx, alert: Alert, origin: Point) -> int:
    """Her first fix: whoever is among the nearest fifty from here, and was not alarmed yet."""
    places = await store.places(services.db, alert.id)
    never, caller = await _never(services, alert), await accounts.load(alert.caller_id)
    fifty = await nearby.nearest(services, origin, rules.PLACES, _pool(alert, caller), never)
    alarmed = rules.not_again(places, alert.launched_at)
    left = rules.room_left(places, alert.launched_at)
    near = [n for n in fifty if n.person not in alarmed][:left]
    await _alarm(services, tx, alert, caller, near, origin, "first_fix")
    return len(near)


def _pool(alert: Alert, caller: Person) -> Pool:
    return rules.pool(caller.partition, mixed=alert.mixed)


async def _never(services: Services, alert: Alert) -> set[str]:
    """Whom this caller must never meet: herself, and blocks either way."""
    return {alert.caller_id} | await people.blocked_with(services.db, alert.caller_id)


async def _alarm(
    services: Services,
    tx: Tx,
    alert: Alert,
    caller: Person,
    near: list[Near],
    origin: Point,
    reason: str,
) -> None:
    now, last = services.clock.now(), await store.last_wave(alert.id)
    if not near and last is not None and last.size == 0:
        return  # that nobody is left is recorded once, not every minute
    number = last.number + 1 if last else 1
    await store.add_wave(
        id=f"{alert.id}:{number}",
        alert_id=alert.id,
        number=number,
        at=now,
        size=len(near),
        reason=reason,
    )
    if not near:
        return
    # The distance told before a room is opened starts from her cell, not from her.
    from_cell = cells.cell_of(origin, services.gazetteer.level(origin.lat, origin.lon)).centre
    far = {n.person: rules.rounded_km(geo.distance(from_cell, n.point)) for n in near}
    rows = [
        (store.place_id(alert.id, person), alert.id, person, number, km, now)
        for person, km in far.items()
    ]
    await store.add_places(services.db, rows)
    await push.do_enqueue(services, tx, list(far), alert.id)
    partitions = list((await people.partitions(list(far))).values())
    await _tell_alarmed(services, tx, alert, caller, far)
    await telling.tell_tally(services, tx, alert, partitions)
    await _record_wave(services, tx, alert, partitions)


async def _record_wave(services: Services, tx: Tx, alert: Alert, partitions: list[str]) -> None:
    """Each partition reads how many of its own were alarmed."""
    for partition, channel in US.items():
        if size := partitions.count(partition):
            await entries.do_append(services, tx, alert.room_id, channel, "wave", detail=str(size))


async def alarmed_since(services: Services, since: int) -> list[tuple[Audience, Event]]:
    """Who was alarmed lately, for pages that heard nothing of it."""
    return [
        (
            audience.person(row["person_id"]),
            Called(alert=row["alert_id"], launched_at=row["launched_at"]),
        )
        for row in await store.alarmed_since(services.db, since)
    ]


async def _tell_alarmed(
    services: Services, tx: Tx, alert: Alert, caller: Person, far: dict[str, int]
) -> None:
    first_name = await views.shown_name(services, caller)
    for person, km in far.items():
        invitation = Invitation(
            alert=alert.id,
            room=alert.room_id,
            first_name=first_name,
            state="running",
            my_state="alarmed",
            launched_at=alert.launched_at,
            window_ends_at=alert.window_ends_at,
            distance_km=km,
        )
        tx.tell(audience.person(person), Alarm(invitation=invitation))
