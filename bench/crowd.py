"""Running alerts on our whole server, far from each other: in each, fifty real members with real
sessions have opened the room, she among them; a few show where they are.

`said` is chat, heard by all 51; `moved` a position, heard by the fifty responders.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.community import FIFTY
from bench.generator import CLOCK, NUMBER, Kind, Plan
from bench.house import House
from bench.rooms import ROOM, TEXT
from server.demo.community import Inhabitant
from server.geo import Point, distance
from server.places import communes

SAID = Kind("said", "room.entry", '"client_id":"bench-', acked=True)
MOVED = Kind("moved", "position.moved", '"accuracy_m":1', acked=True)
SHOWING = 4
MISSED = 20
APART_M = 60_000.0
BOX_DEGREES = 1.5
TAKEN_BY_OTHERS = "69123"  # the town of the single alert (alert.py)


@dataclass
class AlertRoom:
    """One running alert: where, her, the fifty, and its names."""

    here: Point
    her: Inhabitant
    fifty: list[Inhabitant]
    alert: str
    room: str

    @property
    def people(self) -> list[Inhabitant]:
        return [self.her, *self.fifty]


@dataclass
class Crowd:
    """The alerts of a house. `opened`: its people have opened their rooms once."""

    house: House
    rooms: list[AlertRoom]
    opened: bool = False

    def plan(self) -> Plan:
        return plan_of(self.house, self.rooms)

    def arriving(self) -> Plan:
        """Everybody connects, and asks nothing."""
        return self._everybody(lambda _: [])

    def returning(self) -> Plan:
        """Everybody asks where things stand, then for what was missed in her room."""
        return self._everybody(_catch_up)

    def _everybody(self, steps_of: Callable[[AlertRoom], list[tuple[str, Any]]]) -> Plan:
        plan = Plan([])
        for held in self.rooms:
            plan.room()
            steps = steps_of(held)
            for number, person in enumerate(held.people):
                port = self.house.ports[number % len(self.house.ports)]
                self.house.client(plan, person, port, steps)
        return plan


def _catch_up(held: AlertRoom) -> list[tuple[str, Any]]:
    missed = {"room": held.room, "channel": "her", "after": 0, "limit": MISSED}
    return [("alert.mine", {}), ("room.sync", missed)]


def launched(house: House, count: int) -> list[AlertRoom]:
    """Raises RuntimeError when the community has no room for so many."""
    made: list[AlertRoom] = []
    for here, fifty in _places(house):
        if len(made) == count:
            return made
        her, alert = launch(house, here)
        made.append(AlertRoom(here, her, fifty, alert["alert"], alert["room"]))
    if len(made) < count:
        raise RuntimeError(f"only {len(made)} places are far enough from each other")
    return made


def launch(house: House, here: Point) -> tuple[Inhabitant, dict[str, Any]]:
    """Somebody presses; her alert."""
    her = house.caller()
    at = int(time.time() * 1000)
    fix = {"lat": here.lat, "lon": here.lon, "accuracy_m": 12.0, "at": at}
    press = {"press": f"bench-{her.id}", "fix": fix, "mixed": False}
    return her, house.post(her, "alert.start", press)


def _places(house: House) -> Iterator[tuple[Point, list[Inhabitant]]]:
    """Towns, the greatest first, whose fifty nearest are nobody else's."""
    avoided = communes.by_code(TAKEN_BY_OTHERS)
    taken = {p.id for p in _fifty(house, Point(avoided.lat, avoided.lon))} if avoided else set()
    for town in sorted(communes.everywhere(), key=lambda c: -c.population):
        fifty = _fifty(house, Point(town.lat, town.lon))
        ids = {person.id for person in fifty}
        if len(fifty) == FIFTY and not ids & taken:
            taken |= ids
            yield Point(town.lat, town.lon), fifty


def _fifty(house: House, here: Point) -> list[Inhabitant]:
    """By brute force among those of a box; none when the box could hide somebody nearer."""
    near = [
        p
        for p in house.community.awake
        if abs(p.point.lat - here.lat) < BOX_DEGREES and abs(p.point.lon - here.lon) < BOX_DEGREES
    ]
    found = sorted(near, key=lambda p: (distance(p.point, here), p.id))[:FIFTY]
    if len(found) < FIFTY or distance(found[-1].point, here) > APART_M:
        return []
    return found


def plan_of(house: House, rooms: list[AlertRoom]) -> Plan:
    """Everybody on a process in turn. She comes first; the first of the fifty show themselves."""
    plan = Plan([SAID, MOVED])
    for held in rooms:
        plan.room()
        word = {"room": held.room, "channel": "her", "text": TEXT, "client_id": f"bench-{NUMBER}"}
        plan.say("said", ROOM, ROOM, "room.say", word)
        plan.say("moved", FIFTY, 1 + SHOWING, "position.report", _fix(held.here))
        for number, person in enumerate(held.people):
            port = house.ports[number % len(house.ports)]
            house.client(plan, person, port, _steps(held.alert, number))
    return plan


def _steps(alert: str, number: int) -> list[tuple[str, Any]]:
    steps: list[tuple[str, Any]] = [("alert.open", {"alert": alert})]
    if 0 < number <= SHOWING:
        steps.append(("alert.share", {"alert": alert, "among": True, "with_her": False}))
    return steps


def _fix(here: Point) -> dict[str, Any]:
    """Its number travels as an accuracy, which every listener is told as it came."""
    return {
        "lat": here.lat,
        "lon": here.lon,
        "accuracy_m": f"<1{NUMBER}>",
        "at": f"<{CLOCK}>",
    }
