"""The database: one connection (SQLite) or a pool (PostgreSQL), transactions, plain SQL.

SQL is written once, with `$1` placeholders, for both dialects.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Literal, TypeVar

from tortoise import context as state
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext, set_global_context
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.models import Model
from tortoise.transactions import in_transaction

Dialect = Literal["sqlite", "postgres"]
Row = dict[str, Any]

MODELS = [
    f"server.{domain}.tables"
    for domain in (
        "vault",
        "people",
        "positions",
        "conversations",
        "alerts",
        "push",
        "partners",
        "moderation",
        "direct",
        "helpline",
        "desk",
    )
]
APPS = {
    "veilleuse": {
        "models": MODELS,
        "default_connection": "default",
        "migrations": "migrations",
    }
}
TRANSACTIONS = 7
"""At once, of a process's ten connections: however many wait for rows that somebody holds, what is
only read still has some."""
_MIGRATION_LOCK = 7_215_001
Kind = TypeVar("Kind", bound=Model)


@lru_cache(1024)
def _for_sqlite(sql: str) -> str:
    return re.sub(r"\$(\d+)", r"?\1", sql)


async def found(kind: type[Kind], *, locked: bool = False, **where: str) -> Kind | None:
    """`kind.get_or_none(**where)` for what every message and every alert asks, without the query
    builder: it costs twice the query. `locked`: the row is this transaction's until it ends."""
    connection = kind._meta.db
    sql = _select(kind, tuple(where))
    if connection.capabilities.dialect == "sqlite":
        sql = _for_sqlite(sql)  # the whole database is locked already
    elif locked:
        sql += " FOR UPDATE"
    rows = await connection.execute_query_dict(sql, list(where.values()))
    return kind._init_from_db(**rows[0]) if rows else None


@lru_cache(64)
def _select(kind: type[Model], names: tuple[str, ...]) -> str:
    """Names of our own tables and columns only; the values are bound."""
    columns = ", ".join(f'"{column}"' for column in sorted(kind._meta.db_fields))
    where = " AND ".join(f'"{name}" = ${n}' for n, name in enumerate(names, 1))
    return f'SELECT {columns} FROM "{kind._meta.db_table}" WHERE {where}'  # noqa: S608


def marks(values: Sequence[Any], first: int = 1) -> str:
    """Placeholders for these values: `$1, $2, $3`."""
    return ", ".join(f"${n}" for n in range(first, first + len(values)))


def padded(values: Sequence[Any]) -> list[Any]:
    """As many as the next power of two, the last one repeated: lists of every length would each be
    a statement to prepare. Not for an empty list."""
    more = (1 << (len(values) - 1).bit_length()) - len(values)
    return [*values, *[values[-1]] * more]


def of_each(ids: Sequence[str], rows: Sequence[Row], column: str = "person_id") -> list[list[Row]]:
    """The rows of each of these, in the order they have."""
    held: dict[str, list[Row]] = {one: [] for one in ids}
    for row in rows:
        held[row[column]].append(row)
    return [held[one] for one in ids]


class _Begun:
    """A transaction of Tortoise that gives back what it took (SQLite's one lock, a connection of
    the pool) when it could not begin. Tortoise's own keeps it for good, and soon nobody is
    answered."""

    def __init__(self, transaction: Any) -> None:
        self._transaction = transaction

    async def __aenter__(self) -> None:
        try:
            await self._transaction.__aenter__()
        except BaseException as wrong:
            if hasattr(self._transaction, "token"):  # it had taken it
                with suppress(Exception):
                    await self._transaction.__aexit__(type(wrong), wrong, None)
            raise

    async def __aexit__(self, *wrong: Any) -> None:
        await self._transaction.__aexit__(*wrong)


