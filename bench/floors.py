"""What an alert cannot cost less than, each measured alone on the same database: one commit of as
many bytes as a launch writes, one query for the nearest fifty, fifty writes to sockets.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

from bench.community import FIFTY
from bench.figures import spread
from bench.house import House
from server import geo, settings
from server.app import build
from server.geo import Point
from server.positions import store
from server.settings import Settings

ALARM_BYTES = 360
WAL_HEAD = 16  # in the index beside SQLite's log: its number of pages. Source: walformat.html
LEAST_BYTES = 4_096


class Floors:
    """Of one house, around one place. One asker at a time: the house's database is opened in this
    process too, for as long as the block lasts."""

    def __init__(self, house: House, here: Point) -> None:
        self._loop = asyncio.new_event_loop()
        self._house = build(settings.read(house.environ))
        self._db = self._house.services.db
        self._settings: Settings = self._house.services.settings
        self._centre = geo.vector(here)
        self._level = self._house.services.gazetteer.level(here.lat, here.lon)
        self._stack = ExitStack()
        self.samples: list[dict[str, float]] = []
        self.bytes = LEAST_BYTES

    def __enter__(self) -> Floors:
        self._wait(self._house.open())
        self._wait(self._make_table())
        self._pairs = [self._pair() for _ in range(FIFTY)]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self._wait(self._house.close())
        self._loop.close()

    def weigh(self, launch: Callable[[], Any]) -> None:
        """How much the log of the database grows by a launch: the least of three, since whatever
        else is written meanwhile counts too."""
        grown = []
        for _ in range(3):
            before = self._log_bytes()
            launch()
            grown.append(self._log_bytes() - before)
        self.bytes = max(LEAST_BYTES, min(grown))

    def samples_of(self, times: int) -> None:
        for _ in range(times):
            self._sample()

    def _sample(self) -> None:
        self._blob = os.urandom(self.bytes)
        self.samples.append(
            {
                "commit_ms": _timed(lambda: self._wait(self._commit())),
                "nearest_ms": _timed(lambda: self._wait(self._nearest())),
                "writes_ms": _timed(self._writes),
            }
        )

    @property
    def figures(self) -> dict[str, Any]:
        parts = {name: spread([s[name] for s in self.samples], 2) for name in self.samples[0]}
        return {**parts, "sum_ms": spread(self._sums, 2), "commit_bytes": self.bytes}

    @property
    def _sums(self) -> list[float]:
        return [sum(one.values()) for one in self.samples]

    def _wait(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(doing)

    async def _make_table(self) -> None:
        kind = "BYTEA" if self._db.dialect == "postgres" else "BLOB"
        await self._db.run(f"CREATE TABLE IF NOT EXISTS bench_floor (held {kind})")

    async def _commit(self) -> None:
        async with self._db.transaction():
            await self._db.run("INSERT INTO bench_floor (held) VALUES ($1)", self._blob)

    async def _nearest(self) -> None:
        """One query; not yet the proof that these are the fifty, nor their points opened."""
        now = self._house.services.clock.now()
        await store.candidates(self._db, self._centre, self._level, "members", now, FIFTY)

    def _writes(self) -> None:
        frame = bytes(ALARM_BYTES)
        for here, _ in self._pairs:
            here.sendall(frame)
        for _, there in self._pairs:
            there.recv(ALARM_BYTES)

    def _pair(self) -> tuple[socket.socket, socket.socket]:
        """Over loopback, as the clients are."""
        with socket.create_server(("127.0.0.1", 0)) as door:
            here = self._stack.enter_context(socket.create_connection(door.getsockname()))
            there, _ = door.accept()
        self._stack.enter_context(there)
        here.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return here, there

    def _log_bytes(self) -> int:
        if self._db.dialect == "postgres":
            row = self._wait(self._db.row("SELECT pg_current_wal_insert_lsn() - '0/0' AS written"))
            return int(row["written"])
        index = self._settings.sqlite.with_name(self._settings.sqlite.name + "-shm")
        pages = int.from_bytes(index.read_bytes()[WAL_HEAD : WAL_HEAD + 4], "little")
        return pages * 4096


def _timed(doing: Callable[[], Any]) -> float:
    started = time.perf_counter()
    doing()
    return (time.perf_counter() - started) * 1000
