"""Small towns with named people, and the one server process that serves them all.

Each test has a town of its own, far from the others: Camille is in danger; Nour, Inès and Léa live
near her; fifty-five neighbours can be woken by a push that nobody answers; Maud is an agent of an
association; Sacha moderates.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from server import app as house_app
from server.demo import community, seed
from server.demo.community import Inhabitant, Role
from server.geo import Point
from server.places.communes import Commune
from server.settings import ROOT, Settings
from tests.services import free_port

PASSWORD = "un long mot de passe de test"
STARTS_WITHIN_S = 30
TOWNS = 64
NEIGHBOURS = 55
WEB = Path(os.environ.get("VEILLEUSE_WEB", ROOT / "web" / "dist"))

NAMED: tuple[tuple[str, Role, float], ...] = (
    ("Camille", "member", 0),
    ("Nour", "member", 300),
    ("Inès", "member", 600),
    ("Léa", "member", 900),
    ("Maud", "partner", 2_000),
    ("Sacha", "moderator", 2_500),
)
METRES_NORTH = {name: metres for name, _, metres in NAMED}


@dataclass(frozen=True)
class Town:
    """Where one test happens."""

    number: int
    origin: str
    password: str = PASSWORD

    @property
    def here(self) -> Point:
        """Camille's place. Towns stand some forty kilometres apart."""
        return Point(43.6 + 0.4 * (self.number // 8), 0.1 + 0.55 * (self.number % 8))

    def north(self, metres: float) -> Point:
        return community.moved(self.here, metres, 0)

    def home_of(self, name: str) -> Point:
        return self.north(METRES_NORTH[name])

    def email(self, name: str) -> str:
        plain = name.lower().replace("è", "e").replace("é", "e")
        return f"{plain}.{self.number}@veilleuse.example"

    def people(self) -> list[Inhabitant]:
        return _named(self) + _neighbours(self)


def _named(town: Town) -> list[Inhabitant]:
    crowd = community.crowd(7_000 + town.number, len(NAMED), _anywhere())
    return [
        replace(
            person,
            role=role,
            first_name=name,
            pseudonym=f"{name} de la rue",
            phone="+33639980001",
            email=town.email(name),
            point=town.home_of(name),
            wakes=False,
        )
        for person, (name, role, _) in zip(crowd, NAMED, strict=True)
    ]


def _neighbours(town: Town) -> list[Inhabitant]:
    crowd = community.crowd(9_000 + town.number, NEIGHBOURS, _anywhere())
    return [
        replace(
            person,
            index=town.number * 100 + n + 1_000,
            role="member",
            wakes=True,
            point=community.moved(town.here, 0, 1_500 + 10 * n),
        )
        for n, person in enumerate(crowd)
    ]


def _anywhere() -> list[Commune] | None:
    """Their commune is of no account here: they stand where the test puts them."""
    return community.communes_of([community.HER_COMMUNE])


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """A server process of its own, every town in its database. Its origin."""
    if not (WEB / "index.html").exists():
        raise RuntimeError(f"no web application in {WEB}: npm run build first")
    sink = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    Thread(target=sink.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="veilleuse-towns-") as folder:
        await _seed(Path(folder), f"http://127.0.0.1:{sink.server_port}")
        async with _process(Path(folder), free_port(), sink.server_port) as origin:
            yield origin
    sink.shutdown()


@asynccontextmanager
async def _process(folder: Path, port: int, sink: int) -> AsyncIterator[str]:
    origin = f"http://localhost:{port}"
    settings = {
        "VEILLEUSE_DATA": str(folder),
        "VEILLEUSE_PORT": str(port),
        "VEILLEUSE_ORIGINS": origin,
        "VEILLEUSE_PUSH_HOSTS": f"127.0.0.1:{sink}",
        "VEILLEUSE_WEB": str(WEB),
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("VEILLEUSE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", "serve", cwd=ROOT, env=inherited | settings
    )
    try:
        await _until_ready(origin, process)
        yield origin
    finally:
        process.terminate()
        await process.wait()


async def _seed(folder: Path, sink: str) -> None:
    settings = Settings(data=folder, keyring=folder / "keys" / "keyring.json")
    people = [person for n in range(TOWNS) for person in Town(n, "").people()]
    everywhere = ",".join(f"{n:02}" for n in range(1, 96))
    house = house_app.build(settings)
    await house.open()
    try:
        await house.services.db.migrate()
        plan = seed.Plan(people, "only for tests", sink, PASSWORD, everywhere)
        await seed.do_seed(house.services, plan, lambda _done, _of: None)
    finally:
        await house.close()


async def _until_ready(origin: str, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.returncode is None:
        try:
            await asyncio.to_thread(urllib.request.urlopen, f"{origin}/readyz", timeout=2)
            return
        except (urllib.error.URLError, OSError):
            await asyncio.sleep(0.05)
    raise RuntimeError("the server did not start")


class _Sink(BaseHTTPRequestHandler):
    """Takes every push, wakes nobody."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass
