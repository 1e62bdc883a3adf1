"""Last known points, and how many live around."""

from __future__ import annotations

import pytest

from server import errors
from server.clock import MINUTE, SECOND
from server.geo import Point, vector
from server.positions import actions as positions
from server.positions import nearby, standings
from server.positions.messages import Fix
from server.positions.tables import Standing
from server.vault import actions as vault
from tests.people import PARIS, Someone, Town


async def known(somebody: Someone) -> Fix | None:
    return await positions.last_known(somebody.town.house.services, somebody.id)


async def around(somebody: Someone, radius_km: int = 20) -> int | None:
    services = somebody.town.house.services
    return (await nearby.around(services, somebody.id, radius_km)).count


def neighbours(size: int) -> list[Point]:
    return [Point(PARIS[0] + n / 1000, PARIS[1]) for n in range(size)]


async def test_who_asks_by_https_every_other_second_is_within_reach(town: Town) -> None:
    """Where a proxy blocks websockets and the browser cannot be woken."""
    camille = await (await town.person("camille")).stands(*PARIS)
    nour = await (await town.person("nour")).stands(48.86, 2.35, online=False)
    await standings.do_set_polling(town.house.services, [nour.id])
    alert = await camille.launches()
    assert alert.tally.alarmed == 1
    town.clock.advance(2 * MINUTE)
    await town.house.worker.run_due()
    assert not (await Standing.get(person_id=nour.id)).reachable


async def test_polling_writes_at_most_twice_a_minute(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS, online=False)
    seen = set()
    for _ in range(40):
        await standings.do_set_polling(town.house.services, [nour.id])
        seen.add((await Standing.get(person_id=nour.id)).online_until)
        town.clock.advance(1500)
    assert 2 <= len(seen) <= 3


async def test_the_newest_point_is_kept_and_never_an_older_one(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    town.clock.advance(MINUTE)
    await nour.moves(48.9, 2.4)
    town.clock.advance(MINUTE)
    await nour.moves(48.1, 2.1, ago=90 * SECOND)
    fix = await known(nour)
    assert fix
    assert (fix.lat, fix.lon) == (48.9, 2.4)


async def test_of_several_pages_at_once_the_newest_point_is_kept(town: Town) -> None:
    """Their points are written together, in whatever order they came."""
    nour = await (await town.person("nour")).stands(*PARIS)
    ines = await (await town.person("ines")).stands(45.75, 4.85)
    town.clock.advance(MINUTE)
    now = town.clock.now()
    points = [
        positions.LastKnown(who.id, Fix(lat=lat, lon=2.4, accuracy_m=9, at=now - ago * SECOND))
        for who, lat, ago in ((nour, 48.9, 2), (ines, 45.8, 0), (nour, 48.92, 1), (nour, 48.91, 3))
    ]
    kept = await positions.do_keep_all(town.house.services, points)
    assert kept == [False, True, True, False]
    assert [(await known(who)).lat for who in (nour, ines)] == [48.92, 45.8]  # type: ignore[union-attr]


async def test_outside_an_alert_points_are_kept_no_more_often_than_is_of_use(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    for _ in range(14):
        town.clock.advance(SECOND)
        await nour.moves(48.9, 2.4)
    assert (await known(nour)) == Fix(
        lat=PARIS[0], lon=PARIS[1], accuracy_m=10, at=town.clock.now() - 14 * SECOND
    )


async def test_nobody_follows_who_is_in_no_alert(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    town.clock.advance(MINUTE)
    assert not await nour.moves(48.9, 2.4)
    assert town.heard.told == []


async def test_only_a_cell_stands_in_the_clear(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    held = await Standing.get(person_id=nour.id)
    exact = Point(*PARIS)
    from_cell = [held.x, held.y, held.z]
    assert from_cell != list(vector(exact))
    assert held.point_sealed


async def test_a_point_moved_to_another_row_does_not_open(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    ines = await (await town.person("ines")).stands(45.75, 4.85)
    held = await Standing.get(person_id=nour.id)
    swapped = {"point_sealed": held.point_sealed, "key_id": held.key_id}
    await Standing.filter(person_id=ines.id).update(**swapped)
    assert await known(ines) is None


async def test_without_its_key_a_point_is_gone(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    await vault.destroy(town.house.services, "position", nour.id)
    assert await known(nour) is None


async def test_counts_under_five_are_hidden(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    await town.settle(neighbours(4))
    assert await around(nour) is None
    await town.settle(neighbours(1))
    assert await around(nour) == 5


async def test_the_radius_counts(town: Town) -> None:
    nour = await (await town.person("nour")).stands(*PARIS)
    await town.settle(neighbours(6))
    await town.crowd(9, 45.75, 4.85)
    assert (await around(nour, 50), await around(nour, 500)) == (6, 15)
    with pytest.raises(errors.Invalid):
        await around(nour, 501)


async def test_neither_partition_learns_how_many_the_other_has(town: Town) -> None:
    sam = await (await town.person("sam", "ally")).stands(*PARIS)
    await town.settle(neighbours(8))
    assert await around(sam) is None
    await town.settle(neighbours(6), role="ally")
    assert await around(sam) == 6


async def test_without_a_point_of_hers_nothing_is_counted(town: Town) -> None:
    nour = await town.person("nour")
    await town.settle(neighbours(8))
    assert await around(nour) is None
