"""The demo's invented community as the bench needs it: who launches, and who is near whom."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from server.demo import cast, community
from server.demo.cast import Pass
from server.demo.community import Inhabitant
from server.geo import Point, distance
from server.places import communes

FIFTY = 50


@dataclass
class Community:
    """`secret` makes everybody's session, so that the bench can be anybody."""

    people: list[Inhabitant]
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @classmethod
    def of(cls, count: int, seed: int = 11) -> Community:
        printed = community.logins(seed)
        return cls(printed + community.crowd(seed, count - len(printed)))

    def pass_of(self, person: Inhabitant) -> Pass:
        return cast.pass_of(self.secret, person)

    @cached_property
    def awake(self) -> list[Inhabitant]:
        """Members whom a push can wake."""
        return [p for p in self.people if p.wakes and p.role == "member" and not p.email]

    def fifty(self, here: Point, without: Collection[str] = ()) -> list[Inhabitant]:
        """The fifty nearest members whom a push can wake, by brute force."""
        awake = [p for p in self.awake if p.id not in without]
        return sorted(awake, key=lambda p: (distance(p.point, here), p.id))[:FIFTY]

    def callers(self) -> list[Inhabitant]:
        """Minors: they may launch and are never alarmed, so that measuring again and again
        changes nothing in who is nearest."""
        return [p for p in self.people if p.role == "minor" and not p.email]


def centre_of(code: str) -> Point:
    """The middle of a commune, by its INSEE code. Degrees."""
    found = communes.by_code(code)
    if found is None:
        raise LookupError(code)
    return Point(found.lat, found.lon)
