"""Rooms of 51 on a server that knows nothing but rooms, and stretches of talk in them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from bench.contenders import Server
from bench.figures import median
from bench.generator import CLOCK, NUMBER, Generator, Kind, Plan, whole

ROOM = 51
POINT = Kind("point", "point.said", '"n":1')
MOVED = Kind("moved", "position.moved", '"accuracy_m":1')
SAID = Kind("said", "room.entry", '"client_id":"bench-', acked=True)
TEXT = "Je suis au coin de la rue, à deux. On attend ton signe avant de sonner."


def her_rooms(server: Server, rooms: int, *, across: bool = False) -> Plan:
    """In each, one device says a point, about 80 bytes, and the fifty others hear it. Rooms live on
    one process each; `across`: on all of them."""
    plan = Plan([POINT])
    for number in range(rooms):
        name = f"{'both' if across else 'one'}-{number}"  # two sets may stand on one server
        point = {
            "room": name,
            "n": f"<1{NUMBER}>",
            "lat": 45.7578,
            "lon": 4.832,
            "at": f"<{CLOCK}>",
        }
        plan.room()
        plan.say("point", ROOM - 1, 1, "point.say", point)
        plan.client(_port(server, number, 0, across))
        for member in range(1, ROOM):
            _enters(plan, name, _port(server, number, member, across))
    return plan


def crowded_rooms(server: Server, rooms: int) -> Plan:
    """In each, all 51 report where they are, and all 51 hear it (oneself too, on every server
    alike)."""
    plan = Plan([MOVED])
    for number in range(rooms):
        name = f"channel:r{number}:us"
        fix = {"lat": 45.7578, "lon": 4.832, "accuracy_m": f"<1{NUMBER}>", "at": f"<{CLOCK}>"}
        plan.room()
        plan.say("moved", ROOM, ROOM, "position.report", {"room": name, "fix": fix})
        for member in range(ROOM):
            _enters(plan, name, _port(server, number, member, across=False))
    return plan


def said_rooms(server: Server, rooms: int) -> Plan:
    """In each, one after the other says something, all 51 hear it, the speaker is acknowledged."""
    plan = Plan([SAID])
    for number in range(rooms):
        name = f"room-{number}"
        plan.room()
        entry = {
            "seq": 1,
            "kind": "said",
            "who": "x7sRk2mQpW4vTb9LcY1dZg",
            "name": "Hulotte attentive",
            "detail": None,
            "client_id": f"bench-{NUMBER}",
        }
        plan.say("said", ROOM, ROOM, "room.say", {"room": name, "text": TEXT, "entry": entry})
        for member in range(ROOM):
            _enters(plan, name, _port(server, number, member, across=False))
    return plan


def _enters(plan: Plan, room: str, port: int) -> None:
    plan.client(port, steps=[("room.enter", {"room": room})])


def _port(server: Server, room: int, member: int, across: bool) -> int:
    return server.ports[(member if across else room) % len(server.ports)]


@dataclass
class Contender:
    """One server, its clients, and what each stretch of their talk cost."""

    name: str
    cpu_s: Callable[[], float]
    clients: Generator
    kind: str
    exact: bool = True
    stretches: list[dict[str, float]] = field(default_factory=list)

    def run(self, talk: Callable[[Generator], dict[str, Any]]) -> None:
        cpu, started = self.cpu_s(), time.perf_counter()
        found = talk(self.clients)
        cpu, took = self.cpu_s() - cpu, time.perf_counter() - started
        one = whole(found, self.kind) if self.exact else found[self.kind]
        self.stretches.append(
            {
                "deliveries_per_s": one["heard"] / found["seconds"],
                "cpu_us_per_delivery": cpu / one["heard"] * 1e6,
                "server_cpu": cpu / took,
                "generator_cpu": found["cpu"],
                "p50_ms": one["each_ms"]["p50"],
                "p99_ms": one["each_ms"]["p99"],
                "last_p99_ms": one["last_ms"]["p99"],
                "heard_share": one["heard"] / one["expected"],
            }
        )

    @property
    def figures(self) -> dict[str, float]:
        """Medians over the stretches."""
        names = self.stretches[0]
        found = {name: round(median([s[name] for s in self.stretches]), 3) for name in names}
        return {**found, "stretches": len(self.stretches)}


Enter = Callable[[AbstractContextManager[Any]], Any]


def contend(enter: Enter, server: Server, plan: Plan, *, exact: bool = True) -> Contender:
    """Its clients, all in their rooms."""
    clients = enter(Generator(plan))
    clients.come()
    return Contender(server.name, server.cpu_s, clients, plan.kinds[0].name, exact)


def interleave(
    contenders: list[Contender], rounds: int, talk: Callable[[Generator], dict[str, Any]]
) -> dict[str, Any]:
    """A B C, A B C, …: whatever else the machine does meanwhile falls on all of them. The first
    round warms up and is not counted."""
    for number in range(rounds + 1):
        for contender in contenders:
            contender.run(talk)
            if not number:
                contender.stretches.clear()
    return {contender.name: contender.figures for contender in contenders}


def ratio(found: dict[str, Any], theirs: str, ours: str, of: str) -> float | None:
    """How many times more of it theirs costs."""
    if theirs not in found or ours not in found:
        return None
    return round(float(found[theirs][of]) / float(found[ours][of]), 2)