class Database:
    """Opened by the composition root, handed to the stores."""

    def __init__(self, dialect: Dialect, connection: dict[str, Any]) -> None:
        self.dialect = dialect
        self.config = {"connections": {"default": connection}, "apps": APPS, "use_tz": True}
        self._context = TortoiseContext()
        self._seats = asyncio.Semaphore(TRANSACTIONS)

    async def open(self) -> None:
        # Handlers run in tasks that no context variable of ours reaches: one context for all.
        set_global_context(self._context)
        EXECUTOR_CACHE.clear()  # holds SQL in the dialect of whichever database was open before
        await self._context.init(config=self.config)

    async def close(self) -> None:
        await self._context.close_connections()
        state._global_context = None  # Tortoise offers no public way to give it back

    @property
    def connection(self) -> BaseDBAsyncClient:
        """The connection of the current transaction, else the pool."""
        return self._context.connections.get("default")

    @property
    def skip_locked(self) -> str:
        """Ends a SELECT: only rows that nobody holds. (SQLite locks everything at once.)"""
        return " FOR UPDATE SKIP LOCKED" if self.dialect == "postgres" else ""

    @property
    def kept(self) -> str:
        """Ends a SELECT: nobody destroys these rows until the transaction ends, and whoever writes
        in them goes on. (SQLite locks everything at once.)"""
        return " FOR KEY SHARE" if self.dialect == "postgres" else ""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with self._seat(), _Begun(in_transaction("default")):
            yield

    def _seat(self) -> AbstractAsyncContextManager[Any]:
        """Of a transaction, unless this is one within another."""
        inside = isinstance(self.connection, TransactionalDBClient)
        return nullcontext() if inside or self.dialect == "sqlite" else self._seats

    async def rows(self, sql: str, *values: Any, lock: bool = False) -> list[Row]:
        """The rows of a query. With `lock` they belong to this transaction until it ends; SQLite
        has locked the whole database already (BEGIN IMMEDIATE)."""
        suffix = " FOR UPDATE" if lock and self.dialect == "postgres" else ""
        return await self.connection.execute_query_dict(self._sql(sql) + suffix, list(values))

    async def row(self, sql: str, *values: Any, lock: bool = False) -> Row | None:
        found = await self.rows(sql, *values, lock=lock)
        return found[0] if found else None

    async def run(self, sql: str, *values: Any) -> int:
        """Execute; the number of rows changed."""
        count, _ = await self.connection.execute_query(self._sql(sql), list(values))
        return count

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self.connection.execute_many(self._sql(sql), [list(row) for row in rows])

    def _sql(self, sql: str) -> str:
        return sql if self.dialect == "postgres" else _for_sqlite(sql)

    async def migrate(self) -> None:
        """Bring the schema to this version. Two at once are safe: the second waits."""
        executor = self._executor()  # works on the pool, while the transaction below holds the lock
        if self.dialect == "sqlite":
            await executor.migrate([MigrationTarget("veilleuse", "__latest__")])
            return
        async with self.transaction():
            await self.run("SET LOCAL idle_in_transaction_session_timeout = 0")
            await self.rows("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
            await executor.migrate([MigrationTarget("veilleuse", "__latest__")])

    async def pending(self) -> list[str]:
        """Names of migrations not applied yet."""
        plan = await self._executor().plan([MigrationTarget("veilleuse", "__latest__")])
        return [str(step.migration.name) for step in plan]

    def _executor(self) -> MigrationExecutor:
        return MigrationExecutor(self.connection, APPS)

    async def survey(self) -> None:
        """After much has come at once: let PostgreSQL count what there is. Until it has, it reads
        everybody to find the nearest (twenty times slower), and it looks by itself only later."""
        if self.dialect == "postgres":
            await self.connection.execute_script("ANALYZE")

    async def forget_deleted(self) -> None:
        """Leave no deleted bytes in the write-ahead log. (SQLite zeroes freed pages by itself;
        PostgreSQL's dead rows become unreadable with their key epoch.)"""
        if self.dialect == "sqlite":
            await self.connection.execute_script("PRAGMA wal_checkpoint(TRUNCATE)")
