"""The composition root: settings → engine, clock, ids, keys → Starlette + Socket.IO.

Time, randomness and settings enter the house here and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import socketio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from server import doctor, engines, limits, metrics, protocol
from server.actor import Actor
from server.alerts import handlers as _alerts  # noqa: F401  registers its commands, like the rest
from server.alerts import waves
from server.audience import Audience, person, session
from server.clock import Clock, ShiftedClock, SteadyClock
from server.conversations import entries, participants
from server.conversations import handlers as _conversations  # noqa: F401
from server.desk import actions as desks
from server.desk import disclosures
from server.desk import handlers as _desk  # noqa: F401
from server.direct import handlers as _direct  # noqa: F401
from server.erasure import handlers as _erasure  # noqa: F401
from server.gateway import listening
from server.gateway.bus import OverRedis
from server.gateway.dispatch import HANDLERS, Dispatch
from server.gateway.fanout import SocketFanout
from server.gateway.headers import Headers
from server.gateway.http import HttpDoor
from server.gateway.lean import Lean
from server.gateway.line import Line
from server.gateway.outlet import Exposed
from server.gateway.presence import Presence
from server.gateway.rooms import Rooms
from server.gateway.shell import HELPLINE_PAGES, HOUSE_PAGES, Addresses, Shell
from server.gateway.socket import SocketDoor, make_server
from server.helpline import handlers as _helpline  # noqa: F401
from server.helpline import leaving, visits
from server.helpline.doorkeeper import Visitors
from server.ids import RandomIds
from server.keyring import Keyring
from server.limits import Buckets
from server.moderation import handlers as _moderation  # noqa: F401
from server.partners import actions as partners
from server.partners import handlers as _partners  # noqa: F401
from server.passwords import Passwords
from server.people import handlers as _people  # noqa: F401
from server.people import store as people
from server.people.doorkeeper import People
from server.people.messages import SessionEnded
from server.places.gazetteer import Communes
from server.positions import standings
from server.push import actions as push
from server.push import handlers as _push  # noqa: F401
from server.push import vapid
from server.push.sender import Sender
from server.services import Services
from server.settings import ROOT, Settings
from server.wire import COMMANDS, DESK, SIGNED_IN, Who
from server.worker import Wake, Worker

BASEMAP = ROOT / "server" / "data" / "basemap"


class NotReady(Exception):
    """Something the promises depend on does not work: the server must not start."""


@dataclass
class House:
    """Everything that was put together, for the command line and for tests."""

    services: Services
    sio: socketio.AsyncServer
    fanout: SocketFanout
    dispatch: Dispatch
    worker: Worker
    presence: Presence

    async def open(self) -> None:
        """Open the database and check the promises. Raises NotReady."""
        await self.services.db.open()
        _check_handlers()
        self.services.keyring.named("index")
        self.services.keyring.named("audit")

    def held_most(self) -> float:
        """Bytes that wait for the client that reads least."""
        lines = list(self.sio.eio.sockets.values())
        return max((line.held_bytes for line in lines if isinstance(line, Line)), default=0)

    def listen(self) -> None:
        """To the other processes, before the first socket is here (the library's moment)."""
        self.sio.manager_initialized = True
        self.sio.manager.initialize()

    async def close(self) -> None:
        await self.sio.manager.settle()
        await self.services.batches.settle()
        await self.worker.sender.close()
        await self.services.db.close()
        self.services.passwords.close()


def build(
    settings: Settings, clock: Clock | None = None, passwords: Passwords | None = None
) -> House:
    """Put the house together. Nothing is opened yet. Tests bring a clock and quick passwords."""
    clock = clock or clock_of(settings)
    protocol.load()
    sio = make_server(engines.manager(settings, Rooms, OverRedis), settings.every_origin)
    fanout, wake = SocketFanout(sio), Wake()
    services = Services(
        settings=settings,
        clock=clock,
        ids=RandomIds(),
        keyring=Keyring.open(settings.keyring, clock.now()),
        db=engines.database(settings),
        fanout=fanout,
        waker=wake,
        buckets=Buckets(),
        passwords=passwords or Passwords(),
        gazetteer=Communes(),
    )
    dispatch = Dispatch(services, {"house": People(services), "helpline": Visitors(services)})
    SocketDoor(sio, dispatch, fanout, settings, _audiences_of(services), _presence_of(services))
    sender = Sender(
        vapid.signer(push.vapid_pem(services)),
        settings.push_subject,
        clock,
        local_hosts=settings.push_hosts,
    )
    return House(
        services,
        sio,
        fanout,
        dispatch,
        Worker(services, sender, wake),
        Presence(
            services,
            fanout,
            (_cut_visitors, _give_addresses),
            (_keep_online, _keep_visitors),
            _ended_since,
            _expired,
            participants.left_since,
            (entries.heads_since, waves.alarmed_since),
        ),
    )


def clock_of(settings: Settings) -> Clock:
    if settings.clock_offset:
        return ShiftedClock(settings.clock_offset)
    return SteadyClock(settings.data)


def _audiences_of(services: Services) -> Any:
    """What a socket hears from its first moment."""

    async def audiences(actor: Actor) -> Sequence[Audience]:
        if actor.who == Who.CREDENTIAL:
            return []
        if actor.who == Who.VISITOR:
            heard = [person(actor.person), session(actor.visit)]
            heard += await visits.audiences(actor.visit)
            return heard + await participants.audiences(services, actor.person)
        heard = [person(actor.person), session(actor.session)]
        if actor.who & DESK:
            heard += await desks.audiences(services, actor.person)
        if actor.who == Who.PARTNER:
            heard += await partners.audiences(actor.person)
        return heard + await participants.audiences(services, actor.person)

    return audiences


def _presence_of(services: Services) -> Any:
    async def presence(actor: Actor, here: bool) -> None:
        if actor.who == Who.VISITOR:
            await services.together(visits.do_note_here, (actor.visit, here))
        elif actor.who & DESK and here:
            await desks.do_note_here(services, actor.person)
        if actor.who & SIGNED_IN:
            change = standings.Presence(actor.person, here)
            await services.together(standings.do_note_presence, change)

    return presence


async def _keep_online(services: Services, fanout: SocketFanout) -> None:
    """Whoever has a page open here still has."""
    await standings.do_set_online(services, fanout.people())
    await desks.do_see(services, fanout.people())


async def _keep_visitors(services: Services, fanout: SocketFanout) -> None:
    await visits.do_see(services, fanout.visits())


async def _cut_visitors(services: Services, fanout: SocketFanout) -> None:
    """Visits that are over, in whatever process they ended."""
    for visit, event in await leaving.over(services, fanout.visits()):
        await fanout.cut([visit], event)


async def _give_addresses(services: Services, fanout: SocketFanout) -> None:
    await disclosures.do_give(services, fanout.visits())


async def _ended_since(
    services: Services, since: int, credentials: list[str]
) -> list[tuple[str, SessionEnded]]:
    rows = await people.ended_since(services.db, since)
    rows += await people.ended_credentials(services.db, credentials)
    return [(row["id"], SessionEnded(reason=row["ended_why"] or "ended")) for row in rows]


async def _expired(services: Services, sessions: list[str]) -> list[tuple[str, SessionEnded]]:
    """Of the sessions with an open page here. A page left open is no use of it."""
    found, now = [], services.clock.now()
    for start in range(0, len(sessions), 500):
        found += await people.expired(services.db, sessions[start : start + 500], now)
    return [(row["id"], SessionEnded(reason="expired")) for row in found]


async def _check_schema(house: House) -> None:
    """A small community's database brings itself up to date; a country's is migrated by its own
    release step, and a server of another version refuses to start."""
    db = house.services.db
    if house.services.settings.engine == "embedded":
        await db.migrate()
    elif pending := await db.pending():
        raise NotReady(f"run `python -m server migrate` first: {pending}")


def _check_handlers() -> None:
    missing = set(COMMANDS) - set(HANDLERS)
    if missing:
        raise NotReady(f"commands without a handler: {sorted(missing)}")


def asgi(house: House) -> ASGIApp:
    """The web application: sockets, commands, map, page."""
    settings = house.services.settings

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await house.open()
        await _check_schema(house)
        house.listen()
        if settings.metrics_port:
            metrics.held.set_function(house.held_most)
            metrics.serve(settings.metrics_port)
        tasks = [
            asyncio.create_task(house.presence.run()),
            asyncio.create_task(engines.watch(settings)),
        ]
        if settings.worker_inside:
            await house.worker.sender.open()
            tasks.append(asyncio.create_task(house.worker.run()))
        try:
            yield
        finally:
            await _stop(tasks)
            await house.close()

    sockets = socketio.ASGIApp(house.sio, socketio_path="/socket.io")
    app = Starlette(routes=_routes(house, sockets), lifespan=lifespan)
    app.add_middleware(Headers, settings=settings)
    return Exposed(app, sockets, path="/socket.io/")


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


def _routes(house: House, sockets: ASGIApp) -> list[Any]:
    settings = house.services.settings
    return [
        Mount("/socket.io", app=sockets),
        *HttpDoor(house.dispatch).routes(),
        Route("/healthz", _healthy),
        Route("/readyz", _ready(house)),
        Mount("/basemap", app=StaticFiles(directory=BASEMAP, check_dir=False)),
        Mount("/", app=Addresses(settings, *_shells(settings.web))),
    ]


def _shells(web: Path) -> tuple[Shell, Shell]:
    """What each address shows: the members' application, and the helpline's one page."""
    return (
        Shell(directory=web, html=True, check_dir=False, pages=HOUSE_PAGES),
        Shell(directory=web, html=True, check_dir=False, pages=HELPLINE_PAGES),
    )


async def _healthy(_: Request) -> Response:
    return JSONResponse({"ok": True})


def _ready(house: House) -> Any:
    async def ready(_: Request) -> Response:
        findings = await doctor.essentials(house.services)
        whole = all(finding.ok for finding in findings)
        body = {finding.name: finding.ok for finding in findings}
        return JSONResponse(body, 200 if whole else 503)

    return ready


def uvicorn_config(settings: Settings, app: Any) -> uvicorn.Config:
    """How we are served: websockets without compression, three seconds to stop."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        backlog=listening.QUEUE,
        http=listening.Entrance,
        ws=Lean,
        ws_per_message_deflate=False,
        ws_max_size=2 * limits.MESSAGE_BYTES,
        ws_ping_interval=None,
        timeout_graceful_shutdown=3,
        access_log=False,
        log_config=None,  # logs.py: its own would print exceptions with their words
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=",".join(settings.trusted_proxies) or "127.0.0.1",
    )
