"""A process that stands still holds nothing that an alarm needs."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from server.engines import STANDS_STILL_MS, stopped
from tests import engines
from tests.people import Town, live_in

SETTING = "idle_in_transaction_session_timeout"


async def test_postgres_ends_a_transaction_that_stands_still(
    production: engines.Production,
) -> None:
    async with live_in(production) as town:
        db = town.house.services.db
        held = await db.row("SELECT setting FROM pg_settings WHERE name = $1", SETTING)
        assert held == {"setting": STANDS_STILL_MS}


async def test_stopped_while_it_prepares_a_statement_it_is_ended_too(
    production: engines.Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL takes it for running: the driver has asked for a statement and never goes on."""
    monkeypatch.setattr(stopped, "STOPPED_S", 0.0)
    async with live_in(production) as town:
        nour, services = await town.person("nour"), town.house.services
        frozen, watcher = await connections(services.settings.database_url)
        await frozen.execute("BEGIN")
        await frozen.execute("UPDATE person SET language = 'en' WHERE id = $1", nour.id)
        half_prepared(frozen)
        await ended_in_two_looks(watcher)
        sql = "UPDATE person SET language = 'fr' WHERE id = $1"
        assert await services.db.run(sql, nour.id) == 1
        for connection in (frozen, watcher):
            connection.terminate()


async def test_who_is_only_slow_is_left_alone(
    production: engines.Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopped, "STOPPED_S", 0.0)
    async with live_in(production) as town:
        slow, watcher = await connections(town.house.services.settings.database_url)
        sleeping = asyncio.create_task(slow.execute("SELECT pg_sleep(0.5)"))
        watch = stopped.Stopped({})
        assert [await watch.look(watcher) for _ in range(4)] == [0] * 4
        await sleeping
        for connection in (slow, watcher):
            await connection.close()


async def connections(url: str) -> tuple[Any, Any]:
    """One as of our pool, and one that watches."""
    named = {"application_name": stopped.NAME}
    return await asyncpg.connect(url, server_settings=named), await asyncpg.connect(url)


def half_prepared(connection: Any) -> None:
    """Parse and Flush, as the driver sends them, and not a word after it."""
    parse = b"\0SELECT 1\0\0\0"
    connection._transport.write(b"P" + (len(parse) + 4).to_bytes(4, "big") + parse)
    connection._transport.write(b"H\0\0\0\x04")


async def ended_in_two_looks(watcher: Any) -> None:
    """The database may need a moment to read it; then it is seen once, and ended at the next."""
    watch, ended = stopped.Stopped({}), 0
    async with asyncio.timeout(20):
        while not ended:
            ended = await watch.look(watcher)
    assert ended == 1


async def test_while_writers_wait_for_a_row_readers_read(production: engines.Production) -> None:
    async with live_in(production) as town:
        db, nour = town.house.services.db, await town.person("nour")
        holder = await asyncpg.connect(town.house.services.settings.database_url)
        await holder.execute("BEGIN")
        await holder.execute("UPDATE person SET language = 'en' WHERE id = $1", nour.id)
        waiting = [asyncio.create_task(changes(town, nour.id)) for _ in range(20)]
        for _ in range(100):  # each has asked for its connection
            await asyncio.sleep(0)
        async with asyncio.timeout(20):
            assert await db.row("SELECT 1 AS one") == {"one": 1}
        await holder.execute("ROLLBACK")
        await asyncio.gather(*waiting)
        await holder.close()


async def changes(town: Town, person_id: str) -> None:
    services = town.house.services
    async with services.transaction():
        await services.db.run("UPDATE person SET language = 'fr' WHERE id = $1", person_id)
