"""Is everything that the promises depend on in order? For `/readyz` and for `doctor`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from redis import asyncio as aioredis

from server.clock import MINUTE, SECOND
from server.moderation import audit
from server.push import store as push
from server.services import Services
from server.vault import actions as vault_actions
from server.vault import store as vault

WRONG_BY = MINUTE


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    about: str = ""


Check = Callable[[Services], Awaitable[Finding]]


async def essentials(services: Services) -> list[Finding]:
    """Database, migrations, keys, bus."""
    return await _all(services, (_database, _migrations, _keys, _bus))


async def everything(services: Services) -> list[Finding]:
    return await _all(
        services,
        (
            _database,
            _migrations,
            _keys,
            _bus,
            _audit,
            _outbox,
            _web,
            _secure_delete,
            _destroyed,
            _clock,
        ),
    )


async def _all(services: Services, checks: tuple[Check, ...]) -> list[Finding]:
    return [await _checked(services, check) for check in checks]


async def _checked(services: Services, check: Check) -> Finding:
    try:
        return await check(services)
    except Exception as wrong:  # a check that cannot run has failed
        return Finding(check.__name__.lstrip("_"), ok=False, about=type(wrong).__name__)


async def _database(services: Services) -> Finding:
    await services.db.rows("SELECT 1 AS one")
    return Finding("database", ok=True, about=services.db.dialect)


async def _migrations(services: Services) -> Finding:
    pending = await services.db.pending()
    return Finding("migrations", ok=not pending, about=", ".join(pending))


async def _keys(services: Services) -> Finding:
    oldest = await vault.oldest_epoch(services.db)
    held = {epoch.number for epoch in services.keyring.epochs}
    return Finding("keys", ok=oldest is None or oldest in held, about=f"{len(held)} epochs")


async def _destroyed(services: Services) -> Finding:
    """What was destroyed is remembered, and has not come back with a database restored by hand."""
    if back := await vault_actions.returned(services):
        return Finding("destroyed", ok=False, about=f"{back} keys came back: restart the worker")
    held = services.keyring.destroyed
    about = f"{len(held.records())} remembered"
    return Finding("destroyed", ok=held.writable(), about=about)


async def _clock(services: Services) -> Finding:
    """The machine's clock has jumped: ours did not follow, and one of the two is wrong."""
    off = services.clock.off()
    return Finding("clock", ok=abs(off) < WRONG_BY, about=f"off by {round(off / SECOND)} s")


async def _bus(services: Services) -> Finding:
    if services.settings.engine == "embedded":
        return Finding("bus", ok=True, about="in this process")
    client = aioredis.from_url(services.settings.redis_url, socket_timeout=2)
    try:
        await client.get("veilleuse")
    finally:
        await client.aclose()
    return Finding("bus", ok=True, about="redis")


async def _audit(services: Services) -> Finding:
    broken = await audit.first_broken(services)
    return Finding("audit", ok=broken is None, about=f"broken at {broken}" if broken else "")


async def _outbox(services: Services) -> Finding:
    states = await push.states()
    about = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
    return Finding("outbox", ok=not states.get("poison"), about=about)


async def _web(services: Services) -> Finding:
    built = (services.settings.web / "index.html").exists()
    return Finding("web", ok=built, about="" if built else "not built: make web")


async def _secure_delete(services: Services) -> Finding:
    """On SQLite a deleted key must be overwritten at once."""
    if services.db.dialect != "sqlite":
        return Finding("deletion", ok=True, about="unreadable once the key epoch has ended")
    found = await services.db.row("PRAGMA secure_delete")
    return Finding("deletion", ok=bool(found and found["secure_delete"]), about="overwritten")
