"""Named people, and the short verbs tests are written with.

Camille is the one in danger. Nour, Inès, Léa, Aya and Zoé are members; Sam and Tom are allies; Mina
is a minor; Maud watches for an association in département 75; Sacha moderates.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from server import audience
from server.actor import Actor, Proof
from server.alerts import contact, launch, live, room, stop
from server.alerts.messages import (
    Alert,
    Answer,
    CallEnd,
    CallTap,
    Invitation,
    RoomView,
    Share,
    Start,
    Stop,
)
from server.app import House
from server.clock import ManualClock
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations.messages import Entry, Say, Sync
from server.geo import Point
from server.partners import actions as partners
from server.partners.messages import Board
from server.people import actions as accounts
from server.people import entry
from server.people import store as people_store
from server.people.messages import SignIn
from server.people.rules import partition_of
from server.positions import actions as positions
from server.positions import standings
from server.positions.messages import Fix, TrailPoint
from server.settings import Settings
from server.wire import Event, Who
from tests import crowd, engines
from tests.engines import Engine, Heard

PASSWORD = "une phrase assez longue"
PARIS = (48.8566, 2.3522)
_numbers = count(1)


@dataclass
class Someone:
    """A person of a test, with the house she lives in."""

    town: Town
    id: str
    name: str
    role: str

    @property
    def actor(self) -> Actor:
        return Actor(Who[self.role.upper()], self.id, partition_of(self.role))

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"

    async def signs_in(self, *, shared: bool = False) -> Proof:
        wish = SignIn(email=self.email, password=PASSWORD, shared=shared)
        opened = await entry.do_sign_in(self.town.house.services, wish, "")
        return Proof(cookie=opened.cookie, device=opened.device)

    async def stands(self, lat: float, lon: float, *, online: bool = True) -> Someone:
        """Her last known point is here; with `online`, a page of hers is open."""
        services = self.town.house.services
        fix = Fix(lat=lat, lon=lon, accuracy_m=10, at=self.town.clock.now())
        await positions.do_keep_all(services, [positions.LastKnown(self.id, fix)])
        if online:
            await standings.do_set_online(services, [self.id])
        return self

    async def launches(self, press: str = "", **more: object) -> Alert:
        wish = Start(press=press or f"press-{next(_numbers):08}", **more)  # type: ignore[arg-type]
        return await launch.do_start(self.town.house.services, self.actor, wish)

    async def stops(self, alert: Alert, **more: object) -> Alert:
        wish = Stop(alert=alert.alert, **more)  # type: ignore[arg-type]
        return await stop.do_stop(self.town.house.services, self.actor, wish)

    async def opens(self, alert: Alert) -> RoomView:
        return await room.do_open(self.town.house.services, self.actor, alert.alert)

    async def answers(self, alert: Alert, answer: str) -> None:
        wish = Answer(alert=alert.alert, answer=answer)  # type: ignore[arg-type]
        await room.do_answer(self.town.house.services, self.actor, wish)

    async def says(
        self, alert: Alert, text: str, channel: str = "her", client_id: str = ""
    ) -> Entry:
        client_id = client_id or f"client-{next(_numbers):06}"
        wish = Say(room=alert.room, channel=channel, text=text, client_id=client_id)  # type: ignore[arg-type]
        return (await rooms.do_say(self.town.house.services, self.actor, wish)).entry

    async def moves(self, lat: float, lon: float, ago: int = 0) -> bool:
        """Her page is open and her device moved. True when somebody may follow her live."""
        fix = Fix(lat=lat, lon=lon, accuracy_m=10, at=self.town.clock.now() - ago)
        return (await live.do_report(self.town.house.services, self.actor, fix)).live

    async def calls(self, alert: Alert, call: str = "call-one", outcome: str = "") -> None:
        """She taps the phone link; with `outcome`, she says how it went."""
        services = self.town.house.services
        if not outcome:
            await contact.do_call(services, self.actor, CallTap(alert=alert.alert, call=call))
        else:
            wish = CallEnd(alert=alert.alert, call=call, outcome=outcome)  # type: ignore[arg-type]
            await contact.do_call_end(services, self.actor, wish)

    async def shares(self, alert: Alert, *, among: bool = False, with_her: bool = False) -> None:
        wish = Share(alert=alert.alert, among=among, with_her=with_her)
        await room.do_share(self.town.house.services, self.actor, wish)

    async def enters(self, alert: Alert) -> RoomView:
        """An agent enters from the watch board."""
        return await partners.do_enter(self.town.house.services, self.actor, alert.alert)

    async def watches(self) -> Board:
        return await partners.watch(self.town.house.services, self.actor)

    async def blocks(self, other: Someone) -> None:
        services = self.town.house.services
        await people_store.block(services.db, self.id, other.id, self.town.clock.now())

    async def invitations(self) -> list[Invitation]:
        return (await room.mine(self.town.house.services, self.actor)).invitations

    async def trail(self, alert: Alert) -> list[TrailPoint]:
        return (await live.trail(self.town.house.services, self.actor, alert.room)).points

    async def hears(self) -> list[Event]:
        """What was told so far to audiences her pages belong to now."""
        mine = {
            audience.person(self.id),
            *await participants.audiences(self.town.house.services, self.id),
        }
        return [event for to, event in self.town.heard.told if to in mine]

    async def reads(self, alert: Alert, channel: str = "her", after: int = 0) -> list[Entry]:
        wish = Sync(room=alert.room, channel=channel, after=after, limit=500)  # type: ignore[arg-type]
        return (await rooms.sync(self.town.house.services, self.actor, wish)).entries


@asynccontextmanager
async def live_in(
    engine: Engine, settings: Settings | None = None, clock: ManualClock | None = None
) -> AsyncIterator[Town]:
    """A town of its own; on settings that were lived in before, the same one, started again."""
    clock, own = clock or ManualClock(), settings or await engine.fresh()
    house, heard = engines.build(own, clock)
    await house.open()
    try:
        yield Town(house, heard, clock)
    finally:
        await house.close()
        if settings is None:
            await engine.forget(own)


@dataclass
class Town:
    """A house, its clock, what it told, and who lives there."""

    house: House
    heard: Heard
    clock: ManualClock
    people: dict[str, Someone] = field(default_factory=dict)

    async def person(self, name: str, role: str = "member") -> Someone:
        services = self.house.services
        person_id = await accounts.do_create(
            services,
            email=f"{name}@example.org",
            password=PASSWORD,
            role=role,
            pseudonym=name,
            first_name=name.capitalize(),
        )
        self.people[name] = Someone(self, person_id, name, role)
        return self.people[name]

    async def crowd(self, size: int, lat: float = PARIS[0], lon: float = PARIS[1]) -> list[Someone]:
        """Members in a line to the north, a hundred metres apart, all online, the nearest first."""
        return await self.settle([Point(lat + (n + 1) * 0.0009, lon) for n in range(size)])

    async def settle(self, points: Sequence[Point], **more: Any) -> list[Someone]:
        """Somebody at each of these points."""
        made = await crowd.settle(self.house.services, points, **more)
        role = str(more.get("role", "member"))
        return [Someone(self, person_id, name, role) for person_id, name in made]

    async def settle_at(self, lat: float, lon: float, **more: Any) -> Someone:
        return (await self.settle([Point(lat, lon)], **more))[0]

    async def agent(self, name: str, departments: Sequence[str] = ("75",)) -> Someone:
        """A partner: agent of an association that watches these départements."""
        somebody = await self.person(name, "partner")
        services = self.house.services
        held = await partners.do_create_association(services, f"Asso {name}", list(departments))
        await partners.do_add_agent(services, somebody.id, held)
        return somebody

    async def later(self, ms: int) -> None:
        """The clock moves; everything due is done; whoever was online still is."""
        self.clock.advance(ms)
        await self.keep_online()
        await self.house.worker.run_due()

    async def keep_online(self) -> None:
        rows = await self.house.services.db.rows(
            "SELECT person_id FROM standing WHERE online_until > 0"
        )
        await standings.do_set_online(self.house.services, [row["person_id"] for row in rows])
