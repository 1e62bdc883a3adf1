"""An alert as each party may see it. Who receives what is decided here and in the room's policy.

- She: her own alert and counts; of people, only those who wrote, called or chose to be shown.
- A responder: her exact point and contacts once the room is open to him or her; the responders of
  the same partition.
- A partner: both partitions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from server import audience
from server.alerts import store
from server.alerts.messages import Alert as AlertView
from server.alerts.messages import (
    AlertState,
    Contact,
    Head,
    Located,
    Person,
    PlaceState,
    RoomView,
    Side,
    Tally,
)
from server.alerts.tables import Alert
from server.audience import Audience
from server.conversations import store as room_store
from server.conversations.messages import Channel
from server.conversations.participants import Standpoint
from server.conversations.tables import Participant
from server.engines.database import Row
from server.people import actions as people
from server.people import profile
from server.people import store as accounts
from server.people.tables import Person as PersonRow
from server.positions import actions as positions
from server.positions import trails
from server.positions.messages import Fix, PositionMoved
from server.services import Services
from server.wire import Event


async def tallies(services: Services, alert: Alert) -> Callable[[str | None], Tally]:
    """Counts by partition; of both for None (her own screen, and partners'). A responder is told
    those of her own partition only."""
    rows = await store.tallies(services.db, alert.id, alert.room_id)

    def of(partition: str | None) -> Tally:
        mine = [row for row in rows if partition in (None, row["partition"])]
        names = ("alarmed", "seen", "acting", "writing")
        return Tally(**{name: sum(int(row[name]) for row in mine) for name in names})

    return of


async def own(services: Services, alert: Alert) -> AlertView:
    """What her own devices are told. Nothing here depends on which PIN stopped it."""
    caller = await people.load(alert.caller_id)
    return AlertView(
        alert=alert.id,
        room=alert.room_id,
        state=cast(AlertState, alert.state),
        launched_at=alert.launched_at,
        window_ends_at=alert.window_ends_at,
        stopped_at=alert.stopped_at,
        located=cast(Located, alert.located),
        tally=(await tallies(services, alert))(None),
        asks_pin=caller.pin_hash is not None,
    )


async def shown_name(services: Services, person: PersonRow) -> str:
    """Her first name, or her pseudonym if she gave none."""
    return (await profile.shown_profile(services, person)).first_name or person.pseudonym


async def first_name(services: Services, person_id: str) -> str:
    return (await first_names(services, [person_id]))[0]


async def first_names(services: Services, ids: Sequence[str]) -> list[str]:
    """Or the pseudonyms of those who gave none."""
    persons = await accounts.persons(ids)
    held = await profile.shown_profiles(services, list(persons.values()))
    return [held[one].first_name or persons[one].pseudonym for one in ids]


async def commune(services: Services, person_id: str) -> str:
    person = await people.load(person_id)
    return (await profile.shown_profile(services, person)).commune


@dataclass(frozen=True)
class Facts:
    """A room as it is now, before anybody's standpoint. The same for all who open it at once."""

    alert: Alert
    people: list[Row]
    states: dict[str, str]
    points: dict[str, Fix]
    heads: dict[str, int]
    counts: Callable[[str | None], Tally]
    caller: Person
    contacts: list[Contact]


async def room(services: Services, alert: Alert, at: Standpoint) -> RoomView:
    """The room from one person's standpoint. Not inside a transaction."""
    me, now = at.participant, await services.asked(_facts_of, alert)
    if isinstance(now, BaseException):
        raise now
    alert = now.alert
    seen = [row for row in now.people if sees(me.side, me.partition, row)]
    return RoomView(
        alert=alert.id,
        room=alert.room_id,
        side=cast(Side, me.side),
        me=me.id,
        my_state=cast("PlaceState | None", now.states.get(me.person_id)),
        state=cast(AlertState, alert.state),
        launched_at=alert.launched_at,
        window_ends_at=alert.window_ends_at,
        stopped_at=alert.stopped_at,
        caller=now.caller,
        contacts=[] if me.side == "caller" else now.contacts,
        people=[_person(row, now.states, now.points, me.side) for row in seen],
        channels=[Head(channel=cast(Channel, n), seq=now.heads.get(n, 0)) for n in at.channels],
        sharing=bool(me.shares),
        sharing_with_her=bool(me.shows_her),
        tally=now.counts(me.partition if me.side == "responder" else None),
    )


async def _facts_of(services: Services, wanted: Sequence[Alert]) -> list[Facts | BaseException]:
    """What is wrong with one room is told to those at its door, and to nobody else."""
    each = {alert.id: alert for alert in wanted}
    looks = [_facts(services, alert) for alert in each.values()]
    found = await asyncio.gather(*looks, return_exceptions=True)
    held = dict(zip(each, found, strict=True))
    return [held[alert.id] for alert in wanted]


async def _facts(services: Services, alert: Alert) -> Facts:
    alert = await store.alert(alert.id) or alert  # she may have stopped it meanwhile
    rows = await room_store.people(services.db, alert.room_id)
    points = await trails.latest(services, alert.room_id)
    caller, contacts = await _caller(services, alert, rows, points)
    return Facts(
        alert=alert,
        people=rows,
        states=await store.place_states(services.db, alert.id),
        points=points,
        heads=await room_store.heads(services.db, alert.room_id),
        counts=await tallies(services, alert),
        caller=caller,
        contacts=contacts,
    )


async def _caller(
    services: Services, alert: Alert, rows: list[Row], points: dict[str, Fix]
) -> tuple[Person, list[Contact]]:
    """Herself, and whom to call for her."""
    who = next(str(r["id"]) for r in rows if r["side"] == "caller")
    person = await people.load(alert.caller_id)
    held = await profile.shown_profile(services, person)
    fix = points.get(who) or await positions.last_known(services, alert.caller_id)
    shown = Person(
        who=who,
        name=held.first_name or person.pseudonym,
        side="caller",
        phone=held.phone or None,
        fix=fix,
    )
    return shown, [Contact(kind="other", value=value) for value in held.contacts]


def sees(side: str, partition: str, other: Row) -> bool:
    """May somebody of this side and partition know that the other is here? The banned are not."""
    if other["side"] == "caller" or other["left_at"] is not None or other["banned_at"] is not None:
        return False
    if side == "caller":
        return bool(other["wrote_her"] or other["shows_her"])
    if side == "partner" or other["side"] == "partner":
        return True
    return bool(other["partition"] == partition)


def _person(row: Row, states: dict[str, str], points: dict[str, Fix], side: str) -> Person:
    """Somebody, as that side may see her: her own screen is not told what responders answered."""
    for_her = side == "caller"
    shown = row["shows_her"] if for_her else row["shares"]
    state = None if for_her else states.get(row["person_id"])
    return Person(
        who=row["id"],
        name=row["pseudonym"],
        side=row["side"],
        state=cast("PlaceState | None", state),
        fix=points.get(row["id"]) if shown else None,
    )


def sees_trail(me: Participant, other: Row) -> bool:
    """Whose exact points: hers for those inside; another's if that person shares them with me."""
    if other["side"] == "caller" or other["id"] == me.id:
        return True
    if not sees(me.side, me.partition, other):
        return False
    return bool(other["shows_her"] if me.side == "caller" else other["shares"])


async def people_now(
    services: Services, alert: Alert, ids: Sequence[str], side: str
) -> list[Person]:
    """These participants of the room as a side may see them now, in this order."""
    rows = await room_store.named(services.db, alert.room_id, ids)
    places = await store.states_of(services.db, [(alert.id, row["person_id"]) for row in rows])
    states = {person: state for (_, person), state in places.items()}
    points = await trails.latest(services, alert.room_id, ids)
    return [_person(row, states, points, side) for row in rows]


def moved(room_id: str, who: str, fix: Fix) -> list[tuple[Audience, Event]]:
    """Her point goes to those who opened the room; her own device knows where it is."""
    event = PositionMoved(room=room_id, who=who, fix=fix)
    return [(audience.channel(room_id, name), event) for name in ("us", "us_ally")]
