"""A transaction that could not begin takes nothing with it."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from typing import Any

import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper

from server.engines import GONE_MS
from server.engines.database import Database
from server.engines.sqlite_immediate import ImmediateTransaction
from tests import engines
from tests.people import Town, live_in

MORE_THAN_THE_POOL = 12


def every_begin(patched: pytest.MonkeyPatch, begin: object) -> None:
    for engine in (TransactionWrapper, ImmediateTransaction):
        patched.setattr(engine, "begin", begin)


async def begins(db: Database) -> None:
    async with asyncio.timeout(20):
        async with db.transaction():
            assert await db.rows("SELECT 1 AS one") == [{"one": 1}]
        assert await db.rows("SELECT 1 AS one") == [{"one": 1}]


async def test_what_was_taken_is_given_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    db = town.house.services.db

    async def begin(self: Any) -> None:
        raise OSError("no more")

    with monkeypatch.context() as refusing:
        every_begin(refusing, begin)
        for _ in range(MORE_THAN_THE_POOL):
            with pytest.raises(OSError, match="no more"):
                async with asyncio.timeout(20), db.transaction():
                    pass
    await begins(db)


async def test_who_gives_up_while_it_begins_holds_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, waiting = town.house.services.db, asyncio.Event()

    async def begin(self: Any) -> None:
        waiting.set()
        await asyncio.Event().wait()

    async def transact() -> None:
        async with db.transaction():
            pass

    with monkeypatch.context() as hanging:
        every_begin(hanging, begin)
        for _ in range(MORE_THAN_THE_POOL):
            waiting.clear()
            wish = asyncio.create_task(transact())
            async with asyncio.timeout(20):
                await waiting.wait()
            wish.cancel()
            await asyncio.gather(wish, return_exceptions=True)
    await begins(db)


async def test_another_program_that_holds_the_file_too_long_is_an_error_and_then_over(
    embedded: engines.Embedded,
) -> None:
    async with live_in(embedded) as town:
        db = town.house.services.db
        await db.rows("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(town.house.services.settings.sqlite, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            async with db.transaction():
                pass
        other.execute("ROLLBACK")
        other.close()
        await begins(db)


async def test_a_database_that_is_gone_without_a_word_is_noticed_in_seconds(
    production: engines.Production,
) -> None:
    async with live_in(production) as town:
        db = town.house.services.db
        async with db.transaction():
            line = db.connection._connection._con._transport.get_extra_info("socket")  # type: ignore[attr-defined]
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == GONE_MS
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= GONE_MS / 1000
