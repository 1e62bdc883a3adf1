"""The helpline over real processes: teams, officers on duty, visitors, and what is left of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from server.actor import Proof
from server.desk import actions as desk
from server.helpline import teams
from tests.faults.case import Case, End, Watch
from tests.faults.officer import Officer, Post
from tests.faults.proxy import Proxy, proxy
from tests.faults.queue import Came, Queues, out_of_turn
from tests.faults.stage import Stage, stage
from tests.faults.visitor import Guest, Visitor

_NOBODY = Proof()
ORIGIN = "http://aide.localhost"
ENVIRON = {"VEILLEUSE_HELPLINE": ORIGIN, "VEILLEUSE_TRUSTED_PROXIES": "127.0.0.1"}
SHARES: tuple[End, ...] = ("wiped", "ended", "stays")


@dataclass(eq=False)
class Helpline:
    """Every other page is behind a line of its own web process."""

    town: Stage
    dice: Random
    lines: list[Proxy]
    watch: Watch = field(default_factory=Watch)
    queues: Queues = field(default_factory=Queues)
    officers: list[Officer] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)
    made: int = 0
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def ports(self, number: int) -> list[int]:
        return [line.port for line in self.lines] if number % 2 else list(self.town.shape.ports)

    async def staffed(self, count: int, most: int, every_s: float) -> None:
        """Two teams: of Lyon, and of everywhere. Officers on duty, connected, answering nobody."""
        services = self.town.house.services
        both = [
            await teams.do_create(services, "Lyon", ["69", "01"]),
            await teams.do_create(services, "Équipe nationale"),
        ]
        for number in range(count):
            held = await self.town.device(f"officer{number}", "officer")
            await desk.do_add_officer(services, held.person, both[number % 2])
            ports = self.ports(number // 2)
            device = Post(held.http, ports, held.origin, held.proof, held.name, held.person)
            self.officers.append(
                Officer(
                    device, ports, self.dice, self.watch, self.queues, self.cases, most, every_s
                )
            )
        await asyncio.gather(*(officer.comes_on_duty() for officer in self.officers))

    def visitor(self, words: int, every_s: float, ends: End | None = None) -> Visitor:
        number, self.made = self.made, self.made + 1
        mark = f"{self.dice.getrandbits(32):08x}"
        case = Case(mark, words, ends or SHARES[number % len(SHARES)], stop=self.stop)
        ports = self.ports(number)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        device = Guest(
            self.town.http, ports, ORIGIN, _NOBODY, f"visitor{number}", "", address=address
        )
        one = Visitor(case, self.watch, self.queues, self.dice, device, ports, every_s)
        self.visitors.append(one)
        return one

    async def comes(self, visitor: Visitor) -> None:
        await visitor.begins()
        self.cases[visitor.case.visit] = visitor.case
        visitor.comes_in()

    def out_of_turn(self) -> int:
        """By what was told last. Only while nothing moves."""
        queues: dict[str, dict[Came, int]] = {}
        for one in self.visitors:
            if one.visit and one.place:
                came = (one.visit["came_at"], one.visit["visit"])
                queues.setdefault(one.visit["queue"], {})[came] = one.place
        return sum(map(out_of_turn, queues.values()))

    async def remains(self) -> tuple[dict[str, int], int]:
        """Of those that are over: the tables that still have rows of them. And how many visits are
        too many or too few: those that live, and the figures of those that are over."""
        over = [case for case in self.cases.values() if case.gone]
        rooms, visits = [case.room for case in over], [case.visit for case in over]
        left = {}
        for table, (of_room, of_visit) in LEFT.items():
            sql = f"SELECT 1 FROM {table} WHERE {of_room} = ANY($1) OR {of_visit} = ANY($2)"  # noqa: S608
            if found := await self.town.rows(sql, rooms, visits):
                left[table] = len(found)
        (held,) = await self.town.rows(
            "SELECT (SELECT count(*) FROM visit) AS living, (SELECT count(*) FROM helped) AS helped"
        )
        odd = abs(held["living"] - (len(self.cases) - len(over)))
        return left, odd + abs(held["helped"] - len(over))

    async def go(self) -> None:
        links = [one.link for one in (*self.visitors, *self.officers)]
        await asyncio.gather(*(link.closes() for link in links))

    def ended(self) -> str:
        found = Counter(case.ends for case in self.cases.values() if case.gone)
        return f"{found['wiped']} wiped by the visitor, {found['ended']} ended by the officer"


LEFT = {
    "room": ("id", "id"),
    "entry": ("room_id", "room_id"),
    "participant": ("room_id", "person_id"),
    "channel_head": ("room_id", "room_id"),
    "read_mark": ("room_id", "room_id"),
    "data_key": ("scope", "scope"),
    "visit": ("room_id", "id"),
}


@asynccontextmanager
async def helpline(dice: Random) -> AsyncIterator[Helpline]:
    async with AsyncExitStack() as stack:
        town = await stack.enter_async_context(stage(webs=2, environ=ENVIRON, responders=0))
        lines = [await stack.enter_async_context(proxy(web.port, dice)) for web in town.webs]
        held = Helpline(town, dice, lines)
        try:
            yield held
        finally:
            await held.go()
