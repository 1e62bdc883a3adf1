"""The communes of France: which one is near, how many people live around.

Degrees WGS 84, kilometres on the sphere. Read once (`load`), or at the first question, which then
takes an eighth of a second; pure after that.
Source and licence: `server/data/ATTRIBUTION.md`.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, TextIO

from msgspec import Struct

from server.geo import Point, Vector, chord, chord_of, vector
from server.places.boxes import Box, box_of, rings, touching

DATA = Path(__file__).parents[1] / "data" / "communes.csv.gz"
FARTHEST_M = 60_000.0
"""Beyond this, "near COMMUNE" would say more about the sea than about her."""

CellLevel = Literal[0, 1, 2]
CELL_RADII_M = (1_000.0, 4_000.0, 16_000.0)
CELL_INHABITANTS = 2_000
DENSITY_KM = 8.0


class Commune(Struct, frozen=True, gc=False):
    """`exact`: the point is the commune's own, else the mean of those that share its postcode.

    A commune whose point nobody knew has `located` false, and 0, 0.
    """

    code: str
    name: str
    department: str
    postcodes: tuple[str, ...]
    population: int
    lat: float
    lon: float
    located: bool
    exact: bool


def load() -> None:
    """Before serving: the first alert must not wait for it."""
    _atlas()


def by_code(code: str) -> Commune | None:
    """The commune of an INSEE code."""
    return _atlas().codes.get(code)


def by_postcode(code: str) -> list[Commune]:
    """The communes a postcode serves, the most populous first; empty when it serves none."""
    return list(_atlas().postcodes.get(code, ()))


def postcodes() -> list[str]:
    """Every postcode that serves a commune, in order."""
    return sorted(_atlas().postcodes)


def everywhere() -> list[Commune]:
    """Every commune that has a point, by INSEE code."""
    return [commune for commune in _atlas().codes.values() if commune.located]


def nearest(lat: float, lon: float) -> Commune | None:
    """The commune whose own point is nearest, or None when none is within 60 km."""
    point = Point(lat, lon)
    here, best, closest = vector(point), None, chord_of(FARTHEST_M)
    for covered_m, boxes in rings(point, FARTHEST_M):
        for commune, there in _atlas().within(boxes):
            apart = chord(here, there)
            if commune.exact and apart <= closest:
                best, closest = commune, apart
        if best is not None and closest <= chord_of(covered_m):
            break
    return best


def population_within(lat: float, lon: float, km: float) -> int:
    """Inhabitants of the communes whose point is within `km`."""
    point = Point(lat, lon)
    here, limit = vector(point), chord_of(km * 1000)
    around = _atlas().within(touching(point, km * 1000))
    return sum(commune.population for commune, there in around if chord(here, there) <= limit)


def cell_level(lat: float, lon: float) -> CellLevel:
    """Index in CELL_RADII_M of the smallest privacy cell that holds about 2,000 inhabitants.

    The density is that of the communes within 8 km; where we know of nobody, the largest cell.
    """
    around = population_within(lat, lon, DENSITY_KM)
    held = [around * (radius / 1000 / DENSITY_KM) ** 2 for radius in CELL_RADII_M]
    if held[0] >= CELL_INHABITANTS:
        return 0
    return 1 if held[1] >= CELL_INHABITANTS else 2


Placed = tuple[Commune, Vector]


class _Atlas:
    """The communes by code, by postcode and by box. A process that comes back waits for it: the
    vectors of a box are computed at its first question."""

    def __init__(self, communes: Iterable[Commune]) -> None:
        self.codes = {commune.code: commune for commune in communes}
        self.postcodes: dict[str, list[Commune]] = defaultdict(list)
        self._boxes: dict[Box, list[Commune]] = defaultdict(list)
        self._placed: dict[Box, list[Placed]] = {}
        for commune in sorted(self.codes.values(), key=lambda c: -c.population):
            for postcode in commune.postcodes:
                self.postcodes[postcode].append(commune)
            if commune.located:
                self._boxes[box_of(Point(commune.lat, commune.lon))].append(commune)

    def within(self, boxes: Iterable[Box]) -> Iterator[Placed]:
        for box in boxes:
            if box in self._boxes:
                yield from self._placed.get(box) or self._place(box)

    def _place(self, box: Box) -> list[Placed]:
        held = [(one, vector(Point(one.lat, one.lon))) for one in self._boxes[box]]
        self._placed[box] = held
        return held


@lru_cache(maxsize=1)
def _atlas() -> _Atlas:
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        return _Atlas(_read(file))


def _read(file: TextIO) -> Iterator[Commune]:
    for code, name, department, postcodes, population, lat, lon, exact in csv.reader(file):
        yield Commune(
            code=code,
            name=name,
            department=department,
            postcodes=tuple(postcodes.split()),
            population=int(population),
            lat=float(lat or 0),
            lon=float(lon or 0),
            located=bool(lat),
            exact=exact == "1",
        )
