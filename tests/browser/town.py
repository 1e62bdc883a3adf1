"""Small towns with named people: each test has one of its own, far from the others.

Camille is in danger; Nour, Inès and Léa live near her. Her neighbours can be woken by a push that
nobody answers, as many as one alert may alarm in the end, so that no silence reaches the next town.
Maud is an agent of an association; Sacha moderates. Odile answers at the helpline for a
département of her own, Pia is a psychologist there. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from server.demo import community
from server.demo.community import Inhabitant, Role
from server.geo import Point
from server.places import communes
from server.places.communes import Commune

PASSWORD = "un long mot de passe de test"
TOWNS = 64
NEIGHBOURS = 155

NAMED: tuple[tuple[str, Role, float], ...] = (
    ("Camille", "member", 0),
    ("Nour", "member", 300),
    ("Inès", "member", 600),
    ("Léa", "member", 900),
    ("Maud", "partner", 2_000),
    ("Sacha", "moderator", 2_500),
    ("Odile", "officer", 3_000),
    ("Pia", "expert", 3_500),
)
POSTCODES = tuple(
    min(code for code in communes.postcodes() if code.startswith(f"{n:02}"))
    for n in range(1, TOWNS + 2)
    if n != 20
)
METRES_NORTH = {name: metres for name, _, metres in NAMED}


@dataclass(frozen=True)
class Town:
    """Where one test happens."""

    number: int
    origin: str
    password: str = PASSWORD

    @property
    def here(self) -> Point:
        """Camille's place. Towns stand some forty kilometres apart."""
        return Point(43.6 + 0.4 * (self.number // 8), 0.1 + 0.55 * (self.number % 8))

    def north(self, metres: float) -> Point:
        return community.moved(self.here, metres, 0)

    def home_of(self, name: str) -> Point:
        return self.north(METRES_NORTH[name])

    def email(self, name: str) -> str:
        plain = name.lower().replace("è", "e").replace("é", "e")
        return f"{plain}.{self.number}@veilleuse.example"

    @property
    def helpline(self) -> str:
        """The other address of the same server."""
        return self.origin.replace("localhost", "aide.localhost")

    @property
    def postcode(self) -> str:
        """Of a département that no other town's team answers for."""
        return POSTCODES[self.number]

    def people(self) -> list[Inhabitant]:
        return _named(self) + _neighbours(self)


def _named(town: Town) -> list[Inhabitant]:
    crowd = community.crowd(7_000 + town.number, len(NAMED), _anywhere())
    return [
        replace(
            person,
            role=role,
            first_name=name,
            pseudonym=f"{name} de la rue",
            phone="+33639980001",
            email=town.email(name),
            point=town.home_of(name),
            wakes=False,
        )
        for person, (name, role, _) in zip(crowd, NAMED, strict=True)
    ]


def _neighbours(town: Town) -> list[Inhabitant]:
    crowd = community.crowd(9_000 + town.number, NEIGHBOURS, _anywhere())
    return [
        replace(
            person,
            index=town.number * 1_000 + n + 1_000,
            role="member",
            wakes=True,
            point=community.moved(town.here, 0, 1_500 + 10 * n),
        )
        for n, person in enumerate(crowd)
    ]


def _anywhere() -> list[Commune] | None:
    """Their commune is of no account here: they stand where the test puts them."""
    return community.communes_of([community.HER_COMMUNE])
