"""Coming in. Whoever was alarmed opens the room, and that is a sign; fifty who come at once are a
few transactions, not fifty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from server import audience, errors
from server.actor import Actor
from server.alerts import rules, store, views
from server.alerts.messages import PersonChanged
from server.alerts.running import lock_open
from server.alerts.tables import Alert
from server.alerts.telling import US, tell_tally
from server.conversations import entries, participants
from server.conversations import store as room_store
from server.conversations.tables import Participant
from server.people import store as people
from server.services import Services, Tx


class Arrival(NamedTuple):
    """Somebody at the door of an alert's room."""

    alert: str
    room: str
    person: str
    partition: str


class Met(NamedTuple):
    """What is known of her there: her place, whether she is inside, from whom she is kept apart."""

    state: str | None
    inside: bool
    apart: set[str]


async def do_join(services: Services, actor: Actor, alert: Alert) -> None:
    """Raises NotFound to a stranger, and to whom a block keeps from her; Closed. Not inside a
    transaction."""
    arrival = Arrival(alert.id, alert.room_id, actor.person, actor.partition)
    met = await services.asked(_met, arrival)
    if not _may(met, alert):
        raise errors.NotFound
    if not met.inside and not await services.together(do_join_all, arrival, apart=alert.id):
        raise errors.NotFound


def _may(met: Met, alert: Alert) -> bool:
    return met.state is not None and alert.caller_id not in met.apart


async def _met(services: Services, arrivals: Sequence[Arrival]) -> list[Met]:
    states = await store.states_of(services.db, [(one.alert, one.person) for one in arrivals])
    held = await room_store.standings(services.db, [(one.room, one.person) for one in arrivals])
    apart = await people.all_blocked_with(services.db, [one.person for one in arrivals])
    found = []
    for one in arrivals:
        state, standing = states.get((one.alert, one.person)), held.get((one.room, one.person))
        inside = _inside(state, standing[1] if standing else None)
        found.append(Met(state, inside, apart[one.person]))
    return found


def _inside(state: str | None, held: Participant | None) -> bool:
    """Here already, and has answered or shown a sign."""
    return held is not None and held.left_at is None and state in (*rules.SIGNS, "declined")


async def do_join_all(services: Services, arrivals: Sequence[Arrival]) -> list[bool]:
    """All of one alert. False to whom a block was quicker; who is inside by now (another page of
    hers was quicker) stays as she is."""
    async with services.transaction() as tx:
        alert = await lock_open(services, arrivals[0].alert)
        met = dict(zip(arrivals, await _met(services, arrivals), strict=True))
        new = {
            one.person: one.partition
            for one, known in met.items()
            if _may(known, alert) and not known.inside
        }
        if new:
            await _enter(services, tx, alert, new)
    return [_may(met[one], alert) for one in arrivals]


async def _enter(services: Services, tx: Tx, alert: Alert, new: Mapping[str, str]) -> None:
    here = await participants.do_enter_each(services, alert.room_id, "responder", new)
    await do_sign(services, tx, alert, new, "seen")
    for partition, channel in US.items():
        if those := [one for one in here if one.partition == partition]:
            await entries.do_append_each(services, tx, alert.room_id, [channel], "joined", those)
    await tell_people(services, tx, alert, here)


async def do_sign(
    services: Services, tx: Tx, alert: Alert, those: Mapping[str, str], state: str
) -> None:
    """A sign of these people (and the partition of each): opening or answering, never mere
    delivery."""
    now = services.clock.now()
    await store.sign_places(services.db, alert.id, list(those), state, now)
    values: dict[str, int] = {"last_sign_at": now}
    if alert.first_sign_ms is None:
        values["first_sign_ms"] = now - alert.launched_at
    await store.update_alert(alert.id, **values)
    await tell_tally(services, tx, alert, those.values())


async def tell_people(
    services: Services, tx: Tx, alert: Alert, those: Sequence[Participant]
) -> None:
    """To the responders of their partition and to partners. Not to the caller: what they answer and
    share among themselves must not even stir her device."""
    now = await views.people_now(services, alert, [one.id for one in those], "responder")
    for one, person in zip(those, now, strict=True):
        event = PersonChanged(alert=alert.id, person=person)
        tx.tell(audience.channel(alert.room_id, US[one.partition]), event)
