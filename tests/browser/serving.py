"""The server under test: real processes, one on SQLite, or two on PostgreSQL and Redis."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from server import app as house_app
from server.demo import seed
from server.desk import actions as desk
from server.helpline import teams
from server.helpline.messages import Kind
from server.services import Services
from server.settings import ROOT, Settings
from tests import services
from tests.browser import town
from tests.browser.town import Town

STARTS_WITHIN_S = 60
WEB = Path(os.environ.get("VEILLEUSE_WEB", ROOT / "web" / "dist"))


@dataclass(frozen=True)
class Ground:
    """What a server process stands on."""

    folder: Path
    sink: str
    database: str = ""
    bus: str = ""
    clock: Path | None = None

    @property
    def settings(self) -> Settings:
        return Settings(
            engine="production" if self.database else "embedded",
            data=self.folder,
            keyring=self.folder / "keys" / "keyring.json",
            database_url=self.database,
            redis_url=self.bus,
        )

    def environment(self, port: int) -> dict[str, str]:
        held = self.settings
        said = {
            "VEILLEUSE_ENGINE": held.engine,
            "VEILLEUSE_DATA": str(held.data),
            "VEILLEUSE_DATABASE_URL": held.database_url,
            "VEILLEUSE_REDIS_URL": held.redis_url,
            "VEILLEUSE_PORT": str(port),
            "VEILLEUSE_ORIGINS": f"http://localhost:{port}",
            "VEILLEUSE_HELPLINE": f"http://aide.localhost:{port}",
            "VEILLEUSE_PUSH_HOSTS": self.sink,
            "VEILLEUSE_WEB": str(WEB),
            "VEILLEUSE_CLOCK_OFFSET": str(self.clock or ""),
        }
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("VEILLEUSE_")}
        return inherited | {name: value for name, value in said.items() if value}


@asynccontextmanager
async def one() -> AsyncIterator[str]:
    """A process on SQLite, every town in its database. Its origin."""
    _check_built()
    with push_service() as sink, tempfile.TemporaryDirectory(prefix="veilleuse-towns-") as folder:
        ground = Ground(Path(folder), sink)
        await _seed(ground, town.TOWNS)
        async with process(ground) as origin:
            yield origin


@asynccontextmanager
async def movable() -> AsyncIterator[tuple[str, Path]]:
    """A process and a town of its own, and the file that moves its clock."""
    _check_built()
    with push_service() as sink, tempfile.TemporaryDirectory(prefix="veilleuse-towns-") as folder:
        ground = Ground(Path(folder), sink, clock=Path(folder) / "offset")
        await _seed(ground, 1)
        async with process(ground) as origin:
            yield origin, Path(folder) / "offset"


@asynccontextmanager
async def two() -> AsyncIterator[tuple[str, str]]:
    """Two processes on one PostgreSQL and one Redis, one town. Raises services.Missing."""
    _check_built()
    async with AsyncExitStack() as stack:
        pg, bus = (stack.enter_context(made()) for made in (services.postgres, services.redis))
        sink = stack.enter_context(push_service())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="veilleuse-towns-"))
        ground = Ground(Path(folder), sink, pg.fresh(), bus.url)
        await _seed(ground, 1)
        first = await stack.enter_async_context(process(ground))
        yield first, await stack.enter_async_context(process(ground))


@asynccontextmanager
async def process(ground: Ground) -> AsyncIterator[str]:
    port = services.free_port()
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", "serve", cwd=ROOT, env=ground.environment(port)
    )
    try:
        await _until_ready(f"http://localhost:{port}", running)
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        await running.wait()


@contextmanager
def push_service() -> Iterator[str]:
    """Takes every push, wakes nobody. Its host and port."""
    sink = ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    Thread(target=sink.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{sink.server_port}"
    sink.shutdown()


def _check_built() -> None:
    if not (WEB / "index.html").exists():
        raise RuntimeError(f"no web application in {WEB}: npm run build first")


async def _seed(ground: Ground, towns: int) -> None:
    people = [person for n in range(towns) for person in Town(n, "").people()]
    everywhere = ",".join(f"{n:02}" for n in range(1, 96))
    house = house_app.build(ground.settings)
    await house.open()
    try:
        await house.services.db.migrate()
        plan = seed.Plan(
            people, "only for tests", f"http://{ground.sink}", town.PASSWORD, everywhere
        )
        await seed.do_seed(house.services, plan, lambda _done, _of: None)
        for n in range(towns):
            await _seed_helpline(house.services, Town(n, ""))
    finally:
        await house.close()


async def _seed_helpline(services_: Services, at: Town) -> None:
    """A team for the town's département: Odile answers, Pia can be invited."""
    department = teams.department_of(at.postcode) or ""
    team = await teams.do_create(services_, f"Écoute {at.number}", [department])
    kinds: dict[str, Kind] = {"officer": "officer", "expert": "psychologist"}
    for person in at.people():
        if person.role in kinds:
            await desk.do_add_officer(services_, person.id, team, kinds[person.role])


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
