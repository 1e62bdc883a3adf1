"""Data keys: one per person, per person's last known point × day, per push device, per room ×
author × day of text, per room × author × quarter of an hour of trail. Nothing is cached: a
destroyed key is gone at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from server import crypto, metrics
from server.clock import DAY, HOUR, MINUTE
from server.engines.database import Row
from server.services import Services
from server.vault import store

log = structlog.get_logger("vault")

TRAIL_PART = 15 * MINUTE
POINT_LIVES = 48 * HOUR
REWRAP_BATCH = 2_000
BATCH = 500
GIVEN_UP_AT_MOST = 100
Dies = Callable[[int], int | None]


@dataclass(frozen=True)
class DataKey:
    id: str
    key: bytes

    def seal(self, plain: str, place: str) -> bytes:
        return crypto.seal(self.key, plain.encode(), f"{place}|{self.id}")

    def unseal(self, sealed: bytes, place: str) -> str:
        """Raises crypto.Unreadable."""
        return crypto.unseal(self.key, sealed, f"{place}|{self.id}").decode()


def fresh(services: Services, kind: str, scope: str) -> tuple[DataKey, list[object]]:
    """A new key and its row for `store.add` (bulk seeding uses it too)."""
    return _fresh(services, kind, scope, "", 0, None)


async def key_for(
    services: Services,
    kind: str,
    scope: str,
    *,
    author: str = "",
    part: int = 0,
    dies_at: int | None = None,
) -> DataKey:
    """The key of this scope, made if there is none. Call inside the transaction that seals."""
    found = await store.find(services.db, kind, scope, author, part)
    return (
        opened(services, found)
        if found
        else await _made(services, kind, (scope, author, part), dies_at)
    )


async def _made(services: Services, kind: str, wanted: store.Scope, dies_at: int | None) -> DataKey:
    """Or the one that somebody else has just made."""
    made, row = _fresh(services, kind, *wanted, dies_at)
    if await store.add_one(services.db, row):
        return made
    found = await store.find(services.db, kind, *wanted)
    return opened(services, found) if found else made


async def keys_for(
    services: Services, kind: str, wanted: Sequence[store.Scope], dies_at: Dies = lambda _: None
) -> dict[store.Scope, DataKey]:
    """The same for many scopes at once, without those whose key is damaged: what they would seal is
    not kept, and stops nothing. `dies_at` says when the key of a part ends."""
    if not wanted:
        return {}
    rows = await _rows(services, kind, wanted)
    missing, made = sorted(set(wanted) - rows.keys()), {}
    if len(missing) == 1:
        made[missing[0]] = await _made(services, kind, missing[0], dies_at(missing[0][2]))
    elif missing:
        new = [_fresh(services, kind, *scope, dies_at(scope[2]))[1] for scope in missing]
        await store.add(services.db, new)
        rows |= await _rows(services, kind, missing)
    return {scope: key for scope, row in rows.items() if (key := _readable(services, row))} | made


async def _rows(
    services: Services, kind: str, wanted: Sequence[store.Scope]
) -> dict[store.Scope, Row]:
    rows = await store.find_all(services.db, kind, wanted)
    return {(row["scope"], row["author"], row["part"]): row for row in rows}


def _readable(services: Services, row: Row) -> DataKey | None:
    try:
        return opened(services, row)
    except crypto.Unreadable:
        metrics.unreadable.inc()
        return None


async def rows_of(services: Services, kind: str, scopes: Sequence[str]) -> dict[str, Row]:
    """The one key of each scope that has one, still closed."""
    if not scopes:
        return {}
    rows = await store.find_all(services.db, kind, [(scope, "", 0) for scope in scopes])
    return {row["scope"]: row for row in rows}


async def text_key(services: Services, room: str, author: str, now: int) -> DataKey:
    """The key of an author's words in a room today. It dies with the room's text."""
    return await key_for(services, "text", room, author=author, part=now // DAY)


def trail_scope(room: str, author: str, at: int) -> store.Scope:
    """Of the key of a quarter of an hour of trail."""
    return room, author, at // TRAIL_PART


def trail_dies_at(part: int) -> int:
    """48 h after the quarter's end."""
    return (part + 1) * TRAIL_PART + POINT_LIVES


def opened(services: Services, row: Row) -> DataKey:
    """A stored row as a usable key. Raises crypto.Unreadable."""
    key = services.keyring.unwrap(row["epoch"], bytes(row["wrapped"]), row["id"])
    return DataKey(row["id"], key)


