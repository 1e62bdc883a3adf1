"""The trail of a room: where those who share their way have passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server import crypto
from server.positions import points, store
from server.positions.messages import Fix, TrailPoint
from server.services import Services
from server.vault import actions as vault
from server.vault import store as vault_store


@dataclass(frozen=True)
class Step:
    """A point of a room's trail."""

    room: str
    who: str
    fix: Fix

    @property
    def scope(self) -> vault_store.Scope:
        """The key of its author's quarter of an hour."""
        return vault.trail_scope(self.room, self.who, self.fix.at)


async def do_trail(services: Services, steps: Sequence[Step]) -> None:
    """Add points to rooms' trails. Call inside a transaction."""
    scopes = [step.scope for step in steps]
    keys = await vault.keys_for(services, "trail", scopes, vault.trail_dies_at)
    kept = [step for step in steps if step.scope in keys]
    await store.add_trail(services.db, [_trail_row(step, keys[step.scope]) for step in kept])


def _trail_row(step: Step, key: vault.DataKey) -> tuple[object, ...]:
    sealed = crypto.seal(key.key, points.pack(step.fix), points.trail_place(step.room, step.who))
    return step.room, step.who, step.fix.at, key.id, sealed


async def trail(services: Services, room: str, participants: Sequence[str]) -> list[TrailPoint]:
    if not participants:
        return []
    rows = await store.trail(services.db, room, participants)
    return [point for row in rows if (point := _trail_point(services, room, row))]


async def latest(services: Services, room: str, of: Sequence[str] = ()) -> dict[str, Fix]:
    """The newest point of each participant (or of some) that left any."""
    rows = await store.latest(services.db, room, of)
    found = [point for row in rows if (point := _trail_point(services, room, row))]
    return {point.who: point.fix for point in found}


def _trail_point(services: Services, room: str, row: dict[str, object]) -> TrailPoint | None:
    who = str(row["participant_id"])
    fix = points.opened(services, row, points.trail_place(room, who))
    return TrailPoint(who=who, fix=fix) if fix else None


async def do_close_trail(services: Services, room: str) -> None:
    """The window is over: points and their keys are destroyed."""
    await store.drop_trail(services.db, room)
    await vault.discard(services, "trail", room)
