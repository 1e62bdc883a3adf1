"""The helpline's people, and the short verbs its tests are written with.

A visitor has no name; tests call her by what she is to them. Odile and Omar are officers of Lyon,
Nadia of the national team; Pia is a psychologist, Sonia a social worker, Hana supervises.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from server.actor import Actor, Proof
from server.conversations import actions as rooms
from server.conversations.messages import Entry, MarkRead, Say, Sync
from server.desk import actions as desk
from server.desk import disclosures, talks
from server.desk.messages import Desk, Disclose, HandOver, Invite, Orient, Talk
from server.helpline import brake, leaving, rules, teams, visits
from server.helpline.messages import Begin, Identity, Visit
from server.services import Services
from server.wire import Event, Who
from tests.people import Someone, Town

LYON = "69001"
_numbers = count(1)


@dataclass
class Visitor:
    """Somebody who came without an account, with what her page keeps in memory."""

    town: Town
    visit: str
    secret: str
    room: str

    @property
    def actor(self) -> Actor:
        return Actor(Who.VISITOR, self.visit, visit=self.visit)

    @property
    def proof(self) -> Proof:
        return Proof(visit=f"{self.visit}.{self.secret}")

    async def looks(self) -> Visit:
        return await visits.mine(self._services, self.actor)

    async def says(self, text: str, client_id: str = "") -> Entry:
        return await _say(self._services, self.actor, self.room, "all", text, client_id)

    async def reads(self, channel: str = "all", after: int = 0) -> list[Entry]:
        return await _read(self._services, self.actor, self.room, channel, after)

    async def is_called(self, text: str | None) -> Visit:
        return await visits.do_identify(self._services, self.actor, Identity(text=text))

    async def wipes(self) -> None:
        await leaving.do_wipe(self._services, self.actor)

    async def closes_the_tab(self) -> None:
        await leaving.do_leave(self._services, self.actor)

    async def is_connected(self, here: bool = True) -> None:
        await visits.do_note_here(self._services, [(self.visit, here)])

    async def is_cut(self) -> None:
        """Long enough for everybody to see it; whoever was at a desk still is."""
        await self.is_connected(False)
        self.town.clock.advance(visits.AWAY)

    def hears(self) -> list[Event]:
        return [event for to, event in self.town.heard.told if to.id == self.visit]

    @property
    def _services(self) -> Services:
        return self.town.house.services


@dataclass
class Officer:
    """Somebody at the desk."""

    person: Someone
    team: str

    @property
    def actor(self) -> Actor:
        return self.person.actor

    @property
    def id(self) -> str:
        return self.person.id

    async def looks(self) -> Desk:
        return await desk.desk(self._services, self.actor)

    async def on_duty(self, on: bool = True) -> Officer:
        await desk.do_duty(self._services, self.actor, on)
        return self

    async def is_connected(self) -> None:
        await desk.do_see(self._services, [self.id])

    async def accepts(self, visitor: Visitor) -> Talk:
        return await desk.do_accept(self._services, self.actor, visitor.visit)

    async def says(self, visitor: Visitor, text: str, channel: str = "all") -> Entry:
        return await _say(self._services, self.actor, visitor.room, channel, text)

    async def reads(self, visitor: Visitor, channel: str = "all") -> list[Entry]:
        return await _read(self._services, self.actor, visitor.room, channel, 0)

    async def has_read(self, visitor: Visitor, seq: int) -> None:
        wish = MarkRead(room=visitor.room, channel="all", seq=seq)
        await rooms.do_mark_read(self._services, self.actor, wish)

    async def invites(self, other: Officer, visitor: Visitor) -> Talk:
        self.person.town.clock.advance(1)
        wish = Invite(visit=visitor.visit, officer=other.id)
        return await talks.do_invite(self._services, self.actor, wish)

    async def hands_over(
        self, visitor: Visitor, to: Officer | None = None, team: str | None = None, note: str = "-"
    ) -> None:
        wish = HandOver(visit=visitor.visit, officer=to.id if to else None, team=team, note=note)
        await talks.do_hand_over(self._services, self.actor, wish)

    async def steps_out(self, visitor: Visitor) -> None:
        await talks.do_step_out(self._services, self.actor, visitor.visit)

    async def orients(self, visitor: Visitor, guide: str) -> Talk:
        wish = Orient(visit=visitor.visit, guide=guide)
        return await talks.do_orient(self._services, self.actor, wish)

    async def ends(self, visitor: Visitor, *, flag: bool = False) -> None:
        await talks.do_end(self._services, self.actor, visitor.visit, flag)

    async def asks_address(self, visitor: Visitor, reason: str = "danger") -> str:
        wish = Disclose(
            visit=visitor.visit,
            reason=reason,  # type: ignore[arg-type]
            prosecutor="Procureure Lambert",
            reference="24-117",
        )
        return (await disclosures.do_ask(self._services, self.actor, wish)).disclosure

    async def agrees(self, disclosure: str) -> None:
        await disclosures.do_agree(self._services, self.actor, disclosure)

    async def reads_address(self, disclosure: str) -> str:
        return (await disclosures.do_read(self._services, self.actor, disclosure)).address

    @property
    def _services(self) -> Services:
        return self.person.town.house.services


@dataclass
class Helpline:
    """The helpline of a town."""

    town: Town
    lyon: str = ""
    national: str = ""

    async def opens(self) -> Helpline:
        services = self.town.house.services
        self.lyon = await teams.do_create(services, "Lyon", ["69", "01"])
        self.national = await teams.do_create(services, "Équipe nationale")
        return self

    async def team(
        self, name: str, departments: Sequence[str] = (), hours: Sequence[rules.Shift] = ()
    ) -> str:
        return await teams.do_create(
            self.town.house.services, name, list(departments), hours=list(hours)
        )

    async def officer(
        self, name: str, team: str = "", kind: str = "officer", *, duty: bool = True
    ) -> Officer:
        role = {"officer": "officer", "supervisor": "supervisor"}.get(kind, "expert")
        somebody = await self.town.person(name, role)
        where = team or self.lyon
        await desk.do_add_officer(self.town.house.services, somebody.id, where, kind)  # type: ignore[arg-type]
        officer = Officer(somebody, where)
        return await officer.on_duty() if duty else officer

    def wish(self, ticket: str, **more: Any) -> Begin:
        answer = _answer(ticket)
        told = {
            "postcode": LYON,
            "topic": "home",
            "victim": True,
            "minor": False,
            "language": "fr",
            "secret": secrets.token_urlsafe(32),
        }
        return Begin(ticket=ticket, answer=answer, **(told | more))

    async def visitor(self, **more: Any) -> Visitor:
        """Somebody comes, from an address of her own."""
        services, address = self.town.house.services, f"192.0.2.{next(_numbers)}"
        ticket = (await visits.door(services, address)).ticket
        wish = self.wish(ticket, **more)
        begun = await visits.do_begin(services, wish, address)
        visitor = Visitor(self.town, begun.visit, wish.secret, begun.room)
        await visitor.is_connected()
        return visitor


def _answer(ticket: str) -> int:
    """As her page finds it."""
    bits = int(ticket.split(".")[1])
    return next(n for n in count() if brake.solved(ticket, bits, n))


async def _say(
    services: Services, actor: Actor, room: str, channel: str, text: str, client_id: str = ""
) -> Entry:
    client_id = client_id or f"client-{next(_numbers):06}"
    wish = Say(room=room, channel=channel, text=text, client_id=client_id)  # type: ignore[arg-type]
    return (await rooms.do_say(services, actor, wish)).entry


async def _read(
    services: Services, actor: Actor, room: str, channel: str, after: int
) -> list[Entry]:
    wish = Sync(room=room, channel=channel, after=after, limit=500)  # type: ignore[arg-type]
    return (await rooms.sync(services, actor, wish)).entries
