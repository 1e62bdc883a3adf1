"""What the server told of its queues, and whether it can all be true. Pure.

Within a team nobody who came later may be told a better place than who came earlier at the same
read. An answer of `help.mine` is one read of one visitor, and in a queue that nobody comes back
into, places only get smaller. So: a place asked for after another's had been told must be better
than it, if its visitor came earlier. And at a moment when nothing moves the places are 1, 2, 3 in
the order people came, which is the order of the desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Came = tuple[int, str]


@dataclass(frozen=True)
class Told:
    asked_at: float
    told_at: float
    came: Came
    place: int


@dataclass
class Queues:
    """`misordered`: how often a desk showed its queue in another order than people came."""

    places: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    desks: int = 0
    misordered: int = 0

    def told(self, visit: dict[str, Any], asked_at: float, told_at: float) -> None:
        if visit["place"]:
            came = (visit["came_at"], visit["visit"])
            self.places[visit["queue"]].append(Told(asked_at, told_at, came, visit["place"]))

    def shown(self, waiting: Sequence[dict[str, Any]]) -> None:
        """By an answer of desk.open."""
        teams: dict[str, list[Came]] = defaultdict(list)
        for one in waiting:
            teams[one["team"]].append((one["came_at"], one["visit"]))
        self.desks += 1
        self.misordered += sum(a >= b for team in teams.values() for a, b in pairwise(team))

    @property
    def reads(self) -> int:
        return sum(map(len, self.places.values()))

    @property
    def overtaken(self) -> int:
        return sum(map(overtaken, self.places.values()))


def overtaken(told: Sequence[Told]) -> int:
    """How many places cannot be true beside what others had been told before."""
    wrong, best = 0, dict[Came, int]()
    later = iter(sorted(told, key=lambda one: one.told_at))
    known = next(later, None)
    for one in sorted(told, key=lambda one: one.asked_at):
        while known and known.told_at <= one.asked_at:
            best[known.came] = min(known.place, best.get(known.came, known.place))
            known = next(later, None)
        wrong += any(came > one.came and place <= one.place for came, place in best.items())
    return wrong


def out_of_turn(places: dict[Came, int]) -> int:
    """Of one team, at a moment when nothing moved: how many are not where they belong."""
    return sum(places[came] != n for n, came in enumerate(sorted(places), 1))
