"""Real processes of the command line, over a PostgreSQL and a Redis of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from server import app as house_app
from server import settings
from server.actor import Proof
from server.app import House
from server.gateway.socket import COOKIE
from server.people import actions as accounts
from tests import engines, services
from tests.pushservice import Browser

PATIENCE_S = 20.0
PASSWORD = "une phrase assez longue"


def until(true: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
    """What it gives once it is true; at most this long."""
    ends = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > ends:
            raise AssertionError("it did not happen in time")
        time.sleep(0.05)
    return found


@dataclass
class Web:
    """One web process."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx2.HTTPError:
            return False

    def kill(self) -> None:
        """As a crash would: no goodbye."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


@dataclass
class Shape:
    """The production shape, on loopback."""

    folder: Path
    environ: dict[str, str]
    ports: list[int]
    webs: list[Web] = field(default_factory=list)
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)
    module: str = "server"

    def run(self, *arguments: str, ok: bool = True, **environ: str) -> str:
        """One command of the command line, to its end; what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "server", *arguments],
            env=self.environ | environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        return (done.stdout + done.stderr).strip()

    def start(self, verb: str, **environ: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{verb}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "-m", self.module, verb],
            env=self.environ | environ,
            stdout=log,
            stderr=log,
        )
        log.close()
        self.others.append(process)
        return process

    def serve(self, port: int) -> Web:
        web = Web(port, self.start("serve", VEILLEUSE_PORT=str(port)))
        self.webs.append(web)
        return web

    def person(self, name: str, role: str = "member", association: str = "") -> str:
        more = ["--association", association] if association else []
        who = ["--email", f"{name}@example.org", "--pseudonym", name, "--role", role]
        said = self.run("admin", "create", *who, "--password", PASSWORD, *more)
        return said.splitlines()[-1]

    async def people(self, *names: str) -> dict[str, str]:
        """Several at once, without a process for each; their ids by name."""
        house = house_app.build(settings.read(self.environ), passwords=engines.quick())
        await house.open()
        try:
            return {name: await self._person(house, name) for name in names}
        finally:
            await house.close()

    async def _person(self, house: House, name: str) -> str:
        return await accounts.do_create(
            house.services,
            email=f"{name}@example.org",
            password=PASSWORD,
            role="member",
            pseudonym=name,
            first_name=name,
        )

    def move_clock(self, ms: int) -> None:
        """Time passes at once, in every process."""
        Path(self.environ["VEILLEUSE_CLOCK_OFFSET"]).write_text(str(ms))

    def stop(self) -> None:
        for process in self.others:
            process.kill()
        for process in self.others:
            process.wait(PATIENCE_S)


@contextmanager
def production(folder: Path, pg: services.Postgres, bus: services.Redis) -> Iterator[Shape]:
    """Migrated, nothing started yet."""
    ports = [services.free_port() for _ in range(2)]
    environ = {name: value for name, value in os.environ.items() if "VEILLEUSE" not in name}
    environ |= {
        "VEILLEUSE_ENGINE": "production",
        "VEILLEUSE_DATABASE_URL": pg.fresh(),
        "VEILLEUSE_REDIS_URL": bus.url,
        "VEILLEUSE_DATA": str(folder),
        "VEILLEUSE_WORKER_INSIDE": "false",
        "VEILLEUSE_ORIGINS": ",".join(f"http://localhost:{port}" for port in ports),
        "VEILLEUSE_CLOCK_OFFSET": str(folder / "offset"),
    }
    shape = Shape(folder, environ, ports)
    try:
        yield shape
    finally:
        shape.stop()


@dataclass
class Client:
    """Somebody's device with websockets blocked: HTTPS only."""

    web: Web
    name: str
    proof: Proof = field(default_factory=Proof)

    def signs_in(self) -> Client:
        wish = {"email": f"{self.name}@example.org", "password": PASSWORD}
        answer = self._post("session.open", wish)
        cookie = answer.headers["set-cookie"].split(";")[0].split("=", 1)[1]
        self.proof = Proof(cookie=cookie, device=answer.json()["device"])
        return self

    def on(self, web: Web) -> Client:
        """The same device, now reaching this process."""
        return Client(web, self.name, self.proof)

    def asks(self, command: str, payload: object = None) -> dict[str, Any]:
        """The response, or the refusal."""
        return dict(self._post(command, payload).json())

    def _post(self, command: str, payload: object = None) -> httpx2.Response:
        headers = {
            "Origin": self.web.origin,
            "Cookie": f"{COOKIE}={self.proof.cookie}",
            "X-Veilleuse-Device": self.proof.device,
        }
        body = payload if payload is not None else {}
        return httpx2.post(
            f"{self.web.url}/api/{command}", json=body, headers=headers, timeout=PATIENCE_S
        )

    def stands(self, lat: float, lon: float) -> Client:
        at = int(time.time() * 1000)
        self.asks("position.report", {"lat": lat, "lon": lon, "accuracy_m": 9, "at": at})
        return self

    def wakes_by(self, browser: Browser) -> None:
        """Her browser can be pushed to."""
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        self.asks("push.subscribe", {"endpoint": browser.endpoint} | keys)

    def says(self, alert: dict[str, Any], text: str, channel: str = "her") -> dict[str, Any]:
        wish = {"room": alert["room"], "channel": channel, "text": text}
        return self.asks("room.say", wish | {"client_id": f"client-{time.time_ns()}"})

    def reads(self, alert: dict[str, Any], channel: str = "her") -> list[str]:
        wish = {"room": alert["room"], "channel": channel, "after": 0}
        return [entry["text"] for entry in self.asks("room.sync", wish)["entries"]]
