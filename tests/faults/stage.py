"""The production shape, its people, and the rooms they talk in."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from server import app as house_app
from server import settings
from server.actor import Proof
from server.app import House
from server.people import actions as accounts
from server.people import entry
from server.people.messages import SignIn
from server.positions import actions as positions
from server.positions.actions import LastKnown
from server.positions.messages import Fix
from tests import engines, services
from tests.faults import broken
from tests.faults.device import Device, GaveUp, Reader
from tests.faults.ledger import Ledger
from tests.processes.house import Shape, Web, production

PASSWORD = "une phrase assez longue"
HERE = (48.8566, 2.3522)
RESPONDERS = 55
FOR_EVER = 4_000_000_000_000
STARTS_WITHIN_S = 30.0


@dataclass
class Room:
    """One alert, and who writes in it: the caller first."""

    alert: str
    room: str
    writers: list[Device]


@dataclass
class Stage:
    shape: Shape
    pg: services.Postgres
    bus: services.Redis
    house: House
    http: httpx2.AsyncClient
    responders: list[Device]

    @property
    def webs(self) -> list[Web]:
        return self.shape.webs

    async def started(self, web: Web) -> float:
        """Seconds until it answers. Raises GaveUp."""
        began = time.monotonic()
        while time.monotonic() < began + STARTS_WITHIN_S:
            if await asyncio.to_thread(web.ready):
                return time.monotonic() - began
            await asyncio.sleep(0.05)
        raise GaveUp(f"the process on {web.port} did not start")

    async def reborn(self, web: Web) -> float:
        """Killed without goodbye and started again; seconds until it answers."""
        await asyncio.to_thread(web.kill)
        self.shape.webs.remove(web)
        return await self.started(self.shape.serve(web.port))

    async def callers(self, count: int) -> list[Device]:
        """Minors: they launch, and no alarm ever reaches them."""
        number = await self.house.services.db.row("SELECT count(*) AS n FROM person")
        first = int(number["n"]) if number else 0
        return [await self.device(f"caller{first + n}", "minor") for n in range(count)]

    async def rooms(self, count: int, writers: int) -> list[Room]:
        found = []
        for caller in await self.callers(count):
            wish = {"press": f"press-{caller.name}", "fix": fix()}
            alert = await caller.insists("alert.start", wish)
            answering = (await self._alarmed(alert["alert"]))[: writers - 1]
            for responder in answering:
                await responder.insists("alert.open", {"alert": alert["alert"]})
            found.append(Room(alert["alert"], alert["room"], [caller, *answering]))
        return found

    async def _alarmed(self, alert: str) -> list[Device]:
        """Those of the fifty, in an order of its own for each alert."""
        rows = await self.rows("SELECT person_id FROM place WHERE alert_id = $1", alert)
        held = {row["person_id"] for row in rows}
        found = [responder for responder in self.responders if responder.person in held]
        Random(alert).shuffle(found)  # noqa: S311  a test's dice
        return found

    async def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return await self.house.services.db.rows(sql, *values)

    async def device(self, name: str, role: str) -> Device:
        services_ = self.house.services
        person = await accounts.do_create(
            services_,
            email=f"{name}@example.org",
            password=PASSWORD,
            role=role,
            pseudonym=name,
            first_name=name,
        )
        if role == "member":
            await positions.do_keep_all(services_, [LastKnown(person, Fix(**fix()))])
            await services_.db.run(
                "UPDATE standing SET online_until = $1, reachable = TRUE WHERE person_id = $2",
                FOR_EVER,
                person,
            )
        wish = SignIn(email=f"{name}@example.org", password=PASSWORD)
        opened = await entry.do_sign_in(services_, wish, "")
        origin = f"http://localhost:{self.shape.ports[0]}"
        proof = Proof(cookie=opened.cookie, device=opened.device)
        return Device(self.http, self.shape.ports, origin, proof, name, person)


def fix() -> dict[str, Any]:
    at = int(time.time() * 1000)
    return {"lat": HERE[0], "lon": HERE[1], "accuracy_m": 9, "at": at}


@asynccontextmanager
async def stage(
    webs: int = 1,
    workers: int = 1,
    environ: Mapping[str, str] | None = None,
    disk: Path | None = None,
    responders: int = RESPONDERS,
) -> AsyncIterator[Stage]:
    """PostgreSQL with fsync on, Redis, so many web processes, workers and members. `environ` is set
    beside the usual (an empty value takes a setting away); `disk` is the database's."""
    with ExitStack() as stack:
        pg = stack.enter_context(services.postgres(durable=True, within=disk))
        bus = stack.enter_context(services.redis())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="veilleuse-faults-"))
        shape = stack.enter_context(production(Path(folder), pg, bus))
        shape.ports[webs:] = []
        shape.environ = {k: v for k, v in {**shape.environ, **(environ or {})}.items() if v}
        await asyncio.to_thread(shape.run, "migrate")
        async with _peopled(shape, pg, bus, responders) as ready:
            for _ in range(workers):
                shape.start("work")
            yield ready


