"""Engines: what the house stands on. One switch, two engines, the same contract."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from server.engines.database import Database
from server.engines.stopped import NAME, Stopped
from server.settings import Settings

STANDS_STILL_MS = "4000"
"""A process that stands still inside a transaction holds rows that an alarm may need: PostgreSQL
ends its transaction after this long (and stopped.py what PostgreSQL cannot know). Ours wait for
nothing but the database and the processor."""

GONE_MS = 5_000
"""What was sent and is acknowledged by nobody's machine for so long was sent to nobody."""


def database(settings: Settings) -> Database:
    match settings.engine:
        case "embedded":
            settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            return Database("sqlite", _sqlite(settings))
        case "production":
            return Database("postgres", _postgres(settings.database_url))


async def watch(settings: Settings) -> None:
    """Until cancelled: what a stopped process holds is let go."""
    if settings.engine == "production":
        await Stopped(_postgres(settings.database_url)["credentials"]).run()


def manager(settings: Settings, here: Callable[[], Any], over_redis: Callable[[str], Any]) -> Any:
    """Who is in which room: in this process, or over Redis in all of them."""
    match settings.engine:
        case "embedded":
            return here()
        case "production":
            return over_redis(settings.redis_url)


def _sqlite(settings: Settings) -> dict[str, Any]:
    return {
        "engine": "server.engines.sqlite_immediate",
        "credentials": {
            "file_path": str(settings.sqlite),
            "journal_mode": "WAL",
            "synchronous": "FULL",
            "secure_delete": "ON",
            "busy_timeout": 5000,
            "temp_store": "MEMORY",
            "auto_vacuum": "NONE",
            "cache_size": -65536,
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "engine": "tortoise.backends.asyncpg",
        "credentials": {
            "host": parts.hostname or "127.0.0.1",
            "port": parts.port or 5432,
            "user": unquote(parts.username or "veilleuse"),
            "password": unquote(parts.password or ""),
            "database": parts.path.lstrip("/") or "veilleuse",
            "minsize": 2,
            "maxsize": 10,
            "reset": _as_it_is,
            "init": _found_dead_soon,
            "server_settings": {
                "application_name": NAME,
                "idle_in_transaction_session_timeout": STANDS_STILL_MS,
            },
        },
    }


async def _found_dead_soon(connection: Any) -> None:
    """A database whose host is gone without a word is noticed in seconds. By the kernel's own
    patience a question to it would wait a quarter of an hour, and whoever asked with it."""
    held = connection._transport.get_extra_info("socket")
    with suppress(OSError, AttributeError):  # a local socket has none of these
        held.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
        held.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_MS)


async def _as_it_is(_: object) -> None:
    """A connection that comes back from a query is as it went: we set nothing, listen to nothing,
    lock nothing beyond a transaction. asyncpg would ask the database to clear all of it, one more
    journey after each query. (A transaction left open is rolled back all the same.)"""
