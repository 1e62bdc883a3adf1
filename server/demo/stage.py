"""The demo, from nothing: a fresh database, the community, the server, the people who answer.

`python -m server demo` calls `main`; tests and scripts call `opened` with a smaller community.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import uvicorn

from server import app as house_app
from server.demo import community, desk, responders, seed
from server.demo.cast import Briefing
from server.settings import ROOT, Settings

PASSWORD = "une veilleuse dans la nuit"  # noqa: S105  printed: nobody real is behind it
STARTS_WITHIN_S = 60
LEAVES_WITHIN_S = 5


@dataclass(frozen=True)
class Cast:
    """Size and manner of a demo. `around` limits the community to these communes (INSEE codes);
    `pace` divides the delays of the simulated people; `online` of them keep the page open."""

    people: int = community.PEOPLE
    online: int = 120
    seed: int = 48
    pace: float = 1.0
    around: tuple[str, ...] = ()
    port: int = 8000
    data: Path = field(default_factory=lambda: ROOT / "var" / "demo")
    quiet: bool = False

    @property
    def crowd(self) -> int:
        """Everybody but those who have a name in the play."""
        return self.people - len(community.LOGINS) - len(community.SIMULATED_OFFICERS)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def helpline(self) -> str:
        return f"http://aide.localhost:{self.port}"


async def run_demo(cast: Cast) -> None:
    """Until Ctrl-C."""
    _check_port(cast.port)
    async with opened(cast) as server:
        _say(_welcome(cast))
        await server


@asynccontextmanager
async def opened(cast: Cast) -> AsyncIterator[asyncio.Task[None]]:
    """A demo that is ready: the server's task. Everything is put away at the end."""
    sink, secret = _free_port(), secrets.token_urlsafe(24)
    settings = _settings(cast, sink)
    shutil.rmtree(cast.data, ignore_errors=True)
    try:
        await _prepare(cast, settings, f"http://127.0.0.1:{sink}", secret)
        async with _serving(settings) as server, _playing(cast, sink, secret) as awake:
            _tell(cast, f"{awake} personnes ont la page ouverte.\n")
            yield server
    finally:
        shutil.rmtree(cast.data, ignore_errors=True)


def main() -> None:
    """The whole demo on http://localhost:8000."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run_demo(Cast()))


def _settings(cast: Cast, sink: int) -> Settings:
    return Settings(
        data=cast.data,
        keyring=cast.data / "keys" / "keyring.json",
        port=cast.port,
        origins=(cast.address, f"http://127.0.0.1:{cast.port}"),
        helpline=(cast.helpline,),
        push_hosts=(f"127.0.0.1:{sink}",),
    ).check()


async def _prepare(cast: Cast, settings: Settings, sink: str, secret: str) -> None:
    """The database, and everybody in it."""
    _tell(cast, "On invente la communauté…\n")
    around = community.communes_of(cast.around)
    crowd = community.crowd(cast.seed, cast.crowd, around)
    staff = [*community.logins(cast.seed), *community.officers(cast.seed)]
    plan = seed.Plan([*staff, *crowd], secret, sink, PASSWORD)
    house = house_app.build(settings)
    await house.open()
    try:
        await house.services.db.migrate()
        await seed.do_seed(house.services, plan, lambda done, of: _progress(cast, done, of))
        await desk.do_seed(house.services, staff)
    finally:
        await house.close()


@asynccontextmanager
async def _serving(settings: Settings) -> AsyncIterator[asyncio.Task[None]]:
    house = house_app.build(settings)
    server = uvicorn.Server(house_app.uvicorn_config(settings, house_app.asgi(house)))
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(STARTS_WITHIN_S):
            while not server.started and not task.done():  # noqa: ASYNC110  uvicorn has no event
                await asyncio.sleep(0.05)
        yield task
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def _playing(cast: Cast, sink: int, secret: str) -> AsyncIterator[int]:
    """The simulated people, in a process of their own. How many are awake."""
    briefing = Briefing(
        server=f"http://127.0.0.1:{cast.port}",
        origin=cast.address,
        seed=cast.seed,
        people=cast.crowd,
        secret=secret,
        sink_port=sink,
        online=cast.online,
        pace=cast.pace,
        around=cast.around,
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.demo.responders",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us; they leave when we tell them
    )
    try:
        yield await _gathered(process, briefing)
    finally:
        await _dismiss(process)


async def _gathered(process: asyncio.subprocess.Process, briefing: Briefing) -> int:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    process.stdin.write(msgspec.json.encode(briefing) + b"\n")
    async with asyncio.timeout(STARTS_WITHIN_S):
        word, _, awake = (await process.stdout.readline()).decode().partition(" ")
    if word != responders.READY:
        raise RuntimeError("the simulated people did not come")
    return int(awake)


async def _dismiss(process: asyncio.subprocess.Process) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(LEAVES_WITHIN_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _check_port(port: int) -> None:
    """Before anything is prepared. Raises SystemExit with a sentence."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(f"Le port {port} est déjà pris : ferme ce qui l'occupe.") from None


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _welcome(cast: Cast) -> str:
    width = max(len(login.email) for login in community.LOGINS)
    lines = [f"  {login.email:<{width}}  {login.what}" for login in community.LOGINS]
    return "\n".join(
        [
            "",
            f"Veilleuse attend sur {cast.address}",
            f"  les associations et l'écoute : {cast.address}/console",
            f"  l'écoute anonyme, pour qui en a besoin : {cast.helpline}",
            "",
            *lines,
            f"  mot de passe : {PASSWORD}",
            "",
            "Ouvre deux navigateurs : Camille tient le bouton, Nour entend l'alarme.",
            "Elles sont à Lyon. Si le navigateur donne ta vraie position, l'alerte part de là,",
            "et ce sont des voisines inventées que leur téléphone réveille.",
            "Rien ne sort de cette machine. Ctrl-C pour tout ranger.",
            "",
        ]
    )


def _progress(cast: Cast, done: int, of: int) -> None:
    end = "\n" if done == of else ""
    _tell(cast, f"\r{done:>7,} personnes sur {of:,}{end}".replace(",", " "))


def _tell(cast: Cast, text: str) -> None:
    if not cast.quiet:
        _say(text, end="")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()
