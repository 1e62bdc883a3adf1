"""Ends the transaction of a process that was stopped while the database waits for its next word.

Between two statements such a transaction is idle, and PostgreSQL ends it by itself
(STANDS_STILL_MS). Stopped a moment earlier, while a statement is being prepared (the driver answers
in the middle of it), it counts as running: no limit of PostgreSQL's ends it, and the rows it holds,
an alarm's among them, wait as long as the process stands still. Every process looks once a second,
on a connection of its own: those of its pool may all be waiting for just that.
"""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import structlog

log = structlog.get_logger("stopped")

LOOK_EVERY_S = 1.0
STOPPED_S = 2.5
NAME = "veilleuse"
_WAITING = (
    "SELECT pid, query_start FROM pg_stat_activity WHERE application_name = $1"
    " AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    " AND state = 'active' AND wait_event IN ('ClientRead', 'ClientWrite')"
    " AND xact_start IS NOT NULL"
    " AND clock_timestamp() - query_start > make_interval(secs => $2)"
)


class Stopped:
    """`credentials` as those of the pool. Whoever waits for her process in two looks is ended: one
    look may fall between two words of a long list."""

    def __init__(self, credentials: dict[str, Any]) -> None:
        self._credentials = credentials
        self._connection: asyncpg.Connection[Any] | None = None
        self._seen: set[tuple[int, Any]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._attempt()
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            if self._connection:
                self._connection.terminate()

    async def _attempt(self) -> None:
        """Without a database nothing is held either; then again."""
        try:
            if self._connection is None or self._connection.is_closed():
                self._connection = await self._connect()
            await self.look(self._connection)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as wrong:
            log.debug("not looked", kind=type(wrong).__name__)

    async def _connect(self) -> asyncpg.Connection[Any]:
        known = self._credentials
        return await asyncpg.connect(
            host=known["host"],
            port=known["port"],
            user=known["user"],
            password=known["password"],
            database=known["database"],
            timeout=5,
            command_timeout=5,
        )

    async def look(self, connection: asyncpg.Connection[Any]) -> int:
        """How many were ended."""
        rows = await connection.fetch(_WAITING, NAME, STOPPED_S)
        found = {(row["pid"], row["query_start"]) for row in rows}
        ended = found & self._seen
        self._seen = found - ended
        for pid, _ in ended:
            await connection.execute("SELECT pg_terminate_backend($1)", pid)
            log.warning("ended the transaction of a process that stands still")
        return len(ended)
