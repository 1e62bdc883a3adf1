"""A crowd of positions by plain SQL: sealed points and their wrapped keys, as in life, at a size
that the application's own verbs would take too long to reach.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import asyncpg

from server import crypto
from server.geo import Point
from server.keyring import Keyring
from server.places import communes
from server.positions import cells, points
from server.positions.messages import Fix

ALLIES = 0.08
UNREACHABLE = 0.12
BATCH = 20_000
KEY_COLUMNS = ("id", "kind", "scope", "author", "part", "epoch", "wrapped", "dies_at")
STANDING_COLUMNS = (
    "person_id",
    "partition",
    "helps_allies",
    "eligible",
    "push_devices",
    "online_until",
    "reachable",
    "level",
    "x",
    "y",
    "z",
    "key_id",
    "point_sealed",
    "point_at",
)
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Home:
    point: Point
    level: int
    spread_degrees: float


def homes() -> tuple[list[Home], list[int]]:
    """The communes as places to live in, and their populations."""
    found = communes.everywhere()
    made = [
        Home(Point(c.lat, c.lon), communes.cell_level(c.lat, c.lon), 0.02 + c.population / 4e6)
        for c in found
    ]
    return made, [c.population for c in found]


def rows(ring: Keyring, count: int, now: int, seed: int = 7) -> Iterator[tuple[Rows, Rows]]:
    """Batches of (data_key rows, standing rows), the same people for the same seed."""
    dice = Random(seed)  # noqa: S311  invented people, no secret
    places, weights = homes()
    drawn = iter(dice.choices(places, weights, k=count))
    number = 0
    while batch := list(islice(drawn, BATCH)):
        made = [_person(dice, ring, number + n, home, now) for n, home in enumerate(batch)]
        number += len(batch)
        yield [key for key, _ in made], [standing for _, standing in made]


def _person(
    dice: Random, ring: Keyring, number: int, home: Home, now: int
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    person, key_id, key = f"crowd{number:017d}", f"pos{number:019d}", os.urandom(32)
    epoch, wrapped = ring.wrap(key, key_id)
    lat = min(90.0, max(-90.0, home.point.lat + dice.gauss(0, home.spread_degrees)))
    lon = (home.point.lon + dice.gauss(0, home.spread_degrees) + 180) % 360 - 180
    fix = Fix(lat=lat, lon=lon, accuracy_m=20.0, at=now)
    sealed = crypto.seal(key, points.pack(fix), points.standing_place(person))
    x, y, z = cells.cell_of(Point(lat, lon), home.level).vector
    partition = "ally" if dice.random() < ALLIES else "member"
    wakes = dice.random() >= UNREACHABLE
    stands = (partition, False, True, int(wakes), 0, wakes)
    return (
        (key_id, "position", person, "", 0, epoch, wrapped, None),
        (person, *stands, home.level, x, y, z, key_id, sealed, now),
    )


def fill_sqlite(path: Path, batches: Iterator[tuple[Rows, Rows]]) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")  # while filling only
    for keys, standings in batches:
        for table, columns, values in _tables(keys, standings):
            marks = ", ".join("?" * len(columns))
            database.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                values,
            )
        database.commit()
    database.execute("ANALYZE")
    database.commit()
    database.close()


async def fill_postgres(url: str, batches: Iterator[tuple[Rows, Rows]]) -> None:
    """By COPY, the indexes of the nearest made afterwards, as an operator would."""
    database = await asyncpg.connect(url)
    indexes = await database.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'standing_near%'"
    )
    for index in indexes:
        await database.execute(f"DROP INDEX {index['indexname']}")
    for keys, standings in batches:
        for table, columns, values in _tables(keys, standings):
            await database.copy_records_to_table(table, records=values, columns=columns)
    for index in indexes:
        await database.execute(index["indexdef"])
    await database.execute("VACUUM ANALYZE")
    await database.close()


def _tables(keys: Rows, standings: Rows) -> list[tuple[str, tuple[str, ...], Rows]]:
    return [("data_key", KEY_COLUMNS, keys), ("standing", STANDING_COLUMNS, standings)]
