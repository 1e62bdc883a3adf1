"""Our own server under measurement, on either engine, full of people, on a port of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.community import Community
from bench.generator import Plan
from bench.process import Process, cpu_of_tree_s
from bench.swarm import Peer, Swarm
from server import settings
from server.app import build
from server.demo import seed
from server.demo.community import Inhabitant
from tests.services import free_port, postgres, redis

COOKIE = "__Host-veilleuse"
READY_S = 60


@dataclass
class House:
    """`ports` are those of its web processes; `database_pid` and `redis_pid` the processes beside
    ours, where there are any."""

    engine: str
    processes: list[Process]
    ports: list[int]
    community: Community
    environ: dict[str, str]
    database_pid: int | None = None
    redis_pid: int | None = None

    def __post_init__(self) -> None:
        self._callers = iter(self.community.callers())

    def caller(self) -> Inhabitant:
        """Somebody who has not launched yet. Raises RuntimeError when all have."""
        if (found := next(self._callers, None)) is None:
            raise RuntimeError("everybody who may launch has launched")
        return found

    def connect(self, swarm: Swarm, person: Inhabitant, port: int) -> Peer:
        shown = self.community.pass_of(person)
        return swarm.connect(
            port,
            auth={"device": shown.device},
            cookie=f"{COOKIE}={shown.cookie}",
            origin=self.origin,
        )

    def client(
        self, plan: Plan, person: Inhabitant, port: int, steps: Sequence[tuple[str, Any]] = ()
    ) -> None:
        """The same, for the generator in C."""
        shown = self.community.pass_of(person)
        headers = [f"Origin: {self.origin}", f"Cookie: {COOKIE}={shown.cookie}"]
        plan.client(port, headers=headers, auth={"device": shown.device}, steps=steps)

    def post(self, person: Inhabitant, command: str, payload: Any, port: int = 0) -> Any:
        """By the HTTPS door. Raises HTTPError when it refuses."""
        shown = self.community.pass_of(person)
        headers = {
            "Content-Type": "application/json",
            "Origin": self.origin,
            "Cookie": f"{COOKIE}={shown.cookie}",
            "X-Veilleuse-Device": shown.device,
        }
        url = f"http://127.0.0.1:{port or self.ports[0]}/api/{command}"
        asked = urllib.request.Request(url, json.dumps(payload).encode(), headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  loopback
            return json.loads(answer.read())

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    def cpu_s(self) -> float:
        """Of every process of ours; not of the database."""
        return sum(process.cpu_s() for process in self.processes)

    def database_cpu_s(self) -> float:
        return cpu_of_tree_s(self.database_pid) if self.database_pid else 0.0


@contextmanager
def embedded(community: Community, sink: str) -> Iterator[House]:
    """One process, SQLite inside."""
    with TemporaryDirectory(prefix="veilleuse-bench-") as folder:
        port = free_port()
        environ = _environ(Path(folder), port, port, sink)
        _seed(environ, community, sink)
        server = _serve(environ, Path(folder))
        try:
            _wait_ready(server, port)
            yield House("embedded", [server], [port], community, environ)
        finally:
            server.close()


@contextmanager
def production(community: Community, sink: str) -> Iterator[House]:
    """Two web processes and a worker, PostgreSQL (fsync on) and Redis. Raises Missing."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="veilleuse-bench-")))
        pg = stack.enter_context(postgres(durable=True))
        bus = stack.enter_context(redis())
        ports = [free_port(), free_port()]
        shared = {
            "VEILLEUSE_ENGINE": "production",
            "VEILLEUSE_DATABASE_URL": pg.fresh(),
            "VEILLEUSE_REDIS_URL": bus.url,
            "VEILLEUSE_WORKER_INSIDE": "false",
        }
        environs = [{**_environ(folder, port, ports[0], sink), **shared} for port in ports]
        _seed(environs[0], community, sink)
        processes = [_serve(environ, folder) for environ in environs]
        processes.append(_serve(environs[0], folder, "work"))
        for process in processes:
            stack.callback(process.close)
        for process, port in zip(processes, ports, strict=False):
            _wait_ready(process, port)
        head = int((pg.folder / "data" / "postmaster.pid").read_text().split()[0])
        yield House(
            "production",
            processes,
            ports,
            community,
            environs[0],
            head,
            bus.process.pid if bus.process else None,
        )


def _environ(folder: Path, port: int, main_port: int, sink: str) -> dict[str, str]:
    return {
        "VEILLEUSE_DATA": str(folder),
        "VEILLEUSE_PORT": str(port),
        "VEILLEUSE_ORIGINS": f"http://127.0.0.1:{main_port}",
        "VEILLEUSE_PUSH_HOSTS": sink.partition("//")[2],
    }


def _serve(environ: Mapping[str, str], folder: Path, verb: str = "serve") -> Process:
    log = folder / f"{verb}-{environ['VEILLEUSE_PORT']}.log"
    return Process([sys.executable, "-m", "server", verb], environ=environ, log=log)


def _seed(environ: Mapping[str, str], community: Community, sink: str) -> None:
    """In this process: the schema, then everybody in one transaction."""

    async def run() -> None:
        house = build(settings.read(environ))
        await house.open()
        try:
            await house.services.db.migrate()
            plan = seed.Plan(community.people, community.secret, sink, "correct horse battery")
            await seed.do_seed(house.services, plan, lambda done, of: None)
        finally:
            await house.close()

    asyncio.run(run())


def _wait_ready(server: Process, port: int) -> None:
    """Raises RuntimeError with its log when the server does not come up."""
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends and server.alive:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    said = server.log_text()
    raise RuntimeError(f"the server did not start:\n{said[-4000:]}")
