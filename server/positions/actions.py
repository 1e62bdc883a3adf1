"""Where people are, and who is nearest: verbs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from server import crypto, errors, geo, metrics
from server.clock import DAY
from server.engines.database import Row
from server.geo import Point
from server.positions import cells, points, rules, store
from server.positions.messages import Around, Fix, TrailPoint
from server.positions.rules import Frontier, Near, Nearest
from server.positions.store import Pool
from server.services import Services
from server.vault import actions as vault
from server.vault import store as vault_store

FIRST_PAGE = 96
FIRST_GLANCE = 24
PAGE_GROWS = 3
AT_ONCE = 16


async def do_enrol(services: Services, person_id: str, *, partition: str, eligible: bool) -> None:
    """A standing without a point, for a new account."""
    await store.add_standing(
        person_id=person_id,
        partition=partition,
        helps_allies=False,
        eligible=eligible,
        push_devices=0,
        online_until=0,
        reachable=False,
    )


@dataclass(frozen=True)
class LastKnown:
    """Where somebody is now."""

    person: str
    fix: Fix

    @property
    def scope(self) -> vault_store.Scope:
        """Her key of that day."""
        return self.person, "", self.fix.at // DAY


async def do_keep(services: Services, person_id: str, fix: Fix, *, in_alert: bool) -> bool:
    """The last known point. False when it is no news."""
    held = await store.standing(person_id)
    if held is None or not rules.worth_keeping(
        held.point_at, fix.at, services.clock.now(), in_alert=in_alert
    ):
        return False
    return (await do_keep_all(services, [LastKnown(person_id, fix)]))[0]


async def do_keep_all(services: Services, points: Sequence[LastKnown]) -> list[bool]:
    """Last known points of many; False for one that is no news any more."""
    latest = {p.person: p for p in sorted(points, key=lambda p: p.fix.at)}
    async with services.transaction():
        held = await store.lock_standings(services.db, sorted(latest))
        fresh = [p for p in latest.values() if p.person in held and _news(held[p.person], p.fix)]
        keys = await vault.keys_for(services, "position", [p.scope for p in fresh])
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
    return _fix(services, row, points.standing_place(person_id))


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
            if fix := _fix(services, row, points.standing_place(person)):
                point = points.point(fix)
                near.append(Near(geo.chord(centre, geo.vector(point)), person, point))
        found.add(near)


def _fix(services: Services, row: dict[str, object], place: str) -> Fix | None:
    """None when its key is gone or its bytes are damaged: one lost point stops no alarm."""
    if row["wrapped"] is None:
        return None
    try:
        return points.unpack(_unseal(services, row, place))
    except crypto.Unreadable:
        metrics.unreadable.inc()
        return None


def _unseal(services: Services, row: dict[str, object], place: str) -> bytes:
    """Open a row that carries its wrapped key beside its sealed point."""
    epoch, wrapped, sealed = row["epoch"], row["wrapped"], row["point_sealed"]
    key = services.keyring.unwrap(int(str(epoch)), bytes(wrapped), str(row["key_id"]))  # type: ignore[call-overload]  # columns are bytes
    return crypto.unseal(key, bytes(sealed), place)  # type: ignore[call-overload]  # likewise


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
    await store.add_trail(services.db, [_trail_row(step, keys[step.scope]) for step in steps])


def _trail_row(step: Step, key: vault.DataKey) -> tuple[object, ...]:
    sealed = crypto.seal(key.key, points.pack(step.fix), points.trail_place(step.room, step.who))
    return step.room, step.who, step.fix.at, key.id, sealed


async def trail(services: Services, room: str, participants: Sequence[str]) -> list[TrailPoint]:
    if not participants:
        return []
    rows = await store.trail(services.db, room, participants)
    return [point for row in rows if (point := _trail_point(services, room, row))]


async def latest(services: Services, room: str, participant: str = "") -> dict[str, Fix]:
    """The newest point of each participant (or of one) that left any."""
    rows = await store.latest(services.db, room, participant)
    found = [point for row in rows if (point := _trail_point(services, room, row))]
    return {point.who: point.fix for point in found}


def _trail_point(services: Services, room: str, row: dict[str, object]) -> TrailPoint | None:
    who = str(row["participant_id"])
    fix = _fix(services, row, points.trail_place(room, who))
    return TrailPoint(who=who, fix=fix) if fix else None


async def do_close_trail(services: Services, room: str) -> None:
    """The window is over: points and their keys are destroyed."""
    await store.drop_trail(services.db, room)
    await vault.discard(services, "trail", room)


async def do_set_online(services: Services, people: Sequence[str]) -> None:
    until = services.clock.now() + rules.ONLINE_FOR
    await store.online(services.db, sorted(people), until)  # in one order, for all processes


async def do_set_polling(services: Services, person_id: str) -> None:
    """A page that asks by HTTPS every other second, where websockets are blocked, can be alarmed
    like one with a socket. Written down at most twice a minute."""
    held, now = await store.standing(person_id), services.clock.now()
    if held and held.online_until < now + rules.ONLINE_FOR // 2:
        await do_set_online(services, [person_id])


@dataclass(frozen=True)
class Presence:
    """Somebody's first socket here has opened, or her last one has closed."""

    person: str
    here: bool


async def do_note_presence(services: Services, changes: Sequence[Presence]) -> list[None]:
    """Who leaves keeps a short grace, for a phone that comes back at once."""
    last = {change.person: change.here for change in changes}
    here = [person for person, is_here in last.items() if is_here]
    gone = sorted(last.keys() - here)
    if here:
        await do_set_online(services, here)
    if gone:
        await store.leaving(services.db, gone, services.clock.now() + rules.ONLINE_GRACE)
    return [None] * len(changes)


async def do_sweep(services: Services) -> int:
    return await store.sweep_unreachable(services.db, services.clock.now())


async def do_set_eligible(services: Services, person_id: str, *, eligible: bool) -> None:
    await store.update(person_id, eligible=eligible)
    await store.recount(services.db, person_id, services.clock.now())


async def do_set_helps_allies(services: Services, person_id: str, helps: bool) -> None:
    await store.update(person_id, helps_allies=helps)


async def do_set_push_devices(services: Services, person_id: str, devices: int) -> None:
    await store.update(person_id, push_devices=devices)
    await store.recount(services.db, person_id, services.clock.now())


async def push_devices(services: Services, person_id: str) -> int:
    held = await store.standing(person_id)
    return held.push_devices if held else 0


async def do_forget_points(services: Services) -> int:
    """Exact points of trails die 48 h after they were recorded; last known points after 90 days
    unopened, key and all."""
    now = services.clock.now()
    async with services.transaction():
        dropped = await store.drop_trail_before(services.db, now - vault.POINT_LIVES)
        for person in await store.unopened_since(services.db, now - rules.LAST_KNOWN_LIVES):
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
