"""Who lives in the demo: 51,129 invented people, spread over the communes by population.

The figure is the community's own of the day the project began. The same seed gives the same
people. Degrees WGS 84.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from server.demo import names
from server.geo import Point, distance
from server.places import communes
from server.places.communes import Commune

PEOPLE = 51_129
ALLIES = 0.08
MINORS = 0.01
UNREACHABLE = 0.12
HELPS_ALLIES = 0.35
MIXED_HELP = 0.25
KM_PER_DEGREE = 111.195

Role = Literal["member", "ally", "minor", "partner", "moderator", "officer", "expert", "supervisor"]


@dataclass(frozen=True)
class Inhabitant:
    """`wakes`: she has a device that a push can wake. `email` is empty for most: no login."""

    index: int
    id: str
    role: Role
    pseudonym: str
    first_name: str
    phone: str
    point: Point
    wakes: bool
    helps_allies: bool
    mixed_help: bool
    commune: str
    email: str = ""


@dataclass(frozen=True)
class Login:
    """Somebody whose address and password are printed."""

    email: str
    pseudonym: str
    first_name: str
    role: Role
    what: str
    north_m: float = 0.0
    east_m: float = 0.0


HER_COMMUNE = "69123"
WATCHED = "69,01,38,42,71,75"
ASSOCIATION = "Le Palier (association inventée)"

HER = Login("camille@veilleuse.example", "Mésange du quai", "Camille", "member", "en danger")
NEAR_HER = Login(
    "nour@veilleuse.example", "Hulotte attentive", "Nour", "member", "près d'elle", 310, 240
)
AGENT = Login("maud@veilleuse.example", "Maud, Le Palier", "Maud", "partner", "association")
MODERATOR = Login("sacha@veilleuse.example", "Sacha", "Sacha", "moderator", "modération")
OFFICER = Login("odile@veilleuse.example", "Odile", "Odile", "officer", "écoute, à Lyon")
PSYCHOLOGIST = Login("pia@veilleuse.example", "Pia", "Pia", "expert", "écoute, psychologue")
SUPERVISOR = Login("hana@veilleuse.example", "Hana", "Hana", "supervisor", "écoute, supervision")
LOGINS = (HER, NEAR_HER, AGENT, MODERATOR, OFFICER, PSYCHOLOGIST, SUPERVISOR)
SIMULATED_OFFICERS = ("Gaëlle", "Kadiatou", "Malo", "Yasmine")
FIRST_OFFICER = 10_000_000
"""Their indices lie far beyond the crowd's."""


def her_point() -> Point:
    """Where the person in danger is: the middle of her commune."""
    commune = communes.by_code(HER_COMMUNE)
    if commune is None:
        raise LookupError(HER_COMMUNE)
    return Point(commune.lat, commune.lon)


def logins(seed: int) -> list[Inhabitant]:
    """The printed people."""
    dice = Random(f"{seed}|logins")  # noqa: S311  invented people, no secret
    return [_printed(dice, seed, number, login) for number, login in enumerate(LOGINS)]


def officers(seed: int) -> list[Inhabitant]:
    """The simulated officers of the helpline: on duty day and night."""
    dice = Random(f"{seed}|officers")  # noqa: S311  invented people, no secret
    return [_officer(dice, seed, n, name) for n, name in enumerate(SIMULATED_OFFICERS)]


def crowd(seed: int, count: int, around: Sequence[Commune] | None = None) -> list[Inhabitant]:
    """Everybody else, `count` of them, in communes drawn by population."""
    dice = Random(f"{seed}|crowd")  # noqa: S311  invented people, no secret
    homes = around if around is not None else communes.everywhere()
    drawn = dice.choices(homes, [commune.population for commune in homes], k=count)
    taken: dict[str, int] = {}
    first = len(LOGINS)
    return [_anybody(dice, seed, first + n, home, taken) for n, home in enumerate(drawn)]


def communes_of(codes: Sequence[str]) -> list[Commune] | None:
    """The communes of these INSEE codes; None (anywhere) when there are none."""
    return [found for code in codes if (found := communes.by_code(code))] or None


def nearest_awake(people: Sequence[Inhabitant], here: Point, count: int) -> list[Inhabitant]:
    """The people around a point whom an alarm can reach, the nearest first."""
    awake = [p for p in people if p.wakes and p.role in ("member", "ally") and not p.email]
    return sorted(awake, key=lambda person: distance(person.point, here))[:count]


def moved(point: Point, north_m: float, east_m: float) -> Point:
    """A point some metres away (short distances, away from the poles)."""
    lat = point.lat + north_m / 1000 / KM_PER_DEGREE
    lon = point.lon + east_m / 1000 / (KM_PER_DEGREE * math.cos(math.radians(point.lat)))
    return Point(round(lat, 6), round(lon, 6))


def _anybody(
    dice: Random, seed: int, index: int, home: Commune, taken: dict[str, int]
) -> Inhabitant:
    role = _role(dice.random())
    return Inhabitant(
        index=index,
        id=_id(seed, index),
        role=role,
        pseudonym=names.pseudonym(dice, taken),
        first_name=names.first_name(dice, role),
        phone=names.phone(dice) if dice.random() < 0.5 else "",
        point=_somewhere(dice, home),
        wakes=dice.random() >= UNREACHABLE,
        helps_allies=dice.random() < HELPS_ALLIES,
        mixed_help=dice.random() < MIXED_HELP,
        commune=home.code,
    )


def _role(lot: float) -> Role:
    if lot < ALLIES:
        return "ally"
    return "minor" if lot < ALLIES + MINORS else "member"


def _somewhere(dice: Random, home: Commune) -> Point:
    """Inside the commune, as far as its population tells its size."""
    reach_m = 500 + 3.2 * math.sqrt(home.population)
    away, turn = reach_m * math.sqrt(dice.random()), dice.uniform(0, 2 * math.pi)
    return moved(Point(home.lat, home.lon), away * math.cos(turn), away * math.sin(turn))


def _printed(dice: Random, seed: int, number: int, login: Login) -> Inhabitant:
    blank = communes.by_code(HER_COMMUNE)
    assert blank is not None  # noqa: S101  the data file is ours
    person = _anybody(dice, seed, number, blank, {})
    return replace(
        person,
        role=login.role,
        pseudonym=login.pseudonym,
        first_name=login.first_name,
        phone=names.phone(dice),
        point=moved(her_point(), login.north_m, login.east_m),
        wakes=False,
        mixed_help=False,
        email=login.email,
    )


def _officer(dice: Random, seed: int, number: int, name: str) -> Inhabitant:
    home = communes.by_code(HER_COMMUNE)
    assert home is not None  # noqa: S101  the data file is ours
    somebody = _anybody(dice, seed, FIRST_OFFICER + number, home, {})
    return replace(
        somebody, role="officer", pseudonym=name, first_name=name, wakes=False, mixed_help=False
    )


def _id(seed: int, index: int) -> str:
    held = hashlib.sha256(f"{seed}|{index}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(held).rstrip(b"=").decode()
