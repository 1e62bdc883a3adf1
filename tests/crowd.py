"""Many people at once, written as rows: the same columns the verbs of `server` would fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from server import crypto
from server.clock import HOUR
from server.geo import Point
from server.people import profile, rules
from server.people.profile import Profile
from server.positions import actions as positions
from server.positions.messages import Fix
from server.services import Services
from server.vault import actions as vault
from server.vault import store as vault_store

_numbers = count(1)
Row = dict[str, Any]


async def settle(
    services: Services,
    points: Sequence[Point],
    *,
    role: str = "member",
    level: int | None = None,
    awake: bool = True,
    **standing: object,
) -> list[tuple[str, str]]:
    """Somebody at each point. With `level`, in cells of that size whatever lives around; `awake`:
    a page of theirs is open. Returns (id, pseudonym) in the order of the points."""
    people, standings, keys = [], [], []
    for point in points:
        name = f"{role}{next(_numbers)}"
        person = f"{name}-{services.ids.new()[:8]}"
        hers, row = vault.fresh(services, "person", person)
        place, place_row = vault.fresh(services, "position", person)
        keys += [row, place_row]
        people.append(_person(services, hers, person, name, role))
        where = services.gazetteer.level(point.lat, point.lon) if level is None else level
        fix = Fix(lat=point.lat, lon=point.lon, accuracy_m=10, at=services.clock.now() - HOUR)
        held = positions.sealed_standing(place, person, fix, where)
        standings.append(_standing(services, person, role, awake) | held | standing)
    async with services.transaction():
        await vault_store.add(services.db, keys)
        await _insert(services, "person", people)
        await _insert(services, "standing", standings)
    return [(row["id"], row["pseudonym"]) for row in people]


def _person(services: Services, key: vault.DataKey, person: str, name: str, role: str) -> Row:
    email, now = f"{name}@example.org", services.clock.now()
    held = Profile(email=email, first_name=name.capitalize())
    return {
        "id": person,
        "role": role,
        "partition": rules.partition_of(role),
        "pseudonym": name,
        "email_index": crypto.blind(services.keyring.named("index"), email),
        "password_hash": "nobody signs in with this",
        "profile_sealed": profile.seal(key, person, held),
        "language": "fr",
        "verified": True,
        "mixed_help": False,
        "helps_allies": False,
        "explicit_push": False,
        "radius_km": 20,
        "created_at": now,
        "opened_at": now,
    }


def _standing(services: Services, person: str, role: str, awake: bool) -> Row:
    eligible = rules.can_be_alarmed(role, verified=True, banned=False)
    return {
        "person_id": person,
        "partition": rules.partition_of(role),
        "helps_allies": False,
        "eligible": eligible,
        "push_devices": 0,
        "online_until": services.clock.now() + 60_000 if awake else 0,
        "reachable": eligible and awake,
    }


async def _insert(services: Services, table: str, rows: Sequence[Row]) -> None:
    if rows:
        names, marks = ", ".join(rows[0]), ", ".join(_marks(len(rows[0])))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  our own columns
        await services.db.many(sql, [list(row.values()) for row in rows])


def _marks(width: int) -> Iterator[str]:
    return (f"${n + 1}" for n in range(width))
