"""The last known point of everybody: kept, opened, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server import crypto
from server.clock import DAY
from server.engines.database import Row
from server.positions import cells, points, rules, store
from server.positions.messages import Fix
from server.services import Services
from server.vault import actions as vault
from server.vault import store as vault_store


@dataclass(frozen=True)
class LastKnown:
    """Where somebody is now."""

    person: str
    fix: Fix

    @property
    def scope(self) -> vault_store.Scope:
        """Her key of that day."""
        return self.person, "", self.fix.at // DAY


async def do_keep_all(services: Services, points: Sequence[LastKnown]) -> list[bool]:
    """Last known points of many; False for one that is no news any more."""
    async with services.transaction():
        return await do_keep_within(services, points)


async def do_keep_within(services: Services, points: Sequence[LastKnown]) -> list[bool]:
    """The same, inside a transaction."""
    latest = {p.person: p for p in sorted(points, key=lambda p: p.fix.at)}
    held = await store.lock_standings(services.db, sorted(latest))
    fresh = [p for p in latest.values() if p.person in held and _news(held[p.person], p.fix)]
    keys = await vault.keys_for(services, "position", [p.scope for p in fresh])
    fresh = [p for p in fresh if p.scope in keys]
    await store.set_points(services.db, [_row(services, p, keys[p.scope]) for p in fresh])
    used = {p.person: keys[p.scope].id for p in fresh}
    old = [held[who]["key_id"] for who, key in used.items() if held[who]["key_id"] != key]
    await vault_store.destroy_ids(services.db, [key for key in old if key])
    return [any(p is kept for kept in fresh) for p in points]


def _news(held: Row, fix: Fix) -> bool:
    """Another page of hers may have been quicker with a newer one."""
    return held["point_at"] is None or fix.at > held["point_at"]


def _row(services: Services, point: LastKnown, key: vault.DataKey) -> dict[str, object]:
    fix = point.fix
    level = services.gazetteer.level(fix.lat, fix.lon)
    return {"person_id": point.person, **sealed_standing(key, point.person, fix, level)}


def sealed_standing(key: vault.DataKey, person_id: str, fix: Fix, level: int) -> dict[str, object]:
    """The columns of a last known point (the demo's bulk seeding uses it too)."""
    x, y, z = cells.cell_of(points.point(fix), level).vector
    sealed = crypto.seal(key.key, points.pack(fix), points.standing_place(person_id))
    return {
        "level": level,
        "x": x,
        "y": y,
        "z": z,
        "key_id": key.id,
        "point_sealed": sealed,
        "point_at": fix.at,
    }


async def last_known(services: Services, person_id: str) -> Fix | None:
    held = await store.standing(person_id)
    if held is None or held.point_sealed is None or held.key_id is None:
        return None
    keys = await vault_store.by_ids(services.db, [held.key_id])
    if not keys:
        return None
    row = keys[0] | {"key_id": held.key_id, "point_sealed": held.point_sealed}
    return points.opened(services, row, points.standing_place(person_id))


async def do_forget_points(services: Services) -> int:
    """Exact points of trails die 48 h after they were recorded; last known points after 90 days
    unopened, key and all."""
    now = services.clock.now()
    async with services.transaction():
        dropped = await store.drop_trail_before(services.db, now - vault.POINT_LIVES)
        before = now - rules.LAST_KNOWN_LIVES
        for person in await _unopened_since(services, before):
            await vault.discard(services, "position", person)
            await store.update(
                person,
                level=None,
                x=None,
                y=None,
                z=None,
                key_id=None,
                point_sealed=None,
                point_at=None,
            )
        await vault_store.destroy_due(services.db, now)
    return dropped


async def _unopened_since(services: Services, before: int) -> list[str]:
    """Held until the transaction ends: a point that comes now is kept."""
    found = await store.unopened_since(services.db, before)
    held = await store.lock_standings(services.db, sorted(found)) if found else {}
    return [one for one, row in held.items() if (row["point_at"] or before) < before]
