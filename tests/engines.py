"""A house on either engine, over the real database and the real bus, with a clock moved by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

import asyncpg

from server import app as house_app
from server.app import House
from server.audience import Audience
from server.clock import Clock, ManualClock
from server.passwords import Passwords
from server.settings import Settings
from server.wire import Event
from tests import services


def quick() -> Passwords:
    """Argon2 at a strength for invented people."""
    return Passwords(memory_kib=64, rounds=1)


@dataclass
class Embedded:
    """SQLite files copied from one that is migrated once."""

    folder: Path
    name: str = "embedded"
    _numbers: Iterator[int] = field(default_factory=count)

    async def fresh(self, **more: object) -> Settings:
        data = self.folder / str(next(self._numbers))
        data.mkdir()
        template = self.folder / "template.sqlite3"
        settings = _settings(data, **more)
        if not template.exists():
            await _migrate(_settings(self.folder / "first"))
            (self.folder / "first" / settings.sqlite.name).rename(template)
        shutil.copyfile(template, settings.sqlite)
        return settings

    async def forget(self, settings: Settings) -> None:
        shutil.rmtree(settings.data)


@dataclass
class Production:
    """PostgreSQL databases copied from one that is migrated once, and a Redis."""

    folder: Path
    pg: services.Postgres
    bus: services.Redis
    name: str = "production"
    _template: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    async def fresh(self, **more: object) -> Settings:
        if not self._template:
            url = self.pg.fresh()
            await _migrate(self._settings(url))
            self._template = url.rpartition("/")[2]
        settings = self._settings(self.pg.url(f"town_{next(self._numbers)}"), **more)
        await self._admin(f"CREATE DATABASE {_name(settings)} TEMPLATE {self._template}")
        return settings

    async def forget(self, settings: Settings) -> None:
        """Hundreds of towns would fill the disk."""
        await self._admin(f"DROP DATABASE IF EXISTS {_name(settings)} WITH (FORCE)")

    async def _admin(self, statement: str) -> None:
        held = await asyncpg.connect(self.pg.url("postgres"))
        await held.execute(statement)
        await held.close()

    def _settings(self, url: str, **more: object) -> Settings:
        data = self.folder / f"pg{next(self._numbers)}"
        data.mkdir()
        urls = {"database_url": url, "redis_url": self.bus.url}
        return _settings(data, engine="production", **urls, **more)


def _name(settings: Settings) -> str:
    return settings.database_url.rpartition("/")[2]


Engine = Embedded | Production


def start_production(stack: ExitStack, folder: Path) -> Production:
    """Raises services.Missing."""
    return Production(
        folder, stack.enter_context(services.postgres()), stack.enter_context(services.redis())
    )


def mandatory() -> bool:
    """In CI nothing may be skipped."""
    return bool(os.environ.get("CI"))


def _settings(data: Path, **more: object) -> Settings:
    values = {"data": data, "keyring": data / "keys" / "keyring.json", "port": services.free_port()}
    values |= more
    values.setdefault("origins", (f"http://localhost:{values['port']}",))
    return Settings(**values).check()  # type: ignore[arg-type]


async def _migrate(settings: Settings) -> None:
    house = house_app.build(settings, passwords=quick())
    await house.open()
    await house.services.db.migrate()
    await house.services.db.forget_deleted()
    await house.close()


Told = TypeVar("Told", bound=Event)


@dataclass
class Heard:
    """What the fan-out was asked to tell, in order."""

    told: list[tuple[Audience, Event]] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    """The addresses of sockets this process would hold."""

    def of(self, kind: type[Told]) -> list[tuple[Audience, Told]]:
        return [(to, event) for to, event in self.told if isinstance(event, kind)]


def build(settings: Settings, clock: Clock | None = None) -> tuple[House, Heard]:
    """A house whose outgoing events are also written down."""
    house = house_app.build(settings, clock or ManualClock(), quick())
    heard, tell = Heard(), house.fanout.tell

    async def listen(audience: Audience, event: Event) -> None:
        heard.told.append((audience, event))
        await tell(audience, event)

    async def addresses(person_id: str) -> list[str]:
        return heard.places.get(person_id, [])

    house.fanout.tell = listen  # type: ignore[method-assign]
    house.fanout.addresses = addresses  # type: ignore[method-assign]
    return house, heard
