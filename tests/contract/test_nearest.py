"""The nearest, from cells and sealed points, against brute force on the exact points."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import pytest

from server.geo import Point, chord, vector
from server.positions import nearby
from tests.people import Someone, Town

PARIS = Point(48.8566, 2.3522)


def around(dice: random.Random, centre: Point, degrees: float, size: int) -> list[Point]:
    """A cluster, wrapped at the date line and held at the poles."""
    found = []
    for _ in range(size):
        lat = max(-90.0, min(90.0, dice.gauss(centre.lat, degrees)))
        lon = (dice.gauss(centre.lon, degrees) + 180) % 360 - 180
        found.append(Point(lat, lon))
    return found


async def check(
    town: Town,
    origin: Point,
    people: Sequence[tuple[Someone, Point]],
    wanted: int = 50,
    without: Collection[str] = (),
) -> None:
    """Raises AssertionError unless the nearest are those, in that order."""
    here = vector(origin)
    ranked = sorted((chord(here, vector(p)), s.id) for s, p in people if s.id not in without)
    found = await nearby.nearest(town.house.services, origin, wanted, "members", without)
    assert [(near.chord, near.person) for near in found] == ranked[:wanted]


async def settled(town: Town, points: list[Point], level: int) -> list[tuple[Someone, Point]]:
    people = await town.settle(points, level=level)
    await town.house.services.db.run("ANALYZE")  # as both engines' plans are after a while
    return list(zip(people, points, strict=True))


@pytest.mark.parametrize(
    "centre",
    [PARIS, Point(0.0, 180.0), Point(-17.0, -179.99), Point(90.0, 0.0), Point(-89.9, 40.0)],
    ids=["paris", "date line", "fiji", "north pole", "south pole"],
)
async def test_in_a_cluster(town: Town, centre: Point) -> None:
    dice = random.Random(7)  # noqa: S311  a test's dice
    people = await settled(town, around(dice, centre, 0.05, 300), 0)
    people += await settled(town, around(dice, centre, 2.0, 100), 1)
    for origin in [centre, *around(dice, centre, 0.1, 8), *around(dice, centre, 5.0, 4)]:
        await check(town, origin, people)


async def test_across_the_whole_globe(town: Town) -> None:
    dice = random.Random(11)  # noqa: S311
    anywhere = [Point(dice.uniform(-90, 90), dice.uniform(-180, 180)) for _ in range(300)]
    people = await settled(town, anywhere[:150], 2) + await settled(town, anywhere[150:], 0)
    for _ in range(15):
        await check(town, Point(dice.uniform(-90, 90), dice.uniform(-180, 180)), people)


async def test_sparse_cells_beside_dense_ones(town: Town) -> None:
    """The centre of a large cell may be far although somebody in it is the nearest."""
    dice = random.Random(13)  # noqa: S311
    people = await settled(town, around(dice, PARIS, 0.2, 150), 2)
    people += await settled(town, around(dice, PARIS, 0.2, 150), 1)
    people += await settled(town, around(dice, PARIS, 0.2, 150), 0)
    for origin in around(dice, PARIS, 0.3, 15):
        await check(town, origin, people)


async def test_hundreds_in_one_cell(town: Town) -> None:
    """All centres tie: pages must neither repeat nor skip anybody."""
    dice = random.Random(17)  # noqa: S311
    people = await settled(town, around(dice, PARIS, 0.0005, 700), 0)
    for origin in [PARIS, *around(dice, PARIS, 0.02, 6)]:
        await check(town, origin, people)
    await check(town, Point(48.86, 2.36), people, 650)


async def test_under_one_roof(town: Town) -> None:
    """Identical points: the id settles it, on every engine alike."""
    people = await settled(town, [PARIS] * 260, 0)
    await check(town, PARIS, people)
    await check(town, Point(43.3, 5.4), people)


async def test_without_those_she_must_never_meet(town: Town) -> None:
    dice = random.Random(19)  # noqa: S311
    people = await settled(town, around(dice, PARIS, 0.02, 250), 0)
    without = {somebody.id for somebody, _ in people[::3]}
    await check(town, PARIS, people, without=without)
    await check(town, PARIS, people, without={somebody.id for somebody, _ in people[20:]})


@pytest.mark.parametrize("wanted", [1, 3, 49, 150, 400])
async def test_any_number(town: Town, wanted: int) -> None:
    dice = random.Random(23)  # noqa: S311
    people = await settled(town, around(dice, PARIS, 0.05, 300), 0)
    await check(town, PARIS, people, wanted)


async def test_nobody_at_all(town: Town) -> None:
    await check(town, PARIS, [])


async def test_where_the_gazetteer_chooses_the_cells(town: Town) -> None:
    dice = random.Random(29)  # noqa: S311
    points = around(dice, Point(46.5, 2.5), 2.0, 250)
    people = list(zip(await town.settle(points), points, strict=True))
    for origin in around(dice, Point(46.5, 2.5), 2.0, 8):
        await check(town, origin, people)