async def keys(services: Services, ids: Sequence[str]) -> dict[str, DataKey]:
    """The keys that still exist, of those asked for."""
    wanted = list(dict.fromkeys(ids))
    rows = await store.by_ids(services.db, wanted) if wanted else []
    return {row["id"]: opened(services, row) for row in rows}


async def destroy(services: Services, kind: str, scope: str, author: str | None = None) -> int:
    """Destroy the keys of a scope: what they sealed is gone, and no restored backup brings it
    back. Call inside a transaction: the ids are on the disk before it commits."""
    ids = await store.destroy_scope(services.db, kind, scope, author)
    await remember(services, ids)
    return len(ids)


async def discard(services: Services, kind: str, scope: str) -> int:
    """Destroy keys that a restored database destroys by itself, because their time is over, or
    because what they sealed was only replaced."""
    return len(await store.destroy_scope(services.db, kind, scope))


async def remember(services: Services, ids: Sequence[str]) -> None:
    """What is destroyed, ended or closed for good, by its id. A full disk keeps nobody from it."""
    if ids and not await asyncio.to_thread(services.keyring.remember, ids, services.clock.now()):
        log.error("destroyed, and not yet remembered", count=len(ids))


async def do_settle(services: Services) -> int:
    """Strike what was to be destroyed an hour ago and lives: its transaction never committed."""
    destroyed = services.keyring.destroyed
    destroyed.add(0, [], 0)  # what a full disk could not take
    open_ = destroyed.unsettled(services.clock.now())
    alive: set[str] = set()
    for ids in _batches([record.id for record in open_]):
        alive.update(await store.alive(services.db, ids))
    destroyed.settle(open_, alive)
    return len(open_)


async def do_destroy_again(services: Services) -> int:
    """At every start: whatever brought a database back, what was seen to be gone stays gone."""
    gone = [record.id for record in services.keyring.destroyed.records() if record.state]
    return sum([await store.destroy_ids(services.db, ids) for ids in _batches(gone)])


async def living(services: Services) -> int:
    """How many keys there are."""
    return await store.count(services.db)


async def returned(services: Services) -> int:
    """How many keys live that were seen to be gone."""
    gone = [record.id for record in services.keyring.destroyed.records() if record.state]
    return sum([len(await store.alive(services.db, ids)) for ids in _batches(gone)])


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


async def do_turn_epochs(services: Services) -> bool:
    """Daily: open an epoch, re-wrap the living keys, destroy epochs of seven days and more."""
    ring, now = services.keyring, services.clock.now()
    if ring.due(now):
        ring.turn(now)
    while await _rewrap_batch(services):
        pass
    ended = ring.ended(now)
    if not ended:
        return False
    await _give_up(services, ended)
    oldest = await store.oldest_epoch(services.db)
    unused = [number for number in ended if oldest is None or number < oldest]
    ring.destroy(unused)
    return bool(unused)


async def _rewrap_batch(services: Services) -> int:
    """A damaged key stays where it is, and holds up no other."""
    ring = services.keyring
    async with services.transaction():
        rows = await store.outdated(services.db, ring.newest.number, REWRAP_BATCH)
        fresh_rows = []
        for row in rows:
            if key := _readable(services, row):
                epoch, wrapped = ring.wrap(key.key, row["id"])
                fresh_rows.append((epoch, wrapped, row["id"]))
        if fresh_rows:
            await store.rewrap(services.db, fresh_rows)
    return len(fresh_rows)


async def _give_up(services: Services, ended: Sequence[int]) -> None:
    """Damaged keys of epochs that have ended: they open nothing, and would keep what was erased
    since readable in a backup. So many that it may be the wrong key file (a hundred, or as many as
    can be read) are left alone."""
    newest = services.keyring.newest.number
    async with services.transaction():
        rows = await store.outdated(services.db, newest, GIVEN_UP_AT_MOST + 1)
        lost = [row["id"] for row in rows if row["epoch"] in ended]
        few = len(rows) <= GIVEN_UP_AT_MOST and 2 * len(rows) < await store.count(services.db)
        if few:
            await store.destroy_ids(services.db, lost)
    if lost:
        log.error("keys cannot be read", keys=len(lost), given_up=few)


def _fresh(
    services: Services, kind: str, scope: str, author: str, part: int, dies_at: int | None
) -> tuple[DataKey, list[object]]:
    made = DataKey(services.ids.new(), crypto.new_key())
    epoch, wrapped = services.keyring.wrap(made.key, made.id)
    return made, [made.id, kind, scope, author, part, epoch, wrapped, dies_at]
