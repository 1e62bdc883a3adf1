"""Who is near a place: the nearest, exactly, for an alarm; a rounded count for everybody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from server import errors, geo
from server.engines.database import Row
from server.geo import Point
from server.positions import cells, points, rules, store
from server.positions.messages import Around
from server.positions.rules import Frontier, Near, Nearest
from server.positions.store import Pool
from server.services import Services

FIRST_PAGE = 96
FIRST_GLANCE = 24
PAGE_GROWS = 3
AT_ONCE = 16


async def nearest(
    services: Services,
    origin: Point,
    wanted: int,
    pool: Pool,
    without: Collection[str],
) -> list[Near]:
    """The `wanted` nearest reachable people of a pool, exactly, without anyone in `without`.

    Candidates come by the centre of their cell; more and more of their points are opened until
    nobody unread can be nearer than the last of the best. Most live like her, so her own level is
    read first, and of the others only what could still be nearer.
    """
    if wanted <= 0:
        return []  # of nobody, none is ever proven the nearest
    centre, found = geo.vector(origin), Nearest(wanted)
    own = services.gazetteer.level(origin.lat, origin.lon)
    limits = {level: FIRST_PAGE if level == own else FIRST_GLANCE for level in cells.LEVELS}
    open_levels = sorted(cells.LEVELS, key=lambda level: level != own)
    frontiers: dict[int, Frontier] = {}
    read = set(without)
    while open_levels:
        for level in open_levels:
            rows = await store.candidates(
                services.db, centre, level, pool, services.clock.now(), limits[level]
            )
            unread = [row for row in rows if row["person_id"] not in read]
            _open(services, centre, level, unread, found)
            read.update(row["person_id"] for row in unread)
            last = rows[-1]["chord2"] ** 0.5 if len(rows) == limits[level] else None
            frontiers[level] = Frontier(level, last)
            limits[level] *= PAGE_GROWS
        open_levels = found.open_levels(frontiers.values())
    return found.best


def _open(
    services: Services, centre: geo.Vector, level: int, rows: Sequence[Row], found: Nearest
) -> None:
    """Their points, from the nearest cell on, as long as one could still count."""
    for start in range(0, len(rows), AT_ONCE):
        near = []
        for row in rows[start : start + AT_ONCE]:
            if not found.could_count(Frontier(level, row["chord2"] ** 0.5)):
                break
            person = str(row["person_id"])
            if fix := points.opened(services, row, points.standing_place(person)):
                point = points.point(fix)
                near.append(Near(geo.chord(centre, geo.vector(point)), person, point))
        found.add(near)


async def around(services: Services, person_id: str, radius_km: int) -> Around:
    """Others within a radius of the asker's own cell. Information only; neither partition learns
    how many the other has."""
    if not 1 <= radius_km <= 500:
        raise errors.Invalid("radius_km")
    held = await store.standing(person_id)
    if held is None or held.x is None:
        return Around(count=None)
    reach = geo.chord_of(radius_km * 1_000)
    count = await store.count_within(services.db, held, reach)
    return Around(count=rules.shown_count(count))