@asynccontextmanager
async def one_process(data: Path) -> AsyncIterator[Stage]:
    """The embedded engine: one process for all, its files in this folder."""
    port = services.free_port()
    environ = {name: value for name, value in os.environ.items() if "VEILLEUSE" not in name}
    environ |= {"VEILLEUSE_DATA": str(data), "VEILLEUSE_ORIGINS": f"http://localhost:{port}"}
    with tempfile.TemporaryDirectory(prefix="veilleuse-faults-") as logs:
        shape = Shape(Path(logs), environ, [port])
        try:
            await asyncio.to_thread(shape.run, "migrate")
            async with _peopled(shape, None, None) as ready:
                yield ready
        finally:
            shape.stop()


@asynccontextmanager
async def _peopled(
    shape: Shape,
    pg: services.Postgres | None,
    bus: services.Redis | None,
    responders: int = RESPONDERS,
) -> AsyncIterator[Stage]:
    house = house_app.build(settings.read(shape.environ), passwords=engines.quick())
    await house.open()
    try:
        async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None)) as http:
            ready = Stage(shape, pg, bus, house, http, [])  # type: ignore[arg-type]
            shape.module = broken.module()
            for port in list(shape.ports):
                await ready.started(shape.serve(port))
            names = [f"responder{n}" for n in range(responders)]
            ready.responders = [await ready.device(name, "member") for name in names]
            yield ready
    finally:
        await house.close()


@dataclass
class Talk:
    """Rooms full of people who write, and pages that read along, while something breaks."""

    rooms: Sequence[Room]
    words_each: int
    pauses: Callable[[], float] = float
    """How many seconds somebody thinks before her next word; the usual is nought."""

    async def run(self, ledger: Ledger, breaking: asyncio.Task[Any]) -> list[Reader]:
        """Until everybody has said so much and what breaks has broken."""
        said_at: dict[str, float] = {}
        readers = [
            broken.reader()(writer, room.room, ledger, said_at)
            for room in self.rooms
            for writer in room.writers[:2]
        ]
        reading = [asyncio.create_task(reader.reads()) for reader in readers]
        await asyncio.gather(
            *(
                self._writes(writer, room, ledger, said_at)
                for room in self.rooms
                for writer in room.writers
            )
        )
        await breaking
        for reader in readers:
            reader.over.set()
        await asyncio.gather(*reading)
        return readers

    async def _writes(
        self, writer: Device, room: Room, ledger: Ledger, said_at: dict[str, float]
    ) -> None:
        author = f"{writer.name}@{room.room}"
        for number in range(self.words_each):
            word = f"{author} {number}"
            wish = {"room": room.room, "channel": "her", "text": word}
            sent = {**wish, "client_id": f"c-{writer.name}-{room.room[:8]}-{number}"}
            await asyncio.sleep(self.pauses())
            await writer.insists("room.say", sent)
            said_at[word] = time.monotonic()
            ledger.acknowledge(author, word)

    def entitled(self, readers: Sequence[Reader]) -> dict[str, list[str]]:
        """Every reader is owed all that was said in her room."""
        authors = {
            room.room: [f"{writer.name}@{room.room}" for writer in room.writers]
            for room in self.rooms
        }
        return {reader.name: authors[reader.room] for reader in readers}
